"""Makes the Azure Firewall of a hub, with its policy and rules."""

from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Dependency
from hubspoke.hub.args import HubArgs
from hubspoke.hub.firewall_args import FirewallArgs, FirewallMode
from hubspoke.hub.firewall_plan import FirewallPlan, RuleGroupPlan
from hubspoke.hub.firewall_rule_args import (
    FirewallApplicationRuleArgs,
    FirewallCollectionArgs,
    FirewallNatRuleArgs,
    FirewallNetworkRuleArgs,
    FirewallSources,
)
from hubspoke.hub.subnets import FIREWALLS, MANAGEMENT
from hubspoke.vnet import REPLACED_ON, Access, MadeVnet, public_address


@dataclass(frozen=True, slots=True)
class MadeFirewall:
    """The firewall's resources. `policy` is None where it is made elsewhere."""

    firewall: network.AzureFirewall
    policy: network.FirewallPolicy | None
    rule_groups: dict[str, network.FirewallPolicyRuleCollectionGroup]
    addresses: list[network.PublicIPAddress]

    @property
    def private_address(self) -> pulumi.Output[str]:
        """The address that packets to inspect are sent to."""
        return self.firewall.ip_configurations.apply(lambda items: (items[0].private_ip_address or "") if items else "")


def make_firewall(
    component: Component,
    plan: FirewallPlan,
    asked: FirewallArgs,
    made: MadeVnet,
    args: HubArgs,
    after: list[Dependency],
) -> MadeFirewall:
    """Create it as children of `component`: addresses and rules first, so that it never stands without them."""
    addresses = [public_address(component, "firewall-ip", address, args) for address in plan.addresses]
    policy = _policy(component, plan, asked, args) if plan.policy_name is not None else None
    groups: dict[str, network.FirewallPolicyRuleCollectionGroup] = {}
    last: pulumi.Resource | None = policy
    for group in plan.groups if policy is not None else ():
        # One after the other: each is a write on the policy.
        last = groups[group.key] = _group(component, group, plan, asked, args, addresses[0], last)
    firewall = _firewall(component, plan, asked, made, args, addresses, policy, [*after, last])
    return MadeFirewall(firewall, policy, groups, addresses)


def _firewall(
    component: Component,
    plan: FirewallPlan,
    asked: FirewallArgs,
    made: MadeVnet,
    args: HubArgs,
    addresses: list[network.PublicIPAddress],
    policy: network.FirewallPolicy | None,
    after: list[Dependency],
) -> network.AzureFirewall:
    subnet = network.SubResourceArgs(id=made.subnets[FIREWALLS.id].id)
    configurations = [
        network.AzureFirewallIPConfigurationArgs(
            name=address.key or "default",
            subnet=subnet if index == 0 else None,
            public_ip_address=network.SubResourceArgs(id=addresses[index].id),
        )
        for index, address in enumerate(plan.addresses)
    ]
    managed = None
    if plan.management_address is not None:
        management = public_address(component, "firewall-management-ip", plan.management_address, args)
        managed = network.AzureFirewallIPConfigurationArgs(
            name="management",
            subnet=network.SubResourceArgs(id=made.subnets[MANAGEMENT.id].id),
            public_ip_address=network.SubResourceArgs(id=management.id),
        )
    policy_id = policy.id if policy is not None else asked.policy_id
    return network.AzureFirewall(
        component.logical("firewall"),
        azure_firewall_name=plan.azure_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        sku=network.AzureFirewallSkuArgs(name="AZFW_VNet", tier=plan.tier),
        zones=list(plan.zones) or None,
        ip_configurations=configurations,
        management_ip_configuration=managed,
        firewall_policy=network.SubResourceArgs(id=policy_id),
        tags=args.tags,
        # Azure lets neither be given to a firewall that exists, nor taken from it.
        opts=component.child(
            "firewall",
            after=[*made.everything(), *after],
            protect=args.protect,
            replace_on=(*REPLACED_ON, "managementIpConfiguration", "zones"),
        ),
    )


def _policy(component: Component, plan: FirewallPlan, asked: FirewallArgs, args: HubArgs) -> network.FirewallPolicy:
    dns = asked.dns_proxy or asked.dns_servers
    intrusions = asked.intrusion_detection
    return network.FirewallPolicy(
        component.logical("firewall-policy"),
        firewall_policy_name=plan.policy_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        sku=network.FirewallPolicySkuArgs(tier=plan.tier),
        base_policy=network.SubResourceArgs(id=asked.base_policy_id) if asked.base_policy_id is not None else None,
        threat_intel_mode=(asked.threat_intelligence or FirewallMode.ALERT).value,
        intrusion_detection=network.FirewallPolicyIntrusionDetectionArgs(mode=intrusions.value) if intrusions else None,
        snat=network.FirewallPolicySNATArgs(private_ranges=list(asked.private_ranges))
        if asked.private_ranges
        else None,
        dns_settings=network.DnsSettingsArgs(enable_proxy=bool(asked.dns_proxy), servers=list(asked.dns_servers or []))
        if dns
        else None,
        tags=args.tags,
        opts=component.child("firewall-policy", replace_on=REPLACED_ON),
    )


