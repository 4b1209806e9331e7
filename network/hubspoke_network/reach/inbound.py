"""Flows from the Internet: by which public address they come in, and what becomes of them behind it."""

from dataclasses import replace

from hubspoke_network.azure import LOAD_BALANCER, NIC, PUBLIC_ADDRESS
from hubspoke_network.core import Unknown
from hubspoke_network.model.network_model import NetworkModel
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.topology import read_address
from hubspoke_network.model.unread import refers
from hubspoke_network.reach.subjects import Subject
from hubspoke_network.reach.walking import INTERNET, Hop, Journey, Part, Walker, WayIn, WaysIn
from hubspoke_network.sets import AddressSet, FlowSet

_ATTACHED = (PUBLIC_ADDRESS, NIC, LOAD_BALANCER)
"""Types whose ways in are all read: an address of theirs that no way leads on is answered by nobody."""


class Inbound:
    """One question about flows from the Internet: `forth` follows them, `back` their replies."""

    def __init__(self, model: NetworkModel, ways: WaysIn, forth: Walker, back: Walker) -> None:
        self._model, self._topology = model, model.topology
        self._ways, self._forth, self._back = ways, forth, back

    def to(self, end: Subject, flows: FlowSet) -> list[Part]:
        """What becomes of `flows` from the Internet to a subject."""
        parts: list[Part] = []
        for place in end.places:
            rest = flows.restrict(destination=place.addresses)
            if place.where == "unplaced":
                parts.append(Part(rest, "unknown"))
                continue
            if place.subnet is None or place.vnet is None:
                parts += self._to_public(rest)
                continue
            for way in self._ways.to_subnet(place.subnet):
                hit = way.into(rest)
                if not hit:
                    continue
                rest -= hit
                parts += self._let_in(place.subnet, place.vnet, hit, way)
            if rest:
                parts.append(Part(rest, "denied", (), f"no public address leads to {place.subnet.label}"))
        return parts

    def _to_public(self, flows: FlowSet) -> list[Part]:
        """Flows to public addresses, those of the model led on to their hosts."""
        parts: list[Part] = []
        rest = flows
        for address in self._model.of_type(PUBLIC_ADDRESS):
            own = read_address(address.at("properties.ipAddress"))
            hit = rest.restrict(destination=AddressSet.of([own])) if own is not None else FlowSet.empty()
            if hit:
                rest -= hit
                parts += self._led_on(address, hit)
        if rest:
            parts.append(Part(rest, "denied", (), "the way from the Internet to there passes no network given"))
        return parts

    def _led_on(self, address: Resource, flows: FlowSet) -> list[Part]:
        """What becomes of flows to one public address; unknown where who answers there is not read."""
        parts: list[Part] = []
        rest = flows
        for way in self._ways.of_address(address):
            taken = way.of(flows)
            if not taken:
                continue
            rest -= taken
            subnet = way.subnet
            vnet = self._model.parent(subnet) if isinstance(subnet, Resource) else None
            if isinstance(subnet, Unknown) or vnet is None:
                why = way.doubt or (
                    subnet.reason if isinstance(subnet, Unknown) else f"{subnet.label} is in no network"
                )
                parts.append(Part(taken, "unknown", (Hop("ingress", address.label, way.label),), why))
                continue
            inside = way.behind(taken, self._topology.prefixes(subnet))
            parts += [way.seen_outside(part, taken, inside) for part in self._let_in(subnet, vnet, inside, way)]
        if rest:
            parts.append(self._answered_by_others(address, rest))
        return parts

    def _answered_by_others(self, address: Resource, flows: FlowSet) -> Part:
        """Flows that no way leads on: who has the address may answer them itself."""
        owner = next(
            (one for one in self._model if one.type not in _ATTACHED and refers(one, address.key)),
            None,
        )
        if owner is None:
            return Part(flows, "denied", (), f"nothing answers there on {address.label}")
        hops = (Hop("ingress", address.label, f"{owner.type} {owner.label}"),)
        return Part(flows, "unknown", hops, f"what {owner.label} answers on {address.label} itself is not known")

    def _let_in(self, subnet: Resource, vnet: Resource, flows: FlowSet, way: WayIn) -> list[Part]:
        journey = Journey(flows, (Hop("ingress", subnet.label, way.label),), way.doubt)
        parts = self._forth.receive(subnet, vnet, journey, guarded=way.guarded)
        if way.by is not None:
            parts = self._as_firewall(parts, subnet, vnet, flows, way.by)
        found: list[Part] = []
        for part in parts:
            if part.verdict != "allowed":
                found.append(part)
                continue
            for reply in self._back.from_subnet(subnet, vnet, part.flows.reversed()):
                flows = reply.flows.reversed() & part.flows
                strays = reply.verdict != "allowed" or reply.appliances or reply.end != INTERNET
                why = f"their replies do not leave the way they came: {reply.reason or 'they end at ' + reply.end}"
                found.append(
                    replace(part, flows=flows, verdict="unknown", reason=why) if strays else replace(part, flows=flows)
                )
        return found

    def _as_firewall(
        self, parts: list[Part], subnet: Resource, vnet: Resource, flows: FlowSet, firewall: Resource
    ) -> list[Part]:
        """A firewall may put an address of its own in the place of the source: certain is what holds for both."""
        homes = [place for _, place in self._topology.subnets_used(firewall, "properties.ipConfigurations")]
        spaces = [self._topology.prefixes(home) for home in homes if isinstance(home, Resource)]
        own = AddressSet.union(space for space in spaces if isinstance(space, AddressSet))
        seen = FlowSet.of(own, flows.destinations(), "*").restrict(destination_ports=flows.destination_ports())
        other = self._forth.receive(subnet, vnet, Journey(seen), guarded=False) if own else []
        if {part.verdict for part in other} == {part.verdict for part in parts}:
            return parts
        why = f"whether {firewall.label} puts its own address in the place of the source decides"
        return [part if part.verdict == "unknown" else replace(part, verdict="unknown", reason=why) for part in parts]
