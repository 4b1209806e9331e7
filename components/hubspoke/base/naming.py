"""Azure names: a pattern for all types, one per type, or a function; an override per resource; never too long.

A name is given to Azure explicitly and as plain text, so that what refers to it by name is known at preview. It is not
the resource's identity for Pulumi: that is the logical name, which no naming scheme changes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from pydantic import PrivateAttr

from hubspoke.base.args import Args, ArgsError
from hubspoke_network.azure import name_rule
from hubspoke_network.core import Problem

DEFAULT_PATTERN = "{abbreviation}-{name}-{key}-{environment}"
TOKENS = frozenset({"abbreviation", "name", "key", "environment", "location"})
_HASH = 6


@dataclass(frozen=True, slots=True)
class NameRequest:
    """What a naming function is asked: the ARM type, its abbreviation, and the parts a pattern may use."""

    type: str
    abbreviation: str
    name: str
    key: str
    environment: str
    location: str


NameFunction = Callable[[NameRequest], str]


class NamingArgs(Args):
    """How Azure names are made."""

    pattern: str | None = None
    """Pattern of all names, of {abbreviation}, {name}, {key}, {environment} and {location}. Empty parts vanish with the
    separator before them. Default: {abbreviation}-{name}-{key}-{environment}."""
    patterns: dict[str, str] | None = None
    """Pattern of one type's names, by ARM type (Microsoft.Network/virtualNetworks)."""
    environment: str | None = None
    """What {environment} stands for."""

    _function: NameFunction | None = PrivateAttr(default=None)

    def by(self, function: NameFunction) -> "NamingArgs":
        """The same scheme, but with names made by `function`. Overrides of single resources still win."""
        made = self.model_copy()
        made._function = function
        return made

    def own_problems(self) -> Iterator[Problem]:
        """Patterns with unknown parts, and patterns of unknown types."""
        patterns = {"pattern": self.pattern} | {f"patterns.{arm}": text for arm, text in (self.patterns or {}).items()}
        for path, text in patterns.items():
            if text is not None:
                yield from _pattern_problems(path, text)
        for arm in self.patterns or {}:
            if name_rule(arm) is None:
                yield Problem(
                    "HS131",
                    "patterns",
                    arm,
                    "is not a type with a naming rule",
                    "write an ARM type such as Microsoft.Network/virtualNetworks",
                )

    def ask(self, request: NameRequest) -> str:
        """The name before it is cut."""
        if self._function is not None:
            return str(self._function(request))
        by_type = {arm.lower(): text for arm, text in (self.patterns or {}).items()}
        pattern = by_type.get(request.type.lower(), self.pattern or DEFAULT_PATTERN)
        return _filled(pattern, request)


def _pattern_problems(path: str, text: str) -> Iterator[Problem]:
    choices = ", ".join(f"{{{token}}}" for token in sorted(TOKENS))
    try:
        parts = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        yield Problem("HS130", path, text, f"is not a pattern: {error}", f"write text with {choices}")
        return
    for part in parts:
        if part not in TOKENS:
            yield Problem("HS130", path, text, f"has the unknown part {{{part}}}", f"use {choices}")
    if "name" not in parts:
        yield Problem("HS130", path, text, "lacks {name}, so that two components would get one name", "add {name}")


def _filled(pattern: str, request: NameRequest) -> str:
    text = ""
    for literal, token, _, _ in Formatter().parse(pattern):
        value = str(getattr(request, token)) if token else ""
        if token and not value:
            continue
        text += (literal if text or not re.fullmatch(r"[-_.]", literal) else "") + value
    return text


@dataclass(slots=True)
class Namer:
    """Names of one component's resources. `label` is the component's own part of a name, `location` its region."""

    label: str
    location: str
    scheme: NamingArgs = field(default_factory=NamingArgs)
    overrides: Mapping[str, str] = field(default_factory=dict)

    def name(self, arm_type: str, role: str, key: str = "", forces: Any = None, part: str = "") -> str:
        """The Azure name of the resource in `role` (with the user's `key`). `part` stands in the key's place in it.

        With `forces`, it ends in a short hash of them: a change of what forces a replacement gives a new name, so that
        the new resource can be made while the old one is in use. Raises `ArgsError` where Azure would not take it.
        """
        slot = f"{role}-{key}" if key else role
        override = self.overrides.get(slot)
        rule = name_rule(arm_type)
        if rule is None:
            raise KeyError(f"no naming rule for {arm_type}")
        name = override
        if name is None:
            request = NameRequest(
                arm_type, rule.abbreviation, self.label, part or key, self.scheme.environment or "", self.location
            )
            name = self.scheme.ask(request)
            tail = "" if forces is None else f"-{digest(forces, 4)}"
            name = cut(name, rule.maximum - len(tail)) + tail
        wrong = rule.problem(name)
        if wrong:
            path = f"names.{slot}"
            raise ArgsError(
                [Problem("HS132", path, name, wrong, "write a name under names, or change the naming")], self.label
            )
        return name


def digest(value: Any, characters: int) -> str:
    """A short hash of `value`, the same on every machine."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:characters]


def cut(name: str, maximum: int) -> str:
    """`name`, or its beginning and a hash of the whole where it is longer than `maximum`."""
    if len(name) <= maximum:
        return name
    return f"{name[: maximum - _HASH - 1].rstrip('-_.')}-{digest(name, _HASH)}"


def override_problems(overrides: Mapping[str, str], slots: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a component's `names`: `slots` maps each resource it makes to its ARM type."""
    for slot, name in overrides.items():
        if slot not in slots:
            instead = f"write one of {', '.join(sorted(slots))}"
            yield Problem("HS133", f"names.{slot}", name, "names no resource of this component", instead)
            continue
        rule = name_rule(slots[slot])
        wrong = rule.problem(name) if rule else None
        if wrong:
            yield Problem("HS132", f"names.{slot}", name, wrong, "write a name that Azure takes")
