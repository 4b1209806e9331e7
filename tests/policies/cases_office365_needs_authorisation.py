# ruff: noqa: E501 (messages stand whole)
"""Cases of `office365-needs-authorisation`."""

from dataclasses import replace

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_office365 import EXCHANGE, LIST, OTHER, OURS, REGION, elsewhere, exchange

CASES = {
    "office365-needs-authorisation": [
        Case("nothing of it", [group()], not_applicable=True),
        Case("a circuit without filter", [group(), circuit(), circuit_peering("p", "circuit")], not_applicable=True),
        Case("regional communities", exchange("Premium", (REGION,))),
        Case("on the list", exchange("Premium"), config={"authorisedSubscriptions": [OURS]}),
        Case(
            "not on the list",
            exchange("Premium"),
            violations=(
                (
                    "accepted",
                    f"accepted communities[0]: '12076:5010 (Exchange Online)' are for authorised subscriptions only, and {OURS} "
                    f"is not on the list; {LIST}",
                ),
            ),
            config={"authorisedSubscriptions": [OTHER]},
        ),
        Case(
            "inside the filter",
            [
                group(),
                route_filter(
                    rules=[
                        {
                            "name": "r",
                            "access": "Allow",
                            "routeFilterRuleType": "Community",
                            "communities": [REGION, EXCHANGE],
                        }
                    ]
                ),
            ],
            violations=(
                (
                    "filter",
                    "filter rules[0].communities[1]: '12076:5010 (Exchange Online)' are for authorised subscriptions only, and "
                    f"{OURS} is not on the list; {LIST}",
                ),
            ),
        ),
        Case(
            "a circuit of another subscription",
            [
                *(r for r in exchange("Premium") if r.name not in {"circuit", "microsoft"}),
                R("network:ExpressRouteCircuit", "circuit", {"resourceGroupName": "net", "circuitName": "c"}, OTHER),
                R(
                    "network:ExpressRouteCircuitPeering",
                    "microsoft",
                    {
                        "resourceGroupName": "net",
                        "circuitName": "c",
                        "peeringName": "MicrosoftPeering",
                        "routeFilter": {"id": out("filter")},
                    },
                    OTHER,
                ),
            ],
            violations=(
                (
                    "circuit",
                    f"circuit routeFilter.id: '{OTHER}' carries 12076:5010 (Exchange Online) by the route filter filter, and "
                    f"its subscription is not on the list; {LIST}",
                ),
            ),
            config={"authorisedSubscriptions": [OURS]},
        ),
        Case(
            "subscription not known",
            [replace(resource, subscription=None) for resource in exchange("Premium")],
            undecided=(
                (
                    "accepted",
                    "accepted communities[0]: lists 12076:5010 (Exchange Online), and its subscription is not known; give the provider a subscription id as plain text (azure-native:subscriptionId)",
                ),
            ),
            config={"authorisedSubscriptions": [OURS]},
            respell=False,
        ),
        Case(
            "a circuit of another subscription with one of two filters",
            [*elsewhere(Out(("filter", "other"))), route_filter("other"), filter_rule("r2", "other", [EXCHANGE])],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 by the route filter filter; give the provider a subscription id as plain text (azure-native:subscriptionId)",
                ),
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 by the route filter other; give the provider a subscription id as plain text (azure-native:subscriptionId)",
                ),
            ),
            config={"authorisedSubscriptions": [OURS]},
            respell=False,
        ),
        Case(
            "a circuit of another subscription with what is not known",
            [*(r for r in elsewhere(out("filter")) if r.name != "accepted"), filter_rule("r2", "filter", Out(()))],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 by the route filter filter: communities is not known before deployment; write the communities as plain text",
                ),
            ),
            config={"authorisedSubscriptions": [OURS]},
            respell=False,
        ),
        Case(
            "a circuit of another subscription with regional communities",
            [*(r for r in elsewhere(out("filter")) if r.name != "accepted"), filter_rule("r2", "filter", [REGION])],
            config={"authorisedSubscriptions": [OURS]},
        ),
        Case(
            "communities not known",
            exchange("Premium", Out(())),
            undecided=(
                (
                    "accepted",
                    "accepted communities: may hold Office 365 communities: communities is not known before deployment; write "
                    "the communities as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
