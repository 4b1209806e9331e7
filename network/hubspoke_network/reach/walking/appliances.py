"""Appliances that forward packets: who owns a next hop's address, and what is known of what it lets through.

Sources: azure-docs virtual-networks-udr-overview (virtual appliance, load balancer front end), firewall (source
translation, forced tunnelling).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hubspoke_network.azure import FIREWALL, LOAD_BALANCER, NIC
from hubspoke_network.core import Unknown, at, listed
from hubspoke_network.model import Appliance, Interface, Resource, Topology
from hubspoke_network.reach.routing import Route
from hubspoke_network.sets import Address, AddressSet


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a next hop belongs to. `interface` is that of a virtual appliance, None for Azure Firewall or a given one."""

    label: str
    subnet: Resource
    vnet: Resource
    known: Appliance | None
    resource: Resource | None = None
    interface: Interface | None = None
    address: Address | None = None

    @property
    def firewall(self) -> bool:
        """Whether it is an Azure Firewall."""
        return self.resource is not None and self.resource.type == FIREWALL

    @property
    def stateful(self) -> bool | None:
        """Whether it drops replies to flows it has not seen; None where that is not known."""
        if self.known is not None:
            return self.known.stateful
        return True if self.firewall else None


def owners_of(topology: Topology, vnet: Resource, route: Route) -> list[Owner] | Unknown | None:
    """Who may get what a route in `vnet` sends to an appliance. None where no host there can have the address."""
    address = route.address
    if address is None:
        return Unknown(f"{route.label} names no appliance")
    if isinstance(address, Unknown):
        found = list(_from_dependencies(topology, route, address))
        return found or Unknown(f"the appliance of {route.label}: {address.reason}")
    near = [vnet, *(p.remote for p in topology.peerings(vnet) if isinstance(p.remote, Resource))]
    found = [owner for owner in _at(topology, address) if any(owner.vnet is place for place in near)]
    if found:
        return found
    spaces = [topology.space(place) for place in near]
    if any(isinstance(space, Unknown) or address in space for space in spaces):
        return Unknown(f"no appliance among the resources given has the address {address} of {route.label}")
    unseen = [p.remote for p in topology.peerings(vnet) if isinstance(p.remote, Unknown)]
    return unseen[0] if unseen else None


def _at(topology: Topology, address: Address) -> Iterator[Owner]:
    for interface in topology.by_address.get(address, ()):
        yield from _interface(topology, interface)
    for resource, subnet in topology.addressed.get(address, ()):
        yield from _placed(topology, resource, subnet, address)
    known = topology.model.facts.appliances.get(str(address))
    taken = address in topology.by_address or address in topology.addressed
    for vnet in topology.vnets if not taken else ():
        for subnet in topology.subnets_at(address, vnet):
            firewalls = [f for f in topology.appliances_in(subnet) if not _has_address(topology, f)]
            for firewall in firewalls:
                yield from _placed(topology, firewall, subnet, address)
            if not firewalls and known is not None:
                yield Owner(str(address), subnet, vnet, known, address=address)


def _has_address(topology: Topology, firewall: Resource) -> bool:
    uses = topology.subnets_used(firewall, "properties.ipConfigurations")
    return any(isinstance(address, str) for address, _ in uses)


def _from_dependencies(topology: Topology, route: Route, address: Unknown) -> Iterator[Owner]:
    """At preview an appliance's address is not known, but the resource it comes from is."""
    resource = route.resource
    if resource is None:
        return
    model = topology.model
    urns = address.candidates or resource.dependencies.get("nextHopIpAddress", ())
    sources = [source for urn in urns if (source := model.by_urn(urn) or model.by_id(urn)) is not None]
    for source in sources:
        if source.type == NIC:
            for interface in topology.interfaces:
                if interface.nic is source:
                    yield from _interface(topology, interface)
        elif source.type in (FIREWALL, LOAD_BALANCER):
            path = "ipConfigurations" if source.type == FIREWALL else "frontendIPConfigurations"
            for _, subnet in topology.subnets_used(source, f"properties.{path}"):
                if isinstance(subnet, Resource):
                    yield from _placed(topology, source, subnet, None)


def _interface(topology: Topology, interface: Interface) -> Iterator[Owner]:
    vnet = topology.model.parent(interface.subnet) if isinstance(interface.subnet, Resource) else None
    if vnet is None or not isinstance(interface.subnet, Resource):
        return
    address = None if isinstance(interface.address, Unknown) else interface.address
    known = _known(topology, interface.nic, address)
    yield Owner(interface.label, interface.subnet, vnet, known, interface.nic, interface, address)


def _placed(topology: Topology, resource: Resource, subnet: Resource, address: Address | None) -> Iterator[Owner]:
    vnet = topology.model.parent(subnet)
    if vnet is None:
        return
    if resource.type == FIREWALL:
        yield Owner(resource.label, subnet, vnet, _known(topology, resource, address), resource, address=address)
        return
    known = _known(topology, resource, address)
    for interface in topology.interfaces:
        if any(isinstance(pool, str) and pool.startswith(f"{resource.key}/") for pool in interface.pools):
            for owner in _interface(topology, interface):
                label = f"{resource.label} ({owner.label})"
                yield replace(owner, label=label, known=owner.known or known)


def _known(topology: Topology, resource: Resource, address: Address | None) -> Appliance | None:
    facts, name = topology.model.facts.appliances, resource.name
    keys = [str(address or ""), resource.key, name.lower() if isinstance(name, str) else ""]
    return next((facts[key] for key in keys if key and key in facts), None)


def has_public_address(firewall: Resource) -> bool | Unknown:
    """Whether a firewall has a public address to leave by."""
    configurations = listed(firewall.document, "properties.ipConfigurations")
    if isinstance(configurations, Unknown):
        return configurations
    return any(at(item, "properties.publicIPAddress") is not None for item in configurations)


def own_addresses(owner: Owner) -> AddressSet:
    """The address packets have that an appliance has translated; none where it is not known."""
    return AddressSet.empty() if owner.address is None else AddressSet.of([owner.address])
