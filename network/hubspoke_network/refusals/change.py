"""What a refusal is asked about: one resource before and after a write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Verb = Literal["create", "update", "delete"]


class Resource(Protocol):
    """A resource and its document. `key` is its id in lower case, `parent` the key of what it lies in."""

    @property
    def key(self) -> str:
        """The id in lower case."""

    @property
    def id(self) -> str:
        """The id as ARM writes it."""

    @property
    def type(self) -> str:
        """The type as ARM writes it."""

    @property
    def name(self) -> str:
        """The last name in the id."""

    @property
    def parent(self) -> str:
        """The key of what it lies in."""

    @property
    def location(self) -> str:
        """The region as ARM writes it; empty for none."""

    @property
    def subscription(self) -> str:
        """The subscription's id, in lower case."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The ARM document, without the children that are resources of their own."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """The document's `properties`; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that is created (no `old`), updated or deleted (no `new`); the view shows it as it is afterwards.

    `requested`: the request named it; others came along (inline children, what lies below a deleted one).
    """

    old: Resource | None
    new: Resource | None
    requested: bool = True

    @property
    def resource(self) -> Resource:
        """The resource as it is now; for a delete, as it was. Raises ValueError where there is neither."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change has an old or a new document")
        return found

    @property
    def verb(self) -> Verb:
        """What happened to it."""
        if self.new is None:
            return "delete"
        return "update" if self.old else "create"

    @property
    def key(self) -> str:
        """The resource's key."""
        return self.resource.key

    @property
    def id(self) -> str:
        """The resource's id as ARM writes it."""
        return self.resource.id

    @property
    def type(self) -> str:
        """The resource's type as ARM writes it."""
        return self.resource.type

    @property
    def kind(self) -> str:
        """The type in lower case."""
        return self.resource.type.lower()

    @property
    def name(self) -> str:
        """The resource's name."""
        return self.id.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The key of what it lies in."""
        return self.resource.parent

    @property
    def parent_name(self) -> str:
        """The name of the resource it lies in."""
        return self.id.rsplit("/", 3)[1]

    @property
    def document(self) -> Mapping[str, Any]:
        """What is there now; for a delete, what was."""
        return self.resource.document

    @property
    def before(self) -> Mapping[str, Any]:
        """What was there before; empty for a create."""
        return self.old.document if self.old else {}
