"""Every example: deployed as its README says, looked at again, judged by the strict set, taken away; nothing is left.

What an example has to bring is told in examples/README.md.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.check_support import SUBSCRIPTION, hubspoke, write
from tests.docs.blocks import blocks_of
from tests.engine.support import made_twice

from azure_offline.testing import OfflineAzure
from hubspoke.estate.settings.stack_files import stack_folder

pytestmark = pytest.mark.engine

Capsys = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parents[2] / "examples"
BARE = frozenset({"networks-by-hand", "other-program"})
"""Examples without our components: what `migrate arm` and the offline Azure are shown with."""
LARGE = frozenset({"gateways-to-hub-and-spoke", "two-regions-with-firewalls"})
"""Examples that are left to `make prove`; `make test` runs all others."""

UP = re.compile(r"^\$ pulumi-offline up .*--stack ([\w.-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """An example's folder, and the stacks that its README brings up, in that order."""

    folder: Path

    @property
    def stacks(self) -> list[str]:
        readme = self.folder / "README.md"
        blocks = blocks_of(readme.read_text(encoding="utf-8"), readme.name)
        found = [name for block in blocks if block.language == "console" for name in UP.findall(block.body)]
        return list(dict.fromkeys(found))


def of_ours() -> list[Example]:
    """The examples that use our components; the others have tests of their own."""
    folders = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))
    return [Example(folder) for folder in folders if folder.name not in BARE]


def marked(example: Example) -> Any:
    marks = [pytest.mark.prove] if example.folder.name in LARGE else []
    return pytest.param(example, id=example.folder.name, marks=marks)


@pytest.mark.parametrize("example", [marked(example) for example in of_ours()])
def test_an_example_comes_up_stays_passes_and_goes(
    example: Example, tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", SUBSCRIPTION)
    folder = tmp_path / example.folder.name
    shutil.copytree(example.folder, folder, ignore=shutil.ignore_patterns("__pycache__", ".azure-offline"))
    with OfflineAzure.at(folder / ".azure-offline") as azure:
        stacks = [azure.project(folder, stack) for stack in example.stacks]
        for project in stacks:
            project.up()
        for project in stacks:
            again = project.preview_json("--show-sames")
            assert [step["urn"] for step in again["steps"] if step["op"] not in {"same", "read"}] == []
            undecided = passes(capsys, write(tmp_path / f"{project.stack}.json", again), folder, project.stack)
            # What lies in another stack cannot be judged from one preview: then only what would block counts.
            assert [told for told in undecided if len(stacks) == 1 or told["level"] == "mandatory"] == []
        assert made_twice(stacks[0]) == []
        for project in reversed(stacks):
            project.run("state", "unprotect", "--all", "--yes", "--stack", project.stack)
            project.destroy()
        assert [name for name in azure.names() if not name.startswith("NetworkWatcher")] == []


def passes(capsys: Capsys, preview: Path, folder: Path, stack: str) -> list[dict[str, Any]]:
    """The strict set finds nothing that the example's settings do not exempt with a reason; what it cannot decide."""
    options: list[str | Path] = ["--set", "strict", "--format", "json"]
    own = folder / f"settings.{stack}.yaml"
    settings = own if own.is_file() else folder / "settings.yaml"
    for option, file in (("--config", settings), ("--facts", facts_of(folder, stack))):
        options += [option, file] if file.is_file() else []
    ran = hubspoke(capsys, "check", preview, *options)
    (report,) = ran.json
    assert [(found["rule"], found["resource"], found["message"]) for found in report["findings"]] == []
    return list(report["undecided"])


def facts_of(folder: Path, stack: str) -> Path:
    """What no resource holds (on-premises prefixes): a file of the example's, else the stack's settings."""
    own = folder / "facts.yaml"
    return own if own.is_file() else stack_folder(folder) / f"Pulumi.{stack}.yaml"


@pytest.mark.parametrize("example", [pytest.param(item, id=item.folder.name) for item in of_ours()])
def test_an_example_says_how_it_is_run(example: Example) -> None:
    files = {path.name.split(".")[1] for path in stack_folder(example.folder).glob("Pulumi.*.yaml")}
    assert set(example.stacks) == files
    assert len((example.folder / "__main__.py").read_text(encoding="utf-8").splitlines()) <= 120
