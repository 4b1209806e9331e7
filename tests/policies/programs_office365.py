# ruff: noqa: E501 (messages stand whole)
"""Programs of the cases: circuits, route filters and Microsoft peerings."""

from tests.policies.policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from tests.policies.policy_support import R, out

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
