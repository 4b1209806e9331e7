"""The ways in from the Internet: what leads a packet to a public address on to a host.

Sources: azure-docs virtual-network public-ip-addresses (Standard is closed without a security group), load-balancer
components (rules, inbound NAT rules), firewall tutorial-firewall-dnat.

Flows are those after translation: the private address of the host, and the port it listens on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hubspoke_network.azure import FIREWALL, LOAD_BALANCER
from hubspoke_network.core import Unknown, at, flag, listed, text
from hubspoke_network.model import Interface, Resource, Topology, has_public_frontend
from hubspoke_network.rules import translated_addresses
from hubspoke_network.sets import AddressSet, FlowSet, PortSet


@dataclass(frozen=True, slots=True)
class WayIn:
    """Flows that come in by one way.

    `doubt` says why it is not certain. A `guarded` way is closed where there is no security group.
    """

    flows: FlowSet
    label: str
    doubt: str = ""
    guarded: bool = False


def ways_in(topology: Topology, subnet: Resource, flows: FlowSet) -> Iterator[WayIn]:
    """How `flows` from the Internet get to hosts in a subnet. What no way covers does not get there."""
    prefixes = topology.prefixes(subnet)
    here = AddressSet.everything() if isinstance(prefixes, Unknown) else prefixes
    for interface in topology.interfaces_in(subnet):
        known = not isinstance(interface.address, Unknown)
        addresses = here if isinstance(interface.address, Unknown) else AddressSet.of([interface.address])
        hit = flows.restrict(destination=addresses)
        doubt = "" if known else f"the address of {interface.label} is not known yet"
        yield from _by_own_address(interface, hit, doubt)
        yield from _by_balancers(topology, interface, hit, doubt)
    for interface in topology.unplaced_interfaces(subnet):
        if interface.public_address is not None:
            yield WayIn(flows, f"public address of {interface.label}", f"in which subnet {interface.label} is")
    for firewall in topology.model.of_type(FIREWALL):
        targets = translated_addresses(topology.model, firewall)
        label = f"address translation of {firewall.label}"
        if isinstance(targets, Unknown):
            yield WayIn(flows, label, targets.reason)
        elif targets:
            yield WayIn(flows.restrict(destination=targets), label, f"which ports {firewall.label} translates")


def _by_own_address(interface: Interface, flows: FlowSet, doubt: str) -> Iterator[WayIn]:
    public = interface.public_address
    if isinstance(public, Unknown):
        yield WayIn(flows, f"public address of {interface.label}", doubt or public.reason)
    elif isinstance(public, Resource):
        sku = text(public.document, "sku.name")
        if isinstance(sku, Unknown):
            doubt = doubt or sku.reason
        basic = isinstance(sku, str) and sku.lower() == "basic"
        yield WayIn(flows, f"public address {public.label} of {interface.label}", doubt, guarded=not basic)


def _by_balancers(topology: Topology, interface: Interface, flows: FlowSet, doubt: str) -> Iterator[WayIn]:
    pools = {pool for pool in interface.pools if isinstance(pool, str)}
    for balancer in topology.model.of_type(LOAD_BALANCER):
        if not has_public_frontend(balancer):
            continue
        if any(isinstance(pool, Unknown) for pool in interface.pools):
            doubt = doubt or f"which pools {interface.label} is in"
        elif not any(pool.startswith(f"{balancer.key}/") for pool in pools):
            continue
        rules = listed(balancer.document, "properties.loadBalancingRules")
        if isinstance(rules, Unknown):
            yield WayIn(flows, f"load balancer {balancer.label}", doubt or rules.reason, guarded=True)
            continue
        for rule in rules:
            pool = at(rule, "properties.backendAddressPool.id")
            if isinstance(pool, Unknown) or str(pool).lower() in pools:
                yield _by_rule(balancer, rule, flows, doubt or (pool.reason if isinstance(pool, Unknown) else ""))


def _by_rule(balancer: Resource, rule: object, flows: FlowSet, doubt: str) -> WayIn:
    port, protocol = at(rule, "properties.backendPort"), at(rule, "properties.protocol")
    label = f"load balancer {balancer.label}, rule {at(rule, 'name')}"
    for value in (port, protocol):
        if isinstance(value, Unknown):
            return WayIn(flows, label, doubt or value.reason, guarded=True)
    protocols = ("Tcp", "Udp") if str(protocol).lower() == "all" else (str(protocol),)
    ports = PortSet.everything() if port in (0, None) else PortSet.parse(str(int(port)))
    if flag(rule, "properties.enableFloatingIP", default=False) is not False:
        doubt = doubt or f"{label} uses floating IP, which leaves the address to the host"
    return WayIn(flows.restrict(protocols=protocols, destination_ports=ports), label, doubt, guarded=True)
