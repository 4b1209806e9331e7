"""What a rule is: its record, the two shapes a check has, and what it may answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from hubspoke_network.core import Finding, Severity, flat
from hubspoke_network.model import INLINE_CHILDREN, NetworkModel, Resource

Level = Literal["advisory", "mandatory", "disabled"]
Category = Literal["topology", "office365", "security"]


class Options(BaseModel):
    """Base of a rule's options: camelCase in configuration, every field with a default, nothing unknown accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class NoOptions(Options):
    """A rule without options."""


O = TypeVar("O", bound=Options)  # noqa: E741 (the usual letter would be T; O reads as options)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A check's answer for a resource the rule has nothing to say about. `reason` is shown to people."""

    reason: str


Outcome = Iterable[Finding] | NotApplicable
"""No findings is a pass; an undecided finding never is; `NotApplicable` is neither."""


@dataclass(frozen=True, slots=True)
class Example:
    """A whole azure-native program that shows a rule kept or broken.

    `breaks` is, for a bad example, the logical name of the resource the rule must name.
    """

    name: str
    program: str
    breaks: str = ""


@dataclass(frozen=True, slots=True)
class Context(Generic[O]):
    """What a check gets beside the resource: its rule, its options with defaults filled in, and the run's date."""

    rule: "Rule[O]"
    options: O
    today: date

    def finding(
        self, resource: Resource, path: str, value: object, message: str, instead: str, *, witness: object = ""
    ) -> Finding:
        """A finding against `resource`; see `hubspoke_network.core.findings.Finding` for the parts."""
        return Finding(
            rule=self.rule.id,
            severity=self.rule.severity,
            resource=subject_of(resource),
            path=path_of(resource, path),
            value=text(value),
            message=message,
            instead=instead,
            witness=str(witness),
            source=resource.source,
        )

    def undecided(self, resource: Resource, path: str, reason: str, instead: str = "") -> Finding:
        """A finding that nothing can be said yet, because of `reason`; `instead` tells how to make it decidable."""
        return Finding(
            rule=self.rule.id,
            severity=self.rule.severity,
            resource=subject_of(resource),
            path=path_of(resource, path),
            value="",
            message=reason,
            instead=instead or self.rule.decidable,
            undecided=True,
            source=resource.source,
        )


@dataclass(frozen=True, slots=True)
class Document(Generic[O]):
    """A check of one resource by its own document; it stops the resource before it is created."""

    types: tuple[str, ...]
    check: Callable[[Resource, Context[O]], Outcome]


@dataclass(frozen=True, slots=True)
class Relation(Generic[O]):
    """A check of one resource in the network it belongs to. `types` are those of the resources it is asked about.

    `reads` are the types the answer depends on besides.
    """

    types: tuple[str, ...]
    check: Callable[[Resource, NetworkModel, Context[O]], Outcome]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Generic[O]):
    """One rule: what it asks, why, what to do, and programs that keep and break it.

    `id` is stable and is the policy's name. `severity` says how bad a breach is, `level` what a breach does by default.
    `decidable` says how a program makes an undecided question decidable. `evidence` names the source of the fact
    behind the rule, `links` are pages to read.
    """

    id: str
    title: str
    severity: Severity
    level: Level
    category: Category
    check: Document[O] | Relation[O]
    options: type[O]
    what: str
    why: str
    remediation: str
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    evidence: str
    links: tuple[str, ...]
    decidable: str = "give the values as plain text, or as outputs of resources in the same program"

    @property
    def scope(self) -> Literal["document", "relation"]:
        """Whether one document decides (then the resource is stopped before it is made) or the whole network."""
        return "document" if isinstance(self.check, Document) else "relation"

    @property
    def types(self) -> tuple[str, ...]:
        """The ARM types of the resources the rule is asked about."""
        return self.check.types

    @property
    def holders(self) -> tuple[str, ...]:
        """The ARM types whose documents show such resources: their own, and those that hold them in a list."""
        parents = (arm.rpartition("/")[0] for arm in self.types)
        return tuple(dict.fromkeys([*self.types, *(parent for parent in parents if parent in INLINE_CHILDREN)]))

    @property
    def reads(self) -> tuple[str, ...]:
        """Every ARM type the answer depends on."""
        return self.types if isinstance(self.check, Document) else (*self.types, *self.check.reads)

    def context(self, today: date, options: O | None = None) -> Context[O]:
        """A context for one run, with the default options where none are given."""
        return Context(self, options if options is not None else self.options(), today)


AnyRule = Rule[Any]


def subject_of(resource: Resource) -> str:
    """What a finding calls a resource: its URN where the engine gave one, else its id."""
    return resource.urn or str(resource.id)


def path_of(resource: Resource, path: str) -> str:
    """A path as the program writes it; for a resource inside another's document, from the outer one on."""
    return flat(".".join(part for part in (resource.inside, path) if part))


def text(value: object) -> str:
    """A value as a finding shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(text(item) for item in value)
    return "" if value is None else str(value)
