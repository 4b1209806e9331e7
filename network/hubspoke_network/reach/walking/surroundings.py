"""What security groups decide where they are attached: the tags around a subnet, and which group is in charge there.

Sources: azure-docs service-tags-overview (what `VirtualNetwork` holds), network-security-groups-overview (subnet and
interface), application-security-groups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from hubspoke_network.azure import ASG, NSG, RULE, SUBNET
from hubspoke_network.core import Unknown, references
from hubspoke_network.model import Missing, Resource, may_be
from hubspoke_network.reach.routing import Router, gateway_routes
from hubspoke_network.rules import (
    ENDS,
    Decision,
    DecisionPart,
    Direction,
    SecurityGroup,
    SecurityRule,
    TagContext,
    decide,
    read_group,
    read_rule,
)
from hubspoke_network.sets import Address, AddressSet, Bounds, FlowSet

NO_GROUP = "(no security group)"


class Surroundings:
    """Security groups of a model, each read where it is attached."""

    def __init__(self, router: Router) -> None:
        self._router, self._topology, self._model = router, router.topology, router.topology.model
        self._contexts: dict[str, TagContext] = {}
        self._groups: dict[str, SecurityGroup] = {}

    def context(self, subnet: Resource, vnet: Resource) -> TagContext:
        """What tags and application security groups mean for a group on `subnet` or on an interface in it."""
        if subnet.key not in self._contexts:
            network = virtual_network(self._router, subnet, vnet)
            self._contexts[subnet.key] = TagContext(network, self._asgs, self._router.tags)
        return self._contexts[subnet.key]

    def group(self, resource: Resource) -> SecurityGroup:
        """A security group with all its rules, inline or resources of their own."""
        if resource.key not in self._groups:
            rules = [self._rule(rule) for rule in self._model.children(resource, "securityRules")]
            why = self._model.unknown_children(resource, "securityRules")
            properties = {} if why is None else {"securityRules": why}
            document = {"name": resource.label, "id": resource.key, "properties": properties}
            group = read_group(document, rules)
            strays = [self._stray(rule, why) for rule, why in self._model.orphans(RULE) if may_be(why, resource)]
            self._groups[resource.key] = replace(group, rules=(*strays, *group.rules))
        return self._groups[resource.key]

    def _stray(self, rule: Resource, why: Unknown) -> SecurityRule:
        """A rule that may be another group's: it may match, and never surely does."""
        return replace(read_rule(self._rule(rule)), direction=why)

    def _rule(self, rule: Resource) -> Mapping[str, Any]:
        """A rule's document, with the application security groups that its references turn out to be."""
        properties = rule.document.get("properties")
        if not isinstance(properties, Mapping):
            return rule.document
        found = dict(properties)
        for end in ENDS:
            path = f"properties.{end}ApplicationSecurityGroups"
            ids = [value for _, value in references(rule.document, path)]
            if any(isinstance(value, Unknown) for value in ids) and isinstance(rule.at(path), list | tuple):
                found[path.removeprefix("properties.")] = [
                    self._asg_reference(rule, f"{path}[{index}].id") for index in range(len(ids))
                ]
        return {**rule.document, "properties": found}

    def _asg_reference(self, rule: Resource, path: str) -> dict[str, Any]:
        found = self._model.resolve(rule, path, ASG)
        return {"id": found.key if isinstance(found, Resource) else rule.at(path)}

    def seats(self, group: Resource) -> list[Resource]:
        """The subnets a group is attached to, by itself or by an interface in them."""
        found = [s for s in self._model.of_type(SUBNET) if self.group_of(s) is group]
        for interface in self._topology.interfaces:
            if interface.group is group and isinstance(interface.subnet, Resource) and interface.subnet not in found:
                found.append(interface.subnet)
        return found

    def context_key(self, subnet: Resource) -> object:
        """Equal for subnets where groups see the same surroundings."""
        vnet = self._model.parent(subnet)
        return None if vnet is None else Bounds.read(self.context(subnet, vnet).virtual_network)

    def group_of(self, subnet: Resource) -> Resource | Unknown | None:
        """A subnet's security group, None where it has none."""
        found = self._model.resolve(subnet, "properties.networkSecurityGroup.id", NSG)
        return None if isinstance(found, Missing) else found

    def decide(
        self,
        group: Resource | Unknown | None,
        direction: Direction,
        context: TagContext,
        flows: FlowSet,
    ) -> Decision:
        """What a group decides about `flows`. One that is not known decides where every candidate does the same."""
        if group is None:
            return Decision((DecisionPart(NO_GROUP, "Allow", flows),))
        if isinstance(group, Resource):
            found = decide(self.group(group), direction, context, flows)
            return Decision(
                tuple(DecisionPart(f"{group.label}: {p.rule}", p.access, p.flows, p.reason) for p in found.parts)
            )
        candidates = [self._model.by_id(key) for key in group.candidates]
        decisions = [
            decide(self.group(candidate), direction, context, flows)
            for candidate in candidates
            if candidate is not None and candidate.type == NSG
        ]
        return _agreed(decisions, flows, group.reason)

    @cached_property
    def _asgs(self) -> dict[str, AddressSet | Bounds]:
        """Members of application security groups: interfaces that say so; an address no interface has may be one."""
        placed = [(a, i.asgs) for i in self._topology.interfaces if not isinstance(a := i.address, Unknown)]
        return {group.key: self._members(group, placed) for group in self._model.of_type(ASG)}

    def _members(self, group: Resource, placed: list[tuple[Address, tuple[str | Unknown, ...]]]) -> AddressSet | Bounds:
        facts, name = self._model.facts.asgs, group.name.lower() if isinstance(group.name, str) else ""
        said = facts.get(group.key, facts.get(name))
        if said is not None:
            return said
        members = AddressSet.of(address for address, asgs in placed if group.key in asgs)
        others = AddressSet.of(
            address for address, asgs in placed if group.key not in asgs and not _may_name(asgs, group.key)
        )
        return Bounds(members, self._universe - others | members, f"which other interfaces are in {group.label}")

    @cached_property
    def _universe(self) -> AddressSet:
        """Every address an interface may have."""
        spaces = [self._topology.space(vnet) for vnet in self._topology.vnets]
        known = [space for space in spaces if isinstance(space, AddressSet)]
        return AddressSet.union(known) if len(known) == len(spaces) else AddressSet.everything()


