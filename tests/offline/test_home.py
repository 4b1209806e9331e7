"""The folder of an offline project, its files and what is read of the project."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from azure_offline.engine.environment import azure_native_versions, install_plugins, pulumi_variables
from azure_offline.home import (
    OfflineFolder,
    Project,
    cache_folder,
    find_project,
    offline_folder,
    python_launcher,
    write_if_changed,
)


def test_a_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "source" / "deep").mkdir(parents=True)
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text(
        "name: demo\nruntime: {name: python, options: {virtualenv: .venv}}\nstackConfigDir: stacks\n"
    )
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text("")
    (tmp_path / "stacks" / "Pulumi.prod.west.yaml").write_text("")

    project = find_project(tmp_path / "source" / "deep")

    assert project == Project(tmp_path / "Pulumi.yaml", "demo", "stacks", ".venv")
    assert project.stacks() == ("dev", "prod.west")
    assert project.stack_file("dev") == tmp_path / "stacks" / "Pulumi.dev.yaml"


@pytest.mark.parametrize("text", ["", "[", "- a\n", "name: [1]\nruntime: 3\nconfig: {a: b}\n"])
def test_a_malformed_project_is_left_for_the_engine_to_refuse(tmp_path: Path, text: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)

    project = find_project(tmp_path)

    assert project is not None
    assert (project.stack_config_dir, project.virtualenv) == ("", "")


def test_where_things_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("AZURE_OFFLINE_FOLDER", raising=False)
    project = Project(tmp_path / "Pulumi.yaml", "demo", "", "")

    assert offline_folder(project).root == tmp_path / ".azure-offline"
    assert offline_folder(None).root == tmp_path / "cache" / "hubspoke" / "no-project"
    monkeypatch.setenv("AZURE_OFFLINE_FOLDER", str(tmp_path / "elsewhere"))
    assert offline_folder(project).root == tmp_path / "elsewhere"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == Path.home() / ".cache" / "hubspoke"


def test_stacks_of_the_backend(tmp_path: Path) -> None:
    folder, project = OfflineFolder(tmp_path), Project(tmp_path / "Pulumi.yaml", "demo", "", "")
    states = tmp_path / "state" / ".pulumi" / "stacks" / "demo"
    states.mkdir(parents=True)
    for name in ("dev.json", "dev.json.bak", "prod.json.gz", "old.json.bak"):
        (states / name).write_text("")

    assert folder.existing_stacks(project) == ("dev", "prod")
    assert [folder.stack_exists(project, name) for name in ("dev", "prod", "old")] == [True, True, False]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"stacks": {"file:///x": "organization/demo/dev"}}, "dev"),
        ({"stack": "prod"}, "prod"),
        ({}, None),
    ],
)
def test_the_selected_stack(tmp_path: Path, settings: dict[str, object], expected: str | None) -> None:
    folder, project = OfflineFolder(tmp_path), Project(tmp_path / "Pulumi.yaml", "demo", "", "")
    digest = hashlib.sha1(str(project.file).encode()).hexdigest()
    assert folder.selected_stack(project) is None

    write_if_changed(folder.pulumi_home / "workspaces" / f"demo-{digest}-workspace.json", json.dumps(settings))

    assert folder.selected_stack(project) == expected


def test_files_are_written_when_they_differ(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "file"
    write_if_changed(file, "one", executable=True)
    first = file.stat()
    write_if_changed(file, "one", executable=True)
    assert file.stat().st_ino == first.st_ino
    write_if_changed(file, "two", executable=True)

    assert (file.read_text(), os.access(file, os.X_OK), [path.name for path in file.parent.iterdir()]) == (
        "two",
        True,
        ["file"],
    )


def test_a_launcher_survives_odd_paths_and_names_its_parent(tmp_path: Path) -> None:
    odd = tmp_path / "it's a $HOME"
    odd.mkdir()
    (odd / "python").symlink_to(sys.executable)
    (odd / "told.py").write_text("import os, sys; print(os.environ['AZURE_OFFLINE_PARENT'], sys.argv[1:])")
    launcher = odd / "launcher"
    write_if_changed(launcher, python_launcher(str(odd / "python"), "told"), executable=True)

    answer = subprocess.run(
        [launcher, "a b"], env={**os.environ, "PYTHONPATH": str(odd)}, capture_output=True, text=True, check=True
    )

    assert answer.stdout == f"{os.getpid()} ['a b']\n"


def test_plugins_carry_the_versions_of_the_sdks_in_reach(tmp_path: Path) -> None:
    site = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "pulumi_azure_native-2.0.0.dist-info").mkdir(parents=True)
    project = Project(tmp_path / "Pulumi.yaml", "demo", "", ".venv")
    folder = OfflineFolder(tmp_path / ".azure-offline")
    folder.create()

    install_plugins(folder, project)

    assert "2.0.0" in azure_native_versions(project)
    assert len(azure_native_versions(project)) == 2
    installed = {path.name for path in (folder.pulumi_home / "plugins").iterdir()}
    assert {f"resource-azure-native-v{version}" for version in azure_native_versions(project)} < installed
    provider = folder.pulumi_home / "plugins" / "resource-azure-native-v2.0.0" / "pulumi-resource-azure-native"
    assert "-m azure_offline.provider" in provider.read_text()


def test_the_environment_keeps_what_the_user_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = OfflineFolder(tmp_path / "with space")
    for name in ("ARM_SUBSCRIPTION_ID", "ARM_TENANT_ID", "AZURE_OFFLINE_HOME", "GOGC", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "example.com,localhost")

    variables = pulumi_variables(folder)

    assert variables["ARM_SUBSCRIPTION_ID"] == "00000000-0000-0000-0000-000000000001"
    assert variables["AZURE_OFFLINE_HOME"] == str(tmp_path / "with space" / "azure")
    assert variables["GOGC"] == "400"
    assert variables["NO_PROXY"] == "example.com,localhost,127.0.0.1"
    assert variables["no_proxy"] == "127.0.0.1,localhost"
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", "mine")
    monkeypatch.setenv("AZURE_OFFLINE_HOME", "/there")
    monkeypatch.setenv("GOGC", "50")
    assert pulumi_variables(folder)["GOGC"] == "50"
    assert pulumi_variables(folder)["ARM_SUBSCRIPTION_ID"] == "mine"
    assert pulumi_variables(folder)["AZURE_OFFLINE_HOME"] == "/there"
