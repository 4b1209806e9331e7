"""Private endpoints: where they are, and whether routes and security groups apply to them.

Source: azure-docs private-link disable-private-endpoint-network-policy.
"""

from dataclasses import dataclass

from hubspoke_network.azure import SUBNET
from hubspoke_network.core import Unknown, listed, text
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.topology import Topology, read_address
from hubspoke_network.sets import Address, AddressSet


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """A private endpoint. `addresses` is Unknown until Azure has given them."""

    resource: Resource
    subnet: Resource | Unknown
    addresses: frozenset[Address] | Unknown


def endpoints_in(topology: Topology, vnet: Resource) -> list[Endpoint]:
    """The private endpoints in a network."""
    found = []
    for resource in topology.private_endpoints:
        subnet = topology.model.resolve(resource, "properties.subnet.id", SUBNET)
        if isinstance(subnet, Missing):
            continue
        if isinstance(subnet, Unknown):
            inside = any(may_be(subnet, own) for own in (vnet, *topology.subnets(vnet)))
        else:
            inside = topology.model.parent(subnet) is vnet
        if inside:
            found.append(Endpoint(resource, subnet, _addresses(topology, resource)))
    return found


def _addresses(topology: Topology, resource: Resource) -> frozenset[Address] | Unknown:
    texts: list[object] = []
    for config in _items(resource.document, "properties.customDnsConfigs"):
        texts += _items(config, "ipAddresses")
    texts += [
        text(config, "properties.privateIPAddress")
        for config in _items(resource.document, "properties.ipConfigurations")
    ]
    for interface in topology.interfaces:
        for item in _items(resource.document, "properties.networkInterfaces"):
            if str(text(item, "id")).lower() == interface.nic.key:
                texts.append(str(interface.address))
    found = frozenset(address for value in texts if (address := read_address(value)) is not None)
    return found or Unknown(f"the address of private endpoint {resource.label} is given by Azure once it is made")


def _items(document: object, path: str) -> tuple[object, ...]:
    items = listed(document, path)
    return () if isinstance(items, Unknown) else items


def policy(subnet: Resource, what: str) -> bool | Unknown:
    """Whether `what` (`RouteTable` or `NetworkSecurityGroup`) applies to the private endpoints of a subnet."""
    value = text(subnet.document, "properties.privateEndpointNetworkPolicies")
    if value is None:
        return False
    return value if isinstance(value, Unknown) else value.lower() in {"enabled", f"{what}enabled".lower()}


def possible_addresses(topology: Topology, endpoint: Endpoint) -> AddressSet:
    """Every address the endpoint may have."""
    if not isinstance(endpoint.addresses, Unknown):
        return AddressSet.of(endpoint.addresses)
    prefixes = topology.prefixes(endpoint.subnet) if isinstance(endpoint.subnet, Resource) else endpoint.subnet
    return AddressSet.everything() if isinstance(prefixes, Unknown) else prefixes
