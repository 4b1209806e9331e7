"""Pieces of the example programs: each example is a whole azure-native program, put together from these."""

from textwrap import dedent

HEAD = """\
from pulumi_azure_native import network, resources

group = resources.ResourceGroup("network", location="westeurope")
"""

HUB = """\
hub = network.VirtualNetwork(
    "hub",
    resource_group_name=group.name,
    address_space={"address_prefixes": ["10.0.0.0/16"]},
)
gateway_subnet = network.Subnet(
    "gateway-subnet",
    resource_group_name=group.name,
    virtual_network_name=hub.name,
    subnet_name="GatewaySubnet",
    address_prefix="10.0.0.0/26",
)
"""
"""A hub with a gateway subnet; stands after HEAD."""

OPEN_GROUP = """
network.NetworkSecurityGroup(
    "app",
    resource_group_name=group.name,
    security_rules=[
        {{
            "name": "in",
            "direction": "Inbound",
            "access": "Allow",
            "priority": 100,
            "protocol": "*",
            "source_address_prefixes": [{sources}],
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "*",
        }},
        {{
            "name": "deny",
            "direction": "Inbound",
            "access": "Deny",
            "priority": 4096,
            "protocol": "*",
            "source_address_prefix": "*",
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "*",
        }},
    ],
)
"""
"""A security group that lets `{sources}` in on every port; stands after HEAD."""

APP_SUBNET = """
app_group = network.NetworkSecurityGroup("app-rules", resource_group_name=group.name)
network.Subnet(
    "app",
    resource_group_name=group.name,
    virtual_network_name=hub.name,
    address_prefix="10.0.1.0/24",
    default_outbound_access=False,{group}
)
"""
"""A subnet of the hub and a security group; `{group}` is WITH_GROUP or nothing."""

WITH_GROUP = '\n    network_security_group={"id": app_group.id},'

ROUTE_FILTER = """
office365 = network.RouteFilter("office365", resource_group_name=group.name)
network.RouteFilterRule(
    "accepted",
    resource_group_name=group.name,
    route_filter_name=office365.name,
    rule_name="accepted",
    access="Allow",
    route_filter_rule_type="Community",
    communities=[{communities}],
)
"""
"""A route filter that lists `{communities}`; stands after HEAD."""


def program(*parts: str) -> str:
    """A program: the imports and a resource group, then the parts, a blank line between them."""
    return "\n".join([HEAD, *(dedent(part).strip("\n") + "\n" for part in parts)])
