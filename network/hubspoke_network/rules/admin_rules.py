"""Security admin rules of Virtual Network Manager: they come before security groups, outbound and inbound.

No document says whether a configuration was committed to a region, or who is a member of a group by policy. So a rule
never decides for certain: what a Deny matches is not surely allowed, and what an AlwaysAllow matches is not surely
denied by a security group. An Allow hands on to the groups.

Source: azure-docs virtual-network-manager concept-security-admins, concept-deployments, concept-network-groups.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hubspoke_network.azure import ADMIN_RULE, NETWORK_GROUP_MEMBER, NETWORK_MANAGER, reserved_subnet
from hubspoke_network.core import Unknown, at, listed, parse_id
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.rules.security_rules import Direction
from hubspoke_network.rules.tag_context import TagContext
from hubspoke_network.sets import AddressError, AddressSet, Bounds, FlowSet, PortError, PortSet

_LAST = 4097
"""Behind every priority: for a rule that does not give its own."""


@dataclass(frozen=True, slots=True)
class AdminPart:
    """Flows that a rule matches, or may match: `Deny` or `AlwaysAllow`, with the reason why that is not certain."""

    flows: FlowSet
    access: str
    reason: str


class AdminRules:
    """The security admin rules of a model, for each network."""

    def __init__(self, model: ResourceIndex) -> None:
        self._model = model

    def decide(
        self, subnet: Resource, vnet: Resource, direction: Direction, context: TagContext, flows: FlowSet
    ) -> Iterator[AdminPart]:
        """What rules may do to flows that leave or enter a subnet before its security groups are asked."""
        if isinstance(subnet.name, str) and reserved_subnet(subnet.name) is not None:
            return
        for configuration, rules in self._rules.items():
            rest = flows
            for rule in rules:
                if not self._is_for(rule, vnet):
                    continue
                surely, maybe = _matched(rule, direction, context, rest)
                access = at(rule.document, "properties.access")
                if access == "Allow":
                    rest -= surely
                elif maybe:
                    yield AdminPart(maybe, str(access), _why(rule, configuration))
                    rest -= surely

    @cached_property
    def _rules(self) -> dict[str, list[Resource]]:
        """The rules of each configuration by its key, in the order of their priority; orphans under no key."""
        found: dict[str, list[Resource]] = {}
        for rule in self._model.of_type(ADMIN_RULE):
            collection = self._model.parent(rule)
            above = self._model.parent(collection) if collection is not None else None
            found.setdefault(above.key if above is not None else "", []).append(rule)
        return {key: sorted(rules, key=_priority) for key, rules in found.items()}

    def _is_for(self, rule: Resource, vnet: Resource) -> bool:
        """Whether a rule may be for a network: a member of one of its groups, or in the manager's scope."""
        collection = self._model.parent(rule)
        groups = listed(collection.document, "properties.appliesToGroups") if collection is not None else ()
        if collection is None or isinstance(groups, Unknown):
            return True
        named = {str(at(group, "networkGroupId")).lower() for group in groups}
        if vnet.key in {member for group in named for member in self._members.get(group, ())}:
            return True
        return bool(named) and self._in_scope(rule, vnet)

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for member in self._model.of_type(NETWORK_GROUP_MEMBER):
            parsed = parse_id(member.id) if isinstance(member.id, str) else None
            named = at(member.document, "properties.resourceId")
            if parsed is not None and parsed.parent is not None and isinstance(named, str):
                found.setdefault(parsed.parent.key, set()).add(named.lower())
        return found

    def _in_scope(self, rule: Resource, vnet: Resource) -> bool:
        """Whether a network is in a manager's scope, so that a policy may make it a member of any group."""
        parsed = parse_id(rule.id) if isinstance(rule.id, str) else None
        manager = self._model.by_id(str(parsed.top)) if parsed is not None else None
        home = parse_id(vnet.id) if isinstance(vnet.id, str) else None
        if manager is None or manager.type != NETWORK_MANAGER or home is None:
            return True
        scopes = at(manager.document, "properties.networkManagerScopes")
        groups = listed(scopes, "managementGroups") if isinstance(scopes, Mapping) else scopes
        subscriptions = listed(scopes, "subscriptions") if isinstance(scopes, Mapping) else ()
        if isinstance(scopes, Unknown) or isinstance(groups, Unknown) or isinstance(subscriptions, Unknown) or groups:
            return True
        return any(str(one).rstrip("/").lower().endswith(home.subscription.lower()) for one in subscriptions)


def _priority(rule: Resource) -> int:
    given = at(rule.document, "properties.priority")
    return given if isinstance(given, int) else _LAST


def _why(rule: Resource, configuration: str) -> str:
    access = at(rule.document, "properties.access")
    verb = {"Deny": "denies", "AlwaysAllow": "always allows"}.get(str(access), "may decide about")
    home = configuration.rpartition("/")[2]
    committed = f"whether {home or 'its configuration'} is committed and the network a member is in no document"
    return f"admin rule {rule.name} {verb} them before security groups are asked: {committed}"


def _matched(rule: Resource, direction: Direction, context: TagContext, flows: FlowSet) -> tuple[FlowSet, FlowSet]:
    """Which of the flows a rule matches for certain, and which it may match."""
    written = at(rule.document, "properties.direction")
    if isinstance(written, str) and written.lower() != direction.lower():
        return FlowSet.empty(), FlowSet.empty()
    source, destination = (_end(rule, key, context) for key in ("sources", "destinations"))
    protocol, from_ports, to_ports = (
        _protocol(rule),
        _ports(rule, "sourcePortRanges"),
        _ports(rule, "destinationPortRanges"),
    )
    maybe = flows.restrict(
        source.possible,
        destination.possible,
        protocol or "*",
        destination_ports=to_ports or PortSet.everything(),
        source_ports=from_ports or PortSet.everything(),
    )
    certain = isinstance(written, str) and protocol is not None and to_ports is not None and from_ports is not None
    if not certain:
        return FlowSet.empty(), maybe
    return maybe.restrict(source.certain, destination.certain), maybe


def _protocol(rule: Resource) -> str | None:
    given = at(rule.document, "properties.protocol")
    if not isinstance(given, str):
        return None
    return "*" if given.lower() in ("any", "*") else given


def _ports(rule: Resource, key: str) -> PortSet | None:
    """The ports at one end; None where they are not known. None given are all."""
    given = listed(rule.document, f"properties.{key}")
    if isinstance(given, Unknown) or any(isinstance(one, Unknown) for one in given):
        return None
    try:
        return PortSet.parse(*(str(one) for one in given)) if given else PortSet.everything()
    except PortError:
        return None


def _end(rule: Resource, key: str, context: TagContext) -> Bounds:
    given = listed(rule.document, f"properties.{key}")
    if isinstance(given, Unknown):
        return Bounds.anything(given.reason)
    return _union(_prefix(one, context) for one in given) if given else Bounds.exactly(AddressSet.everything())


def _prefix(entry: Any, context: TagContext) -> Bounds:
    prefix = at(entry, "addressPrefix")
    if prefix == "*":
        return Bounds.exactly(AddressSet.everything())
    try:
        return Bounds.exactly(AddressSet.parse(str(prefix)))
    except AddressError:
        ranges = context.service_tags.of(str(prefix))
        return Bounds.exactly(ranges) if ranges is not None else Bounds.anything(f"what {prefix} holds is not known")


def _union(many: Iterable[Bounds]) -> Bounds:
    total = Bounds.exactly(AddressSet.empty())
    for bounds in many:
        total |= bounds
    return total
