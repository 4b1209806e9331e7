"""Rules on virtual network gateways."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import flag, items, text
from hubspoke_network.refusals.gateways.gateway_skus import (
    active_active,
    address_zones,
    basic_bgp,
    bgp_settings,
    policy_based,
    scale_bounds,
    sku_changed,
    sku_of,
    sku_of_type,
    sku_retired,
)
from hubspoke_network.refusals.network_questions import (
    GATEWAY_SUBNET,
    gateway_network,
    gateways_of,
    network_key,
    peerings_of,
)
from hubspoke_network.refusals.networks import default_routes, wrong_size
from hubspoke_network.refusals.rule import CREATE, UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_ER = "expressroute/expressroute-about-virtual-network-gateways"
_VPN = "vpn-gateway/vpn-gateway-about-vpn-gateway-settings"
_COEXIST = "expressroute/expressroute-howto-coexist-resource-manager"
_LIMITS = "includes/azure-virtual-network-limits"
_KIND = "properties.gatewayType"
_SKU = "properties.sku.name"


def _subnet(change: Change, view: View) -> Resource | None:
    return view.get(f"{gateway_network(change.new)}/subnets/{GATEWAY_SUBNET}") if change.new else None


@rule(
    "gateway-subnet-name",
    grade="B",
    source="published experiment of 2026-07",
    code="InvalidResourceReference",
    message="Resource {target} referenced by resource {id} was not found. Please make sure that the referenced "
    "resource exists, and that both resources are in the same region.",
    seen=True,
)
def subnet_name(change: Change, _view: View) -> Iterator[Values]:
    """A gateway is in a subnet that is not called GatewaySubnet."""
    for item in items(change.document, "properties.ipConfigurations"):
        subnet = text(item, "properties.subnet.id") or ""
        if subnet and not subnet.lower().endswith(f"/subnets/{GATEWAY_SUBNET}"):
            network = subnet[: len(network_key(subnet))]
            yield {"id": change.id, "target": f"{network}/subnets/GatewaySubnet"}


@rule(
    "gateway-type",
    grade="A",
    source=_VPN,
    message="gatewayType '{value}' of {id} is not one of Vpn, ExpressRoute, LocalGateway.",
)
def gateway_type(change: Change, _view: View) -> Iterator[Values]:
    """The gateway type is missing or unknown."""
    value = text(change.document, _KIND) or ""
    if value.lower() not in {"vpn", "expressroute", "localgateway"}:
        yield {"value": value, "id": change.id}


@rule(
    "gateway-second-of-type",
    grade="A",
    source=_LIMITS,
    message="Virtual network {network} already has gateway {other} of type {type}; one of each type is allowed.",
)
def second_of_type(change: Change, view: View) -> Iterator[Values]:
    """A network gets a second gateway of the same type."""
    if change.new is None:
        return
    network = gateway_network(change.new)
    kind = (text(change.document, _KIND) or "").lower()
    for other in gateways_of(network, view):
        if other.key != change.key and (text(other.document, _KIND) or "").lower() == kind:
            yield {"network": network, "other": other.id, "type": text(change.document, _KIND)}


@rule(
    "gateway-subnet-size",
    grade="A",
    source=f"{_VPN}; {_COEXIST}",
    message="GatewaySubnet of {network} has prefix {prefix}; gateway {id} needs a /{longest} or larger.",
    on=CREATE,
)
def subnet_size(change: Change, view: View) -> Iterator[Values]:
    """GatewaySubnet is smaller than the gateway needs."""
    subnet, sku = _subnet(change, view), sku_of(change.document)
    if subnet is None or (sku is not None and sku.name == "Basic" and sku.kind == "Vpn"):
        return
    longest = wrong_size(subnet)
    if longest:
        prefix = text(subnet.document, "properties.addressPrefix") or ""
        yield {"network": subnet.parent, "prefix": prefix, "id": change.id, "longest": longest}


@rule(
    "gateway-default-route",
    grade="A",
    source="includes/vpn-gateway-gwudr-warning",
    message="Gateway {id} cannot be created: route table {table} on GatewaySubnet has a route for 0.0.0.0/0.",
    on=CREATE,
)
def default_route(change: Change, view: View) -> Iterator[Values]:
    """GatewaySubnet has a user-defined default route."""
    subnet = _subnet(change, view)
    table = view.get(text(subnet.document, "properties.routeTable.id") or "") if subnet else None
    if table is not None and default_routes(table, view):
        yield {"id": change.id, "table": table.id}


@rule(
    "gateway-beside-remote",
    grade="A",
    source="virtual-network/virtual-network-manage-peering",
    message="Gateway {id} cannot be created: peering {peering} of its virtual network uses a remote gateway.",
    on=CREATE,
)
def beside_remote(change: Change, view: View) -> Iterator[Values]:
    """A gateway is made in a network that uses a remote one."""
    for peering in peerings_of(gateway_network(change.new), view) if change.new else ():
        if flag(peering.document, "properties.useRemoteGateways"):
            yield {"id": change.id, "peering": peering.id}


@rule(
    "gateway-coexistence",
    grade="A",
    source=_COEXIST,
    message="VPN gateway {id} of SKU Basic cannot coexist with an ExpressRoute gateway.",
)
def coexistence(change: Change, view: View) -> Iterator[Values]:
    """A Basic or policy-based VPN gateway is beside an ExpressRoute gateway."""
    if change.new is None:
        return
    for gateway in gateways_of(gateway_network(change.new), view):
        sku = sku_of(gateway.document)
        others = [other for other in gateways_of(gateway_network(change.new), view) if other.key != gateway.key]
        if sku is not None and not sku.coexistence and others:
            yield {"id": gateway.id}


@rule(
    "gateway-fixed",
    grade="A",
    source=_VPN,
    message="{what} of gateway {id} cannot change from {old} to {new}; delete and create it again.",
    on=UPDATE,
)
def fixed(change: Change, _view: View) -> Iterator[Values]:
    """Type, VPN type, generation, private address use or the network of an existing gateway change."""
    for name in ("gatewayType", "vpnType", "vpnGatewayGeneration"):
        old, new = text(change.before, f"properties.{name}"), text(change.document, f"properties.{name}")
        if old and new and old.lower() != new.lower():
            yield {"what": name, "id": change.id, "old": old, "new": new}
    old_flag, new_flag = (
        bool(flag(document, "properties.enablePrivateIpAddress")) for document in (change.before, change.document)
    )
    if change.old is not None and old_flag != new_flag:
        yield {"what": "enablePrivateIpAddress", "id": change.id, "old": old_flag, "new": new_flag}
    if change.old and change.new and gateway_network(change.old) != gateway_network(change.new):
        values = {"old": gateway_network(change.old), "new": gateway_network(change.new)}
        yield {"what": "the virtual network", "id": change.id, **values}


@rule(
    "gateway-used-by-spokes",
    grade="D",
    source="inferred",
    message="Gateway {id} cannot be deleted while remote peering {peering} uses it.",
    on=frozenset({"delete"}),
)
def used_by_spokes(change: Change, view: View) -> Iterator[Values]:
    """A gateway is deleted while peered networks use it."""
    if change.old is None or gateways_of(gateway_network(change.old), view):
        return
    network = gateway_network(change.old)
    for peering in view.referring(network, "microsoft.network/virtualnetworks/virtualnetworkpeerings"):
        if flag(peering.document, "properties.useRemoteGateways") and peering.parent != network:
            yield {"id": change.id, "peering": peering.id}


GATEWAY_RULES = (
    gateway_type,
    subnet_name,
    sku_of_type,
    sku_retired,
    fixed,
    second_of_type,
    subnet_size,
    default_route,
    beside_remote,
    address_zones,
    sku_changed,
    scale_bounds,
    policy_based,
    coexistence,
    active_active,
    basic_bgp,
    bgp_settings,
    used_by_spokes,
)
