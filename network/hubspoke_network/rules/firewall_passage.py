"""What an Azure Firewall makes of flows: which it lets through, which it drops, and by which rule.

Sources: azure-docs firewall/rule-processing (network rules first, then application rules for HTTP, HTTPS and SQL, the
first that matches ends the search, everything else is denied), firewall/ip-groups, firewall/service-tags.

Names are not known here: a rule by name (FQDN, category, URL) may match any address on its ports, unless it names all.
What threat intelligence denies, single addresses from a list of Microsoft's, is not looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hubspoke_network.azure import IP_GROUP, PUBLIC
from hubspoke_network.core import Unknown, at, listed
from hubspoke_network.model import Resource, ResourceIndex
from hubspoke_network.rules.firewall_policies import FILTER, FirewallRule, rules_of
from hubspoke_network.rules.security_groups import DecidedAccess
from hubspoke_network.rules.service_tags import ServiceTags
from hubspoke_network.sets import AddressError, AddressSet, Bounds, FlowSet, PortError, PortSet

NO_RULE = "no rule allows them"

_PROTOCOLS = {"any": "*", "tcp": "Tcp", "udp": "Udp", "icmp": "Icmp"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Flows with one answer, and the rule that gave it. `reason` says why an answer is not known."""

    flows: FlowSet
    access: DecidedAccess
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    """A rule with the flows it surely matches, and those it may match."""

    rule: FirewallRule
    certain: FlowSet
    possible: FlowSet
    reason: str


class FirewallRules:
    """The rules of one firewall, read once."""

    def __init__(self, model: ResourceIndex, firewall: Resource, tags: ServiceTags) -> None:
        self._model, self._firewall, self._tags = model, firewall, tags
        rules = rules_of(model, firewall, FILTER)
        self._unknown = rules if isinstance(rules, Unknown) else None
        self._matches = [] if isinstance(rules, Unknown) else [self._match(rule) for rule in _in_order(rules)]

    def decide(self, flows: FlowSet) -> list[Passage]:
        """What becomes of `flows`: disjoint parts that make up all of them."""
        if self._unknown is not None:
            return [Passage(flows, "Unknown", "rules that are not known", self._unknown.reason)] if flows else []
        rest, found = flows, []
        allowed = denied = FlowSet.empty()
        for match in self._matches:
            hit, maybe = rest & match.certain, rest & (match.possible - match.certain)
            allowed, denied = (allowed | hit | maybe, denied) if match.rule.allows else (allowed, denied | hit | maybe)
            found += [(hit, match), *([(maybe, match)] if maybe else [])]
            rest -= hit
        denied |= rest
        parts = [Passage(rest - allowed, "Deny", NO_RULE)]
        open_ = flows & allowed & denied
        for part, match in found:
            settled = part & match.certain
            if match.rule.allows:
                parts.append(Passage(settled - denied, "Allow", match.rule.label))
            else:
                parts.append(Passage(settled - allowed, "Deny", match.rule.label))
            doubtful = part & open_ - match.certain
            open_ -= doubtful
            parts.append(
                Passage(doubtful, "Unknown", match.rule.label, f"{match.rule.label} may match: {match.reason}")
            )
        return [part for part in parts if part.flows]

    def _match(self, rule: FirewallRule) -> _Match:
        return self._network(rule) if rule.kind == "network" else self._application(rule)

    def _network(self, rule: FirewallRule) -> _Match:
        sources = self._ends(rule, "sourceAddresses", "sourceIpGroups")
        ends = self._ends(rule, "destinationAddresses", "destinationIpGroups", "destinationFqdns")
        ports, protocols = _ports(rule), _protocols(rule)
        reasons = [sources.reason, ends.reason, *(p.reason for p in (ports, protocols) if isinstance(p, Unknown))]
        every = PortSet.everything()
        possible = FlowSet.of(
            sources.possible,
            ends.possible,
            "*" if isinstance(protocols, Unknown) else protocols,
            every if isinstance(ports, Unknown) else ports,
        )
        certain = FlowSet.empty()
        if not isinstance(ports, Unknown) and not isinstance(protocols, Unknown):
            certain = FlowSet.of(sources.certain, ends.certain, protocols, ports)
        return _Match(rule, certain, possible, "; ".join(dict.fromkeys(filter(None, reasons))))

    def _application(self, rule: FirewallRule) -> _Match:
        sources = self._ends(rule, "sourceAddresses", "sourceIpGroups")
        ports = _application_ports(rule)
        names = listed(rule.document, "targetFqdns")
        everything = not isinstance(names, Unknown) and "*" in names
        known = PortSet.everything() if isinstance(ports, Unknown) else ports
        possible = FlowSet.of(sources.possible, protocols="Tcp", destination_ports=known)
        certain = FlowSet.empty()
        if everything and not isinstance(ports, Unknown):
            certain = FlowSet.of(sources.certain, protocols="Tcp", destination_ports=ports)
        reasons = [sources.reason, ports.reason if isinstance(ports, Unknown) else "", "" if everything else "by names"]
        return _Match(rule, certain, possible, "; ".join(filter(None, reasons)))

    def _ends(self, rule: FirewallRule, addresses: str, groups: str, names: str = "") -> Bounds:
        """What one end of a rule holds."""
        found = Bounds.exactly(AddressSet.empty())
        for bounds in (*self._written(rule, addresses), *self._groups(rule, groups)):
            found |= bounds
        named = listed(rule.document, names) if names else ()
        if isinstance(named, Unknown) or named:
            found |= Bounds.anything("destinations by name")
        return found

    def _written(self, rule: FirewallRule, key: str) -> Iterator[Bounds]:
        items = listed(rule.document, key)
        if isinstance(items, Unknown):
            yield Bounds.anything(f"{key}: {items.reason}")
            return
        yield from self._terms(items, key)

    def _groups(self, rule: FirewallRule, key: str) -> Iterator[Bounds]:
        items = listed(rule.document, key)
        if isinstance(items, Unknown):
            yield Bounds.anything(f"{key}: {items.reason}")
            return
        for index in range(len(items)):
            group = self._model.resolve(rule.owner, f"{rule.path}.{key}[{index}]", IP_GROUP)
            if not isinstance(group, Resource):
                yield Bounds.anything(group.reason if isinstance(group, Unknown) else f"{key}[{index}] is empty")
                continue
            inside = listed(group.document, "properties.ipAddresses")
            if isinstance(inside, Unknown):
                yield Bounds.anything(f"{group.label}: {inside.reason}")
            else:
                yield from self._terms(inside, group.label)

    def _terms(self, items: Iterable[object], where: str) -> Iterator[Bounds]:
        for item in items:
            if isinstance(item, Unknown):
                yield Bounds.anything(f"{where}: {item.reason}")
                continue
            try:
                yield Bounds.exactly(AddressSet.parse(str(item)))
            except AddressError:
                ranges = self._tags.of(str(item))
                reason = f"the address ranges of the tag {item} are not given"
                yield Bounds(AddressSet.empty(), PUBLIC, reason) if ranges is None else Bounds.exactly(ranges)


