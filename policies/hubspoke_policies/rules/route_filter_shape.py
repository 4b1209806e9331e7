"""A route filter has the one shape that Azure takes."""

from collections.abc import Iterator

from hubspoke_network.azure import CIRCUIT_PEERING, FILTER, FILTER_RULE
from hubspoke_network.core import Finding, Unknown, listed, text
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import ROUTE_FILTER, attached_filters, logical_name, program

SEGMENT = "routeFilterRules"
WANTED = {"access": "Allow", "routeFilterRuleType": "Community"}


def check(subject: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a filter with more than one rule, a rule of another form, and a filter on private peering."""
    if subject.type.lower() == FILTER.lower():
        return list(_filter(subject, model, context))
    if subject.type.lower() == FILTER_RULE.lower():
        return list(_rule(subject, context))
    return _peering(subject, model, context)


def _filter(subject: Resource, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    rules = sorted(model.children(subject, SEGMENT), key=lambda rule: (rule.inside, rule.urn, rule.key))
    for rule in rules[1:]:
        message = f"is a second rule of {logical_name(subject)}, beside {logical_name(rules[0])}"
        yield context.finding(rule, "", "", message, "list all communities in one rule")


def _rule(rule: Resource, context: Context[NoOptions]) -> Iterator[Finding]:
    for key, wanted in WANTED.items():
        value = text(rule.document, f"properties.{key}")
        if isinstance(value, Unknown):
            yield context.undecided(rule, key, value.reason)
        elif value is not None and value.lower() != wanted.lower():
            yield context.finding(rule, key, value, "is not what a route filter takes", f"write {wanted}")
    communities = listed(rule.document, "properties.communities")
    if not isinstance(communities, Unknown) and not communities:
        yield context.finding(rule, "communities", "", "is empty", "list at least one community, or leave the rule out")
    elif isinstance(communities, Unknown):
        yield context.undecided(rule, "communities", f"may be empty: {communities.reason}")


def _peering(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    attached = list(attached_filters(model, peering))
    if not attached:
        return NotApplicable("there is no route filter")
    given = text(peering.document, "properties.peeringType")
    kind = peering.name if given is None else given
    if isinstance(kind, Unknown):
        return [context.undecided(peering, path, f"may be on private peering: {kind.reason}") for path, _ in attached]
    if kind.lower() == "microsoftpeering":
        return []
    message = f"attaches a route filter to {kind}, which takes none"
    return [context.finding(peering, path, kind, message, "attach it to the Microsoft peering") for path, _ in attached]


RULE = Rule(
    id="route-filter-shape",
    title="A route filter has one allowing rule, and is on Microsoft peering",
    severity="medium",
    level="mandatory",
    category="office365",
    check=Relation((FILTER, FILTER_RULE, CIRCUIT_PEERING), check),
    options=NoOptions,
    what=(
        "A route filter has at most one rule; the rule allows, is of type Community and lists a community; and the "
        "filter is attached to Microsoft peering only."
    ),
    why="Azure refuses anything else, a second rule only once the first exists.",
    remediation="List all communities in one allowing rule, and attach the filter to the Microsoft peering.",
    good=(Example("one rule", program(ROUTE_FILTER.format(communities='"12076:5060"'))),),
    bad=(
        Example(
            "two rules",
            program(
                ROUTE_FILTER.format(communities='"12076:5060"'),
                """
                network.RouteFilterRule(
                    "second",
                    resource_group_name=group.name,
                    route_filter_name=office365.name,
                    rule_name="second",
                    access="Allow",
                    route_filter_rule_type="Community",
                    communities=["12076:51002"],
                )
                """,
            ),
            breaks="second",
        ),
    ),
    evidence="Documented (how-to-routefilter-portal): one rule, Allow only; codes of the refusals are not known.",
    links=("https://learn.microsoft.com/azure/expressroute/how-to-routefilter-portal",),
    decidable="write the rule's fields as plain text",
)
