"""Rules on network interfaces."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from hubspoke_network.azure import limit
from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import items, text
from hubspoke_network.refusals.network_questions import (
    network_key,
    parsed,
    peerings_of,
    remote_key,
    subnet_prefixes,
)
from hubspoke_network.refusals.networks.security_groups import member_networks
from hubspoke_network.refusals.rule import Values, rule
from hubspoke_network.refusals.view import View

INTERFACE = "Microsoft.Network/networkInterfaces"


def configurations(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The address configurations of an interface, each with its name."""
    for item in items(document, "properties.ipConfigurations"):
        yield str(item.get("name", "")), item


def taken(subnet: Resource, view: View, but: str = "") -> dict[str, str]:
    """The private addresses in use in a subnet, with the interface that has each; `but` one interface (a key)."""
    found = {}
    for interface in view.referring(subnet.key, INTERFACE.lower()):
        for _, item in configurations(interface.document) if interface.key != but else ():
            address = text(item, "properties.privateIPAddress")
            if address and (text(item, "properties.subnet.id") or "").lower() == subnet.key:
                found[address] = interface.id
    return found


@rule("interface-address", grade="B", source="published codes of 2026", message="{problem}")
def static_address(change: Change, view: View) -> Iterator[Values]:
    """A static private address lies outside the subnet, is one of Azure's own there, or taken."""
    for _, item in configurations(change.document):
        subnet = view.get(text(item, "properties.subnet.id") or "")
        address = text(item, "properties.privateIPAddress")
        if subnet is None or address is None:
            continue
        values = _address_problem(change.key, address, subnet, view)
        if values:
            yield values


def _address_problem(key: str, address: str, subnet: Resource, view: View) -> Values:
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
def subnet_full(change: Change, view: View) -> Iterator[Values]:
    """A subnet has no free address left."""
    for _, item in configurations(change.document):
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
def network_addresses(change: Change, view: View) -> Iterator[Values]:
    """A network, or a network and its peers, hold more private addresses than allowed."""
    counted = {network_key(text(item, "properties.subnet.id") or "") for _, item in configurations(change.document)}
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
def asg_network(change: Change, view: View) -> Iterator[Values]:
    """An interface joins a group whose members are in another network."""
    most = limit("application_security_groups_per_ip_configuration")
    for _, item in configurations(change.document):
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
