"""What no case of a rule notices is known, and there is a reason for it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.policies.mutation import HELPERS, Mutant, described, survivors

from hubspoke_policies.sets.registry import RULES

LISTED: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("survivors.yaml").read_text())
MODULES = [*(rule.id for rule in RULES), *HELPERS]


def listed(where: str) -> list[Mutant]:
    return [Mutant(where, entry["place"], entry["change"]) for entry in LISTED if entry["where"] == where]


@pytest.mark.parametrize("where", MODULES)
def test_the_list_names_mutants_that_exist(where: str) -> None:
    made = described(where)
    assert len(set(made)) == len(made) > 0
    assert [mutant for mutant in listed(where) if mutant not in made] == []


def test_every_survivor_has_a_reason() -> None:
    assert [entry for entry in LISTED if len(entry["reason"]) < 20] == []
    assert {entry["where"] for entry in LISTED} <= set(MODULES)
    assert all(set(entry) == {"where", "place", "change", "reason"} for entry in LISTED)


@pytest.mark.parametrize(
    "where", [pytest.param(where, marks=pytest.mark.prove(cases=len(described(where)))) for where in MODULES]
)
def test_the_cases_notice_every_other_mutant(where: str) -> None:
    assert sorted(map(str, survivors(where))) == sorted(map(str, listed(where)))
