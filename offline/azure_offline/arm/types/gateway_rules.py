"""Rules on virtual network gateways."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.changes import Change
from azure_offline.arm.documents import flag, items, number, text
from azure_offline.arm.networks import GATEWAY, GATEWAY_SUBNET, gateway_network, gateways_of, network_key, peerings_of
from azure_offline.arm.rules import CREATE, UPDATE, Values, rule
from azure_offline.arm.types.reserved_subnet_rules import wrong_size
from azure_offline.arm.types.route_tables import default_routes
from azure_offline.arm.view import View
from azure_offline.store import Resource
from hubspoke_network.gateway_skus import GatewaySku, gateway_sku, gateway_sku_names

_ER = "expressroute/expressroute-about-virtual-network-gateways"
_VPN = "vpn-gateway/vpn-gateway-about-vpn-gateway-settings"
_COEXIST = "expressroute/expressroute-howto-coexist-resource-manager"
_LIMITS = "includes/azure-virtual-network-limits"
_KIND = "properties.gatewayType"
_SKU = "properties.sku.name"


def _sku(document: Mapping[str, Any]) -> GatewaySku | None:
    return gateway_sku(text(document, _KIND) or "", text(document, _SKU) or "")


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
    "gateway-sku",
    grade="C",
    source="terraform-provider-azurerm documentation",
    code="InvalidGatewaySkuSpecifiedForGatewayDeploymentType",
    message="SKU '{sku}' is not one a gateway of type {type} can have ({known}).",
)
def sku_of_type(change: Change, _view: View) -> Iterator[Values]:
    """The SKU is not one of the gateway's type."""
    sku, kind = text(change.document, _SKU), text(change.document, _KIND) or ""
    if sku is not None and kind.lower() in {"vpn", "expressroute"} and gateway_sku(kind, sku) is None:
        known = gateway_sku_names("Vpn" if kind.lower() == "vpn" else "ExpressRoute")
        yield {"sku": sku, "type": kind, "known": ", ".join(known)}


@rule(
    "gateway-sku-without-zones",
    grade="B",
    source="published responses; vpn-gateway/gateway-sku-consolidation",
    code="NonAzSkusNotAllowedForVPNGateway",
    message="VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going "
    "forward.",
    seen=True,
    on=CREATE,
)
def sku_retired(change: Change, _view: View) -> Iterator[Values]:
    """A new VPN gateway has a SKU without zones."""
    sku = _sku(change.document)
    if sku is not None and sku.creation_refused_since is not None:
        yield {}


@rule(
    "gateway-address-zones",
    grade="B",
    source="published responses",
    code="VmssVpnGatewayPublicIpsMustHaveZonesConfigured",
    message="Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.",
    seen=True,
)
def address_zones(change: Change, view: View) -> Iterator[Values]:
    """A zone-redundant VPN gateway has a public address without zones."""
    sku = _sku(change.document)
    if sku is None or sku.kind != "Vpn" or not sku.zone_redundant:
        return
    for item in items(change.document, "properties.ipConfigurations"):
        address = view.get(text(item, "properties.publicIPAddress.id") or "")
        if address is not None and not address.document.get("zones"):
            yield {}


@rule(
    "gateway-subnet-size",
    grade="A",
    source=f"{_VPN}; {_COEXIST}",
    message="GatewaySubnet of {network} has prefix {prefix}; gateway {id} needs a /{longest} or larger.",
    on=CREATE,
)
def subnet_size(change: Change, view: View) -> Iterator[Values]:
    """GatewaySubnet is smaller than the gateway needs."""
    subnet, sku = _subnet(change, view), _sku(change.document)
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
    "gateway-sku-changed",
    grade="B",
    source="terraform-provider-azurerm; about-zone-redundant-vnet-gateways",
    code="ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
    message="The SKU of ExpressRoute gateway {id} cannot change from {old} to {new}; delete and create it again.",
    on=UPDATE,
)
def sku_changed(change: Change, _view: View) -> Iterator[Values]:
    """An ExpressRoute gateway changes between SKU families, or to a smaller SKU."""
    old, new = _sku(change.before), _sku(change.document)
    if old is None or new is None or old.kind != "ExpressRoute" or old.name == new.name:
        return
    if old.family != new.family or new.mbps < old.mbps:
        yield {"id": change.id, "old": old.name, "new": new.name}


