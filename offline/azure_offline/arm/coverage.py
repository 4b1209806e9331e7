"""How much of what is known about ARM's refusals the offline Azure enforces, by type and evidence."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from hubspoke_network.refusals import Grade

Excuse = Literal["needs runtime", "needs a tenant", "evidence contradicts"]


class Known(BaseModel):
    """One thing known about ARM. Enforced by `rules`, shown by a test file, or excused with a reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[str, ...]
    grade: Grade
    known: str
    rules: tuple[str, ...] = ()
    shown: str = ""
    excuse: Excuse | None = None
    reason: str = ""

    @property
    def enforced(self) -> bool:
        """Whether the offline Azure behaves so."""
        return bool(self.rules or self.shown)


@lru_cache(maxsize=1)
def known_rules() -> tuple[Known, ...]:
    """Everything on record, in the order of `known_rules.yaml`."""
    text = (files("azure_offline.arm") / "known_rules.yaml").read_text(encoding="utf-8")
    return tuple(Known.model_validate(row) for row in yaml.safe_load(text))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts for one type: what is known, enforced, and excused, of the grades asked about."""

    type: str
    known: int
    enforced: int
    excused: int


def coverage(grades: str = "AB") -> list[Coverage]:
    """Counts by type for the grades given, types in the order in which they are first named."""
    rows = [row for row in known_rules() if row.grade in grades]
    types = dict.fromkeys(name for row in rows for name in row.types)
    return [
        Coverage(
            name,
            sum(name in row.types for row in rows),
            sum(name in row.types and row.enforced for row in rows),
            sum(name in row.types and row.excuse is not None for row in rows),
        )
        for name in types
    ]
