"""What the offline Azure knows about a resource type: one declaration each, as data and small functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.drafts import Draft
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, WRITES, RefusalRule, Verb


@dataclass(frozen=True, slots=True)
class Reference:
    """A property that names another resource by its id. `path` leads to the id (`properties.subnet.id`).

    `to` are the types it may name; empty for any. `same_region`: the other one must be in the region of this one, else
    ARM answers as if it were missing; `same_subscription` likewise refuses. `holds`: the other one cannot be deleted
    meanwhile. `exists`: the other one must exist. `part` is the word between this resource's id and the name of the
    list item that refers, in the id ARM gives for the user (`.../networkInterfaces/n/ipConfigurations/c`).
    """

    path: str
    to: tuple[str, ...] = ()
    same_region: bool = False
    same_subscription: bool = False
    holds: bool = True
    exists: bool = True
    required: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """Children that the parent's document lists under `properties.<property>`, each stored as a resource.

    A PUT of the parent says what there is: children left out are deleted. Not `written`: shown only, a PUT leaves
    them alone.
    """

    property: str
    type: str
    written: bool = True


ANSWERED = frozenset({"etag", "provisioningState", "resourceGuid"})
"""What ARM answers in objects at any depth and never takes."""

Location = Literal["required", "global", "none", "optional"]


@dataclass(frozen=True)
class TypeSpec:
    """One resource type.

    `read_only` are names under `properties` that a PUT may carry and ARM ignores, `write_only` those a GET leaves out.
    `defaults` are values ARM fills in where the PUT has none, `fresh` the same for lists and objects a GET always
    shows. `parts` are lists under `properties` whose items have ids, `readable` those whose items can be read by them.
    `prepare` completes a write before it is stored, `settle` brings others in line after it, `present` computes what a
    GET shows beyond what was written, `follow` names what a delete takes along.
    """

    type: str
    location: Location = "required"
    inline: tuple[Inline, ...] = ()
    references: tuple[Reference, ...] = ()
    read_only: frozenset[str] = frozenset()
    write_only: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    rules: tuple[RefusalRule[ArmView], ...] = ()
    in_use: RefusalRule[ArmView] | None = None
    parent_code: str = "ParentResourceNotFound"
    etag: bool = True
    guid: bool = False
    provisioning: bool = True
    prepare: Callable[[Draft, ArmView], None] | None = None
    settle: Callable[[Resource, ArmView], None] | None = None
    present: Callable[[Resource, ArmView], Mapping[str, Any]] | None = None
    follow: Callable[[Resource, ArmView], list[str]] | None = None
    actions: Mapping[str, Callable[[Resource, ArmView], dict[str, Any]]] = field(default_factory=dict)

    @cached_property
    def kind(self) -> str:
        """The type in lower case."""
        return self.type.lower()

    @cached_property
    def child(self) -> bool:
        """Whether it lies in another resource."""
        return self.type.count("/") > 1

    @cached_property
    def unstored(self) -> frozenset[str]:
        """The names under `properties` that a PUT may carry and ARM ignores."""
        return self.read_only | ANSWERED

    @cached_property
    def rules_by_verb(self) -> Mapping[Verb, tuple[RefusalRule[ArmView], ...]]:
        """The rules that are checked after each kind of write, in their order."""
        return {verb: tuple(rule for rule in self.rules if verb in rule.on) for verb in WRITES | DELETE}

    def reference(self, path: str) -> Reference | None:
        """The declaration of the reference with that pattern."""
        return next((reference for reference in self.references if reference.path == path), None)
