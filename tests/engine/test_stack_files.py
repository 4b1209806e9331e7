"""The stack files of a project: what offline commands do to them, and what they leave alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

PROJECT = "name: demo\nruntime: python\nstackConfigDir: stacks\n"
PROGRAM = """
import pulumi
config = pulumi.Config()
pulumi.export("size", config.require("size"))
pulumi.export("key", config.require_secret("key"))
"""
DEV = "# the size of it\nconfig:\n  demo:size: 12:30 # noon\n  demo:key: {secure: AAABBB}\n"


def stack_files(project: OfflineProject) -> dict[str, str]:
    return {path.name: path.read_text() for path in (project.directory / "stacks").iterdir()}


def make_project(offline_project: Make) -> OfflineProject:
    project = offline_project(PROGRAM, files={"Pulumi.yaml": PROJECT, "stacks/Pulumi.dev.yaml": DEV})
    (project.directory / "Pulumi.dev.yaml").unlink()
    return project


def test_values_go_to_the_project_and_secrets_do_not(offline_project: Make) -> None:
    project = make_project(offline_project)
    project.up()
    assert project.outputs() == {"size": "12:30", "key": "offline"}

    project.must("config", "set", "size", "13:45")
    project.must("config", "set", "--secret", "key", "s3cret")
    project.up()

    assert project.outputs() == {"size": "13:45", "key": "s3cret"}
    assert stack_files(project) == {"Pulumi.dev.yaml": DEV.replace("12:30", "13:45")}
    project.must("config", "set", "demo:other", "1")
    project.must("config", "rm", "other")
    assert yaml.safe_load(stack_files(project)["Pulumi.dev.yaml"])["config"].keys() == {"demo:size", "demo:key"}


def test_stacks_come_and_go_without_a_trace_in_the_project(offline_project: Make, tmp_path: Path) -> None:
    project = make_project(offline_project)
    state = tmp_path / "state.json"

    project.must("stack", "init", "qa")
    assert "qa*" in project.must("stack", "ls").stdout
    project.must("stack", "rename", "qb")
    assert "qb*" in project.must("stack", "ls").stdout
    project.must("stack", "rm", "--yes", "qb")
    project.up()
    project.must("stack", "export", "--stack", "dev", "--show-secrets", "--file", str(state))
    project.must("stack", "import", "--stack", "dev", "--file", str(state))
    project.must("stack", "history", "--stack", "dev", "--show-secrets")
    assert project.preview("--expect-no-changes").code == 0
    project.destroy("--remove")

    assert "dev" not in project.must("stack", "ls").stdout
    assert stack_files(project) == {"Pulumi.dev.yaml": DEV}
