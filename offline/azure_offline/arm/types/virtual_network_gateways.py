"""Virtual network gateways."""

from azure_offline.arm.changes import Draft
from azure_offline.arm.declarations import Reference, TypeSpec
from azure_offline.arm.documents import items, table, text
from azure_offline.arm.networks import GATEWAY, SUBNET
from azure_offline.arm.rules import DELETE, stated
from azure_offline.arm.types.gateway_rules import GATEWAY_RULES
from azure_offline.arm.types.public_addresses import ADDRESS
from azure_offline.arm.view import View

_PART = "ipConfigurations"
_UNASKED_BOUNDS = {"min": 2, "max": 3}
"""What an ErGwScale gateway gets that names no bounds (example VirtualNetworkScalableGatewayUpdate, 2024-05-01)."""

IN_USE = stated(
    "gateway-in-use",
    "A gateway that a connection uses is deleted.",
    grade="B",
    source="published codes",
    code="VirtualNetworkGatewayCannotBeDeleted",
    message="Virtual network gateway {id} cannot be deleted because it is in use by {users}.",
    on=DELETE,
)


def _prepare(draft: Draft, _view: View) -> None:
    """Fill in what ARM does: a SKU's tier, how addresses are given out, BGP settings of a VPN gateway."""
    properties = draft.properties
    sku = table(draft.document, "properties.sku")
    if isinstance(sku.get("name"), str):
        properties["sku"] = {"tier": sku["name"], **sku}
        if sku["name"].lower() == "ergwscale" and "autoScaleConfiguration" not in properties:
            properties["autoScaleConfiguration"] = {"bounds": dict(_UNASKED_BOUNDS)}
    for item in items(draft.document, "properties.ipConfigurations"):
        inner = table(item, "properties")
        if isinstance(inner, dict):
            inner.setdefault("privateIPAllocationMethod", "Dynamic")
    if text(draft.document, "properties.gatewayType") == "Vpn":
        properties.setdefault("vpnType", "RouteBased")
        asn = table(draft.document, "properties.bgpSettings")
        properties["bgpSettings"] = {"asn": 65515, "peerWeight": 0, **asn}


VIRTUAL_NETWORK_GATEWAY = TypeSpec(
    type=GATEWAY,
    references=(
        Reference(
            "properties.ipConfigurations[].properties.subnet.id",
            (SUBNET,),
            same_region=True,
            same_subscription=True,
            part=_PART,
        ),
        Reference(
            "properties.ipConfigurations[].properties.publicIPAddress.id", (ADDRESS,), same_region=True, part=_PART
        ),
        Reference("properties.gatewayDefaultSite.id", ("Microsoft.Network/localNetworkGateways",)),
    ),
    read_only=frozenset({"inboundDnsForwardingEndpoint"}),
    defaults={"enableBgp": False, "activeActive": False, "enablePrivateIpAddress": False},
    parts=(_PART, "natRules"),
    guid=True,
    rules=GATEWAY_RULES,
    in_use=IN_USE,
    prepare=_prepare,
)
