"""Questions about circuits, route filters and connections that several rules ask."""

from collections.abc import Sequence

from hubspoke_network.azure import community
from hubspoke_network.refusals.change import Resource
from hubspoke_network.refusals.documents import text, texts
from hubspoke_network.refusals.view import View

CIRCUIT = "Microsoft.Network/expressRouteCircuits"
PEERING = "Microsoft.Network/expressRouteCircuits/peerings"
GLOBAL_REACH = "Microsoft.Network/expressRouteCircuits/peerings/connections"
AUTHORIZATION = "Microsoft.Network/expressRouteCircuits/authorizations"
CONNECTION = "Microsoft.Network/connections"
FILTER = "Microsoft.Network/routeFilters"
FILTER_RULE = "Microsoft.Network/routeFilters/routeFilterRules"

FILTER_PATHS = ("properties.routeFilter.id", "properties.ipv6PeeringConfig.routeFilter.id")
"""Where a peering names its route filters, for IPv4 and for IPv6."""


def filter_of(peering: Resource, view: View) -> list[Resource]:
    """The route filters on a peering."""
    named = (text(peering.document, path) for path in FILTER_PATHS)
    found = (view.get(name) for name in named if name)
    return [route_filter for route_filter in found if route_filter is not None]


def filter_rules(route_filter: Resource, view: View) -> Sequence[Resource]:
    """The rules of a route filter."""
    return view.children(route_filter.key, FILTER_RULE)


def office365_values(rule: Resource) -> list[str]:
    """The communities of a filter rule that need Microsoft's authorisation."""
    values = texts(rule.document, "properties.communities")
    records = [(value, community(value)) for value in values]
    return [value for value, record in records if record is not None and record.needs_authorisation]


def carries_office365(route_filter: Resource, view: View) -> bool:
    """Whether a rule of the filter lists an Office 365 community."""
    return any(office365_values(rule) for rule in filter_rules(route_filter, view))


def peering_of(circuit: Resource, name: str, view: View) -> Resource | None:
    """The circuit's peering of that name."""
    return view.get(f"{circuit.key}/peerings/{name}".lower())
