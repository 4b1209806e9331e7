"""Property values between the engine's wire form and plain Python.

Plain values are None, bool, int, float, str, list, dict and `UNKNOWN`. Whole numbers become ints (the wire has floats
only). Secrets and outputs are taken out of their wrapping, since this provider does not accept either; nothing here or
behind it puts a value into a log or an error.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

from hubspoke_network.core import Unknown
from hubspoke_network.core.engine_marks import OUTPUT, RESOURCE, SECRET, SIGNATURE, UNKNOWNS
from hubspoke_network.core.engine_marks import UNKNOWN as UNKNOWN_TEXT

UNKNOWN = Unknown("known only after the resource it comes from has been deployed")
"""The one unknown value of this provider."""

(_UNKNOWN_LENGTH,) = {len(text) for text in UNKNOWNS}  # all have one, which is quicker to look at


def read_struct(struct: Struct) -> dict[str, Any]:
    """The properties of a request."""
    fields = struct.fields
    return {key: _read(fields[key]) for key in fields}


def _read(value: Value) -> Any:
    text = value.string_value  # most values are texts; of others this is empty
    if text:
        return UNKNOWN if len(text) == _UNKNOWN_LENGTH and text in UNKNOWNS else text
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return text
    if kind == "struct_value":
        return _read_object(value.struct_value)
    if kind == "list_value":
        return [_read(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    return None


def _read_object(struct: Struct) -> Any:
    fields = struct.fields
    if SIGNATURE not in fields:
        return {key: _read(fields[key]) for key in fields}
    mark = fields[SIGNATURE].string_value
    if mark == SECRET:
        return _read(fields["value"]) if "value" in fields else None
    if mark == OUTPUT:
        return _read(fields["value"]) if "value" in fields else UNKNOWN
    if mark == RESOURCE:
        return _read(fields["id"]) if "id" in fields else fields["urn"].string_value
    return {key: _read(fields[key]) for key in fields}


def write_struct(properties: Mapping[str, Any], struct: Struct) -> None:
    """Put plain values into an empty Struct of an answer."""
    fields = struct.fields
    for key, value in properties.items():
        kind = type(value)  # the most frequent ones at once
        if kind is str:
            fields[key].string_value = value
        elif kind is dict and value:
            write_struct(value, fields[key].struct_value)
        else:
            _write(value, fields[key])


def _write(value: Any, target: Value) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif value is None:
        target.null_value = 0
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, list | tuple):
        items = target.list_value
        if not value:
            items.SetInParent()
        for item in value:
            _write(item, items.values.add())
    elif isinstance(value, Unknown):
        target.string_value = UNKNOWN_TEXT
    else:
        inner = target.struct_value
        if not value:
            inner.SetInParent()
        write_struct(value, inner)


def without_nulls(value: Any) -> Any:
    """The same without members that are null, at every depth; null items of arrays stay in their place."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value
