"""Rules on what a gateway's SKU allows, and on its BGP settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from hubspoke_network.azure import GatewaySku, gateway_sku, gateway_sku_names
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, items, number, text, texts
from hubspoke_network.refusals.network_questions import GATEWAY, gateway_network, gateways_of
from hubspoke_network.refusals.rule import UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_VPN = "vpn-gateway/vpn-gateway-about-vpn-gateway-settings"
_KIND = "properties.gatewayType"
_SKU = "properties.sku.name"


def sku_of(document: Mapping[str, Any]) -> GatewaySku | None:
    """The record of the SKU a gateway has; None where there is none of that name and type."""
    return gateway_sku(text(document, _KIND) or "", text(document, _SKU) or "")


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
)
def sku_retired(change: Change, _view: View) -> Iterator[Values]:
    """A VPN gateway is made with a SKU without zones, given one, or changed while it has one."""
    sku = sku_of(change.document)
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
    sku = sku_of(change.document)
    if sku is None or sku.kind != "Vpn" or not sku.zone_redundant:
        return
    for item in items(change.document, "properties.ipConfigurations"):
        address = view.get(text(item, "properties.publicIPAddress.id") or "")
        if address is not None and not address.document.get("zones"):
            yield {}


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
    old, new = sku_of(change.before), sku_of(change.document)
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
    """Scale units are given for another SKU than ErGwScale, only one of them, or out of range."""
    sku = sku_of(change.document)
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
        yield {"id": change.id, "problem": f"must be both set for SKU {sku.name}"}
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
    """A policy-based VPN gateway has a SKU or feature it cannot have; vpnType says nothing of an ExpressRoute one."""
    kinds = [(text(change.document, f"properties.{name}") or "").lower() for name in ("gatewayType", "vpnType")]
    if kinds != ["vpn", "policybased"] or change.new is None:
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
    "gateway-active-active",
    grade="A",
    source="vpn-gateway/about-active-active-gateways",
    message="Active-active gateway {id} {problem}.",
)
def active_active(change: Change, _view: View) -> Iterator[Values]:
    """An active-active gateway has one configuration only, or a SKU that cannot do it."""
    if not flag(change.document, "properties.activeActive"):
        return
    sku, count = sku_of(change.document), len(items(change.document, "properties.ipConfigurations"))
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
    sku = sku_of(change.document)
    if sku is not None and not sku.bgp and flag(change.document, "properties.enableBgp"):
        yield {"id": change.id}


@rule(
    "gateway-bgp-settings",
    grade="A",
    source="vpn-gateway/vpn-gateway-bgp-overview",
    message="bgpSettings of {id}: {problem}.",
)
def bgp_settings(change: Change, _view: View) -> Iterator[Values]:
    """The AS number is one Azure keeps, the peer weight out of range, or a link-local address not one of Azure's."""
    asn = number(change.document, "properties.bgpSettings.asn")
    weight = number(change.document, "properties.bgpSettings.peerWeight")
    own = (65515,) if change.type == GATEWAY else ()
    if asn is not None and 65515 <= asn <= 65520 and asn not in own:
        yield {"id": change.id, "problem": f"asn {asn} is reserved by Azure"}
    if weight is not None and not 0 <= weight <= 100:
        yield {"id": change.id, "problem": f"peerWeight {weight} is not in 0 to 100"}
    for item in items(change.document, "properties.bgpSettings.bgpPeeringAddresses"):
        for address in texts(item, "customBgpIpAddresses"):
            if address.startswith("169.254.") and not address.startswith(("169.254.21.", "169.254.22.")):
                yield {"id": change.id, "problem": f"{address} is not in 169.254.21.0 to 169.254.22.255"}
