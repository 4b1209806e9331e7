"""Network interfaces: addresses in subnets, membership of application security groups."""

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Reference, TypeSpec, stated
from azure_offline.arm.types.application_security_groups import ASG
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, SUBNET, parsed, subnet_prefixes, table, text
from hubspoke_network.refusals.networks import (
    ADDRESS,
    INTERFACE,
    USER_RULES,
    asg_network,
    configurations,
    network_addresses,
    static_address,
    subnet_full,
    taken,
)
from hubspoke_network.refusals.networks import GROUP as SECURITY_GROUP

_PART = "ipConfigurations"
_CONFIGURATION = "properties.ipConfigurations[].properties"
_ADDRESSES = "virtual-network/ip-services/private-ip-addresses"


def first_free(subnet: Resource, view: ArmView, but: str = "", also: frozenset[str] = frozenset()) -> str | None:
    """The first IPv4 address of a subnet that nobody has; the first four and the last are Azure's."""
    used = {*taken(subnet, view, but), *also}
    for prefix in parsed(subnet_prefixes(subnet)):
        if prefix.version == 4:
            base = int(prefix.network_address)
            for offset in range(4, prefix.num_addresses - 1):
                address = str(IPv4Address(base + offset))
                if address not in used:
                    return address
    return None


def _prepare(draft: Draft, view: ArmView) -> None:
    """Give every dynamic configuration the address it had, or the next free one."""
    before = {name: text(item, "properties.privateIPAddress") for name, item in configurations(_old(draft))}
    given: set[str] = set()
    for index, (name, item) in enumerate(configurations(draft.document)):
        inner = table(item, "properties")
        subnet = view.get(text(item, "properties.subnet.id") or "")
        if not isinstance(inner, dict) or subnet is None:
            continue
        inner.setdefault("privateIPAddressVersion", "IPv4")
        method = text(item, "properties.privateIPAllocationMethod") or "Dynamic"
        inner["privateIPAllocationMethod"] = method
        inner.setdefault("primary", index == 0)
        if method.lower() == "dynamic" and inner["privateIPAddressVersion"] == "IPv4":
            inner["privateIPAddress"] = before.get(name) or first_free(subnet, view, draft.target.key, frozenset(given))
            given.add(str(inner["privateIPAddress"]))


def _old(draft: Draft) -> Mapping[str, Any]:
    return draft.old.document if draft.old else {}


IN_USE = stated(
    "interface-in-use",
    "A network interface that a virtual machine has is deleted.",
    grade="C",
    source="published codes",
    code="NicInUse",
    message="Network interface {id} is used by existing resource {user} and cannot be deleted.",
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(interface: Resource, view: ArmView) -> Mapping[str, Any]:
    digits = f"{sum(ord(letter) * (index + 1) for index, letter in enumerate(interface.key)) & 0xFFFFFF:06X}"
    found: dict[str, Any] = {
        "primary": True,
        "macAddress": "-".join(["00", "0D", "3A", digits[:2], digits[2:4], digits[4:]]),
    }
    machines = list(view.referring(interface.key, "microsoft.compute/virtualmachines"))
    if machines:
        found["virtualMachine"] = {"id": machines[0].id}
    return found


NETWORK_INTERFACE = TypeSpec(
    type=INTERFACE,
    references=(
        Reference(f"{_CONFIGURATION}.subnet.id", (SUBNET,), same_region=True, required=True, part=_PART),
        Reference(f"{_CONFIGURATION}.publicIPAddress.id", (ADDRESS,), same_region=True, part=_PART),
        Reference(f"{_CONFIGURATION}.applicationSecurityGroups[].id", (ASG,), same_region=True, part=_PART),
        Reference(f"{_CONFIGURATION}.loadBalancerBackendAddressPools[].id", part=_PART),
        Reference(f"{_CONFIGURATION}.loadBalancerInboundNatRules[].id", part=_PART),
        Reference("properties.networkSecurityGroup.id", (SECURITY_GROUP,), same_region=True),
    ),
    read_only=frozenset(
        {
            "macAddress",
            "primary",
            "virtualMachine",
            "privateEndpoint",
            "hostedWorkloads",
            "tapConfigurations",
            "dscpConfiguration",
            "vnetEncryptionSupported",
            "defaultOutboundConnectivityEnabled",
        }
    ),
    defaults={"enableIPForwarding": False, "enableAcceleratedNetworking": False, "dnsSettings": {"dnsServers": []}},
    parts=(_PART,),
    guid=True,
    rules=(*USER_RULES, static_address, subnet_full, network_addresses, asg_network),
    in_use=IN_USE,
    prepare=_prepare,
    present=_present,
)
