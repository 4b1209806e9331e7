"""Existing ARM networks into a stack: what the program calls by its names is adopted without a change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engine.support import azure_offline
from typer.testing import CliRunner

from azure_offline.home import FOLDER
from azure_offline.testing.project import OfflineProject
from hubspoke_cli.verbs.migrate import app

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

EXAMPLES = Path(__file__).parents[2] / "examples"


def migrated(project: OfflineProject, out: Path, stack: str) -> tuple[int, str]:
    """Export the project's Azure and describe it as a stack: exit code and report."""
    export = out.parent / "export.json"
    export.write_text(azure_offline(project, "export"))
    done = CliRunner().invoke(app, ["arm", str(export), "--out", str(out), "--stack", stack])
    return done.exit_code, done.stdout


def adopted(make: Make, project: OfflineProject, out: Path, stack: str) -> OfflineProject:
    """A new project on the same Azure with the migrated stack, everything imported."""
    home = str(project.directory / FOLDER / "azure")
    new = make(None, stack=stack, folder="adopting", variables={"AZURE_OFFLINE_HOME": home})
    for path in (new.directory / "stacks").iterdir():
        path.unlink()
    (new.directory / "stacks" / f"Pulumi.{stack}.yaml").write_bytes((out / f"Pulumi.{stack}.yaml").read_bytes())
    new.must("stack", "init", stack)
    for name in ("components.json", "imports.json"):
        if (out / name).exists():
            options = ("--protect=false", "--generate-code=false", "--yes", "--stack", stack)
            new.must("import", "--file", str(out / name), *options)
    return new


@pytest.mark.slow
def test_the_prod_stack_is_adopted_without_any_change(offline_project: Make, tmp_path: Path) -> None:
    project = offline_project(None, stack="prod")
    project.up()
    made = {
        resource["id"].lower()
        for resource in project.resources()
        if resource["type"].startswith("azure-native:network:") and "id" in resource
    }

    code, report = migrated(project, tmp_path / "out", "copy")

    assert code == 0
    assert f"{len(made)} of them are as the program says; 0 would be changed by the first update." in report
    new = adopted(offline_project, project, tmp_path / "out", "copy")
    assert new.steps() == {}
    new.preview("--expect-no-changes")
    new.refresh("--expect-no-changes")
    adopted_ids = {
        resource["id"].lower() for resource in new.resources() if resource["type"].startswith("azure-native:network:")
    }
    assert adopted_ids == made


def test_a_network_wired_by_hand_is_adopted_or_named(offline_project: Make, tmp_path: Path) -> None:
    project = bare_example(offline_project, "networks-by-hand")
    project.up()

    code, report = migrated(project, tmp_path / "out", "prod")

    assert code == 3
    assert left_out(tmp_path, report) == sorted(
        f"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/{name}"
        for name in (
            "net/providers/microsoft.network/applicationsecuritygroups/asg",
            "net/providers/microsoft.network/networksecuritygroups/byasg",
            "net/providers/microsoft.network/networksecuritygroups/shared",
            "net/providers/microsoft.network/privatednszones/corp.example",
            "net/providers/microsoft.network/virtualnetworks/alone",
            "net/providers/microsoft.network/virtualnetworks/alone/subnets/one",
            "networkwatcherrg/providers/microsoft.network/networkwatchers/networkwatcher_northeurope",
            "shared/providers/microsoft.network/networksecuritygroups/elsewhere",
        )
    )
    new = adopted(offline_project, project, tmp_path / "out", "prod")
    steps = new.steps()
    assert set(steps.values()) <= {"create", "update"}
    assert [urn for urn in steps if urn.endswith(("-site-branch", "-connection-branch"))] == []
    new.up()
    assert new.steps() == {}
    settings = yaml.safe_load((tmp_path / "out" / "Pulumi.prod.yaml").read_text())["config"]
    assert sorted(settings["hubspoke:spokes"]) == ["data", "shop"]
    site = {"address": "203.0.113.9", "prefixes": ["192.168.0.0/16"], "adopted": True}
    (hub,) = settings["hubspoke:hubs"].values()
    assert hub["vpnGateway"]["sites"] == {"branch": site}


def test_networks_without_a_hub_are_named(offline_project: Make, tmp_path: Path) -> None:
    project = bare_example(offline_project, "other-program")
    project.up()

    code, report = migrated(project, tmp_path / "out", "prod")

    assert code == 3
    names = sorted(name.partition("/microsoft.network/")[2].split("/")[0] for name in left_out(tmp_path, report))
    assert names == [
        "networkinterfaces",
        "networksecuritygroups",
        "networkwatchers",
        "publicipaddresses",
        "virtualnetworks",
        "virtualnetworks",
    ]
    assert "Traceback" not in report


def bare_example(make: Make, name: str) -> OfflineProject:
    """A project with the program of an example that uses none of our components."""
    folder = EXAMPLES / name
    others = {path.name: path.read_text() for path in folder.glob("*.py") if path.name != "__main__.py"}
    return make((folder / "__main__.py").read_text(), files=others)


def left_out(folder: Path, report: str) -> list[str]:
    """Ids of the network resources that the report leaves out; every other one has to be in the import file."""
    imports_file = folder / "out" / "imports.json"
    imports: list[dict[str, Any]] = json.loads(imports_file.read_text())["resources"] if imports_file.exists() else []
    ids = {entry["id"].lower() for entry in imports if "id" in entry}
    left = {line.strip() for line in report.splitlines() if line.startswith("  /subscriptions/")}
    everything = every_network_resource(json.loads((folder / "export.json").read_text()))
    assert everything == ids | (left & everything)
    assert not ids & left
    return sorted(left & everything)


def every_network_resource(documents: list[dict[str, Any]]) -> set[str]:
    """Ids of every network resource of an export, with those held inline."""
    found: set[str] = set()
    for document in documents:
        if document["type"].startswith("Microsoft.Network/"):
            found.add(document["id"].lower())
            inline = document["properties"].get("subnets", []) if document["type"].endswith("virtualNetworks") else []
            inline = inline + document["properties"].get("virtualNetworkPeerings", [])
            found |= {item["id"].lower() for item in inline}
    return found
