"""What lies where: networks, their subnets and peerings, interfaces and gateways, indexed once for a model."""

from collections.abc import Iterator
from functools import cached_property
from ipaddress import ip_address

from hubspoke_network.addresses import Address, AddressSet
from hubspoke_network.documents import listed, text
from hubspoke_network.interfaces import Interface, all_interfaces
from hubspoke_network.model import (
    FIREWALL,
    GATEWAY,
    LOAD_BALANCER,
    PRIVATE_ENDPOINT,
    SUBNET,
    VNET,
    Missing,
    NetworkModel,
    Resource,
)
from hubspoke_network.network_spaces import prefixes_of, space_of
from hubspoke_network.peerings import Peering, all_peerings
from hubspoke_network.unknown import Unknown


class Topology:
    """Indexes over a model. Everything is computed when first asked for, and once."""

    def __init__(self, model: NetworkModel) -> None:
        self.model = model
        self._spaces: dict[str, AddressSet | Unknown] = {}
        self._prefixes: dict[str, AddressSet | Unknown] = {}

    @property
    def vnets(self) -> list[Resource]:
        """Every virtual network."""
        return self.model.of_type(VNET)

    def space(self, vnet: Resource) -> AddressSet | Unknown:
        """A network's address space."""
        if vnet.key not in self._spaces:
            self._spaces[vnet.key] = space_of(vnet)
        return self._spaces[vnet.key]

    def prefixes(self, subnet: Resource) -> AddressSet | Unknown:
        """A subnet's addresses."""
        if subnet.key not in self._prefixes:
            self._prefixes[subnet.key] = prefixes_of(subnet)
        return self._prefixes[subnet.key]

    def subnets(self, vnet: Resource) -> list[Resource]:
        """A network's subnets."""
        return self.model.children(vnet, "subnets")

    def subnet_named(self, vnet: Resource, name: str) -> Resource | None:
        """A network's subnet of this name, in any case."""
        named = (s for s in self.subnets(vnet) if isinstance(s.name, str) and s.name.lower() == name.lower())
        return next(named, None)

    def peerings(self, vnet: Resource) -> list[Peering]:
        """A network's own ends of its peerings."""
        return self._peerings.get(vnet.key, [])

    @cached_property
    def _peerings(self) -> dict[str, list[Peering]]:
        return all_peerings(self.model)

    @cached_property
    def interfaces(self) -> list[Interface]:
        """Every ip configuration of a network interface."""
        return all_interfaces(self.model)

    @cached_property
    def _by_subnet(self) -> dict[str, list[Interface]]:
        found: dict[str, list[Interface]] = {}
        for interface in self.interfaces:
            if isinstance(interface.subnet, Resource):
                found.setdefault(interface.subnet.key, []).append(interface)
        return found

    def interfaces_in(self, subnet: Resource) -> list[Interface]:
        """The ip configurations in a subnet."""
        return self._by_subnet.get(subnet.key, [])

    @cached_property
    def unplaced_interfaces(self) -> list[Interface]:
        """Ip configurations of which it is not known in which subnet they are."""
        return [interface for interface in self.interfaces if isinstance(interface.subnet, Unknown)]

    def gateways(self, vnet: Resource) -> list[Resource]:
        """The gateways in a network."""
        return self._gateways.get(vnet.key, [])

    @cached_property
    def _gateways(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for gateway in self.model.of_type(GATEWAY):
            for vnet in self._networks_of(gateway):
                found.setdefault(vnet.key, []).append(gateway)
        return found

    def _networks_of(self, gateway: Resource) -> list[Resource]:
        """The network a gateway stands in; several where only its candidates are known."""
        found: dict[str, Resource] = {}
        for _, subnet in self.subnets_used(gateway, "properties.ipConfigurations"):
            keys = subnet.candidates if isinstance(subnet, Unknown) else (subnet.key,)
            subnets = [s for key in keys if (s := self.model.by_id(key) or self.model.by_urn(key)) is not None]
            for candidate in subnets:
                vnet = candidate if candidate.type == VNET else self.model.parent(candidate)
                if vnet is not None and vnet.type == VNET:
                    found[vnet.key] = vnet
        return list(found.values())

    def subnets_used(self, resource: Resource, path: str) -> Iterator[tuple[str | Unknown | None, Resource | Unknown]]:
        """Private address and subnet of every ip configuration of a resource that has a list of them at `path`."""
        items = listed(resource.document, path)
        if isinstance(items, Unknown):
            yield items, items
            return
        for index in range(len(items)):
            inside = f"{path}[{index}].properties"
            subnet = self.model.resolve(resource, f"{inside}.subnet.id", SUBNET)
            if not isinstance(subnet, Missing):
                yield text(resource.document, f"{inside}.privateIPAddress"), subnet

    def appliances_in(self, subnet: Resource) -> list[Resource]:
        """The firewalls with an address in a subnet."""
        return [
            firewall
            for firewall in self.model.of_type(FIREWALL)
            if any(used is subnet for _, used in self.subnets_used(firewall, "properties.ipConfigurations"))
        ]

    @cached_property
    def addressed(self) -> dict[Address, list[tuple[Resource, Resource]]]:
        """Firewalls and load balancers by private address, each with the subnet the address is in."""
        found: dict[Address, list[tuple[Resource, Resource]]] = {}
        for arm_type, path in (
            (FIREWALL, "properties.ipConfigurations"),
            (LOAD_BALANCER, "properties.frontendIPConfigurations"),
        ):
            for resource in self.model.of_type(arm_type):
                for address, subnet in self.subnets_used(resource, path):
                    parsed = read_address(address)
                    if parsed is not None and isinstance(subnet, Resource):
                        found.setdefault(parsed, []).append((resource, subnet))
        return found

    @cached_property
    def by_address(self) -> dict[Address, list[Interface]]:
        """Interfaces by private address."""
        found: dict[Address, list[Interface]] = {}
        for interface in self.interfaces:
            if interface.address is not None and not isinstance(interface.address, Unknown):
                found.setdefault(interface.address, []).append(interface)
        return found

    @cached_property
    def private_endpoints(self) -> list[Resource]:
        """Every private endpoint."""
        return self.model.of_type(PRIVATE_ENDPOINT)

    def subnets_at(self, address: Address, vnet: Resource) -> list[Resource]:
        """The subnets of a network that hold an address."""
        found = []
        for subnet in self.subnets(vnet):
            prefixes = self.prefixes(subnet)
            if isinstance(prefixes, AddressSet) and address in prefixes:
                found.append(subnet)
        return found


def read_address(value: object) -> Address | None:
    """`value` as an address, None where it is none."""
    try:
        return ip_address(value) if isinstance(value, str) else None
    except ValueError:
        return None
