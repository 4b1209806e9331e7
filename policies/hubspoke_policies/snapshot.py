"""Resources as an analyzer sees them, turned into those of the model: one document each, with an id wherever possible.

At the preview of a new stack no id exists, and what Azure or the engine names is unknown. A resource still has an
identity: its type, its parents and its name. So an id is made from the path properties, and where one of these is
unknown, from the resource it comes from: `resource_group_name=group.name` leaves the group as only candidate. Such a
stand-in is written in braces, `{group}`, which no Azure name can be.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.model import Resource
from hubspoke_network.resource_types import PathError, ResourceType, type_by_arm, type_by_token
from hubspoke_network.resource_types import resource_id as path_id
from hubspoke_network.shapes import to_document
from hubspoke_network.unknown import Unknown, unknowns
from hubspoke_policies.types import GROUP
from hubspoke_policies.verdicts import Unreadable


@dataclass(frozen=True, slots=True)
class Seen:
    """One resource of an analysis, its properties plain (see `values`).

    `candidates` are the URNs each top-level property may come from; `subscription` what its provider was given.
    """

    urn: str
    token: str
    properties: Mapping[str, Any]
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subscription: str | Unknown = ""

    @property
    def logical_name(self) -> str:
        """The last part of the URN."""
        return self.urn.rpartition("::")[2]


def with_inputs(seen: Seen, inputs: Mapping[str, Any]) -> Seen:
    """The resource of a stack analysis as its inputs tell it, with what only Azure's answer holds.

    Outputs alone will not do. They lack what the path of a resource is made of; at a preview azure-native makes every
    property unknown that was not given; and of an unchanged resource they are old: a group still lists rules that the
    same preview deletes. So inputs count, and outputs add what the program did not give and is known.
    """
    rt = type_by_token(seen.token)
    children = rt.maintained if rt is not None else ()
    answered = {
        key: value
        for key, value in seen.properties.items()
        if key not in inputs and key not in children and not any(True for _ in unknowns(value))
    }
    return Seen(seen.urn, seen.token, {**answered, **inputs}, seen.candidates, seen.subscription)


def read_resources(seen: Iterable[Seen], default_subscription: str = "") -> tuple[list[Resource], list[Unreadable]]:
    """Every resource of a known type, and those that could not be read."""
    known = {item.urn: item for item in seen}
    identities = _Identities(known, default_subscription)
    resources: list[Resource] = []
    unreadable: list[Unreadable] = []
    for item in known.values():
        rt = type_by_token(item.token)
        if rt is None:
            continue
        try:
            resources.append(_resource(rt, item, identities))
        except (PathError, TypeError, ValueError, AttributeError, KeyError) as error:
            unreadable.append(Unreadable(item.urn, rt.arm, str(error)))
    return resources, unreadable


def _resource(rt: ResourceType, seen: Seen, identities: "_Identities") -> Resource:
    properties = identities.named(rt, seen)
    resource_id = identities.id_of(rt, seen, properties)
    own = seen.properties.get(rt.name_property)
    if isinstance(own, Unknown):
        properties[rt.name_property] = own  # its id may have a stand-in for it, a rule about names must not
    return Resource(
        id=resource_id,
        type=rt.arm,
        name=properties[rt.name_property],
        document=to_document(rt, properties),
        urn=seen.urn,
        source=None,
        dependencies=dict(seen.candidates),
        provider_subscription=identities.subscription(seen),
    )


class _Identities:
    """Ids and names of the resources of one analysis, real where known, else stand-ins."""

    def __init__(self, known: Mapping[str, Seen], default_subscription: str) -> None:
        self._known, self._default = known, default_subscription
        self._stand_ins: dict[str, str] = {}
        self._taken: set[tuple[str, str]] = set()

    def subscription(self, seen: Seen) -> str:
        """The subscription of a resource's provider, or a stand-in."""
        if isinstance(seen.subscription, Unknown):
            return "{subscription of " + " and ".join(u.rpartition("::")[2] for u in seen.subscription.candidates) + "}"
        return seen.subscription or self._default or "{subscription}"

    def id_of(self, rt: ResourceType, seen: Seen, properties: Mapping[str, Any]) -> str | Unknown:
        """What Azure answered, or what the path makes."""
        answered = properties.get("id")
        if isinstance(answered, str) and answered.startswith("/"):
            return answered
        return path_id(rt, properties, self.subscription(seen))

    def named(self, rt: ResourceType, seen: Seen) -> dict[str, Any]:
        """The properties with every part of the path known or stood in for."""
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
            elif "id" not in properties:
                raise PathError(rt.token, parameter, value)
        return properties

    def _parent_name(self, rt: ResourceType, index: int, seen: Seen, value: Unknown) -> str:
        wanted = _path_type(rt, index)
        candidates = [self._known[urn] for urn in value.candidates if urn in self._known]
        fitting = [item for item in candidates if _arm(item) == wanted] or candidates
        if len(fitting) == 1:
            return self._name(fitting[0])
        # Nothing says which: a name of its own keeps it apart from everything else.
        return self._stand_in(seen, suffix=rt.path_properties[index])

    def _name(self, seen: Seen) -> str:
        rt = type_by_token(seen.token)
        keys = ("name",) if rt is None else (rt.name_property, "name")
        known = (value for key in keys if isinstance(value := seen.properties.get(key), str))
        return next(known, None) or self._stand_in(seen)

    def _stand_in(self, seen: Seen, suffix: str = "") -> str:
        key = f"{seen.urn} {suffix}"
        if key not in self._stand_ins:
            wish = f"{seen.logical_name} {suffix}".strip()
            name, count = wish, 1
            while (seen.token, name) in self._taken:
                count += 1
                name = f"{wish} {count}"
            self._taken.add((seen.token, name))
            self._stand_ins[key] = "{" + name + "}"
        return self._stand_ins[key]


def _path_type(rt: ResourceType, index: int) -> str:
    """The ARM type that a path property names: `virtualNetworkName` of a subnet names a virtual network."""
    if rt.path_properties[index] == "resourceGroupName":
        return GROUP
    namespace, *segments = rt.arm.split("/")
    depth = len(segments) - (len(rt.path_properties) - 1 - index)
    return "/".join([namespace, *segments[:depth]])


def _arm(seen: Seen) -> str:
    rt = type_by_token(seen.token)
    return rt.arm if rt is not None else ""


def wanted_token(arm_types: Iterable[str]) -> Callable[[str], bool]:
    """A test for Pulumi tokens: whether one names one of these ARM types, whatever api-version it carries."""
    wanted = {rt.arm for arm in arm_types if (rt := type_by_arm(arm)) is not None}
    verdicts: dict[str, bool] = {}

    def test(token: str) -> bool:
        known = verdicts.get(token)
        if known is None:
            rt = type_by_token(token)
            known = verdicts[token] = rt is not None and rt.arm in wanted
        return known

    return test