def _in_order(rules: Iterable[FirewallRule]) -> list[FirewallRule]:
    """Network rules before application rules, whatever their priorities; translation is another matter."""
    many = list(rules)
    return [rule for kind in ("network", "application") for rule in many if rule.kind == kind]


def _protocols(rule: FirewallRule) -> list[str] | Unknown:
    for key in ("ipProtocols", "protocols"):
        items = listed(rule.document, key)
        if isinstance(items, Unknown):
            return Unknown(f"{key}: {items.reason}")
        names = [_PROTOCOLS.get(str(item).lower()) for item in items]
        if names:
            known = [name for name in names if name is not None]
            return known if len(known) == len(names) else Unknown(f"{key} names a protocol that is not known")
    return Unknown("it names no protocol")


def _ports(rule: FirewallRule) -> PortSet | Unknown:
    items = listed(rule.document, "destinationPorts")
    if isinstance(items, Unknown):
        return Unknown(f"destinationPorts: {items.reason}")
    return _read_ports(items)


def _application_ports(rule: FirewallRule) -> PortSet | Unknown:
    items = listed(rule.document, "protocols")
    if isinstance(items, Unknown):
        return Unknown(f"protocols: {items.reason}")
    return _read_ports([at(item, "port") for item in items])


def _read_ports(items: Iterable[object]) -> PortSet | Unknown:
    texts = []
    for item in items:
        if isinstance(item, Unknown):
            return Unknown(f"ports: {item.reason}")
        texts.append(str(int(item)) if isinstance(item, float) else str(item))
    try:
        return PortSet.parse(*texts) if texts else Unknown("it names no port")
    except PortError as error:
        return Unknown(str(error))
