# ruff: noqa: E501 (messages stand whole)
"""Cases of `route-filter-shape`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from tests.policies.policy_support import Out, out

CASES = {
    "route-filter-shape": [
        Case("none", [group()], not_applicable=True),
        Case(
            "one rule",
            [
                group(),
                route_filter(),
                filter_rule("r", "filter", ["12076:5060"]),
                circuit(),
                circuit_peering("m", "circuit", route_filter=out("filter")),
            ],
        ),
        Case(
            "two rules",
            [
                group(),
                route_filter(),
                filter_rule("a", "filter", ["12076:5060"]),
                filter_rule("b", "filter", ["12076:51002"]),
            ],
            violations=(("b", "b: is a second rule of filter, beside a; list all communities in one rule"),),
        ),
        Case(
            "two rules inside",
            [
                group(),
                route_filter(
                    rules=[
                        {"name": "a", "access": "Allow", "communities": ["12076:5060"]},
                        {"name": "b", "access": "allow", "communities": ["12076:51002"]},
                    ]
                ),
            ],
            violations=(
                (
                    "filter",
                    "filter rules[1]: is a second rule of filter, beside filterdfc3376b/a; list all communities in one rule",
                ),
            ),
        ),
        Case(
            "denying, of another type, and empty",
            [
                group(),
                route_filter(
                    rules=[{"name": "a", "access": "Deny", "routeFilterRuleType": "Prefix", "communities": []}]
                ),
            ],
            violations=(
                ("filter", "filter rules[0].access: 'Deny' is not what a route filter takes; write Allow"),
                ("filter", "filter rules[0].communities: is empty; list at least one community, or leave the rule out"),
                (
                    "filter",
                    "filter rules[0].routeFilterRuleType: 'Prefix' is not what a route filter takes; write Community",
                ),
            ),
        ),
        Case(
            "on private peering",
            [
                group(),
                route_filter(),
                circuit(),
                circuit_peering("p", "circuit", "AzurePrivatePeering", route_filter=out("filter")),
            ],
            violations=(
                (
                    "p",
                    "p routeFilter.id: 'AzurePrivatePeering' attaches a route filter to AzurePrivatePeering, which takes none; attach it to the Microsoft peering",
                ),
            ),
        ),
        Case(
            "access not known",
            [group(), route_filter(rules=[{"name": "a", "access": Out(()), "communities": ["12076:5060"]}])],
            undecided=(
                (
                    "filter",
                    "filter rules[0].access: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "rules not known",
            [group(), route_filter(rules=Out(()))],
            undecided=(
                (
                    "filter",
                    "filter rules: holds rules of which nothing is known: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "kind of peering not known",
            [
                group(),
                route_filter(),
                circuit(),
                circuit_peering("p", "circuit", route_filter=out("filter"), peeringType=Out(())),
            ],
            undecided=(
                (
                    "p",
                    "p routeFilter.id: may be on private peering: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
