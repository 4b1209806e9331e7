"""NAT gateways."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Reference, TypeSpec
from azure_offline.arm.resources.stated import stated
from azure_offline.arm.types.public_addresses import ADDRESS, PREFIX
from azure_offline.store.store import Resource
from hubspoke_network.azure.limits import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, text
from hubspoke_network.refusals.rule import DELETE, UPDATE, Values, rule

NAT = "Microsoft.Network/natGateways"
_SOURCE = "nat-gateway/nat-gateway-resource"
_SUBNET = "microsoft.network/virtualnetworks/subnets"


@rule(
    "nat-addresses",
    grade="A",
    source=_SOURCE,
    message="NAT gateway {id} has {count} public addresses; at most {limit} are allowed.",
)
def too_many_addresses(change: Change, view: ArmView) -> Iterator[Values]:
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
def basic_address(change: Change, view: ArmView) -> Iterator[Values]:
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
def zone_changed(change: Change, _view: ArmView) -> Iterator[Values]:
    """The zone of an existing NAT gateway changes."""
    old, new = change.before.get("zones", []), change.document.get("zones", [])
    if old != new:
        yield {"id": change.id, "old": old or "none", "new": new or "none"}


IN_USE = stated(
    "nat-in-use",
    "A NAT gateway that a subnet has is deleted.",
    grade="C",
    source="published codes (NatGatewayInUseBySubnet appears as well)",
    code="InUseNatGatewayCannotBeDeleted",
    message="Nat gateway {id} is in use by {users} and cannot be deleted.",
    on=DELETE,
)


def _present(gateway: Resource, view: ArmView) -> Mapping[str, Any]:
    subnets = list(view.referring(gateway.key, _SUBNET))
    return {"subnets": [{"id": subnet.id} for subnet in subnets]} if subnets else {}


NAT_GATEWAY = TypeSpec(
    type=NAT,
    references=(
        Reference("properties.publicIpAddresses[].id", (ADDRESS,), same_region=True),
        Reference("properties.publicIpPrefixes[].id", (PREFIX,), same_region=True),
    ),
    read_only=frozenset({"subnets"}),
    defaults={"idleTimeoutInMinutes": 4},
    guid=True,
    rules=(too_many_addresses, basic_address, zone_changed),
    in_use=IN_USE,
    present=_present,
)