@rule(
    "gateway-scale-bounds",
    grade="C",
    source="terraform-provider-azurerm",
    code="ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
    message="autoScaleConfiguration.bounds of {id} {problem}.",
)
def scale_bounds(change: Change, _view: View) -> Iterator[Values]:
    """Scale units are given for another SKU than ErGwScale, missing there, or out of range."""
    sku = _sku(change.document)
    low = number(change.document, "properties.autoScaleConfiguration.bounds.min")
    high = number(change.document, "properties.autoScaleConfiguration.bounds.max")
    if sku is None:
        return
    if sku.scale_units is None:
        if low is not None or high is not None:
            yield {"id": change.id, "problem": f"cannot be set for SKU {sku.name}"}
        return
    first, last = sku.scale_units
    if low is None or high is None:
        yield {"id": change.id, "problem": f"must be set for SKU {sku.name}"}
    elif not first <= low <= high <= last:
        yield {"id": change.id, "problem": f"are {low} to {high}; {first} to {last} are allowed"}
    elif low == 1 and high > 1:
        yield {"id": change.id, "problem": "scale only from 2 units on; a fixed gateway of 1 unit has max 1"}


@rule(
    "gateway-policy-based",
    grade="A",
    source=_VPN,
    message="PolicyBased gateway {id} {problem}.",
)
def policy_based(change: Change, view: View) -> Iterator[Values]:
    """A policy-based gateway has a SKU or feature it cannot have."""
    if (text(change.document, "properties.vpnType") or "").lower() != "policybased" or change.new is None:
        return
    if text(change.document, _SKU) not in {None, "Basic"}:
        yield {"id": change.id, "problem": "must have SKU Basic"}
    for path, what in (("enableBgp", "BGP"), ("activeActive", "active-active mode")):
        if flag(change.document, f"properties.{path}"):
            yield {"id": change.id, "problem": f"cannot have {what}"}
    if change.document.get("properties", {}).get("vpnClientConfiguration"):
        yield {"id": change.id, "problem": "cannot have point-to-site clients"}
    if len(gateways_of(gateway_network(change.new), view)) > 1:
        yield {"id": change.id, "problem": "cannot coexist with an ExpressRoute gateway"}


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
        sku = _sku(gateway.document)
        others = [other for other in gateways_of(gateway_network(change.new), view) if other.key != gateway.key]
        if sku is not None and not sku.coexistence and others:
            yield {"id": gateway.id}


@rule(
    "gateway-active-active",
    grade="A",
    source="vpn-gateway/about-active-active-gateways",
    message="Active-active gateway {id} {problem}.",
)
def active_active(change: Change, _view: View) -> Iterator[Values]:
    """An active-active gateway has one configuration only, or a SKU that cannot do it."""
    if not flag(change.document, "properties.activeActive"):
        return
    sku, count = _sku(change.document), len(items(change.document, "properties.ipConfigurations"))
    if sku is not None and not sku.active_active:
        yield {"id": change.id, "problem": f"cannot have SKU {sku.name}"}
    if count < 2:
        yield {"id": change.id, "problem": f"needs 2 IP configurations, it has {count}"}


@rule(
    "gateway-basic-bgp",
    grade="A",
    source=_VPN,
    message="VPN gateway {id} of SKU Basic cannot have BGP.",
)
def basic_bgp(change: Change, _view: View) -> Iterator[Values]:
    """A Basic VPN gateway has BGP on."""
    sku = _sku(change.document)
    if sku is not None and not sku.bgp and flag(change.document, "properties.enableBgp"):
        yield {"id": change.id}


@rule(
    "gateway-bgp-settings",
    grade="A",
    source="vpn-gateway/vpn-gateway-bgp-overview",
    message="bgpSettings of {id}: {problem}.",
)
def bgp_settings(change: Change, _view: View) -> Iterator[Values]:
    """The AS number is one Azure keeps, or the peer weight out of range."""
    asn = number(change.document, "properties.bgpSettings.asn")
    weight = number(change.document, "properties.bgpSettings.peerWeight")
    own = (65515,) if change.spec.type == GATEWAY else ()
    if asn is not None and 65515 <= asn <= 65520 and asn not in own:
        yield {"id": change.id, "problem": f"asn {asn} is reserved by Azure"}
    if weight is not None and not 0 <= weight <= 100:
        yield {"id": change.id, "problem": f"peerWeight {weight} is not in 0 to 100"}


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
