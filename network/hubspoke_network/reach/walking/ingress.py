"""The ways in from the Internet: what leads a packet to a public address on to a host.

Sources: azure-docs virtual-network public-ip-addresses (Standard is closed without a security group), load-balancer
components (rules, inbound NAT rules and pools), virtual-machine-scale-sets networking (public IPv4 per instance),
firewall tutorial-firewall-dnat.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hubspoke_network.azure import FIREWALL, LOAD_BALANCER, PUBLIC_ADDRESS, SCALE_SET, SUBNET
from hubspoke_network.core import Unknown, at, flag, listed, text
from hubspoke_network.model.interfaces import Interface
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.topology import Topology
from hubspoke_network.reach.walking.paths import Part
from hubspoke_network.rules import NatRule, nat_rules
from hubspoke_network.sets import ALL_ADDRESSES, AddressSet, FlowSet, PortError, PortSet, Protocols

_EVERY = PortSet.everything()


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a public address leads on to: from its ports to those of hosts in a subnet.

    `address` is the public address, Unknown where it is not known which. `public_ports` None says that ports stay what
    they are. `hosts` None are whoever stands in the subnet. `doubt` says why it is not certain. A `guarded` way is
    closed where there is no security group. `by` is the firewall it passes, None without one.
    """

    address: Resource | Unknown
    subnet: Resource | Unknown
    label: str
    hosts: AddressSet | None = None
    sources: AddressSet | None = None
    protocols: Protocols = "*"
    public_ports: PortSet | None = None
    ports: PortSet = _EVERY
    doubt: str = ""
    guarded: bool | Unknown = False
    by: Resource | None = None

    def into(self, flows: FlowSet) -> FlowSet:
        """Which of `flows` to hosts come in by this way."""
        return flows.restrict(
            self.sources or ALL_ADDRESSES, self.hosts or ALL_ADDRESSES, self.protocols, destination_ports=self.ports
        )

    def of(self, flows: FlowSet) -> FlowSet:
        """Which of `flows` to the public address take this way."""
        ports = _EVERY if self.public_ports is None else self.public_ports
        return flows.restrict(self.sources or ALL_ADDRESSES, protocols=self.protocols, destination_ports=ports)

    def behind(self, taken: FlowSet, space: AddressSet | Unknown) -> FlowSet:
        """The flows that hosts see of those that take this way."""
        hosts = self.hosts or (ALL_ADDRESSES if isinstance(space, Unknown) else space)
        protocols, ports = self.protocols, taken.destination_ports() if self.public_ports is None else self.ports
        return FlowSet.of(taken.sources(), hosts, protocols, ports) & FlowSet.of(
            taken.sources(), hosts, _named(taken), ports
        )

    def seen_outside(self, part: Part, taken: FlowSet, inside: FlowSet) -> Part:
        """A part of what hosts see, as the sender sees it: unknown where it turns on host or port."""
        sources = part.flows.sources()
        whole = part.flows == inside.restrict(sources)
        flows = taken.restrict(sources)
        if whole or part.verdict == "unknown":
            return replace(part, flows=flows)
        return replace(part, flows=flows, verdict="unknown", reason=f"the host or the port behind {self.label} decides")


def _named(flows: FlowSet) -> Protocols:
    return tuple(flows.protocols())


