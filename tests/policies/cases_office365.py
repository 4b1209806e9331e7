# ruff: noqa: E501 (messages stand whole)
"""Cases of the Office 365 rules."""

from dataclasses import replace

from policy_cases import Case
from policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from policy_support import Out, R, out

EXCHANGE = "12076:5010"
REGION = "12076:51002"
INSTEAD = "write Premium as sku.tier (and sku.name Premium_MeteredData or Premium_UnlimitedData)"
CARRIES = (
    "circuit sku.tier: '{}' cannot carry Office 365, and its Microsoft peering attaches the filter {}, which lists {} (for "
    "example 12076:5010); " + INSTEAD
)
KEEP = "keep the circuit, its peering and the route filter in one program, or write their ids as plain text"
LIST = (
    "leave the Office 365 communities out until Microsoft has authorised the subscription, then list it in the option "
    "authorisedSubscriptions"
)
OURS = "00000000-0000-0000-0000-000000000001"
OTHER = "00000000-0000-0000-0000-000000000002"


def exchange(tier: object, communities: object = (EXCHANGE,)) -> list[R]:
    sent = list(communities) if isinstance(communities, tuple) else communities
    return [
        group(),
        circuit(tier=tier),
        route_filter(),
        filter_rule("accepted", "filter", sent),
        circuit_peering("microsoft", "circuit", route_filter=out("filter")),
    ]


def elsewhere(attached: object) -> list[R]:
    """A circuit in another subscription than its route filter."""
    inputs = {
        "resourceGroupName": "net",
        "circuitName": "c",
        "peeringName": "MicrosoftPeering",
        "routeFilter": {"id": attached},
    }
    return [
        *(r for r in exchange("Premium") if r.name not in {"circuit", "microsoft"}),
        R("network:ExpressRouteCircuit", "circuit", {"resourceGroupName": "net", "circuitName": "c"}, OTHER),
        R("network:ExpressRouteCircuitPeering", "microsoft", inputs, OTHER),
    ]


CASES = {
    "office365-needs-premium": [
        Case("no circuit", [group(), route_filter()], not_applicable=True),
        Case("no filter", [group(), circuit(tier="Standard"), circuit_peering("p", "circuit")], not_applicable=True),
        Case("Premium", exchange("Premium")),
        Case("premium in lower case", exchange("premium")),
        Case("Standard with a regional community", exchange("Standard", (REGION,))),
        Case("Standard with a community nobody knows", exchange("Standard", ("12076:59999",))),
        Case(
            "Standard",
            exchange("Standard"),
            violations=(("circuit", CARRIES.format("Standard", "filter", "12076:5010 (Exchange Online)")),),
        ),
        Case(
            "Standard with something else that is not known",
            exchange("Standard", (EXCHANGE, Out(()))),
            violations=(("circuit", CARRIES.format("Standard", "filter", "12076:5010 (Exchange Online)")),),
            respell=False,
        ),
        Case(
            "Local in lower case",
            exchange("local"),
            violations=(("circuit", CARRIES.format("local", "filter", "12076:5010 (Exchange Online)")),),
        ),
        Case(
            "tier in the name only",
            [
                *(r for r in exchange("Standard") if r.name != "circuit"),
                circuit(sku={"name": "Standard_MeteredData", "family": "MeteredData"}),
            ],
            violations=(("circuit", CARRIES.format("Standard", "filter", "12076:5010 (Exchange Online)")),),
        ),
        Case(
            "rules inside the filter, peerings inside the circuit",
            [
                group(),
                route_filter(
                    rules=[
                        {"name": "r", "access": "Allow", "routeFilterRuleType": "Community", "communities": [EXCHANGE]}
                    ]
                ),
                circuit(
                    tier="Standard",
                    peerings=[{"name": "MicrosoftPeering", "routeFilter": {"id": out("filter")}}],
                ),
            ],
            violations=(("circuit", CARRIES.format("Standard", "filter", "12076:5010 (Exchange Online)")),),
        ),
        Case(
            "by the filter for IPv6",
            [
                *(r for r in exchange("Standard") if r.name != "microsoft"),
                circuit_peering("p", "circuit", ipv6PeeringConfig={"routeFilter": {"id": out("filter")}}),
            ],
            violations=(("circuit", CARRIES.format("Standard", "filter", "12076:5010 (Exchange Online)")),),
        ),
        Case(
            "tier not known",
            exchange(Out(())),
            undecided=(
                (
                    "circuit",
                    "circuit sku.tier: may carry Office 365 on a circuit that is not Premium: is not known before deployment; "
                    + KEEP,
                ),
            ),
            respell=False,
        ),
        Case(
            "communities not known",
            exchange("Standard", Out(())),
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: communities is not "
                    "known before deployment; " + KEEP,
                ),
            ),
            respell=False,
        ),
        Case(
            "one of two filters",
            [
                *(r for r in exchange("Standard") if r.name != "microsoft"),
                route_filter("other"),
                filter_rule("regional", "other", [REGION]),
                circuit_peering("microsoft", "circuit", route_filter=Out(("filter", "other"))),
            ],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: the route filter may be "
                    "any of filter, other; " + KEEP,
                ),
            ),
            respell=False,
        ),
        Case(
            "one of two filters, both with Office 365",
            [
                *(r for r in exchange("Standard") if r.name != "microsoft"),
                route_filter("other"),
                filter_rule("more", "other", ["12076:5020"]),
                circuit_peering("microsoft", "circuit", route_filter=Out(("filter", "other"))),
            ],
            violations=(
                (
                    "circuit",
                    CARRIES.format(
                        "Standard", "filter or other", "12076:5010 (Exchange Online), 12076:5020 (SharePoint Online)"
                    ),
                ),
            ),
            respell=False,
        ),
        Case(
            "circuit of another program",
            [
                group(),
                route_filter(),
                filter_rule("accepted", "filter", [EXCHANGE]),
                R(
                    "network:ExpressRouteCircuitPeering",
                    "microsoft",
                    {
                        "resourceGroupName": "net",
                        "circuitName": "old",
                        "peeringName": "MicrosoftPeering",
                        "routeFilter": {"id": out("filter")},
                    },
                ),
            ],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: the circuit of "
                    "old/MicrosoftPeering is not in this program; " + KEEP,
                ),
            ),
            respell=False,
        ),
    ],
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
