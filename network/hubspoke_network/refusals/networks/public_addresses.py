"""Rules on public IP addresses and prefixes."""

from collections.abc import Iterator, Mapping
from typing import Any

from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import number, text
from hubspoke_network.refusals.rule import CREATE, UPDATE, Values, rule
from hubspoke_network.refusals.view import View

ADDRESS = "Microsoft.Network/publicIPAddresses"

_SKUS = "virtual-network/ip-services/public-ip-addresses"


@rule(
    "public-address-basic",
    grade="B",
    source="published responses of 2026; Basic was retired on 2025-09-30",
    code="IPv4BasicSkuPublicIpCountLimitReached",
    message="Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.",
    on=CREATE,
)
def basic_quota(change: Change, _view: View) -> Iterator[Values]:
    """A public address of the Basic SKU, or of none, which means Basic."""
    if (text(change.document, "sku.name") or "Basic").lower() == "basic":
        yield {}


@rule(
    "public-address-static",
    grade="A",
    source=_SKUS,
    message="Public IP address {id} has SKU {sku} and publicIPAllocationMethod {method}; it must be Static.",
)
def static_only(change: Change, _view: View) -> Iterator[Values]:
    """A Standard address is not static."""
    sku = text(change.document, "sku.name") or "Basic"
    method = text(change.document, "properties.publicIPAllocationMethod") or "Dynamic"
    if sku.lower() != "basic" and method.lower() != "static":
        yield {"id": change.id, "sku": sku, "method": method}


@rule(
    "public-address-quota",
    grade="A",
    source="includes/azure-virtual-network-limits (1,000 with an enterprise agreement, else 10)",
    message="The subscription has its {limit} public IP addresses in region {region}.",
    on=CREATE,
)
def address_quota(change: Change, view: View) -> Iterator[Values]:
    """More public addresses in a region of the subscription than allowed."""
    new, most = change.new, view.limit("public_addresses")
    if new and view.count(change.kind, new.subscription, new.location) > most:
        yield {"limit": most, "region": new.location}


@rule(
    "public-address-sku-changed",
    grade="A",
    source="virtual-network/ip-services/public-ip-upgrade-portal",
    message="{what} of {id} cannot change from {old} to {new}.",
    on=UPDATE,
)
def fixed_at_creation(change: Change, _view: View) -> Iterator[Values]:
    """SKU, IP version, zones or length of an existing address or prefix change."""
    paths = ("sku.name", "properties.publicIPAddressVersion", "properties.prefixLength")
    for path in paths:
        old, new = _shown(change.before, path), _shown(change.document, path)
        if old and new and old.lower() != new.lower():
            yield {"id": change.id, "what": path.removeprefix("properties."), "old": old, "new": new}
    before, after = change.before.get("zones", []), change.document.get("zones", [])
    if before and before != after:
        yield {"id": change.id, "what": "zones", "old": before, "new": after}


def _shown(document: Mapping[str, Any], path: str) -> str:
    return str(number(document, path) or "") if path.endswith("prefixLength") else text(document, path) or ""


@rule(
    "public-prefix-length",
    grade="A",
    source="virtual-network/ip-services/public-ip-address-prefix; includes/azure-virtual-network-limits",
    message="prefixLength {length} of public IP prefix {id} must be 28 to 31 (IPv6: 124 to 127).",
)
def prefix_length(change: Change, _view: View) -> Iterator[Values]:
    """A public prefix is larger or smaller than Azure gives."""
    length = number(change.document, "properties.prefixLength")
    six = (text(change.document, "properties.publicIPAddressVersion") or "").lower() == "ipv6"
    first = 124 if six else 28
    if length is None or not first <= length <= first + 3:
        yield {"id": change.id, "length": length}


def dns_record(address: Resource) -> str:
    """The name Azure gives an address by its label; empty without one. With a scope Azure adds a part of its own."""
    label = text(address.document, "properties.dnsSettings.domainNameLabel")
    return f"{label.lower()}.{address.location}.cloudapp.azure.com" if label else ""


def _scoped(address: Resource) -> bool:
    return text(address.document, "properties.dnsSettings.domainNameLabelScope") is not None


@rule(
    "public-address-label-in-use",
    grade="B",
    source="scarolan/azure-terraform-beginners#20, Azure/azure-quickstart-templates#4978",
    code="DnsRecordInUse",
    message="DNS record {record} is already used by another public IP.",
    seen=True,
)
def label_in_use(change: Change, view: View) -> Iterator[Values]:
    """Another public address of the region has the same DNS label, in whatever subscription."""
    new = change.new
    record = dns_record(new) if new is not None and not _scoped(new) else ""
    if record:
        others = [other for other in view.of_kind(ADDRESS.lower()) if other.key != change.key]
        if any(dns_record(other) == record and not _scoped(other) for other in others):
            yield {"record": record}
