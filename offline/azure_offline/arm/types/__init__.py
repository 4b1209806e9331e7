"""One declaration per resource type, and the list of them all.

A declaration says what a resource lies in, what it refers to, what Azure adds, and which refusals hold for it.
"""

from collections.abc import Mapping

from azure_offline.arm.resources import TypeSpec
from azure_offline.arm.types.connections import VIRTUAL_NETWORK_GATEWAY_CONNECTION
from azure_offline.arm.types.diagnostic_settings import DIAGNOSTIC_SETTING
from azure_offline.arm.types.express_route_authorizations import EXPRESS_ROUTE_CIRCUIT_AUTHORIZATION
from azure_offline.arm.types.express_route_circuits import EXPRESS_ROUTE_CIRCUIT
from azure_offline.arm.types.express_route_peerings import (
    EXPRESS_ROUTE_CIRCUIT_CONNECTION,
    EXPRESS_ROUTE_CIRCUIT_PEERING,
)
from azure_offline.arm.types.local_network_gateways import LOCAL_NETWORK_GATEWAY
from azure_offline.arm.types.nat_gateways import NAT_GATEWAY
from azure_offline.arm.types.network_interfaces import NETWORK_INTERFACE
from azure_offline.arm.types.network_security_groups import (
    APPLICATION_SECURITY_GROUP,
    NETWORK_SECURITY_GROUP,
    SECURITY_RULE,
)
from azure_offline.arm.types.private_dns import PRIVATE_DNS_LINK, PRIVATE_DNS_ZONE
from azure_offline.arm.types.public_addresses import PUBLIC_IP_ADDRESS, PUBLIC_IP_PREFIX
from azure_offline.arm.types.resource_groups import RESOURCE_GROUP
from azure_offline.arm.types.route_filters import ROUTE_FILTER, ROUTE_FILTER_RULE
from azure_offline.arm.types.route_tables import ROUTE_SPEC, ROUTE_TABLE
from azure_offline.arm.types.services import (
    DDOS_PROTECTION_PLAN,
    LOAD_BALANCER,
    MANAGEMENT_LOCK,
    PRIVATE_DNS_ZONE_GROUP,
    PRIVATE_ENDPOINT,
    STORAGE_ACCOUNT,
    VIRTUAL_MACHINE,
    WORKSPACE,
)
from azure_offline.arm.types.subnet_services import (
    AZURE_FIREWALL,
    BASTION_HOST,
    FIREWALL_POLICY,
    FIREWALL_POLICY_RULE_COLLECTION_GROUP,
    IP_GROUP,
)
from azure_offline.arm.types.subnets import SUBNET_SPEC
from azure_offline.arm.types.virtual_network_gateways import VIRTUAL_NETWORK_GATEWAY
from azure_offline.arm.types.virtual_network_peerings import VIRTUAL_NETWORK_PEERING
from azure_offline.arm.types.virtual_networks import VIRTUAL_NETWORK
from azure_offline.arm.types.watchers import FLOW_LOG, NETWORK_WATCHER

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
    NETWORK_INTERFACE,
    AZURE_FIREWALL,
    FIREWALL_POLICY,
    FIREWALL_POLICY_RULE_COLLECTION_GROUP,
    BASTION_HOST,
    IP_GROUP,
    DDOS_PROTECTION_PLAN,
    NETWORK_WATCHER,
    FLOW_LOG,
    PRIVATE_ENDPOINT,
    PRIVATE_DNS_ZONE_GROUP,
    LOAD_BALANCER,
    PRIVATE_DNS_ZONE,
    PRIVATE_DNS_LINK,
    STORAGE_ACCOUNT,
    WORKSPACE,
    MANAGEMENT_LOCK,
    DIAGNOSTIC_SETTING,
    VIRTUAL_MACHINE,
)
"""Every type the offline Azure knows."""

SPECS: Mapping[str, TypeSpec] = {spec.kind: spec for spec in DECLARED}
"""The declarations by type in lower case."""
