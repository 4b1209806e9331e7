"""What is known about how azure-native behaves, as data: where it is done here, or why it is not."""

from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class Behaviour(BaseModel):
    """One known way of azure-native: done `where` (modules) and `shown` by tests, or left out for a `reason`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: str
    known: str
    evidence: str
    where: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    reason: str = ""


@lru_cache(maxsize=1)
def behaviours() -> tuple[Behaviour, ...]:
    """Everything on record, in the order of `known_behaviours.yaml`."""
    text = (files("azure_offline.provider") / "known_behaviours.yaml").read_text(encoding="utf-8")
    return tuple(Behaviour.model_validate(row) for row in yaml.safe_load(text))
