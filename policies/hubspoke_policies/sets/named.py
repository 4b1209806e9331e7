"""Named sets of rules: how each is run unless a team says otherwise."""

from collections.abc import Callable
from dataclasses import replace

from hubspoke_policies.base import AnyRule, RuleSettings, default_settings
from hubspoke_policies.sets.registry import RULES


def _baseline(rule: AnyRule) -> RuleSettings:
    return default_settings(rule)


def _strict(rule: AnyRule) -> RuleSettings:
    """Everything blocks, and so does a security rule that cannot be decided."""
    return replace(
        default_settings(rule),
        level="mandatory",
        undecided="mandatory" if rule.category == "security" else "advisory",
    )


SETS: dict[str, Callable[[AnyRule], RuleSettings]] = {"baseline": _baseline, "strict": _strict}
"""`baseline`: each rule at its own level. `strict`: every rule mandatory, undecided security rules block."""


def settings_of(name: str) -> dict[str, RuleSettings]:
    """The settings of every rule in a set. Raises KeyError for a set that does not exist."""
    return {rule.id: SETS[name](rule) for rule in RULES}
