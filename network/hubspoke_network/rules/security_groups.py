"""What a network security group decides, exactly: which flows it allows, which it denies, and by which rule.

Rules are tried by priority and the first that matches decides; six default rules come last (azure-docs
network-security-groups-overview). Whatever part of a rule is not known makes the flows it might match undecided, unless
an earlier rule decides them or every later one agrees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from hubspoke_network.core import Unknown
from hubspoke_network.rules.security_rule_fields import leaf_text
from hubspoke_network.rules.security_rules import (
    DEFAULT_RULES,
    Access,
    Direction,
    SecurityRule,
    read_rule,
    unknown_rule,
)
from hubspoke_network.rules.tag_context import TagContext, World
from hubspoke_network.sets import AddressSet, FlowSet, PortSet

__all__ = ["Decision", "DecisionPart", "SecurityGroup", "TagContext", "decide", "matches", "read_group"]

DecidedAccess = Literal["Allow", "Deny", "Unknown"]
PLATFORM_RULE = "(platform services)"
"""Names, in decisions, the flows to Azure's DNS and metadata addresses, which security rules do not apply to."""


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A network security group: its own rules and the default ones, ordered by direction and priority."""

    name: str
    id: str
    rules: tuple[SecurityRule, ...]


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """The flows that one rule decides. `reason` says why, where the verdict is `Unknown`."""

    rule: str
    access: DecidedAccess
    flows: FlowSet
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a group decides in one direction. `parts` are disjoint and cover every flow asked about, by priority."""

    parts: tuple[DecisionPart, ...]

    @property
    def allowed(self) -> FlowSet:
        """The flows that pass, whatever the unknown parts turn out to be."""
        return self._of("Allow")

    @property
    def denied(self) -> FlowSet:
        """The flows that do not pass, whatever the unknown parts turn out to be."""
        return self._of("Deny")

    @property
    def unknown(self) -> FlowSet:
        """The flows that the unknown parts decide."""
        return self._of("Unknown")

    def _of(self, access: DecidedAccess) -> FlowSet:
        return FlowSet.union(part.flows for part in self.parts if part.access == access)


def read_group(document: Mapping[str, Any], rules: Iterable[Mapping[str, Any]] = ()) -> SecurityGroup:
    """The group in an ARM document, with its inline rules, and `rules` that are resources of their own."""
    properties = document.get("properties")
    inline = properties.get("securityRules") if isinstance(properties, Mapping) else properties
    own: list[SecurityRule]
    if isinstance(inline, Unknown):
        own = [unknown_rule("(rules not known yet)", inline, "properties.securityRules")]
    elif isinstance(inline, list | tuple):
        own = [_read_item(item, f"properties.securityRules[{index}]") for index, item in enumerate(inline)]
    else:
        own = []
    own += [read_rule(item) for item in rules]
    ordered = sorted([*own, *DEFAULT_RULES], key=_order)
    name, id_ = (value if isinstance(value := document.get(key), str) else "" for key in ("name", "id"))
    return SecurityGroup(name, id_, tuple(ordered))


def _read_item(item: object, path: str) -> SecurityRule:
    if isinstance(item, Mapping):
        return read_rule(item, path)
    why = item if isinstance(item, Unknown) else Unknown(f"{path} is no security rule: {leaf_text(item)}")
    return unknown_rule("(unreadable rule)", why, path)


def _order(rule: SecurityRule) -> tuple[str, int, str]:
    direction = "" if isinstance(rule.direction, Unknown) else rule.direction
    return direction, -1 if isinstance(rule.priority, Unknown) else rule.priority, rule.name


def decide(group: SecurityGroup, direction: Direction, tags: TagContext, within: FlowSet | None = None) -> Decision:
    """What `group` decides about the flows `within` (every flow by default) in one direction."""
    asked = FlowSet.everything() if within is None else within
    steps = list(_steps(group.rules, direction))
    decisions = [_Walk(world, direction, asked).run(steps) for world in tags.worlds()]
    return decisions[0] if len(decisions) == 1 else _agreed(decisions, tags.reason)


def matches(rule: SecurityRule, direction: Direction, tags: TagContext) -> tuple[FlowSet, FlowSet]:
    """The flows a rule surely matches and those it may match, whatever other rules do."""
    worlds = list(tags.worlds())
    does, _, _ = _Walk(worlds[0], direction, FlowSet.empty()).matches(rule)
    _, may, _ = _Walk(worlds[-1], direction, FlowSet.empty()).matches(rule)
    return does, may | does


def _agreed(decisions: list[Decision], reason: str) -> Decision:
    """What every world agrees on, by the rule of the first; the rest is unknown because of the rule of the last one.

    The tags hold least in the first world and most in the last, so there the rules that may match do.
    """
    allowed, denied = decisions[0].allowed, decisions[0].denied
    for other in decisions[1:]:
        allowed &= other.allowed
        denied &= other.denied
    parts = []
    for part in decisions[0].parts:
        agreed = part.flows & (allowed if part.access == "Allow" else denied)
        if part.access != "Unknown" and agreed:
            parts.append(DecisionPart(part.rule, part.access, agreed))
    settled = allowed | denied
    for part in decisions[-1].parts:
        rest = part.flows - settled
        if rest:
            parts.append(
                DecisionPart(part.rule, "Unknown", rest, part.reason or f"what VirtualNetwork holds: {reason}")
            )
    return Decision(tuple(parts))


