"""YAML text of plain data, always the same bytes: the model does without a YAML library."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

_PLAIN = re.compile(r"[A-Za-z_]([A-Za-z0-9_./:-]*[A-Za-z0-9_])?|\d+\.\d+\.\d+\.\d+(/\d+)?", re.ASCII)
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none", "nan", "inf", "y", "n", "~"})


def to_yaml(data: Mapping[str, Plain]) -> str:
    """Block style, two spaces a level, short lists of scalars in brackets; strings are quoted where they must be."""
    return "\n".join(_mapping(data, 0)) + "\n"


def _mapping(data: Mapping[str, Plain], depth: int) -> Iterator[str]:
    for key, value in data.items():
        head = f"{'  ' * depth}{scalar(key)}:"
        if isinstance(value, Mapping) and value:
            yield head
            yield from _mapping(value, depth + 1)
        elif not isinstance(value, str) and isinstance(value, Sequence) and _has_mappings(value):
            yield head
            yield from _list(value, depth + 1)
        else:
            yield f"{head} {_inline(value)}"


def _list(items: Sequence[Plain], depth: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and item:
            lines = list(_mapping(item, depth + 1))
            yield f"{'  ' * depth}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{'  ' * depth}- {_inline(item)}"


def _inline(value: Plain) -> str:
    if isinstance(value, Mapping):
        return "{}" if not value else "{ " + ", ".join(f"{scalar(k)}: {_inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return scalar(value)


def _has_mappings(items: Sequence[Plain]) -> bool:
    return any(isinstance(item, Mapping) for item in items)


def scalar(value: str | int | bool | None) -> str:
    """A scalar: plain where YAML reads it back as the same text, else in double quotes."""
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + "".join(_character(character) for character in value) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"
