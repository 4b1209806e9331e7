"""Resources as Pulumi has them, turned into those of the model: one ARM document each, with an id wherever possible.

At the preview of a new stack no id exists, and what Azure or the engine names is unknown. A resource still has an
identity: its type, its parents and its name. So an id is made from the path properties; where one of these is unknown,
from the resource it comes from (`resource_group_name=group.name` leaves the group as only candidate). Such a stand-in
is written in braces, `{group}`, which no Azure name can be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hubspoke_network.azure import RESOURCE_GROUP, PathError, ResourceType, resource_id, to_document, type_by_token
from hubspoke_network.azure.readable import readable
from hubspoke_network.core import SourcePosition, Unknown, parse_id
from hubspoke_network.model import UNKNOWN_SUBSCRIPTION, Resource, with_properties


@dataclass(frozen=True, slots=True)
class PulumiResource:
    """One resource as the engine has it, its properties plain: azure-native's shape, unknown leaves as `Unknown`.

    `candidates` are the URNs each top-level property may come from; `subscription` what its provider was given.
    """

    urn: str
    token: str
    properties: Mapping[str, Any]
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subscription: str | Unknown = ""
    source: SourcePosition | None = None

    @property
    def logical_name(self) -> str:
        """The last part of the URN."""
        return self.urn.rpartition("::")[2]


ANSWERED_ONLY = {"azure-native:network:VirtualNetworkPeering": ("peeringState", "peeringSyncLevel")}
"""Inputs that azure-native takes and Azure does not: a program may write a state, Azure alone sets it."""


def settable(token: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs of a resource without those that only Azure's answer can tell."""
    rt = type_by_token(token)
    answered = ANSWERED_ONLY.get(rt.token, ()) if rt is not None else ()
    if not any(key in inputs for key in answered):
        return inputs
    return {key: value for key, value in inputs.items() if key not in answered}


Seen, WISHES, without_wishes = PulumiResource, ANSWERED_ONLY, settable
"""Their names in 0.1."""


def to_resources(
    seen: Iterable[PulumiResource], default_subscription: str = "", *, alone: bool = False
) -> list[Resource]:
    """Every resource of a known type. One that cannot be identified has an Unknown id, with the reason.

    `alone` says that these are looked at without the resources they belong to, so that it does not matter to which.
    """
    known = {item.urn: _readable(item) for item in seen}
    identities = _Identities(known, default_subscription, alone)
    return [_resource(rt, item, identities) for item in known.values() if (rt := type_by_token(item.token)) is not None]


def _readable(seen: PulumiResource) -> PulumiResource:
    rt = type_by_token(seen.token)
    return seen if rt is None else replace(seen, properties=readable(rt, seen.properties))


def _resource(rt: ResourceType, seen: PulumiResource, identities: "_Identities") -> Resource:
    properties = identities.named(rt, seen)
    identity = identities.id_of(rt, seen, properties)
    own = seen.properties.get(rt.name_property)
    if isinstance(own, Unknown) and "name" not in seen.properties:
        properties[rt.name_property] = own  # the id may have a stand-in for it; what asks about names must not
    name = properties.get(rt.name_property)
    return Resource(
        id=identity,
        type=rt.arm,
        name=name if isinstance(name, str | Unknown) else Unknown(f"{seen.logical_name} has no {rt.name_property}"),
        document=with_properties(to_document(rt, properties), seen.logical_name),
        urn=seen.urn,
        source=seen.source,
        dependencies=seen.candidates,
        provider_subscription=identities.subscription(seen),
    )


