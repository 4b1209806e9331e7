"""Follows flows through the network: security groups, routes, peerings, appliances and gateways, hop by hop.

Sources: azure-docs virtual-networks-udr-overview (next hops), virtual-network-peering-overview (access, forwarded
traffic, gateway transit), network-security-groups-overview (order of groups), firewall (source translation).

Whole sets of flows are followed at once; wherever they part, so do the answers. What cannot be known does not end a
walk: the flows go on with a doubt, and only what is denied for certain later is denied.
"""

from collections.abc import Iterable, Mapping

from hubspoke_network.azure import GATEWAY_SUBNET, PEERING, SUBNET
from hubspoke_network.core import Unknown
from hubspoke_network.model import Peering, Resource, Topology, may_be
from hubspoke_network.reach.routing import Choice, Route, Router
from hubspoke_network.reach.walking.appliances import Owner, owners_of
from hubspoke_network.reach.walking.guards import Guards
from hubspoke_network.reach.walking.journeys import Journey
from hubspoke_network.reach.walking.paths import Hop, Part, agreed
from hubspoke_network.reach.walking.surroundings import NO_GROUP, Surroundings
from hubspoke_network.reach.walking.ways_out import ON_PREMISES, leave_network, leave_to_internet, no_way_between
from hubspoke_network.sets import AddressSet, FlowSet

AZURE_SERVICE = "Azure service"


