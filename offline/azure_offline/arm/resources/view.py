"""What rules see: the store as the staged write leaves it, the world, and the declarations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from azure_offline.arm.resources.declarations import Reference, TypeSpec
from azure_offline.arm.resources.targets import Target, parse_target
from azure_offline.store.store import Resource, Transaction, Use
from azure_offline.world.records import World
from hubspoke_network.azure import limit
from hubspoke_network.core import normal_location
from hubspoke_network.refusals import Use as AnyUse
from hubspoke_network.refusals import at_concrete


@dataclass(frozen=True, slots=True)
class View:
    """Questions about everything there is, inside one transaction."""

    transaction: Transaction
    world: World
    specs: Mapping[str, TypeSpec]
    deleted: list[Resource] = field(default_factory=list)
    """What the request has removed so far, as it was."""

    def limit(self, name: str) -> int:
        """A limit of Azure, as the world has it where support has raised it."""
        return self.world.limits.get(name) or limit(name)

    def spec(self, kind: str) -> TypeSpec | None:
        """The declaration of a type, given in lower case."""
        return self.specs.get(kind)

    def get(self, resource_id: str) -> Resource | None:
        """The resource of that id, compared without case."""
        return self.transaction.get(resource_id.rstrip("/").lower())

    def children(self, parent: str, type_name: str) -> list[Resource]:
        """Children of a resource (by key) of one type, in their order."""
        return self.transaction.children(parent, type_name.lower())

    def count_children(self, parent: str, type_name: str) -> int:
        """How many there are of them."""
        return self.transaction.count_children(parent, type_name.lower())

    def of_kind(self, kind: str, below: str = "") -> list[Resource]:
        """Every resource of a type (lower case), or only those below a key."""
        return self.transaction.of_kind(kind, below)

    def count(self, kind: str, subscription: str, location: str = "") -> int:
        """How many resources of a type (lower case) a subscription has, in one region or in all."""
        return self.transaction.count(kind, f"/subscriptions/{subscription}", location)

    def count_users_inside(self, key: str, kind: str) -> int:
        """How many references resources of a type (lower case) make to what lies below a key."""
        return self.transaction.count_uses_below(key, kind)

    def named(self, key: str, type_name: str) -> Iterator[str]:
        """The keys of the resources of one type that a resource refers to where it may refer to nothing else."""
        source = self.transaction.get(key)
        spec = self.specs.get(source.type.lower()) if source else None
        for reference in spec.references if spec else ():
            if reference.to == (type_name,):
                yield from self.transaction.targets_of(key, reference.path)

    def exists(self, resource_id: str) -> bool:
        """Whether the id names a resource, or a part of one (`.../virtualNetworkGateways/g/ipConfigurations/c`)."""
        key = resource_id.rstrip("/").lower()
        return self.transaction.get(key) is not None or self._is_part(key)

    def _is_part(self, key: str) -> bool:
        if key.count("/") < 2:
            return False
        owner_key, word, name = key.rsplit("/", 2)
        owner = self.transaction.get(owner_key)
        if owner is None:
            return False
        word = _PART_WORDS.get(word, word)
        for listed, found in owner.properties.items():
            if listed.lower() == word and isinstance(found, list):
                return any(isinstance(item, Mapping) and str(item.get("name", "")).lower() == name for item in found)
        return False

    def location_of(self, key: str) -> str:
        """The region of a resource or, for one without, of the nearest resource it lies in; empty for none."""
        current: str = key
        while True:
            resource = self.transaction.get(current)
            if resource is not None and resource.location:
                return resource.location
            current, mark, _ = current.rpartition("/")
            current = current.rpartition("/")[0]
            if not mark or current.endswith("/providers"):
                return ""

    def deleted_below(self, key: str) -> list[Resource]:
        """What the request removed below a resource."""
        return [resource for resource in self.deleted if resource.key.startswith(f"{key}/")]

    def users(
        self, key: str, *, kind: str = "", holding: bool = False, parts: bool = True, below: str = ""
    ) -> list[Use]:
        """Who refers to a resource: of one type (lower case), or only those that keep it from being deleted."""
        found = self.transaction.uses_of(key, source_below=below, parts=parts)
        if kind:
            found = [use for use in found if use.kind == kind]
        if holding:
            found = [use for use in found if self._holds(use)]
        return found

    def user_ids(self, key: str, *, kind: str = "", holding: bool = False, parts: bool = True) -> list[str]:
        """The ids ARM shows for those users, each once, in order."""
        return list(
            dict.fromkeys(self.user_id(use) for use in self.users(key, kind=kind, holding=holding, parts=parts))
        )

    def user_id(self, use: AnyUse) -> str:
        """The id ARM shows for a user: of the list item that refers where there is one."""
        source = self.transaction.get(use.source)
        if source is None:
            return use.source
        reference = self._reference(use)
        head, mark, _ = use.path.partition("]")
        if reference is None or not reference.part or not mark:
            return source.id
        name = at_concrete(source.document, f"{head}].name")
        return f"{source.id}/{reference.part}/{name}" if isinstance(name, str) else source.id

    def referring(self, key: str, kind: str, *, path: str = "") -> Iterator[Resource]:
        """The resources of a type (lower case) that refer to a key, or to a part or child of it; each once."""
        seen: set[str] = set()
        for use in self.users(key, kind=kind):
            if use.source not in seen and (not path or use.rule == path):
                seen.add(use.source)
                source = self.transaction.get(use.source)
                if source is not None:
                    yield source

    def _reference(self, use: AnyUse) -> Reference | None:
        spec = self.specs.get(use.kind)
        return spec.reference(use.rule) if spec else None

    def _holds(self, use: AnyUse) -> bool:
        reference = self._reference(use)
        return reference is not None and reference.holds

    def target(self, resource_id: str) -> Target | None:
        """The parsed id; None where it is none."""
        return parse_target(resource_id)


_PART_WORDS = {"azurefirewallipconfigurations": "ipconfigurations"}


def location_in(document: Mapping[str, Any]) -> str:
    """The region a document names, as ARM answers it; empty where it names none."""
    found = document.get("location")
    return normal_location(found) if isinstance(found, str) else ""
