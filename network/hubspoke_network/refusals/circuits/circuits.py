"""Rules on ExpressRoute circuits."""

from collections.abc import Iterator

from hubspoke_network.azure import circuit_bandwidths, circuit_tier, geography_of_location, geography_of_region
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.circuit_questions import (
    AUTHORIZATION,
    CONNECTION,
    GLOBAL_REACH,
    PEERING,
    filter_of,
)
from hubspoke_network.refusals.documents import number, table, text
from hubspoke_network.refusals.rule import CREATE, DELETE, UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_CIRCUIT_DOC = "expressroute/expressroute-circuit-peerings"
_HOWTO = "expressroute/expressroute-howto-circuit-arm"
_LIMITS = "includes/expressroute-limits"
_TIER, _FAMILY = "sku.tier", "sku.family"
_BANDWIDTH = "properties.serviceProviderProperties.bandwidthInMbps"


@rule("circuit-sku", grade="A", source=_CIRCUIT_DOC, message="SKU of circuit {id}: {problem}.")
def sku_known(change: Change, _view: View) -> Iterator[Values]:
    """The SKU's tier or family is unknown, or its name does not say the same."""
    tier, family = text(change.document, _TIER) or "", text(change.document, _FAMILY) or ""
    name = text(change.document, "sku.name")
    record = circuit_tier(tier)
    if record is None:
        yield {"id": change.id, "problem": f"tier '{tier}' is not one of Local, Standard, Premium"}
    elif family.lower() not in {"metereddata", "unlimiteddata"}:
        yield {"id": change.id, "problem": f"family '{family}' is not MeteredData or UnlimitedData"}
    elif name is not None and name.lower() != f"{tier}_{family}".lower():
        yield {"id": change.id, "problem": f"name '{name}' must be {tier}_{family}"}


@rule(
    "circuit-local-metered",
    grade="A",
    source=_CIRCUIT_DOC,
    message="Circuit {id} of tier Local must have family UnlimitedData.",
)
def local_metered(change: Change, _view: View) -> Iterator[Values]:
    """A Local circuit is metered."""
    tier, family = text(change.document, _TIER) or "", text(change.document, _FAMILY) or ""
    if (tier.lower(), family.lower()) == ("local", "metereddata"):
        yield {"id": change.id}


@rule(
    "circuit-unlimited-to-metered",
    grade="A",
    source=_CIRCUIT_DOC,
    message="Circuit {id} cannot change from UnlimitedData to MeteredData.",
    on=UPDATE,
)
def to_metered(change: Change, _view: View) -> Iterator[Values]:
    """An unlimited circuit becomes metered."""
    old, new = text(change.before, _FAMILY) or "", text(change.document, _FAMILY) or ""
    if (old.lower(), new.lower()) == ("unlimiteddata", "metereddata"):
        yield {"id": change.id}


@rule(
    "circuit-tier-lowered",
    grade="A",
    source=_HOWTO,
    message="Circuit {id} cannot change from Premium to {tier} with {count} virtual network links; at most {limit} are "
    "allowed.",
    on=UPDATE,
)
def tier_lowered(change: Change, view: View) -> Iterator[Values]:
    """A Premium circuit with more links than the other tier allows is lowered."""
    new = circuit_tier(text(change.document, _TIER) or "")
    count = len(list(view.referring(change.key, CONNECTION.lower())))
    most = new.max_links(number(change.document, _BANDWIDTH) or 0) if new else 0
    if (text(change.before, _TIER) or "").lower() == "premium" and new and count > most:
        yield {"id": change.id, "tier": new.name, "count": count, "limit": most}


@rule(
    "circuit-tier-lowered-geography",
    grade="A",
    source=_HOWTO,
    message="Circuit {id} cannot change from Premium to Standard: it is linked to {gateway} in another geopolitical "
    "region.",
    on=UPDATE,
)
def tier_lowered_geography(change: Change, view: View) -> Iterator[Values]:
    """A Premium circuit with links to other geopolitical regions becomes Standard."""
    before, after = (text(found, _TIER) or "" for found in (change.before, change.document))
    if before.lower() != "premium" or after.lower() == "premium":
        return
    here = geography_of_location(text(change.document, "properties.serviceProviderProperties.peeringLocation") or "")
    for connection in view.referring(change.key, CONNECTION.lower()):
        gateway = view.get(text(connection.document, "properties.virtualNetworkGateway1.id") or "")
        there = geography_of_region(gateway.location) if gateway else None
        if gateway and here and there and here != there:
            yield {"id": change.id, "gateway": gateway.id}


