"""Everything the provider needs to know about one type, declared or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from azure_offline.provider.metadata.specs import Limit, Spec, read_limits, read_members
from hubspoke_network.azure import (
    SCOPE_PARAMETERS,
    Layout,
    ResourceType,
    layout_of,
    object_to_document,
    object_to_flat,
    table,
    type_by_token,
)

Autoname = Literal["random", "copy", "uuid"]
_PARAMETER = re.compile(r"{(\w+)}")
# Bookkeeping of Azure that nested inputs accept as well; never taken from an answer into inputs.
_BOOKKEEPING = frozenset({"etag", "provisioningState", "resourceGuid", "defaultSecurityRules"})


@dataclass(frozen=True)
class TypeInfo:
    """One type. `given` are the members of its body, `answered` those of its outputs, `required` of all inputs.

    `defaults` are what the SDK sends unasked. `autoname_off`: which input is the name is not known.
    """

    rt: ResourceType
    given: Mapping[str, Spec]
    answered: Mapping[str, Spec]
    required: frozenset[str]
    layout: Layout
    autoname: Autoname
    limits: Mapping[str, Limit] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    declared: bool = True
    autoname_off: bool = False

    @property
    def token(self) -> str:
        """The Pulumi type."""
        return self.rt.token

    @property
    def takes_location(self) -> bool:
        """Whether the body has a location, so that azure-native fills in a default."""
        return "location" in self.given

    def to_body(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a PUT from inputs in the body's own members."""
        body: dict[str, Any] = {"properties": {}} if self.layout.wrapped else {}
        body.update(object_to_document(self.layout, inputs))
        return body

    def to_outputs(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The flat form of an answer, with what the type does not declare still in it."""
        return object_to_flat(self.layout, document)


def path_pattern(path: str) -> re.Pattern[str]:
    """What matches ids of a path template, without case."""
    text = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
    text = _PARAMETER.sub(lambda m: f"(?P<{m[1]}>{'.+' if m[1] in SCOPE_PARAMETERS else '[^/]+'})", text)
    return re.compile(f"^{text}/?$", re.IGNORECASE)


def autoname_of(path: str) -> Autoname:
    """How azure-native names what has no name: by the depth of the path after its last provider."""
    parameters = _PARAMETER.findall(path)
    if parameters and parameters[-1] == "roleAssignmentName":
        return "uuid"
    _, found, tail = path.lower().rpartition("microsoft.")
    return "copy" if found and tail.count("{") > 1 else "random"


@cache
def declared_type(token: str) -> TypeInfo | None:
    """The declared type of a token, with or without an api-version in it."""
    rt = type_by_token(token)
    if rt is None:
        return None
    entry = table()["resources"][rt.token]
    return TypeInfo(
        rt=rt,
        given=read_members(entry["in"]),
        answered=read_members(entry["out"]),
        required=frozenset(entry["required"]),
        layout=layout_of(rt.token),
        autoname=autoname_of(rt.path),
        limits=read_limits(entry),
        defaults=entry.get("defaults", {}),
    )


def without_bookkeeping(value: Any) -> Any:
    """A projection to inputs without what only Azure writes, at every depth.

    Nested input types accept these members, since the SDK merges several api-versions into them; whether azure-native
    carries them over from answers is not known, and doing it would show changes that nobody made.
    """
    if isinstance(value, dict):
        return {key: without_bookkeeping(item) for key, item in value.items() if key not in _BOOKKEEPING}
    if isinstance(value, list):
        return [without_bookkeeping(item) for item in value]
    return value
