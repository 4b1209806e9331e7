"""The estate of the preview benchmark written out by hand: a bare azure-native program, eight resources a spoke.

Run by the benchmark as a Pulumi program, with the number of spokes in the configuration (`bench:spokes`). It makes what
`hubspoke.Estate` makes from the same settings, type by type; the benchmark compares the two lists before it times them.
"""

import pulumi
from pulumi_azure_native import network, resources

LOCATION = "westeurope"
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")


def rules() -> list[network.SecurityRuleArgs]:
    """The eleven rules of an internal-only subnet."""
    found = []
    for direction in ("Inbound", "Outbound"):
        for index, prefix in enumerate(PRIVATE):
            found.append(
                network.SecurityRuleArgs(
                    name=f"{direction}-{prefix.partition('.')[0]}",
                    direction=direction,
                    access="Allow",
                    priority=100 + 10 * index,
                    protocol="*",
                    source_address_prefix=prefix if direction == "Inbound" else "*",
                    source_port_range="*",
                    destination_address_prefix="*" if direction == "Inbound" else prefix,
                    destination_port_range="*",
                )
            )
        found.append(
            network.SecurityRuleArgs(
                name=f"{direction}-DenyAll",
                direction=direction,
                access="Deny",
                priority=4096,
                protocol="*",
                source_address_prefix="*",
                source_port_range="*",
                destination_address_prefix="*",
                destination_port_range="*",
            )
        )
    return found


def spoke(index: int, group: resources.ResourceGroup, hub: network.VirtualNetwork) -> None:
    """One spoke: VNet, two security groups, a route table, two subnets and both peering ends."""
    base = f"10.{8 + index // 256}.{index % 256}"
    name = f"s{index:04}"
    vnet = network.VirtualNetwork(
        f"{name}-vnet",
        virtual_network_name=f"vnet-{name}",
        resource_group_name=group.name,
        location=LOCATION,
        address_space=network.AddressSpaceArgs(address_prefixes=[f"{base}.0/24"]),
    )
    table = network.RouteTable(
        f"{name}-rt",
        route_table_name=f"rt-{name}",
        resource_group_name=group.name,
        location=LOCATION,
        disable_bgp_route_propagation=False,
    )
    previous: list[pulumi.Resource] = []
    for offset, role in ((0, "app"), (128, "data")):
        nsg = network.NetworkSecurityGroup(
            f"{name}-nsg-{role}",
            network_security_group_name=f"nsg-{name}-{role}",
            resource_group_name=group.name,
            location=LOCATION,
            security_rules=rules(),
        )
        subnet = network.Subnet(
            f"{name}-subnet-{role}",
            subnet_name=role,
            virtual_network_name=vnet.name,
            resource_group_name=group.name,
            address_prefix=f"{base}.{offset}/25",
            default_outbound_access=False,
            network_security_group=network.NetworkSecurityGroupArgs(id=nsg.id),
            route_table=network.RouteTableArgs(id=table.id),
            opts=pulumi.ResourceOptions(depends_on=previous),
        )
        previous = [subnet]
    ends = (("hub", hub, vnet, True, False), ("spoke", vnet, hub, False, True))
    for role, local, remote, transit, use in ends:
        end = network.VirtualNetworkPeering(
            f"{name}-peering-{role}",
            virtual_network_peering_name=f"peer-{name}-{role}",
            virtual_network_name=local.name,
            resource_group_name=group.name,
            remote_virtual_network=network.SubResourceArgs(id=remote.id),
            allow_virtual_network_access=True,
            allow_forwarded_traffic=True,
            allow_gateway_transit=transit,
            use_remote_gateways=use,
            opts=pulumi.ResourceOptions(depends_on=previous),
        )
        previous = [end]


def main() -> None:
    """The hub and its spokes."""
    count = pulumi.Config("bench").require_int("spokes")
    group = resources.ResourceGroup("rg", resource_group_name="rg-bench", location=LOCATION)
    hub = network.VirtualNetwork(
        "hub",
        virtual_network_name="vnet-hub",
        resource_group_name=group.name,
        location=LOCATION,
        address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]),
    )
    network.Subnet(
        "hub-gateway-subnet",
        subnet_name="GatewaySubnet",
        virtual_network_name=hub.name,
        resource_group_name=group.name,
        address_prefix="10.0.0.0/26",
    )
    for index in range(count):
        spoke(index, group, hub)


main()
