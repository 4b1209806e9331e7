"""Makes a virtual network and what lies in it from its plan, in the plan's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component
from hubspoke.vnet.args import PlacedVnet
from hubspoke.vnet.internal_only_rules import INTENT_TAG, RulePlan
from hubspoke.vnet.plan import (
    MembersPlan,
    NatPlan,
    PublicAddressPlan,
    SecurityGroupPlan,
    SubnetPlan,
    TablePlan,
    VnetPlan,
)

# Azure moves nothing in place, and azure-native would try (of these types, only for a virtual network it does not).
REPLACED_ON = ("location",)


@dataclass(frozen=True, slots=True)
class MadeVnet:
    """The resources of a virtual network."""

    vnet: network.VirtualNetwork
    groups: dict[str, network.NetworkSecurityGroup]
    tables: dict[str, network.RouteTable]
    nats: dict[str, network.NatGateway]
    subnets: dict[str, network.Subnet]
    members: dict[str, network.ApplicationSecurityGroup]

    def everything(self) -> tuple[pulumi.Resource, ...]:
        """What a peering waits for: Azure refuses to peer a network while a subnet of it is being written."""
        return (self.vnet, *list(self.subnets.values())[-1:])


def make_vnet(component: Component, plan: VnetPlan, args: PlacedVnet) -> MadeVnet:
    """Create the network's resources as children of `component`."""
    maker = _Maker(component, args)
    vnet = maker.vnet(plan)
    members = {item.key: maker.application_security_group(item) for item in plan.members}
    groups = {group.id: maker.group(group, members) for group in plan.groups}
    tables = {table.id: maker.table(table) for table in plan.tables}
    nats = {nat.key: maker.nat(nat) for nat in plan.nats}
    made = MadeVnet(vnet, groups, tables, nats, {}, members)
    # One after the other: Azure answers 409 to overlapping writes on one virtual network.
    previous: pulumi.Resource = vnet
    for subnet in plan.subnets:
        previous = made.subnets[subnet.id] = maker.subnet(subnet, plan.azure_name, made, previous)
    return made