class WaysIn:
    """Every way in of a network. Worked out when first asked for, and once."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology

    def to_subnet(self, subnet: Resource) -> Iterator[WayIn]:
        """The ways to hosts in a subnet, and those of which it is not known whether they lead there."""
        for way in self.all:
            if way.subnet is subnet or (isinstance(way.subnet, Unknown) and may_be(way.subnet, subnet)):
                yield way

    def of_address(self, address: Resource) -> Iterator[WayIn]:
        """The ways that begin at a public address, or may."""
        for way in self.all:
            if way.address is address or (isinstance(way.address, Unknown) and may_be(way.address, address)):
                yield way

    @cached_property
    def all(self) -> tuple[WayIn, ...]:
        """Every way in."""
        topology = self._topology
        own = (way for interface in topology.interfaces for way in _by_own_address(interface))
        balanced = (way for one in topology.model.of_type(LOAD_BALANCER) for way in _by_balancer(topology, one))
        scaled = (way for one in topology.model.of_type(SCALE_SET) for way in _by_scale_set(topology, one))
        translated = (way for one in topology.model.of_type(FIREWALL) for way in _by_firewall(topology, one))
        return (*own, *balanced, *scaled, *translated)


def _hosts(interface: Interface) -> tuple[AddressSet | None, str]:
    """The address of an interface, or all of its subnet with the reason."""
    if isinstance(interface.address, Unknown):
        return None, f"the address of {interface.label} is not known yet"
    return AddressSet.of([interface.address]), ""


def _placed(interface: Interface) -> tuple[Resource | Unknown, str]:
    if isinstance(interface.subnet, Unknown):
        return interface.subnet, f"in which subnet {interface.label} is"
    return interface.subnet, ""


def _by_own_address(interface: Interface) -> Iterator[WayIn]:
    public = interface.public_address
    if public is None:
        return
    (subnet, lost), (hosts, floating) = _placed(interface), _hosts(interface)
    label = f"public address of {interface.label}"
    doubt = lost or floating
    if isinstance(public, Unknown):
        yield WayIn(public, subnet, label, hosts, doubt=doubt or public.reason)
    else:
        label = f"public address {public.label} of {interface.label}"
        yield WayIn(public, subnet, label, hosts, doubt=doubt, guarded=_is_standard(public))


def _is_standard(resource: Resource) -> bool | Unknown:
    """Whether an address or a balancer is closed without a security group; Unknown where it does not give its SKU."""
    sku = text(resource.document, "sku.name")
    if sku is None:
        return Unknown(f"{resource.label} does not give its SKU, and only Basic ones are open without a security group")
    return sku if isinstance(sku, Unknown) else sku.lower() != "basic"


def _by_balancer(topology: Topology, balancer: Resource) -> Iterator[WayIn]:
    frontends = _frontends(topology, balancer)
    if isinstance(frontends, dict) and not frontends:
        return
    guarded = _is_standard(balancer)
    for rule in _rules(balancer, "loadBalancingRules"):
        yield from _by_rule(topology, balancer, rule, frontends, guarded)
    for rule in _rules(balancer, "inboundNatRules"):
        yield from _by_nat_rule(topology, balancer, rule, frontends, guarded)


def _frontends(topology: Topology, balancer: Resource) -> "dict[str, Resource | Unknown] | Unknown":
    """The public addresses of a balancer by the key of the frontend; Unknown where they are not known."""
    given = listed(balancer.document, "properties.frontendIPConfigurations")
    if isinstance(given, Unknown):
        return given
    found: dict[str, Resource | Unknown] = {}
    for index, one in enumerate(given):
        inside = f"properties.frontendIPConfigurations[{index}].properties"
        address = topology.model.resolve(balancer, f"{inside}.publicIPAddress.id", PUBLIC_ADDRESS)
        if isinstance(address, Missing) and at(one, "properties.publicIPPrefix") is not None:
            address = Unknown(f"{balancer.label} takes its address from a prefix")
        if not isinstance(address, Missing):
            found[f"{balancer.key}/frontendipconfigurations/{at(one, 'name')}".lower()] = address
    return found


def _rules(balancer: Resource, key: str) -> tuple[Any, ...]:
    return _entries(balancer.document, f"properties.{key}")


def _by_rule(
    topology: Topology,
    balancer: Resource,
    rule: Any,
    frontends: "dict[str, Resource | Unknown] | Unknown",
    guarded: bool | Unknown,
) -> Iterator[WayIn]:
    """A rule leads to every member of its pool; where it cannot be read, to all of them by every port."""
    if isinstance(rule, Unknown):
        for interface in _members(topology, balancer, None):
            yield _to(interface, Unknown(rule.reason), f"load balancer {balancer.label}", rule.reason, guarded)
        return
    address = _frontend(rule, frontends, balancer)
    if address is None:
        return
    pools = [at(rule, "properties.backendAddressPool.id")]
    pools += [at(one, "id") for one in _entries(rule, "properties.backendAddressPools")]
    label = f"load balancer {balancer.label}, rule {at(rule, 'name')}"
    public, private, protocols, doubt = _ports_of(rule, "frontendPort", "backendPort")
    if flag(rule, "properties.enableFloatingIP", default=False) is not False:
        doubt = doubt or f"{label} uses floating IP, which leaves the address to the host"
    for interface in _members(topology, balancer, [pool for pool in pools if pool is not None]):
        yield _to(interface, address, label, doubt, guarded, protocols, public, private)


def _by_nat_rule(
    topology: Topology,
    balancer: Resource,
    rule: Any,
    frontends: "dict[str, Resource | Unknown] | Unknown",
    guarded: bool | Unknown,
) -> Iterator[WayIn]:
    """A NAT rule leads to one interface, or from a range of ports to each member of a pool."""
    if isinstance(rule, Unknown):
        for interface in topology.interfaces:
            yield _to(interface, Unknown(rule.reason), f"load balancer {balancer.label}", rule.reason, guarded)
        return
    address = _frontend(rule, frontends, balancer)
    if address is None:
        return
    label = f"load balancer {balancer.label}, inbound NAT rule {at(rule, 'name')}"
    target, pool = at(rule, "properties.backendIPConfiguration.id"), at(rule, "properties.backendAddressPool.id")
    own = f"{balancer.key}/inboundnatrules/{at(rule, 'name')}".lower()
    public, private, protocols, doubt = _ports_of(rule, "frontendPort", "backendPort")
    if pool is not None:
        first, last = at(rule, "properties.frontendPortRangeStart"), at(rule, "properties.frontendPortRangeEnd")
        public = PortSet.parse(f"{first}-{last}") if isinstance(first, int) and isinstance(last, int) else None
        for interface in _members(topology, balancer, [pool]):
            yield _to(interface, address, label, doubt, guarded, protocols, public, private)
        return
    for interface in topology.interfaces:
        named = isinstance(target, str) and target.lower() == interface.configuration
        if named or own in interface.nat_rules:
            yield _to(interface, address, label, doubt, guarded, protocols, public, private)
        elif isinstance(target, Unknown):
            yield _to(interface, address, label, doubt or target.reason, guarded, protocols, public, private)


def _entries(rule: Any, path: str) -> tuple[Any, ...]:
    found = listed(rule, path)
    return (found,) if isinstance(found, Unknown) else found


def _frontend(
    rule: Any, frontends: "dict[str, Resource | Unknown] | Unknown", balancer: Resource
) -> Resource | Unknown | None:
    """The public address a rule begins at; None where its frontend is a private one."""
    if isinstance(frontends, Unknown):
        return frontends
    named = at(rule, "properties.frontendIPConfiguration.id")
    if isinstance(named, str):
        return frontends.get(named.lower())
    if len(frontends) == 1 and named is None:
        return next(iter(frontends.values()))
    return Unknown(f"which frontend of {balancer.label} the rule {at(rule, 'name')} is for")


def _members(topology: Topology, balancer: Resource, pools: "list[Any] | None") -> Iterator[Interface]:
    """The interfaces in some pools of a balancer, in any of them for None, or in one that is not known."""
    named = None if pools is None else {pool.lower() for pool in pools if isinstance(pool, str)}
    vague = pools is None or any(isinstance(pool, Unknown) for pool in pools)
    for interface in topology.interfaces:
        for pool in interface.pools:
            if isinstance(pool, Unknown) or (named is not None and pool in named):
                yield interface
                break
            if vague and pool.startswith(f"{balancer.key}/"):
                yield interface
                break


def _to(
    interface: Interface,
    address: Resource | Unknown,
    label: str,
    doubt: str,
    guarded: bool | Unknown,
    protocols: Protocols = "*",
    public: PortSet | None = None,
    private: PortSet = _EVERY,
) -> WayIn:
    (subnet, lost), (hosts, floating) = _placed(interface), _hosts(interface)
    unsure = next((pool.reason for pool in interface.pools if isinstance(pool, Unknown)), "")
    unsure = f"which pools {interface.label} is in" if unsure else ""
    why = doubt or lost or floating or unsure or (address.reason if isinstance(address, Unknown) else "")
    return WayIn(address, subnet, label, hosts, None, protocols, public, private, why, guarded)


def _ports_of(rule: Any, front: str, back: str) -> tuple[PortSet | None, PortSet, Protocols, str]:
    """Ports before and after, protocols, and why these are not known. Port 0 stands for all (HA ports)."""
    protocol = at(rule, "properties.protocol")
    ports = [at(rule, f"properties.{key}") for key in (front, back)]
    for value in (protocol, *ports):
        if isinstance(value, Unknown):
            return None, _EVERY, "*", value.reason
    protocols: Protocols = ("Tcp", "Udp") if str(protocol).lower() == "all" else (str(protocol),)
    try:
        public, private = (None if port in (0, None) else PortSet.parse(str(int(port))) for port in ports)
    except (PortError, TypeError, ValueError):
        return None, _EVERY, protocols, f"the ports {ports[0]} and {ports[1]} are none"
    return public, _EVERY if private is None else private, protocols, ""


def _by_scale_set(topology: Topology, scale_set: Resource) -> Iterator[WayIn]:
    """Instances have interfaces that no document shows: whoever stands in their subnet may be one."""
    inside = "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations"
    for index, interface in enumerate(_entries(scale_set.document, inside)):
        path = f"{inside}[{index}].properties.ipConfigurations"
        for number, one in enumerate(_entries(interface, "properties.ipConfigurations")):
            public = at(one, "properties.publicIPAddressConfiguration")
            if public is None:
                continue
            subnet = topology.model.resolve(scale_set, f"{path}[{number}].properties.subnet.id", SUBNET)
            if isinstance(subnet, Missing):
                subnet = Unknown(f"{scale_set.label} names no subnet")
            address = Unknown(f"each instance of {scale_set.label} has an address of its own", ("",))
            doubt = public.reason if isinstance(public, Unknown) else ""
            yield WayIn(
                address, subnet, f"public addresses of {scale_set.label}", doubt=doubt, guarded=_instance_guard(public)
            )


def _instance_guard(public: Any) -> bool | Unknown:
    sku = text(public, "sku.name") if isinstance(public, Mapping) else None
    if isinstance(sku, str):
        return sku.lower() != "basic"
    return Unknown("the SKU of the instances' addresses is not given")


def _by_firewall(topology: Topology, firewall: Resource) -> Iterator[WayIn]:
    rules = nat_rules(topology.model, firewall)
    if isinstance(rules, Unknown):
        doubt = f"what {firewall.label} translates: {rules.reason}"
        yield WayIn(rules, Unknown(doubt), f"address translation of {firewall.label}", doubt=doubt, by=firewall)
        return
    for rule in rules:
        yield _translated(topology, firewall, rule)


def _translated(topology: Topology, firewall: Resource, rule: NatRule) -> WayIn:
    """The way of one NAT rule; the host is looked for in every network."""
    label = f"rule {rule.label} of {firewall.label}"
    addresses = [one for one in topology.model.of_type(PUBLIC_ADDRESS) if rule.is_for(one)]
    address: Resource | Unknown = addresses[0] if len(addresses) == 1 else Unknown(f"which address {label} is for")
    subnet: Resource | Unknown = Unknown(rule.doubt or f"no network given holds where {label} leads to")
    if rule.host is not None:
        homes = [one for vnet in topology.vnets for one in topology.subnets_at(rule.host, vnet)]
        subnet = homes[0] if len(homes) == 1 else Unknown(f"where {rule.host} is", tuple(h.key for h in homes) or ("",))
    hosts = None if rule.host is None else AddressSet.of([rule.host])
    return WayIn(
        address,
        subnet,
        label,
        hosts,
        rule.sources,
        rule.protocols,
        rule.public_ports,
        rule.ports,
        rule.doubt,
        False,
        firewall,
    )
