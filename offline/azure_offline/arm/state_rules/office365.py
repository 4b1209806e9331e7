"""The two refusals of Office 365 over ExpressRoute, in the order in which an operator meets them.

First the subscription must be authorised by Microsoft, then the circuit must be Premium. Both are checked when a rule
of a route filter is written and again when the filter is attached to a circuit: reports differ on when Azure does.
"""

from collections.abc import Iterator

from azure_offline.arm.resources import ArmView, guid
from hubspoke_network.azure import circuit_tier
from hubspoke_network.refusals import Change, Resource, text
from hubspoke_network.refusals.circuit_questions import (
    PEERING,
    carries_office365,
    filter_of,
    filter_rules,
    office365_values,
)
from hubspoke_network.refusals.rule import UPDATE, Values, rule

_SOURCE = "reticent.net.nz (express-route); expressroute/using-expressroute-for-microsoft365"
_UNAUTHORISED = (
    "The subscription with id '{subscription}' is not authorized for creating route filters for O365 services. Read "
    "more about requesting approval."
)
_NOT_PREMIUM = (
    "Failed to modify route filter rule '{rule}'. Error: The remote server returned an unexpected response: (400) "
    "{key} is not compatible with the route filter. The route filter includes Office 365 communities. The circuit "
    "does not have access to Office365.."
)


def _authorised(subscription: str, view: ArmView) -> bool:
    found = view.world.subscription(subscription)
    return found is not None and found.office365


def _incompatible(rule_: Resource, circuit_key: str, view: ArmView) -> Iterator[Values]:
    circuit = view.get(circuit_key)
    tier = circuit_tier(text(circuit.document, "sku.tier") or "") if circuit else None
    if office365_values(rule_) and circuit is not None and not (tier and tier.office365):
        yield {"rule": rule_.name, "key": guid("service-key", circuit.key)}


@rule(
    "office365-unauthorised",
    grade="B",
    source=_SOURCE,
    message=_UNAUTHORISED,
    seen=True,
    needs="the approvals of the world",
)
def unauthorised_rule(change: Change, view: ArmView) -> Iterator[Values]:
    """A rule lists an Office 365 community and the subscription is not authorised."""
    new = change.new
    if new is not None and office365_values(new) and not _authorised(new.subscription, view):
        yield {"subscription": new.subscription}


@rule(
    "office365-unauthorised-attach",
    grade="B",
    source=_SOURCE,
    message=_UNAUTHORISED,
    seen=True,
    needs="the approvals of the world",
)
def unauthorised_attach(change: Change, view: ArmView) -> Iterator[Values]:
    """A filter with Office 365 communities is attached to a circuit of a subscription that is not authorised."""
    if change.new is None or _authorised(change.new.subscription, view):
        return
    for route_filter in filter_of(change.new, view):
        if any(office365_values(found) for found in filter_rules(route_filter, view)):
            yield {"subscription": change.new.subscription}


@rule(
    "office365-not-premium",
    grade="B",
    source=_SOURCE,
    message=_NOT_PREMIUM,
    seen=True,
    needs="the service key made up for the circuit",
)
def not_premium_rule(change: Change, view: ArmView) -> Iterator[Values]:
    """A rule with an Office 365 community is written while its filter is on a circuit that is not Premium."""
    if change.new is not None:
        for peering in view.referring(change.parent, PEERING.lower()):
            yield from _incompatible(change.new, peering.parent, view)


@rule(
    "office365-not-premium-attach",
    grade="B",
    source=_SOURCE,
    message=_NOT_PREMIUM,
    seen=True,
    needs="the service key made up for the circuit",
)
def not_premium_attach(change: Change, view: ArmView) -> Iterator[Values]:
    """A filter with Office 365 communities is attached to a circuit that is not Premium."""
    for route_filter in filter_of(change.new, view) if change.new else ():
        for found in filter_rules(route_filter, view):
            yield from _incompatible(found, change.parent, view)


@rule(
    "circuit-office365-tier-lowered",
    grade="D",
    source="inferred from the refusal on attach",
    message="{key} is not compatible with the route filter. The route filter includes Office 365 communities. The "
    "circuit does not have access to Office365..",
    on=UPDATE,
    needs="the service key made up for the circuit",
)
def office365_lowered(change: Change, view: ArmView) -> Iterator[Values]:
    """A circuit with Office 365 communities attached leaves the Premium tier."""
    tier = circuit_tier(text(change.document, "sku.tier") or "")
    if change.new is None or tier is None or tier.office365:
        return
    for peering in view.children(change.key, PEERING):
        for route_filter in filter_of(peering, view):
            if carries_office365(route_filter, view):
                yield {"key": guid("service-key", change.key)}
