"""Short ways to write ARM documents."""

from typing import Any

from .conftest import network

Body = dict[str, Any]
HERE = "westeurope"


def vnet(*prefixes: str, location: str = HERE, **properties: Any) -> Body:
    return {"location": location, "properties": {"addressSpace": {"addressPrefixes": list(prefixes)}, **properties}}


def subnet(prefix: str | None, **properties: Any) -> Body:
    named = {name: {"id": network(value)} for name, value in properties.items() if name in _REFERENCES}
    rest = {name: value for name, value in properties.items() if name not in _REFERENCES}
    return {"properties": {**({"addressPrefix": prefix} if prefix else {}), **named, **rest}}


_REFERENCES = {"networkSecurityGroup", "routeTable", "natGateway"}


def inline(name: str, body: Body) -> Body:
    return {"name": name, **body}


def plain(location: str = HERE, sku: str = "", **properties: Any) -> Body:
    return {"location": location, **({"sku": {"name": sku}} if sku else {}), "properties": properties}


def rule(priority: int = 100, direction: str = "Inbound", **properties: Any) -> Body:
    shown = {
        "priority": priority,
        "direction": direction,
        "access": "Allow",
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationPortRange": "*",
        **properties,
    }
    return {"properties": {name: value for name, value in shown.items() if value is not None}}


def route(prefix: str, hop: str = "None", address: str | None = None) -> Body:
    at = {"nextHopIpAddress": address} if address else {}
    return {"properties": {"addressPrefix": prefix, "nextHopType": hop, **at}}


def peering(remote: str, **properties: Any) -> Body:
    return {"properties": {"remoteVirtualNetwork": {"id": network(remote)}, **properties}}


def address(sku: str = "Standard", method: str = "Static", zones: bool = True, **properties: Any) -> Body:
    body = plain(sku=sku, publicIPAllocationMethod=method, **properties)
    return {**body, **({"zones": ["1", "2", "3"]} if zones else {})}


def gateway(
    kind: str = "ExpressRoute",
    sku: str | None = "ErGw1AZ",
    vnet_name: str = "hub",
    subnet_name: str = "GatewaySubnet",
    addresses: tuple[str, ...] = (),
    **properties: Any,
) -> Body:
    at = {"id": network(f"virtualNetworks/{vnet_name}/subnets/{subnet_name}")}
    configurations = [
        {"name": f"c{index}", "properties": {"subnet": at, **({"publicIPAddress": ref(name)} if name else {})}}
        for index, name in enumerate(addresses or ("",))
    ]
    chosen = {"sku": {"name": sku}} if sku else {}
    shown = {"gatewayType": kind, "ipConfigurations": configurations, **chosen, **properties}
    return {"location": HERE, "properties": shown}


def ref(path: str) -> Body:
    return {"id": network(path)}


def circuit(tier: str = "Premium", family: str = "MeteredData", mbps: int = 1000, place: str = "Amsterdam") -> Body:
    provider = {"serviceProviderName": "Equinix", "peeringLocation": place, "bandwidthInMbps": mbps}
    sku = {"name": f"{tier}_{family}", "tier": tier, "family": family}
    return {"location": HERE, "sku": sku, "properties": {"serviceProviderProperties": provider}}


def private_peering(**properties: Any) -> Body:
    shown = {
        "peeringType": "AzurePrivatePeering",
        "peerASN": 65010,
        "primaryPeerAddressPrefix": "172.31.0.0/30",
        "secondaryPeerAddressPrefix": "172.31.0.4/30",
        "vlanId": 100,
        **properties,
    }
    return {"properties": {name: value for name, value in shown.items() if value is not None}}


def microsoft_peering(**properties: Any) -> Body:
    shown = {
        "peeringType": "MicrosoftPeering",
        "peerASN": 64600,
        "primaryPeerAddressPrefix": "131.107.0.0/30",
        "secondaryPeerAddressPrefix": "131.107.0.4/30",
        "vlanId": 200,
        "microsoftPeeringConfig": {"advertisedPublicPrefixes": ["131.107.1.0/24"]},
        **properties,
    }
    return {"properties": {name: value for name, value in shown.items() if value is not None}}


def filter_rule(*communities: str, access: str = "Allow") -> Body:
    return {"properties": {"access": access, "routeFilterRuleType": "Community", "communities": list(communities)}}


def connection(circuit_name: str = "er", gateway_name: str = "gw", **properties: Any) -> Body:
    return plain(
        connectionType="ExpressRoute",
        virtualNetworkGateway1=ref(f"virtualNetworkGateways/{gateway_name}"),
        peer=ref(f"expressRouteCircuits/{circuit_name}"),
        **properties,
    )


def interface(subnet_path: str, **properties: Any) -> Body:
    at = {"subnet": ref(f"virtualNetworks/{subnet_path}"), **properties}
    return plain(ipConfigurations=[{"name": "c", "properties": at}])


def site(address: str = "20.0.0.1", *prefixes: str, **properties: Any) -> Body:
    """A local network gateway, with something behind it."""
    behind = {"localNetworkAddressSpace": {"addressPrefixes": list(prefixes or ("10.9.0.0/24",))}}
    return plain(gatewayIpAddress=address, **{**behind, **properties})
