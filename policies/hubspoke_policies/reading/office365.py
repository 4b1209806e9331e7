"""What the Office 365 rules share: route filters with their communities, and the circuits that carry them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hubspoke_network.azure import CIRCUIT, FILTER, Community, community
from hubspoke_network.core import Unknown, flat, listed
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.reading.references import Targets, targets

REFERENCES = ("properties.routeFilter.id", "properties.ipv6PeeringConfig.routeFilter.id")


@dataclass(frozen=True, slots=True)
class Listed:
    """A community where a route filter rule lists it."""

    rule: Resource
    path: str
    community: Community


def communities_in(model: NetworkModel, key: str, wanted: Callable[[Community], bool]) -> tuple[list[Listed], str]:
    """The wanted communities that a route filter is sure to list, and why there may be more, empty if there cannot."""
    found = model.by_id(key)
    if found is None:
        return [], f"the route filter {key.rpartition('/')[2]} is not in this program"
    unknown = model.unknown_children(found, "routeFilterRules")
    listed_, why = [], "" if unknown is None else unknown.reason
    for rule in model.children(found, "routeFilterRules"):
        more, reason = communities_of(rule, wanted)
        listed_ += more
        why = why or reason
    return listed_, why


def communities_of(rule: Resource, wanted: Callable[[Community], bool]) -> tuple[list[Listed], str]:
    """As `communities_in`, for one rule. Communities that are not on record are left out."""
    items = listed(rule.document, "properties.communities")
    if isinstance(items, Unknown):
        return [], f"communities {items.reason}"
    found, why = [], ""
    for index, item in enumerate(items):
        if isinstance(item, Unknown):
            why = why or f"communities[{index}] {item.reason}"
        elif isinstance(item, str) and (record := community(item)) is not None and wanted(record):
            found.append(Listed(rule, f"communities[{index}]", record))
    return found, why


def attached_filters(model: NetworkModel, peering: Resource) -> Iterator[tuple[str, Targets]]:
    """Path and target of each route filter that a circuit peering attaches, for IPv4 and IPv6."""
    for path in REFERENCES:
        found = targets(model, peering, path, FILTER)
        if found.keys or found.open:
            yield flat(path), found


def circuit_of(model: NetworkModel, peering: Resource) -> Resource | None:
    """The circuit a peering belongs to, where the model holds it."""
    parent = model.parent(peering)
    return parent if parent is not None and parent.type.lower() == CIRCUIT.lower() else None
