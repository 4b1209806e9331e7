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

SPOKE = """\
spoke = network.VirtualNetwork(
    "spoke",
    resource_group_name=group.name,
    address_space={"address_prefixes": ["10.1.0.0/16"]},
)
"""
"""A spoke without subnets; stands after HEAD."""

CIRCUIT_PROVIDER = """\
    service_provider_properties={
        "service_provider_name": "Equinix",
        "peering_location": "Amsterdam",
        "bandwidth_in_mbps": 1000,
    },
"""


def program(*parts: str) -> str:
    """A program: the imports and a resource group, then the parts, a blank line between them."""
    return "\n".join([HEAD, *(dedent(part).strip("\n") + "\n" for part in parts)])
