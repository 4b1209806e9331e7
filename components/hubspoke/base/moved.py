"""Every resource of a component that was renamed or retyped, with the alias that lets an old state follow.

Add a line whenever a role or a type changes: component token, new role, what it was. Children named by keys give their
role only; the alias is made for every key.
"""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, slots=True)
class Former:
    """What a child was before: another role (the part of its logical name after the component's), or another type."""

    since: str
    """The version that changed it, with its date: `0.2.0, 2027-01-15`."""
    role: str = ""
    type: str = ""


MOVED: dict[tuple[str, str], tuple[Former, ...]] = {}
"""(component token, role now) to what it was."""


def aliases_of(token: str, component: str, role: str, key: str) -> list[pulumi.Alias]:
    """The aliases of one child."""
    found = []
    for was in MOVED.get((token, role), ()):
        alias = pulumi.Alias()
        if was.role:
            alias.name = "-".join(part for part in (component, was.role, key) if part)
        if was.type:
            alias.type_ = was.type
        found.append(alias)
    return found
