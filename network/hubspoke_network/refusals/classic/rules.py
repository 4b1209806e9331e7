"""What is wrong with a classic network, as the migration service, ASM or ARM would say it: one table, dated data."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from hubspoke_network.azure import load
from hubspoke_network.core import Finding, Severity, SourcePosition

Effect = Literal["refused", "unsupported", "holds", "gateway", "target", "lost", "undecided", "note"]
"""What a finding means for the plan.

`refused`: Validate or Prepare fails until it is cured. `unsupported`: the network cannot migrate at all. `holds`: the
network is its own holding network. `gateway`: a gateway command fails. `target`: ARM or the hub refuses the result.
`lost`: goes through, and something is gone. `undecided`: cannot be said. `note`: to be looked at.
"""


@dataclass(frozen=True, slots=True)
class ClassicRule:
    """One thing that can be wrong: texts are templates, `said` is Azure's own message where it is known."""

    id: str
    severity: Severity
    effect: Effect
    title: str
    message: str
    said: str
    cause: str
    cure: str
    source: str


@lru_cache(maxsize=1)
def classic_rules() -> dict[str, ClassicRule]:
    """Every rule by its id."""
    rules = {key: ClassicRule(id=key, **row) for key, row in load("classic_rules")["rules"].items()}
    for rule in rules.values():
        if rule.severity not in get_args(Severity) or rule.effect not in get_args(Effect):
            raise ValueError(f"data file classic_rules.json: {rule.id} has an unknown severity or effect")
    return rules


def extensions(kind: Literal["xml", "backup", "defender"]) -> tuple[str, ...]:
    """Names (or their beginnings, in lower case) of the machine extensions of that kind."""
    return tuple(name.lower() for name in load("classic_rules")["extensions"][kind])


def classic_finding(
    rule_id: str,
    resource: str,
    path: str,
    value: str = "",
    *,
    witness: str = "",
    source: SourcePosition | None = None,
    **words: str,
) -> Finding:
    """The finding of rule `classic-<rule_id>`; `words` fill its texts. Raises KeyError for an unknown rule or word."""
    rule = classic_rules()[f"classic-{rule_id}"]
    message = rule.message.format_map(words)
    if rule.said:
        message = f'{message} (Azure says: "{rule.said.format_map(words)}")'
    undecided = rule.effect == "undecided"
    cure = rule.cure.format_map(words)
    return Finding(rule.id, rule.severity, resource, path, value, message, cure, witness, undecided, source)
