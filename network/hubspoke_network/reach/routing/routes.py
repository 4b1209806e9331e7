"""The routes a subnet has, from every source, before the longest prefix is looked for.

Sources: azure-docs virtual-networks-udr-overview (system, gateway and user-defined routes, service tags in routes),
virtual-network-peering-overview, virtual-network-service-endpoints-overview.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from hubspoke_network.azure import PEERING, PUBLIC, ROUTE, TABLE, tag_name
from hubspoke_network.core import Unknown, at, flag, listed, text
from hubspoke_network.model import Learned, Missing, Peering, Resource, Topology, learned_by, may_be, read_address
from hubspoke_network.rules import ServiceTags
from hubspoke_network.sets import Address, AddressSet
from hubspoke_network.sets.prefixes import RFC1918, SHARED, Network, PrefixError, parse_prefix

NextHop = Literal[
    "VnetLocal",
    "VNetPeering",
    "VirtualNetworkGateway",
    "VirtualAppliance",
    "Internet",
    "None",
    "VirtualNetworkServiceEndpoint",
    "InterfaceEndpoint",
]
HOPS: tuple[NextHop, ...] = ("VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None")
"""What a user-defined route may say."""

Source = Literal["User", "VirtualNetworkGateway", "Default"]
ANY4, ANY6 = IPv4Network("0.0.0.0/0"), IPv6Network("::/0")


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One route. `region` are the addresses it matches; `network` its prefix, None where that is not known.

    A route that is not `certain` may not be there, or may match less: `reason` says why. `address` is the next hop of a
    route to an appliance. `hop` is None where the next hop type is not known.
    """

    source: Source
    hop: NextHop | None
    label: str
    region: AddressSet
    network: Network | None = None
    certain: bool = True
    reason: str = ""
    address: Address | Unknown | None = None
    peering: Peering | None = None
    learned: Learned | None = None
    resource: Resource | None = None
    rank: float = 0.0

    @property
    def length(self) -> int:
        """Length of the prefix; longer than any where it is not known."""
        return 129 if self.network is None else self.network.prefixlen

    def __str__(self) -> str:
        return f"{self.label} ({self.network or self.region} -> {self.hop or 'unknown'})"


def system_routes(topology: Topology, vnet: Resource, has_user_default: bool) -> Iterator[Route]:
    """The routes every network has. A user-defined 0.0.0.0/0 takes the None routes away."""
    prefixes = listed(vnet.document, "properties.addressSpace.addressPrefixes")
    networks = list(_networks(prefixes))
    space = topology.space(vnet)
    if isinstance(space, Unknown):
        yield _wildcard("Default", "VnetLocal", f"address space of {vnet.label}", space.reason)
    for network in networks:
        yield _default("VnetLocal", f"address space of {vnet.label}", network)
    for network in (ANY4, ANY6):
        yield _default("Internet", "system default route", network)
    if has_user_default:
        return
    for private in (*RFC1918, SHARED):
        if not any(isinstance(network, IPv4Network) and network.overlaps(private) for network in networks):
            # A prefix that is not known may lie inside, and then there is no such route.
            doubt = f"the address space of {vnet.label}: {space.reason}" if isinstance(space, Unknown) else ""
            region = AddressSet.of([private])
            yield Route("Default", "None", "system route", region, private, not doubt, doubt, rank=2.0)


def peering_routes(topology: Topology, vnet: Resource) -> Iterator[Route]:
    """One route a prefix for every peering that is, or may be, connected."""
    for peering in topology.peerings(vnet):
        up, label = peering.link.up, f"peering {peering.label}"
        if up is False:
            continue
        prefixes = peering.remote_prefixes
        if isinstance(prefixes, Unknown):
            yield _wildcard("Default", "VNetPeering", label, prefixes.reason, peering=peering)
            continue
        for network in prefixes.prefixes():
            yield Route(
                "Default", "VNetPeering", label, AddressSet.of([network]), network, up is True, peering.link.reason,
                peering=peering, rank=2.0,
            )  # fmt: skip
    why = topology.model.unknown_children(vnet, "virtualNetworkPeerings")
    if why is not None:
        yield _wildcard("Default", "VNetPeering", f"peerings of {vnet.label}", why.reason)
    for orphan, doubt in topology.model.orphans(PEERING):
        if may_be(doubt, vnet):
            yield _wildcard("Default", "VNetPeering", f"peering {orphan.label}", doubt.reason)


