"""What a resource is meant for: its `network-intent` tag, or a `match` option that names it."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from pydantic import Field

from hubspoke_network.model import Resource
from hubspoke_network.unknown import Unknown
from hubspoke_policies.reading import tags_of
from hubspoke_policies.rule import Options

TAG = "network-intent"
INTERNAL_ONLY = "internal-only"


class Match(Options):
    """Resources that a rule also looks at. Patterns may hold `*` and `?` and are compared without case."""

    names: tuple[str, ...] = Field(default=(), description="patterns for Azure names or logical names")
    ids: tuple[str, ...] = Field(default=(), description="patterns for resource ids")
    tags: Mapping[str, str] = Field(default={}, description="tag names with patterns for their values")

    def matches(self, resource: Resource) -> bool | Unknown:
        """Whether a pattern names the resource; Unknown where a tag that decides it is."""
        called = [resource.name, resource.urn.rpartition("::")[2]]
        if any(_like(name, self.names) for name in called if isinstance(name, str)):
            return True
        if isinstance(resource.id, str) and _like(resource.id, self.ids):
            return True
        tags = tags_of(resource)
        if isinstance(tags, Unknown):
            return tags if self.tags else False
        values = [(tags.get(key.lower()), pattern) for key, pattern in self.tags.items()]
        if any(isinstance(value, str) and _like(value, [pattern]) for value, pattern in values):
            return True
        return next((value for value, _ in values if isinstance(value, Unknown)), False)


def is_meant(resource: Resource, intent: str, match: Match) -> bool | Unknown:
    """Whether a resource is meant for `intent`, by its tag or because an option matches it."""
    given, matched = intent_of(resource), match.matches(resource)
    if matched is True or given == intent:
        return True
    return next((answer for answer in (given, matched) if isinstance(answer, Unknown)), False)


def intent_of(resource: Resource) -> str | Unknown:
    """The value of the `network-intent` tag in lower case, empty where there is none."""
    tags = tags_of(resource)
    if isinstance(tags, Unknown):
        return tags
    value = tags.get(TAG, "")
    return value if isinstance(value, Unknown) else str(value).strip().lower()


def _like(text: str, patterns: "tuple[str, ...] | list[str]") -> bool:
    return any(fnmatchcase(text.lower(), pattern.lower()) for pattern in patterns)
