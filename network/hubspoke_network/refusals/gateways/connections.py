"""Rules on connections of gateways."""

from collections.abc import Iterator

from hubspoke_network.azure import (
    circuit_tier,
    gateway_sku,
    geography_of_location,
    geography_of_region,
    limit,
    load,
    metro_regions,
)
from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.circuit_questions import CONNECTION, peering_of
from hubspoke_network.refusals.circuits.circuit_peerings import overlaps_private_peering
from hubspoke_network.refusals.documents import flag, number, text
from hubspoke_network.refusals.network_questions import PEERING as NETWORK_PEERING
from hubspoke_network.refusals.network_questions import (
    address_space,
    gateway_network,
    parsed,
    remote_key,
)
from hubspoke_network.refusals.rule import CREATE, UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_LINK = "expressroute/expressroute-howto-linkvnet-arm"
_LIMITS = "includes/expressroute-limits"
_KINDS = {"expressroute": "peer", "ipsec": "localNetworkGateway2", "vnet2vnet": "virtualNetworkGateway2"}


def _kind(change: Change) -> str:
    return (text(change.document, "properties.connectionType") or "").lower()


def _gateway(connection: Resource | None, view: View, which: int = 1) -> Resource | None:
    path = f"properties.virtualNetworkGateway{which}.id"
    return view.get(text(connection.document, path) or "") if connection else None


def circuit_of(connection: Resource | None, view: View) -> Resource | None:
    """The circuit a connection leads to; None where it leads to none."""
    return view.get(text(connection.document, "properties.peer.id") or "") if connection else None


@rule("connection-type", grade="A", source=_LINK, message="Connection {id}: {problem}.")
def connection_type(change: Change, _view: View) -> Iterator[Values]:
    """The connection type is unknown, or what it leads to is missing."""
    kind = _kind(change)
    if kind == "vpnclient":
        return
    if kind not in _KINDS:
        known = "ExpressRoute, IPsec, Vnet2Vnet, VPNClient"
        yield {"id": change.id, "problem": f"connectionType '{kind}' is not one of {known}"}
    elif text(change.document, f"properties.{_KINDS[kind]}.id") is None:
        yield {"id": change.id, "problem": f"a connection of type {kind} needs {_KINDS[kind]}"}


@rule(
    "connection-gateway-type",
    grade="A",
    source=_LINK,
    message="Connection {id} of type {type} needs gateways of type {wanted}; {gateway} has type {actual}.",
)
def gateway_of_type(change: Change, view: View) -> Iterator[Values]:
    """A gateway of the connection is not of its type."""
    kind = _kind(change)
    wanted = {"expressroute": "ExpressRoute", "ipsec": "Vpn", "vnet2vnet": "Vpn"}.get(kind)
    for which in (1, 2):
        gateway = _gateway(change.new, view, which)
        actual = text(gateway.document, "properties.gatewayType") if gateway else None
        if wanted and gateway and actual and actual.lower() != wanted.lower():
            yield {"id": change.id, "type": kind, "wanted": wanted, "gateway": gateway.id, "actual": actual}


@rule(
    "connection-type-changed",
    grade="D",
    source="inferred",
    message="connectionType of {id} cannot change from {old} to {new}.",
    on=UPDATE,
)
def type_changed(change: Change, _view: View) -> Iterator[Values]:
    """The type of an existing connection changes."""
    old, new = (text(found, "properties.connectionType") or "" for found in (change.before, change.document))
    if old.lower() != new.lower():
        yield {"id": change.id, "old": old, "new": new}


@rule(
    "connection-routing-weight",
    grade="A",
    source=_LINK,
    message="routingWeight {value} of {id} is not in {low} to {high}.",
)
def routing_weight(change: Change, _view: View) -> Iterator[Values]:
    """The routing weight is out of range."""
    value = number(change.document, "properties.routingWeight")
    low, high = load("circuits")["routing_weight"]
    if value is not None and not low <= value <= high:
        yield {"value": value, "id": change.id, "low": low, "high": high}


@rule(
    "connection-circuit-links",
    grade="A",
    source=_LIMITS,
    message="Circuit {circuit} has its {limit} virtual network links; {id} would be one more.",
    on=CREATE,
)
def circuit_links(change: Change, view: View) -> Iterator[Values]:
    """A circuit is linked to more networks than its tier and bandwidth allow."""
    circuit = circuit_of(change.new, view)
    tier = circuit_tier(text(circuit.document, "sku.tier") or "") if circuit else None
    if circuit is None or tier is None:
        return
    mbps = number(circuit.document, "properties.serviceProviderProperties.bandwidthInMbps") or 0
    most = tier.max_links(mbps)
    if len(list(view.referring(circuit.key, CONNECTION.lower()))) > most:
        yield {"circuit": circuit.id, "limit": most, "id": change.id}


