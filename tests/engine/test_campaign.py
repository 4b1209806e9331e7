"""Disturbed runs converge to the store that an undisturbed run leaves."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.engine.campaign import Story, disturb, documents

from azure_offline.offline_project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

PROGRAM = (Path(__file__).parent / "recovery_program.py").read_text()
NAMES = ["rg", "hub", "red-*", "blue-*", "*-vnet", "*-nsg", "*-rt", "app", "*-spoke", "red-hub"]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory, engine_path: Path) -> Any:
    """What an undisturbed run leaves."""
    folder = tmp_path_factory.mktemp("calm")
    (folder / "Pulumi.yaml").write_text("name: demo\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("{}\n")
    (folder / "__main__.py").write_text(PROGRAM)
    calm = OfflineProject(folder)
    calm.up()
    return documents(calm)


def note(story: Story) -> None:
    """Keep the story for the table in docs/offline.md, where HUBSPOKE_CAMPAIGN_LOG names a file."""
    log = os.environ.get("HUBSPOKE_CAMPAIGN_LOG")
    if log:
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(json.dumps({key: value for key, value in vars(story).items() if key != "outputs"}) + "\n")


def converge(make: Make, wanted: Any, seeds: range) -> None:
    failed = []
    for seed in seeds:
        project = make(PROGRAM, folder=f"run-{seed}")
        story = disturb(project, seed, NAMES)
        note(story)
        if not story.converged or documents(project) != wanted:
            failed.append("\n".join([str(story), *story.outputs]))
            continue
        project.preview("--expect-no-changes")
        shutil.rmtree(project.directory)
    assert not failed, "\n\n".join(failed)


@pytest.mark.parametrize("seed", range(10))
def test_a_small_stack_converges_whatever_happens(offline_project: Make, wanted: Any, seed: int) -> None:
    converge(offline_project, wanted, range(seed, seed + 1))


@pytest.mark.prove
@pytest.mark.parametrize("block", range(10))
def test_a_small_stack_converges_two_hundred_times(offline_project: Make, wanted: Any, block: int) -> None:
    converge(offline_project, wanted, range(100 + 20 * block, 120 + 20 * block))
