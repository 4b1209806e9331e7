"""Values while a template is evaluated: plain ones, holes where nothing is known, and texts with holes in them.

A hole is named by the expression it comes from, its arguments evaluated as far as they can be. Every function of the
template language gives the same for the same arguments, so two holes of one name are one value: a subnet made under
`parameters('vnet')` lies in the network named `parameters('vnet')`, whatever that turns out to be.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hubspoke_network.core import Unknown, parse_id
from hubspoke_network.readers.templates.result import SECRET, is_secret_name

LONGEST_LABEL = 240


@dataclass(frozen=True, slots=True)
class Hole:
    """A value that is not known. `label` is the expression it comes from, `reason` says why, in words for the user."""

    label: str
    reason: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Partial:
    """A text of which parts are known."""

    parts: tuple[str | Hole, ...]


Value = Any
"""None, a truth value, a number, a text, a list, an object, a Hole or a Partial; lists and objects hold the same."""


class Misuse(Exception):
    """A function was given what it does not take; Azure would refuse the template. `str()` says what is wrong."""


def is_known(value: Value) -> bool:
    """Whether a value is known at its top: the entries of a list may be holes all the same."""
    return not isinstance(value, Hole | Partial)


def first_hole(value: Value) -> Hole | None:
    """A hole anywhere in the value, a secret one before others; None if all of it is known."""
    found = None
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Partial):
            stack.extend(part for part in item.parts if isinstance(part, Hole))
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, Hole):
            if item.secret:
                return item
            found = found or item
    return found


def hole_of(call: str, inside: Value, reason: str = "") -> Hole:
    """The hole that an expression is because of what is not known inside of it."""
    cause = first_hole(inside)
    if cause is None:
        return Hole(cut(call), reason or f"{cut(call)} is not understood")
    return Hole(cut(call), reason or cause.reason, cause.secret)


def text_of(value: Value) -> str:
    """A number, truth value or text as text. Raises `Misuse`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, int):
        return str(value)
    raise Misuse("a list, an object or null stands where a text is taken")


def joined(pieces: Iterable[Value]) -> Value:
    """The text these values make one after the other, with holes in it where they have some. Raises `Misuse`."""
    parts: list[str | Hole] = []
    for piece in pieces:
        for part in parts_of(piece):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else Partial(tuple(parts))


def parts_of(value: Value) -> tuple[str | Hole, ...]:
    """The known and the unknown parts of a text, in order. Raises `Misuse`."""
    if isinstance(value, Partial):
        return value.parts
    return (value,) if isinstance(value, Hole) else (text_of(value),)


def segments(value: Value) -> list[Value]:
    """A name in parts, cut at the slashes that are known. Raises `Misuse`."""
    found: list[list[str | Hole]] = [[]]
    for part in parts_of(value):
        if isinstance(part, Hole):
            found[-1].append(part)
            continue
        first, *others = part.split("/")
        found[-1].append(first)
        found.extend([other] for other in others)
    return [joined(pieces) for pieces in found]


def rendered(value: Value) -> str:
    """A text with its holes written in braces. Raises `Misuse`."""
    return "".join(part if isinstance(part, str) else _braced(part) for part in parts_of(value))


def _braced(hole: Hole) -> str:
    return "{" + hole.label.replace("%", "%25").replace("/", "%2F") + "}"


def label_of(value: Value) -> str:
    """The value as an argument in the name of a hole; equal names are equal values."""
    if isinstance(value, Hole):
        return value.label
    if isinstance(value, Partial):
        return "concat(" + ", ".join(label_of(part) for part in value.parts) + ")"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return cut("[" + ", ".join(label_of(item) for item in value) + "]")
    if isinstance(value, dict):
        return cut("{" + ", ".join(f"{label_of(key)}: {label_of(item)}" for key, item in value.items()) + "}")
    return json.dumps(value)


def cut(label: str) -> str:
    """A label of bounded length: the rest of a long one is told by a digest, so that different ones stay different."""
    if len(label) <= LONGEST_LABEL:
        return label
    return f"{label[: LONGEST_LABEL - 20]}...{hashlib.sha256(label.encode('utf-8', 'replace')).hexdigest()[:16]}"


def alike(a: Value, b: Value) -> bool:
    """Whether two values are surely equal: known and equal, or not known for the same reason."""
    return type(a) is type(b) and label_of(a) == label_of(b)


def settled(value: Value) -> Any:
    """The value as it stands in an ARM document: what is not known as `Unknown`.

    A resource id of which parts are not known stays a text, with these parts in braces: it still tells apart what it
    names. Properties that hold secrets are sealed by their name.
    """
    if isinstance(value, Hole):
        return SECRET if value.secret else Unknown(value.reason)
    if isinstance(value, Partial):
        return _settled_text(value)
    if isinstance(value, dict):
        return {
            key: SECRET if is_secret_name(key) and item is not None else settled(item) for key, item in value.items()
        }
    return [settled(item) for item in value] if isinstance(value, list) else value


def _settled_text(value: Partial) -> str | Unknown:
    cause = first_hole(value)
    assert cause is not None
    if cause.secret:
        return SECRET
    text = rendered(value)
    return text if parse_id(text) is not None else Unknown(f"{cut(text)}: {cause.reason}")
