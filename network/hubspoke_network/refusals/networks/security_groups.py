"""Rules on security groups; what a rule may hold is asked of the shared model."""

import json
from collections.abc import Iterator
from functools import lru_cache

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, text
from hubspoke_network.refusals.network_questions import network_key
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.rules import RuleProblem, group_problems, rule_problems

GROUP = "Microsoft.Network/networkSecurityGroups"
RULE = "Microsoft.Network/networkSecurityGroups/securityRules"

_INTERFACE = "microsoft.network/networkinterfaces"

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
def rule_form(change: Change, _view: View) -> Iterator[Values]:
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
def rule_conflict(change: Change, view: View) -> Iterator[Values]:
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
def asg_networks(change: Change, view: View) -> Iterator[Values]:
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


def member_networks(group_id: str, view: View) -> list[str]:
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
def group_quota(change: Change, view: View) -> Iterator[Values]:
    """More security groups in a region of the subscription than allowed."""
    new, most = change.new, view.limit("security_groups")
    if new and view.count(change.kind, new.subscription, new.location) > most:
        yield {"limit": most, "region": new.location}
