"""A hub, a spoke and their peering, all with names that are written out: the smallest stack worth disturbing.

It speaks to the engine without azure-native's SDK, which takes seconds to import; the provider sees no difference.
"""

from importlib.metadata import version
from typing import Any

import pulumi

IN_GROUP = {"resourceGroupName": "rg"}


class Azure(pulumi.CustomResource):
    """Any azure-native resource."""

    def __init__(self, token: str, label: str, inputs: dict[str, Any], *after: pulumi.Resource) -> None:
        options = pulumi.ResourceOptions(version=version("pulumi-azure-native"), depends_on=list(after))
        super().__init__(f"azure-native:{token}", label, inputs, options)


def network(label: str, prefix: str, group: Azure) -> Azure:
    """A virtual network."""
    space = {"addressSpace": {"addressPrefixes": [prefix]}, "location": "westeurope"}
    return Azure("network:VirtualNetwork", label, {**IN_GROUP, "virtualNetworkName": label, **space}, group)


def peering(here: str, there: str, networks: dict[str, Azure], subnet: Azure) -> Azure:
    """One end of the peering."""
    names = {"virtualNetworkName": here, "virtualNetworkPeeringName": f"to-{there}"}
    remote = {"remoteVirtualNetwork": {"id": networks[there].id}}
    return Azure("network:VirtualNetworkPeering", f"{here}-{there}", {**IN_GROUP, **names, **remote}, subnet)


def main() -> None:
    """Seven resources."""
    group = Azure("resources:ResourceGroup", "rg", {**IN_GROUP, "location": "westeurope"})
    networks = {"hub": network("hub", "10.0.0.0/16", group), "spoke": network("spoke", "10.1.0.0/16", group)}
    names = {"networkSecurityGroupName": "nsg", "location": "westeurope"}
    security = Azure("network:NetworkSecurityGroup", "nsg", {**IN_GROUP, **names}, group)
    inputs = {"addressPrefix": "10.1.1.0/24", "networkSecurityGroup": {"id": security.id}}
    names = {"virtualNetworkName": "spoke", "subnetName": "app"}
    subnet = Azure("network:Subnet", "app", {**IN_GROUP, **names, **inputs}, networks["spoke"])
    peering("hub", "spoke", networks, subnet)
    peering("spoke", "hub", networks, subnet)


main()
