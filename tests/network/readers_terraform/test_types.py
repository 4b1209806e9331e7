"""Each type of the table, whole: attributes as azurerm 4.x writes them (and the 3.x names), and the ARM document."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.network.readers_terraform.forms import BASE, GROUP, IN_GROUP, NET, by_id, read, resource, state

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.result import SECRET
from hubspoke_network.readers.terraform.table import LINKS, PARTS, SHAPES

V, S = f"{BASE}/virtualNetworks/v", f"{BASE}/virtualNetworks/v/subnets/s"
NSG, TABLE, PUBLIC = f"{BASE}/networkSecurityGroups/n", f"{BASE}/routeTables/t", f"{BASE}/publicIPAddresses/p"
GATEWAY, CIRCUIT, LB = f"{BASE}/virtualNetworkGateways/g", f"{BASE}/expressRouteCircuits/c", f"{BASE}/loadBalancers/l"
MANAGER = f"{BASE}/networkManagers/m"
ADMIN = f"{MANAGER}/securityAdminConfigurations/a"
RULE = {"access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp"}
RULE_VALUES = {
    **RULE,
    "description": "",
    "source_port_range": "*",
    "source_port_ranges": [],
    "destination_port_range": "",
    "destination_port_ranges": ["22", "3389"],
    "source_address_prefix": None,
    "source_address_prefixes": ["10.0.0.0/8"],
    "destination_address_prefix": "*",
    "destination_address_prefixes": [],
    "source_application_security_group_ids": None,
    "destination_application_security_group_ids": [f"{BASE}/applicationSecurityGroups/a"],
}
RULE_PROPERTIES = {
    **RULE,
    "sourcePortRange": "*",
    "sourcePortRanges": [],
    "destinationPortRanges": ["22", "3389"],
    "sourceAddressPrefixes": ["10.0.0.0/8"],
    "destinationAddressPrefix": "*",
    "destinationAddressPrefixes": [],
    "destinationApplicationSecurityGroups": [{"id": f"{BASE}/applicationSecurityGroups/a"}],
}
IP = {"name": "ip", "subnet_id": S, "public_ip_address_id": PUBLIC, "private_ip_address_allocation": "Dynamic"}
IP_PROPERTIES = {"subnet": {"id": S}, "publicIPAddress": {"id": PUBLIC}, "privateIPAllocationMethod": "Dynamic"}

CASES: dict[str, list[tuple[Mapping[str, Any], str, Mapping[str, Any], Mapping[str, Any]]]] = {
    "azurerm_resource_group": [
        ({"name": "rg-net", "location": "westeurope", "tags": None}, GROUP, {"location": "westeurope"}, {}),
    ],
    "azurerm_virtual_network": [
        (
            {
                **IN_GROUP,
                "name": "v",
                "location": "westeurope",
                "tags": {"env": "prod"},
                "address_space": ["10.0.0.0/16"],
                "dns_servers": ["10.0.0.4"],
                "bgp_community": "12076:20001",
                "ddos_protection_plan": [{"id": f"{BASE}/ddosProtectionPlans/d", "enable": True}],
                "encryption": [{"enforcement": "AllowUnencrypted"}],
                "flow_timeout_in_minutes": 10,
                "guid": "g",
                "private_endpoint_vnet_policies": "Disabled",
                "subnet": [
                    {
                        "id": S,
                        "name": "s",
                        "address_prefixes": ["10.0.0.0/24"],
                        "security_group": NSG,
                        "route_table_id": "",
                        "default_outbound_access_enabled": False,
                        "delegation": [],
                        "service_endpoints": None,
                        "private_endpoint_network_policies": "Disabled",
                        "private_link_service_network_policies_enabled": True,
                    }
                ],
            },
            V,
            {"location": "westeurope", "tags": {"env": "prod"}},
            {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                "dhcpOptions": {"dnsServers": ["10.0.0.4"]},
                "bgpCommunities": {"virtualNetworkCommunity": "12076:20001"},
                "ddosProtectionPlan": {"id": f"{BASE}/ddosProtectionPlans/d"},
                "enableDdosProtection": True,
                "encryption": {"enforcement": "AllowUnencrypted"},
                "flowTimeoutInMinutes": 10,
                "resourceGuid": "g",
                "privateEndpointVNetPolicies": "Disabled",
                "subnets": [
                    {
                        "id": S,
                        "name": "s",
                        "properties": {
                            "addressPrefixes": ["10.0.0.0/24"],
                            "networkSecurityGroup": {"id": NSG},
                            "defaultOutboundAccess": False,
                            "delegations": [],
                            "privateEndpointNetworkPolicies": "Disabled",
                            "privateLinkServiceNetworkPolicies": "Enabled",
                        },
                    }
                ],
            },
        ),
        (
            {**IN_GROUP, "name": "v", "address_space": [], "subnet": [{"name": "s", "address_prefix": "10.0.0.0/24"}]},
            V,
            {},
            {
                "addressSpace": {"addressPrefixes": []},
                "subnets": [{"name": "s", "id": S, "properties": {"addressPrefix": "10.0.0.0/24"}}],
            },
        ),
    ],
    "azurerm_subnet": [
        (
            {
                **IN_GROUP,
                "name": "s",
                "virtual_network_name": "v",
                "address_prefixes": ["10.0.0.0/24"],
                "default_outbound_access_enabled": True,
                "delegation": [
                    {
                        "name": "d",
                        "service_delegation": [{"name": "Microsoft.Web/serverFarms", "actions": ["join"]}],
                    }
                ],
                "private_endpoint_network_policies": "Enabled",
                "private_link_service_network_policies_enabled": False,
                "service_endpoints": ["Microsoft.Storage"],
                "service_endpoint_policy_ids": [f"{BASE}/serviceEndpointPolicies/e"],
                "sharing_scope": "",
            },
            S,
            {},
            {
                "addressPrefixes": ["10.0.0.0/24"],
                "defaultOutboundAccess": True,
                "delegations": [
                    {
                        "name": "d",
                        "id": f"{S}/delegations/d",
                        "properties": {"serviceName": "Microsoft.Web/serverFarms", "actions": ["join"]},
                    }
                ],
                "privateEndpointNetworkPolicies": "Enabled",
                "privateLinkServiceNetworkPolicies": "Disabled",
                "serviceEndpoints": [{"service": "Microsoft.Storage"}],
                "serviceEndpointPolicies": [{"id": f"{BASE}/serviceEndpointPolicies/e"}],
            },
        ),
        (
            {
                **IN_GROUP,
                "name": "s",
                "virtual_network_name": "v",
                "address_prefixes": ["10.0.0.0/24"],
                "enforce_private_link_endpoint_network_policies": True,
                "enforce_private_link_service_network_policies": False,
            },
            S,
            {},
            {
                "addressPrefixes": ["10.0.0.0/24"],
                "privateEndpointNetworkPolicies": "Disabled",
                "privateLinkServiceNetworkPolicies": "Enabled",
            },
        ),
    ],
    "azurerm_virtual_network_peering": [
        (
            {
                **IN_GROUP,
                "name": "to-spoke",
                "virtual_network_name": "v",
                "remote_virtual_network_id": f"{BASE}/virtualNetworks/w",
                "allow_virtual_network_access": True,
                "allow_forwarded_traffic": False,
                "allow_gateway_transit": True,
                "use_remote_gateways": False,
                "local_subnet_names": ["a"],
                "remote_subnet_names": ["b"],
                "peer_complete_virtual_networks_enabled": False,
                "only_ipv6_peering_enabled": False,
                "triggers": None,
            },
            f"{V}/virtualNetworkPeerings/to-spoke",
            {},
            {
                "remoteVirtualNetwork": {"id": f"{BASE}/virtualNetworks/w"},
                "allowVirtualNetworkAccess": True,
                "allowForwardedTraffic": False,
                "allowGatewayTransit": True,
                "useRemoteGateways": False,
                "localSubnetNames": ["a"],
                "remoteSubnetNames": ["b"],
                "peerCompleteVnets": False,
                "enableOnlyIPv6Peering": False,
            },
        )
    ],
    "azurerm_network_security_group": [
        (
            {**IN_GROUP, "name": "n", "security_rule": [{"name": "in", **RULE_VALUES}]},
            NSG,
            {},
            {"securityRules": [{"name": "in", "id": f"{NSG}/securityRules/in", "properties": RULE_PROPERTIES}]},
        ),
        ({**IN_GROUP, "name": "n", "security_rule": []}, NSG, {}, {"securityRules": []}),
    ],
    "azurerm_network_security_rule": [
        (
            {**IN_GROUP, "name": "in", "network_security_group_name": "n", **RULE_VALUES},
            f"{NSG}/securityRules/in",
            {},
            RULE_PROPERTIES,
        )
    ],
    "azurerm_application_security_group": [
        ({**IN_GROUP, "name": "a"}, f"{BASE}/applicationSecurityGroups/a", {}, {}),
    ],
    "azurerm_route_table": [
        (
            {
                **IN_GROUP,
                "name": "t",
                "bgp_route_propagation_enabled": False,
                "route": [
                    {
                        "name": "all",
                        "address_prefix": "0.0.0.0/0",
                        "next_hop_type": "VirtualAppliance",
                        "next_hop_in_ip_address": "10.0.0.4",
                    }
                ],
                "subnets": [S],
            },
            TABLE,
            {},
            {
                "disableBgpRoutePropagation": True,
                "routes": [
                    {
                        "name": "all",
                        "id": f"{TABLE}/routes/all",
                        "properties": {
                            "addressPrefix": "0.0.0.0/0",
                            "nextHopType": "VirtualAppliance",
                            "nextHopIpAddress": "10.0.0.4",
                        },
                    }
                ],
                "subnets": [{"id": S}],
            },
        ),
        (
            {**IN_GROUP, "name": "t", "disable_bgp_route_propagation": True, "route": [], "subnets": []},
            TABLE,
            {},
            {"disableBgpRoutePropagation": True, "routes": [], "subnets": []},
        ),
    ],
    "azurerm_route": [
        (
            {
                **IN_GROUP,
                "name": "all",
                "route_table_name": "t",
                "address_prefix": "0.0.0.0/0",
                "next_hop_type": "Internet",
                "next_hop_in_ip_address": "",
            },
            f"{TABLE}/routes/all",
            {},
            {"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"},
        )
    ],
    "azurerm_network_interface": [
        (
            {
                **IN_GROUP,
                "name": "i",
                "ip_forwarding_enabled": True,
                "accelerated_networking_enabled": False,
                "dns_servers": [],
                "ip_configuration": [
                    {
                        **IP,
                        "private_ip_address": "10.0.0.4",
                        "private_ip_address_version": "IPv4",
                        "primary": True,
                    }
                ],
                "virtual_machine_id": "",
            },
            f"{BASE}/networkInterfaces/i",
            {},
            {
                "enableIPForwarding": True,
                "enableAcceleratedNetworking": False,
                "dnsSettings": {"dnsServers": []},
                "ipConfigurations": [
                    {
                        "name": "ip",
                        "id": f"{BASE}/networkInterfaces/i/ipConfigurations/ip",
                        "properties": {
                            **IP_PROPERTIES,
                            "privateIPAddress": "10.0.0.4",
                            "privateIPAddressVersion": "IPv4",
                            "primary": True,
                        },
                    }
                ],
            },
        ),
        (
            {**IN_GROUP, "name": "i", "enable_ip_forwarding": True, "ip_configuration": []},
            f"{BASE}/networkInterfaces/i",
            {},
            {"enableIPForwarding": True, "ipConfigurations": []},
        ),
    ],
    "azurerm_public_ip": [
        (
            {
                **IN_GROUP,
                "name": "p",
                "zones": ["1"],
                "sku": "Standard",
                "sku_tier": "Regional",
                "allocation_method": "Static",
                "ip_version": "IPv4",
                "ip_address": "192.0.2.1",
                "public_ip_prefix_id": None,
                "idle_timeout_in_minutes": 4,
                "domain_name_label": "hub",
                "fqdn": "hub.example.org",
                "ddos_protection_mode": "Enabled",
            },
            PUBLIC,
            {"zones": ["1"], "sku": {"name": "Standard", "tier": "Regional"}},
            {
                "publicIPAllocationMethod": "Static",
                "publicIPAddressVersion": "IPv4",
                "ipAddress": "192.0.2.1",
                "idleTimeoutInMinutes": 4,
                "dnsSettings": {"domainNameLabel": "hub", "fqdn": "hub.example.org"},
                "ddosSettings": {"protectionMode": "Enabled"},
            },
        )
    ],
    "azurerm_nat_gateway": [
        (
            {
                **IN_GROUP,
                "name": "g",
                "sku_name": "Standard",
                "zones": [],
                "idle_timeout_in_minutes": 4,
                "resource_guid": "x",
            },
            f"{BASE}/natGateways/g",
            {"sku": {"name": "Standard"}, "zones": []},
            {"idleTimeoutInMinutes": 4, "resourceGuid": "x"},
        )
    ],
    "azurerm_private_endpoint": [
        (
            {
                **IN_GROUP,
                "name": "e",
                "subnet_id": S,
                "private_service_connection": [
                    {"name": "c", "private_connection_resource_id": "/x", "subresource_names": ["blob"]}
                ],
                "network_interface": [{"id": f"{BASE}/networkInterfaces/i", "name": "i"}],
            },
            f"{BASE}/privateEndpoints/e",
            {},
            {
                "subnet": {"id": S},
                "privateLinkServiceConnections": [
                    {
                        "name": "c",
                        "id": f"{BASE}/privateEndpoints/e/privateLinkServiceConnections/c",
                        "properties": {"privateLinkServiceId": "/x", "groupIds": ["blob"]},
                    }
                ],
                "networkInterfaces": [{"id": f"{BASE}/networkInterfaces/i"}],
            },
        )
    ],
    "azurerm_virtual_network_gateway": [
        (
            {
                **IN_GROUP,
                "name": "g",
                "type": "Vpn",
                "vpn_type": "RouteBased",
                "sku": "VpnGw2AZ",
                "generation": "Generation2",
                "active_active": True,
                "bgp_enabled": True,
                "ip_configuration": [IP],
                "bgp_settings": [
                    {
                        "asn": 65010,
                        "peer_weight": 0,
                        "peering_addresses": [
                            {
                                "ip_configuration_name": "ip",
                                "apipa_addresses": [],
                                "default_addresses": ["10.0.0.254"],
                                "tunnel_ip_addresses": ["192.0.2.1"],
                            }
                        ],
                    }
                ],
                "custom_route": [{"address_prefixes": ["10.9.0.0/16"]}],
                "vpn_client_configuration": [{"address_space": ["172.16.0.0/24"]}],
                "default_local_network_gateway_id": None,
                "private_ip_address_enabled": False,
                "remote_vnet_traffic_enabled": True,
                "virtual_wan_traffic_enabled": False,
            },
            GATEWAY,
            {},
            {
                "gatewayType": "Vpn",
                "vpnType": "RouteBased",
                "sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
                "vpnGatewayGeneration": "Generation2",
                "activeActive": True,
                "enableBgp": True,
                "ipConfigurations": [
                    {"name": "ip", "id": f"{GATEWAY}/ipConfigurations/ip", "properties": IP_PROPERTIES}
                ],
                "bgpSettings": {
                    "asn": 65010,
                    "peerWeight": 0,
                    "bgpPeeringAddresses": [
                        {
                            "customBgpIpAddresses": [],
                            "defaultBgpIpAddresses": ["10.0.0.254"],
                            "tunnelIpAddresses": ["192.0.2.1"],
                        }
                    ],
                },
                "customRoutes": {"addressPrefixes": ["10.9.0.0/16"]},
                "vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]}},
                "enablePrivateIpAddress": False,
                "allowRemoteVnetTraffic": True,
                "allowVirtualWanTraffic": False,
            },
        ),
        (
            {
                **IN_GROUP,
                "name": "g",
                "type": "ExpressRoute",
                "enable_bgp": False,
                "minimum_scale_unit": 1,
                "maximum_scale_unit": 4,
                "ip_configuration": [],
            },
            GATEWAY,
            {},
            {
                "gatewayType": "ExpressRoute",
                "enableBgp": False,
                "autoScaleConfiguration": {"bounds": {"min": 1, "max": 4}},
                "ipConfigurations": [],
            },
        ),
    ],
    "azurerm_local_network_gateway": [
        (
            {
                **IN_GROUP,
                "name": "o",
                "gateway_address": "192.0.2.9",
                "gateway_fqdn": "",
                "address_space": ["192.168.0.0/16"],
                "bgp_settings": [{"asn": 65020, "bgp_peering_address": "192.168.0.1", "peer_weight": 0}],
            },
            f"{BASE}/localNetworkGateways/o",
            {},
            {
                "gatewayIpAddress": "192.0.2.9",
                "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]},
                "bgpSettings": {"asn": 65020, "bgpPeeringAddress": "192.168.0.1", "peerWeight": 0},
            },
        )
    ],
    "azurerm_virtual_network_gateway_connection": [
        (
            {
                **IN_GROUP,
                "name": "k",
                "type": "ExpressRoute",
                "virtual_network_gateway_id": GATEWAY,
                "express_route_circuit_id": CIRCUIT,
                "authorization_key": "hunter2",
                "routing_weight": 10,
                "express_route_gateway_bypass": True,
                "private_link_fast_path_enabled": False,
                "bgp_enabled": False,
            },
            f"{BASE}/connections/k",
            {},
            {
                "connectionType": "ExpressRoute",
                "virtualNetworkGateway1": {"id": GATEWAY},
                "peer": {"id": CIRCUIT},
                "authorizationKey": SECRET,
                "routingWeight": 10,
                "expressRouteGatewayBypass": True,
                "enablePrivateLinkFastPath": False,
                "enableBgp": False,
            },
        ),
        (
            {
                **IN_GROUP,
                "name": "k",
                "type": "IPsec",
                "virtual_network_gateway_id": GATEWAY,
                "local_network_gateway_id": f"{BASE}/localNetworkGateways/o",
                "peer_virtual_network_gateway_id": "",
                "shared_key": "hunter2",
                "connection_protocol": "IKEv2",
                "use_policy_based_traffic_selectors": True,
                "traffic_selector_policy": [
                    {"local_address_cidrs": ["10.0.0.0/16"], "remote_address_cidrs": ["192.168.0.0/16"]}
                ],
            },
            f"{BASE}/connections/k",
            {},
            {
                "connectionType": "IPsec",
                "virtualNetworkGateway1": {"id": GATEWAY},
                "localNetworkGateway2": {"id": f"{BASE}/localNetworkGateways/o"},
                "sharedKey": SECRET,
                "connectionProtocol": "IKEv2",
                "usePolicyBasedTrafficSelectors": True,
                "trafficSelectorPolicies": [
                    {"localAddressRanges": ["10.0.0.0/16"], "remoteAddressRanges": ["192.168.0.0/16"]}
                ],
            },
        ),
    ],
    "azurerm_express_route_circuit": [
        (
            {
                **IN_GROUP,
                "name": "c",
                "sku": [{"tier": "Premium", "family": "MeteredData"}],
                "service_provider_name": "Equinix",
                "peering_location": "Amsterdam",
                "bandwidth_in_mbps": 200,
                "express_route_port_id": None,
                "bandwidth_in_gbps": None,
                "allow_classic_operations": False,
                "rate_limiting_enabled": False,
                "service_key": "hunter2",
                "service_provider_provisioning_state": "Provisioned",
            },
            CIRCUIT,
            {"sku": {"tier": "Premium", "family": "MeteredData"}},
            {
                "serviceProviderProperties": {
                    "serviceProviderName": "Equinix",
                    "peeringLocation": "Amsterdam",
                    "bandwidthInMbps": 200,
                },
                "allowClassicOperations": False,
                "enableDirectPortRateLimit": False,
                "serviceKey": SECRET,
                "serviceProviderProvisioningState": "Provisioned",
            },
        )
    ],
    "azurerm_express_route_circuit_peering": [
        (
            {
                **IN_GROUP,
                "express_route_circuit_name": "c",
                "peering_type": "MicrosoftPeering",
                "azure_asn": 12076,
                "peer_asn": 65020,
                "vlan_id": 300,
                "primary_peer_address_prefix": "192.0.2.0/30",
                "secondary_peer_address_prefix": "192.0.2.4/30",
                "ipv4_enabled": True,
                "route_filter_id": f"{BASE}/routeFilters/f",
                "shared_key": "",
                "microsoft_peering_config": [
                    {
                        "advertised_public_prefixes": ["192.0.2.0/24"],
                        "advertised_communities": [],
                        "customer_asn": 0,
                        "routing_registry_name": "NONE",
                    }
                ],
                "ipv6": [
                    {
                        "primary_peer_address_prefix": "2001:db8::/126",
                        "secondary_peer_address_prefix": "2001:db8::4/126",
                        "enabled": True,
                        "route_filter_id": "",
                        "microsoft_peering": [],
                    }
                ],
            },
            f"{CIRCUIT}/peerings/MicrosoftPeering",
            {},
            {
                "peeringType": "MicrosoftPeering",
                "azureASN": 12076,
                "peerASN": 65020,
                "vlanId": 300,
                "primaryPeerAddressPrefix": "192.0.2.0/30",
                "secondaryPeerAddressPrefix": "192.0.2.4/30",
                "state": "Enabled",
                "routeFilter": {"id": f"{BASE}/routeFilters/f"},
                "microsoftPeeringConfig": {
                    "advertisedPublicPrefixes": ["192.0.2.0/24"],
                    "advertisedCommunities": [],
                    "customerASN": 0,
                    "routingRegistryName": "NONE",
                },
                "ipv6PeeringConfig": {
                    "primaryPeerAddressPrefix": "2001:db8::/126",
                    "secondaryPeerAddressPrefix": "2001:db8::4/126",
                    "state": "Enabled",
                },
            },
        )
    ],
    "azurerm_express_route_circuit_authorization": [
        (
            {
                **IN_GROUP,
                "name": "a",
                "express_route_circuit_name": "c",
                "authorization_key": "hunter2",
                "authorization_use_status": "Available",
            },
            f"{CIRCUIT}/authorizations/a",
            {},
            {"authorizationKey": SECRET, "authorizationUseStatus": "Available"},
        )
    ],
    "azurerm_express_route_circuit_connection": [
        (
            {
                "name": "k",
                "peering_id": f"{CIRCUIT}/peerings/AzurePrivatePeering",
                "peer_peering_id": f"{BASE}/expressRouteCircuits/d/peerings/AzurePrivatePeering",
                "address_prefix_ipv4": "192.0.2.0/29",
                "authorization_key": "",
            },
            f"{CIRCUIT}/peerings/AzurePrivatePeering/connections/k",
            {},
            {
                "expressRouteCircuitPeering": {"id": f"{CIRCUIT}/peerings/AzurePrivatePeering"},
                "peerExpressRouteCircuitPeering": {"id": f"{BASE}/expressRouteCircuits/d/peerings/AzurePrivatePeering"},
                "addressPrefix": "192.0.2.0/29",
            },
        )
    ],
    "azurerm_express_route_port": [
        (
            {
                **IN_GROUP,
                "name": "p",
                "bandwidth_in_gbps": 10,
                "encapsulation": "Dot1Q",
                "peering_location": "Amsterdam",
            },
            f"{BASE}/expressRoutePorts/p",
            {},
            {"bandwidthInGbps": 10, "encapsulation": "Dot1Q", "peeringLocation": "Amsterdam"},
        )
    ],
    "azurerm_route_filter": [
        (
            {
                **IN_GROUP,
                "name": "f",
                "rule": [{"name": "r", "access": "Allow", "rule_type": "Community", "communities": ["12076:5010"]}],
            },
            f"{BASE}/routeFilters/f",
            {},
            {
                "rules": [
                    {
                        "name": "r",
                        "id": f"{BASE}/routeFilters/f/routeFilterRules/r",
                        "properties": {
                            "access": "Allow",
                            "routeFilterRuleType": "Community",
                            "communities": ["12076:5010"],
                        },
                    }
                ]
            },
        )
    ],
    "azurerm_firewall": [
        (
            {
                **IN_GROUP,
                "name": "w",
                "zones": [],
                "sku_name": "AZFW_VNet",
                "sku_tier": "Standard",
                "firewall_policy_id": f"{BASE}/firewallPolicies/q",
                "ip_configuration": [{**IP, "private_ip_address": "10.0.1.4"}],
                "management_ip_configuration": [{"name": "m", "subnet_id": S}],
                "threat_intel_mode": "",
                "virtual_hub": [],
            },
            f"{BASE}/azureFirewalls/w",
            {"zones": []},
            {
                "sku": {"name": "AZFW_VNet", "tier": "Standard"},
                "firewallPolicy": {"id": f"{BASE}/firewallPolicies/q"},
                "ipConfigurations": [
                    {
                        "name": "ip",
                        "id": f"{BASE}/azureFirewalls/w/ipConfigurations/ip",
                        "properties": {**IP_PROPERTIES, "privateIPAddress": "10.0.1.4"},
                    }
                ],
                "managementIpConfiguration": {"name": "m", "properties": {"subnet": {"id": S}}},
            },
        ),
        (
            {**IN_GROUP, "name": "w", "ip_configuration": [], "firewall_policy_id": ""},
            f"{BASE}/azureFirewalls/w",
            {},
            {
                "ipConfigurations": [],
                **{
                    f"{kind}RuleCollections": Unknown(
                        f"the {kind}RuleCollections of azurerm_firewall.x may be resources of their own, not read"
                    )
                    for kind in ("network", "application", "nat")
                },
            },
        ),
    ],
    "azurerm_lb": [
        (
            {
                **IN_GROUP,
                "name": "l",
                "sku": "Standard",
                "sku_tier": "Regional",
                "frontend_ip_configuration": [
                    {
                        "name": "f",
                        "id": f"{LB}/frontendIPConfigurations/f",
                        "subnet_id": "",
                        "private_ip_address": "",
                        "private_ip_address_allocation": "Dynamic",
                        "public_ip_address_id": PUBLIC,
                        "zones": [],
                    }
                ],
            },
            LB,
            {"sku": {"name": "Standard", "tier": "Regional"}},
            {
                "frontendIPConfigurations": [
                    {
                        "name": "f",
                        "id": f"{LB}/frontendIPConfigurations/f",
                        "properties": {
                            "privateIPAllocationMethod": "Dynamic",
                            "publicIPAddress": {"id": PUBLIC},
                            "zones": [],
                        },
                    }
                ]
            },
        )
    ],
    "azurerm_lb_backend_address_pool": [
        (
            {"name": "b", "loadbalancer_id": LB, "virtual_network_id": V},
            f"{LB}/backendAddressPools/b",
            {},
            {"virtualNetwork": {"id": V}},
        )
    ],
    "azurerm_application_gateway": [
        (
            {
                **IN_GROUP,
                "name": "ag",
                "zones": ["1"],
                "sku": [{"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2}],
                "gateway_ip_configuration": [{"name": "g", "subnet_id": S}],
                "frontend_ip_configuration": [{"name": "f", "public_ip_address_id": PUBLIC}],
                "frontend_port": [{"name": "p", "port": 443}],
                "backend_address_pool": [
                    {"name": "a", "fqdns": [], "ip_addresses": ["10.0.0.4"]},
                    {"name": "b", "fqdns": ["a.example.org"], "ip_addresses": []},
                ],
                "http_listener": [
                    {"name": "h", "frontend_ip_configuration_id": "/f", "frontend_port_id": "/p", "protocol": "Https"}
                ],
                "request_routing_rule": [
                    {"name": "r", "rule_type": "Basic", "priority": 1, "http_listener_id": "/h", "url_path_map_id": ""}
                ],
                "firewall_policy_id": "",
            },
            f"{BASE}/applicationGateways/ag",
            {"zones": ["1"]},
            {
                "sku": {"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2},
                **{
                    key: [
                        {"name": name, "id": f"{BASE}/applicationGateways/ag/{key}/{name}", "properties": properties}
                        for name, properties in entries.items()
                    ]
                    for key, entries in {
                        "gatewayIPConfigurations": {"g": {"subnet": {"id": S}}},
                        "frontendIPConfigurations": {"f": {"publicIPAddress": {"id": PUBLIC}}},
                        "frontendPorts": {"p": {"port": 443}},
                        "backendAddressPools": {
                            "a": {"backendAddresses": [{"ipAddress": "10.0.0.4"}]},
                            "b": {"backendAddresses": [{"fqdn": "a.example.org"}]},
                        },
                        "httpListeners": {
                            "h": {
                                "frontendIPConfiguration": {"id": "/f"},
                                "frontendPort": {"id": "/p"},
                                "protocol": "Https",
                            }
                        },
                        "requestRoutingRules": {
                            "r": {"ruleType": "Basic", "priority": 1, "httpListener": {"id": "/h"}}
                        },
                    }.items()
                },
            },
        )
    ],
    "azurerm_network_manager": [
        (
            {
                **IN_GROUP,
                "name": "m",
                "scope": [{"management_group_ids": [], "subscription_ids": ["/subscriptions/s"]}],
                "scope_accesses": ["SecurityAdmin"],
            },
            MANAGER,
            {},
            {
                "networkManagerScopes": {"managementGroups": [], "subscriptions": ["/subscriptions/s"]},
                "networkManagerScopeAccesses": ["SecurityAdmin"],
            },
        )
    ],
    "azurerm_network_manager_network_group": [
        (
            {"name": "g", "network_manager_id": MANAGER, "description": "prod"},
            f"{MANAGER}/networkGroups/g",
            {},
            {"description": "prod"},
        )
    ],
    "azurerm_network_manager_static_member": [
        (
            {"name": "s", "network_group_id": f"{MANAGER}/networkGroups/g", "target_virtual_network_id": V},
            f"{MANAGER}/networkGroups/g/staticMembers/s",
            {},
            {"resourceId": V},
        )
    ],
    "azurerm_network_manager_connectivity_configuration": [
        (
            {
                "name": "k",
                "network_manager_id": MANAGER,
                "connectivity_topology": "HubAndSpoke",
                "applies_to_group": [
                    {
                        "network_group_id": f"{MANAGER}/networkGroups/g",
                        "group_connectivity": "DirectlyConnected",
                        "global_mesh_enabled": False,
                        "use_hub_gateway": True,
                    }
                ],
                "hub": [{"resource_id": V, "resource_type": f"{NET}/virtualNetworks"}],
                "global_mesh_enabled": False,
                "delete_existing_peering_enabled": True,
            },
            f"{MANAGER}/connectivityConfigurations/k",
            {},
            {
                "connectivityTopology": "HubAndSpoke",
                "appliesToGroups": [
                    {
                        "networkGroupId": f"{MANAGER}/networkGroups/g",
                        "groupConnectivity": "DirectlyConnected",
                        "isGlobal": "False",
                        "useHubGateway": "True",
                    }
                ],
                "hubs": [{"resourceId": V, "resourceType": f"{NET}/virtualNetworks"}],
                "isGlobal": "False",
                "deleteExistingPeering": "True",
            },
        )
    ],
    "azurerm_network_manager_security_admin_configuration": [
        (
            {
                "name": "a",
                "network_manager_id": MANAGER,
                "apply_on_network_intent_policy_based_services": ["None"],
            },
            ADMIN,
            {},
            {"applyOnNetworkIntentPolicyBasedServices": ["None"]},
        )
    ],
    "azurerm_network_manager_admin_rule_collection": [
        (
            {
                "name": "c",
                "security_admin_configuration_id": ADMIN,
                "network_group_ids": [f"{MANAGER}/networkGroups/g"],
            },
            f"{ADMIN}/ruleCollections/c",
            {},
            {"appliesToGroups": [{"networkGroupId": f"{MANAGER}/networkGroups/g"}]},
        )
    ],
    "azurerm_network_manager_admin_rule": [
        (
            {
                "name": "r",
                "admin_rule_collection_id": f"{ADMIN}/ruleCollections/c",
                "action": "AlwaysAllow",
                "direction": "Inbound",
                "priority": 10,
                "protocol": "Any",
                "source": [{"address_prefix": "Internet", "address_prefix_type": "ServiceTag"}],
                "destination": [],
                "source_port_ranges": [],
                "destination_port_ranges": ["443"],
                "description": "",
            },
            f"{ADMIN}/ruleCollections/c/rules/r",
            {"kind": "Custom"},
            {
                "access": "AlwaysAllow",
                "direction": "Inbound",
                "priority": 10,
                "protocol": "Any",
                "sources": [{"addressPrefix": "Internet", "addressPrefixType": "ServiceTag"}],
                "destinations": [],
                "sourcePortRanges": [],
                "destinationPortRanges": ["443"],
            },
        )
    ],
}
ALL = [(kind, *case) for kind, cases in CASES.items() for case in cases]


def test_every_type_of_the_table_is_tried() -> None:
    assert CASES.keys() == SHAPES.keys()
    assert len(SHAPES) + len(LINKS) + len(PARTS) >= 40


@pytest.mark.parametrize(("kind", "values", "identity", "beside", "properties"), ALL)
def test_types(
    kind: str, values: Mapping[str, Any], identity: str, beside: Mapping[str, Any], properties: Mapping[str, Any]
) -> None:
    """The id is made of the names, since these have none."""
    (document,) = read(state(resource(f"{kind}.x", values))).documents
    assert document == {
        "id": identity,
        "type": SHAPES[kind].arm,
        "name": identity.rpartition("/")[2],
        **beside,
        "properties": properties,
    }
    assert list(by_id(read(state(resource(f"{kind}.x", {**values, "id": identity.upper()}))))) != [identity]


@pytest.mark.parametrize("kind", [kind for kind, shape in SHAPES.items() if any(f.always for f in shape.fields)])
def test_what_azurerm_always_writes_is_unknown_where_it_is_absent(kind: str) -> None:
    """A document that somebody cut is no resource without rules."""
    (document,) = read(state(resource(f"{kind}.x", {"id": CASES[kind][0][1]}))).documents
    always = [field for field in SHAPES[kind].fields if field.always]
    for field in always:
        inside: Any = {**document["properties"], **{f"/{key}": item for key, item in document.items()}}
        for step in field.path.split("."):
            inside = inside[step]
        assert inside == Unknown(f"{kind}.x does not tell {field.source}")
