"""What Azure takes as a name, by resource type: length, characters, scope of uniqueness, and the usual abbreviation."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure.service_data import load


@dataclass(frozen=True, slots=True)
class NameRule:
    """Naming rule of one ARM type. `scope` is where the name is unique: global, subscription, group or parent.

    `abbreviation` is the Cloud Adoption Framework's, or ours where it has none (`data/names.json` says which).
    """

    type: str
    minimum: int
    maximum: int
    pattern: str
    scope: str
    abbreviation: str

    def problem(self, name: str) -> str | None:
        """What is wrong with `name`, or None."""
        if not self.minimum <= len(name) <= self.maximum:
            return f"has {len(name)} characters; {self.minimum} to {self.maximum} are allowed"
        if not _compiled(self.pattern).match(name):
            return f"has characters that {self.type} does not take there (pattern {self.pattern})"
        return None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1)
def _rules() -> dict[str, NameRule]:
    return {arm.lower(): NameRule(arm, **row) for arm, row in load("names")["types"].items()}


def name_rule(arm_type: str) -> NameRule | None:
    """The rule for an ARM type such as `Microsoft.Network/virtualNetworks`; None for a type without a record."""
    return _rules().get(arm_type.lower())
