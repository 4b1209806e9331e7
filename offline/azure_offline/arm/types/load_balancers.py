"""Load balancers."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals import SUBNET
from hubspoke_network.refusals.networks import ADDRESS, USER_RULES

BALANCER = "Microsoft.Network/loadBalancers"

_FRONTEND = "properties.frontendIPConfigurations[].properties"

LOAD_BALANCER = TypeSpec(
    type=BALANCER,
    references=(
        Reference(f"{_FRONTEND}.subnet.id", (SUBNET,), same_region=True, part="frontendIPConfigurations"),
        Reference(f"{_FRONTEND}.publicIPAddress.id", (ADDRESS,), same_region=True, part="frontendIPConfigurations"),
        Reference(f"{_FRONTEND}.publicIPPrefix.id", ("Microsoft.Network/publicIPPrefixes",), same_region=True),
    ),
    parts=(
        "frontendIPConfigurations",
        "backendAddressPools",
        "loadBalancingRules",
        "probes",
        "inboundNatRules",
        "outboundRules",
    ),
    guid=True,
    rules=USER_RULES,
)
