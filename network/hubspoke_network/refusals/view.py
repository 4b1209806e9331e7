"""What a refusal may ask about the resources around the changed one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from hubspoke_network.refusals.change import Resource

Found_co = TypeVar("Found_co", bound=Resource, covariant=True)


class Use(Protocol):
    """One resource (`source`, a key; `kind`, its type in lower case) refers to another, at the path `rule`."""

    @property
    def source(self) -> str:
        """The key of the resource that refers."""

    @property
    def kind(self) -> str:
        """Its type, in lower case."""

    @property
    def path(self) -> str:
        """Where in its document it refers, such as `properties.ipConfigurations[0].properties.subnet.id`."""

    @property
    def rule(self) -> str:
        """That path with `[]` for any item of a list."""


class Questions(Protocol[Found_co]):
    """Questions about all there is after a write. Keys are ids in lower case, kinds are types in lower case."""

    def limit(self, name: str) -> int:
        """A limit of Azure."""

    def get(self, resource_id: str) -> Found_co | None:
        """The resource of that id, compared without case."""

    def children(self, parent: str, type_name: str) -> Sequence[Found_co]:
        """Children of a resource (by key) of one type, in their order."""

    def count_children(self, parent: str, type_name: str) -> int:
        """How many there are of them."""

    def of_kind(self, kind: str) -> Iterable[Found_co]:
        """Every resource of a type."""

    def count(self, kind: str, subscription: str, location: str = "") -> int:
        """How many resources of a type a subscription has, in one region or in all."""

    def location_of(self, key: str) -> str:
        """The region of a resource or, for one without, of the nearest resource it lies in; empty for none."""

    def deleted_below(self, key: str) -> Sequence[Found_co]:
        """What the write removed below a resource."""

    def users(
        self, key: str, *, kind: str = "", holding: bool = False, parts: bool = True, below: str = ""
    ) -> Sequence[Use]:
        """Who refers to a resource (with `parts`, or to a part or child of it).

        `kind`: of one type. `holding`: only those that keep it from being deleted. `below`: only what lies below a key.
        """

    def count_users_inside(self, key: str, kind: str) -> int:
        """How many references resources of a type make to what lies below a key."""

    def referring(self, key: str, kind: str, *, path: str = "") -> Iterator[Found_co]:
        """The resources of a type that refer to a key, or to a part or child of it; each once."""

    def named(self, key: str, type_name: str) -> Iterable[str]:
        """The keys of the resources of one type that a resource names."""


View = Questions[Resource]
"""For all who need nothing of a resource but its document."""
