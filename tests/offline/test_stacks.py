"""Which stack a command line means, and the small things around a run."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from azure_offline.commands.pulumi.arguments import read_arguments
from azure_offline.commands.pulumi.config_commands import changes_config, sets_secret
from azure_offline.commands.pulumi.stacks import StackError, choose_stack, clear_stale_locks, options_for, run_child
from azure_offline.home import OfflineFolder, Project, write_if_changed


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    return Project(tmp_path / "Pulumi.yaml", "demo", "", "")


@pytest.fixture
def folder(tmp_path: Path) -> OfflineFolder:
    folder = OfflineFolder(tmp_path / ".azure-offline")
    folder.create()
    return folder


def add_stack(folder: OfflineFolder, name: str) -> None:
    write_if_changed(folder.state / ".pulumi" / "stacks" / "demo" / f"{name}.json", "{}")


@pytest.mark.parametrize(
    ("line", "files", "states", "expected"),
    [
        ("up -s organization/demo/qa", ("dev",), (), "qa"),
        ("up", ("dev",), (), "dev"),
        ("up", ("dev",), ("dev",), "dev"),
        ("refresh", ("dev", "prod"), ("prod",), "prod"),
    ],
)
def test_the_only_possible_stack_is_meant(
    project: Project, folder: OfflineFolder, line: str, files: tuple[str, ...], states: tuple[str, ...], expected: str
) -> None:
    for name in files:
        project.stack_file(name).write_text("")
    for name in states:
        add_stack(folder, name)

    assert choose_stack(read_arguments(line.split()), project, folder) == expected


@pytest.mark.parametrize(
    ("line", "files", "told"),
    [("up", ("dev", "prod"), "with one of dev, prod"), ("destroy", ("dev",), "with its name"), ("up", (), "its name")],
)
def test_otherwise_the_choice_is_told(
    project: Project, folder: OfflineFolder, line: str, files: tuple[str, ...], told: str
) -> None:
    for name in files:
        project.stack_file(name).write_text("")

    with pytest.raises(StackError, match=f"HS603.*{told}"):
        choose_stack(read_arguments(line.split()), project, folder)


def test_the_environment_may_name_the_stack(
    project: Project, folder: OfflineFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_STACK", "qa")

    assert choose_stack(read_arguments(["up"]), project, folder) == "qa"
    assert options_for(read_arguments(["up", "--config-file", "x"]), project, folder, "qa") == []


def test_a_run_works_on_a_renewed_copy(project: Project, folder: OfflineFolder) -> None:
    project.stack_file("dev").write_text("config: {a:b: 1}\n")

    options = options_for(read_arguments(["up"]), project, folder, "dev")

    copy = folder.stacks / "Pulumi.dev.yaml"
    assert options == ["--stack", "dev", "--config-file", str(copy)]
    assert copy.read_text() == "config: {a:b: 1}\n"


def test_locks_of_killed_engines_are_removed(
    project: Project, folder: OfflineFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    locks = folder.state / ".pulumi" / "locks" / "organization" / "demo" / "dev"
    here = socket.gethostname()
    contents = {
        "killed": {"pid": ended.pid, "hostname": here},
        "running": {"pid": os.getpid(), "hostname": here},
        "elsewhere": {"pid": ended.pid, "hostname": f"not-{here}"},
        "strange": {"hostname": here},
    }
    for name, content in contents.items():
        write_if_changed(locks / f"{name}.json", json.dumps(content))
    write_if_changed(locks / "unfinished.json", "{")

    clear_stale_locks(project, folder, "dev")

    assert {path.stem for path in locks.iterdir()} == {"running", "elsewhere", "strange", "unfinished"}
    assert capsys.readouterr().err == "The last run on dev was killed: its lock is removed.\n"


@pytest.mark.parametrize(
    ("line", "changes"),
    [("config set a b", True), ("config rm a", True), ("config", False), ("config get a", False), ("up", False)],
)
def test_commands_that_change_configuration(line: str, changes: bool) -> None:
    assert changes_config(read_arguments(line.split())) == changes


@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        (["set", "a", "b"], False),
        (["set", "--secret", "a", "b"], True),
        (["set-all", "--plaintext", "a=b"], False),
        (["set-all", "--secret", "a=b"], True),
        (["set-all", "--json", '{"a": {"value": "b", "secret": true}}'], True),
        (["set-all", "--json", '{"a": {"value": "b", "secret": false}}'], False),
        (["set-all", "--json", "no json"], False),
    ],
)
def test_secrets_are_noticed(arguments: list[str], secret: bool) -> None:
    assert sets_secret(read_arguments(["config", *arguments])) == secret


@pytest.mark.parametrize(
    "arguments",
    [
        ["--secret", "a=b", "--plaintext", "c=d"],
        ["--json", '{"a": {"value": "b", "secret": true}, "c": {"value": "d"}}'],
    ],
)
def test_secrets_and_plain_values_cannot_be_set_at_once(arguments: list[str]) -> None:
    with pytest.raises(StackError, match="HS605"):
        sets_secret(read_arguments(["config", "set-all", *arguments]))


@pytest.mark.parametrize(("script", "code"), [("exit 7", 7), ("kill -TERM $$", 128 + signal.SIGTERM)])
def test_exit_codes_of_a_child(script: str, code: int) -> None:
    assert run_child(["sh", "-c", script], dict(os.environ)) == code


def test_a_signal_is_passed_on_to_the_child() -> None:
    shell = "trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done"
    call = f"run_child(['sh', '-c', {shell!r}], dict(os.environ))"
    parent = f"import os; from azure_offline.commands.pulumi.stacks import run_child; os._exit({call})"
    process = subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"

    code = None
    for _ in range(20):  # the child may be ready a moment before its parent listens
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=1)
            break

    assert code == 9
    process.stdout.close()
