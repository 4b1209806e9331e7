"""The two shapes of one resource: azure-native's flattened properties and the ARM document.

`to_document` and `to_flat` are inverses on what a type declares, at every depth: items of a VNet's `subnets` have their
own `properties`, a subnet's `serviceEndpoints` have none. Unknown leaves are carried through. Whole floats become ints
where the type says number. Values of a form that the type does not expect are left as they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hubspoke_network.azure.resource_types import ENVELOPE, ResourceType, table
from hubspoke_network.core import Unknown

Convert = Callable[[Any], Any]
_PROPERTIES = "properties"


@dataclass(frozen=True, slots=True)
class Member:
    """Where one flat property stands in the document (`path`), and how its value is turned each way."""

    flat: str
    path: tuple[str, ...]
    to_document: Convert | None
    to_flat: Convert | None


@dataclass(slots=True)
class Layout:
    """The members of one shape. `wrapped` says that members beyond the envelope lie under `properties`."""

    wrapped: bool
    by_flat: dict[str, Member] = field(default_factory=dict)
    top: dict[str, Member] = field(default_factory=dict)
    inner: dict[str, dict[str, Member]] = field(default_factory=dict)

    def add(self, member: Member) -> None:
        """Register a member under both its names."""
        self.by_flat[member.flat] = member
        if len(member.path) == 1:
            self.top[member.path[0]] = member
        else:
            self.inner.setdefault(member.path[0], {})[member.path[1]] = member


def to_document(rt: ResourceType, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The ARM document of azure-native inputs or outputs.

    `name` is the body's own or else the name that the path has; other path values, `azureApiVersion` and azure-native's
    private `__` keys are no part of a document. What the type does not declare lies under `properties`.
    """
    layout = layout_of(rt.token)
    skipped = {*rt.path_properties, *rt.query, "azureApiVersion"} - layout.by_flat.keys()
    given = {k: v for k, v in inputs.items() if k not in skipped and not k.startswith("__")}
    document: dict[str, Any] = {_PROPERTIES: {}} if layout.wrapped else {}
    document.update(object_to_document(layout, given))
    if "name" not in document and rt.name_property in inputs:
        document["name"] = inputs[rt.name_property]
    return document


def to_flat(rt: ResourceType, document: Mapping[str, Any]) -> dict[str, Any]:
    """azure-native's output shape of an ARM document; undeclared members are kept at the top level."""
    return object_to_flat(layout_of(rt.token), document)


@cache
def layout_of(token: str) -> Layout:
    """The layout of a declared type."""
    entry = table()["resources"][token]
    return _build(entry, entry["in"], entry["out"], bool(entry.get("wrapped")))


@cache
def shape_layout(key_in: str | None, key_out: str | None) -> Layout:
    """The layout of a nested shape, from its input class, its output class, or both."""
    shapes = table()["shapes"]
    source = shapes[key_in] if key_in else {}
    answer = shapes[key_out] if key_out else {}
    wrapped = bool(source.get("wrapped") or answer.get("wrapped"))
    return _build(source or answer, source.get("props", {}), answer.get("props", {}), wrapped)


def _build(entry: Mapping[str, Any], given: Mapping[str, str], answered: Mapping[str, str], wrapped: bool) -> Layout:
    layout = Layout(wrapped)
    inside = set(entry.get("inside", ()))
    wire = entry.get("wire", {})
    for name in {**given, **answered}:
        path = tuple(wire.get(name, name).split("."))
        if wrapped and (name in inside or name not in ENVELOPE):
            path = (_PROPERTIES, *path)
        forward, back = _converters(given.get(name), answered.get(name))
        layout.add(Member(name, path, forward, back))
    return layout


def _converters(given: str | None, answered: str | None) -> tuple[Convert | None, Convert | None]:
    """Conversion to the document and back for a property with these specs; None where there is nothing to do."""
    if given is not None and given.startswith("="):
        return _names_to_object, None
    spec = given if given is not None else answered or "a"
    head = spec[0]
    if head in "[{":
        inner = _converters(_inside(given, head), _inside(answered, head))
        wrap = _for_items if head == "[" else _for_values
        return wrap(inner[0]), wrap(inner[1])
    if head == "@":
        return _nested(given, answered)
    return (_whole, _whole) if head in "in" else (None, None)


