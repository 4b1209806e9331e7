"""Public IP addresses and prefixes."""

from collections.abc import Mapping
from hashlib import sha256
from ipaddress import IPv4Address
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Reference, TypeSpec, stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, text
from hubspoke_network.refusals.networks import (
    ADDRESS,
    address_quota,
    basic_quota,
    dns_record,
    fixed_at_creation,
    label_in_use,
    static_only,
)

PREFIX = "Microsoft.Network/publicIPPrefixes"
_NAT = "microsoft.network/natgateways"

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
    needs="who refers to it by declared references",
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
