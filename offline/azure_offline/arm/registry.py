"""Every rule the offline Azure knows, by type: for the coverage page and for tests that ask after completeness."""

from collections import Counter
from dataclasses import dataclass

from azure_offline.arm.operations import CONFLICT_RULES
from azure_offline.arm.resources import ArmView
from azure_offline.arm.types import DECLARED
from azure_offline.arm.writes.general_rules import GENERAL_RULES
from hubspoke_network.refusals import RefusalRule

EVERY_TYPE = "*"
"""Stands for the type of a rule that is for every type."""


@dataclass(frozen=True, slots=True)
class Enforced:
    """One rule in force for one type."""

    type: str
    rule: RefusalRule[ArmView]


def enforced_rules() -> tuple[Enforced, ...]:
    """Every rule of every type, in the order of the declarations; general ones first."""
    general = [Enforced(EVERY_TYPE, rule) for rule in (*GENERAL_RULES, *CONFLICT_RULES)]
    own = [
        Enforced(spec.type, rule)
        for spec in DECLARED
        for rule in (*spec.rules, *([spec.in_use] if spec.in_use else []))
    ]
    return (*general, *own)


RULES: tuple[RefusalRule[ArmView], ...] = tuple({entry.rule.name: entry.rule for entry in enforced_rules()}.values())
"""Every rule once."""


def counts_by_grade() -> dict[str, Counter[str]]:
    """How many rules of each evidence grade are in force, by type."""
    found: dict[str, Counter[str]] = {}
    for entry in enforced_rules():
        found.setdefault(entry.type, Counter())[entry.rule.grade] += 1
    return found


def from_documents(rule: RefusalRule[ArmView]) -> bool:
    """Whether old and new document and what they refer to are enough for a rule, so that others can ask it too."""
    return rule.check.__module__.startswith("hubspoke_network.refusals.")
