# ruff: noqa: E501 (messages stand whole)
"""Cases of `office365-needs-premium`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_edges import FAR_FILTER
from tests.policies.programs_office365 import CARRIES, EXCHANGE, KEEP, REGION, exchange

CASES = {
    "office365-needs-premium": [
        Case(
            "one of two filters, one not known",
            [
                *exchange("Standard")[:2],
                route_filter("a"),
                filter_rule("ra", "a", Out(())),
                route_filter("b"),
                filter_rule("rb", "b", [REGION]),
                circuit_peering("microsoft", "circuit", route_filter=Out(("a", "b"))),
            ],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: communities is not known before deployment; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a filter of another program",
            [*exchange("Standard")[:2], circuit_peering("microsoft", "circuit", route_filter=FAR_FILTER)],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: the route filter far is not in this program; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
        ),
        Case(
            "two entries not known",
            exchange("Standard", (REGION, Out(()), Out(("rg",)))),
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: communities[1] is not known before rg is deployed; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
            respell=False,
        ),
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
}
