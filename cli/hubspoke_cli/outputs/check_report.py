"""What came of a check: findings with the level at which each counts, in the order in which they are told."""

from dataclasses import dataclass

from hubspoke_network.core import Finding
from hubspoke_policies.base import Exemption, Level

SEVERITIES = ("critical", "high", "medium", "low")
"""Worst first: the order in which findings are told."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with the level at which it counts: `mandatory` would stop a deployment, `advisory` would not."""

    finding: Finding
    level: Level


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one input.

    `notes` tell what the input leaves out, `asked` is how many of the rules apply to it, `resources` how many it holds.
    """

    input: str
    findings: tuple[Reported, ...] = ()
    undecided: tuple[Reported, ...] = ()
    exempted: tuple[tuple[Reported, Exemption], ...] = ()
    notes: tuple[str, ...] = ()
    asked: int = 0
    resources: int = 0


def worst_first(told: Reported) -> tuple[int, str, str, str, str]:
    """Orders findings: by severity, then by rule, resource and path."""
    finding = told.finding
    return SEVERITIES.index(finding.severity), finding.rule, finding.resource, finding.path, finding.message
