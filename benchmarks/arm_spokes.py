"""The estate of the preview benchmark as Azure documents and as an ARM template: eight resources a spoke."""

from collections.abc import Iterator
from typing import Any

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-bench/providers"
LOCATION = "westeurope"
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
API_VERSION = "2024-05-01"
HUB_RESOURCES, SPOKE_RESOURCES = 4, 8


def documents(spokes: int) -> list[dict[str, Any]]:
    """Every resource of the estate as Azure exports it."""
    return [*_hub(), *(document for index in range(spokes) for document in _spoke(index))]


def template(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The same resources as an ARM template, each with the names of its parents in its own."""
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            {
                **{key: value for key, value in document.items() if key != "id"},
                "apiVersion": API_VERSION,
                "name": "/".join(document["id"].split("/")[8::2]),
            }
            for document in resources
        ],
    }


def _hub() -> Iterator[dict[str, Any]]:
    yield _document("virtualNetworks/vnet-hub", {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}})
    yield _document("virtualNetworks/vnet-hub/subnets/GatewaySubnet", {"addressPrefix": "10.0.0.0/26"})
    yield _document(
        "publicIPAddresses/pip-hub",
        {"publicIPAllocationMethod": "Static", "publicIPAddressVersion": "IPv4"},
        sku={"name": "Standard"},
        zones=["1", "2", "3"],
    )
    configuration = {
        "subnet": {"id": _id("virtualNetworks/vnet-hub/subnets/GatewaySubnet")},
        "publicIPAddress": {"id": _id("publicIPAddresses/pip-hub")},
    }
    yield _document(
        "virtualNetworkGateways/ergw-hub",
        {
            "gatewayType": "ExpressRoute",
            "sku": {"name": "ErGw1AZ", "tier": "ErGw1AZ"},
            "ipConfigurations": [{"name": "default", "properties": configuration}],
        },
    )


def _spoke(index: int) -> Iterator[dict[str, Any]]:
    base, name = f"10.{8 + index // 256}.{index % 256}", f"s{index:04}"
    vnet = f"virtualNetworks/vnet-{name}"
    yield _document(vnet, {"addressSpace": {"addressPrefixes": [f"{base}.0/24"]}})
    yield _document(f"routeTables/rt-{name}", {"disableBgpRoutePropagation": False, "routes": []})
    for offset, role in ((0, "app"), (128, "data")):
        group = f"networkSecurityGroups/nsg-{name}-{role}"
        yield _document(group, {"securityRules": _rules()}, tags={"network-intent": "internal-only"})
        yield _document(
            f"{vnet}/subnets/{role}",
            {
                "addressPrefix": f"{base}.{offset}/25",
                "defaultOutboundAccess": False,
                "networkSecurityGroup": {"id": _id(group)},
                "routeTable": {"id": _id(f"routeTables/rt-{name}")},
            },
        )
    yield _peering("virtualNetworks/vnet-hub", vnet, f"peer-{name}-hub", transit=True)
    yield _peering(vnet, "virtualNetworks/vnet-hub", f"peer-{name}-spoke", transit=False)


def _peering(local: str, remote: str, name: str, *, transit: bool) -> dict[str, Any]:
    properties = {
        "remoteVirtualNetwork": {"id": _id(remote)},
        "allowVirtualNetworkAccess": True,
        "allowForwardedTraffic": True,
        "allowGatewayTransit": transit,
        "useRemoteGateways": not transit,
        "peeringState": "Connected",
    }
    return _document(f"{local}/virtualNetworkPeerings/{name}", properties)


def _rules() -> list[dict[str, Any]]:
    """The eight rules of an internal-only subnet."""
    allowed = [
        _rule(direction, "Allow", 100 + 10 * index, prefix)
        for direction in ("Inbound", "Outbound")
        for index, prefix in enumerate(PRIVATE)
    ]
    return [*allowed, *(_rule(direction, "Deny", 4096, "*") for direction in ("Inbound", "Outbound"))]


def _rule(direction: str, access: str, priority: int, prefix: str) -> dict[str, Any]:
    return {
        "name": f"{direction}-{priority}",
        "properties": {
            "direction": direction,
            "access": access,
            "priority": priority,
            "protocol": "*",
            "sourceAddressPrefix": prefix if direction == "Inbound" else "*",
            "sourcePortRange": "*",
            "destinationAddressPrefix": "*" if direction == "Inbound" else prefix,
            "destinationPortRange": "*",
        },
    }


def _id(path: str) -> str:
    return f"{GROUP}/Microsoft.Network/{path}"


def _document(path: str, properties: dict[str, Any], **envelope: Any) -> dict[str, Any]:
    kinds, name = path.split("/")[0::2], path.rpartition("/")[2]
    child = len(kinds) > 1
    return {
        "id": _id(path),
        "name": name,
        "type": "/".join(["Microsoft.Network", *kinds]),
        **({} if child else {"location": LOCATION}),
        **envelope,
        "properties": properties,
    }