class Walker:
    """Follows flows over one model. Without `security` only routes decide: the way back of a flow that was let out.

    `homes` are the subnets that flows are meant for, by key, with the addresses meant: addresses may be in use in
    several networks, and on the Internet.
    """

    def __init__(
        self,
        router: Router,
        surroundings: Surroundings,
        *,
        security: bool = True,
        homes: Mapping[str, AddressSet] | None = None,
    ) -> None:
        self.router = router
        self.topology: Topology = router.topology
        self.security = security
        self._homes = homes or {}
        self._meant = AddressSet.union(self._homes.values())
        self.stateful: dict[str, bool | None] = {}
        self._guards = Guards(router, surroundings)

    def from_subnet(self, subnet: Resource, vnet: Resource, flows: FlowSet) -> list[Part]:
        """What becomes of flows that hosts in a subnet begin."""
        journey = Journey(flows)
        if not self.security:
            return self.route(subnet, vnet, journey)
        denied, going = self._guards.host(subnet, vnet, "Outbound", journey)
        return [*denied, *self._each(going, subnet, vnet)]

    def from_gateway(self, vnet: Resource, flows: FlowSet) -> list[Part]:
        """What becomes of flows that enter a network by its gateways."""
        subnet = self.topology.subnet_named(vnet, GATEWAY_SUBNET)
        parts: list[Part] = []
        known, rest = AddressSet.empty(), flows
        for space, doubt in self.advertised(vnet):
            hit = rest.restrict(destination=space)
            rest -= hit
            known |= space
            hop = Hop("gateway", vnet.label, f"gateway of {vnet.label}")
            journey = Journey(hit, (hop,), doubt, by_gateway=True)
            if hit and subnet is None:
                parts.append(journey.unknown(f"{vnet.label} has a gateway and no {GATEWAY_SUBNET}"))
            elif hit and subnet is not None:
                parts += self.route(subnet, vnet, journey)
        if rest:
            reason = f"the gateways of {vnet.label} do not advertise {rest.destinations()}"
            parts.append(Part(rest, "denied", (), reason))
        return parts

    def advertised(self, vnet: Resource) -> Iterable[tuple[AddressSet, str]]:
        """What a network's gateways advertise: its own space and those of the networks that use them, with doubts."""
        own = self.topology.space(vnet)
        yield (AddressSet.everything(), own.reason) if isinstance(own, Unknown) else (own, "")
        doubtful: list[tuple[AddressSet, str]] = []
        for peering in self.topology.peerings(vnet):
            other, prefixes = peering.counterpart, peering.remote_prefixes
            uses = other.gateway_transit() if isinstance(other, Peering) else False if other is None else other
            if uses is True and isinstance(prefixes, AddressSet):
                yield prefixes, ""
            elif uses is not False:
                region = AddressSet.everything() if isinstance(prefixes, Unknown) else prefixes
                doubtful.append((region, next(v.reason for v in (uses, prefixes) if isinstance(v, Unknown))))
        yield from doubtful
        unseen = [self.topology.model.unknown_children(vnet, "virtualNetworkPeerings")]
        unseen += [why for _, why in self.topology.model.orphans(PEERING) if may_be(why, vnet)]
        for unknown in unseen:
            if unknown is not None:
                yield AddressSet.everything(), unknown.reason

    def route(self, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
        """Send packets on by the routes of a subnet."""
        if subnet.key in journey.seen:
            return [journey.denied(f"they go round in a loop by {subnet.label}")]
        journey = journey.past(subnet)
        parts: list[Part] = []
        for choice in self.router.routes_of(subnet, vnet).choose(journey.flows.destinations()):
            part = journey.only(journey.flows.restrict(destination=choice.destinations))
            if part.flows:
                parts += self._choose(choice, subnet, vnet, part)
        return parts

    def _choose(self, choice: Choice, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
        if not choice.routes:
            return [journey.denied(f"{subnet.label} has no route to them")]
        ways = [self._follow(route, subnet, vnet, journey) for route in choice.routes]
        if len(ways) == 1:
            return ways[0]
        doubts = [route.reason for route in choice.routes if not route.certain]
        return agreed(ways, journey.flows, "; ".join(dict.fromkeys(doubts)))

    def _follow(self, route: Route, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
        if route.hop is None:
            return [journey.unknown(f"{route.label}: {route.reason}")]
        journey = journey.step(Hop("route", subnet.label, str(route)))
        if route.hop == "None":
            why = f"{route.label} drops them (next hop None)"
            return [journey.denied(why + no_way_between(self.topology, vnet, journey.flows.destinations()))]
        if route.hop == "VirtualNetworkServiceEndpoint":
            return self.leave(journey, AZURE_SERVICE)
        if route.hop == "VirtualAppliance":
            return self._to_appliance(route, vnet, journey)
        if route.hop == "VirtualNetworkGateway":
            return leave_network(self, route, vnet, journey)
        if route.hop == "Internet":
            return leave_to_internet(self, route, subnet, vnet, journey)
        if route.peering is not None:
            denied, going = self.cross(route.peering, vnet, journey)
            return [*denied, *(p for j in going for p in self.deliver_across(route.peering, j))]
        if route.hop == "VNetPeering":
            return [journey.unknown(route.reason)]
        return self.deliver(vnet, journey)

    def _to_appliance(self, route: Route, vnet: Resource, journey: Journey) -> list[Part]:
        owners = owners_of(self.topology, vnet, route)
        if owners is None:
            reason = f"{route.label} sends them to {route.address}, which neither {vnet.label} nor a direct peer holds"
            return [journey.denied(reason)]
        if isinstance(owners, Unknown):
            return [journey.unknown(owners.reason)]
        ways = [self._by_owner(owner, vnet, journey) for owner in owners]
        return (
            ways[0] if len(ways) == 1 else agreed(ways, journey.flows, f"{route.label} may lead to several appliances")
        )

    def _by_owner(self, owner: Owner, vnet: Resource, journey: Journey) -> list[Part]:
        parts, going = ([], [journey]) if owner.vnet is vnet else self._reach_peer(owner.vnet, vnet, journey)
        self.stateful[owner.label] = owner.stateful
        for arrived in going:
            denied, passed = self._guards.appliance(owner, arrived, security=self.security)
            parts += denied
            for onward in passed:
                parts += self.route(owner.subnet, owner.vnet, onward)
        return parts

    def _reach_peer(self, remote: Resource, vnet: Resource, journey: Journey) -> tuple[list[Part], list[Journey]]:
        """Cross to a directly peered network."""
        for peering in self.topology.peerings(vnet):
            if peering.remote is remote:
                up = peering.link.up
                if up is False:
                    return [journey.denied(peering.link.reason)], []
                doubted = journey.doubted(up.reason) if isinstance(up, Unknown) else journey
                return self.cross(peering, vnet, doubted.step(Hop("peering", vnet.label, f"peering {peering.label}")))
        return [journey.denied(f"{vnet.label} has no peering to {remote.label}, where the next hop is")], []

    def cross(self, peering: Peering, vnet: Resource, journey: Journey) -> tuple[list[Part], list[Journey]]:
        """Cross a peering from its own end: its access, and forwarded traffic at the end that receives."""
        if peering.access is False:
            reason = f"peering {peering.label} gives no access (allowVirtualNetworkAccess is false)"
            return [journey.denied(reason)], []
        if isinstance(peering.access, Unknown):
            journey = journey.doubted(peering.access.reason)
        space = self.topology.space(vnet)
        if isinstance(space, Unknown):
            return [], [journey.doubted(space.reason)]
        own = journey.flows.restrict(source=space)
        native, foreign = journey.only(own), journey.only(journey.flows - own)
        denied, let_in = self._receive(peering, foreign)
        return denied, [j for j in (native, *let_in) if j.flows]

    def _receive(self, peering: Peering, journey: Journey) -> tuple[list[Part], list[Journey]]:
        """What the far end makes of packets whose source lies outside the network they come from."""
        if not journey.flows:
            return [], []
        other = peering.counterpart
        if not isinstance(other, Peering):
            why = (
                other.reason if isinstance(other, Unknown) else f"the other end of peering {peering.label} is not given"
            )
            return [], [journey.doubted(why)]
        if journey.by_gateway:
            lets, what = other.gateway_transit(), "does not use the remote gateways"
        else:
            lets, what = other.forwarded, "does not let forwarded traffic in (allowForwardedTraffic is false)"
        if lets is False:
            return [journey.denied(f"peering {other.label} {what}")], []
        return [], [journey.doubted(lets.reason) if isinstance(lets, Unknown) else journey]

    def deliver_across(self, peering: Peering, journey: Journey) -> list[Part]:
        """Deliver in the network at the other end of a peering."""
        if isinstance(peering.remote, Unknown):
            return [journey.unknown(peering.remote.reason)]
        return self.deliver(peering.remote, journey)

    def deliver(self, vnet: Resource, journey: Journey) -> list[Part]:
        """Deliver in the subnets of a network."""
        parts: list[Part] = []
        rest, why = journey.flows, self.topology.model.unknown_children(vnet, "subnets")
        for _, doubt in self.topology.model.orphans(SUBNET):
            why = doubt if may_be(doubt, vnet) else why
        for subnet in self.topology.subnets(vnet):
            prefixes = self.topology.prefixes(subnet)
            if isinstance(prefixes, Unknown):
                why = prefixes
                continue
            hit = rest.restrict(destination=prefixes)
            if hit:
                rest -= hit
                parts += self._arrive(subnet, vnet, journey.only(hit))
        if rest and why is not None:
            parts.append(journey.only(rest).unknown(why.reason))
        elif rest:
            parts.append(journey.only(rest).denied(f"no subnet of {vnet.label} holds {rest.destinations()}"))
        return parts

    def _arrive(self, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
        elsewhere = self._meant - self._homes.get(subnet.key, AddressSet.empty())
        strays = journey.flows.restrict(destination=elsewhere)
        why = f"they are delivered in {subnet.label}, which has the same addresses"
        parts = [journey.only(strays).denied(why)] if strays else []
        arriving = journey.only(journey.flows - strays)
        if not arriving.flows:
            return parts
        if not self.security:
            return [*parts, arriving.done(subnet.label, subnet.key)]
        denied, going = self._guards.host(subnet, vnet, "Inbound", arriving)
        return [*parts, *denied, *(arrived.done(subnet.label, subnet.key) for arrived in going)]

    def leave(self, journey: Journey, place: str) -> list[Part]:
        """Arrive outside every network given; whether on-premises sends back what is meant for a subnet is open."""
        strays = journey.only(journey.flows.restrict(destination=self._meant))
        rest = journey.only(journey.flows - strays.flows)
        parts = [rest.done(place)] if rest.flows else []
        if strays.flows and place == ON_PREMISES:
            parts.append(strays.unknown("they leave for on-premises: whether it sends them back is not known"))
        elif strays.flows:
            parts.append(strays.denied(f"they leave for {place}, where the addresses are others'"))
        return parts

    def receive(self, subnet: Resource, vnet: Resource, journey: Journey, *, guarded: bool) -> list[Part]:
        """Let packets from the Internet in. A way that is `guarded` is closed where there is no security group."""
        denied, going = self._guards.host(subnet, vnet, "Inbound", journey)
        parts = list(denied)
        for arrived in going:
            if guarded and arrived.hops[-1].by == NO_GROUP:
                parts.append(arrived.denied("a Standard public address is closed where there is no security group"))
            else:
                parts.append(arrived.done(subnet.label, subnet.key))
        return parts

    def _each(self, journeys: Iterable[Journey], subnet: Resource, vnet: Resource) -> list[Part]:
        return [part for journey in journeys for part in self.route(subnet, vnet, journey)]