def gateway_routes(topology: Topology, vnet: Resource, propagation: bool | Unknown) -> Iterator[Route]:
    """What the network's own gateways learn, or those of the one network whose gateways it uses."""
    if propagation is False:
        return
    for learned, doubt in learned_in(topology, vnet):
        why = doubt or (propagation.reason if isinstance(propagation, Unknown) else "")
        rank = 1.0 if learned.kind == "ExpressRoute" else 1.1
        if isinstance(learned.prefixes, Unknown):
            reason = learned.prefixes.reason
            yield _wildcard("VirtualNetworkGateway", "VirtualNetworkGateway", learned.source, reason, learned=learned)
            continue
        for network in learned.prefixes:
            yield Route(
                "VirtualNetworkGateway", "VirtualNetworkGateway", learned.source, AddressSet.of([network]), network,
                not why, why, learned=learned, rank=rank,
            )  # fmt: skip


def learned_in(topology: Topology, vnet: Resource) -> Iterator[tuple[Learned, str]]:
    """What a network learns from gateways, and why it may not."""
    yield from _own_learned(topology, vnet)
    for peering in topology.peerings(vnet):
        uses = peering.gateway_transit()
        if uses is False or isinstance(peering.remote, Unknown):
            continue
        for learned, doubt in _own_learned(topology, peering.remote):
            if learned.vnet is not vnet:
                yield learned, uses.reason if isinstance(uses, Unknown) else doubt


def _own_learned(topology: Topology, vnet: Resource) -> Iterator[tuple[Learned, str]]:
    for gateway in topology.gateways(vnet):
        for learned in learned_by(topology, gateway, vnet):
            yield learned, learned.doubt
    for gateway, why in topology.possible_gateways(vnet):
        for learned in learned_by(topology, gateway, vnet):
            yield learned, why.reason


def unseen_gateways(topology: Topology, vnet: Resource) -> Iterator[tuple[Peering, Unknown]]:
    """Peerings that use gateways of a network the model does not hold."""
    for peering in topology.peerings(vnet):
        if peering.uses_remote_gateways is not False and isinstance(peering.remote, Unknown):
            yield peering, peering.remote


def service_endpoint_routes(subnet: Resource, tags: ServiceTags) -> Iterator[Route]:
    """Routes to the services a subnet has endpoints for. Nothing overrides them."""
    endpoints = listed(subnet.document, "properties.serviceEndpoints")
    if isinstance(endpoints, Unknown):
        yield _endpoint("(not known)", PUBLIC, endpoints.reason)
        return
    for endpoint in endpoints:
        service = at(endpoint, "service")
        if isinstance(service, Unknown):
            yield _endpoint("(not known)", PUBLIC, service.reason)
            continue
        tag = _SERVICE_TAGS.get(str(service).lower())
        ranges = tags.of(tag) if tag else None
        why = f"the addresses behind the service endpoint {service} of {subnet.label} are not given"
        if ranges is not None:
            why = f"which regions the service endpoint {service} of {subnet.label} covers"
        yield _endpoint(str(service), PUBLIC if ranges is None else ranges, why)


_SERVICE_TAGS = {
    "microsoft.storage": "Storage",
    "microsoft.storage.global": "Storage",
    "microsoft.sql": "Sql",
    "microsoft.azurecosmosdb": "AzureCosmosDB",
    "microsoft.keyvault": "AzureKeyVault",
    "microsoft.servicebus": "ServiceBus",
    "microsoft.eventhub": "EventHub",
    "microsoft.web": "AppService",
    "microsoft.cognitiveservices": "CognitiveServicesManagement",
    "microsoft.containerregistry": "AzureContainerRegistry",
    "microsoft.azureactivedirectory": "AzureActiveDirectory",
}


def _endpoint(service: str, region: AddressSet, reason: str) -> Route:
    return Route("Default", "VirtualNetworkServiceEndpoint", f"service endpoint {service}", region, None, False, reason)


