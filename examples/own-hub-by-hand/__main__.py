"""Spokes of a hub that was made by hand: its reference is written here, and the hub is left as it is."""

import pulumi
from pulumi_azure_native import network, resources

from hubspoke import HubRef, Spoke

# The old hub, as its owners made it. Against real Azure it is there already: leave this half out.
group = resources.ResourceGroup("hub", resource_group_name="rg-hub", location="westeurope")
vnet = network.VirtualNetwork(
    "hub",
    virtual_network_name="vnet-hub",
    resource_group_name=group.name,
    location="westeurope",
    address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/22"]),
)
table = network.RouteTable(
    "gateways", route_table_name="rt-gateways", resource_group_name=group.name, location="westeurope"
)
gateways = network.Subnet(
    "gateways",
    subnet_name="GatewaySubnet",
    virtual_network_name=vnet.name,
    resource_group_name=group.name,
    address_prefix="10.0.0.0/26",
    route_table=network.RouteTableArgs(id=table.id),
)
inside = network.Subnet(
    "firewall",
    subnet_name="snet-firewall",
    virtual_network_name=vnet.name,
    resource_group_name=group.name,
    address_prefix="10.0.1.0/26",
    default_outbound_access=False,
    opts=pulumi.ResourceOptions(depends_on=[gateways]),
)

# What spokes need to know of it. What is plain text decides what they consist of.
hub = HubRef(
    vnet_id=vnet.id,
    vnet_name="vnet-hub",
    resource_group_name="rg-hub",
    address_space=["10.0.0.0/22"],
    location="westeurope",
    inspected=True,
    firewall_address="10.0.1.4",
    inspected_tables={"gateway": "rt-gateways"},
)

spokes = resources.ResourceGroup("spokes", resource_group_name="rg-spokes", location="westeurope")
states = {}
for number, name in enumerate(("orders", "stock"), start=1):
    spoke = Spoke(
        name,
        {
            "resource_group_name": "rg-spokes",
            "location": "westeurope",
            "address_space": [f"10.{number}.0.0/22"],
            "egress": "firewall",
            "subnets": {"app": {"prefix": f"10.{number}.0.0/24"}},
            "hub": hub,
        },
        # The old hub's subnets are written here as well: one thing at a time on one network.
        pulumi.ResourceOptions(depends_on=[spokes, inside, table]),
    )
    states[name] = spoke.peering_state
pulumi.export("peeringStates", states)