@dataclass(frozen=True, slots=True)
class _Step:
    """A rule at its turn. Where its turn is not certain it comes twice: first as one that may match, last as one that
    does.
    """

    rule: SecurityRule
    may: bool = True
    does: bool = True
    reason: str = ""


def _steps(rules: Iterable[SecurityRule], direction: Direction) -> Iterator[_Step]:
    here = [rule for rule in rules if isinstance(rule.direction, Unknown) or rule.direction == direction]
    own = [rule for rule in here if not rule.default]
    floating = [rule for rule in own if isinstance(rule.priority, Unknown) or isinstance(rule.direction, Unknown)]
    placed = [rule for rule in own if rule not in floating]
    for rule in floating:
        why = next(item.reason for item in (rule.direction, rule.priority) if isinstance(item, Unknown))
        yield _Step(rule, does=False, reason=why)
    for priority, same in groupby(placed, key=lambda rule: rule.priority):
        tied = list(same)
        why = f"several rules have priority {priority}"
        if len(tied) > 1:
            yield from (_Step(rule, does=False, reason=why) for rule in tied)
        yield from (_Step(rule, may=len(tied) == 1) for rule in tied)
    yield from (_Step(rule, may=False) for rule in floating if not isinstance(rule.direction, Unknown))
    yield from (_Step(rule) for rule in here if rule.default)


@dataclass(slots=True)
class _Pending:
    """Flows that an earlier rule may or may not have decided."""

    rule: str
    access: Access
    reason: str
    flows: FlowSet


class _Walk:
    """One pass over the rules with the tags settled."""

    def __init__(self, world: World, direction: Direction, asked: FlowSet) -> None:
        self._world, self._outbound = world, direction == "Outbound"
        self._fresh = asked
        self._pending: list[_Pending] = []
        self._parts: dict[tuple[str, DecidedAccess, str], FlowSet] = {}

    def run(self, steps: Sequence[_Step]) -> Decision:
        for step in steps:
            does, may, reason = self.matches(step.rule)
            if step.does:
                self._decide(step.rule, does)
            if step.may:
                self._maybe(step.rule, may - does if step.does else may, step.reason or reason)
        self._emit(PLATFORM_RULE, "Allow", self._fresh)
        for left in self._pending:
            self._emit(left.rule, left.access if left.access == "Allow" else "Unknown", left.flows, left.reason)
        turns = {step.rule.name: turn for turn, step in enumerate(steps)}
        parts = [DecisionPart(rule, access, flows, reason) for (rule, access, reason), flows in self._parts.items()]
        return Decision(tuple(sorted(parts, key=lambda part: turns.get(part.rule, len(turns)))))

    def matches(self, rule: SecurityRule) -> tuple[FlowSet, FlowSet, str]:
        """The flows that surely match, those that may, and why the two differ."""
        source = self._world.source(rule.source)
        destination = self._world.destination(rule.destination, self._outbound)
        fields = (rule.protocol, rule.destination_ports, rule.source_ports)
        reasons = [field.reason for field in fields if isinstance(field, Unknown)]
        known = not reasons
        reasons += [end.reason for end in (source, destination) if end.reason]
        may = _flows(rule, source.possible, destination.possible)
        does = _flows(rule, source.certain, destination.certain) if known else FlowSet.empty()
        return does, may, "; ".join(dict.fromkeys(reasons))

    def _decide(self, rule: SecurityRule, flows: FlowSet) -> None:
        access: DecidedAccess = "Unknown" if isinstance(rule.access, Unknown) else rule.access
        why = rule.access.reason if isinstance(rule.access, Unknown) else ""
        self._emit(rule.name, access, self._fresh & flows, why)
        self._fresh -= flows
        for earlier in self._pending:
            hit = earlier.flows & flows
            if earlier.access == access:
                self._emit(rule.name, access, hit)
            else:
                self._emit(earlier.rule, "Unknown", hit, earlier.reason)
            earlier.flows -= flows

    def _maybe(self, rule: SecurityRule, flows: FlowSet, reason: str) -> None:
        for earlier in self._pending:
            if earlier.access != rule.access:
                self._emit(earlier.rule, "Unknown", earlier.flows & flows, earlier.reason)
                earlier.flows -= flows
        hit = self._fresh & flows
        self._fresh -= flows
        if isinstance(rule.access, Unknown):
            self._emit(rule.name, "Unknown", hit, rule.access.reason)
        elif hit:
            self._pending.append(_Pending(rule.name, rule.access, reason, hit))

    def _emit(self, rule: str, access: DecidedAccess, flows: FlowSet, reason: str = "") -> None:
        if flows:
            key = rule, access, reason
            self._parts[key] = self._parts.get(key, FlowSet.empty()) | flows


def _flows(rule: SecurityRule, source: AddressSet, destination: AddressSet) -> FlowSet:
    """The flows of a rule between these addresses; every protocol and port that an unknown one may be."""
    every = PortSet.everything()
    ports = [every if isinstance(p, Unknown) else p for p in (rule.destination_ports, rule.source_ports)]
    if not isinstance(rule.protocol, Unknown):
        return FlowSet.of(source, destination, rule.protocol, *ports)
    return FlowSet.of(source, destination, "*", *ports) | FlowSet.of(source, destination, ("Icmp", "Esp", "Ah"))
