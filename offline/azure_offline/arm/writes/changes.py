"""One write in the making, and what it changed once it is staged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azure_offline.arm.declarations import TypeSpec
from azure_offline.arm.rules import Verb
from azure_offline.arm.targets import Target
from azure_offline.store.store import Resource


@dataclass(slots=True)
class Draft:
    """What will be stored: `document` and `state` may still be changed (by a type's `prepare`)."""

    target: Target
    old: Resource | None
    document: dict[str, Any]
    state: dict[str, Any]
    query: Mapping[str, str]

    @property
    def properties(self) -> dict[str, Any]:
        """The document's properties."""
        found: dict[str, Any] = self.document.setdefault("properties", {})
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that a request created, updated or deleted, already staged in the transaction.

    `requested`: the request named it; others came along (inline children, what lies below a deleted one).
    """

    target: Target
    spec: TypeSpec
    old: Resource | None
    new: Resource | None
    requested: bool

    @property
    def verb(self) -> Verb:
        """What happened to it."""
        if self.new is None:
            return "delete"
        return "update" if self.old else "create"

    @property
    def key(self) -> str:
        """The resource's key."""
        return self.target.key

    @property
    def id(self) -> str:
        """The resource's id as ARM writes it."""
        current = self.new or self.old
        return current.id if current else self.target.id

    @property
    def name(self) -> str:
        """The resource's name."""
        return self.id.rpartition("/")[2]

    @property
    def parent_name(self) -> str:
        """The name of the resource it lies in."""
        return self.id.rsplit("/", 3)[1]

    @property
    def document(self) -> Mapping[str, Any]:
        """What is stored now; for a delete, what was."""
        current = self.new or self.old
        return current.document if current else {}

    @property
    def before(self) -> Mapping[str, Any]:
        """What was stored before; empty for a create."""
        return self.old.document if self.old else {}
