"""Property values between the engine's wire form and plain Python.

Plain values are None, bool, int, float, str, list, dict and `UNKNOWN`. Whole numbers become ints (the wire has floats
only). Secrets and outputs are taken out of their wrapping, since this provider does not accept either; nothing here or
behind it puts a value into a log or an error.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

from hubspoke_network.core import Unknown

UNKNOWN = Unknown("known only after the resource it comes from has been deployed")
"""The one unknown value of this provider."""

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  (a marker of the wire format)
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"

_UNKNOWN_TEXTS = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
(_UNKNOWN_LENGTH,) = {len(text) for text in _UNKNOWN_TEXTS}  # all have one, which is quicker to look at


def read_struct(struct: Struct) -> dict[str, Any]:
    """The properties of a request."""
    fields = struct.fields
    return {key: _read(fields[key]) for key in fields}


def _read(value: Value) -> Any:
    text = value.string_value  # most values are texts; of others this is empty
    if text:
        return UNKNOWN if len(text) == _UNKNOWN_LENGTH and text in _UNKNOWN_TEXTS else text
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
