"""What an input holds and nobody judges, as undecided findings: told beside what the rules found, never a pass."""

from collections.abc import Iterator

from hubspoke_network.azure import ADMIN_RULE, AUTHORIZATION, CIRCUIT_PEERING, FILTER_RULE, PEERING, ROUTE, RULE
from hubspoke_network.core import Finding, parse_id
from hubspoke_network.model.network_model import NetworkModel, Resource
from hubspoke_network.model.unread import UnreadResources

_MEANT_WITH_PARENT = (RULE, ROUTE, PEERING, AUTHORIZATION, FILTER_RULE, CIRCUIT_PEERING)
"""Types that no rule judges where the resource they lie in is missing; a subnet is judged by itself."""

NOT_READ = "not-read"
"""The rule that these findings name; it is in no pack."""


def unread_findings(model: NetworkModel) -> Iterator[Finding]:
    """One for each resource that may change what rules found, for each child without its parent, and for a part."""
    if model.partial:
        told = f"the input is only a part of what there is ({model.partial}), so what is missing was not judged"
        yield _undecided("", told, "give the whole: all pages, every type")
    for one in UnreadResources(model).all:
        yield _undecided(
            one.id,
            f"{one.type} is not read ({one.what}), so rules that it may change are undecided",
            "look at it by hand",
        )
    for rule in model.of_type(ADMIN_RULE):
        told = "is a security admin rule, which comes before security groups; whether it is committed is in no document"
        yield _undecided(
            str(rule), told, "look at what is in force: az network manager list-effective-security-admin-rule"
        )
    for child, parent in _without_parent(model):
        yield _undecided(
            str(child),
            f"is judged by itself: {parent} is not among the resources given",
            "give the resource it lies in too",
        )


def _without_parent(model: NetworkModel) -> Iterator[tuple[Resource, str]]:
    """Children with ids of their own whose parent the input does not hold."""
    for kind in _MEANT_WITH_PARENT:
        for resource in model.of_type(kind):
            parsed = parse_id(resource.id) if isinstance(resource.id, str) else None
            parent = parsed.parent if parsed is not None else None
            if parent is not None and "{" not in str(parent) and model.parent(resource) is None:
                yield resource, parent.name


def _undecided(resource: str, message: str, instead: str) -> Finding:
    return Finding(NOT_READ, "medium", resource, "", "", message, instead, undecided=True)
