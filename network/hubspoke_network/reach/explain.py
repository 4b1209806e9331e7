"""`explain`: a security group as a table of what each rule really decides, and a path in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hubspoke_network.azure import NSG
from hubspoke_network.core import Unknown, UnknownSubject
from hubspoke_network.model import Resource
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.reach.subjects import find_subject
from hubspoke_network.reach.walking import Hop, Part
from hubspoke_network.rules import (
    Asg,
    Decision,
    Direction,
    SecurityGroup,
    SecurityRule,
    Tag,
    TagContext,
    Term,
    decide,
    matches,
)
from hubspoke_network.sets import AddressSet, FlowSet, PortSet

DIRECTIONS: tuple[Direction, Direction] = ("Inbound", "Outbound")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: as it is written, what it decides, and what keeps it from deciding more.

    `undecided` are flows that it may decide, or may not.
    """

    rule: SecurityRule
    direction: Direction
    written: str
    decides: FlowSet
    undecided: FlowSet
    remark: str


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A security group at one place. `place` is the subnet it is read at, empty where it is attached nowhere."""

    group: str
    place: str
    rows: tuple[Row, ...]


def explain_group(network: Network, name: str, place: str = "") -> GroupTable:
    """What each rule of a security group decides at one of the subnets it is attached to.

    `name` is the group's name or id, `place` the subnet, needed where there are several. Raises `UnknownSubject`.
    """
    resource = _group(network, name)
    subnet = _place(network, resource, place)
    group = network.surroundings.group(resource)
    vnet = network.model.parent(subnet) if subnet is not None else None
    context = TagContext()
    if subnet is not None and vnet is not None:
        context = network.surroundings.context(subnet, vnet)
    rows = tuple(row for direction in DIRECTIONS for row in _rows(group, direction, context))
    return GroupTable(resource.label, subnet.label if subnet is not None else "", rows)


def _group(network: Network, name: str) -> Resource:
    if name.startswith("/"):
        found = network.model.by_id(name)
        groups = [found] if found is not None and found.type == NSG else []
    else:
        groups = network.model.named(NSG, name)
    if len(groups) > 1:
        raise UnknownSubject(f"several security groups are called {name!r}; give an id: {'; '.join(map(str, groups))}")
    if not groups:
        names = sorted(group.label for group in network.model.of_type(NSG))
        told = f"; there are {', '.join(names[:10])}" if names else "; there is none"
        raise UnknownSubject(f"there is no security group {name!r}{told}")
    return groups[0]


def _place(network: Network, group: Resource, asked: str) -> Resource | None:
    seats = network.surroundings.seats(group)
    if not asked:
        if len({network.surroundings.context_key(seat) for seat in seats}) > 1:
            names = ", ".join(sorted(seat.label for seat in seats)[:10])
            raise UnknownSubject(f"{group.label} is attached to several subnets; say which with --at: {names}")
        return seats[0] if seats else None
    wanted = [place.subnet for place in find_subject(network.model, asked).places]
    found = next((seat for seat in seats if seat in wanted), None)
    if found is None:
        names = ", ".join(sorted(seat.label for seat in seats)[:10]) or "nothing"
        raise UnknownSubject(f"{group.label} is not attached to {asked}; it is attached to {names}")
    return found


def _rows(group: SecurityGroup, direction: Direction, context: TagContext) -> Iterator[Row]:
    decision = decide(group, direction, context)
    for rule in group.rules:
        if not isinstance(rule.direction, Unknown) and rule.direction != direction:
            continue
        mine = [part for part in decision.parts if part.rule == rule.name]
        decided = FlowSet.union(part.flows for part in mine if part.access != "Unknown")
        undecided = FlowSet.union(part.flows for part in mine if part.access == "Unknown")
        doubts = "; ".join(dict.fromkeys(part.reason for part in mine if part.reason))
        remark = doubts or _kept_from(rule, direction, context, decision, decided | undecided)
        yield Row(rule, direction, rule_text(rule), decided, undecided, remark)


def _kept_from(rule: SecurityRule, direction: Direction, context: TagContext, decision: Decision, own: FlowSet) -> str:
    """Which other rules decide flows that this one would match."""
    _, may = matches(rule, direction, context)
    if not may:
        return "matches nothing"
    lost = may - own
    if not lost:
        return ""
    others = [part.rule for part in decision.parts if part.rule != rule.name and not part.flows.isdisjoint(lost)]
    names = ", ".join(dict.fromkeys(others))
    return f"never reached: {names} decide all of it before" if not own else f"{names} decide part of it before"


def rule_text(rule: SecurityRule) -> str:
    """A rule as it is written: `tcp 10.0.0.0/8 -> Internet:443`."""
    protocol = "?" if isinstance(rule.protocol, Unknown) else ("any" if rule.protocol == "*" else rule.protocol.lower())
    ends = [f"{_terms(terms)}{_ports(ports)}" for terms, ports in _ends(rule)]
    return f"{protocol} {' -> '.join(ends)}"


def _ends(rule: SecurityRule) -> tuple[tuple[tuple[Term, ...], PortSet | Unknown], ...]:
    return (rule.source, rule.source_ports), (rule.destination, rule.destination_ports)


def _terms(terms: Sequence[Term]) -> str:
    texts = [_term(term) for term in terms]
    return texts[0] if len(texts) == 1 else "{" + ", ".join(texts) + "}"


def _term(term: Term) -> str:
    if isinstance(term, AddressSet):
        return str(term)
    if isinstance(term, Tag):
        return term.name
    return f"asg {term.id.rpartition('/')[2]}" if isinstance(term, Asg) else "?"


def _ports(ports: PortSet | Unknown) -> str:
    if isinstance(ports, Unknown):
        return ":?"
    return "" if ports == PortSet.everything() else f":{ports}"


def path_in_words(answer: Answer, part: Part) -> list[str]:
    """The way of one part as sentences, the first about the whole, the last about how it ends."""
    sentences = [f"Flows from {answer.source} to {answer.destination}, for example {part.flows.witness()}:"]
    sentences += [_sentence(hop) for hop in part.hops]
    if part.verdict == "allowed":
        sentences.append(f"They arrive at {part.end}; {part.reason or 'their replies get back'}.")
    elif part.verdict == "denied":
        sentences.append(f"They do not get there: {part.reason}.")
    else:
        sentences.append(f"Whether they get there is not known: {part.reason}.")
    return sentences


def _sentence(hop: Hop) -> str:
    return {
        "security": f"At {hop.place}, {hop.by} decides.",
        "route": f"At {hop.place}, they take {hop.by}.",
        "peering": f"From {hop.place} they cross {hop.by}.",
        "appliance": f"In {hop.place} they come to {hop.by}.",
        "gateway": f"At {hop.place} they pass the {hop.by}.",
        "egress": f"They leave {hop.place} by {hop.by}.",
        "ingress": f"They come to {hop.place} by {hop.by}.",
    }[hop.kind]
