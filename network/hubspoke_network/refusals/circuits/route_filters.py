"""Rules on route filters and their rules."""

from collections.abc import Iterator

from hubspoke_network.azure import well_formed
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.circuit_questions import FILTER_RULE
from hubspoke_network.refusals.documents import text, texts
from hubspoke_network.refusals.rule import Values, rule
from hubspoke_network.refusals.view import View

_HOWTO = "expressroute/how-to-routefilter-portal"


@rule("route-filter-rule-access", grade="A", source=_HOWTO, message="Route filter rule {id}: {problem}.")
def access(change: Change, _view: View) -> Iterator[Values]:
    """A rule does something else than allow communities."""
    value = text(change.document, "properties.access") or ""
    if value.lower() != "allow":
        yield {"id": change.id, "problem": f"access '{value}' is not supported; it must be Allow"}
    kind = text(change.document, "properties.routeFilterRuleType") or ""
    if kind.lower() != "community":
        yield {"id": change.id, "problem": f"routeFilterRuleType '{kind}' must be Community"}


@rule("route-filter-rule-communities", grade="A", source=_HOWTO, message="Route filter rule {id} {problem}.")
def communities(change: Change, _view: View) -> Iterator[Values]:
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
def one_rule(change: Change, view: View) -> Iterator[Values]:
    """A filter gets a second rule."""
    for other in view.children(change.parent, FILTER_RULE):
        if other.key != change.key:
            yield {"filter": change.parent, "other": other.name}