@rule(
    "circuit-bandwidth",
    grade="A",
    source=_CIRCUIT_DOC,
    message="bandwidthInMbps {value} of circuit {id} is not one of {known}.",
)
def bandwidth_known(change: Change, _view: View) -> Iterator[Values]:
    """The bandwidth is not one that is sold."""
    value = number(change.document, _BANDWIDTH)
    if value is not None and value not in circuit_bandwidths():
        yield {"value": value, "id": change.id, "known": ", ".join(str(known) for known in circuit_bandwidths())}


@rule(
    "circuit-bandwidth-lowered",
    grade="A",
    source=_HOWTO,
    message="Bandwidth of circuit {id} cannot be lowered from {old} to {new} Mbps.",
    on=UPDATE,
)
def bandwidth_lowered(change: Change, _view: View) -> Iterator[Values]:
    """The bandwidth of an existing circuit is lowered."""
    old, new = number(change.before, _BANDWIDTH), number(change.document, _BANDWIDTH)
    if old is not None and new is not None and new < old:
        yield {"id": change.id, "old": old, "new": new}


@rule(
    "circuit-provider-and-port",
    grade="C",
    source="terraform-provider-azurerm",
    message="Circuit {id} names a service provider and an ExpressRoute Direct port; give one of them.",
)
def provider_and_port(change: Change, _view: View) -> Iterator[Values]:
    """A circuit is of a provider and of a Direct port at once."""
    port = text(change.document, "properties.expressRoutePort.id") or table(change.document, "properties").get(
        "bandwidthInGbps"
    )
    if port and table(change.document, "properties.serviceProviderProperties"):
        yield {"id": change.id}


@rule(
    "circuit-provider-changed",
    grade="D",
    source="inferred",
    message="{what} of circuit {id} cannot change from {old} to {new}.",
    on=UPDATE,
)
def provider_changed(change: Change, _view: View) -> Iterator[Values]:
    """Provider or peering location of an existing circuit change."""
    for name in ("serviceProviderName", "peeringLocation"):
        path = f"properties.serviceProviderProperties.{name}"
        old, new = text(change.before, path), text(change.document, path)
        if old and new and old != new:
            yield {"what": name, "id": change.id, "old": old, "new": new}


@rule(
    "circuit-quota",
    grade="A",
    source=_LIMITS,
    message="The subscription has its {limit} circuits{where}; {id} would be one more.",
    on=CREATE,
)
def quota(change: Change, view: View) -> Iterator[Values]:
    """More circuits than a subscription, or a region of it, may have."""
    new = change.new
    if new is None:
        return
    if view.count(change.kind, new.subscription) > view.limit("circuits_per_subscription"):
        yield {"id": change.id, "limit": view.limit("circuits_per_subscription"), "where": ""}
    if view.count(change.kind, new.subscription, new.location) > view.limit("circuits_per_region"):
        yield {"id": change.id, "limit": view.limit("circuits_per_region"), "where": f" in region {new.location}"}


@rule(
    "circuit-delete-with-children",
    grade="A",
    source=_HOWTO,
    message="Circuit {id} cannot be deleted while it has {what}.",
    on=DELETE,
)
def delete_with_children(change: Change, view: View) -> Iterator[Values]:
    """A circuit is deleted while it has authorizations, Global Reach, or a route filter on a peering."""
    for other in view.deleted_below(change.key) if change.requested else ():
        if other.type == AUTHORIZATION:
            yield {"id": change.id, "what": f"authorization {other.name}"}
        elif other.type == GLOBAL_REACH:
            yield {"id": change.id, "what": f"Global Reach connection {other.name}"}
        elif other.type == PEERING and filter_of(other, view):
            yield {"id": change.id, "what": f"a route filter on {other.name}"}
