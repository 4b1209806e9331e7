"""The table of azurerm types that are read, and what their data sources tell differently.

The types are data in `networks`, `gateways`, `balancers` and `managers`, each with its source and date.
"""

from collections.abc import Mapping

from hubspoke_network.readers.terraform import balancers, gateways, managers, networks
from hubspoke_network.readers.terraform.fields import Field, ref
from hubspoke_network.readers.terraform.types import Link, Part, Shape

SHAPES: Mapping[str, Shape] = {
    shape.terraform: shape
    for table in (networks.SHAPES, gateways.SHAPES, balancers.SHAPES, managers.SHAPES)
    for shape in table
}
LINKS: Mapping[str, Link] = {link.terraform: link for link in networks.LINKS}
PARTS: Mapping[str, Part] = {part.terraform: part for part in balancers.PARTS}

ONLY_IN_DATA: Mapping[str, tuple[Field, ...]] = {
    "azurerm_subnet": (ref("network_security_group_id", "networkSecurityGroup"), ref("route_table_id", "routeTable")),
}
"""Attributes that a data source has and the resource has not."""

NOT_IN_DATA: Mapping[str, tuple[str, ...]] = {
    "azurerm_virtual_network": ("virtualNetworkPeerings",),
    "azurerm_subnet": ("natGateway",),
    "azurerm_nat_gateway": ("publicIpAddresses", "publicIpPrefixes"),
    "azurerm_network_interface": ("networkSecurityGroup",),
    "azurerm_express_route_circuit": ("peerings", "authorizations"),
    "azurerm_lb": ("backendAddressPools", "loadBalancingRules", "inboundNatRules", "inboundNatPools", "outboundRules"),
}
"""Properties that resources of their own make, which nobody lists for a data source: they are not known."""
