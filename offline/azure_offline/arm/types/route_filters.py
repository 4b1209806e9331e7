"""Route filters and their rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Inline, TypeSpec
from azure_offline.arm.resources.stated import stated
from azure_offline.arm.state_rules.office365 import not_premium_rule, unauthorised_rule
from azure_offline.store.store import Resource
from hubspoke_network.azure.communities import well_formed
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.circuit_questions import FILTER, FILTER_PATHS, FILTER_RULE, PEERING
from hubspoke_network.refusals.documents import text, texts
from hubspoke_network.refusals.rule import DELETE, Values, rule

_HOWTO = "expressroute/how-to-routefilter-portal"


@rule("route-filter-rule-access", grade="A", source=_HOWTO, message="Route filter rule {id}: {problem}.")
def access(change: Change, _view: ArmView) -> Iterator[Values]:
    """A rule does something else than allow communities."""
    value = text(change.document, "properties.access") or ""
    if value.lower() != "allow":
        yield {"id": change.id, "problem": f"access '{value}' is not supported; it must be Allow"}
    kind = text(change.document, "properties.routeFilterRuleType") or ""
    if kind.lower() != "community":
        yield {"id": change.id, "problem": f"routeFilterRuleType '{kind}' must be Community"}


@rule("route-filter-rule-communities", grade="A", source=_HOWTO, message="Route filter rule {id} {problem}.")
def communities(change: Change, _view: ArmView) -> Iterator[Values]:
    """A rule lists no community, or something that is none."""
    listed = texts(change.document, "properties.communities")
    if not listed:
        yield {"id": change.id, "problem": "must list at least one community"}
    for value in listed:
        if not well_formed(value):
            yield {"id": change.id, "problem": f"lists '{value}', which is not of the form 12076:5010"}


@rule(
    "route-filter-one-rule",
    grade="A",
    source=_HOWTO,
    message="Route filter {filter} has rule {other}; a route filter has at most one.",
)
def one_rule(change: Change, view: ArmView) -> Iterator[Values]:
    """A filter gets a second rule."""
    for other in view.children(change.parent, FILTER_RULE):
        if other.key != change.key:
            yield {"filter": change.parent, "other": other.name}


IN_USE = stated(
    "route-filter-in-use",
    "A route filter that a peering has is deleted.",
    grade="A",
    source=_HOWTO,
    message="Route filter {id} cannot be deleted because it is in use by {users}.",
    on=DELETE,
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

ROUTE_FILTER_RULE = TypeSpec(
    type=FILTER_RULE,
    location="optional",
    rules=(access, communities, one_rule, unauthorised_rule, not_premium_rule),
)
