"""Security rules are such as Azure takes."""

import re
from collections.abc import Iterator

from hubspoke_network.azure import NSG
from hubspoke_network.azure import RULE as SECURITY_RULE
from hubspoke_network.core import Finding, unknowns
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import RuleProblem, group_problems, rule_problems
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import OPEN_GROUP, program
from hubspoke_policies.reading.groups import SEGMENT

REFERENCE = re.compile(r"ApplicationSecurityGroups\[\d+\]\.id$")


def check(subject: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report what Azure refuses in a rule, and between the rules of a group; of two, at the later by name."""
    if subject.type.lower() == NSG.lower():
        rules = sorted(model.children(subject, SEGMENT), key=lambda rule: rule.key)
        if not rules:
            return NotApplicable("no security group has rules")
        return list(_group(subject, rules, context))
    return list(_rule(subject, context))


def _rule(rule: Resource, context: Context[NoOptions]) -> Iterator[Finding]:
    for problem in rule_problems(rule.document):
        if problem.grade != "D":
            yield context.finding(rule, problem.path, problem.value, _message(problem), problem.instead)
    properties = rule.document.get("properties")
    for path, unknown in unknowns({"properties": properties}):
        if not REFERENCE.search(path):
            yield context.undecided(rule, path, f"may be refused: {unknown.reason}")


def _group(group: Resource, rules: list[Resource], context: Context[NoOptions]) -> Iterator[Finding]:
    for problem in group_problems([rule.document for rule in rules]):
        if problem.grade == "D":
            continue
        match = re.match(rf"{SEGMENT}\[(\d+)\]\.?(.*)$", problem.path)
        owner, path = (rules[int(match[1])], match[2]) if match else (group, problem.path)
        yield context.finding(owner, path, problem.value, _message(problem), problem.instead)


def _message(problem: RuleProblem) -> str:
    code = "" if problem.code == "NotVerified" else f" ({problem.code})"
    return f"is refused{code}: {problem.message.rstrip('.')}"


RULE = Rule(
    id="nsg-rules-valid",
    title="Security rules are such as Azure takes",
    severity="medium",
    level="mandatory",
    category="security",
    check=Relation((SECURITY_RULE, NSG), check),
    options=NoOptions,
    what=(
        "Every security rule has fields of the forms that Azure takes (one address field an end, ports, priority 100 "
        "to 4096, no host bits, no tags in lists), and no two rules of a group share priority and direction. Only "
        "refusals that are documented or published count, not those we infer."
    ),
    why="Azure refuses the whole group, often after other parts of the deployment exist.",
    remediation="Write what each finding says.",
    good=(Example("well formed", program(OPEN_GROUP.format(sources='"10.0.0.0/8"'))),),
    bad=(Example("host bits", program(OPEN_GROUP.format(sources='"10.0.0.1/8"')), breaks="app"),),
    evidence="Documented (network-security-groups-overview), codes and texts from published responses.",
    links=("https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",),
    decidable="write the rule's fields as plain text",
)
