"""The life of a hub and its spoke, as an operator sees it."""

from .conftest import TWO, Azure, network

HUB = network("virtualNetworks/hub")
SPOKE = network("virtualNetworks/spoke", TWO)


def test_a_hub_with_a_gateway_and_a_spoke_that_uses_it(azure: Azure) -> None:
    azure.make(HUB, {"location": "West Europe", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/22"]}}})
    azure.make(f"{HUB}/subnets/GatewaySubnet", {"properties": {"addressPrefix": "10.0.0.0/27"}})
    spoke = {"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/24"]}}}
    azure.make(SPOKE, spoke)
    azure.make(
        f"{HUB}/virtualNetworkPeerings/to-spoke",
        {"properties": {"remoteVirtualNetwork": {"id": SPOKE}, "allowGatewayTransit": True}},
    )
    to_hub = {"properties": {"remoteVirtualNetwork": {"id": HUB}, "useRemoteGateways": True}}
    refused = azure.put(f"{SPOKE}/virtualNetworkPeerings/to-hub", to_hub)
    assert (refused.status, refused.code) == (400, "RemoteVnetHasNoGateways")
    azure.make(
        "virtualNetworkGateways/gw",
        {
            "location": "westeurope",
            "properties": {
                "gatewayType": "ExpressRoute",
                "sku": {"name": "ErGw1AZ"},
                "ipConfigurations": [{"name": "c", "properties": {"subnet": {"id": f"{HUB}/subnets/GatewaySubnet"}}}],
            },
        },
    )
    made = azure.make(f"{SPOKE}/virtualNetworkPeerings/to-hub", to_hub)
    assert made["properties"]["peeringState"] == "Connected"
    assert azure.get(f"{HUB}/virtualNetworkPeerings/to-spoke")["properties"]["peeringState"] == "Connected"
    in_use = azure.delete(HUB)
    assert in_use.code == "InUseSubnetCannotBeDeleted"
    assert in_use.message == (
        f"Subnet GatewaySubnet is in use by {network('virtualNetworkGateways/gw')}/ipConfigurations/c and cannot be "
        "deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet."
    )
    for id_ in (f"{SPOKE}/virtualNetworkPeerings/to-hub", network("virtualNetworkGateways/gw"), HUB, SPOKE):
        assert azure.delete(id_).status == 200, id_
    assert [document["type"] for document in azure.arm.export()] == ["Microsoft.Resources/resourceGroups"] * 2
