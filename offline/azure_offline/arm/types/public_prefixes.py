"""Public IP prefixes."""

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec
from azure_offline.arm.types.public_addresses import public_address
from azure_offline.store.store import Resource
from hubspoke_network.refusals import number, text
from hubspoke_network.refusals.networks import ADDRESS, fixed_at_creation, prefix_length

PREFIX = "Microsoft.Network/publicIPPrefixes"


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
