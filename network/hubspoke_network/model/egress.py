"""The ways out to the Internet: what gives a packet a public address once its route says `Internet`.

Sources: azure-docs nat-gateway/nat-overview (precedence), virtual-network ip-services default-outbound-access,
load-balancer outbound-rules. NAT gateway before instance address before load balancer before default outbound; IPv6
leaves only with a public IPv6 address or by a load balancer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hubspoke_network.azure import LOAD_BALANCER, NAT_GATEWAY
from hubspoke_network.core import Unknown, at, flag, listed
from hubspoke_network.model.interfaces import Interface
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.topology import Topology
from hubspoke_network.sets import AddressSet


@dataclass(frozen=True, slots=True)
class Way:
    """How packets from `sources` get out. `open` is False where they do not, Unknown where it is not known."""

    sources: AddressSet
    label: str
    open: bool | Unknown


def ways_out(topology: Topology, subnet: Resource, sources: AddressSet) -> list[Way]:
    """How packets that leave a subnet towards the Internet get out, for every source address in it."""
    left, found = sources, []
    for way in _ways(topology, subnet):
        hit = left & way.sources
        if hit:
            found.append(Way(hit, way.label, way.open))
            left -= hit
    return found


def _ways(topology: Topology, subnet: Resource) -> Iterator[Way]:
    nat = topology.model.resolve(subnet, "properties.natGateway.id", NAT_GATEWAY)
    if isinstance(nat, Resource):
        yield Way(AddressSet.all_ipv4(), f"NAT gateway {nat.label}", _has_address(nat))
    elif isinstance(nat, Unknown):
        yield Way(AddressSet.all_ipv4(), "NAT gateway", nat)
    for interface in topology.interfaces_in(subnet):
        yield from _interface_ways(topology, interface)
    given = flag(subnet.document, "properties.defaultOutboundAccess", default=True)
    if given is not True:
        yield from _possible_ways(topology, subnet)
    yield from _default(given)


def _possible_ways(topology: Topology, subnet: Resource) -> Iterator[Way]:
    """Interfaces with a public address of which it is not known where they are, or which address is theirs."""
    floating = [i for i in topology.interfaces_in(subnet) if isinstance(i.address, Unknown)]
    for interface in (*topology.unplaced_interfaces(subnet), *floating):
        if interface.public_address is None and not any(True for _ in outbound_balancers(topology, interface)):
            continue
        known = not isinstance(interface.address, Unknown)
        sources = (
            AddressSet.everything() if isinstance(interface.address, Unknown) else AddressSet.of([interface.address])
        )
        why = Unknown(f"in which subnet {interface.label} is" if known else f"which address {interface.label} has")
        yield Way(sources, f"public address of {interface.label}", why)


def _has_address(nat: Resource) -> bool | Unknown:
    """Whether a NAT gateway has a public address, or a prefix of them; without one it lets nothing out."""
    given = [listed(nat.document, f"properties.{key}") for key in ("publicIpAddresses", "publicIpPrefixes")]
    if any(isinstance(items, tuple) and items for items in given):
        return True
    # Which addresses they are does not matter; whether there are any does.
    unknown = next((items for items in given if isinstance(items, Unknown)), None)
    return False if unknown is None else unknown


def _interface_ways(topology: Topology, interface: Interface) -> Iterator[Way]:
    address = interface.address
    if isinstance(address, Unknown):
        return
    own = AddressSet.of([address])
    if isinstance(interface.public_address, Resource):
        yield Way(own, f"public address {interface.public_address.label} of {interface.label}", True)
    elif isinstance(interface.public_address, Unknown):
        yield Way(own, f"public address of {interface.label}", interface.public_address)
    for balancer in outbound_balancers(topology, interface):
        yield Way(own, f"load balancer {balancer.label}", True)


def outbound_balancers(topology: Topology, interface: Interface) -> Iterator[Resource]:
    """The load balancers that give an interface a public address on its way out."""
    for balancer in topology.model.of_type(LOAD_BALANCER):
        rules = [
            *_rules(balancer, "outboundRules"),
            *(rule for rule in _rules(balancer, "loadBalancingRules") if _translates(rule)),
        ]
        pools = {str(at(rule, "properties.backendAddressPool.id")).lower() for rule in rules}
        if has_public_frontend(balancer) and pools & {pool for pool in interface.pools if isinstance(pool, str)}:
            yield balancer


def has_public_frontend(balancer: Resource) -> bool:
    """Whether a load balancer has a public address."""
    frontends = listed(balancer.document, "properties.frontendIPConfigurations")
    public = ("properties.publicIPAddress", "properties.publicIPPrefix")
    return not isinstance(frontends, Unknown) and any(at(f, path) for f in frontends for path in public)


def _rules(balancer: Resource, key: str) -> tuple[object, ...]:
    rules = listed(balancer.document, f"properties.{key}")
    return () if isinstance(rules, Unknown) else rules


def _translates(rule: object) -> bool:
    return flag(rule, "properties.disableOutboundSnat", default=False) is False


def _default(given: bool | Unknown) -> Iterator[Way]:
    """Default outbound access: an address of Azure's choosing, IPv4 only, unless the subnet is private."""
    label = "no way out: the subnet is private" if given is False else "default outbound access"
    yield Way(AddressSet.all_ipv4(), label, given)
    yield Way(AddressSet.all_ipv6(), "no way out: IPv6 has no default outbound access", False)
