"""Gateways, connections, circuits, route filters and firewalls. Source and date as in `networks`."""

from hubspoke_network.readers.terraform.fields import Field, block, named, ref, value
from hubspoke_network.readers.terraform.networks import NET, PLACE
from hubspoke_network.readers.terraform.types import Shape

IP_CONFIGURATION = (
    ref("subnet_id", "subnet"),
    ref("public_ip_address_id", "publicIPAddress"),
    value("private_ip_address", "privateIPAddress"),
    value("private_ip_address_allocation", "privateIPAllocationMethod"),
)
BGP = (value("bgp_enabled", "enableBgp"), value("enable_bgp", "enableBgp"))
MICROSOFT_PEERING = (
    value("advertised_public_prefixes", "advertisedPublicPrefixes"),
    value("advertised_communities", "advertisedCommunities"),
    value("customer_asn", "customerASN"),
    value("routing_registry_name", "routingRegistryName"),
)
PREFIXES = (
    value("primary_peer_address_prefix", "primaryPeerAddressPrefix"),
    value("secondary_peer_address_prefix", "secondaryPeerAddressPrefix"),
)
CIRCUIT = f"{NET}/expressRouteCircuits"

SHAPES = (
    Shape(
        "azurerm_virtual_network_gateway",
        f"{NET}/virtualNetworkGateways",
        (
            *PLACE,
            value("type", "gatewayType", always=True),
            value("vpn_type", "vpnType"),
            value("sku", "sku.name"),
            value("sku", "sku.tier"),
            value("generation", "vpnGatewayGeneration"),
            value("active_active", "activeActive"),
            *BGP,
            named("ip_configuration", "ipConfigurations", *IP_CONFIGURATION, always=True),
            block(
                "bgp_settings",
                "bgpSettings",
                value("asn", "asn"),
                value("peer_weight", "peerWeight"),
                Field(
                    "peering_addresses",
                    "bgpPeeringAddresses",
                    "blocks",
                    (
                        value("apipa_addresses", "customBgpIpAddresses"),
                        value("default_addresses", "defaultBgpIpAddresses"),
                        value("tunnel_ip_addresses", "tunnelIpAddresses"),
                    ),
                ),
            ),
            block("custom_route", "customRoutes", value("address_prefixes", "addressPrefixes")),
            block(
                "vpn_client_configuration",
                "vpnClientConfiguration",
                value("address_space", "vpnClientAddressPool.addressPrefixes"),
            ),
            ref("default_local_network_gateway_id", "gatewayDefaultSite"),
            value("private_ip_address_enabled", "enablePrivateIpAddress"),
            value("remote_vnet_traffic_enabled", "allowRemoteVnetTraffic"),
            value("virtual_wan_traffic_enabled", "allowVirtualWanTraffic"),
            value("minimum_scale_unit", "autoScaleConfiguration.bounds.min"),
            value("maximum_scale_unit", "autoScaleConfiguration.bounds.max"),
        ),
    ),
    Shape(
        "azurerm_local_network_gateway",
        f"{NET}/localNetworkGateways",
        (
            *PLACE,
            value("gateway_address", "gatewayIpAddress"),
            value("gateway_fqdn", "fqdn"),
            value("address_space", "localNetworkAddressSpace.addressPrefixes", always=True),
            block(
                "bgp_settings",
                "bgpSettings",
                value("asn", "asn"),
                value("bgp_peering_address", "bgpPeeringAddress"),
                value("peer_weight", "peerWeight"),
            ),
        ),
    ),
    Shape(
        "azurerm_virtual_network_gateway_connection",
        f"{NET}/connections",
        (
            *PLACE,
            value("type", "connectionType", always=True),
            ref("virtual_network_gateway_id", "virtualNetworkGateway1"),
            ref("local_network_gateway_id", "localNetworkGateway2"),
            ref("peer_virtual_network_gateway_id", "virtualNetworkGateway2"),
            ref("express_route_circuit_id", "peer"),
            value("authorization_key", "authorizationKey"),
            value("shared_key", "sharedKey"),
            value("routing_weight", "routingWeight"),
            value("express_route_gateway_bypass", "expressRouteGatewayBypass"),
            value("private_link_fast_path_enabled", "enablePrivateLinkFastPath"),
            *BGP,
            value("connection_protocol", "connectionProtocol"),
            value("use_policy_based_traffic_selectors", "usePolicyBasedTrafficSelectors"),
            Field(
                "traffic_selector_policy",
                "trafficSelectorPolicies",
                "blocks",
                (
                    value("local_address_cidrs", "localAddressRanges"),
                    value("remote_address_cidrs", "remoteAddressRanges"),
                ),
            ),
        ),
    ),
    Shape(
        "azurerm_express_route_circuit",
        CIRCUIT,
        (
            *PLACE,
            block("sku", "/sku", value("tier", "tier"), value("family", "family")),
            value("service_provider_name", "serviceProviderProperties.serviceProviderName"),
            value("peering_location", "serviceProviderProperties.peeringLocation"),
            value("bandwidth_in_mbps", "serviceProviderProperties.bandwidthInMbps"),
            ref("express_route_port_id", "expressRoutePort"),
            value("bandwidth_in_gbps", "bandwidthInGbps"),
            value("allow_classic_operations", "allowClassicOperations"),
            value("rate_limiting_enabled", "enableDirectPortRateLimit"),
            value("service_key", "serviceKey"),
            value("service_provider_provisioning_state", "serviceProviderProvisioningState"),
        ),
    ),
    Shape(
        "azurerm_express_route_circuit_peering",
        f"{CIRCUIT}/peerings",
        (
            value("peering_type", "peeringType", always=True),
            value("azure_asn", "azureASN"),
            value("peer_asn", "peerASN"),
            value("vlan_id", "vlanId"),
            *PREFIXES,
            Field("ipv4_enabled", "state", "switch"),
            ref("route_filter_id", "routeFilter"),
            value("shared_key", "sharedKey"),
            block("microsoft_peering_config", "microsoftPeeringConfig", *MICROSOFT_PEERING),
            block(
                "ipv6",
                "ipv6PeeringConfig",
                *PREFIXES,
                Field("enabled", "state", "switch"),
                ref("route_filter_id", "routeFilter"),
                block("microsoft_peering", "microsoftPeeringConfig", *MICROSOFT_PEERING),
            ),
        ),
        parent="express_route_circuit_name",
        name="peering_type",
    ),
    Shape(
        "azurerm_express_route_circuit_authorization",
        f"{CIRCUIT}/authorizations",
        (
            value("authorization_key", "authorizationKey"),
            value("authorization_use_status", "authorizationUseStatus"),
        ),
        parent="express_route_circuit_name",
    ),
    Shape(
        "azurerm_express_route_circuit_connection",
        f"{CIRCUIT}/peerings/connections",
        (
            ref("peering_id", "expressRouteCircuitPeering"),
            ref("peer_peering_id", "peerExpressRouteCircuitPeering"),
            value("address_prefix_ipv4", "addressPrefix"),
            value("authorization_key", "authorizationKey"),
        ),
        parent="peering_id",
    ),
    Shape(
        "azurerm_express_route_port",
        f"{NET}/expressRoutePorts",
        (
            *PLACE,
            value("bandwidth_in_gbps", "bandwidthInGbps"),
            value("encapsulation", "encapsulation"),
            value("peering_location", "peeringLocation"),
        ),
    ),
    Shape(
        "azurerm_route_filter",
        f"{NET}/routeFilters",
        (
            *PLACE,
            named(
                "rule",
                "rules",
                value("access", "access"),
                value("rule_type", "routeFilterRuleType"),
                value("communities", "communities"),
                always=True,
            ),
        ),
    ),
    Shape(
        "azurerm_firewall",
        f"{NET}/azureFirewalls",
        (
            *PLACE,
            value("zones", "/zones"),
            value("sku_name", "sku.name"),
            value("sku_tier", "sku.tier"),
            ref("firewall_policy_id", "firewallPolicy"),
            named("ip_configuration", "ipConfigurations", *IP_CONFIGURATION, always=True),
            Field("management_ip_configuration", "managementIpConfiguration", "first named", IP_CONFIGURATION),
            value("threat_intel_mode", "threatIntelMode"),
            block("virtual_hub", "", ref("virtual_hub_id", "virtualHub")),
        ),
        unless=tuple((f"{kind}RuleCollections", "firewall_policy_id") for kind in ("network", "application", "nat")),
    ),
)
