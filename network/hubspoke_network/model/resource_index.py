"""The resources of a model, found by id, URN or name, with their references resolved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from hubspoke_network.azure import CIRCUIT, FILTER, NSG, TABLE, VNET, type_by_arm
from hubspoke_network.core import Unknown, listed, parse_id
from hubspoke_network.model.facts import Facts
from hubspoke_network.model.resource import UNKNOWN_SUBSCRIPTION, Missing, Resource, with_properties

INLINE_CHILDREN = {
    VNET: ("subnets", "virtualNetworkPeerings"),
    NSG: ("securityRules",),
    TABLE: ("routes",),
    FILTER: ("rules",),
    CIRCUIT: ("peerings", "authorizations"),
}
"""Lists in a document whose entries are resources of their own."""

_SEGMENTS = {"rules": "routeFilterRules"}


class ResourceIndex:
    """Resources, found by id, URN, type, name and parent; nothing in it changes afterwards."""

    def __init__(self, resources: Iterable[Resource], facts: Facts | None = None) -> None:
        self.facts = facts or Facts()
        self._by_key: dict[str, Resource] = {}
        self._by_urn: dict[str, Resource] = {}
        self._of_type: dict[str, list[Resource]] = {}
        self._children: dict[tuple[str, str], list[Resource]] = {}
        self._unknown_children: dict[tuple[str, str], Unknown] = {}
        self._orphans: dict[str, list[tuple[Resource, Unknown]]] = {}
        given = {resource.key: resource for resource in resources}
        for resource in given.values():
            self._add(resource)
        for resource in given.values():
            self._add_inline(resource)

    def _add(self, resource: Resource) -> None:
        self._by_key[resource.key] = resource
        if resource.urn and not resource.inside:
            self._by_urn[resource.urn] = resource
        self._of_type.setdefault(resource.type.lower(), []).append(resource)
        parsed = parse_id(resource.id) if isinstance(resource.id, str) else None
        if parsed is not None and len(parsed.segments) > 1:
            parent = parsed.parent
            assert parent is not None
            self._children.setdefault((parent.key, parsed.segments[-1][0].lower()), []).append(resource)

    def _add_inline(self, parent: Resource) -> None:
        """Children that the parent's document holds; one that is also a resource of its own is taken from there."""
        for key in INLINE_CHILDREN.get(_cased(parent.type), ()):
            path = f"properties.{key}"
            items = listed(parent.document, path)
            segment = _SEGMENTS.get(key, key)
            if isinstance(items, Unknown):
                self._unknown_children[parent.key, segment.lower()] = items
                continue
            for index, item in enumerate(items):
                child = _inline_child(parent, key, segment, f"{path}[{index}]", item)
                if child.key not in self._by_key:
                    self._add(child)
                    if not isinstance(child.id, str):
                        self._children.setdefault((parent.key, segment.lower()), []).append(child)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def of_type(self, arm_type: str) -> list[Resource]:
        """Every resource of an ARM type, in the order they were read."""
        return self._of_type.get(arm_type.lower(), [])

    def by_id(self, resource_id: str) -> Resource | None:
        """The resource with this id, in any case."""
        return self._by_key.get(resource_id.rstrip("/").lower())

    def by_urn(self, urn: str) -> Resource | None:
        """The resource with this URN."""
        return self._by_urn.get(urn)

    def named(self, arm_type: str, name: str) -> list[Resource]:
        """Every resource of a type with this name, in any case."""
        return self._names.get((arm_type.lower(), name.lower()), [])

    @cached_property
    def _names(self) -> dict[tuple[str, str], list[Resource]]:
        found: dict[tuple[str, str], list[Resource]] = {}
        for arm_type, resources in self._of_type.items():
            for resource in resources:
                if isinstance(resource.name, str):
                    found.setdefault((arm_type, resource.name.lower()), []).append(resource)
        return found

    def children(self, parent: Resource, segment: str) -> list[Resource]:
        """What lies in `parent` under a segment (`subnets`): written in its document or resources of their own."""
        return self._children.get((parent.key, segment.lower()), [])

    def unknown_children(self, parent: Resource, segment: str) -> Unknown | None:
        """Why the children in the parent's own document are not known, None where they are."""
        return self._unknown_children.get((parent.key, segment.lower()))

    def parent(self, child: Resource) -> Resource | None:
        """The resource `child` lies in, None where the model does not hold it."""
        parsed = parse_id(child.id) if isinstance(child.id, str) else None
        return None if parsed is None or parsed.parent is None else self._by_key.get(parsed.parent.key)

    def orphans(self, child_type: str) -> list[tuple[Resource, Unknown]]:
        """Children of which it is not known in which resource they lie, with the resources it may be."""
        found = self._orphans.get(child_type.lower())
        if found is None:
            found = [
                (child, Unknown(f"in which resource {child.label} lies is not known", self._possible_parents(child)))
                for child in self.of_type(child_type)
                if self.parent(child) is None and (isinstance(child.id, Unknown) or "{" in child.id)
            ]
            self._orphans[child_type.lower()] = found
        return found

    def _possible_parents(self, child: Resource) -> tuple[str, ...]:
        rt = type_by_arm(child.type)
        if rt is None or rt.parent is None:
            return ()
        urns = child.dependencies.get(rt.path_properties[-2], ())
        sources = [source for urn in urns if (source := self.by_urn(urn)) is not None]
        return tuple(source.key for source in sources if source.type == rt.parent)

    def resolve(self, resource: Resource, path: str, wanted_type: str) -> "Resource | Unknown | Missing":
        """The resource of `wanted_type` that `resource` refers to at `path` (`properties.subnet.id`).

        `Missing` where nothing is referred to: the object that would hold the id is absent or null. Unknown where the
        object has no id, where the reference is not known and may come from several resources (they are its
        candidates), or where it names something that the model does not hold.
        """
        value = resource.at(path)
        if isinstance(value, Unknown):
            return self._from_dependencies(resource, path, value, wanted_type)
        holder, _, key = path.rpartition(".")
        if value is None and resource.at(holder) is None:
            return Missing(path)
        if value is None or value == "":
            return Unknown(f"{resource.label} {holder} has no {key}")
        return self.lookup(value, wanted_type, f"{resource.label} {path}")

    def lookup(self, reference: object, wanted_type: str, where: str) -> "Resource | Unknown":
        """The resource that an id names. Unknown, with `where` in the reason, if the model does not hold it."""
        parsed = parse_id(reference) if isinstance(reference, str) else None
        if parsed is None or not isinstance(reference, str):
            return Unknown(f"{where}: {reference!r} is no resource id")
        if parsed.type.lower() != wanted_type.lower():
            return Unknown(f"{where}: {reference} is no {wanted_type}")
        found = self.by_id(reference) or self._in_unknown_subscription(reference)
        if found is not None:
            return found
        return Unknown(f"{where}: {reference} is not among the resources given", (reference.rstrip("/").lower(),))

    def _in_unknown_subscription(self, reference: str) -> Resource | None:
        """The resource of that id made by a provider whose subscription is not known."""
        parsed = parse_id(reference)
        return None if parsed is None else self._by_key.get(replace(parsed, subscription=UNKNOWN_SUBSCRIPTION).key)

    def _from_dependencies(
        self, resource: Resource, path: str, value: Unknown, wanted_type: str
    ) -> "Resource | Unknown":
        top = path.removeprefix("properties.").partition(".")[0].partition("[")[0]
        urns = value.candidates or resource.dependencies.get(top, ())
        sources = [source for urn in urns if (source := self.by_urn(urn) or self.by_id(urn)) is not None]
        found = [source for source in sources if source.type.lower() == wanted_type.lower()]
        found = found or [child for source in sources for child in self._inside(source, wanted_type)]
        if len(found) == 1:
            return found[0]
        if not found:
            return Unknown(f"{resource.label} {path}: {value.reason}", tuple(urns))
        names = ", ".join(candidate.label for candidate in found)
        return Unknown(f"{resource.label} {path} is one of {names}", tuple(candidate.key for candidate in found))

    def _inside(self, source: Resource, wanted_type: str) -> list[Resource]:
        """The children of `source` that are of the wanted type."""
        inside = wanted_type.lower().startswith(source.type.lower() + "/")
        return self.children(source, wanted_type[len(source.type) + 1 :]) if inside else []


