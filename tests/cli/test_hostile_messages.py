"""What `pulumi-offline` and the policy pack say themselves, about hostile names."""

import io
import json
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.cli.hostile_inputs import FOLDER, NAME, TEXT, TOKEN

from azure_offline.commands.pulumi.arguments import read_arguments
from azure_offline.commands.pulumi.main import run
from azure_offline.commands.pulumi.stacks import StackError, choose_stack, clear_stale_locks
from azure_offline.engine.errors import EngineError
from azure_offline.engine.progress import Progress
from azure_offline.home import OfflineFolder, Project
from hubspoke_network.core.findings import Finding, SourcePosition
from hubspoke_policies.adapter.policies import message, policies
from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.sets.registry import RULES

Capsys = pytest.CaptureFixture[str]


def is_plain(text: str) -> bool:
    """Nothing but visible characters and line ends, and the hostile name among them in one line."""
    return TOKEN in text and all(line.isprintable() for line in text.split("\n")) and "\nhzqline" not in text


def test_an_engine_that_is_none(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setenv("HUBSPOKE_PULUMI", TEXT)
    monkeypatch.setattr(sys, "argv", ["pulumi-offline", "up"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 255
    assert is_plain(capsys.readouterr().err)


def test_the_words_of_other_programs_keep_their_lines() -> None:
    told = str(EngineError(f"go said:\n{NAME.replace(chr(10), '')}\ndone"))
    assert told.split("\n", maxsplit=1)[0] == "[HS601] go said:"
    assert told.split("\n")[2] == "done"
    assert is_plain(told)


def test_no_stack_is_selected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    folder = OfflineFolder(tmp_path / ".azure-offline")
    folder.create()
    with pytest.raises(StackError) as refused:
        choose_stack(read_arguments(["up"]), Project(tmp_path / "Pulumi.yaml", NAME, "", ""), folder)
    assert is_plain(str(refused.value))


def test_a_lock_of_a_killed_run(tmp_path: Path, capsys: Capsys) -> None:
    folder = OfflineFolder(tmp_path / ".azure-offline")
    folder.create()
    locks = folder.state / ".pulumi" / "locks" / "organization" / "p" / FOLDER
    locks.mkdir(parents=True)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (locks / "a.json").write_text(json.dumps({"hostname": socket.gethostname(), "pid": ended.pid}))
    clear_stale_locks(Project(tmp_path / "Pulumi.yaml", "p", "", ""), folder, FOLDER)
    assert is_plain(capsys.readouterr().err)


def test_progress() -> None:
    progress = Progress("building", io.StringIO())
    progress.note(NAME)
    assert is_plain(progress.line)
    assert "\n" not in progress.line


def finding(rule: AnyRule) -> Finding:
    source = SourcePosition(NAME, 1)
    return Finding(rule.id, "high", f"urn::{TEXT}", NAME, TEXT, NAME, TEXT, NAME, undecided=True, source=source)


def test_what_the_pack_reports() -> None:
    told = message(finding(RULES[0]))
    assert is_plain(told)
    assert "\n" not in told


class Arguments:
    """A stack as the SDK hands it over, and whatever a policy says besides its violations."""

    def __init__(self) -> None:
        self.resources: list[object] = []
        self.told: list[str] = []

    def get_config(self) -> dict[str, object]:
        return {"enforcementLevel": "advisory", NAME: TEXT}

    def not_applicable(self, reason: str) -> None:
        self.told.append(reason)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.scope == "relation"], ids=lambda rule: rule.id)
def test_what_the_pack_says_of_a_configuration(rule: AnyRule) -> None:
    (policy,) = [policy for policy in policies([rule], today=date(2026, 6, 1)) if policy.name == rule.id]
    arguments = Arguments()
    policy.validate(arguments, lambda text, _: arguments.told.append(text))  # type: ignore[attr-defined]
    assert is_plain("\n".join(arguments.told))