def table_of(topology: Topology, subnet: Resource) -> Resource | Unknown | None:
    """A subnet's route table, None where it has none."""
    found = topology.model.resolve(subnet, "properties.routeTable.id", TABLE)
    return None if isinstance(found, Missing) else found


def propagation_of(table: Resource | Unknown | None) -> bool | Unknown:
    """Whether gateway routes reach subnets with this table."""
    if table is None:
        return True
    if isinstance(table, Unknown):
        return table
    disabled = flag(table.document, "properties.disableBgpRoutePropagation", default=False)
    return disabled if isinstance(disabled, Unknown) else not disabled


def user_routes(topology: Topology, table: Resource | Unknown | None, tags: ServiceTags) -> Iterator[Route]:
    """The routes of a table; one that may be anything where the table is not known."""
    if table is None:
        return
    if isinstance(table, Unknown):
        yield _wildcard("User", None, "route table", table.reason)
        return
    for route in topology.model.children(table, "routes"):
        yield from _user_route(route, tags)
    why = topology.model.unknown_children(table, "routes")
    if why is not None:
        yield _wildcard("User", None, f"routes of {table.label}", why.reason)
    for orphan, doubt in topology.model.orphans(ROUTE):
        if may_be(doubt, table):
            yield _wildcard("User", None, f"route {orphan.label}", doubt.reason)


def _user_route(route: Resource, tags: ServiceTags) -> Iterator[Route]:
    label = f"route {route.label}"
    told = text(route.document, "properties.nextHopType")
    hop = next((known for known in HOPS if isinstance(told, str) and known.lower() == told.lower()), None)
    reason = told.reason if isinstance(told, Unknown) else "" if hop else f"{label} has no next hop type Azure knows"
    address = _next_hop(route) if hop == "VirtualAppliance" else None
    prefix = text(route.document, "properties.addressPrefix")
    if prefix is None or isinstance(prefix, Unknown):
        why = prefix.reason if isinstance(prefix, Unknown) else f"{label} has no address prefix"
        yield _wildcard("User", hop, label, why, address=address, resource=route)
        return
    tag = tag_name(prefix)
    ranges = tags.of(tag) if tag else None
    if tag and ranges is None:
        why = f"the address ranges of the tag {tag} are not given"
        yield Route("User", hop, label, PUBLIC, None, False, why, address, resource=route, rank=_tag_rank(tag))
        return
    try:
        networks = ranges.prefixes() if ranges is not None else (parse_prefix(prefix),)
    except PrefixError as error:
        yield _wildcard("User", hop, label, f"{label}: {error}", address=address, resource=route)
        return
    rank = _tag_rank(tag) if tag else 0.0
    for network in networks:
        region = AddressSet.of([network])
        yield Route("User", hop, label, region, network, True, reason, address, resource=route, rank=rank)


def _tag_rank(tag: str) -> float:
    """Of equal prefixes an explicit one wins, then a regional tag, a tag, AzureCloud of a region, AzureCloud."""
    return (0.3 if "." in tag else 0.4) if tag.startswith("AzureCloud") else (0.1 if "." in tag else 0.2)


def _next_hop(route: Resource) -> Address | Unknown:
    value = text(route.document, "properties.nextHopIpAddress")
    if isinstance(value, Unknown):
        return value
    return read_address(value) or Unknown(f"route {route.label} has no address of its appliance")


def _default(hop: NextHop, label: str, network: Network) -> Route:
    return Route("Default", hop, label, AddressSet.of([network]), network, rank=2.0)


def _wildcard(
    source: Source, hop: NextHop | None, label: str, reason: str, *, address: Address | Unknown | None = None,
    peering: Peering | None = None, learned: Learned | None = None, resource: Resource | None = None,
) -> Route:  # fmt: skip
    """A route that may match anything."""
    every = AddressSet.everything()
    return Route(source, hop, label, every, None, False, reason, address, peering, learned, resource)


def _networks(prefixes: Iterable[object] | Unknown) -> Iterator[Network]:
    for prefix in () if isinstance(prefixes, Unknown) else prefixes:
        try:
            yield parse_prefix(str(prefix))
        except PrefixError:
            continue  # the network's space is then unknown as a whole, which is told once
