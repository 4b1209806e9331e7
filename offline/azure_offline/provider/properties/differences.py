"""Differences between old and new inputs, and what of them replaces a resource, as azure-native sees it.

Objects are compared member by member, arrays position by position. No type declared here has the array keys
(`x-ms-identifiers`) that would let elements match by content.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from azure_offline.provider.metadata import TypeInfo
from azure_offline.provider.properties.naming import CREATE_BEFORE_DELETE
from hubspoke_network.core import Unknown

Kind = Literal["ADD", "ADD_REPLACE", "DELETE", "DELETE_REPLACE", "UPDATE", "UPDATE_REPLACE"]
_AZURE_ID = re.compile(r"^(/subscriptions/[^/]+/resourcegroups/[^/]+/providers/[^/]+/)(.*)$", re.IGNORECASE | re.DOTALL)
_REPLACED: dict[Kind, Kind] = {"ADD": "ADD_REPLACE", "DELETE": "DELETE_REPLACE", "UPDATE": "UPDATE_REPLACE"}
_MISSING = object()


@dataclass(frozen=True)
class Differences:
    """The answer to Diff: the kind of change by path; which paths replace; whether the old one goes first."""

    kinds: Mapping[str, Kind]
    changed: bool
    replaces: tuple[str, ...]
    delete_before_replace: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The top-level properties that differ."""
        return tuple(dict.fromkeys(re.split(r"[.\[]", path, maxsplit=1)[0] for path in self.kinds))


def compare(info: TypeInfo, olds: Mapping[str, Any], news: Mapping[str, Any], state: Mapping[str, Any]) -> Differences:
    """The differences from the old inputs to the new; `state` are the old outputs."""
    if "azureApiVersion" not in olds and "azureApiVersion" in state:
        olds = {**olds, "azureApiVersion": state["azureApiVersion"]}
    kinds: dict[str, Kind] = dict(_top_level(info, olds, news))
    for path in [path for path, kind in kinds.items() if kind == "ADD_REPLACE"]:
        if path in state and same(path, state[path], news[path]):
            kinds[path] = "ADD"
    replaces = [path for path, kind in kinds.items() if kind.endswith("REPLACE")]
    changed = any(not _adds_default(info, path, kind, news) for path, kind in kinds.items())
    before = bool(replaces)
    if before and CREATE_BEFORE_DELETE in olds:
        before = olds[CREATE_BEFORE_DELETE] is not True
    return Differences(kinds, changed, tuple(replaces), before)


def _adds_default(info: TypeInfo, path: str, kind: Kind, news: Mapping[str, Any]) -> bool:
    """Whether a change only says what holds anyway."""
    return kind == "ADD" and path in info.defaults and bool(info.defaults[path] == news[path])


def _top_level(info: TypeInfo, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Iterator[tuple[str, Kind]]:
    for key in {**olds, **news}:
        if key.startswith("__"):
            continue
        forced = key in info.rt.path_properties or key in info.rt.replaces
        for path, kind in _changes(key, olds.get(key, _MISSING), news.get(key, _MISSING), top=True):
            # Under a property that forces replacement only updates count, one level down.
            counts = path == key or (kind == "UPDATE" and _depth(path) == 1)
            yield path, _REPLACED[kind] if forced and counts else kind


def _depth(path: str) -> int:
    """Objects between the top-level property and the place; positions in arrays do not count."""
    return path.count(".")


def _changes(path: str, old: Any, new: Any, *, top: bool = False) -> Iterator[tuple[str, Kind]]:
    if old is _MISSING or new is _MISSING:
        if old is not new:
            yield path, "ADD" if old is _MISSING else "DELETE"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            if not key.startswith("__"):
                yield from _changes(f"{path}.{key}", old.get(key, _MISSING), new.get(key, _MISSING))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else _MISSING
            after = new[index] if index < len(new) else _MISSING
            yield from _changes(f"{path}[{index}]", before, after)
    elif not (same(path, old, new) if top else same("", old, new)):
        yield path, "UPDATE"


def same(name: str, old: Any, new: Any) -> bool:
    """Whether two values of the top-level property `name` (empty: of a deeper one) count as the same.

    Group names are compared without case, locations without case and spaces, and the first part of a resource id, up
    to the provider's namespace, without case. An unknown value differs from everything.
    """
    if isinstance(old, Unknown) or isinstance(new, Unknown):
        return False
    if not (isinstance(old, str) and isinstance(new, str)):
        return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)
    if name == "resourceGroupName":
        return old.lower() == new.lower()
    if name == "location":
        return old.replace(" ", "").lower() == new.replace(" ", "").lower()
    return old == new or _comparable(old) == _comparable(new)


def _comparable(text: str) -> str:
    match = _AZURE_ID.match(text) if text[:1] == "/" else None
    return match[1].lower() + match[2] if match else text


def carry_over(inputs: Any, before: Any, after: Any, *, top: bool = False) -> Any:
    """`inputs` with what changed from `before` to `after`: what refresh does to the inputs of a resource.

    Members that did not change are left as the inputs have them, also where the inputs have none. Arrays are changed
    position by position and get the new length. `top` says that these are the properties of a resource.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        result = dict(inputs) if isinstance(inputs, dict) else {}
        for key in {**before, **after}:
            if key not in after:
                result.pop(key, None)
            elif key not in before:
                result[key] = after[key]
            elif differ(before[key], after[key], key if top else ""):
                result[key] = carry_over(result.get(key), before[key], after[key])
        return result
    if isinstance(before, list) and isinstance(after, list):
        given = inputs if isinstance(inputs, list) else []
        return [_carry_item(given, before, item, index) for index, item in enumerate(after)]
    return after


def _carry_item(given: list[Any], before: list[Any], item: Any, index: int) -> Any:
    if index >= len(before) or index >= len(given):
        return item
    return carry_over(given[index], before[index], item) if differ(before[index], item) else given[index]


def differ(old: Any, new: Any, name: str = "") -> bool:
    """Whether anything differs between two values, with the tolerance of `same`; `name` of a top-level property."""
    return next(_changes(name, old, new, top=True), None) is not None
