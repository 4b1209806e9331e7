"""What lies where: networks, their subnets and peerings, interfaces and gateways, indexed once for a model."""

from collections.abc import Iterator
from functools import cached_property
from ipaddress import ip_address

from hubspoke_network.azure import FIREWALL, GATEWAY, LOAD_BALANCER, PRIVATE_ENDPOINT, SUBNET, VNET
from hubspoke_network.core import Unknown, listed, parse_id, text
from hubspoke_network.model.interfaces import Interface, all_interfaces
from hubspoke_network.model.network_spaces import prefixes_of, space_of
from hubspoke_network.model.peerings import Peering, Peerings
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.sets import Address, AddressSet


class Topology:
    """Indexes over a model. Everything is computed when first asked for, and once."""

    def __init__(self, model: ResourceIndex) -> None:
        self.model = model
        self._peerings = Peerings(model)
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
        return self._peerings.of(vnet)

    def peering(self, resource: Resource) -> Peering:
        """The end of a peering that a resource is."""
        return self._peerings.end(resource)

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
    def _unplaced(self) -> list[tuple[Interface, Unknown]]:
        return [(i, i.subnet) for i in self.interfaces if isinstance(i.subnet, Unknown)]

    def unplaced_interfaces(self, subnet: Resource) -> list[Interface]:
        """Ip configurations that may be in a subnet."""
        return [interface for interface, place in self._unplaced if may_be(place, subnet)]

    def gateways(self, vnet: Resource) -> list[Resource]:
        """The gateways in a network."""
        return [gateway for gateway, place in self._gateways if place is vnet]

    def possible_gateways(self, vnet: Resource) -> list[tuple[Resource, Unknown]]:
        """Gateways that may be in a network, and why that is not known."""
        return [
            (gateway, place)
            for gateway, place in self._gateways
            if isinstance(place, Unknown) and self._may_hold(vnet, place)
        ]

    @cached_property
    def _gateways(self) -> list[tuple[Resource, Resource | Unknown | None]]:
        return [(gateway, self._network_of(gateway)) for gateway in self.model.of_type(GATEWAY)]

    def _network_of(self, gateway: Resource) -> Resource | Unknown | None:
        """The network a gateway stands in, None where it is none of the model's."""
        place: Resource | Unknown | None = None
        for _, subnet in self.subnets_used(gateway, "properties.ipConfigurations"):
            place = self._elsewhere(subnet) if isinstance(subnet, Unknown) else self.model.parent(subnet)
            if isinstance(place, Resource):
                return place
        return place

    def _elsewhere(self, subnet: Unknown) -> Resource | Unknown | None:
        """The network of a subnet that the model does not hold, told by its id; None where that is not here either."""
        ids = [parsed for key in subnet.candidates if (parsed := parse_id(key)) is not None]
        if len(ids) == 1 and ids[0].parent is not None and self.model.by_id(subnet.candidates[0]) is None:
            return self.model.by_id(str(ids[0].parent))
        return subnet

    def _may_hold(self, vnet: Resource, subnet: Unknown) -> bool:
        """Whether a subnet that is not known may be one of a network's."""
        if may_be(subnet, vnet):
            return True
        return any(may_be(subnet, own) for own in self.subnets(vnet))

    def subnets_used(self, resource: Resource, path: str) -> Iterator[tuple[str | Unknown | None, Resource | Unknown]]:
        """Private address and subnet of every ip configuration of a resource that has a list of them at `path`."""
        items = listed(resource.document, path)
        if isinstance(items, Unknown):
            yield items, items
            return
        for index in range(len(items)):
            inside = f"{path}[{index}].properties"
            subnet = self.model.resolve(resource, f"{inside}.subnet.id", SUBNET)
            if isinstance(subnet, Missing) and resource.type == GATEWAY:
                subnet = Unknown(f"{resource.label} names no subnet")
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
        return [
            subnet
            for subnet in self.subnets(vnet)
            if isinstance(prefixes := self.prefixes(subnet), AddressSet) and address in prefixes
        ]


def read_address(value: object) -> Address | None:
    """`value` as an address, None where it is none."""
    try:
        return ip_address(value) if isinstance(value, str) else None
    except ValueError:
        return None
