"""Answers in the words of the estate: addresses and services told by the object groups they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from hubspoke_network.sets import AddressSet, Box, FlowSet, lines
from hubspoke_network.sets.object_groups import ObjectGroups


@dataclass(frozen=True, slots=True)
class Naming:
    """A set of addresses as whole groups and what is left of it.

    `groups` lie wholly in the set, the largest first, none of them needless; `rest` is what they do not cover, and
    `within` the smallest group that holds the whole rest, or empty.
    """

    groups: tuple[str, ...]
    rest: AddressSet
    within: str = ""

    def __str__(self) -> str:
        rest = [f"{self.rest} (in {self.within})" if self.within else str(self.rest)]
        return ", ".join([*self.groups, *rest] if self.rest or not self.groups else self.groups)


def name_addresses(addresses: AddressSet, groups: ObjectGroups) -> Naming:
    """The set told by names: exact, since what no group covers is told by its addresses.

    Groups are named only where that leaves fewer ranges to tell: `10.0.0.0/8` is not told as three servers and the
    gaps between them.
    """
    chosen = _covering(addresses, groups.addresses)
    rest = addresses - AddressSet.union(groups.addresses[name] for name in chosen)
    if _ranges(rest) >= _ranges(addresses):
        chosen, rest = (), addresses
    holders = [name for name, group in groups.addresses.items() if rest and rest <= group]
    within = min(holders, key=lambda name: (groups.addresses[name].size, name), default="")
    return Naming(chosen, rest, within)


def _covering(addresses: AddressSet, known: Mapping[str, AddressSet]) -> tuple[str, ...]:
    """Groups inside the set, greatest first while they add something, then without those the others cover."""
    inside = sorted((name for name in known if known[name] <= addresses), key=lambda name: (-known[name].size, name))
    chosen: list[str] = []
    rest = addresses
    for name in inside:
        left = rest - known[name]
        if left != rest and _ranges(left) <= _ranges(rest):
            chosen.append(name)
            rest = left
    for name in reversed(tuple(chosen)):
        others = AddressSet.union(known[other] for other in chosen if other != name)
        if known[name] <= others:
            chosen.remove(name)
    return tuple(chosen)


def _ranges(addresses: AddressSet) -> int:
    return len(addresses.ranges(4)) + len(addresses.ranges(6))


def name_flows(flows: FlowSet, groups: ObjectGroups) -> tuple[str, ...]:
    """One line a box of the set, `ldap web -> activeDirectory`, with names where groups say it and plain text else."""
    return lines(
        flows.boxes(),
        lambda _, end: str(name_addresses(end, groups)),
        lambda box: _service_name(box, groups),
    )


def _service_name(box: Box, groups: ObjectGroups) -> str:
    """The service group that is just these protocols and ports, or empty; the first by name where several are."""
    asked = FlowSet.of(protocols=box.protocol_text, destination_ports=box.destination_ports)
    same = (name for name, services in groups.services.items() if FlowSet.union(s.flows for s in services) == asked)
    return min(same, default="")
