"""What a resource is meant for: its `network-intent` tag, or a `match` option that names it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from pydantic import Field

from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_policies.base import Options
from hubspoke_policies.reading.references import tags_of

TAG = "network-intent"
INTERNAL_ONLY = "internal-only"


class Match(Options):
    """Resources that a rule also looks at. Patterns may hold `*` and `?` and are compared without case."""

    names: tuple[str, ...] = Field(default=(), description="patterns for Azure names or logical names")
    ids: tuple[str, ...] = Field(default=(), description="patterns for resource ids")
    tags: Mapping[str, str] = Field(default={}, description="tag names with patterns for their values")

    def matches(self, resource: Resource) -> bool | Unknown:
        """Whether a pattern names the resource; Unknown where a name, an id or a tag that decides it is."""
        answers = [*self._by_name(resource), *self._by_id(resource), *self._by_tag(resource)]
        if True in [answer for answer in answers if isinstance(answer, bool)]:
            return True
        return next((answer for answer in answers if isinstance(answer, Unknown)), False)

    def _by_name(self, resource: Resource) -> Iterator[bool | Unknown]:
        if self.names:
            yield resource.name if isinstance(resource.name, Unknown) else _like(resource.name, self.names)
            yield _like(resource.urn.rpartition("::")[2], self.names)

    def _by_id(self, resource: Resource) -> Iterator[bool | Unknown]:
        if self.ids:
            known = isinstance(resource.id, str) and "{" not in resource.id  # braces stand in for what is not known
            matched = _like(str(resource.id), self.ids)
            yield matched if matched or known else Unknown("its id is not known before deployment")

    def _by_tag(self, resource: Resource) -> Iterator[bool | Unknown]:
        tags = tags_of(resource)
        if isinstance(tags, Unknown):
            yield from [tags] if self.tags else []
            return
        for key, pattern in self.tags.items():
            value = tags.get(key.lower())
            if value is not None:
                yield value if isinstance(value, Unknown) else _like(str(value), [pattern])


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