@rule(
    "connection-geography",
    grade="A",
    source="expressroute/expressroute-faqs; expressroute/expressroute-locations-providers",
    message="Connection {id}: gateway {gateway} in {region} is out of reach of circuit {circuit} of tier {tier} at "
    "{location}.",
)
def geography(change: Change, view: View) -> Iterator[Values]:
    """A Standard circuit reaches another geopolitical region, or a Local one another metro."""
    circuit, gateway = circuit_of(change.new, view), _gateway(change.new, view)
    if circuit is None or gateway is None:
        return
    tier = (text(circuit.document, "sku.tier") or "").lower()
    location = text(circuit.document, "properties.serviceProviderProperties.peeringLocation") or ""
    here, there = geography_of_region(gateway.location), geography_of_location(location)
    metro = metro_regions(location)
    far = tier == "standard" and here and there and here != there
    outside = tier == "local" and metro and gateway.location not in metro
    if far or outside:
        values = {"gateway": gateway.id, "region": gateway.location, "circuit": circuit.id}
        yield {**values, "id": change.id, "tier": tier.capitalize(), "location": location}


@rule(
    "connection-gateway-circuits",
    grade="A",
    source=_LIMITS,
    message="Gateway {gateway} of SKU {sku} takes at most {limit} circuits; {id} would be one more.",
    on=CREATE,
)
def gateway_circuits(change: Change, view: View) -> Iterator[Values]:
    """A gateway is linked to more circuits than its SKU allows."""
    gateway = _gateway(change.new, view) if _kind(change) == "expressroute" else None
    sku = gateway_sku("ExpressRoute", text(gateway.document, "properties.sku.name") or "") if gateway else None
    if gateway is None or sku is None:
        return
    most = sku.max_circuits
    if sku.scale_units is not None:
        units = number(gateway.document, "properties.autoScaleConfiguration.bounds.min") or 1
        most = 16 if units >= 10 else 8 if units >= 2 else 4
    if len(list(view.referring(gateway.key, CONNECTION.lower()))) > most:
        yield {"gateway": gateway.id, "sku": sku.name, "limit": most, "id": change.id}


@rule(
    "connection-same-location",
    grade="A",
    source=_LIMITS,
    message="Virtual network {network} has its {limit} circuits of peering location {location}.",
    on=CREATE,
)
def same_location(change: Change, view: View) -> Iterator[Values]:
    """A network is linked to more circuits of one peering location than allowed."""
    gateway, circuit = _gateway(change.new, view), circuit_of(change.new, view)
    if gateway is None or circuit is None:
        return
    path = "properties.serviceProviderProperties.peeringLocation"
    location, most = text(circuit.document, path), limit("circuits_same_location_per_virtual_network")
    linked = (circuit_of(other, view) for other in view.referring(gateway.key, CONNECTION.lower()))
    count = sum(other is not None and text(other.document, path) == location for other in linked)
    if location and count > most:
        yield {"network": gateway_network(gateway), "limit": most, "location": location}


@rule(
    "connection-advertised-routes",
    grade="A",
    source=_LINK,
    message="Connection {id} cannot be created: gateway {gateway} advertises {count} IPv4 prefixes; {limit} are "
    "allowed when a connection is created.",
    on=CREATE,
)
def advertised_routes(change: Change, view: View) -> Iterator[Values]:
    """A connection is made while the gateway advertises more prefixes than allowed."""
    gateway = _gateway(change.new, view) if _kind(change) == "expressroute" else None
    network = view.get(gateway_network(gateway)) if gateway else None
    if gateway is None or network is None:
        return
    prefixes = list(address_space(network))
    for peering in view.referring(network.key, NETWORK_PEERING.lower()):
        if remote_key(peering) == network.key and flag(peering.document, "properties.useRemoteGateways"):
            spoke = view.get(peering.parent)
            prefixes += address_space(spoke) if spoke else []
    count, most = sum(prefix.version == 4 for prefix in parsed(prefixes)), limit("advertised_routes_at_connection")
    if count > most:
        yield {"id": change.id, "gateway": gateway.id, "count": count, "limit": most}


@rule("connection-fastpath", grade="A", source="expressroute/about-fastpath", message="Connection {id}: {problem}.")
def fastpath(change: Change, view: View) -> Iterator[Values]:
    """FastPath is asked of a gateway that has none, or private link FastPath without FastPath."""
    bypass = flag(change.document, "properties.expressRouteGatewayBypass")
    if flag(change.document, "properties.enablePrivateLinkFastPath") and not bypass:
        yield {"id": change.id, "problem": "enablePrivateLinkFastPath needs expressRouteGatewayBypass"}
    gateway = _gateway(change.new, view) if bypass else None
    sku = gateway_sku("ExpressRoute", text(gateway.document, "properties.sku.name") or "") if gateway else None
    if gateway is None or sku is None:
        return
    units = number(gateway.document, "properties.autoScaleConfiguration.bounds.min") or 1
    if not (sku.fastpath or (sku.scale_units is not None and units >= 10)):
        yield {"id": change.id, "problem": f"FastPath is not available with gateway SKU {sku.name}"}


@rule(
    "connection-peering-overlap",
    grade="A",
    source="expressroute/expressroute-routing",
    message="Prefix {prefix} of the circuit's private peering overlaps address space {space} of virtual network "
    "{network}; connection {id} cannot be made.",
    on=CREATE,
)
def peering_overlap(change: Change, view: View) -> Iterator[Values]:
    """A network is linked whose space overlaps the circuit's links."""
    circuit = circuit_of(change.new, view)
    peering = peering_of(circuit, "AzurePrivatePeering", view) if circuit else None
    if change.new is not None and peering is not None:
        yield from overlaps_private_peering(peering, change.new, view)
