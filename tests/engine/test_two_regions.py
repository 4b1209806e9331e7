"""The example with two regions, forty spokes and four subscriptions, while Azure refuses overlapping writes."""

import shutil
from itertools import permutations
from pathlib import Path

import pytest
from tests.engine.support import edit_stack, left_over, made_twice

from azure_offline.testing.project import OfflineProject
from hubspoke_network.azure.type_names import SUBNET
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.readers.facts_file import read_facts
from hubspoke_network.readers.files import read_document
from hubspoke_network.sets.ports import PortSet

pytestmark = [pytest.mark.engine, pytest.mark.prove]

EXAMPLE = Path(__file__).parents[2] / "examples" / "two-regions-with-firewalls"


def own(urn: str) -> str:
    """A resource's own name: the last part of its URN."""
    return urn.rpartition("::")[2]


def test_forty_spokes_come_up_while_overlapping_writes_are_refused(tmp_path: Path, engine_path: Path) -> None:
    folder = tmp_path / "network"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".azure-offline"))
    project = OfflineProject(folder, "prod", {"AZURE_OFFLINE_CONFLICTS": "1"})
    project.up()
    states = project.outputs()["peeringStates"]
    assert (len(states), set(states.values())) == (40, {"Connected"})
    assert project.steps() == {}
    assert made_twice(project) == []
    reached(project, folder / "Pulumi.prod.yaml")
    a_region_and_a_spoke_come_and_go(project)
    project.destroy()
    assert left_over(project) == []


def reached(project: OfflineProject, facts: Path) -> None:
    """Every spoke reaches every other one on the web's port, by the firewalls of both regions and by nothing else."""
    network = Network(build_model(read_document(project.export()).resources, read_facts(facts)))
    spokes = [found.label for found in network.model.of_type(SUBNET) if found.label.endswith("main-prod")]
    assert len(spokes) == 40
    for source, destination in permutations(spokes, 2):
        answer = network.reach(source, destination, "Tcp", PortSet.parse("443"))
        wanted = tuple(
            dict.fromkeys(f"afw-{place.partition('/')[0].split('-')[-2]}-prod" for place in (source, destination))
        )
        assert (answer.verdict, {part.appliances for part in answer.parts}) == ("allowed", {wanted})


def a_region_and_a_spoke_come_and_go(project: OfflineProject) -> None:
    """Only what belongs to them is made, and taken away again."""

    def more(config: dict[str, dict[str, object]]) -> None:
        hub = {
            "location": "uksouth",
            "addressSpace": ["10.128.0.0/22"],
            "firewallSubnet": "10.128.0.0/26",
            "firewall": {},
        }
        config["network:hubs"]["suk"] = hub
        spoke = {"hub": "suk", "location": "uksouth", "addressSpace": ["10.129.0.0/22"], "egress": "firewall"}
        config["network:spokes"] = {"first-suk": spoke, **config["network:spokes"]}

    def less(config: dict[str, dict[str, object]]) -> None:
        del config["network:hubs"]["suk"]
        del config["network:spokes"]["first-suk"]

    for change, verb in ((more, "create"), (less, "delete")):
        edit_stack(project, change, "Pulumi.prod.yaml")
        steps = project.steps()
        assert set(steps.values()) == {verb}
        assert [own(urn) for urn in steps if "suk" not in own(urn)] == []
        project.up()
