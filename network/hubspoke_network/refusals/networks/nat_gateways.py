"""Rules on NAT gateways."""

from collections.abc import Iterator

from hubspoke_network.azure import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, text
from hubspoke_network.refusals.rule import UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_SOURCE = "nat-gateway/nat-gateway-resource"


@rule(
    "nat-addresses",
    grade="A",
    source=_SOURCE,
    message="NAT gateway {id} has {count} public addresses; at most {limit} are allowed.",
)
def too_many_addresses(change: Change, view: View) -> Iterator[Values]:
    """More public addresses than a NAT gateway may have, prefixes counted with all of theirs."""
    count, most = len(items(change.document, "properties.publicIpAddresses")), limit("nat_gateway_addresses")
    for item in items(change.document, "properties.publicIpPrefixes"):
        prefix = view.get(text(item, "id") or "")
        length = prefix.properties.get("prefixLength", 28) if prefix else 28
        count += 1 << max(32 - int(length), 0)
    if count > most:
        yield {"id": change.id, "count": count, "limit": most}


@rule(
    "nat-basic-address",
    grade="A",
    source=_SOURCE,
    message="NAT gateway {id} cannot use public IP address {address} of the Basic SKU.",
)
def basic_address(change: Change, view: View) -> Iterator[Values]:
    """A public address of a NAT gateway is of the Basic SKU."""
    for item in items(change.document, "properties.publicIpAddresses"):
        address = view.get(text(item, "id") or "")
        if address is not None and (text(address.document, "sku.name") or "").lower() == "basic":
            yield {"id": change.id, "address": address.id}


@rule(
    "nat-zone-changed",
    grade="A",
    source="nat-gateway/nat-availability-zones",
    message="The zone of NAT gateway {id} cannot change from {old} to {new}.",
    on=UPDATE,
)
def zone_changed(change: Change, _view: View) -> Iterator[Values]:
    """The zone of an existing NAT gateway changes."""
    old, new = change.before.get("zones", []), change.document.get("zones", [])
    if old != new:
        yield {"id": change.id, "old": old or "none", "new": new or "none"}
