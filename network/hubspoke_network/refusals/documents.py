"""Reading ARM documents that anybody may have written: every accessor checks the shape it needs.

Documents are those `clean` made or the store read, so their objects are dicts. A path is dotted
(`properties.addressSpace.addressPrefixes`); `[]` after a part goes through the items of a list.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

Document = dict[str, Any]


class BadShape(Exception):
    """A value is of another JSON type than the property takes."""

    def __init__(self, path: str, wanted: str) -> None:
        self.path, self.wanted = path, wanted
        super().__init__(f"{path} must be {wanted}")


def clean(value: Any, path: str = "$", depth: int = 0) -> Any:
    """A copy without nulls, with whole numbers as integers. Raises `BadShape` for what JSON cannot carry."""
    if isinstance(value, str):
        return value
    if depth > 40:
        raise BadShape(path, "nested less deeply")
    if isinstance(value, dict | Mapping):
        found = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise BadShape(path, "an object with text keys")
            if type(item) is str:  # most are; nothing to do, and no path to write
                found[key] = item
            elif item is not None:
                found[key] = clean(item, f"{path}.{key}", depth + 1)
        return found
    if isinstance(value, list | tuple):
        return [clean(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value) if item is not None]
    if value is None or isinstance(value, bool | int):
        return value
    return _clean_number(value, path)


def _clean_number(value: Any, path: str) -> int | float:
    if not isinstance(value, float):
        raise BadShape(path, "a JSON value")
    if not math.isfinite(value):
        raise BadShape(path, "a finite number")
    return int(value) if value.is_integer() else value


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a path, None for nothing. Raises `BadShape` where the way leads through a non-object."""
    value: Any = document
    for part in path.split("."):
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadShape(path, "an object on the way")
        value = value.get(part)
    return value


def text(document: Mapping[str, Any], path: str) -> str | None:
    """The text at a path; None where there is none."""
    value = value_at(document, path)
    if value is None or isinstance(value, str):
        return value
    raise BadShape(path, "text")


def flag(document: Mapping[str, Any], path: str) -> bool | None:
    """The boolean at a path; None where there is none."""
    value = value_at(document, path)
    if value is None or isinstance(value, bool):
        return value
    raise BadShape(path, "true or false")


def number(document: Mapping[str, Any], path: str) -> int | None:
    """The whole number at a path; None where there is none."""
    value = value_at(document, path)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise BadShape(path, "a whole number")


def table(document: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """The object at a path; an empty one where there is none."""
    value = value_at(document, path)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise BadShape(path, "an object")


def items(document: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    """The list of objects at a path; an empty one where there is none."""
    value = value_at(document, path)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    raise BadShape(path, "a list of objects")


def texts(document: Mapping[str, Any], path: str) -> list[str]:
    """The list of texts at a path; an empty one where there is none."""
    value = value_at(document, path)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise BadShape(path, "a list of texts")


def found_at(document: Mapping[str, Any], pattern: str) -> Iterable[tuple[str, Any]]:
    """Every value a pattern with `[]` leads to, with its concrete path; nothing for ways that do not exist."""
    return _descend(document, _parts(pattern), "") if may_lead(document, pattern) else ()


def may_lead(document: Mapping[str, Any], pattern: str) -> bool:
    """Whether a document has the property a pattern starts at. Quick: most documents have few of all there may be."""
    property_ = _property(pattern)
    properties = document.get("properties") if property_ else None
    return not isinstance(properties, dict) or properties.get(property_) is not None


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.split("."))


@lru_cache(maxsize=1024)
def _property(pattern: str) -> str:
    """The name under `properties` that a pattern goes through; empty where it does not start there."""
    first, *rest = _parts(pattern)
    return rest[0].removesuffix("[]") if first == "properties" and rest else ""


def _descend(value: Any, parts: tuple[str, ...], path: str) -> Iterator[tuple[str, Any]]:
    if not parts:
        yield path, value
        return
    if not isinstance(value, dict):
        raise BadShape(path or "$", "an object")
    part, rest = parts[0], parts[1:]
    name = part.removesuffix("[]")
    here = f"{path}.{name}" if path else name
    found = value.get(name)
    if found is None:
        return
    if not part.endswith("[]"):
        yield from _descend(found, rest, here)
        return
    if not isinstance(found, list):
        raise BadShape(here, "a list")
    for index, item in enumerate(found):
        yield from _descend(item, rest, f"{here}[{index}]")


def at_concrete(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a concrete path such as `properties.ipConfigurations[0].name`; None where there is nothing."""
    value: Any = document
    for part in path.replace("[", ".[").split("."):
        if part.startswith("["):
            index = int(part[1:-1])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value
