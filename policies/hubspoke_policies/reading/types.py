"""The ARM types that rules read, in groups by what depends on them."""

from hubspoke_network.azure import (
    ASG,
    BASTION,
    CIRCUIT,
    CIRCUIT_PEERING,
    CONNECTION,
    FILTER,
    FILTER_RULE,
    FIREWALL,
    GATEWAY,
    LOAD_BALANCER,
    LOCAL_GATEWAY,
    NAT_GATEWAY,
    NIC,
    NSG,
    PEERING,
    PRIVATE_ENDPOINT,
    PUBLIC_ADDRESS,
    RESOURCE_GROUP,
    ROUTE,
    RULE,
    SUBNET,
    TABLE,
    VNET,
)

NETWORKS = (VNET, SUBNET, PEERING)
"""Which networks there are, and how they are connected."""

LEARNED = (GATEWAY, CONNECTION, LOCAL_GATEWAY, CIRCUIT)
"""What decides which prefixes a network learns from outside."""

SECURITY = (NSG, RULE, ASG, NIC, TABLE, ROUTE, *NETWORKS, *LEARNED)
"""What decides the flows that a security group lets through where it is attached."""

OUTBOUND = (NAT_GATEWAY, LOAD_BALANCER, FIREWALL, PUBLIC_ADDRESS, PRIVATE_ENDPOINT)
"""What decides how packets leave, beyond what `SECURITY` has."""

ALL = (RESOURCE_GROUP, *SECURITY, BASTION, *OUTBOUND, CIRCUIT_PEERING, FILTER, FILTER_RULE)
"""Everything that a model is built of. An answer must not depend on which rules are on."""
