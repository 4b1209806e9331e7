"""IP groups."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec
from azure_offline.store.store import Resource

COLLECTION_GROUP = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"

IP_GROUP_TYPE = "Microsoft.Network/ipGroups"


def _present_group(group: Resource, view: ArmView) -> Mapping[str, Any]:
    policies = dict.fromkeys(user.id.rpartition("/ruleCollectionGroups/")[0] for user in _collections(group, view))
    return {"firewalls": [], "firewallPolicies": [{"id": policy} for policy in policies]}


def _collections(group: Resource, view: ArmView) -> Iterator[Resource]:
    yield from view.referring(group.key, COLLECTION_GROUP.lower())


IP_GROUP = TypeSpec(type=IP_GROUP_TYPE, read_only=frozenset({"firewalls", "firewallPolicies"}), present=_present_group)
