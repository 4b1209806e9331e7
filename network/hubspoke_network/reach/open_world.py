"""What nobody reads makes unknown what it may change: never allowed, never denied.

A resource in an ordinary subnet may change what begins or ends there. One that has to do with a network as a whole, or
with a subnet through which others go, may change what every network connected with it sends and gets. What a security
group at the subnet denies stays denied, unless the resource has to do with groups, tables or whole networks.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from hubspoke_network.azure import reserved_subnet
from hubspoke_network.core import Unknown
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.topology import Topology
from hubspoke_network.model.unread import Unread, UnreadResources
from hubspoke_network.reach.subjects import Place
from hubspoke_network.reach.walking import Part

DEFAULT_DENIALS = ("DenyAllInBound", "DenyAllOutBound")
"""Rules that deny what no other matches: whether one does may rest on what is missing."""
_NAMED = 3
"""How many resources a reason names; it counts the others."""


class OpenWorld:
    """The unread resources of a model, by what they may change."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._unread = UnreadResources(topology.model)

    def doubted(self, parts: Iterable[Part], start: Place, ends: Iterable[Place]) -> list[Part]:
        """The parts, unknown where something unread may make them otherwise."""
        places = [start, *ends]
        wide = self._wide(places)
        narrow = [
            one for one in self._narrow if any(p.subnet is not None and p.subnet.key in one.subnets for p in places)
        ]
        found = [_doubted(part, wide, narrow) for part in parts] if wide or narrow else list(parts)
        partial = self._topology.model.partial
        return [_incomplete(part, partial) for part in found] if partial else found

    @cached_property
    def _narrow(self) -> list[Unread]:
        return [one for one in self._unread.all if not self._is_wide(one)]

    def _is_wide(self, one: Unread) -> bool:
        return one.everywhere or one.guards or bool(one.networks) or any(map(self._leads_on, one.subnets))

    def _leads_on(self, key: str) -> bool:
        """Whether flows of others go through a subnet: by its name, or by what forwards in it."""
        subnet = self._topology.model.by_id(key)
        if subnet is None or not isinstance(subnet.name, str) or reserved_subnet(subnet.name) is not None:
            return True
        return bool(self._topology.appliances_in(subnet)) or any(
            interface.nic.at("properties.enableIPForwarding") not in (None, False)
            for interface in self._topology.interfaces_in(subnet)
        )

    def _wide(self, places: list[Place]) -> list[Unread]:
        connected = {self._connected(place.vnet) for place in places if place.vnet is not None}
        if any(place.where == "on-premises" for place in places):
            connected |= {self._connected(vnet) for vnet in self._topology.vnets if self._may_have_gateway(vnet)}
        return [
            one
            for one in self._unread.all
            if self._is_wide(one) and (one.everywhere or connected & self._components(one) or not self._components(one))
        ]

    def _may_have_gateway(self, vnet: Resource) -> bool:
        return bool(self._topology.gateways(vnet) or self._topology.possible_gateways(vnet))

    def _components(self, one: Unread) -> set[str]:
        """The groups of connected networks that a resource has to do with."""
        networks = set(one.networks)
        for key in one.subnets:
            subnet = self._topology.model.by_id(key)
            vnet = self._topology.model.parent(subnet) if subnet is not None else None
            networks.add(vnet.key if vnet is not None else key.rpartition("/subnets/")[0])
        return {self._component_of.get(key, key) for key in networks}

    def _connected(self, vnet: Resource) -> str:
        return self._component_of[vnet.key]

    @cached_property
    def _component_of(self) -> dict[str, str]:
        """By network the key of the first network it is connected with, in either direction, surely or maybe."""
        first = {vnet.key: vnet.key for vnet in self._topology.vnets}

        def root(key: str) -> str:
            while first[key] != key:
                key = first[key]
            return key

        for vnet in self._topology.vnets:
            for peering in self._topology.peerings(vnet):
                remote = peering.remote
                keys = remote.candidates if isinstance(remote, Unknown) else (remote.key,)
                for key in keys or tuple(first):
                    first.setdefault(key, key)
                    first[root(key)] = root(vnet.key)
        return {key: root(key) for key in first}


def _incomplete(part: Part, partial: str) -> Part:
    """A part of an answer over an input that is not the whole: only what a written rule denies stays."""
    last = part.hops[-1] if part.hops else None
    written = last is not None and last.kind == "security" and not last.by.endswith(DEFAULT_DENIALS)
    if part.verdict == "unknown" or (part.verdict == "denied" and written):
        return part
    return replace(part, verdict="unknown", reason=f"the input is only a part of what there is ({partial})")


def _doubted(part: Part, wide: list[Unread], narrow: list[Unread]) -> Part:
    stays = part.verdict == "denied" and bool(part.hops) and part.hops[-1].kind == "security"
    causes = wide + ([] if stays else narrow)
    if not causes or part.verdict == "unknown":
        return part
    named = "; ".join(one.reason for one in causes[:_NAMED])
    more = f"; and {len(causes) - _NAMED} more" if len(causes) > _NAMED else ""
    return replace(part, verdict="unknown", reason=named + more)
