"""Rules on route tables and routes."""

import re
from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import text
from hubspoke_network.refusals.network_questions import parsed
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import PrefixError, parse_prefix

TABLE = "Microsoft.Network/routeTables"
ROUTE = "Microsoft.Network/routeTables/routes"
_UDR = "virtual-network/virtual-networks-udr-overview"
_LIMITS = "includes/azure-virtual-network-limits"

NEXT_HOPS = ("VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None")


def _tag(prefix: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*", prefix) is not None


@rule(
    "route-next-hop-type",
    grade="A",
    source=_UDR,
    message="nextHopType '{value}' of route {id} is not one of {known}.",
)
def next_hop_type(change: Change, _view: View) -> Iterator[Values]:
    """The next hop type is missing or none that a route may have."""
    value = text(change.document, "properties.nextHopType") or ""
    if value.lower() not in {known.lower() for known in NEXT_HOPS}:
        yield {"id": change.id, "value": value, "known": ", ".join(NEXT_HOPS)}


@rule(
    "route-next-hop-address",
    grade="A",
    source=_UDR,
    message="Route {id} with next hop type {type} {problem}.",
)
def next_hop_address(change: Change, _view: View) -> Iterator[Values]:
    """A virtual appliance has no address, or another next hop has one."""
    kind = text(change.document, "properties.nextHopType") or ""
    address = text(change.document, "properties.nextHopIpAddress")
    if kind.lower() == "virtualappliance":
        if not address:
            yield {"id": change.id, "type": kind, "problem": "needs a nextHopIpAddress"}
        elif not _is_address(address):
            yield {"id": change.id, "type": kind, "problem": f"has nextHopIpAddress '{address}', not an address"}
    elif address:
        yield {"id": change.id, "type": kind, "problem": "cannot have a nextHopIpAddress"}


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


@rule(
    "route-prefix",
    grade="A",
    source=_UDR,
    message="addressPrefix '{prefix}' of route {id} is neither a prefix in CIDR notation nor a service tag.",
)
def route_prefix(change: Change, _view: View) -> Iterator[Values]:
    """The address prefix is neither in CIDR notation nor a service tag."""
    prefix = text(change.document, "properties.addressPrefix") or ""
    try:
        parse_prefix(prefix)
    except PrefixError:
        if not _tag(prefix):
            yield {"prefix": prefix, "id": change.id}


@rule(
    "route-duplicate-prefix",
    grade="D",
    source="inferred; the code RouteConflict is unconfirmed",
    message="Routes {left} and {right} of one table have the same addressPrefix {prefix}.",
)
def duplicate_prefix(change: Change, view: View) -> Iterator[Values]:
    """Two routes of a table have the same prefix."""
    seen: dict[str, str] = {}
    for route in _routes(change, view):
        prefix = text(route.document, "properties.addressPrefix") or ""
        for key in [str(found) for found in parsed([prefix])] or [prefix.lower()]:
            if key in seen:
                yield {"left": seen[key], "right": route.name, "prefix": prefix}
            seen[key] = route.name


@rule(
    "route-quota",
    grade="A",
    source=_LIMITS,
    message="Route table {table} would hold {count} {what}; at most {limit} are allowed.",
)
def route_quota(change: Change, view: View) -> Iterator[Values]:
    """A table holds more routes, or more service tag routes, than allowed."""
    routes = _routes(change, view)
    most, most_tags = view.limit("routes_per_table"), view.limit("service_tag_routes_per_table")
    table = change.key if change.type == TABLE else change.parent
    if len(routes) > most:
        yield {"table": table, "count": len(routes), "limit": most, "what": "routes"}
    tags = sum(_tag(text(route.document, "properties.addressPrefix") or "") for route in routes)
    if tags > most_tags:
        yield {"table": table, "count": tags, "limit": most_tags, "what": "service tag routes"}


def _routes(change: Change, view: View) -> Sequence[Resource]:
    """The routes of the table that a request wrote, once a request."""
    if change.type == TABLE:
        return view.children(change.key, ROUTE)
    return view.children(change.parent, ROUTE) if change.requested else []


@rule(
    "route-table-quota",
    grade="A",
    source=_LIMITS,
    message="The subscription has its {limit} route tables in region {region}.",
    on=CREATE,
)
def table_quota(change: Change, view: View) -> Iterator[Values]:
    """More route tables in a region of the subscription than allowed."""
    new, most = change.new, view.limit("route_tables")
    if new and view.count(change.kind, new.subscription, new.location) > most:
        yield {"limit": most, "region": new.location}


def default_routes(table: Resource, view: View) -> list[Resource]:
    """The routes of a table for everything: 0.0.0.0/0."""
    return [
        route
        for route in view.children(table.key, ROUTE)
        if text(route.document, "properties.addressPrefix") == "0.0.0.0/0"
    ]
