"""Services that live in a subnet of their own: Azure Firewall and Bastion, with firewall policies and IP groups."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec
from azure_offline.arm.types.network_interfaces import first_free
from azure_offline.store.store import Resource
from hubspoke_network.refusals import SUBNET, items, table, text
from hubspoke_network.refusals.networks import ADDRESS, only_gateways
from hubspoke_network.refusals.services.subnet_services import (
    BASTION,
    FIREWALL,
    address_sku,
    bastion_group,
    default_route,
    dns_with_policy,
    management_address,
    subnet_name,
    subnet_size,
    subnet_taken,
)

POLICY = "Microsoft.Network/firewallPolicies"
COLLECTION_GROUP = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"

IP_GROUP_TYPE = "Microsoft.Network/ipGroups"

_CONFIGURATIONS = "properties.ipConfigurations[].properties"


def _present_firewall(firewall: Resource, view: ArmView) -> Mapping[str, Any]:
    """The private address: the first of the subnet, as nothing else may be in it."""
    shown = []
    for item in items(firewall.document, "properties.ipConfigurations"):
        subnet = view.get(text(item, "properties.subnet.id") or "")
        inner = dict(table(item, "properties"))
        if subnet is not None:
            inner["privateIPAddress"] = first_free(subnet, view) or ""
        part = f"{firewall.id}/azureFirewallIpConfigurations/{item.get('name', '')}"
        shown.append({**item, "id": part, "properties": {"provisioningState": "Succeeded", **inner}})
    return {"ipConfigurations": shown} if shown else {}


AZURE_FIREWALL = TypeSpec(
    type=FIREWALL,
    references=(
        Reference(f"{_CONFIGURATIONS}.subnet.id", (SUBNET,), same_region=True, part="azureFirewallIpConfigurations"),
        Reference(
            f"{_CONFIGURATIONS}.publicIPAddress.id", (ADDRESS,), same_region=True, part="azureFirewallIpConfigurations"
        ),
        Reference("properties.managementIpConfiguration.properties.subnet.id", (SUBNET,), same_region=True),
        Reference("properties.managementIpConfiguration.properties.publicIPAddress.id", (ADDRESS,), same_region=True),
        Reference("properties.firewallPolicy.id", (POLICY,)),
        Reference("properties.virtualHub.id"),
    ),
    read_only=frozenset({"ipGroups"}),
    defaults={"threatIntelMode": "Alert"},
    rules=(
        only_gateways,
        subnet_name,
        subnet_size,
        subnet_taken,
        address_sku,
        management_address,
        default_route,
        dns_with_policy,
    ),
    present=_present_firewall,
)


def _present_policy(policy: Resource, view: ArmView) -> Mapping[str, Any]:
    groups = view.children(policy.key, COLLECTION_GROUP)
    firewalls = view.referring(policy.key, FIREWALL.lower())
    children = view.referring(policy.key, POLICY.lower(), path="properties.basePolicy.id")
    return {
        "ruleCollectionGroups": [{"id": group.id} for group in groups],
        "firewalls": [{"id": firewall.id} for firewall in firewalls],
        "childPolicies": [{"id": child.id} for child in children],
    }


FIREWALL_POLICY = TypeSpec(
    type=POLICY,
    references=(Reference("properties.basePolicy.id", (POLICY,)),),
    read_only=frozenset({"ruleCollectionGroups", "firewalls", "childPolicies", "size"}),
    defaults={"threatIntelMode": "Alert"},
    present=_present_policy,
)

FIREWALL_POLICY_RULE_COLLECTION_GROUP = TypeSpec(
    type=COLLECTION_GROUP,
    location="none",
    references=tuple(
        Reference(f"properties.ruleCollections[].rules[].{end}IpGroups[]", (IP_GROUP_TYPE,))
        for end in ("source", "destination")
    ),
    read_only=frozenset({"size"}),
)

BASTION_HOST = TypeSpec(
    type=BASTION,
    references=(
        Reference(
            f"{_CONFIGURATIONS}.subnet.id",
            (SUBNET,),
            same_region=True,
            required=False,
            part="bastionHostIpConfigurations",
        ),
        Reference(
            f"{_CONFIGURATIONS}.publicIPAddress.id", (ADDRESS,), same_region=True, part="bastionHostIpConfigurations"
        ),
        Reference("properties.virtualNetwork.id", ("Microsoft.Network/virtualNetworks",), same_region=True),
    ),
    read_only=frozenset({"dnsName"}),
    rules=(only_gateways, subnet_name, subnet_size, subnet_taken, address_sku, bastion_group),
)


def _present_group(group: Resource, view: ArmView) -> Mapping[str, Any]:
    policies = dict.fromkeys(user.id.rpartition("/ruleCollectionGroups/")[0] for user in _collections(group, view))
    return {"firewalls": [], "firewallPolicies": [{"id": policy} for policy in policies]}


def _collections(group: Resource, view: ArmView) -> Iterator[Resource]:
    yield from view.referring(group.key, COLLECTION_GROUP.lower())


IP_GROUP = TypeSpec(type=IP_GROUP_TYPE, read_only=frozenset({"firewalls", "firewallPolicies"}), present=_present_group)
