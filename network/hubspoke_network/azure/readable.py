"""Values of a kind that azure-native does not take at their place: what they are meant to be is not known.

azure-native hands most of them on, and ARM refuses them. Until then nobody may take such a value for one that is not
given, so it becomes an `Unknown` that says what is wrong. A number or a truth value where a text is taken is that text,
as ARM reads it; texts of numbers and truth values are left as they are.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from hubspoke_network.azure.resource_types import ResourceType, table
from hubspoke_network.core import Unknown

Read = Callable[[Any], Any]

TAKEN = {"s": "a text", "i": "a number", "n": "a number", "b": "true or false", "[": "a list", "=": "a list"}
"""What the specs of the table take (see `resource_types.table`); the others take a map."""


def readable(rt: ResourceType, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a resource, unreadable values as `Unknown`.

    What the type does not declare is left as it is, and so are names of parents: without them there is no identity.
    """
    return _object(_members(rt), properties)


def _object(members: Mapping[str, Read], given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value if value is None or (read := members.get(key)) is None else read(value)
        for key, value in given.items()
    }


@cache
def _members(rt: ResourceType) -> dict[str, Read]:
    specs = {rt.name_property: "s", **table()["resources"][rt.token]["in"]}
    return {name: _reader(spec) for name, spec in specs.items()}


@cache
def _shape(names: str) -> dict[str, Read]:
    """The members of a nested shape; of a choice of shapes (`@One|@Other`) those of all."""
    shapes = [table()["shapes"][part.lstrip("@")].get("props", {}) for part in names.split("|")]
    return {name: _reader(spec) for shape in shapes for name, spec in shape.items()}


@cache
def _reader(spec: str) -> Read:
    head = spec[0]
    known = {"s": _text, "i": _number, "n": _number, "b": _truth, "a": _anything, "=": _names}
    if head in known:
        return known[head]
    if head == "[":
        return _items(_reader(spec[1:]))
    return _nested(spec) if head == "@" else _values(_reader(spec[1:]))


def _anything(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    if isinstance(value, str | Unknown):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else _strange(value, TAKEN["s"])


def _number(value: Any) -> Any:
    if isinstance(value, Unknown) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return value if isinstance(value, str) and _is_number(value) else _strange(value, TAKEN["n"])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _truth(value: Any) -> Any:
    if isinstance(value, bool | Unknown) or (isinstance(value, str) and value.lower() in {"true", "false"}):
        return value
    return _strange(value, TAKEN["b"])


def _names(value: Any) -> Any:
    return value if isinstance(value, Unknown | list | tuple | Mapping) else _strange(value, TAKEN["="])


def _items(read: Read) -> Read:
    def items(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [Unknown("is null") if item is None else read(item) for item in value]
        return value if isinstance(value, Unknown) else _strange(value, TAKEN["["])

    return items


def _values(read: Read) -> Read:
    def values(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: None if item is None else read(item) for key, item in value.items()}
        return value if isinstance(value, Unknown) else _strange(value, "a map")

    return values


def _nested(spec: str) -> Read:
    def nested(value: Any) -> Any:  # the members are looked up when first met: shapes reach each other in circles
        if isinstance(value, Mapping):
            return _object(_shape(spec), value)
        return value if isinstance(value, Unknown) else _strange(value, "a map")

    return nested


def _strange(value: Any, taken: str) -> Unknown:
    kinds = {"a text": str, "true or false": bool, "a number": int | float, "a list": list | tuple}
    kind = next((name for name, is_kind in kinds.items() if isinstance(value, is_kind)), "a map")
    return Unknown(f"is {kind}, where azure-native takes {taken}")
