"""What Check refuses: types, required members, limits. Texts as azure-native writes them.

Not checked, as there: unknown members, enumerations, booleans, an object where a scalar is due, anything between two
properties.
"""

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from azure_offline.provider.metadata import TYPE_NAMES, Limit, Spec, TypeInfo
from hubspoke_network.core import Unknown

_LOCATION_HINT = ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
_STRING = Spec("s")

Place = str | tuple[Any, str | int]
"""Where a value stands: a top-level name, or the place it lies in with a name or an index. Written out where needed."""


def failures(info: TypeInfo, inputs: Mapping[str, Any]) -> list[str]:
    """Every reason to refuse these inputs, ordered by path as the type declares it."""
    found = [_missing(name) for name in sorted(info.required) if name not in inputs]
    for name, value in inputs.items():
        spec = info.given.get(name)
        if spec is None and (name in info.rt.path_properties or name in info.rt.query):
            spec = _STRING
        if spec is not None:
            _value(name, spec, value, info.limits.get(name), found)
    name = info.rt.name_property
    if name not in inputs and name not in info.required:
        found.insert(0, _missing(name))
    return found


def _missing(path: str) -> str:
    text = f"missing required property '{path}'"
    return text + _LOCATION_HINT if path == "location" else text


def _path(place: Place) -> str:
    if isinstance(place, str):
        return place
    outer, step = place
    return f"{_path(outer)}[{step}]" if isinstance(step, int) else f"{_path(outer)}.{step}"


def _value(place: Place, spec: Spec, value: Any, limit: Limit | None, found: list[str]) -> None:
    kind = spec.kind
    if isinstance(value, str):
        if kind == "s":
            if limit is not None:
                _text(place, value, limit, found)
        elif kind != "a":
            found.append(f"'{_path(place)}' should be of type '{_type_name(kind)}' but got a string")
    elif isinstance(value, Unknown) or kind == "a":
        return
    elif isinstance(value, dict):
        _object(place, spec, value, found)
    elif isinstance(value, list):
        _list(place, spec, value, found)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _number(place, kind, value, limit, found)


def _list(place: Place, spec: Spec, value: list[Any], found: list[str]) -> None:
    if spec.kind not in "[=":
        found.append(f"'{_path(place)}' should be of type '{TYPE_NAMES[spec.kind]}' but got an array")
        return
    item = spec.item or _STRING
    for index, member in enumerate(value):
        _value((place, index), item, member, None, found)


def _object(place: Place, spec: Spec, value: Mapping[str, Any], found: list[str]) -> None:
    if spec.kind == "{" and spec.item is not None:
        for key, member in value.items():
            _value((place, key), spec.item, member, None, found)
    if spec.kind != "@" or (shape := spec.choose(value)) is None:
        return
    missing = [name for name in sorted(shape.required) if name not in value]
    found += [f"missing required property '{_path(place)}.{name}'" for name in missing]
    for name, member in value.items():
        declared = shape.members.get(name)
        if declared is not None:
            _value((place, name), declared, member, shape.limits.get(name), found)


def _text(place: Place, value: str, limit: Limit, found: list[str]) -> None:
    length = len(value.encode())
    if limit.shortest is not None and length < limit.shortest:
        found.append(f"'{_path(place)}' is too short ({length}): at least {limit.shortest} characters required")
    if limit.longest is not None and length > limit.longest:
        found.append(f"'{_path(place)}' is too long ({length}): at most {limit.longest} characters allowed")
    if limit.pattern is not None and not _compiled(limit.pattern).search(value):
        found.append(f"'{_path(place)}' does not match expression '{limit.pattern}'")


def _number(place: Place, kind: str, value: float, limit: Limit | None, found: list[str]) -> None:
    if kind not in "in":
        found.append(f"'{_path(place)}' should be of type '{_type_name(kind)}' but got a number")
        return
    if kind == "i" and value != math.trunc(value):
        found.append(f"'{_path(place)}' must be an integer but got {value:f}")
    if limit is not None and limit.low is not None and value < limit.low:
        found.append(f"'{_path(place)}' is too low ({value:f} < {limit.low:f})")
    if limit is not None and limit.high is not None and value > limit.high:
        found.append(f"'{_path(place)}' is too high ({value:f} > {limit.high:f})")


def _type_name(kind: str) -> str:
    return TYPE_NAMES.get(kind, "array")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
