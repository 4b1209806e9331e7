"""azure-native's ways, seen through the real engine and the real SDK."""

import re
from collections.abc import Callable

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

NETWORK = """
import pulumi
from pulumi_azure_native import network, resources

config = pulumi.Config()
group = resources.ResourceGroup("rg", location="westeurope")
vnet = network.VirtualNetwork(
    "hub", resource_group_name=group.name, address_space={"address_prefixes": ["10.0.0.0/16"]},
    tags={"size": config.get("size") or "small"},
)
table = network.RouteTable("rt", resource_group_name=group.name)
subnet = network.Subnet(
    "app", resource_group_name=group.name, virtual_network_name=vnet.name,
    address_prefix=config.get("prefix") or "10.0.1.0/24", route_table={"id": table.id},
)
found = network.get_subnet_output(
    resource_group_name=group.name, virtual_network_name=vnet.name, subnet_name=subnet.name.apply(lambda n: n or "app")
)
pulumi.export("group", group.name)
pulumi.export("vnet", vnet.id)
pulumi.export("subnet", subnet.id)
pulumi.export("found", found.address_prefix)
pulumi.export("location", vnet.location)
"""


def test_a_network_lives_and_dies(offline_project: Make) -> None:
    project = offline_project(NETWORK)
    project.up()
    outputs = project.outputs()
    group = outputs["group"]
    assert re.fullmatch(r"rg[0-9a-f]{8}", group)
    head = f"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/{group}/providers/Microsoft.Network"
    assert re.fullmatch(re.escape(head) + r"/virtualNetworks/hub[0-9a-f]{8}", outputs["vnet"])
    assert outputs["subnet"] == f"{outputs['vnet']}/subnets/app"
    assert (outputs["found"], outputs["location"]) == ("10.0.1.0/24", "westeurope")

    project.up("--expect-no-changes")
    project.refresh("--expect-no-changes")
    project.must("config", "set", "size", "large", "--stack", "dev")
    assert list(project.steps().values()) == ["update"]
    project.up()
    project.refresh("--expect-no-changes")
    project.destroy()
    assert [resource["type"] for resource in project.resources()] == ["pulumi:pulumi:Stack"] or not project.resources()


def test_refusals_are_azures_and_the_rest_converges(offline_project: Make) -> None:
    project = offline_project(NETWORK, config={"demo:prefix": "192.168.0.0/24"})
    failed = project.up(check=False)
    assert failed.code != 0
    assert 'Status=400 Code="NetcfgSubnetRangeOutsideVnet" Message="' in failed.output
    assert "Traceback" not in failed.output
    project.must("config", "set", "prefix", "10.0.7.0/24", "--stack", "dev")
    project.up()
    assert project.outputs()["found"] == "10.0.7.0/24"
    project.preview("--expect-no-changes")


EXISTING = """
import pulumi
from pulumi_azure_native import network, resources

group = resources.ResourceGroup("rg", resource_group_name="rg", location="westeurope")
first = network.RouteTable("first", resource_group_name=group.name, route_table_name="rt")
second = network.RouteTable(
    "second", resource_group_name=group.name, route_table_name="rt", opts=pulumi.ResourceOptions(depends_on=[first])
)
"""


def test_what_exists_is_not_created_again(offline_project: Make) -> None:
    run = offline_project(EXISTING).up(check=False)
    assert run.code != 0
    rt = (
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/"
        "routeTables/rt"
    )
    assert f"cannot create already existing resource '{rt}'" in run.output


SECRETS = """
import pulumi
from pulumi_azure_native import managedidentity, network, resources

group = resources.ResourceGroup("rg", resource_group_name="rg", location="westeurope")
identity = managedidentity.UserAssignedIdentity("me", resource_group_name=group.name)
table = network.RouteTable("rt", resource_group_name=group.name, tags={"key": pulumi.Output.secret("hunter2")})
pulumi.export("identity", identity.id)
"""


def test_undeclared_types_are_told_of_and_secrets_are_not(offline_project: Make) -> None:
    project = offline_project(SECRETS)
    up = project.up()
    assert (
        up.output.count("azure-native:managedidentity:UserAssignedIdentity is not declared in the offline Azure") >= 1
    )
    assert "hunter2" not in up.output
    assert "hunter2" not in project.must("stack", "export", "--stack", "dev").output
    project.preview("--expect-no-changes")


def test_the_switch_refuses_undeclared_types_at_preview(offline_project: Make) -> None:
    project = offline_project(SECRETS, variables={"AZURE_OFFLINE_UNDECLARED": "refuse"})
    run = project.preview(check=False)
    assert run.code != 0
    assert "[HS650] the offline Azure has no declaration of" in run.output
