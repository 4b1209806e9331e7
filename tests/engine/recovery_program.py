"""A hub, a spoke and both peering ends, in a component: a small program for tests that run it many times.

It speaks to the engine without azure-native's SDK, which takes seconds to import; the provider sees no difference.
"""

from importlib.metadata import version
from typing import Any

import pulumi


class Azure(pulumi.CustomResource):
    """Any azure-native resource."""

    name: pulumi.Output[str]

    def __init__(self, token: str, label: str, inputs: dict[str, Any], **options: Any) -> None:
        chosen = pulumi.ResourceOptions(version=version("pulumi-azure-native"), **options)
        super().__init__(f"azure-native:{token}", label, {**inputs, "name": None}, chosen)


class Spoke(pulumi.ComponentResource):
    """A network with one subnet, and both ends of its peering with the hub."""

    def __init__(self, label: str, group: Azure, hub: Azure, prefix: str) -> None:
        super().__init__("test:index:Spoke", label, None)
        inside = {"resourceGroupName": group.name}
        vnet = network(f"{label}-vnet", group, prefix, parent=self)
        rules = {
            "securityRules": [
                {
                    "name": "from-hub",
                    "priority": 100,
                    "access": "Allow",
                    "direction": "Inbound",
                    "protocol": "*",
                    "sourceAddressPrefix": "10.0.0.0/16",
                    "sourcePortRange": "*",
                    "destinationAddressPrefix": "*",
                    "destinationPortRange": "*",
                }
            ]
        }
        names = {"networkSecurityGroupName": f"{label}-nsg"}
        nsg = Azure("network:NetworkSecurityGroup", f"{label}-nsg", {**inside, **names, **rules}, parent=self)
        table = Azure("network:RouteTable", f"{label}-rt", {**inside, "routeTableName": f"{label}-rt"}, parent=self)
        subnet = Azure(
            "network:Subnet",
            f"{label}-app",
            {
                **inside,
                "virtualNetworkName": vnet.name,
                "subnetName": "app",
                "addressPrefix": prefix.replace(".0.0/16", ".1.0/24"),
                "networkSecurityGroup": {"id": nsg.id},
                "routeTable": {"id": table.id},
            },
            parent=self,
        )
        for end, local, remote in (("hub", hub, vnet), ("spoke", vnet, hub)):
            Azure(
                "network:VirtualNetworkPeering",
                f"{label}-{end}",
                {
                    **inside,
                    "virtualNetworkName": local.name,
                    "virtualNetworkPeeringName": f"{label}-{end}",
                    "remoteVirtualNetwork": {"id": remote.id},
                    "allowVirtualNetworkAccess": True,
                    "peeringState": "Connected",
                },
                parent=self,
                depends_on=[subnet],
            )


def network(label: str, group: Azure, prefix: str, **options: Any) -> Azure:
    """A virtual network."""
    inputs = {
        "resourceGroupName": group.name,
        "virtualNetworkName": label,
        "addressSpace": {"addressPrefixes": [prefix]},
        "tags": {"size": pulumi.Config("demo").get("size") or "small"},
    }
    return Azure("network:VirtualNetwork", label, inputs, **options)


def main() -> None:
    """One hub and two spokes: thirteen resources."""
    group = Azure("resources:ResourceGroup", "group", {"resourceGroupName": "rg", "location": "westeurope"})
    hub = network("hub", group, "10.0.0.0/16")
    for index, label in enumerate(("red", "blue"), start=1):
        Spoke(label, group, hub, f"10.{index}.0.0/16")


main()
