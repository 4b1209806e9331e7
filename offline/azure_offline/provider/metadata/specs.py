"""What a type takes and answers, compiled from the table of `hubspoke_network.azure.resource_types`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from hubspoke_network.azure import table

TYPE_NAMES = {"s": "string", "i": "integer", "n": "number", "b": "boolean", "[": "array", "{": "object", "@": "object"}
"""The words azure-native uses for a kind in its messages."""


class Limit(NamedTuple):
    """What a value is measured by: a number from `low` to `high`, a text by its length and an expression."""

    low: float | None
    high: float | None
    shortest: int | None
    longest: int | None
    pattern: str | None


@dataclass(frozen=True)
class Spec:
    """The type of one value.

    `kind`: `s` string, `i` integer, `n` number, `b` boolean, `a` anything, `[` array and `{` map of `item`, `@` one of
    the shapes `names`, `=` a list of names.
    """

    kind: str
    item: "Spec | None" = None
    names: tuple[str, ...] = ()

    @cached_property
    def shapes(self) -> "tuple[Shape, ...]":
        """The shapes it may have; looked up when first met, since shapes reach each other in circles."""
        return tuple(nested_shape(name) for name in self.names)

    @cached_property
    def plain(self) -> bool:
        """Whether a value of it has nothing inside."""
        return self.kind not in "@[{"

    @cached_property
    def _sole(self) -> "Shape | None":
        """The shape of any value there is; None where it depends on the value."""
        shapes = self.shapes
        return shapes[0] if len(shapes) == 1 and not shapes[0].constants else None

    def choose(self, value: Mapping[str, Any]) -> "Shape | None":
        """The first shape whose constants the value has."""
        if self._sole is not None:
            return self._sole
        for shape in self.shapes:
            if all(value.get(key, constant) == constant for key, constant in shape.constants.items()):
                return shape
        return None


@dataclass(frozen=True)
class Shape:
    """The members of an object. `constants` always have one value; `required` must be given."""

    members: Mapping[str, Spec]
    required: frozenset[str]
    constants: Mapping[str, str]
    limits: Mapping[str, Limit]


ANYTHING = Spec("a")


@cache
def read_spec(text: str) -> Spec:
    """The compiled form of a spec of the table."""
    if text[0] in "[{":
        return Spec(text[0], item=read_spec(text[1:]))
    if text[0] == "@":
        return Spec("@", names=tuple(part[1:] for part in text.split("|")))
    return Spec(text[0])


def read_members(entry: Mapping[str, str]) -> dict[str, Spec]:
    """Compiled specs by property."""
    return {name: read_spec(text) for name, text in entry.items()}


def read_limits(entry: Mapping[str, Any]) -> dict[str, Limit]:
    """Limits by property."""
    return {name: Limit(*values) for name, values in entry.get("limits", {}).items()}


@cache
def nested_shape(name: str) -> Shape:
    """A nested shape of the table."""
    entry = table()["shapes"][name]
    return Shape(
        read_members(entry["props"]),
        frozenset(entry.get("required", ())),
        entry.get("constants", {}),
        read_limits(entry),
    )


def project(members: Mapping[str, Spec], value: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the members declare, at every depth; nulls are dropped."""
    found = {}
    for key, item in value.items():
        spec = members.get(key)
        if spec is not None and item is not None:
            found[key] = item if spec.plain else _project(spec, item)
    return found


def _project(spec: Spec, value: Any) -> Any:
    if spec.kind == "@":
        shape = spec.choose(value) if isinstance(value, dict) else None
        return value if shape is None else project(shape.members, value)
    if spec.item is not None:
        if spec.kind == "[" and isinstance(value, list):
            return [_project(spec.item, item) for item in value]
        if spec.kind == "{" and isinstance(value, dict):
            return {key: _project(spec.item, item) for key, item in value.items() if item is not None}
    return value