class _Identities:
    """Ids and names of the resources of one reading, real where known, else stand-ins."""

    def __init__(self, known: Mapping[str, PulumiResource], default_subscription: str, alone: bool) -> None:
        self._known, self._alone = known, alone
        self._default = default_subscription or _only_subscription(known.values())
        self._stand_ins: dict[str, str] = {}
        self._taken: set[tuple[str, str]] = set()

    def subscription(self, seen: PulumiResource) -> str:
        """The subscription of a resource's provider, or a stand-in."""
        if isinstance(seen.subscription, Unknown):
            return "{subscription of " + " and ".join(u.rpartition("::")[2] for u in seen.subscription.candidates) + "}"
        return seen.subscription or self._default or UNKNOWN_SUBSCRIPTION

    def id_of(self, rt: ResourceType, seen: PulumiResource, properties: Mapping[str, Any]) -> str | Unknown:
        """What Azure answered, or what the path makes."""
        answered = properties.get("id")
        if isinstance(answered, str) and answered.startswith("/"):
            return answered
        try:
            return resource_id(rt, properties, self.subscription(seen))
        except PathError as error:
            return Unknown(str(error))

    def named(self, rt: ResourceType, seen: PulumiResource) -> dict[str, Any]:
        """The properties with every part of the path known or stood in for, where that is possible."""
        properties = dict(seen.properties)
        for index, parameter in enumerate(rt.path_properties):
            value = properties.get(parameter)
            if isinstance(value, str):
                continue
            if parameter == rt.name_property:
                answered = properties.get("name")
                properties[parameter] = answered if isinstance(answered, str) else self._stand_in(seen)
            elif isinstance(value, Unknown):
                properties[parameter] = self._parent_name(rt, index, seen, value)
        return properties

    def _parent_name(self, rt: ResourceType, index: int, seen: PulumiResource, value: Unknown) -> str | Unknown:
        wanted = _path_type(rt, index)
        urns = value.candidates or seen.candidates.get(rt.path_properties[index], ())
        if not (urns or self._alone or wanted == RESOURCE_GROUP):
            return Unknown(f"{rt.path_properties[index]} {value.reason}")  # it may lie in any
        candidates = [self._known[urn] for urn in urns if urn in self._known]
        fitting = [item for item in candidates if _arm(item) == wanted] or candidates
        if len(fitting) == 1:
            return self._name(fitting[0])
        # Nothing says which: a name of its own keeps it apart from everything else.
        return self._stand_in(seen, suffix=rt.path_properties[index])

    def _name(self, seen: PulumiResource) -> str:
        rt = type_by_token(seen.token)
        keys = ("name",) if rt is None else (rt.name_property, "name")
        known = (value for key in keys if isinstance(value := seen.properties.get(key), str))
        return next(known, None) or self._stand_in(seen)

    def _stand_in(self, seen: PulumiResource, suffix: str = "") -> str:
        key = f"{seen.urn} {suffix}"
        if key not in self._stand_ins:
            wanted = f"{seen.logical_name} {suffix}".strip()
            name, count = wanted, 1
            while (seen.token, name) in self._taken:
                count += 1
                name = f"{wanted} {count}"
            self._taken.add((seen.token, name))
            self._stand_ins[key] = "{" + name + "}"
        return self._stand_ins[key]


def _only_subscription(seen: Iterable[PulumiResource]) -> str:
    """The subscription of resources whose provider was given none, told by their ids; empty if they differ."""
    ids = (item.properties.get("id") for item in seen if item.subscription == "")
    found = {parsed.subscription.lower() for text in ids if isinstance(text, str) and (parsed := parse_id(text))}
    return found.pop() if len(found) == 1 else ""


def _path_type(rt: ResourceType, index: int) -> str:
    """The ARM type that a path property names: `virtualNetworkName` of a subnet names a virtual network."""
    if rt.path_properties[index] == "resourceGroupName":
        return RESOURCE_GROUP
    namespace, *segments = rt.arm.split("/")
    depth = len(segments) - (len(rt.path_properties) - 1 - index)
    return "/".join([namespace, *segments[:depth]])


def _arm(seen: PulumiResource) -> str:
    rt = type_by_token(seen.token)
    return rt.arm if rt is not None else ""
