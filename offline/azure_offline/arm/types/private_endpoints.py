"""Private endpoints."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals import SUBNET
from hubspoke_network.refusals.networks import USER_RULES

ENDPOINT = "Microsoft.Network/privateEndpoints"

PRIVATE_ENDPOINT = TypeSpec(
    type=ENDPOINT,
    references=(
        Reference("properties.subnet.id", (SUBNET,), same_region=True, required=True),
        Reference("properties.privateLinkServiceConnections[].properties.privateLinkServiceId", holds=False),
        Reference("properties.manualPrivateLinkServiceConnections[].properties.privateLinkServiceId", holds=False),
    ),
    read_only=frozenset({"networkInterfaces"}),
    rules=USER_RULES,
)
