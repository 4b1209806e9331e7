"""What Azure refuses, with the real engine: ARM's words, then the YAML put right, and nothing made twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engine.support import edit_stack, left_over, made_twice

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]
PROGRAM = (Path(__file__).parent / "wired_by_hand.py").read_text()
RIGHT = {
    "wired:hub": "10.0.0.0/16",
    "wired:spoke": "10.1.0.0/16",
    "wired:subnet": "10.0.1.0/24",
    "wired:gatewaySubnet": "10.0.0.0/26",
    "wired:gateway": "true",
    "wired:gatewayNsg": "false",
    "wired:useRemoteGateways": "true",
}
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-wired/providers/Microsoft.Network"
HUB, SPOKE = f"{GROUP}/virtualNetworks/vnet-hub", f"{GROUP}/virtualNetworks/vnet-spoke"

REFUSALS = {
    "remote gateway before there is one": (
        {"wired:gateway": "false"},
        f'Status=400 Code="RemoteVnetHasNoGateways" Message="Peering {SPOKE}/virtualNetworkPeerings/spoke-end cannot '
        f"have UseRemoteGateway flag set to true because remote virtual network {HUB} referenced by the peering does "
        'not have any gateways."',
    ),
    "overlapping peering": (
        {"wired:spoke": "10.0.128.0/17"},
        f'Status=400 Code="VnetAddressSpacesOverlap" Message="Cannot create or update peering '
        f"{HUB}/virtualNetworkPeerings/hub-end. Virtual networks {HUB} and {SPOKE} cannot be peered because their "
        'address spaces overlap. Overlapping address prefixes: 10.0.0.0/16, 10.0.128.0/17"',
    ),
    "security group on the gateway subnet": (
        {"wired:gatewayNsg": "true"},
        'Status=400 Code="NetworkSecurityGroupCannotBeAttachedToGatewaySubnet" Message="The operation failed because '
        "the network security group nsg-wired can not be associated to the GatewaySubnet. Please remove the network "
        "security group associated to the GatewaySubnet. No changes have occurred on the gateway at this time. See "
        'here for additional details: https://aka.ms/GatewaySubnet."',
    ),
    "subnet outside its network": (
        {"wired:subnet": "10.9.1.0/24"},
        'Status=400 Code="NetcfgSubnetRangeOutsideVnet" Message="Subnet \'plain\' is not valid because its IP address '
        "range is outside the IP address range of virtual network 'vnet-hub'.\"",
    ),
}


@pytest.mark.parametrize(("mistake", "words"), REFUSALS.values(), ids=REFUSALS)
def test_refused_in_arms_words_then_put_right(offline_project: Make, mistake: dict[str, str], words: str) -> None:
    project = offline_project(PROGRAM, config=RIGHT | mistake)

    refused = project.up(check=False)

    assert refused.code != 0
    assert words in refused.output
    assert "Traceback" not in refused.output

    edit_stack(project, lambda config: config.update(RIGHT), "Pulumi.dev.yaml")
    project.up()
    assert project.steps() == {}
    assert made_twice(project) == []
    project.destroy()
    assert left_over(project) == []


HUB_ALONE = """
import pulumi
from pulumi_azure_native import network, resources

group = resources.ResourceGroup("rg", resource_group_name="rg-hub", location="westeurope")
hub = network.VirtualNetwork("hub", virtual_network_name="vnet-hub", resource_group_name=group.name,
    location="westeurope", address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]))
subnet = network.Subnet("gateways", subnet_name="GatewaySubnet", virtual_network_name=hub.name,
    resource_group_name=group.name, address_prefix="10.0.0.0/26")
pulumi.export("hub", hub.id)
pulumi.export("gateways", subnet.id)
"""

USERS = """
import pulumi
from pulumi_azure_native import network, resources

config = pulumi.Config("users")
group = resources.ResourceGroup("rg", resource_group_name="rg-users", location="westeurope")
gateway = network.VirtualNetworkGateway("gateway", virtual_network_gateway_name="vgw", resource_group_name=group.name,
    location="westeurope", gateway_type="ExpressRoute",
    sku=network.VirtualNetworkGatewaySkuArgs(name="ErGw1AZ", tier="ErGw1AZ"),
    ip_configurations=[network.VirtualNetworkGatewayIPConfigurationArgs(name="default",
        subnet=network.SubResourceArgs(id=config.require("gateways")))])
spoke = network.VirtualNetwork("spoke", virtual_network_name="vnet-spoke", resource_group_name=group.name,
    location="westeurope", address_space=network.AddressSpaceArgs(address_prefixes=["10.1.0.0/16"]))
hub_end = network.VirtualNetworkPeering("hub-end", virtual_network_peering_name="to-spoke",
    virtual_network_name="vnet-hub", resource_group_name="rg-hub", allow_gateway_transit=True,
    remote_virtual_network=network.SubResourceArgs(id=spoke.id), opts=pulumi.ResourceOptions(depends_on=[gateway]))
network.VirtualNetworkPeering("spoke-end", virtual_network_peering_name="to-hub", virtual_network_name=spoke.name,
    resource_group_name=group.name, use_remote_gateways=True,
    remote_virtual_network=network.SubResourceArgs(id=config.require("hub")),
    opts=pulumi.ResourceOptions(depends_on=[hub_end]))
"""


def test_a_hub_whose_gateway_is_in_use_is_not_deleted(offline_project: Make, tmp_path: Path) -> None:
    shared = {"AZURE_OFFLINE_HOME": str(tmp_path / "azure")}
    hub = offline_project(HUB_ALONE, folder="hub", name="hub", variables=shared)
    hub.up()
    ids = hub.outputs()
    users = offline_project(
        USERS,
        folder="users",
        name="users",
        variables=shared,
        config={"users:hub": ids["hub"], "users:gateways": ids["gateways"]},
    )
    users.up()

    refused = hub.destroy(check=False)

    assert refused.code != 0
    assert 'Code="InUseSubnetCannotBeDeleted" Message="Subnet GatewaySubnet is in use by ' in refused.output
    assert "/virtualNetworkGateways/vgw/ipConfigurations/default and cannot be deleted." in refused.output
    hub.up()
    users.destroy()
    hub.destroy()
    assert left_over(hub) == []
    assert made_twice(hub) == []
