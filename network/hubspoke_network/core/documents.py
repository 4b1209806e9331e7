"""Looking into ARM documents: a path, a value there, and the three ways in which there may be none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hubspoke_network.core.unknown import Unknown

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def at(document: object, path: str) -> Any:
    """The value at `path` (`properties.subnets[0].name`); None where there is none, Unknown where it is not known.

    Keys are matched as written. An unknown on the way makes everything below it unknown.
    """
    value: Any = document
    for key, index in _STEP.findall(path):
        if isinstance(value, Unknown):
            return value
        if key:
            value = value.get(key) if isinstance(value, Mapping) else None
        else:
            inside = isinstance(value, list | tuple) and int(index) < len(value)
            value = value[int(index)] if inside else None
    return value


def listed(document: object, path: str) -> tuple[Any, ...] | Unknown:
    """The entries of the list at `path`: none where it is absent or null, Unknown where it is not known or no list."""
    value = at(document, path)
    if value is None:
        return ()
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(value)
    return Unknown(f"{path} is no list")


def flag(document: object, path: str, default: bool) -> bool | Unknown:
    """The boolean at `path`, `default` where it is absent or null."""
    value = at(document, path)
    if value is None:
        return default
    if isinstance(value, bool | Unknown):
        return value
    told = {"true": True, "false": False}.get(str(value).lower())
    return Unknown(f"{path} is {value!r}, neither true nor false") if told is None else told


def text(document: object, path: str) -> str | Unknown | None:
    """The text at `path`; None where it is absent, null or empty."""
    value = at(document, path)
    if value is None or value == "":
        return None
    return value if isinstance(value, str | Unknown) else Unknown(f"{path} is {value!r}, which is no text")


def references(document: object, path: str) -> Iterator[tuple[str, Any]]:
    """Path and value of every `id` in the list of references at `path`; the list itself where it is unknown."""
    items = listed(document, path)
    if isinstance(items, Unknown):
        yield path, items
        return
    for index, item in enumerate(items):
        yield f"{path}[{index}].id", at(item, "id")


def flat(path: str) -> str:
    """A path as azure-native writes it: without the `properties` of ARM's documents."""
    return ".".join(part for part in path.split(".") if part != "properties")


def stripped(text: str) -> str:
    """A text about documents for people: paths without `properties`, stand-in names without braces."""
    return re.sub(r"\{([^{}]*)\}", r"\1", text).replace("properties.", "")