def _group(
    component: Component,
    group: RuleGroupPlan,
    plan: FirewallPlan,
    asked: FirewallArgs,
    args: HubArgs,
    address: network.PublicIPAddress,
    previous: pulumi.Resource | None,
) -> network.FirewallPolicyRuleCollectionGroup:
    rules = (asked.rule_groups or {})[group.key]
    ordered = sorted(rules.collections.items(), key=lambda item: item[1].priority)
    return network.FirewallPolicyRuleCollectionGroup(
        component.logical("rule-group", group.key),
        rule_collection_group_name=group.azure_name,
        firewall_policy_name=plan.policy_name or "",
        resource_group_name=args.resource_group_name,
        priority=rules.priority,
        rule_collections=[_collection(name, collection, address) for name, collection in ordered],
        opts=component.child("rule-group", group.key, after=[previous]),
    )


def _collection(
    name: str, collection: FirewallCollectionArgs, address: network.PublicIPAddress
) -> network.FirewallPolicyFilterRuleCollectionArgs | network.FirewallPolicyNatRuleCollectionArgs:
    if collection.nat_rules:
        return network.FirewallPolicyNatRuleCollectionArgs(
            rule_collection_type="FirewallPolicyNatRuleCollection",
            name=name,
            priority=collection.priority,
            action=network.FirewallPolicyNatRuleCollectionActionArgs(type="DNAT"),
            rules=[_nat_rule(key, rule, address) for key, rule in sorted(collection.nat_rules.items())],
        )
    rules: list[Any] = [_network_rule(key, rule) for key, rule in sorted((collection.network_rules or {}).items())]
    rules += [_application_rule(key, rule) for key, rule in sorted((collection.application_rules or {}).items())]
    return network.FirewallPolicyFilterRuleCollectionArgs(
        rule_collection_type="FirewallPolicyFilterRuleCollection",
        name=name,
        priority=collection.priority,
        action=network.FirewallPolicyFilterRuleCollectionActionArgs(type=(collection.action or Access.ALLOW).value),
        rules=rules,
    )


def _sources(rule: FirewallSources) -> dict[str, Any]:
    return {"source_addresses": list(rule.sources or []), "source_ip_groups": _groups(rule.source_groups)}


def _groups(groups: dict[str, pulumi.Input[str]] | None) -> list[pulumi.Input[str]]:
    return [groups[name] for name in sorted(groups)] if groups else []


def _network_rule(name: str, rule: FirewallNetworkRuleArgs) -> network.NetworkRuleArgs:
    return network.NetworkRuleArgs(
        rule_type="NetworkRule",
        name=name,
        **_sources(rule),
        destination_addresses=list(rule.destinations or []),
        destination_ip_groups=_groups(rule.destination_groups),
        destination_fqdns=list(rule.destination_names or []),
        destination_ports=list(rule.ports or ["*"]),
        ip_protocols=list(rule.protocols or ["Any"]),
    )


def _application_rule(name: str, rule: FirewallApplicationRuleArgs) -> network.ApplicationRuleArgs:
    return network.ApplicationRuleArgs(
        rule_type="ApplicationRule",
        name=name,
        **_sources(rule),
        target_fqdns=list(rule.names or []),
        fqdn_tags=list(rule.name_tags or []),
        protocols=[
            network.FirewallPolicyRuleApplicationProtocolArgs(protocol_type=protocol, port=port)
            for protocol, port in rule.protocol_ports
        ],
    )


def _nat_rule(name: str, rule: FirewallNatRuleArgs, address: network.PublicIPAddress) -> network.NatRuleArgs:
    called = rule.destination if rule.destination is not None else address.ip_address.apply(lambda text: text or "")
    return network.NatRuleArgs(
        rule_type="NatRule",
        name=name,
        **_sources(rule),
        destination_addresses=[called],
        destination_ports=[rule.port],
        ip_protocols=list(rule.protocols or ["TCP"]),
        translated_address=rule.translated_address,
        translated_port=rule.translated_port or rule.port,
    )
