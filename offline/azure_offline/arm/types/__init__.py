"""One declaration per resource type."""

from collections.abc import Mapping

from azure_offline.arm.declarations import TypeSpec
from azure_offline.arm.types.connections import VIRTUAL_NETWORK_GATEWAY_CONNECTION
from azure_offline.arm.types.express_route_authorizations import EXPRESS_ROUTE_CIRCUIT_AUTHORIZATION
from azure_offline.arm.types.express_route_circuits import EXPRESS_ROUTE_CIRCUIT
from azure_offline.arm.types.express_route_peerings import (
    EXPRESS_ROUTE_CIRCUIT_CONNECTION,
    EXPRESS_ROUTE_CIRCUIT_PEERING,
)
from azure_offline.arm.types.local_network_gateways import LOCAL_NETWORK_GATEWAY
from azure_offline.arm.types.nat_gateways import NAT_GATEWAY
from azure_offline.arm.types.network_security_groups import (
    APPLICATION_SECURITY_GROUP,
    NETWORK_SECURITY_GROUP,
    SECURITY_RULE,
)
from azure_offline.arm.types.public_addresses import PUBLIC_IP_ADDRESS, PUBLIC_IP_PREFIX
from azure_offline.arm.types.resource_groups import RESOURCE_GROUP
from azure_offline.arm.types.route_filters import ROUTE_FILTER, ROUTE_FILTER_RULE
from azure_offline.arm.types.route_tables import ROUTE_SPEC, ROUTE_TABLE
from azure_offline.arm.types.subnets import SUBNET_SPEC
from azure_offline.arm.types.virtual_network_gateways import VIRTUAL_NETWORK_GATEWAY
from azure_offline.arm.types.virtual_network_peerings import VIRTUAL_NETWORK_PEERING
from azure_offline.arm.types.virtual_networks import VIRTUAL_NETWORK

DECLARED: tuple[TypeSpec, ...] = (
    RESOURCE_GROUP,
    VIRTUAL_NETWORK,
    SUBNET_SPEC,
    VIRTUAL_NETWORK_PEERING,
    NETWORK_SECURITY_GROUP,
    SECURITY_RULE,
    APPLICATION_SECURITY_GROUP,
    ROUTE_TABLE,
    ROUTE_SPEC,
    PUBLIC_IP_ADDRESS,
    PUBLIC_IP_PREFIX,
    NAT_GATEWAY,
    VIRTUAL_NETWORK_GATEWAY,
    LOCAL_NETWORK_GATEWAY,
    VIRTUAL_NETWORK_GATEWAY_CONNECTION,
    EXPRESS_ROUTE_CIRCUIT,
    EXPRESS_ROUTE_CIRCUIT_PEERING,
    EXPRESS_ROUTE_CIRCUIT_CONNECTION,
    EXPRESS_ROUTE_CIRCUIT_AUTHORIZATION,
    ROUTE_FILTER,
    ROUTE_FILTER_RULE,
)
"""Every type the offline Azure knows."""

SPECS: Mapping[str, TypeSpec] = {spec.kind: spec for spec in DECLARED}
"""The declarations by type in lower case."""