def _cased(arm_type: str) -> str:
    return _CASED.get(arm_type.lower(), arm_type)


_CASED = {name.lower(): name for name in INLINE_CHILDREN}


def _inline_child(parent: Resource, key: str, segment: str, path: str, item: object) -> Resource:
    document: Mapping[str, Any]
    if isinstance(item, Mapping):
        document = with_properties(item, f"{parent.label} {path}")
    else:
        why = item if isinstance(item, Unknown) else Unknown(f"{parent.label} {path} is no {segment} entry")
        document = {"name": why, "properties": why}
    name = document.get("name", Unknown(f"{parent.label} {path} has no name"))
    written = document.get("id")
    made: str | Unknown
    if isinstance(written, str) and written:
        made = written
    elif isinstance(parent.id, str) and isinstance(name, str):
        made = f"{parent.id}/{segment}/{name}"
    else:
        made = parent.id if isinstance(parent.id, Unknown) else Unknown(f"{parent.label} {path} has no name yet")
    urns = parent.dependencies.get(key, ())
    properties = document.get("properties")
    depends = dict.fromkeys(properties, urns) if isinstance(properties, Mapping) else {}
    return Resource(
        made,
        f"{_cased(parent.type)}/{segment}",
        name if isinstance(name, str | Unknown) else Unknown(f"{parent.label} {path} has no name"),
        document,
        parent.urn,
        parent.source,
        depends,
        parent.provider_subscription,
        path,
    )
