"""Bastion hosts."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals import SUBNET
from hubspoke_network.refusals.networks import ADDRESS, only_gateways
from hubspoke_network.refusals.services.subnet_services import (
    BASTION,
    address_sku,
    bastion_group,
    subnet_name,
    subnet_size,
    subnet_taken,
)

_CONFIGURATIONS = "properties.ipConfigurations[].properties"

BASTION_HOST = TypeSpec(
    type=BASTION,
    references=(
        Reference(
            f"{_CONFIGURATIONS}.subnet.id",
            (SUBNET,),
            same_region=True,
            required=False,
            part="bastionHostIpConfigurations",
        ),
        Reference(
            f"{_CONFIGURATIONS}.publicIPAddress.id", (ADDRESS,), same_region=True, part="bastionHostIpConfigurations"
        ),
        Reference("properties.virtualNetwork.id", ("Microsoft.Network/virtualNetworks",), same_region=True),
    ),
    read_only=frozenset({"dnsName"}),
    rules=(only_gateways, subnet_name, subnet_size, subnet_taken, address_sku, bastion_group),
)
