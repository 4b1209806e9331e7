"""Network security groups and their rules. What a rule may hold is asked of the shared model."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from azure_offline.arm.hooks.security_rule_defaults import default_rules
from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Inline, Reference, TypeSpec
from azure_offline.arm.resources.stated import stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, text
from hubspoke_network.refusals.network_questions import network_key
from hubspoke_network.refusals.rule import CREATE, DELETE, Values, rule
from hubspoke_network.rules.security_rule_forms import RuleProblem, group_problems, rule_problems

GROUP = "Microsoft.Network/networkSecurityGroups"
RULE = "Microsoft.Network/networkSecurityGroups/securityRules"
ASG = "Microsoft.Network/applicationSecurityGroups"
_SUBNET = "microsoft.network/virtualnetworks/subnets"
_INTERFACE = "microsoft.network/networkinterfaces"
_FLOW_LOG = "microsoft.network/networkwatchers/flowlogs"

_SOURCE = "virtual-network/network-security-groups-overview; published responses"


def _values(problem: RuleProblem) -> Values:
    return {
        "code": problem.code,
        "message": problem.message,
        "seen": problem.grade == "B",
        "grade": problem.grade,
    }


_encoded = json.JSONEncoder(separators=(",", ":")).encode


@lru_cache(maxsize=8192)
def _well_formed(properties: str) -> bool:
    """Whether nothing is wrong with a rule. Groups of one estate have the same rules, so most were seen before."""
    return not rule_problems({"properties": json.loads(properties)})


@rule(
    "security-rule-form",
    grade="B",
    source=_SOURCE,
    message="{message}",
)
def rule_form(change: Change, _view: ArmView) -> Iterator[Values]:
    """A security rule has a priority, port, address, tag or combination that ARM does not take."""
    if _well_formed(_encoded(change.document.get("properties"))):
        return
    document = {**change.document, "name": change.name, "id": change.id}
    yield from (_values(problem) for problem in rule_problems(document))


@rule(
    "security-rule-conflict",
    grade="B",
    source=_SOURCE,
    code="SecurityRuleConflict",
    message="{message}",
)
def rule_conflict(change: Change, view: ArmView) -> Iterator[Values]:
    """Two rules of a group have the same priority and direction, or a group holds too many rules."""
    group = change.key if change.type == GROUP else change.parent
    if change.type == RULE and not change.requested:
        return  # inline rules are checked with their group
    others = [found for found in view.children(group, RULE) if found.key != change.key]
    if change.type == RULE and change.new is not None:
        others.append(change.new)  # last, so that the conflict is told of the rule that was written
    documents = [{**found.document, "name": found.name, "id": found.id} for found in others]
    yield from (_values(problem) for problem in group_problems(documents))


@rule(
    "security-rule-asg-networks",
    grade="A",
    source="virtual-network/application-security-groups",
    message="The application security groups of security rule {id} have members in different virtual networks: {left} "
    "and {right}.",
)
def asg_networks(change: Change, view: ArmView) -> Iterator[Values]:
    """The source and destination application security groups of a rule are in different networks."""
    found: dict[str, str] = {}
    for end in ("source", "destination"):
        for item in items(change.document, f"properties.{end}ApplicationSecurityGroups"):
            group = text(item, "id") or ""
            for network in member_networks(group, view):
                found.setdefault(network, group)
    if len(found) > 1:
        left, right = list(found)[:2]
        yield {"id": change.id, "left": left, "right": right}


def member_networks(group_id: str, view: ArmView) -> list[str]:
    """The virtual networks (by key) of an application security group's members: one, while ARM keeps its rule."""
    networks = {}
    for interface in view.referring(group_id.lower(), _INTERFACE):
        for configuration in items(interface.document, "properties.ipConfigurations"):
            subnet = text(configuration, "properties.subnet.id")
            if subnet:
                networks[network_key(subnet)] = True
    return list(networks)


@rule(
    "security-group-quota",
    grade="A",
    source="includes/azure-virtual-network-limits",
    message="The subscription has its {limit} network security groups in region {region}.",
    on=CREATE,
)
def group_quota(change: Change, view: ArmView) -> Iterator[Values]:
    """More security groups in a region of the subscription than allowed."""
    new, most = change.new, view.limit("security_groups")
    if new and view.count(change.kind, new.subscription, new.location) > most:
        yield {"limit": most, "region": new.location}


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

SECURITY_RULE = TypeSpec(
    type=RULE,
    location="none",
    references=tuple(
        Reference(f"properties.{end}ApplicationSecurityGroups[].id", (ASG,), same_region=True)
        for end in ("source", "destination")
    ),
    rules=(rule_form, rule_conflict, asg_networks),
)

APPLICATION_SECURITY_GROUP = TypeSpec(type=ASG, guid=True)
