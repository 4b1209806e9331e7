"""Disturbed runs converge to the store that an undisturbed run leaves."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engine.campaign import Story, disturb, documents

from azure_offline.offline_project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

PROGRAM = (Path(__file__).parent / "recovery_program.py").read_text()
DEV_NAMES = ["vnet-*", "rt-*", "nsg-*", "*peer*", "rg-*", "GatewaySubnet", "web", "er-*", "*"]
NAMES = ["rg", "hub", "red-*", "blue-*", "*-vnet", "*-nsg", "*-rt", "app", "*-spoke", "red-hub"]


def note(story: Story) -> None:
    """Keep the story for the table in docs/offline.md, where HUBSPOKE_CAMPAIGN_LOG names a file."""
    log = os.environ.get("HUBSPOKE_CAMPAIGN_LOG")
    if log:
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(json.dumps({key: value for key, value in vars(story).items() if key != "outputs"}) + "\n")


def converge(make: Make, program: str | None, names: list[str], seeds: range) -> None:
    """Disturb a program by each seed; every run has to end with the documents of an undisturbed one."""
    calm = make(program, folder="calm")
    calm.up()
    wanted = documents(calm)
    failed = []
    for seed in seeds:
        project = make(program, folder=f"run-{seed}")
        story = disturb(project, seed, names)
        note(story)
        if not story.converged or documents(project) != wanted:
            failed.append("\n".join([str(story), *story.outputs]))
            continue
        project.preview("--expect-no-changes")
        shutil.rmtree(project.directory)
    assert not failed, "\n\n".join(failed)


@pytest.mark.parametrize("seeds", [range(5), range(5, 10)], ids=["0-4", "5-9"])
def test_a_small_stack_converges_whatever_happens(offline_project: Make, seeds: range) -> None:
    converge(offline_project, PROGRAM, NAMES, seeds)


@pytest.mark.prove
@pytest.mark.parametrize("block", range(10))
def test_a_small_stack_converges_two_hundred_times(offline_project: Make, block: int) -> None:
    converge(offline_project, PROGRAM, NAMES, range(100 + 20 * block, 120 + 20 * block))


@pytest.mark.prove
@pytest.mark.parametrize("block", range(4))
def test_the_dev_stack_converges_twenty_times(offline_project: Make, block: int) -> None:
    converge(offline_project, None, DEV_NAMES, range(1000 + 5 * block, 1005 + 5 * block))
