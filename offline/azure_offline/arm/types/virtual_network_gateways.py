"""Virtual network gateways."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Reference, TypeSpec, stated
from azure_offline.arm.types.public_addresses import public_address
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, GATEWAY, SUBNET, flag, items, parsed, subnet_prefixes, table, text, texts
from hubspoke_network.refusals.gateways.gateways import GATEWAY_RULES
from hubspoke_network.refusals.networks import ADDRESS

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
    needs="who refers to it by declared references",
)


def _prepare(draft: Draft, _view: ArmView) -> None:
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


def _present(gateway: Resource, view: ArmView) -> Mapping[str, Any]:
    """The addresses a VPN gateway speaks BGP from, and those of its tunnels."""
    if text(gateway.document, "properties.gatewayType") != "Vpn":
        return {}
    settings = table(gateway.document, "properties.bgpSettings")
    asked = {
        str(item.get("ipconfigurationId", "")).lower(): texts(item, "customBgpIpAddresses")
        for item in items(settings, "bgpPeeringAddresses")
    }
    speaking = _own_addresses(gateway, view)
    shown = []
    for (name, public_key), own in zip(_configurations(gateway), speaking, strict=False):
        part = f"{gateway.id}/{_PART}/{name}"
        public = view.get(public_key)
        shown.append(
            {
                "ipconfigurationId": part,
                "defaultBgpIpAddresses": [own],
                "customBgpIpAddresses": asked.get(part.lower(), []),
                "tunnelIpAddresses": [str(public_address(public.key))] if public else [],
            }
        )
    if not shown:
        return {}
    return {"bgpSettings": {**settings, "bgpPeeringAddress": ",".join(speaking), "bgpPeeringAddresses": shown}}


def _configurations(gateway: Resource) -> list[tuple[str, str]]:
    """Name and key of the public address of each IP configuration."""
    found = items(gateway.document, "properties.ipConfigurations")
    return [
        (str(item.get("name", "")), (text(item, "properties.publicIPAddress.id") or "").rstrip("/").lower())
        for item in found
    ]


def _own_addresses(gateway: Resource, view: ArmView) -> list[str]:
    """Where in the gateway subnet its instances are: one at the end, two from the fifth address on.

    As in vpn-gateway-bgp-overview and bgp-howto: 10.12.255.30 of 10.12.255.0/27, or 10.12.255.4 and 10.12.255.5.
    """
    subnet = view.get(next(iter(_subnets(gateway)), ""))
    prefixes = parsed(subnet_prefixes(subnet)) if subnet is not None else []
    first = next((prefix for prefix in prefixes if prefix.version == 4), None)
    if first is None:
        return []
    if flag(gateway.document, "properties.activeActive"):
        return [str(first[4 + index]) for index in range(len(_configurations(gateway)))]
    return [str(first[-2])]


def _subnets(gateway: Resource) -> list[str]:
    found = items(gateway.document, "properties.ipConfigurations")
    return [(text(item, "properties.subnet.id") or "").rstrip("/").lower() for item in found]


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
    present=_present,
)
