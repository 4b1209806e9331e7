"""Firewall policies."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.refusals.services.subnet_services import (
    FIREWALL,
)

POLICY = "Microsoft.Network/firewallPolicies"
COLLECTION_GROUP = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"


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