def virtual_network(router: Router, subnet: Resource, vnet: Resource) -> Bounds:
    """What the tag `VirtualNetwork` holds for a group on `subnet`.

    The network, its connected peers with access, what gateways learn, and the prefixes of the subnet's user-defined
    routes, which may be everything. Azure does not say whether on-premises prefixes stay in the tag where propagation
    is switched off, so there they may be in it or not.
    """
    topology = router.topology
    routes = router.routes_of(subnet, vnet)
    total = Bounds.read(topology.space(vnet))
    for peering in topology.peerings(vnet):
        prefixes = peering.remote_prefixes
        answers = (peering.link.up, peering.access)
        if False in [answer for answer in answers if isinstance(answer, bool)]:
            continue
        doubts = [answer.reason for answer in (*answers, prefixes) if isinstance(answer, Unknown)]
        possible = AddressSet.everything() if isinstance(prefixes, Unknown) else prefixes
        total |= Bounds(AddressSet.empty() if doubts else possible, possible, "; ".join(doubts))
    for route in routes.user:
        total |= Bounds(route.region if route.certain else AddressSet.empty(), route.region, route.reason)
    for route in (*gateway_routes(topology, vnet, True), *(r for r in routes.gateways if r.learned is None)):
        propagated = route.certain and routes.propagation is True
        reason = route.reason or ("" if propagated else f"whether {route.label} counts where propagation is off")
        total |= Bounds(route.region if propagated else AddressSet.empty(), route.region, reason)
    why = topology.model.unknown_children(vnet, "virtualNetworkPeerings")
    return total if why is None else total | Bounds.anything(why.reason)


def _may_name(asgs: Iterable[str | Unknown], key: str) -> bool:
    return any(isinstance(asg, Unknown) and (key in asg.candidates or not asg.candidates) for asg in asgs)


def _agreed(decisions: Iterable[Decision], flows: FlowSet, reason: str) -> Decision:
    many = list(decisions)
    allowed, denied = (flows, flows) if many else (FlowSet.empty(), FlowSet.empty())
    for decision in many:
        allowed &= decision.allowed
        denied &= decision.denied
    label = "(one of several security groups)"
    parts = [DecisionPart(label, "Allow", allowed), DecisionPart(label, "Deny", denied)]
    parts.append(DecisionPart("(security group not known)", "Unknown", flows - allowed - denied, reason))
    return Decision(tuple(part for part in parts if part.flows))
