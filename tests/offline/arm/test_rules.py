"""Every rule: the request it refuses, ARM's answer, and the nearest request that passes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_offline.arm import Arm
from azure_offline.arm.registry import RULES
from azure_offline.store import Store
from azure_offline.world import WorldFile

from . import cases_circuits, cases_gateways, cases_groups, cases_networks, cases_peerings, cases_services
from .cases import Case
from .conftest import Azure

CASES = [
    *cases_networks.CASES,
    *cases_peerings.CASES,
    *cases_groups.CASES,
    *cases_gateways.CASES,
    *cases_circuits.CASES,
    *cases_services.CASES,
]
GRADES = {rule.name: rule.grade for rule in RULES}


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Azure]:
    """An offline Azure that enforces inferred rules too."""
    store = Store(tmp_path / "strict.sqlite")
    arm = Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False, enforce_inferred=True)
    yield Azure(arm, tmp_path)
    store.close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_refuses_and_the_nearest_request_passes(case: Case, azure: Azure, strict: Azure) -> None:
    case.run(strict if GRADES[case.rule] == "D" else azure)
