"""Every rule: the `RULE` of each module below `rules`, in the order of the documentation (category, then id)."""

from importlib import import_module
from pkgutil import walk_packages
from typing import get_args

from hubspoke_policies import rules
from hubspoke_policies.base import AnyRule, Category


def _found() -> list[AnyRule]:
    modules = walk_packages(rules.__path__, f"{rules.__name__}.")
    return [import_module(module.name).RULE for module in modules if not module.ispkg]


RULES: tuple[AnyRule, ...] = tuple(
    sorted(_found(), key=lambda rule: (get_args(Category).index(rule.category), rule.id))
)


def rule(rule_id: str) -> AnyRule | None:
    """The rule of that id, or None."""
    return next((known for known in RULES if known.id == rule_id), None)
