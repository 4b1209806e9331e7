"""Existing ARM networks into a stack: what the program calls by its names is adopted without a change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engine.support import azure_offline
from typer.testing import CliRunner

from azure_offline.home import FOLDER
from azure_offline.offline_project import OfflineProject
from hubspoke_cli.verbs.migrate import app

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]


def migrated(project: OfflineProject, out: Path, stack: str) -> tuple[int, str]:
    """Export the project's Azure and describe it as a stack: exit code and report."""
    export = out.parent / "export.json"
    export.write_text(azure_offline(project, "export"))
    done = CliRunner().invoke(app, ["arm", str(export), "--out", str(out), "--stack", stack])
    return done.exit_code, done.stdout


def adopted(make: Make, project: OfflineProject, out: Path, stack: str) -> OfflineProject:
    """A new project on the same Azure with the migrated stack, everything imported."""
    home = str(project.directory / FOLDER / "azure")
    new = make(None, stack=stack, folder="adopting", variables={"AZURE_OFFLINE_HOME": home})
    for path in (new.directory / "stacks").iterdir():
        path.unlink()
    (new.directory / "stacks" / f"Pulumi.{stack}.yaml").write_bytes((out / f"Pulumi.{stack}.yaml").read_bytes())
    new.must("stack", "init", stack)
    for name in ("components.json", "imports.json"):
        if (out / name).exists():
            options = ("--protect=false", "--generate-code=false", "--yes", "--stack", stack)
            new.must("import", "--file", str(out / name), *options)
    return new


@pytest.mark.slow
def test_the_prod_stack_is_adopted_without_any_change(offline_project: Make, tmp_path: Path) -> None:
    project = offline_project(None, stack="prod")
    project.up()
    made = {
        resource["id"].lower()
        for resource in project.resources()
        if resource["type"].startswith("azure-native:network:") and "id" in resource
    }

    code, report = migrated(project, tmp_path / "out", "copy")

    assert code == 0
    assert f"{len(made)} of them are as the program says; 0 would be changed by the first update." in report
    new = adopted(offline_project, project, tmp_path / "out", "copy")
    assert new.steps() == {}
    new.preview("--expect-no-changes")
    new.refresh("--expect-no-changes")
    adopted_ids = {
        resource["id"].lower() for resource in new.resources() if resource["type"].startswith("azure-native:network:")
    }
    assert adopted_ids == made


BARE = '''
"""A hub, two spokes and what surrounds them, wired by hand in ways that settings know, and in some that they do not."""

import pulumi
from pulumi_azure_native import network, privatedns, resources

HERE = {"location": "northeurope", "resource_group_name": "net"}
group = resources.ResourceGroup("net", resource_group_name="net", location="northeurope")
other = resources.ResourceGroup("shared", resource_group_name="shared", location="northeurope")
after = pulumi.ResourceOptions(depends_on=[group, other])


def rule(name, priority, direction="Inbound", access="Allow", **more):
    given = {"protocol": "Tcp", "source_port_range": "*", "source_address_prefix": "10.0.0.0/8"}
    given |= {"destination_address_prefix": "*", "destination_port_range": "443"} | more
    return network.SecurityRuleArgs(name=name, priority=priority, direction=direction, access=access, **given)


many = {"source_address_prefix": None, "source_address_prefixes": ["10.1.0.0/16", "10.2.0.0/16"]}
own = network.NetworkSecurityGroup(
    "own", network_security_group_name="own", **HERE, opts=after,
    security_rules=[rule("web", 100), rule("many", 110, description="two sources", **many)],
)
asg = network.ApplicationSecurityGroup("asg", application_security_group_name="asg", **HERE, opts=after)
by_asg = network.NetworkSecurityGroup(
    "byasg", network_security_group_name="byasg", **HERE, opts=after,
    security_rules=[
        rule("asg", 100, source_address_prefix=None,
             source_application_security_groups=[network.ApplicationSecurityGroupArgs(id=asg.id)])
    ],
)
shared = network.NetworkSecurityGroup("shared", network_security_group_name="shared", **HERE, opts=after)
elsewhere = network.NetworkSecurityGroup(
    "elsewhere", network_security_group_name="elsewhere", resource_group_name="shared", location="northeurope",
    opts=after,
)
table = network.RouteTable(
    "table", route_table_name="to-firewall", **HERE, opts=after, disable_bgp_route_propagation=True,
    routes=[network.RouteArgs(name="default", address_prefix="0.0.0.0/0", next_hop_type="VirtualAppliance",
                              next_hop_ip_address="10.0.1.4")],
)
ip = network.PublicIPAddress(
    "ip", public_ip_address_name="nat-ip", **HERE, opts=after, sku=network.PublicIPAddressSkuArgs(name="Standard"),
    public_ip_allocation_method="Static",
)
nat = network.NatGateway(
    "nat", nat_gateway_name="way-out", **HERE, sku=network.NatGatewaySkuArgs(name="Standard"),
    public_ip_addresses=[network.SubResourceArgs(id=ip.id)], idle_timeout_in_minutes=10,
)


def subnet(name, prefix, group=None, **more):
    nsg = network.NetworkSecurityGroupArgs(id=group.id) if group else None
    return network.SubnetArgs(name=name, address_prefix=prefix, network_security_group=nsg, **more)


def vnet(name, space, subnets, **more):
    return network.VirtualNetwork(
        name, virtual_network_name=name, **HERE, opts=after, subnets=subnets,
        address_space=network.AddressSpaceArgs(address_prefixes=[space]), **more,
    )


hub = vnet("hub-net", "10.0.0.0/16", [
    subnet("GatewaySubnet", "10.0.0.0/26"),
    subnet("tools", "10.0.1.0/24", shared), subnet("logs", "10.0.2.0/24", shared),
])
shop = vnet("shop", "10.1.0.0/16", [
    subnet("web", "10.1.0.0/24", own, service_endpoints=[network.ServiceEndpointPropertiesFormatArgs(
        service="Microsoft.Storage")]),
    subnet("app", "10.1.1.0/24", by_asg, route_table=network.RouteTableArgs(id=table.id)),
    subnet("out", "10.1.2.0/24", elsewhere, nat_gateway=network.SubResourceArgs(id=nat.id),
           default_outbound_access=False),
], dhcp_options=network.DhcpOptionsArgs(dns_servers=["10.0.1.5"]), tags={"team": "shop"})
data = vnet("data", "10.2.0.0/16", [subnet("sql", "10.2.0.0/24")])
alone = vnet("alone", "10.3.0.0/16", [subnet("one", "10.3.0.0/24")])
gateway_ip = network.PublicIPAddress(
    "gwip", public_ip_address_name="gateway-ip", **HERE, sku=network.PublicIPAddressSkuArgs(name="Standard"),
    opts=after, public_ip_allocation_method="Static", zones=["1", "2", "3"],
)
gateway = network.VirtualNetworkGateway(
    "gw", virtual_network_gateway_name="vpn", **HERE, gateway_type="Vpn", vpn_type="RouteBased",
    sku=network.VirtualNetworkGatewaySkuArgs(name="VpnGw1AZ", tier="VpnGw1AZ"),
    ip_configurations=[network.VirtualNetworkGatewayIPConfigurationArgs(
        name="default", private_ip_allocation_method="Dynamic",
        subnet=network.SubResourceArgs(id=hub.id.apply(lambda i: f"{i}/subnets/GatewaySubnet")),
        public_ip_address=network.SubResourceArgs(id=gateway_ip.id))],
)
site = network.LocalNetworkGateway(
    "site", local_network_gateway_name="branch", **HERE, gateway_ip_address="203.0.113.9", opts=after,
    local_network_address_space=network.AddressSpaceArgs(address_prefixes=["192.168.0.0/16"]),
)
network.VirtualNetworkGatewayConnection(
    "con", virtual_network_gateway_connection_name="to-branch", **HERE, connection_type="IPsec", shared_key="secret-1",
    virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway.id),
    local_network_gateway2=network.LocalNetworkGatewayArgs(id=site.id),
)
last = gateway
for name, spoke, uses in (("shop", shop, True), ("data", data, False)):
    down = network.VirtualNetworkPeering(
        f"to-{name}", virtual_network_peering_name=f"to-{name}", virtual_network_name=hub.name,
        resource_group_name="net", remote_virtual_network=network.SubResourceArgs(id=spoke.id),
        allow_gateway_transit=True,
        allow_virtual_network_access=True, opts=pulumi.ResourceOptions(depends_on=[last]),
    )
    last = network.VirtualNetworkPeering(
        f"from-{name}", virtual_network_peering_name="to-hub", virtual_network_name=spoke.name,
        resource_group_name="net", remote_virtual_network=network.SubResourceArgs(id=hub.id), use_remote_gateways=uses,
        allow_virtual_network_access=True, allow_forwarded_traffic=name == "data",
        opts=pulumi.ResourceOptions(depends_on=[down]),
    )
privatedns.PrivateZone(
    "zone", private_zone_name="corp.example", resource_group_name="net", location="Global", opts=after
)
'''


