"""How an attribute of azurerm becomes a property of ARM: declarations, and the one function that carries them out.

azurerm writes blocks as lists of objects, also single ones; a text that is not set is null or empty, a block that is
not set an empty list (HashiCorp's JSON output format, and the azurerm 3.x and 4.x schemas).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hubspoke_network.core import Unknown

How = Literal[
    "value", "not", "word", "switch", "reverse switch", "id", "ids", "block", "blocks", "named", "first named", "names"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute. `path` is where it stands below `properties`; one that begins with `/` stands beside them.

    `how` it is turned: `not` inverts a truth value, `word` makes `True` or `False` of one, `switch` makes `Enabled` or
    `Disabled`, `reverse switch` the opposite; `id` and `ids` make references; `block` is one object, whose `fields`
    stand below `path` (without a path, they add to what is around it); `blocks` is a list of objects, `named` one of
    objects with a name and their own properties, `first named` the first of these alone; `names` makes objects with
    the one member `inner` of texts.
    `always` says that azurerm writes the attribute of every resource, so that where it is absent it is not known.
    `made` says that Azure fills it from resources of their own: not known when planned and not configured is nothing.
    """

    source: str
    path: str
    how: How = "value"
    fields: tuple["Field", ...] = ()
    inner: str = ""
    always: bool = False
    made: bool = False


def convert(fields: tuple[Field, ...], values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The properties that these attributes say; members under `/` are those that stand beside `properties`.

    Where two fields have one path, the first that says something counts: attributes were renamed between versions.
    Lists are put together.
    """
    made: dict[str, Any] = {}
    for field in fields:
        given = values.get(field.source)
        if given is None and field.always and field.source not in values:
            given = Unknown(f"{where} does not tell {field.source}")
        value = _turned(field, given, f"{where} {field.source}")
        if value is None:
            continue
        for path, part in _places(field, value):
            _put(made, path, part)
    return made


def _places(field: Field, value: Any) -> Iterator[tuple[str, Any]]:
    if field.path:
        yield field.path, value
    elif isinstance(value, Mapping):
        yield from value.items()
    else:
        yield from ((inner.path, {"id": value} if inner.how == "id" else value) for inner in field.fields)


def _put(made: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for key in above:
        inside = made.setdefault(key, {})
        if not isinstance(inside, dict):
            return
        made = inside
    there = made.get(last)
    if isinstance(value, dict) and isinstance(there, dict):
        made[last] = {**value, **there}
    elif isinstance(value, list) and isinstance(there, list):
        made[last] = [*there, *value]
    else:
        made.setdefault(last, value)


def _turned(field: Field, given: Any, where: str) -> Any:
    """The value in ARM's form, None where there is none."""
    if given is None or given == "":
        return None
    if field.how in {"block", "blocks", "named", "first named"}:
        return _blocks(field, given, where)
    if isinstance(given, Unknown):
        return {"id": given} if field.how == "id" else given
    if field.how in {"not", "word", "switch", "reverse switch"}:
        return _truth(field.how, given, where)
    if field.how == "id":
        return {"id": given}
    if field.how in {"ids", "names"}:
        if not isinstance(given, list):
            return Unknown(f"{where} is no list")
        key = "id" if field.how == "ids" else field.inner
        return [_named_item(key, item) for item in given if item not in (None, "")]
    return given


def _named_item(key: str, item: Any) -> Any:
    return {key: item.get(key)} if isinstance(item, Mapping) else {key: item}


def _truth(how: str, given: Any, where: str) -> Any:
    truth = {"true": True, "false": False}.get(str(given).lower())
    if truth is None:
        return Unknown(f"{where} is neither true nor false")
    if how == "not":
        return not truth
    if how == "word":
        return str(truth)
    return "Enabled" if truth == (how == "switch") else "Disabled"


def _blocks(field: Field, given: Any, where: str) -> Any:
    if isinstance(given, Unknown):
        return given
    if not isinstance(given, list):
        given = [given]
    if field.how == "block":
        return _block(field, given[0], where) if given else None
    entries = [_entry(field, item, f"{where}[{i}]") for i, item in enumerate(given)]
    if field.how == "first named":
        return entries[0] if entries else None
    return entries


def _block(field: Field, item: Any, where: str) -> Any:
    if not isinstance(item, Mapping):
        return item if isinstance(item, Unknown) else Unknown(f"{where} is no block")
    return convert(field.fields, item, where) or None


def _entry(field: Field, item: Any, where: str) -> Any:
    if not isinstance(item, Mapping):
        return item if isinstance(item, Unknown) else Unknown(f"{where} is no block")
    inside = convert(field.fields, item, where)
    if field.how == "blocks":
        return inside
    entry = {key: item[key] for key in ("name", "id") if item.get(key) not in (None, "")}
    return {**entry, "properties": inside}


def value(source: str, path: str, **others: Any) -> Field:
    """An attribute that is taken as it is."""
    return Field(source, path, **others)


def ref(source: str, path: str) -> Field:
    """An attribute that holds the id of another resource."""
    return Field(source, path, "id")


def named(source: str, path: str, *fields: Field, **others: Any) -> Field:
    """Blocks that are resources of their own, or have a name and properties."""
    return Field(source, path, "named", fields, **others)


def block(source: str, path: str, *fields: Field) -> Field:
    """A single block, whose fields stand below `path`."""
    return Field(source, path, "block", fields)
