"""Pulumi components for hub-and-spoke networks on Azure.

Names are imported when they are first used: a program that needs only arguments or plans does not load azure-native.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubspoke.address_plan import AddressPlan, plan_addresses
    from hubspoke.aliases import drop_version_aliases
    from hubspoke.args import Args, ArgsError
    from hubspoke.attached_spoke import AttachedSpoke
    from hubspoke.attached_spoke_args import AttachedSpokeArgs
    from hubspoke.bastion_args import BastionArgs, BastionSku
    from hubspoke.circuit import ExpressRouteCircuit
    from hubspoke.circuit_args import (
        CircuitConnectionArgs,
        ExistingCircuitArgs,
        ExpressRouteCircuitArgs,
        ServiceProviderArgs,
        Stage,
    )
    from hubspoke.circuit_plan import CircuitPlan, plan_circuit
    from hubspoke.direct_peering import DirectPeering
    from hubspoke.direct_peering_args import DirectPeeringArgs
    from hubspoke.dmz import Dmz
    from hubspoke.dmz_args import DmzRulesArgs, InfrastructureArgs, TierRulesArgs
    from hubspoke.dmz_component_args import DmzArgs, DmzTierArgs
    from hubspoke.egress import Egress
    from hubspoke.estate import Estate
    from hubspoke.estate_addresses import AddressesArgs
    from hubspoke.estate_args import EstateArgs
    from hubspoke.estate_circuits import (
        EstateCircuitArgs,
        EstateConnectionArgs,
        EstateMicrosoftPeeringArgs,
        EstateRouteFilterArgs,
    )
    from hubspoke.estate_flow_logs import EstateFlowLogsArgs
    from hubspoke.estate_others import EstateAttachedSpokeArgs, EstateOtherHubArgs, SpokePairArgs
    from hubspoke.estate_plan import EstatePlan, plan_estate
    from hubspoke.estate_vnets import EstateHubArgs, EstateSpokeArgs, EstateSubnetArgs
    from hubspoke.firewall_args import ApplianceArgs, FirewallArgs, FirewallMode, FirewallTier
    from hubspoke.firewall_rule_args import (
        FirewallApplicationRuleArgs,
        FirewallCollectionArgs,
        FirewallNatRuleArgs,
        FirewallNetworkRuleArgs,
        FirewallRuleGroupArgs,
    )
    from hubspoke.flow_logs import FlowLogs
    from hubspoke.flow_logs_args import (
        DiagnosedArgs,
        FlowLogsArgs,
        FlowLogTargetArgs,
        TrafficAnalyticsArgs,
        WatcherArgs,
    )
    from hubspoke.flow_logs_plan import FlowLogsPlan, plan_flow_logs
    from hubspoke.gateway_args import ExpressRouteGatewayArgs, ScaleUnitsArgs, VpnGatewayArgs
    from hubspoke.hub import Hub
    from hubspoke.hub_args import HubArgs
    from hubspoke.hub_mesh import HubMesh
    from hubspoke.hub_mesh_args import HubMeshArgs, MeshedHubArgs
    from hubspoke.hub_mesh_plan import HubMeshPlan, plan_hub_mesh
    from hubspoke.hub_plan import HubPlan, plan_hub
    from hubspoke.hub_ref import HubRef
    from hubspoke.internal_only_args import InternalOnlyNsgArgs
    from hubspoke.internal_only_nsg import InternalOnlyNsg
    from hubspoke.internal_only_rules import internal_rules
    from hubspoke.ipsec_args import (
        DhGroup,
        IkeEncryption,
        IkeIntegrity,
        IpsecEncryption,
        IpsecIntegrity,
        IpsecPolicyArgs,
        PfsGroup,
    )
    from hubspoke.naming import NameRequest, NamingArgs
    from hubspoke.object_group_args import ObjectGroupsArgs
    from hubspoke.peering_args import MicrosoftPeeringArgs, PeeringOwner, PrivatePeeringArgs
    from hubspoke.pins import pins_text, read_pins
    from hubspoke.route_filter import Office365RouteFilter
    from hubspoke.route_filter_args import Office365RouteFilterArgs
    from hubspoke.schema import stack_schema
    from hubspoke.settings import load_settings, read_settings
    from hubspoke.site_args import ConnectionMode, SiteBgpArgs, VpnSiteArgs
    from hubspoke.spoke import Spoke
    from hubspoke.spoke_args import SpokeArgs
    from hubspoke.spoke_plan import SpokePlan, plan_spoke
    from hubspoke.subnet_args import (
        Access,
        Direction,
        EndpointPolicies,
        NatGatewayArgs,
        NextHop,
        RouteArgs,
        SecurityRuleArgs,
        SubnetArgs,
        SubnetSecurity,
    )
    from hubspoke.vnet_ref import VnetRef

_HOME = {
    "Access": "subnet_args",
    "AddressPlan": "address_plan",
    "AddressesArgs": "estate_addresses",
    "ApplianceArgs": "firewall_args",
    "Args": "args",
    "ArgsError": "args",
    "AttachedSpoke": "attached_spoke",
    "AttachedSpokeArgs": "attached_spoke_args",
    "BastionArgs": "bastion_args",
    "BastionSku": "bastion_args",
    "CircuitConnectionArgs": "circuit_args",
    "CircuitPlan": "circuit_plan",
    "ConnectionMode": "site_args",
    "DhGroup": "ipsec_args",
    "DiagnosedArgs": "flow_logs_args",
    "DirectPeering": "direct_peering",
    "DirectPeeringArgs": "direct_peering_args",
    "Direction": "subnet_args",
    "Dmz": "dmz",
    "DmzArgs": "dmz_component_args",
    "DmzRulesArgs": "dmz_args",
    "DmzTierArgs": "dmz_component_args",
    "Egress": "egress",
    "EndpointPolicies": "subnet_args",
    "Estate": "estate",
    "EstateArgs": "estate_args",
    "EstateAttachedSpokeArgs": "estate_others",
    "EstateCircuitArgs": "estate_circuits",
    "EstateConnectionArgs": "estate_circuits",
    "EstateFlowLogsArgs": "estate_flow_logs",
    "EstateHubArgs": "estate_vnets",
    "EstateMicrosoftPeeringArgs": "estate_circuits",
    "EstateOtherHubArgs": "estate_others",
    "EstatePlan": "estate_plan",
    "EstateRouteFilterArgs": "estate_circuits",
    "EstateSpokeArgs": "estate_vnets",
    "EstateSubnetArgs": "estate_vnets",
    "ExistingCircuitArgs": "circuit_args",
    "ExpressRouteCircuit": "circuit",
    "ExpressRouteCircuitArgs": "circuit_args",
    "ExpressRouteGatewayArgs": "gateway_args",
    "FirewallApplicationRuleArgs": "firewall_rule_args",
    "FirewallArgs": "firewall_args",
    "FirewallCollectionArgs": "firewall_rule_args",
    "FirewallMode": "firewall_args",
    "FirewallNatRuleArgs": "firewall_rule_args",
    "FirewallNetworkRuleArgs": "firewall_rule_args",
    "FirewallRuleGroupArgs": "firewall_rule_args",
    "FirewallTier": "firewall_args",
    "FlowLogTargetArgs": "flow_logs_args",
    "FlowLogs": "flow_logs",
    "FlowLogsArgs": "flow_logs_args",
    "FlowLogsPlan": "flow_logs_plan",
    "Hub": "hub",
    "HubArgs": "hub_args",
    "HubMesh": "hub_mesh",
    "HubMeshArgs": "hub_mesh_args",
    "HubMeshPlan": "hub_mesh_plan",
    "HubPlan": "hub_plan",
    "HubRef": "hub_ref",
    "IkeEncryption": "ipsec_args",
    "IkeIntegrity": "ipsec_args",
    "InfrastructureArgs": "dmz_args",
    "InternalOnlyNsg": "internal_only_nsg",
    "InternalOnlyNsgArgs": "internal_only_args",
    "IpsecEncryption": "ipsec_args",
    "IpsecIntegrity": "ipsec_args",
    "IpsecPolicyArgs": "ipsec_args",
    "MeshedHubArgs": "hub_mesh_args",
    "MicrosoftPeeringArgs": "peering_args",
    "NameRequest": "naming",
    "NamingArgs": "naming",
    "NatGatewayArgs": "subnet_args",
    "NextHop": "subnet_args",
    "ObjectGroupsArgs": "object_group_args",
    "Office365RouteFilter": "route_filter",
    "Office365RouteFilterArgs": "route_filter_args",
    "PeeringOwner": "peering_args",
    "PfsGroup": "ipsec_args",
    "PrivatePeeringArgs": "peering_args",
    "RouteArgs": "subnet_args",
    "ScaleUnitsArgs": "gateway_args",
    "SecurityRuleArgs": "subnet_args",
    "ServiceProviderArgs": "circuit_args",
    "SiteBgpArgs": "site_args",
    "Spoke": "spoke",
    "SpokeArgs": "spoke_args",
    "SpokePairArgs": "estate_others",
    "SpokePlan": "spoke_plan",
    "Stage": "circuit_args",
    "SubnetArgs": "subnet_args",
    "SubnetSecurity": "subnet_args",
    "TierRulesArgs": "dmz_args",
    "TrafficAnalyticsArgs": "flow_logs_args",
    "VnetRef": "vnet_ref",
    "VpnGatewayArgs": "gateway_args",
    "VpnSiteArgs": "site_args",
    "WatcherArgs": "flow_logs_args",
    "drop_version_aliases": "aliases",
    "internal_rules": "internal_only_rules",
    "load_settings": "settings",
    "pins_text": "pins",
    "plan_addresses": "address_plan",
    "plan_circuit": "circuit_plan",
    "plan_estate": "estate_plan",
    "plan_flow_logs": "flow_logs_plan",
    "plan_hub": "hub_plan",
    "plan_hub_mesh": "hub_mesh_plan",
    "plan_spoke": "spoke_plan",
    "read_pins": "pins",
    "read_settings": "settings",
    "stack_schema": "schema",
}

__all__ = [
    "Access",
    "AddressPlan",
    "AddressesArgs",
    "ApplianceArgs",
    "Args",
    "ArgsError",
    "AttachedSpoke",
    "AttachedSpokeArgs",
    "BastionArgs",
    "BastionSku",
    "CircuitConnectionArgs",
    "CircuitPlan",
    "ConnectionMode",
    "DhGroup",
    "DiagnosedArgs",
    "DirectPeering",
    "DirectPeeringArgs",
    "Direction",
    "Dmz",
    "DmzArgs",
    "DmzRulesArgs",
    "DmzTierArgs",
    "Egress",
    "EndpointPolicies",
    "Estate",
    "EstateArgs",
    "EstateAttachedSpokeArgs",
    "EstateCircuitArgs",
    "EstateConnectionArgs",
    "EstateFlowLogsArgs",
    "EstateHubArgs",
    "EstateMicrosoftPeeringArgs",
    "EstateOtherHubArgs",
    "EstatePlan",
    "EstateRouteFilterArgs",
    "EstateSpokeArgs",
    "EstateSubnetArgs",
    "ExistingCircuitArgs",
    "ExpressRouteCircuit",
    "ExpressRouteCircuitArgs",
    "ExpressRouteGatewayArgs",
    "FirewallApplicationRuleArgs",
    "FirewallArgs",
    "FirewallCollectionArgs",
    "FirewallMode",
    "FirewallNatRuleArgs",
    "FirewallNetworkRuleArgs",
    "FirewallRuleGroupArgs",
    "FirewallTier",
    "FlowLogTargetArgs",
    "FlowLogs",
    "FlowLogsArgs",
    "FlowLogsPlan",
    "Hub",
    "HubArgs",
    "HubMesh",
    "HubMeshArgs",
    "HubMeshPlan",
    "HubPlan",
    "HubRef",
    "IkeEncryption",
    "IkeIntegrity",
    "InfrastructureArgs",
    "InternalOnlyNsg",
    "InternalOnlyNsgArgs",
    "IpsecEncryption",
    "IpsecIntegrity",
    "IpsecPolicyArgs",
    "MeshedHubArgs",
    "MicrosoftPeeringArgs",
    "NameRequest",
    "NamingArgs",
    "NatGatewayArgs",
    "NextHop",
    "ObjectGroupsArgs",
    "Office365RouteFilter",
    "Office365RouteFilterArgs",
    "PeeringOwner",
    "PfsGroup",
    "PrivatePeeringArgs",
    "RouteArgs",
    "ScaleUnitsArgs",
    "SecurityRuleArgs",
    "ServiceProviderArgs",
    "SiteBgpArgs",
    "Spoke",
    "SpokeArgs",
    "SpokePairArgs",
    "SpokePlan",
    "Stage",
    "SubnetArgs",
    "SubnetSecurity",
    "TierRulesArgs",
    "TrafficAnalyticsArgs",
    "VnetRef",
    "VpnGatewayArgs",
    "VpnSiteArgs",
    "WatcherArgs",
    "drop_version_aliases",
    "internal_rules",
    "load_settings",
    "pins_text",
    "plan_addresses",
    "plan_circuit",
    "plan_estate",
    "plan_flow_logs",
    "plan_hub",
    "plan_hub_mesh",
    "plan_spoke",
    "read_pins",
    "read_settings",
    "stack_schema",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