def test_a_network_wired_by_hand_is_adopted_or_named(offline_project: Make, tmp_path: Path) -> None:
    project = offline_project(BARE)
    project.up()

    code, report = migrated(project, tmp_path / "out", "prod")

    assert code == 3
    imports: list[dict[str, Any]] = json.loads((tmp_path / "out" / "imports.json").read_text())["resources"]
    ids = {entry["id"].lower() for entry in imports if "id" in entry}
    left = {line.strip() for line in report.splitlines() if line.startswith("  /subscriptions/")}
    everything = every_network_resource(json.loads((tmp_path / "export.json").read_text()))
    assert everything == ids | (left & everything)
    assert not ids & left
    assert sorted(name for name in left & everything) == sorted(
        f"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/{name}"
        for name in (
            "net/providers/microsoft.network/applicationsecuritygroups/asg",
            "net/providers/microsoft.network/connections/to-branch",
            "net/providers/microsoft.network/localnetworkgateways/branch",
            "net/providers/microsoft.network/networksecuritygroups/byasg",
            "net/providers/microsoft.network/networksecuritygroups/shared",
            "net/providers/microsoft.network/privatednszones/corp.example",
            "net/providers/microsoft.network/virtualnetworks/alone",
            "net/providers/microsoft.network/virtualnetworks/alone/subnets/one",
            "networkwatcherrg/providers/microsoft.network/networkwatchers/networkwatcher_northeurope",
            "shared/providers/microsoft.network/networksecuritygroups/elsewhere",
        )
    )
    new = adopted(offline_project, project, tmp_path / "out", "prod")
    assert set(new.steps().values()) <= {"create", "update"}
    new.up()
    assert new.steps() == {}
    settings = yaml.safe_load((tmp_path / "out" / "Pulumi.prod.yaml").read_text())["config"]
    assert sorted(settings["hubspoke:spokes"]) == ["data", "shop"]


def every_network_resource(documents: list[dict[str, Any]]) -> set[str]:
    """Ids of every network resource of an export, with those held inline."""
    found: set[str] = set()
    for document in documents:
        if document["type"].startswith("Microsoft.Network/"):
            found.add(document["id"].lower())
            inline = document["properties"].get("subnets", []) if document["type"].endswith("virtualNetworks") else []
            inline = inline + document["properties"].get("virtualNetworkPeerings", [])
            found |= {item["id"].lower() for item in inline}
    return found
