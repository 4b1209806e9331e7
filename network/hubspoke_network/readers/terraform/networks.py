"""Networks, subnets, peerings, security groups, route tables, interfaces and what is tied to them.

Source: the azurerm 4.x schema (attribute names as pulumi-azure 6.40.1 bridges them) and its 3.x names; ARM property
names from azure-mgmt-network 33.1.0. Read on 30 November 2026.
"""

from hubspoke_network.readers.terraform.fields import Field, block, named, ref, value
from hubspoke_network.readers.terraform.types import Link, Shape

NET = "Microsoft.Network"

DELEGATIONS = named(
    "delegation",
    "delegations",
    block("service_delegation", "", value("name", "serviceName"), value("actions", "actions")),
)
POLICIES = (
    value("private_endpoint_network_policies", "privateEndpointNetworkPolicies"),
    Field("private_endpoint_network_policies_enabled", "privateEndpointNetworkPolicies", "switch"),
    Field("enforce_private_link_endpoint_network_policies", "privateEndpointNetworkPolicies", "reverse switch"),
    Field("private_link_service_network_policies_enabled", "privateLinkServiceNetworkPolicies", "switch"),
    Field("enforce_private_link_service_network_policies", "privateLinkServiceNetworkPolicies", "reverse switch"),
)
SUBNET = (
    value("address_prefixes", "addressPrefixes", always=True),
    value("default_outbound_access_enabled", "defaultOutboundAccess"),
    DELEGATIONS,
    *POLICIES,
    Field("service_endpoints", "serviceEndpoints", "names", inner="service"),
    Field("service_endpoint_policy_ids", "serviceEndpointPolicies", "ids"),
    value("sharing_scope", "sharingScope"),
)
INLINE_SUBNET = (
    value("address_prefixes", "addressPrefixes"),
    value("address_prefix", "addressPrefix"),
    *SUBNET[1:],
    ref("security_group", "networkSecurityGroup"),
    ref("route_table_id", "routeTable"),
)
RULE = (
    value("description", "description"),
    value("protocol", "protocol", always=True),
    value("source_port_range", "sourcePortRange"),
    value("source_port_ranges", "sourcePortRanges"),
    value("destination_port_range", "destinationPortRange"),
    value("destination_port_ranges", "destinationPortRanges"),
    value("source_address_prefix", "sourceAddressPrefix"),
    value("source_address_prefixes", "sourceAddressPrefixes"),
    value("destination_address_prefix", "destinationAddressPrefix"),
    value("destination_address_prefixes", "destinationAddressPrefixes"),
    Field("source_application_security_group_ids", "sourceApplicationSecurityGroups", "ids"),
    Field("destination_application_security_group_ids", "destinationApplicationSecurityGroups", "ids"),
    value("access", "access", always=True),
    value("priority", "priority", always=True),
    value("direction", "direction", always=True),
)
ROUTE = (
    value("address_prefix", "addressPrefix", always=True),
    value("next_hop_type", "nextHopType", always=True),
    value("next_hop_in_ip_address", "nextHopIpAddress"),
)
PLACE = (value("location", "/location"), value("tags", "/tags"))

