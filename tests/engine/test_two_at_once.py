"""Two runs at a time: two stacks on one offline Azure, and two engines on one stack."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from tests.engine.campaign import documents
from tests.engine.test_run_ends import until

from azure_offline.testing.project import OfflineProject

pytestmark = [pytest.mark.engine, pytest.mark.prove]

Make = Callable[..., OfflineProject]

CONFLICTS = {"AnotherOperationInProgress", "ReferencedResourceNotProvisioned"}
PROGRAM = (Path(__file__).parent / "recovery_program.py").read_text()


def two_at_once(make: Make, tmp_path: Path, turns: range) -> None:
    """Each stack has a group of its own; nothing of either may be missing, and no error may come of the other.

    Every other turn Azure's conflicts are on. The two ends of a peering are then written at once, and what Azure
    refuses of that the stack would meet alone as well: only such refusals are let pass, and `up` is run again.
    """
    programs = {name: PROGRAM.replace('"rg"', f'"rg-{name}"') for name in ("left", "right")}
    alone = {name: make(program, folder=f"{name}-alone", name=name) for name, program in programs.items()}
    wanted = []
    for project in alone.values():
        project.up()
        wanted += [one for one in documents(project) if "/resourceGroups/rg-" in one["id"]]
    for turn in turns:
        shared = {"AZURE_OFFLINE_HOME": str(tmp_path / f"shared-{turn}"), "AZURE_OFFLINE_CONFLICTS": str(turn % 2)}
        projects = [
            make(program, folder=f"{name}-{turn}", name=name, variables=shared) for name, program in programs.items()
        ]
        with ThreadPoolExecutor() as pool:
            list(pool.map(partial(up_until_done, conflicts=turn % 2 == 1), projects))
        found = [one for one in documents(projects[0]) if "/resourceGroups/rg-" in one["id"]]
        assert sorted(found, key=lambda one: str(one["id"])) == sorted(wanted, key=lambda one: str(one["id"]))


def up_until_done(project: OfflineProject, *, conflicts: bool) -> None:
    """Run `up`, again where Azure's own conflicts stopped it; nothing else may."""
    for _ in range(4):
        run = project.up(check=False)
        codes = set(re.findall(r'Code="(\w+)"', run.output))
        assert codes <= (CONFLICTS if conflicts else set()), run.output
        if run.code == 0:
            return
        assert codes, run.output
    raise AssertionError(run.output)


def test_two_stacks_on_one_azure_lose_nothing(offline_project: Make, tmp_path: Path) -> None:
    two_at_once(offline_project, tmp_path, range(2))


@pytest.mark.prove
def test_two_stacks_on_one_azure_lose_nothing_twenty_times(offline_project: Make, tmp_path: Path) -> None:
    two_at_once(offline_project, tmp_path, range(20))


GATE = """
import time
from pathlib import Path

Path("started").touch()
while not Path("go").exists():
    time.sleep(0.02)
"""


def test_two_engines_on_one_stack_meet_pulumis_lock(offline_project: Make) -> None:
    project = offline_project(PROGRAM.removesuffix("main()\n") + GATE + "main()\n")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(project.up)
        try:
            assert until((project.directory / "started").exists, 60)
            second = project.up(check=False)
        finally:
            (project.directory / "go").touch()
        assert first.result().code == 0
    assert second.code != 0
    assert "the stack is currently locked by 1 lock(s)" in second.output
    project.preview("--expect-no-changes")
