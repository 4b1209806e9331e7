"""What a check reports, whatever the format it is shown in."""

from dataclasses import dataclass

from hubspoke_network.core.findings import Finding
from hubspoke_policies.rule import Level
from hubspoke_policies.settings import Exemption


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the level at which it counts: `mandatory` would stop a deployment, `advisory` would not."""

    finding: Finding
    level: Level


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one input.

    `notes` tell what the input leaves out, `asked` is how many of the rules apply to it, `resources` how many it holds.
    """

    input: str
    findings: tuple[Told, ...] = ()
    undecided: tuple[Told, ...] = ()
    exempted: tuple[tuple[Told, Exemption], ...] = ()
    notes: tuple[str, ...] = ()
    asked: int = 0
    resources: int = 0
