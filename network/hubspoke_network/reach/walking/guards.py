"""Security groups and appliances on the way: who is let out, in and through.

Sources: azure-docs network-security-groups-overview (outbound: interface, then subnet; inbound: subnet, then
interface), private-link disable-private-endpoint-network-policy.
"""

from collections.abc import Iterator
from dataclasses import replace

from hubspoke_network.core import Unknown
from hubspoke_network.model import Endpoint, Resource, policy, possible_addresses
from hubspoke_network.reach.routing import Router
from hubspoke_network.reach.walking.appliances import Owner
from hubspoke_network.reach.walking.journeys import Journey
from hubspoke_network.reach.walking.paths import Hop, Part
from hubspoke_network.reach.walking.surroundings import NO_GROUP, Surroundings
from hubspoke_network.rules import NO_RULE, Direction, FirewallRules, TagContext
from hubspoke_network.sets import AddressSet

Group = Resource | Unknown | None
Outcome = tuple[list[Part], list[Journey]]


class Guards:
    """Applies the security groups of subnets and interfaces, and what appliances let through."""

    def __init__(self, router: Router, surroundings: Surroundings) -> None:
        self._router, self._topology, self._surroundings = router, router.topology, surroundings
        self._firewalls: dict[str, FirewallRules] = {}

    def host(self, subnet: Resource, vnet: Resource, direction: Direction, journey: Journey) -> Outcome:
        """Let hosts of a subnet send (outbound) or receive (inbound): what was denied, and what goes on."""
        context = self._surroundings.context(subnet, vnet)
        group = self._surroundings.group_of(subnet)
        denied: list[Part] = []
        going: list[Journey] = []
        if direction == "Inbound":
            exempt, journey = self._exempt(subnet, vnet, journey)
            going += exempt
        for part, own in self._by_interface(subnet, direction, journey):
            levels = [own, group] if direction == "Outbound" else [group, own]
            stopped, passed = self._levels(levels, direction, context, subnet, part)
            denied += stopped
            going += passed
        if direction == "Inbound":
            return self._possibly_exempt(subnet, vnet, denied, going)
        return denied, going

    def _by_interface(
        self, subnet: Resource, direction: Direction, journey: Journey
    ) -> Iterator[tuple[Journey, Group]]:
        """The flows of each interface with a group of its own, then those of every other address in the subnet."""
        rest = journey.flows
        floating: list[Group] = []
        floating += [i.group for i in self._topology.unplaced_interfaces(subnet) if i.group is not None]
        for interface in self._topology.interfaces_in(subnet):
            if interface.group is None:
                continue
            if isinstance(interface.address, Unknown):
                floating.append(interface.group)
                continue
            own = AddressSet.of([interface.address])
            hit = rest.restrict(source=own) if direction == "Outbound" else rest.restrict(destination=own)
            if hit:
                rest -= hit
                yield journey.only(hit), interface.group
        if rest:
            yield self._may_float(floating, journey.only(rest)), None

    def _may_float(self, floating: list[Group], journey: Journey) -> Journey:
        """An interface whose address is not known yet may be behind any address, and its group may deny."""
        if not floating:
            return journey
        return journey.doubted("where interfaces with security groups of their own are is not known yet")

    def _levels(
        self, groups: list[Group], direction: Direction, context: TagContext, subnet: Resource, journey: Journey
    ) -> Outcome:
        denied: list[Part] = []
        going = [journey]
        for group in groups:
            if group is None:
                continue
            through: list[Journey] = []
            for coming in going:
                for part in self._surroundings.decide(group, direction, context, coming.flows).parts:
                    onward = coming.only(part.flows).step(Hop("security", subnet.label, part.rule))
                    if part.access == "Deny":
                        denied.append(onward.denied(f"{direction.lower()} rule {part.rule} denies them"))
                    else:
                        through.append(onward.doubted(part.reason) if part.access == "Unknown" else onward)
            going = through
        if all(group is None for group in groups):
            going = [journey.step(Hop("security", subnet.label, NO_GROUP))]
        return denied, going

    def _endpoints_at(self, subnet: Resource, vnet: Resource) -> Iterator[tuple[Endpoint, bool]]:
        """Private endpoints that are, or may be, exempt from the groups of a subnet, and whether that is certain."""
        applies = policy(subnet, "NetworkSecurityGroup")
        for endpoint in self._router.endpoints(vnet):
            if applies is True or (isinstance(endpoint.subnet, Resource) and endpoint.subnet is not subnet):
                continue
            doubtful = isinstance(endpoint.addresses, Unknown) or isinstance(endpoint.subnet, Unknown)
            yield endpoint, applies is False and not doubtful

    def _exempt(self, subnet: Resource, vnet: Resource, journey: Journey) -> tuple[list[Journey], Journey]:
        """What goes to private endpoints, which security groups do not apply to, and the rest."""
        going: list[Journey] = []
        for endpoint, certain in self._endpoints_at(subnet, vnet):
            hit = journey.flows.restrict(destination=possible_addresses(self._topology, endpoint))
            if certain and hit:
                going.append(journey.only(hit).step(_exemption(subnet, endpoint)))
                journey = journey.only(journey.flows - hit)
        return going, journey

    def _possibly_exempt(self, subnet: Resource, vnet: Resource, denied: list[Part], going: list[Journey]) -> Outcome:
        """Where it is not known whether a private endpoint is exempt, nothing is denied to it for certain."""
        for endpoint, certain in self._endpoints_at(subnet, vnet):
            if certain:
                continue
            addresses = possible_addresses(self._topology, endpoint)
            why = f"whether private endpoint {endpoint.resource.label} is exempt from security groups"
            still: list[Part] = []
            for part in denied:
                hit = part.flows.restrict(destination=addresses)
                if hit:
                    going.append(Journey(hit, (*part.hops[:-1], _exemption(subnet, endpoint))).doubted(why))
                if part.flows != hit:
                    still.append(replace(part, flows=part.flows - hit))
            denied = still
        return denied, going

    def appliance(self, owner: Owner, journey: Journey, *, security: bool) -> Outcome:
        """Let packets into an appliance, through it and out again. Replies pass whatever passed before."""
        onward = journey.step(Hop("appliance", owner.subnet.label, owner.label)).through(owner)
        if owner.interface is not None:
            forwards = owner.interface.forwards
            if forwards is False:
                return [onward.denied(f"{owner.label} does not forward (enableIPForwarding is off)")], []
            if isinstance(forwards, Unknown):
                onward = onward.doubted(forwards.reason)
        if not security:
            return [], [onward]
        context = self._surroundings.context(owner.subnet, owner.vnet)
        own = owner.interface.group if owner.interface is not None else None
        group = self._surroundings.group_of(owner.subnet)
        denied, inside = self._levels([group, own], "Inbound", context, owner.subnet, onward)
        going: list[Journey] = []
        for arrived in inside:
            stopped, passed = self._through(owner, arrived)
            denied += stopped
            for leaving in passed:
                kept, out = self._levels([own, group], "Outbound", context, owner.subnet, leaving)
                denied += kept
                going += out
        return denied, going

    def _through(self, owner: Owner, journey: Journey) -> Outcome:
        if owner.known is None and owner.firewall and owner.resource is not None:
            return self._by_rules(owner.resource, journey)
        if owner.known is None:
            return [], [journey.doubted(f"what {owner.label} lets through is not given (facts appliances)")]
        passes = journey.flows & owner.known.passes
        stopped = journey.flows - passes
        denied = [journey.only(stopped).denied(f"{owner.label} does not let them through")] if stopped else []
        return denied, [journey.only(passes)] if passes else []

    def _by_rules(self, firewall: Resource, journey: Journey) -> Outcome:
        """What a firewall's own rules make of flows."""
        rules = self._firewalls.get(firewall.key)
        if rules is None:
            rules = FirewallRules(self._topology.model, firewall, self._router.tags)
            self._firewalls[firewall.key] = rules
        denied: list[Part] = []
        going: list[Journey] = []
        for part in rules.decide(journey.flows):
            onward = journey.only(part.flows).step(Hop("appliance", firewall.label, part.rule))
            if part.access == "Deny":
                why = part.rule if part.rule == NO_RULE else f"rule {part.rule} denies them"
                denied.append(onward.denied(f"{firewall.label}: {why}"))
            else:
                going.append(onward.doubted(part.reason) if part.access == "Unknown" else onward)
        return denied, going


def _exemption(subnet: Resource, endpoint: Endpoint) -> Hop:
    name = endpoint.resource.label
    return Hop("security", subnet.label, f"private endpoint {name} (no security group applies)")
