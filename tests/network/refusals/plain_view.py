"""What a refusal asks, answered from documents alone: no store, no declarations, no world."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.azure.limits import limit
from hubspoke_network.core.ids import normal_location, parse_id


@dataclass(frozen=True)
class Plain:
    """One resource as its owner wrote it, without the children it lists."""

    id: str
    document: Mapping[str, Any]

    @property
    def key(self) -> str:
        return self.id.lower()

    @property
    def type(self) -> str:
        scope, mark, own = self.id.rpartition("/providers/")
        found = parse_id(f"{scope.partition('/providers/')[0]}{mark}{own}" if mark else self.id)
        assert found is not None, self.id
        return found.type

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]

    @property
    def parent(self) -> str:
        head = self.key.rsplit("/", 2)[0]
        scope, _, own = head.rpartition("/providers/")
        return (
            head if "/" in own else scope
        )  # a child lies in its parent; others in a group, or where they are attached

    @property
    def location(self) -> str:
        return normal_location(str(self.document.get("location", "")))

    @property
    def subscription(self) -> str:
        return self.key.split("/")[2]

    @property
    def properties(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document.get("properties", {})
        return found


@dataclass(frozen=True)
class Named:
    """One id in a document, with the place where it stands."""

    source: str
    kind: str
    path: str
    rule: str
    target: str


def _ids(value: object, path: str, pattern: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str) and value.startswith("/subscriptions/"):
        yield path, pattern, value.lower()
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _ids(item, f"{path}.{key}".lstrip("."), f"{pattern}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _ids(item, f"{path}[{index}]", f"{pattern}[]")


@dataclass
class PlainView:
    """The resources there are after a write, and those it removed."""

    resources: dict[str, Plain] = field(default_factory=dict)
    deleted: list[Plain] = field(default_factory=list)

    def _uses(self) -> Iterator[Named]:
        for resource in self.resources.values():
            for path, pattern, target in _ids(resource.document, "", ""):
                yield Named(resource.key, resource.type.lower(), path, pattern, target)

    def limit(self, name: str) -> int:
        return limit(name)

    def get(self, resource_id: str) -> Plain | None:
        return self.resources.get(resource_id.rstrip("/").lower())

    def children(self, parent: str, type_name: str) -> list[Plain]:
        return [found for found in self.of_kind(type_name.lower()) if found.parent == parent]

    def count_children(self, parent: str, type_name: str) -> int:
        return len(self.children(parent, type_name))

    def of_kind(self, kind: str) -> Iterable[Plain]:
        return [found for found in self.resources.values() if found.type.lower() == kind]

    def count(self, kind: str, subscription: str, location: str = "") -> int:
        found = [other for other in self.of_kind(kind) if other.subscription == subscription]
        return sum(not location or other.location == location for other in found)

    def location_of(self, key: str) -> str:
        found = [place for place in self.resources.values() if f"{key}/".startswith(f"{place.key}/") and place.location]
        return max(found, key=lambda place: len(place.key)).location if found else ""

    def deleted_below(self, key: str) -> list[Plain]:
        return [gone for gone in self.deleted if gone.key.startswith(f"{key}/")]

    def users(
        self, key: str, *, kind: str = "", holding: bool = False, parts: bool = True, below: str = ""
    ) -> list[Named]:
        # From documents alone every reference counts as one that holds.
        return [
            use
            for use in self._uses()
            if (use.target == key or (parts and use.target.startswith(f"{key}/")))
            and kind in {"", use.kind}
            and (not below or use.source.startswith(f"{below}/"))
        ]

    def count_users_inside(self, key: str, kind: str) -> int:
        return sum(use.kind == kind and use.target.startswith(f"{key}/") for use in self._uses())

    def referring(self, key: str, kind: str, *, path: str = "") -> Iterator[Plain]:
        sources = [use.source for use in self.users(key, kind=kind) if path in {"", use.rule}]
        yield from (self.resources[source] for source in dict.fromkeys(sources))

    def named(self, key: str, type_name: str) -> Iterator[str]:
        source = self.resources.get(key)
        for _, _, target in _ids(source.document, "", "") if source else ():
            found = parse_id(target)
            if found is not None and found.type.lower() == type_name.lower():
                yield target