SHAPES = (
    Shape("azurerm_resource_group", "Microsoft.Resources/resourceGroups", PLACE),
    Shape(
        "azurerm_virtual_network",
        f"{NET}/virtualNetworks",
        (
            *PLACE,
            value("address_space", "addressSpace.addressPrefixes", always=True),
            value("dns_servers", "dhcpOptions.dnsServers", made=True),
            value("bgp_community", "bgpCommunities.virtualNetworkCommunity"),
            block("ddos_protection_plan", "", ref("id", "ddosProtectionPlan"), value("enable", "enableDdosProtection")),
            block("encryption", "encryption", value("enforcement", "enforcement")),
            value("flow_timeout_in_minutes", "flowTimeoutInMinutes"),
            value("guid", "resourceGuid"),
            value("private_endpoint_vnet_policies", "privateEndpointVNetPolicies"),
            named("subnet", "subnets", *INLINE_SUBNET, always=True, made=True),
        ),
    ),
    Shape("azurerm_subnet", f"{NET}/virtualNetworks/subnets", SUBNET, parent="virtual_network_name"),
    Shape(
        "azurerm_virtual_network_peering",
        f"{NET}/virtualNetworks/virtualNetworkPeerings",
        (
            ref("remote_virtual_network_id", "remoteVirtualNetwork"),
            value("allow_virtual_network_access", "allowVirtualNetworkAccess"),
            value("allow_forwarded_traffic", "allowForwardedTraffic"),
            value("allow_gateway_transit", "allowGatewayTransit"),
            value("use_remote_gateways", "useRemoteGateways"),
            value("local_subnet_names", "localSubnetNames"),
            value("remote_subnet_names", "remoteSubnetNames"),
            value("peer_complete_virtual_networks_enabled", "peerCompleteVnets"),
            value("only_ipv6_peering_enabled", "enableOnlyIPv6Peering"),
        ),
        parent="virtual_network_name",
    ),
    Shape(
        "azurerm_network_security_group",
        f"{NET}/networkSecurityGroups",
        (*PLACE, named("security_rule", "securityRules", *RULE, always=True, made=True)),
    ),
    Shape(
        "azurerm_network_security_rule",
        f"{NET}/networkSecurityGroups/securityRules",
        RULE,
        parent="network_security_group_name",
    ),
    Shape("azurerm_application_security_group", f"{NET}/applicationSecurityGroups", PLACE),
    Shape(
        "azurerm_route_table",
        f"{NET}/routeTables",
        (
            *PLACE,
            Field("bgp_route_propagation_enabled", "disableBgpRoutePropagation", "not"),
            value("disable_bgp_route_propagation", "disableBgpRoutePropagation"),
            named("route", "routes", *ROUTE, always=True, made=True),
            Field("subnets", "subnets", "ids", made=True),
        ),
    ),
    Shape("azurerm_route", f"{NET}/routeTables/routes", ROUTE, parent="route_table_name"),
    Shape(
        "azurerm_network_interface",
        f"{NET}/networkInterfaces",
        (
            *PLACE,
            value("ip_forwarding_enabled", "enableIPForwarding"),
            value("enable_ip_forwarding", "enableIPForwarding"),
            value("accelerated_networking_enabled", "enableAcceleratedNetworking"),
            value("enable_accelerated_networking", "enableAcceleratedNetworking"),
            value("dns_servers", "dnsSettings.dnsServers"),
            named(
                "ip_configuration",
                "ipConfigurations",
                ref("subnet_id", "subnet"),
                value("private_ip_address", "privateIPAddress"),
                value("private_ip_address_allocation", "privateIPAllocationMethod"),
                value("private_ip_address_version", "privateIPAddressVersion"),
                ref("public_ip_address_id", "publicIPAddress"),
                value("primary", "primary"),
                always=True,
            ),
            Field("virtual_machine_id", "virtualMachine", "id", made=True),
        ),
    ),
    Shape(
        "azurerm_public_ip",
        f"{NET}/publicIPAddresses",
        (
            *PLACE,
            value("zones", "/zones"),
            value("sku", "/sku.name", always=True),
            value("sku_tier", "/sku.tier"),
            value("allocation_method", "publicIPAllocationMethod"),
            value("ip_version", "publicIPAddressVersion"),
            value("ip_address", "ipAddress"),
            ref("public_ip_prefix_id", "publicIPPrefix"),
            value("idle_timeout_in_minutes", "idleTimeoutInMinutes"),
            value("domain_name_label", "dnsSettings.domainNameLabel"),
            value("fqdn", "dnsSettings.fqdn"),
            value("ddos_protection_mode", "ddosSettings.protectionMode"),
        ),
    ),
    Shape(
        "azurerm_nat_gateway",
        f"{NET}/natGateways",
        (
            *PLACE,
            value("zones", "/zones"),
            value("sku_name", "/sku.name"),
            value("idle_timeout_in_minutes", "idleTimeoutInMinutes"),
            value("resource_guid", "resourceGuid"),
        ),
    ),
    Shape(
        "azurerm_private_endpoint",
        f"{NET}/privateEndpoints",
        (
            *PLACE,
            ref("subnet_id", "subnet"),
            named(
                "private_service_connection",
                "privateLinkServiceConnections",
                value("private_connection_resource_id", "privateLinkServiceId"),
                value("subresource_names", "groupIds"),
            ),
            Field("network_interface", "networkInterfaces", "blocks", (value("id", "id"),)),
        ),
    ),
)

_NIC = "network_interface_id"
LINKS = (
    Link(
        "azurerm_subnet_network_security_group_association",
        "subnet_id",
        "network_security_group_id",
        "networkSecurityGroup",
    ),
    Link("azurerm_subnet_route_table_association", "subnet_id", "route_table_id", "routeTable"),
    Link("azurerm_subnet_nat_gateway_association", "subnet_id", "nat_gateway_id", "natGateway"),
    Link(
        "azurerm_network_interface_security_group_association",
        _NIC,
        "network_security_group_id",
        "networkSecurityGroup",
    ),
    Link(
        "azurerm_network_interface_backend_address_pool_association",
        _NIC,
        "backend_address_pool_id",
        "loadBalancerBackendAddressPools",
        many=True,
        entry="ip_configuration_name",
    ),
    Link(
        "azurerm_network_interface_nat_rule_association",
        _NIC,
        "nat_rule_id",
        "loadBalancerInboundNatRules",
        many=True,
        entry="ip_configuration_name",
    ),
    Link(
        "azurerm_network_interface_application_gateway_backend_address_pool_association",
        _NIC,
        "backend_address_pool_id",
        "applicationGatewayBackendAddressPools",
        many=True,
        entry="ip_configuration_name",
    ),
    Link(
        "azurerm_network_interface_application_security_group_association",
        _NIC,
        "application_security_group_id",
        "applicationSecurityGroups",
        many=True,
        every=True,
    ),
    Link(
        "azurerm_nat_gateway_public_ip_association",
        "nat_gateway_id",
        "public_ip_address_id",
        "publicIpAddresses",
        many=True,
    ),
    Link(
        "azurerm_nat_gateway_public_ip_prefix_association",
        "nat_gateway_id",
        "public_ip_prefix_id",
        "publicIpPrefixes",
        many=True,
    ),
)
DNS_SERVERS = "azurerm_virtual_network_dns_servers"
"""Writes the name servers of a network whose own resource does not."""
