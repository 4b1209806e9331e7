"""Where packets leave the networks of a model: to the Internet, to on-premises, to networks behind other gateways.

Sources: azure-docs virtual-networks-udr-overview (gateway next hops), nat-gateway/nat-overview, firewall (source
translation), expressroute-faqs (forced tunnelling).
"""

from typing import Protocol

from hubspoke_network.azure import GATEWAY_SUBNET, PUBLIC
from hubspoke_network.core import Unknown
from hubspoke_network.model import SHORTEST_SITE, Resource, Topology, gateway_kind, known_sites, spaces, ways_out
from hubspoke_network.reach.routing import Route, learned_in
from hubspoke_network.reach.walking.appliances import has_public_address, own_addresses
from hubspoke_network.reach.walking.journeys import Journey
from hubspoke_network.reach.walking.paths import Hop, Part
from hubspoke_network.sets import AddressSet

INTERNET, ON_PREMISES = "Internet", "on-premises"


class Onward(Protocol):
    """What goes on with flows from here: `walk.Walker`, whose `security` says whether rules count or routes alone."""

    topology: Topology
    security: bool

    def route(self, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
        """Send packets on by the routes of a subnet."""

    def leave(self, journey: Journey, place: str) -> list[Part]:
        """Arrive outside every network given."""


def no_way_between(topology: Topology, vnet: Resource, destinations: AddressSet) -> str:
    """Why there is no route from a network to one that holds `destinations`; empty where none does."""
    for other in topology.vnets:
        space = topology.space(other)
        if other is vnet or not isinstance(space, AddressSet) or space.isdisjoint(destinations):
            continue
        peerings = [peering for peering in topology.peerings(vnet) if peering.remote is other]
        if any(peering.link.up is not False for peering in peerings):
            continue
        if peerings:
            return f"; {peerings[0].link.reason}"
        return f"; {vnet.label} and {other.label} are not peered with each other, and peering is not transitive"
    return ""


def leave_to_internet(walker: Onward, route: Route, subnet: Resource, vnet: Resource, journey: Journey) -> list[Part]:
    """Packets whose route says `Internet`."""
    public = journey.flows.restrict(destination=PUBLIC)
    parts: list[Part] = []
    if journey.flows != public:
        rest = journey.only(journey.flows - public)
        why = f"{route.label} sends them to the Internet, which does not route private addresses"
        parts.append(rest.denied(why + no_way_between(walker.topology, vnet, rest.flows.destinations())))
    onward = journey.only(public)
    if not public:
        return parts
    if not walker.security:
        return [*parts, *walker.leave(onward, INTERNET)]
    if journey.owners:
        return [*parts, *_from_appliance(walker, subnet, onward)]
    if journey.by_gateway:
        return [*parts, onward.denied("Azure forwards nothing from a gateway to the Internet")]
    for way in ways_out(walker.topology, subnet, public.sources()):
        leaving = onward.only(public.restrict(source=way.sources)).step(Hop("egress", subnet.label, way.label))
        if way.open is False:
            parts.append(leaving.denied(way.label))
        else:
            sure = leaving.doubted(way.open.reason) if isinstance(way.open, Unknown) else leaving
            parts += walker.leave(sure, INTERNET)
    return parts


def _from_appliance(walker: Onward, subnet: Resource, journey: Journey) -> list[Part]:
    """An appliance sends packets out with an address of its own, or not at all."""
    owner = journey.owners[-1]
    if owner.firewall and owner.resource is not None:
        way, out = f"public addresses of {owner.label}", has_public_address(owner.resource)
    elif owner.known is None:
        return [journey.unknown(f"whether {owner.label} sends them on to the Internet is not given (facts appliances)")]
    elif not owner.known.translates:
        return [journey.denied(f"{owner.label} does not translate their source, which the Internet does not route")]
    else:
        ways = ways_out(walker.topology, subnet, own_addresses(owner))
        if not ways:
            return [journey.unknown(f"the address of {owner.label} is not known")]
        way, out = ways[0].label, ways[0].open
    leaving = journey.step(Hop("egress", subnet.label, way))
    if out is False:
        return [leaving.denied(f"{owner.label} has no public address to leave by")]
    sure = leaving.doubted(out.reason) if isinstance(out, Unknown) else leaving
    return walker.leave(sure, INTERNET)


def leave_network(walker: Onward, route: Route, vnet: Resource, journey: Journey) -> list[Part]:
    """Packets whose route says `VirtualNetworkGateway`."""
    learned = route.learned
    if learned is None:
        return _by_user_route(walker, route, vnet, journey)
    journey = journey.step(Hop("gateway", vnet.label, f"gateway {learned.gateway.label}"))
    if learned.vnet is not None:
        subnet = walker.topology.subnet_named(learned.vnet, GATEWAY_SUBNET)
        if subnet is None:
            return [journey.unknown(f"{learned.vnet.label} has a gateway and no GatewaySubnet")]
        return walker.route(subnet, learned.vnet, journey)
    if not isinstance(learned.prefixes, Unknown):
        return _to_site(walker, route, journey)
    # Whatever more it learns, what is known to be on-premises is there.
    known = journey.flows.restrict(destination=known_sites(walker.topology))
    rest, azure = journey.only(journey.flows - known), spaces(walker.topology)
    there = journey.only(known) if azure.known else journey.only(known).doubted(azure.reason)
    parts = walker.leave(there, ON_PREMISES) if known else []
    return [*parts, *([rest.unknown(learned.prefixes.reason)] if rest.flows else [])]


def _to_site(walker: Onward, route: Route, journey: Journey) -> list[Part]:
    """On-premises has what it advertises, except what is known to be elsewhere or is far too much to be a site."""
    network = route.network
    parts: list[Part] = []
    azure = spaces(walker.topology)
    back = journey.flows.restrict(destination=azure.certain)
    if back:
        reason = (
            f"{route.label} advertises {network}, which covers them although they are in Azure: whether on-premises "
            "sends them back is not known"
        )
        parts.append(journey.only(back).unknown(reason))
    rest = journey.only(journey.flows - back)
    if rest.flows and network is not None and network.prefixlen < SHORTEST_SITE:
        reason = f"{route.label} advertises {network}: whether they get on from on-premises is not known"
        parts.append(rest.unknown(reason))
    elif rest.flows:
        parts += walker.leave(rest if azure.known else rest.doubted(azure.reason), ON_PREMISES)
    return parts


def _by_user_route(walker: Onward, route: Route, vnet: Resource, journey: Journey) -> list[Part]:
    """A user-defined route to the gateway works with a VPN gateway only."""
    if route.source != "User":
        return [journey.unknown(route.reason)]
    gateways = list(walker.topology.gateways(vnet))
    gateways += [learned.gateway for learned, _ in learned_in(walker.topology, vnet)]
    for peering in walker.topology.peerings(vnet):
        if peering.gateway_transit() is not False and isinstance(peering.remote, Resource):
            gateways += walker.topology.gateways(peering.remote)
        elif peering.uses_remote_gateways is not False and isinstance(peering.remote, Unknown):
            return [journey.unknown(peering.remote.reason)]
    if not gateways:
        return [journey.denied(f"{route.label} sends them to a gateway that {vnet.label} does not have")]
    if any(gateway_kind(gateway) == "ExpressRoute" for gateway in gateways):
        return [journey.unknown(f"{route.label}: Azure does not support this next hop with an ExpressRoute gateway")]
    site = AddressSet.union(
        AddressSet.of(learned.prefixes)
        for learned, _ in learned_in(walker.topology, vnet)
        if not isinstance(learned.prefixes, Unknown)
    )
    leaving = journey.step(Hop("gateway", vnet.label, f"gateway {gateways[0].label}"))
    azure = spaces(walker.topology)
    if leaving.flows.destinations() <= site - azure.certain:
        return walker.leave(leaving if azure.known else leaving.doubted(azure.reason), ON_PREMISES)
    return [leaving.unknown(f"whether the site behind {gateways[0].label} takes them is not known")]
