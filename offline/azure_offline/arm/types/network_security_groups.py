"""Network security groups and their rules. What a rule may hold is asked of the shared model."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.hooks.security_rule_defaults import default_rules
from azure_offline.arm.resources import ArmView, Inline, TypeSpec, stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE
from hubspoke_network.refusals.networks import GROUP, RULE, group_quota, rule_conflict

_SUBNET = "microsoft.network/virtualnetworks/subnets"
_INTERFACE = "microsoft.network/networkinterfaces"
_FLOW_LOG = "microsoft.network/networkwatchers/flowlogs"

GROUP_IN_USE = stated(
    "security-group-in-use",
    "A security group that a subnet or network interface has is deleted.",
    grade="B",
    source="published responses",
    code="InUseNetworkSecurityGroupCannotBeDeleted",
    message="Network security group {id} cannot be deleted because it is in use by the following resources: {users}. "
    "In order to delete the Network security group, remove the association with the resource(s). To learn how to do "
    "this, see aka.ms/deletensg.",
    seen=True,
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(group: Resource, view: ArmView) -> Mapping[str, Any]:
    found: dict[str, Any] = {"defaultSecurityRules": default_rules(group)}
    for name, kind in (("subnets", _SUBNET), ("networkInterfaces", _INTERFACE), ("flowLogs", _FLOW_LOG)):
        users = list(view.referring(group.key, kind))
        if users:
            found[name] = [{"id": user.id} for user in users]
    return found


NETWORK_SECURITY_GROUP = TypeSpec(
    type=GROUP,
    inline=(Inline("securityRules", RULE),),
    readable=("defaultSecurityRules",),
    read_only=frozenset({"defaultSecurityRules", "subnets", "networkInterfaces", "flowLogs"}),
    guid=True,
    rules=(rule_conflict, group_quota),
    in_use=GROUP_IN_USE,
    present=_present,
)