class _Maker:
    def __init__(self, component: Component, args: PlacedVnet) -> None:
        self.component = component
        self.args = args
        self.tags = args.tags

    def vnet(self, plan: VnetPlan) -> network.VirtualNetwork:
        return network.VirtualNetwork(
            self.component.logical("vnet"),
            virtual_network_name=plan.azure_name,
            resource_group_name=self.args.resource_group_name,
            location=self.args.location,
            address_space=network.AddressSpaceArgs(address_prefixes=list(plan.address_space)),
            dhcp_options=network.DhcpOptionsArgs(dns_servers=list(plan.dns_servers)) if plan.dns_servers else None,
            tags=self.tags,
            opts=self.component.child("vnet"),
        )

    def application_security_group(self, plan: MembersPlan) -> network.ApplicationSecurityGroup:
        return network.ApplicationSecurityGroup(
            self.component.logical("asg", plan.key),
            application_security_group_name=plan.azure_name,
            resource_group_name=self.args.resource_group_name,
            location=self.args.location,
            tags=self.tags,
            opts=self.component.child("asg", plan.key, replace_on=REPLACED_ON),
        )

    def group(
        self, plan: SecurityGroupPlan, members: Mapping[str, network.ApplicationSecurityGroup]
    ) -> network.NetworkSecurityGroup:
        ids = {key: item.id for key, item in members.items()}
        return network.NetworkSecurityGroup(
            self.component.logical(plan.role, plan.key),
            network_security_group_name=plan.azure_name,
            resource_group_name=self.args.resource_group_name,
            location=self.args.location,
            security_rules=[rule_args(rule, ids) for rule in plan.rules],
            tags={**(self.tags or {}), INTENT_TAG: plan.intent} if plan.intent else self.tags,
            opts=self.component.child(plan.role, plan.key, replace_on=REPLACED_ON),
        )

    def table(self, plan: TablePlan) -> network.RouteTable:
        # An empty list says that there are none; leaving it out keeps whatever Azure has.
        routes = [
            network.RouteArgs(
                name=name,
                address_prefix=route.prefix,
                next_hop_type=route.next_hop.value,
                next_hop_ip_address=route.next_hop_address,
            )
            for name, route in plan.routes
        ]
        return network.RouteTable(
            self.component.logical(plan.role, plan.key),
            route_table_name=plan.azure_name,
            resource_group_name=self.args.resource_group_name,
            location=self.args.location,
            disable_bgp_route_propagation=not plan.propagation,
            routes=None if plan.separate else routes,
            tags={**(self.tags or {}), **dict(plan.tags)} or None,
            opts=self.component.child(plan.role, plan.key, replace_on=REPLACED_ON),
        )

    def nat(self, plan: NatPlan) -> network.NatGateway:
        addresses = [self.address("nat-ip", address) for address in plan.addresses]
        return network.NatGateway(
            self.component.logical("nat", plan.key),
            nat_gateway_name=plan.azure_name,
            resource_group_name=self.args.resource_group_name,
            location=self.args.location,
            sku=network.NatGatewaySkuArgs(name="Standard"),
            idle_timeout_in_minutes=plan.idle_timeout_minutes,
            public_ip_addresses=[network.SubResourceArgs(id=address.id) for address in addresses],
            zones=list(plan.zones) or None,
            tags=self.tags,
            opts=self.component.child("nat", plan.key, replace_on=(*REPLACED_ON, "zones")),
        )

    def address(self, role: str, plan: PublicAddressPlan) -> network.PublicIPAddress:
        return public_address(self.component, role, plan, self.args)

    def subnet(self, plan: SubnetPlan, vnet_name: str, made: MadeVnet, previous: pulumi.Resource) -> network.Subnet:
        group_id = made.groups[plan.group].id if plan.group is not None else plan.group_id
        return network.Subnet(
            self.component.logical(plan.role, plan.key),
            subnet_name=plan.azure_name,
            virtual_network_name=vnet_name,
            resource_group_name=self.args.resource_group_name,
            address_prefix=plan.prefix,
            default_outbound_access=False,
            network_security_group=network.NetworkSecurityGroupArgs(id=group_id) if group_id is not None else None,
            route_table=network.RouteTableArgs(id=made.tables[plan.table].id) if plan.table is not None else None,
            nat_gateway=network.SubResourceArgs(id=made.nats[plan.nat].id) if plan.nat is not None else None,
            service_endpoints=[
                network.ServiceEndpointPropertiesFormatArgs(service=service) for service in plan.service_endpoints
            ]
            or None,
            delegations=[network.DelegationArgs(name=plan.delegation, service_name=plan.delegation)]
            if plan.delegation
            else None,
            private_endpoint_network_policies=plan.private_endpoint_policies,
            private_link_service_network_policies="Enabled" if plan.private_link_service_policies else "Disabled",
            opts=self.component.child(plan.role, plan.key, after=(made.vnet, previous)),
        )


def public_address(
    component: Component, role: str, plan: PublicAddressPlan, args: PlacedVnet
) -> network.PublicIPAddress:
    """A public address, Standard and static."""
    return network.PublicIPAddress(
        component.logical(role, plan.key),
        public_ip_address_name=plan.azure_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        sku=network.PublicIPAddressSkuArgs(name="Standard"),
        public_ip_allocation_method="Static",
        public_ip_address_version="IPv4",
        zones=list(plan.zones) or None,
        tags=args.tags,
        # Azure notes the NAT gateway on the address as well; a refresh would take that for a change of ours.
        opts=component.child(role, plan.key, replace_on=("zones",), ignore=("natGateway",)),
    )


def rule_args(rule: RulePlan, members: Mapping[str, pulumi.Input[str]] | None = None) -> network.SecurityRuleArgs:
    """A planned security rule as azure-native's arguments; `members` are ids of application security groups by key."""
    ids = members or {}
    given = {_snake(key): value for key, value in rule.properties.items()}
    for key in ("source_application_security_groups", "destination_application_security_groups"):
        if key in given:
            named: Any = given[key]
            given[key] = [network.ApplicationSecurityGroupArgs(id=ids.get(item, item)) for item in named]
    return network.SecurityRuleArgs(name=rule.name, **given)  # type: ignore[arg-type]  # fields of rules only


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
