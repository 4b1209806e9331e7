"""One case of a rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.policies.policy_support import Program


@dataclass(frozen=True)
class Case:
    """A program and every violation expected of it, as (resource, message), in order of resource and message.

    `undecided` are those that the policy `undecided` tells. `config` is the rule's policy configuration. `respell` is
    False where the point of the case is that something is not known.
    """

    name: str
    program: Program
    violations: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    respell: bool = True
    not_applicable: bool = False
