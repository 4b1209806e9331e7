"""The stacks of this repository keep the strict set of rules, or carry an exemption; the engine previews each once."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.check_support import SUBSCRIPTION, hubspoke, sarif_is_valid, write

from azure_offline.engine import ensure_engine
from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Capsys = pytest.CaptureFixture[str]
REPOSITORY = Path(__file__).parents[2]
STACKS = sorted(path.name.split(".")[1] for path in (REPOSITORY / "stacks").glob("Pulumi.*.yaml"))


@dataclass(frozen=True)
class Previewed:
    """A stack's preview on an empty state, and what goes with it on the command line."""

    path: Path
    arguments: tuple[str | Path, ...]

    @property
    def document(self) -> Any:
        return json.loads(self.path.read_text())


@pytest.fixture(scope="module", params=STACKS)
def previewed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Previewed:
    ensure_engine()
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy2(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "stacks", folder / "stacks")
    document = OfflineProject(folder, request.param).preview_json("--show-sames")
    facts = REPOSITORY / "stacks" / f"Pulumi.{request.param}.yaml"
    config = REPOSITORY / "policies" / "settings.yaml"
    path = write(folder / "preview.json", document)
    return Previewed(path, ("--set", "strict", "--config", config, "--facts", facts))


@pytest.fixture(autouse=True)
def _subscription(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", SUBSCRIPTION)


def test_the_stack_passes(previewed: Previewed, capsys: Capsys) -> None:
    ran = hubspoke(capsys, "check", previewed.path, *previewed.arguments, "--format", "json")
    (report,) = ran.json
    assert [(found["rule"], found["resource"], found["message"]) for found in report["findings"]] == []
    assert [(found["rule"], found["resource"], found["reason"]) for found in report["undecided"]] == []
    assert (ran.code, report["notes"]) == (0, [])


def test_nothing_that_blocks_hangs_on_facts_or_environment(
    previewed: Previewed, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARM_SUBSCRIPTION_ID")
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID", raising=False)
    arguments = previewed.arguments[:-2]
    (report,) = hubspoke(capsys, "check", previewed.path, *arguments, "--format", "json").json
    assert report["findings"] == []
    assert [found for found in report["undecided"] if found["level"] == "mandatory"] == []


def test_a_wrong_prefix_in_it_is_found_where_it_is_written(previewed: Previewed, capsys: Capsys) -> None:
    """172.0.0.0/8 for 172.16.0.0/12 in every group that is internal-only: the check has looked at these."""
    text = json.dumps(previewed.document).replace("172.16.0.0/12", "172.0.0.0/8")
    path = previewed.path.with_name("wrong.json")
    path.write_text(text)
    rule = "internal-only-is-rfc1918"
    ran = hubspoke(capsys, "check", path, *previewed.arguments, "--rules", rule, "--format", "json")
    found = ran.json[0]["findings"]
    assert ran.code == 3
    assert {(item["rule"], item["value"], item["witness"]) for item in found} == {(rule, "172.0.0.0/8", "172.0.0.0")}
    assert all(item["source"]["file"].endswith(".py") and item["source"]["line"] > 0 for item in found)
    log = hubspoke(capsys, "check", path, *previewed.arguments, "--rules", rule, "--format", "sarif").json
    sarif_is_valid(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(found)
    assert all("region" in result["locations"][0]["physicalLocation"] for result in run["results"])
