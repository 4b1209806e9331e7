"""What a model holds and nobody reads: where it stands, and what it may therefore change.

A resource of an unread type is followed along references, its own and those to it, to the subnets and networks it has
to do with. Whatever is harmless is no step on that way. A user of a subnet that Azure names (`ipConfigurations`) and
the input does not hold counts as unread too.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hubspoke_network.azure import SCALE_SET, SUBNET, VNET
from hubspoke_network.core import ResourceId, Unknown, listed, parse_id
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.model.type_readings import type_reading

_MANAGERS = "microsoft.network/networkmanagers/"
"""Configurations of a network manager are for whole subscriptions, whatever they refer to."""
_GUARDS = ("microsoft.network/networksecuritygroups", "microsoft.network/routetables")


@dataclass(frozen=True, slots=True)
class Unread:
    """One resource that is not read. `subnets` and `networks` are the keys of what it has to do with; `everywhere` says
    that it is for whole subscriptions.
    """

    label: str
    type: str
    id: str
    what: str
    subnets: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    everywhere: bool = False
    guards: bool = False
    """Whether a security group or a route table is on the way to what it has to do with."""

    @property
    def reason(self) -> str:
        """Why nothing is certain where it stands."""
        return f"{self.type} {self.id} is not read ({self.what})"


class UnreadResources:
    """The unread resources of a model."""

    def __init__(self, model: ResourceIndex) -> None:
        self._model = model

    @cached_property
    def all(self) -> tuple[Unread, ...]:
        """Every one that may change who reaches whom, in the order they were read."""
        unread = [(one, what) for one in self._model if (what := _not_read_of(one))]
        found = [self._placed(one, what) for one, what in unread]
        return tuple(one for one in found if one.everywhere or one.subnets or one.networks) + tuple(self._users())

    def _placed(self, resource: Resource, what: str) -> Unread:
        subnets, networks, guards = self._followed(resource.key)
        return Unread(
            resource.label,
            resource.type,
            str(resource),
            what,
            frozenset(subnets),
            frozenset(networks),
            resource.type.lower().startswith(_MANAGERS),
            guards,
        )

    def _followed(self, start: str) -> tuple[set[str], set[str], bool]:
        """The subnets and the networks that references lead to, and whether by way of a group or a table."""
        seen, queue = {start}, deque([start])
        subnets: set[str] = set()
        networks: set[str] = set()
        guards = False
        while queue:
            key = queue.popleft()
            for other in (*self._mentions.get(key, ()), *self._mentioned_by.get(key, ())):
                if other in seen:
                    continue
                seen.add(other)
                kind = self._kind(other)
                if kind == SUBNET.lower():
                    subnets.add(other)
                elif kind == VNET.lower() or kind.startswith(f"{VNET.lower()}/"):
                    networks.add(_network(other))
                elif type_reading(kind).reading != "harmless" and kind:
                    guards = guards or kind.startswith(_GUARDS)
                    queue.append(other)
        return subnets, networks, guards

    def _kind(self, key: str) -> str:
        found = self._model.by_id(key) or self._model.by_urn(key)
        if found is not None:
            return found.type.lower()
        parsed = parse_id(key)
        return parsed.type.lower() if parsed is not None else ""

    @cached_property
    def _mentions(self) -> dict[str, tuple[str, ...]]:
        """By key what each resource refers to or lies in, by key; networks, where ways end, left out."""
        return {
            resource.key: tuple(dict.fromkeys(self._keys_in(resource)))
            for resource in self._model
            if resource.type not in (VNET, SUBNET)
        }

    @cached_property
    def _mentioned_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, others in self._mentions.items():
            for other in others:
                found.setdefault(other, []).append(key)
        for subnet in self._model.of_type(SUBNET):
            for other in _keys(_ids_in(subnet.document)):
                found.setdefault(other, []).append(subnet.key)
        return found

    def _keys_in(self, resource: Resource) -> Iterator[str]:
        parsed = parse_id(resource.id) if isinstance(resource.id, str) else None
        yield from _above(parsed)
        yield from _keys(_ids_in(resource.document))
        for urns in resource.dependencies.values():
            yield from (found.key for urn in urns if (found := self._model.by_urn(urn)) is not None)

    def _users(self) -> Iterator[Unread]:
        """Those who stand in a subnet by Azure's own word and are not in the input."""
        for subnet in self._model.of_type(SUBNET):
            users = listed(subnet.document, "properties.ipConfigurations")
            for user in () if isinstance(users, Unknown) else users:
                identity = user.get("id") if isinstance(user, Mapping) else None
                parsed = parse_id(identity) if isinstance(identity, str) else None
                owner = parsed.parent if parsed is not None else None
                if owner is not None and self._model.by_id(str(owner)) is None:
                    what = "it stands in the subnet and is not among the resources given"
                    yield Unread(owner.name, owner.type, str(owner), what, frozenset({subnet.key}))


def _not_read_of(resource: Resource) -> str:
    """What of a resource is not read and may change who reaches whom; empty where nothing is left."""
    reading = type_reading(resource.type)
    if reading.reading == "unread":
        return reading.what
    if resource.type == SCALE_SET:
        names = {key.lower() for key in _members_of(resource.document)}
        if "networksecuritygroup" in names:
            return "its instances have security groups of their own"
        if names & {"loadbalancerbackendaddresspools", "loadbalancerinboundnatpools"}:
            return "its instances are in pools of a load balancer"
    return ""


def _members_of(value: Any) -> Iterator[str]:
    """The names of every member that is given, at any depth."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if item not in (None, [], {}):
                yield str(key)
            yield from _members_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _members_of(item)


def refers(resource: Resource, key: str) -> bool:
    """Whether a document names the resource of a key (an id in lower case), or a part of it."""
    return any(key in (parsed.key, *_above(parsed)) for one in _ids_in(resource.document) if (parsed := parse_id(one)))


def _above(parsed: ResourceId | None) -> Iterator[str]:
    """The keys of what a resource lies in, nearest first; groups and subscriptions are no resources of a network."""
    above = parsed.parent if parsed is not None else None
    while above is not None and above.segments:
        yield above.key
        above = above.parent


def _keys(ids: Iterable[str]) -> Iterator[str]:
    """The key of each id and of what it lies in: whoever names a part names the whole."""
    for written in ids:
        parsed = parse_id(written)
        if parsed is not None and parsed.segments:
            yield parsed.key
            yield from _above(parsed)


def _ids_in(value: Any) -> Iterator[str]:
    """Every text below a value that may be a resource id, or that an unknown value may turn out to be."""
    if isinstance(value, str):
        if value.startswith("/subscriptions/"):
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _ids_in(item)
            if isinstance(key, str) and key.startswith("/subscriptions/"):
                yield key
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids_in(item)
    elif isinstance(value, Unknown):
        yield from (candidate for candidate in value.candidates if candidate.startswith("/subscriptions/"))


def _network(key: str) -> str:
    """The key of the network in an id at or below one."""
    parsed = parse_id(key)
    while parsed is not None and len(parsed.segments) > 1:
        parsed = parsed.parent
    return parsed.key if parsed is not None else key
