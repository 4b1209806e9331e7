"""Route filters and their rules."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Inline, TypeSpec, stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE
from hubspoke_network.refusals.circuit_questions import FILTER, FILTER_PATHS, FILTER_RULE, PEERING

_HOWTO = "expressroute/how-to-routefilter-portal"

IN_USE = stated(
    "route-filter-in-use",
    "A route filter that a peering has is deleted.",
    grade="A",
    source=_HOWTO,
    message="Route filter {id} cannot be deleted because it is in use by {users}.",
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(route_filter: Resource, view: ArmView) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name, path in zip(("peerings", "ipv6Peerings"), FILTER_PATHS, strict=True):
        users = view.referring(route_filter.key, PEERING.lower(), path=path)
        found[name] = [{"id": user.id} for user in users]
    return found


ROUTE_FILTER = TypeSpec(
    type=FILTER,
    inline=(Inline("rules", FILTER_RULE),),
    read_only=frozenset({"peerings", "ipv6Peerings"}),
    in_use=IN_USE,
    present=_present,
)
