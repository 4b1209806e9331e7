"""The members of object groups as they were written: checked, and put in an order in which they can be resolved."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, Literal, TypeVar

from hubspoke_network.core import Problem
from hubspoke_network.sets.object_groups.services import PROTOCOLS

GroupKind = Literal["addresses", "services", "applicationSecurityGroups"]
KINDS: tuple[GroupKind, ...] = ("addresses", "services", "applicationSecurityGroups")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_RESERVED = frozenset({"any", "none", "internet", "onpremises", "virtualnetwork", "azureloadbalancer", *PROTOCOLS})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a group: its path in the document and its text."""

    path: str
    text: str


Written = Mapping[GroupKind, Mapping[str, tuple[Member, ...]]]
"""The members of every group, by kind and name."""


def read_members(document: object, path: str, problems: list[Problem]) -> Written:
    """The groups of a document whose shape and names are right; what is wrong is added to `problems`."""
    found: dict[GroupKind, dict[str, tuple[Member, ...]]] = {kind: {} for kind in KINDS}
    taken: dict[str, str] = {}
    for key, part in _entries(document, path, "a map with addresses, services and applicationSecurityGroups", problems):
        kind = next((kind for kind in KINDS if kind == key), None)
        where = f"{path}.{key}"
        if kind is None:
            instead = f"write {' or '.join(get_close_matches(key, KINDS, 1, 0.3) or KINDS)}"
            problems.append(Problem("HS401", where, key, "is no kind of object group", instead))
            continue
        for name, members in _entries(part, where, "a map from a group's name to its members", problems):
            here = f"{where}.{name}"
            wrong = _name_problem(name, here, taken)
            if wrong:
                problems.append(wrong)
            else:
                taken[name.lower()] = here
                found[kind][name] = _members(members, here, problems)
    return found


def _entries(value: object, path: str, wanted: str, problems: list[Problem]) -> list[tuple[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        problems.append(Problem("HS401", path, _shown(value), "is not a map", f"write {wanted}"))
        return []
    return [(str(key), item) for key, item in value.items()]


def _name_problem(name: str, path: str, taken: Mapping[str, str]) -> Problem | None:
    if not _NAME.fullmatch(name):
        rule = "write a letter, then up to 63 letters, digits, dots, hyphens and underscores"
        return Problem("HS402", path, name, "cannot be the name of an object group", rule)
    if name.lower() in _RESERVED:
        return Problem("HS402", path, name, "means something else already", "choose another name")
    if name.lower() in taken:
        return Problem(
            "HS402", path, name, f"is also {taken[name.lower()]}", "choose another name; case does not count"
        )
    return None


def _members(value: object, path: str, problems: list[Problem]) -> tuple[Member, ...]:
    if not isinstance(value, list | tuple):
        instead = f"write [{_shown(value)}]" if isinstance(value, str | int) else "write a list"
        problems.append(Problem("HS401", path, _shown(value), "is not a list of members", instead))
        return ()
    if not value:
        problems.append(Problem("HS408", path, "", "holds nothing", "give it a member, or remove it"))
    found = []
    for index, item in enumerate(value):
        where = f"{path}[{index}]"
        if isinstance(item, str) and item.strip():
            found.append(Member(where, item.strip()))
        else:
            problems.append(Problem("HS401", where, _shown(item), "is not a member's text", f'write "{_shown(item)}"'))
    return tuple(found)


def _shown(value: object) -> str:
    return str(value)[:80]


class LiteralError(ValueError):
    """A member is not what its group is made of. `instead` is what to write."""

    def __init__(self, reason: str, instead: str) -> None:
        self.reason, self.instead = reason, instead
        super().__init__(f"{reason}; {instead}")


@dataclass(frozen=True, slots=True)
class Reader(Generic[_Value]):
    """How one kind of group is read.

    `literal` reads a member that is no name and raises `LiteralError`, told under `code`; `joined` makes one value of
    several; `is_literal` says whether a text that could be a name is a literal all the same, as `icmp` is.
    """

    kind: GroupKind
    code: str
    literal: Callable[[str], _Value]
    joined: Callable[[Iterable[_Value]], _Value]
    is_literal: Callable[[str], bool]


def resolve(written: Written, reader: "Reader[_Value]", problems: list[Problem]) -> dict[str, _Value]:
    """The value of every group of one kind; what is wrong is added to `problems`, and then some values are partial."""
    literals: dict[str, list[_Value]] = {}
    inner: dict[str, dict[str, Member]] = {}
    spelling = {name.lower(): name for name in written[reader.kind]}
    for group, members in written[reader.kind].items():
        literals[group], inner[group] = [], {}
        for member in members:
            name = spelling.get(member.text.lower())
            if _NAME.fullmatch(member.text) is None or reader.is_literal(member.text):
                try:
                    literals[group].append(reader.literal(member.text))
                except LiteralError as error:
                    problems.append(Problem(reader.code, member.path, member.text, error.reason, error.instead))
            elif name is None:
                problems.append(_unknown_name(member, reader.kind, written))
            else:
                inner[group].setdefault(name, member)
    done: dict[str, _Value] = {}
    waiting = list(inner)
    while ready := [name for name in waiting if inner[name].keys() <= done.keys()]:
        for name in ready:
            done[name] = reader.joined([*literals[name], *(done[other] for other in inner[name])])
        waiting = [name for name in waiting if name not in done]
    problems += _cycles({name: inner[name] for name in waiting})
    return done


def _unknown_name(member: Member, kind: GroupKind, written: Written) -> Problem:
    for other in KINDS:
        if any(name.lower() == member.text.lower() for name in written[other]):
            instead = f"write a member of its own kind, {kind}"
            return Problem("HS409", member.path, member.text, f"is a group of another kind, {other}", instead)
    names = sorted(written[kind])
    close = get_close_matches(member.text, names, 3, 0.5)
    instead = f"write {' or '.join(close)}" if close else f"define it under {kind}"
    return Problem("HS403", member.path, member.text, "is no object group", instead)


def _cycles(inner: Mapping[str, Mapping[str, Member]]) -> list[Problem]:
    """One problem for the shortest way from each group back to itself, told once for all groups on it."""
    problems = []
    told: set[frozenset[str]] = set()
    for start in inner:
        way = _way_back(start, inner)
        if way and frozenset(way) not in told:
            told.add(frozenset(way))
            names = [start, *way]
            member = inner[names[-2]][start]
            message = f"closes a circle, {' -> '.join(names)}"
            problems.append(Problem("HS404", member.path, member.text, message, "take one of these out of the other"))
    return problems


def _way_back(start: str, inner: Mapping[str, Mapping[str, Member]]) -> list[str]:
    """The groups on the shortest way from `start` to itself, `start` last; empty where there is none."""
    came_from: dict[str, str] = {}
    front = [start]
    while front and start not in came_from:
        following = []
        for name in front:
            for other in inner.get(name, ()):
                if other not in came_from:
                    came_from[other] = name
                    following.append(other)
        front = following
    if start not in came_from:
        return []
    way = [start]
    while came_from[way[-1]] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