def _inside(spec: str | None, head: str) -> str | None:
    return spec[1:] if spec is not None and spec.startswith(head) else None


def _nested(given: str | None, answered: str | None) -> tuple[Convert, Convert]:
    """Nested shapes are looked up when first met, since they reach each other in circles."""
    if "|" in (given or "") or "|" in (answered or ""):
        return _choice(given, answered)
    key_in = given[1:] if given and given[0] == "@" else None
    key_out = answered[1:] if answered and answered[0] == "@" else None

    def forward(value: Any) -> Any:
        return object_to_document(shape_layout(key_in, key_out), value) if isinstance(value, Mapping) else value

    def back(value: Any) -> Any:
        return object_to_flat(shape_layout(key_in, key_out), value) if isinstance(value, Mapping) else value

    return forward, back


def _choice(given: str | None, answered: str | None) -> tuple[Convert, Convert]:
    """One of several shapes: the first whose constants the object has."""
    names = [part[1:] for part in (given or answered or "").split("|")]

    def layout_for(value: Mapping[str, Any]) -> Layout | None:
        for name in names:
            constants = table()["shapes"][name].get("constants", {})
            if all(value.get(key) == constant for key, constant in constants.items()):
                return shape_layout(name, None)
        return None

    def forward(value: Any) -> Any:
        layout = layout_for(value) if isinstance(value, Mapping) else None
        return value if layout is None else object_to_document(layout, value)

    def back(value: Any) -> Any:
        layout = layout_for(value) if isinstance(value, Mapping) else None
        return value if layout is None else object_to_flat(layout, value)

    return forward, back


def _for_items(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda value: [convert(item) for item in value] if isinstance(value, list | tuple) else value


def _for_values(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda value: {k: convert(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _whole(value: Any) -> Any:
    return int(value) if type(value) is float and value.is_integer() else value


def _names_to_object(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return {item: {} for item in value}
    return value


def plain_layout(names: Iterable[str], *, wrapped: bool) -> Layout:
    """The layout of a type that the table does not have: nothing nested is wrapped, names are the wire's."""
    return _build({}, dict.fromkeys(names, "a"), {}, wrapped)


def object_to_document(layout: Layout, flat: Mapping[str, Any]) -> dict[str, Any]:
    """An object laid out as in a document."""
    document: dict[str, Any] = {}
    for key, value in flat.items():
        member = layout.by_flat.get(key)
        if member is not None:
            _put(document, member.path, value if member.to_document is None else member.to_document(value))
        elif not layout.wrapped or (key == _PROPERTIES and isinstance(value, Unknown)):
            document[key] = value
        else:
            _put(document, (_PROPERTIES, key), value)
    return document


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    target = document
    for step in path[:-1]:
        inner = target.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        target = inner
    target[path[-1]] = value


def object_to_flat(layout: Layout, document: Mapping[str, Any]) -> dict[str, Any]:
    """An object of a document, flattened."""
    flat: dict[str, Any] = {}
    for key, value in document.items():
        member = layout.top.get(key)
        if member is not None:
            flat[member.flat] = value if member.to_flat is None else member.to_flat(value)
        elif (key in layout.inner or (layout.wrapped and key == _PROPERTIES)) and isinstance(value, Mapping):
            _inner_to_flat(layout, key, value, flat)
        else:
            flat[key] = value
    return flat


def _inner_to_flat(layout: Layout, outer: str, values: Mapping[str, Any], flat: dict[str, Any]) -> None:
    members = layout.inner.get(outer, {})
    for key, value in values.items():
        member = members.get(key)
        if member is not None:
            flat[member.flat] = value if member.to_flat is None else member.to_flat(value)
        elif key not in layout.by_flat:
            flat[key] = value
