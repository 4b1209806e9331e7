"""The field notes' case from file to finish: the plan's stack, the runbook and the real engine, offline."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engine.support import azure_offline, edit_stack
from tests.offline.classic.conftest import Classic
from tests.offline.classic.rehearsal import Rehearsal

from azure_offline.arm import open_arm
from azure_offline.home import FOLDER
from azure_offline.testing.project import OfflineProject
from hubspoke_migration.classic.outputs import migration_files
from hubspoke_migration.classic.plan import Chapter, Plan, Step
from hubspoke_network.readers.classic.inventory import read_inventory
from hubspoke_network.readers.classic.netcfg import read_network_configuration
from hubspoke_network.refusals.classic.case import Case

pytestmark = pytest.mark.engine

SEED = Path(__file__).parents[1] / "network" / "migration" / "seed"
Make = Callable[..., OfflineProject]


def planned(folder: Path) -> Plan:
    """The plan, its files written into the project's folder."""
    netcfg = read_network_configuration((SEED / "netcfg.xml").read_bytes())
    plan, files = migration_files(Case(netcfg, read_inventory((SEED / "inventory.json").read_bytes())))
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return plan


class Program:
    """Carries out the runbook's Pulumi steps with the real engine, as the steps say."""

    def __init__(self, project: OfflineProject, plan: Plan) -> None:
        self.project, self.plan = project, plan
        self.settings: dict[str, Any] = yaml.safe_load((project.directory / f"Pulumi.{plan.stack}.yaml").read_text())
        self.spokes: dict[str, Any] = self.settings["config"]["hubspoke:spokes"]
        self.previews: list[dict[str, str]] = []

    def __call__(self, _rehearsal: Rehearsal, chapter: Chapter, step: Step) -> None:
        if step.title == "Make the hub":
            head = {key: value for key, value in self.settings["config"].items() if key != "hubspoke:spokes"}
            path = self.project.directory / "stacks" / f"Pulumi.{self.plan.stack}.yaml"
            path.write_text(yaml.safe_dump({"config": head}))
            self.project.up()
        elif step.title == "Adopt it into the stack":
            self._set(chapter.key, self.spokes[chapter.key] | {"useHubGateway": False})
            file = self.project.directory / "imports" / f"{chapter.key}.json"
            options = ("--protect=false", "--generate-code=false", "--yes", "--stack", self.plan.stack)
            self.project.must("import", "--file", str(file), *options)
            self.previews.append(self.project.steps())
            self.project.up()
        elif step.title == "Take the hub's gateway":
            self._set(chapter.key, self.spokes[chapter.key])
            self.project.up()
        else:
            raise AssertionError(step.title)

    def _set(self, key: str, spoke: dict[str, Any]) -> None:
        def change(config: dict[str, Any]) -> None:
            config.setdefault("hubspoke:spokes", {})[key] = spoke

        edit_stack(self.project, change)


@pytest.mark.slow
def test_the_seed_from_file_to_finish(offline_project: Make) -> None:
    project = offline_project(None, stack="prod")
    shutil.rmtree(project.directory / "stacks")
    (project.directory / "stacks").mkdir()
    plan = planned(project.directory)
    files = ("-NetworkConfiguration", str(SEED / "netcfg.xml"), "-Inventory", str(SEED / "inventory.json"))
    azure_offline(project, "classic", "load", *files)
    arm = open_arm(project.directory / FOLDER / "azure")
    program = Program(project, plan)
    rehearsal = Rehearsal(Classic(arm, project.directory), plan, program)

    for chapter in plan.chapters:
        for step in chapter.steps:
            rehearsal.run(chapter, step)

    for operations in program.previews:
        assert set(operations.values()) <= {"create", "update"}
        assert not [urn for urn, op in operations.items() if op == "create" and urn.endswith(("-vnet", "-web", "-app"))]
    assert project.steps() == {}
    project.refresh("--expect-no-changes")
    documents = {document["id"].rpartition("/providers/")[2]: document for document in arm.export()}
    gateways = [name for name in documents if name.startswith("Microsoft.Network/virtualNetworkGateways/")]
    assert len(gateways) == 1
    for name in ("batch", "intranet", "portal", "shop"):
        network = documents[f"Microsoft.Network/virtualNetworks/{name}"]["properties"]
        assert [subnet["name"] for subnet in network["subnets"]] == ["web", "app", "GatewaySubnet"]
        peerings = {peering["name"]: peering["properties"] for peering in network["virtualNetworkPeerings"]}
        assert {properties["peeringState"] for properties in peerings.values()} == {"Connected"}
        assert [properties["useRemoteGateways"] for properties in peerings.values()].count(True) == 1
    shop = json.dumps(documents["Microsoft.Network/virtualNetworks/shop"])
    assert "networkSecurityGroups/OnlyInternalNetworks" in shop
    arm.store.close()
