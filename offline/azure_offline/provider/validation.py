"""What Check refuses: types, required members, limits. Texts as azure-native writes them.

Not checked, as there: unknown members, enumerations, booleans, an object where a scalar is due, anything between two
properties.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from azure_offline.provider.specs import TYPE_NAMES, Limit, Spec
from azure_offline.provider.type_info import TypeInfo
from hubspoke_network.unknown import Unknown

_LOCATION_HINT = ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
_STRING = Spec("s")


def failures(info: TypeInfo, inputs: Mapping[str, Any]) -> list[str]:
    """Every reason to refuse these inputs, ordered by path as the type declares it."""
    found = [_missing(name) for name in sorted(info.required) if name not in inputs]
    for name, value in inputs.items():
        spec = info.given.get(name)
        if spec is None and (name in info.rt.path_properties or name in info.rt.query):
            spec = _STRING
        if spec is not None:
            found += _value(name, spec, value, info.limits.get(name))
    name = info.rt.name_property
    if name not in inputs and name not in info.required:
        found.insert(0, _missing(name))
    return found


def _missing(path: str) -> str:
    text = f"missing required property '{path}'"
    return text + _LOCATION_HINT if path == "location" else text


def _value(path: str, spec: Spec, value: Any, limit: Limit | None) -> Iterator[str]:
    kind = spec.kind
    if isinstance(value, Unknown) or kind == "a":
        return
    if isinstance(value, dict):
        yield from _object(path, spec, value)
    elif isinstance(value, list):
        if kind in "[=":
            item = spec.item or _STRING
            for index, member in enumerate(value):
                yield from _value(f"{path}[{index}]", item, member, None)
        else:
            yield f"'{path}' should be of type '{TYPE_NAMES[kind]}' but got an array"
    elif isinstance(value, str):
        if kind == "s":
            if limit is not None:
                yield from _text(path, value, limit)
        else:
            yield f"'{path}' should be of type '{_type_name(kind)}' but got a string"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(path, kind, value, limit)


def _object(path: str, spec: Spec, value: Mapping[str, Any]) -> Iterator[str]:
    if spec.kind == "{" and spec.item is not None:
        for key, member in value.items():
            yield from _value(f"{path}.{key}", spec.item, member, None)
    if spec.kind != "@" or (shape := spec.choose(value)) is None:
        return
    for name in sorted(shape.required):
        if name not in value:
            yield f"missing required property '{path}.{name}'"
    for name, member in value.items():
        declared = shape.members.get(name)
        if declared is not None:
            yield from _value(f"{path}.{name}", declared, member, shape.limits.get(name))


def _text(path: str, value: str, limit: Limit) -> Iterator[str]:
    length = len(value.encode())
    if limit.shortest is not None and length < limit.shortest:
        yield f"'{path}' is too short ({length}): at least {limit.shortest} characters required"
    if limit.longest is not None and length > limit.longest:
        yield f"'{path}' is too long ({length}): at most {limit.longest} characters allowed"
    if limit.pattern is not None and not _compiled(limit.pattern).search(value):
        yield f"'{path}' does not match expression '{limit.pattern}'"


def _number(path: str, kind: str, value: float, limit: Limit | None) -> Iterator[str]:
    if kind not in "in":
        yield f"'{path}' should be of type '{_type_name(kind)}' but got a number"
        return
    if kind == "i" and value != math.trunc(value):
        yield f"'{path}' must be an integer but got {value:f}"
    if limit is not None and limit.low is not None and value < limit.low:
        yield f"'{path}' is too low ({value:f} < {limit.low:f})"
    if limit is not None and limit.high is not None and value > limit.high:
        yield f"'{path}' is too high ({value:f} > {limit.high:f})"


def _type_name(kind: str) -> str:
    return TYPE_NAMES.get(kind, "array")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
