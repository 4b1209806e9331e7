"""The published examples, replayed: accepted, and each documented property there or its difference listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.offline.evidence.examples import Example, examples, flat, nested
from tests.offline.evidence.replay import Difference, Replay, differences

from azure_offline.arm import Arm
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile

pytestmark = pytest.mark.slow

TYPES = {
    "connections",
    "expressRouteCircuitAuthorizations",
    "expressRouteCircuitPeerings",
    "expressRouteCircuits",
    "localNetworkGateways",
    "natGateways",
    "networkSecurityGroups",
    "publicIPAddresses",
    "resourceGroups",
    "routeFilterRules",
    "routeFilters",
    "routeTables",
    "routes",
    "securityRules",
    "subnets",
    "virtualNetworkGateways",
    "virtualNetworkPeerings",
    "virtualNetworks",
}


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[Arm]:
    store = Store(tmp_path / "azure.sqlite")
    yield Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False)
    store.close()


@pytest.mark.parametrize("example", examples(), ids=str)
def test_the_example_is_accepted_and_answered_as_documented(example: Example, arm: Arm) -> None:
    replay = Replay(example, arm).run()
    assert replay.unexplained() == []
    assert replay.compared == sum(map(len, example.responses.values()))


def test_there_are_examples_of_every_core_type() -> None:
    found = {example.type for example in examples()}
    assert found == TYPES
    assert len({example.name for example in examples()}) == len(examples()) == 105


def test_each_difference_is_needed_and_has_a_reason(tmp_path: Path) -> None:
    used: list[Difference | None] = []
    for number, example in enumerate(examples()):
        store = Store(tmp_path / f"{number}.sqlite")
        replay = Replay(example, Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False)).run()
        used += [replay.row(found) for found in replay.found]
        store.close()
    assert [row for row in differences() if row not in used] == []
    assert all(row.reason for row in differences())


def test_a_document_and_its_paths_are_the_same() -> None:
    document = {"name": "a", "empty": [], "list": [{"x": 1}, {"x": [True, None]}], "properties": {"deep": {}}}
    assert nested(flat(document)) == document


def test_a_difference_that_nobody_listed_is_found(arm: Arm) -> None:
    body = {"id": "@rg1/routeTables/rt", "properties.routes": [], "properties.unheard": 1, "location": "eastus2"}
    example = Example("routeTables", "made up", "PUT", "@rg1/routeTables/rt", {201: body}, {"location": "westus"})
    found = Replay(example, arm).run().unexplained()
    assert found == [("missing", "properties.unheard", None), ("value", "location", "westus")]
