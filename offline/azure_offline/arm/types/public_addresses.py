"""Public IP addresses and prefixes."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from ipaddress import IPv4Address
from typing import Any

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Reference, TypeSpec
from azure_offline.arm.resources.drafts import Draft
from azure_offline.arm.resources.stated import stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import number, text
from hubspoke_network.refusals.rule import CREATE, DELETE, UPDATE, Values, rule

ADDRESS = "Microsoft.Network/publicIPAddresses"
PREFIX = "Microsoft.Network/publicIPPrefixes"
_NAT = "microsoft.network/natgateways"
_SKUS = "virtual-network/ip-services/public-ip-addresses"


@rule(
    "public-address-basic",
    grade="B",
    source="published responses of 2026; Basic was retired on 2025-09-30",
    code="IPv4BasicSkuPublicIpCountLimitReached",
    message="Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.",
    on=CREATE,
)
def basic_quota(change: Change, _view: ArmView) -> Iterator[Values]:
    """A public address of the Basic SKU, or of none, which means Basic."""
    if (text(change.document, "sku.name") or "Basic").lower() == "basic":
        yield {}


@rule(
    "public-address-static",
    grade="A",
    source=_SKUS,
    message="Public IP address {id} has SKU {sku} and publicIPAllocationMethod {method}; it must be Static.",
)
def static_only(change: Change, _view: ArmView) -> Iterator[Values]:
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
def address_quota(change: Change, view: ArmView) -> Iterator[Values]:
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
def fixed_at_creation(change: Change, _view: ArmView) -> Iterator[Values]:
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
def prefix_length(change: Change, _view: ArmView) -> Iterator[Values]:
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
def label_in_use(change: Change, view: ArmView) -> Iterator[Values]:
    """Another public address of the region has the same DNS label, in whatever subscription."""
    new = change.new
    record = dns_record(new) if new is not None and not _scoped(new) else ""
    if record:
        others = [other for other in view.of_kind(ADDRESS.lower()) if other.key != change.key]
        if any(dns_record(other) == record and not _scoped(other) for other in others):
            yield {"record": record}


ADDRESS_IN_USE = stated(
    "public-address-in-use",
    "A public address that a resource has is deleted.",
    grade="B",
    source="published responses",
    code="PublicIPAddressCannotBeDeleted",
    message="Public IP address {id} can not be deleted since it is still allocated to resource {user}. In order to "
    "delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see "
    "aka.ms/deletepublicip.",
    seen=True,
    on=DELETE,
)


def public_address(key: str) -> IPv4Address:
    """The address a resource gets: a function of its key, in 20.0.0.0/8."""
    return IPv4Address((20 << 24) | int.from_bytes(sha256(key.encode()).digest()[:3]))


def _prepare(draft: Draft, _view: ArmView) -> None:
    sku = draft.document.setdefault("sku", {"name": "Basic"})
    sku.setdefault("tier", "Regional")
    if draft.old is not None and "zones" in draft.old.document:
        draft.document.setdefault("zones", draft.old.document["zones"])


def _present(address: Resource, view: ArmView) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    users = view.users(address.key, holding=True)
    static = (text(address.document, "properties.publicIPAllocationMethod") or "").lower() == "static"
    if (static or users) and text(address.document, "properties.publicIPAddressVersion") != "IPv6":
        found["ipAddress"] = str(public_address(address.key))
    if record := dns_record(address):
        found["dnsSettings"] = {**address.properties["dnsSettings"], "fqdn": record}
    for use in users:
        # Whether Azure answers the NAT gateway too is on no record, so it is left out: see docs/offline.md.
        if use.kind != _NAT:
            found["ipConfiguration"] = {"id": view.user_id(use)}
    return found


PUBLIC_IP_ADDRESS = TypeSpec(
    type=ADDRESS,
    references=(
        Reference("properties.publicIPPrefix.id", (PREFIX,), same_region=True),
        Reference("properties.ddosSettings.ddosProtectionPlan.id", ("Microsoft.Network/ddosProtectionPlans",)),
    ),
    read_only=frozenset({"ipConfiguration", "natGateway", "ipAddress"}),
    defaults={
        "publicIPAddressVersion": "IPv4",
        "publicIPAllocationMethod": "Dynamic",
        "idleTimeoutInMinutes": 4,
        "ipTags": [],
        "ddosSettings": {"protectionMode": "VirtualNetworkInherited"},
    },
    guid=True,
    rules=(basic_quota, static_only, fixed_at_creation, address_quota, label_in_use),
    in_use=ADDRESS_IN_USE,
    prepare=_prepare,
    present=_present,
)


def _present_prefix(prefix: Resource, view: ArmView) -> Mapping[str, Any]:
    length = number(prefix.document, "properties.prefixLength") or 28
    found: dict[str, Any] = {}
    if text(prefix.document, "properties.publicIPAddressVersion") != "IPv6":
        base = int(public_address(prefix.key)) & ~((1 << max(32 - length, 0)) - 1)
        found["ipPrefix"] = f"{IPv4Address(base)}/{length}"
    addresses = list(view.referring(prefix.key, ADDRESS.lower()))
    if addresses:
        found["publicIPAddresses"] = [{"id": address.id} for address in addresses]
    return found


PUBLIC_IP_PREFIX = TypeSpec(
    type=PREFIX,
    read_only=frozenset({"ipPrefix", "publicIPAddresses", "loadBalancerFrontendIpConfiguration"}),
    defaults={"publicIPAddressVersion": "IPv4", "ipTags": []},
    guid=True,
    rules=(prefix_length, fixed_at_creation),
    present=_present_prefix,
)
