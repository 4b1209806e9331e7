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
    "own",
    network_security_group_name="own",
    **HERE,
    opts=after,
    security_rules=[rule("web", 100), rule("many", 110, description="two sources", **many)],
)
asg = network.ApplicationSecurityGroup("asg", application_security_group_name="asg", **HERE, opts=after)
by_asg = network.NetworkSecurityGroup(
    "byasg",
    network_security_group_name="byasg",
    **HERE,
    opts=after,
    security_rules=[
        rule(
            "asg",
            100,
            source_address_prefix=None,
            source_application_security_groups=[network.ApplicationSecurityGroupArgs(id=asg.id)],
        )
    ],
)
shared = network.NetworkSecurityGroup("shared", network_security_group_name="shared", **HERE, opts=after)
elsewhere = network.NetworkSecurityGroup(
    "elsewhere",
    network_security_group_name="elsewhere",
    resource_group_name="shared",
    location="northeurope",
    opts=after,
)
table = network.RouteTable(
    "table",
    route_table_name="to-firewall",
    **HERE,
    opts=after,
    disable_bgp_route_propagation=True,
    routes=[
        network.RouteArgs(
            name="default", address_prefix="0.0.0.0/0", next_hop_type="VirtualAppliance", next_hop_ip_address="10.0.1.4"
        )
    ],
)
ip = network.PublicIPAddress(
    "ip",
    public_ip_address_name="nat-ip",
    **HERE,
    opts=after,
    sku=network.PublicIPAddressSkuArgs(name="Standard"),
    public_ip_allocation_method="Static",
)
nat = network.NatGateway(
    "nat",
    nat_gateway_name="way-out",
    **HERE,
    sku=network.NatGatewaySkuArgs(name="Standard"),
    public_ip_addresses=[network.SubResourceArgs(id=ip.id)],
    idle_timeout_in_minutes=10,
)


def subnet(name, prefix, group=None, **more):
    nsg = network.NetworkSecurityGroupArgs(id=group.id) if group else None
    return network.SubnetArgs(name=name, address_prefix=prefix, network_security_group=nsg, **more)


def vnet(name, space, subnets, **more):
    return network.VirtualNetwork(
        name,
        virtual_network_name=name,
        **HERE,
        opts=after,
        subnets=subnets,
        address_space=network.AddressSpaceArgs(address_prefixes=[space]),
        **more,
    )


hub = vnet(
    "hub-net",
    "10.0.0.0/16",
    [
        subnet("GatewaySubnet", "10.0.0.0/26"),
        subnet("tools", "10.0.1.0/24", shared),
        subnet("logs", "10.0.2.0/24", shared),
    ],
)
shop = vnet(
    "shop",
    "10.1.0.0/16",
    [
        subnet(
            "web",
            "10.1.0.0/24",
            own,
            service_endpoints=[network.ServiceEndpointPropertiesFormatArgs(service="Microsoft.Storage")],
        ),
        subnet("app", "10.1.1.0/24", by_asg, route_table=network.RouteTableArgs(id=table.id)),
        subnet(
            "out",
            "10.1.2.0/24",
            elsewhere,
            nat_gateway=network.SubResourceArgs(id=nat.id),
            default_outbound_access=False,
        ),
    ],
    dhcp_options=network.DhcpOptionsArgs(dns_servers=["10.0.1.5"]),
    tags={"team": "shop"},
)
data = vnet("data", "10.2.0.0/16", [subnet("sql", "10.2.0.0/24")])
alone = vnet("alone", "10.3.0.0/16", [subnet("one", "10.3.0.0/24")])
gateway_ip = network.PublicIPAddress(
    "gwip",
    public_ip_address_name="gateway-ip",
    **HERE,
    sku=network.PublicIPAddressSkuArgs(name="Standard"),
    opts=after,
    public_ip_allocation_method="Static",
    zones=["1", "2", "3"],
)
gateway = network.VirtualNetworkGateway(
    "gw",
    virtual_network_gateway_name="vpn",
    **HERE,
    gateway_type="Vpn",
    vpn_type="RouteBased",
    sku=network.VirtualNetworkGatewaySkuArgs(name="VpnGw1AZ", tier="VpnGw1AZ"),
    ip_configurations=[
        network.VirtualNetworkGatewayIPConfigurationArgs(
            name="default",
            private_ip_allocation_method="Dynamic",
            subnet=network.SubResourceArgs(id=hub.id.apply(lambda i: f"{i}/subnets/GatewaySubnet")),
            public_ip_address=network.SubResourceArgs(id=gateway_ip.id),
        )
    ],
)
site = network.LocalNetworkGateway(
    "site",
    local_network_gateway_name="branch",
    **HERE,
    gateway_ip_address="203.0.113.9",
    opts=after,
    local_network_address_space=network.AddressSpaceArgs(address_prefixes=["192.168.0.0/16"]),
)
network.VirtualNetworkGatewayConnection(
    "con",
    virtual_network_gateway_connection_name="to-branch",
    **HERE,
    connection_type="IPsec",
    shared_key="secret-1",
    virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway.id),
    local_network_gateway2=network.LocalNetworkGatewayArgs(id=site.id),
)
last = gateway
for name, spoke, uses in (("shop", shop, True), ("data", data, False)):
    down = network.VirtualNetworkPeering(
        f"to-{name}",
        virtual_network_peering_name=f"to-{name}",
        virtual_network_name=hub.name,
        resource_group_name="net",
        remote_virtual_network=network.SubResourceArgs(id=spoke.id),
        allow_gateway_transit=True,
        allow_virtual_network_access=True,
        opts=pulumi.ResourceOptions(depends_on=[last]),
    )
    last = network.VirtualNetworkPeering(
        f"from-{name}",
        virtual_network_peering_name="to-hub",
        virtual_network_name=spoke.name,
        resource_group_name="net",
        remote_virtual_network=network.SubResourceArgs(id=hub.id),
        use_remote_gateways=uses,
        allow_virtual_network_access=True,
        allow_forwarded_traffic=name == "data",
        opts=pulumi.ResourceOptions(depends_on=[down]),
    )
privatedns.PrivateZone(
    "zone", private_zone_name="corp.example", resource_group_name="net", location="Global", opts=after
)
