"""One resource of a model, and what stands where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.core import SourcePosition, Unknown, at, parse_id

UNKNOWN_SUBSCRIPTION = "{subscription}"
"""Stands in ids for the subscription of a provider that was given none in the program: no Azure name has braces."""


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One resource. `document` is its ARM document, with unknown leaves.

    `id` is Unknown where a part of it is not known. `dependencies` names, for a top-level property, the URNs of the
    resources its value may come from. `provider_subscription` is the subscription it is made in, empty where not known.
    `inside` is where it stands in its parent's document (`properties.subnets[0]`), if it was written there.
    """

    id: str | Unknown
    type: str
    name: str | Unknown
    document: Mapping[str, Any]
    urn: str = ""
    source: SourcePosition | None = None
    dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider_subscription: str = ""
    inside: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other: its id in lower case, or its URN."""
        return self.id.rstrip("/").lower() if isinstance(self.id, str) else self.urn + self.inside

    @property
    def label(self) -> str:
        """A short name for people: `vnet-hub/snet-app`."""
        parsed = parse_id(self.id) if isinstance(self.id, str) else None
        if parsed is not None and parsed.segments:
            return "/".join(name for _, name in parsed.segments)
        return self.name if isinstance(self.name, str) else self.urn.rpartition("::")[2] or "(no name yet)"

    def at(self, path: str) -> Any:
        """The value at `path` in the document; see `documents.at`."""
        return at(self.document, path)

    def __str__(self) -> str:
        return self.id if isinstance(self.id, str) else self.urn or self.label


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no reference at `path`: absent, null or empty."""

    path: str


def may_be(unknown: Unknown, resource: Resource) -> bool:
    """Whether something that is not known may turn out to be `resource`: one of its candidates, or it has none."""
    return not unknown.candidates or resource.key in unknown.candidates or resource.urn in unknown.candidates


def with_properties(document: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """The document, with unknown properties where it has none: what was not exported is not known."""
    if isinstance(document.get("properties"), Mapping | Unknown):
        return document
    return {**document, "properties": Unknown(f"{where} has no properties")}
