"""What the components use of azure-native for networks, gateways and firewalls."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("network"):
        from pulumi_azure_native.network._inputs import (
            AddressSpaceArgs,
            ApplicationRuleArgs,
            ApplicationSecurityGroupArgs,
            AzureFirewallIPConfigurationArgs,
            AzureFirewallSkuArgs,
            BastionHostIPConfigurationArgs,
            BgpSettingsArgs,
            DelegationArgs,
            DhcpOptionsArgs,
            DnsSettingsArgs,
            ExpressRouteCircuitPeeringConfigArgs,
            ExpressRouteCircuitServiceProviderPropertiesArgs,
            ExpressRouteCircuitSkuArgs,
            FirewallPolicyFilterRuleCollectionActionArgs,
            FirewallPolicyFilterRuleCollectionArgs,
            FirewallPolicyIntrusionDetectionArgs,
            FirewallPolicyNatRuleCollectionActionArgs,
            FirewallPolicyNatRuleCollectionArgs,
            FirewallPolicyRuleApplicationProtocolArgs,
            FirewallPolicySkuArgs,
            FirewallPolicySNATArgs,
            FlowLogFormatParametersArgs,
            IPConfigurationBgpPeeringAddressArgs,
            IpsecPolicyArgs,
            LocalNetworkGatewayArgs,
            NatGatewaySkuArgs,
            NatRuleArgs,
            NetworkRuleArgs,
            NetworkSecurityGroupArgs,
            PublicIPAddressSkuArgs,
            RetentionPolicyParametersArgs,
            RouteArgs,
            RouteTableArgs,
            SecurityRuleArgs,
            ServiceEndpointPropertiesFormatArgs,
            SkuArgs,
            SubResourceArgs,
            TrafficAnalyticsConfigurationPropertiesArgs,
            TrafficAnalyticsPropertiesArgs,
            VirtualNetworkGatewayArgs,
            VirtualNetworkGatewayAutoScaleBoundsArgs,
            VirtualNetworkGatewayAutoScaleConfigurationArgs,
            VirtualNetworkGatewayIPConfigurationArgs,
            VirtualNetworkGatewaySkuArgs,
        )
        from pulumi_azure_native.network.application_security_group import ApplicationSecurityGroup
        from pulumi_azure_native.network.azure_firewall import AzureFirewall
        from pulumi_azure_native.network.bastion_host import BastionHost
        from pulumi_azure_native.network.express_route_circuit import ExpressRouteCircuit
        from pulumi_azure_native.network.express_route_circuit_authorization import ExpressRouteCircuitAuthorization
        from pulumi_azure_native.network.express_route_circuit_peering import ExpressRouteCircuitPeering
        from pulumi_azure_native.network.firewall_policy import FirewallPolicy
        from pulumi_azure_native.network.firewall_policy_rule_collection_group import FirewallPolicyRuleCollectionGroup
        from pulumi_azure_native.network.flow_log import FlowLog
        from pulumi_azure_native.network.get_virtual_network_peering import get_virtual_network_peering_output
        from pulumi_azure_native.network.local_network_gateway import LocalNetworkGateway
        from pulumi_azure_native.network.nat_gateway import NatGateway
        from pulumi_azure_native.network.network_security_group import NetworkSecurityGroup
        from pulumi_azure_native.network.public_ip_address import PublicIPAddress
        from pulumi_azure_native.network.route import Route
        from pulumi_azure_native.network.route_filter import RouteFilter
        from pulumi_azure_native.network.route_filter_rule import RouteFilterRule
        from pulumi_azure_native.network.route_table import RouteTable
        from pulumi_azure_native.network.subnet import Subnet
        from pulumi_azure_native.network.virtual_network import VirtualNetwork
        from pulumi_azure_native.network.virtual_network_gateway import VirtualNetworkGateway
        from pulumi_azure_native.network.virtual_network_gateway_connection import VirtualNetworkGatewayConnection
        from pulumi_azure_native.network.virtual_network_peering import VirtualNetworkPeering
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("network"))

__all__ = [
    "AddressSpaceArgs",
    "ApplicationRuleArgs",
    "ApplicationSecurityGroup",
    "ApplicationSecurityGroupArgs",
    "AzureFirewall",
    "AzureFirewallIPConfigurationArgs",
    "AzureFirewallSkuArgs",
    "BastionHost",
    "BastionHostIPConfigurationArgs",
    "BgpSettingsArgs",
    "DelegationArgs",
    "DhcpOptionsArgs",
    "DnsSettingsArgs",
    "ExpressRouteCircuit",
    "ExpressRouteCircuitAuthorization",
    "ExpressRouteCircuitPeering",
    "ExpressRouteCircuitPeeringConfigArgs",
    "ExpressRouteCircuitServiceProviderPropertiesArgs",
    "ExpressRouteCircuitSkuArgs",
    "FirewallPolicy",
    "FirewallPolicyFilterRuleCollectionActionArgs",
    "FirewallPolicyFilterRuleCollectionArgs",
    "FirewallPolicyIntrusionDetectionArgs",
    "FirewallPolicyNatRuleCollectionActionArgs",
    "FirewallPolicyNatRuleCollectionArgs",
    "FirewallPolicyRuleApplicationProtocolArgs",
    "FirewallPolicyRuleCollectionGroup",
    "FirewallPolicySNATArgs",
    "FirewallPolicySkuArgs",
    "FlowLog",
    "FlowLogFormatParametersArgs",
    "IPConfigurationBgpPeeringAddressArgs",
    "IpsecPolicyArgs",
    "LocalNetworkGateway",
    "LocalNetworkGatewayArgs",
    "NatGateway",
    "NatGatewaySkuArgs",
    "NatRuleArgs",
    "NetworkRuleArgs",
    "NetworkSecurityGroup",
    "NetworkSecurityGroupArgs",
    "PublicIPAddress",
    "PublicIPAddressSkuArgs",
    "RetentionPolicyParametersArgs",
    "Route",
    "RouteArgs",
    "RouteFilter",
    "RouteFilterRule",
    "RouteTable",
    "RouteTableArgs",
    "SecurityRuleArgs",
    "ServiceEndpointPropertiesFormatArgs",
    "SkuArgs",
    "SubResourceArgs",
    "Subnet",
    "TrafficAnalyticsConfigurationPropertiesArgs",
    "TrafficAnalyticsPropertiesArgs",
    "VirtualNetwork",
    "VirtualNetworkGateway",
    "VirtualNetworkGatewayArgs",
    "VirtualNetworkGatewayAutoScaleBoundsArgs",
    "VirtualNetworkGatewayAutoScaleConfigurationArgs",
    "VirtualNetworkGatewayConnection",
    "VirtualNetworkGatewayIPConfigurationArgs",
    "VirtualNetworkGatewaySkuArgs",
    "VirtualNetworkPeering",
    "get_virtual_network_peering_output",
]
