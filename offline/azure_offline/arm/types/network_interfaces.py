"""Network interfaces: addresses in subnets, membership of application security groups."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, ip_address
from typing import Any

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Reference, TypeSpec
from azure_offline.arm.resources.drafts import Draft
from azure_offline.arm.resources.stated import stated
from azure_offline.arm.types.network_security_groups import ASG, member_networks
from azure_offline.arm.types.network_security_groups import GROUP as SECURITY_GROUP
from azure_offline.arm.types.public_addresses import ADDRESS
from azure_offline.store.store import Resource
from hubspoke_network.azure.limits import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, table, text
from hubspoke_network.refusals.network_questions import (
    SUBNET,
    network_key,
    parsed,
    peerings_of,
    remote_key,
    subnet_prefixes,
)
from hubspoke_network.refusals.networks.reserved_subnets import USER_RULES
from hubspoke_network.refusals.rule import DELETE, Values, rule

INTERFACE = "Microsoft.Network/networkInterfaces"
_PART = "ipConfigurations"
_CONFIGURATION = "properties.ipConfigurations[].properties"
_ADDRESSES = "virtual-network/ip-services/private-ip-addresses"


def _configurations(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in items(document, "properties.ipConfigurations"):
        yield str(item.get("name", "")), item


def taken(subnet: Resource, view: ArmView, but: str = "") -> dict[str, str]:
    """The private addresses in use in a subnet, with the interface that has each; `but` one interface (a key)."""
    found = {}
    for interface in view.referring(subnet.key, INTERFACE.lower()):
        for _, item in _configurations(interface.document) if interface.key != but else ():
            address = text(item, "properties.privateIPAddress")
            if address and (text(item, "properties.subnet.id") or "").lower() == subnet.key:
                found[address] = interface.id
    return found


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
    before = {name: text(item, "properties.privateIPAddress") for name, item in _configurations(_old(draft))}
    given: set[str] = set()
    for index, (name, item) in enumerate(_configurations(draft.document)):
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


@rule("interface-address", grade="B", source="published codes of 2026", message="{problem}")
def static_address(change: Change, view: ArmView) -> Iterator[Values]:
    """A static private address lies outside the subnet, is one of Azure's own there, or taken."""
    for _, item in _configurations(change.document):
        subnet = view.get(text(item, "properties.subnet.id") or "")
        address = text(item, "properties.privateIPAddress")
        if subnet is None or address is None:
            continue
        values = _address_problem(change.key, address, subnet, view)
        if values:
            yield values


def _address_problem(key: str, address: str, subnet: Resource, view: ArmView) -> Values:
    try:
        wanted = ip_address(address)
    except ValueError:
        return {"code": "PrivateIPAddressNotInSubnet", "problem": f"'{address}' is not an IP address."}
    inside = [
        prefix for prefix in parsed(subnet_prefixes(subnet)) if wanted.version == prefix.version and wanted in prefix
    ]
    if not inside:
        problem = f"Private IP address {address} is not in subnet {subnet.id}."
        return {"code": "PrivateIPAddressNotInSubnet", "problem": problem}
    offset, size = int(wanted) - int(inside[0].network_address), inside[0].num_addresses
    if offset < 4 or offset == size - 1:
        problem = f"Private IP address {address} is reserved by Azure in subnet {subnet.id}."
        return {"code": "PrivateIPAddressInReservedRange", "problem": problem}
    owner = taken(subnet, view, key).get(address)
    if owner:
        problem = f"Private IP address {address} is already allocated to {owner}."
        return {"code": "PrivateIPAddressIsAllocated", "problem": problem}
    return {}


@rule(
    "interface-subnet-full",
    grade="C",
    source="published codes",
    code="SubnetIsFull",
    message="Subnet {subnet} has no free address for {id}.",
)
def subnet_full(change: Change, view: ArmView) -> Iterator[Values]:
    """A subnet has no free address left."""
    for _, item in _configurations(change.document):
        subnet = view.get(text(item, "properties.subnet.id") or "")
        four = (text(item, "properties.privateIPAddressVersion") or "IPv4") == "IPv4"
        if subnet is not None and four and text(item, "properties.privateIPAddress") is None:
            yield {"subnet": subnet.id, "id": change.id}


@rule(
    "interface-network-addresses",
    grade="A",
    source="includes/azure-virtual-network-limits",
    message="Virtual network {network} {with_peers}would have {count} private addresses; at most {limit} are allowed.",
)
def network_addresses(change: Change, view: ArmView) -> Iterator[Values]:
    """A network, or a network and its peers, hold more private addresses than allowed."""
    counted = {network_key(text(item, "properties.subnet.id") or "") for _, item in _configurations(change.document)}
    for network in counted - {""}:
        own = view.count_users_inside(network, change.kind)
        peers = sum(view.count_users_inside(remote_key(peering), change.kind) for peering in peerings_of(network, view))
        for count, name, words in (
            (own, "addresses_per_virtual_network", ""),
            (own + peers, "addresses_per_peered_group", "with its peers "),
        ):
            if count > view.limit(name):
                values = {"count": count, "limit": view.limit(name)}
                yield {"network": network, "with_peers": words, **values}


@rule(
    "interface-asg-network",
    grade="A",
    source="virtual-network/application-security-groups",
    message="Network interface {id} cannot join application security group {group}: its members are in virtual network "
    "{network}.",
)
def asg_network(change: Change, view: ArmView) -> Iterator[Values]:
    """An interface joins a group whose members are in another network."""
    most = limit("application_security_groups_per_ip_configuration")
    for _, item in _configurations(change.document):
        here = network_key(text(item, "properties.subnet.id") or "")
        groups = items(item, "properties.applicationSecurityGroups")
        if len(groups) > most:
            problem = f"an IP configuration joins at most {most} application security groups"
            yield {"message": f"Network interface {change.id}: {problem}."}
        for found in groups:
            group = text(found, "id") or ""
            for network in member_networks(group, view):
                if here and network != here:
                    yield {"id": change.id, "group": group, "network": network}


IN_USE = stated(
    "interface-in-use",
    "A network interface that a virtual machine has is deleted.",
    grade="C",
    source="published codes",
    code="NicInUse",
    message="Network interface {id} is used by existing resource {user} and cannot be deleted.",
    on=DELETE,
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
