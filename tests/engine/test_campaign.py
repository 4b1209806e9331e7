"""Disturbed runs converge to what an undisturbed run leaves: in Azure and in Pulumi's state."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engine.campaign import Story, disturb, documents, draw_faults, state
from tests.engine.conftest import make_project
from tests.engine.warm_python import warm_python

from azure_offline.faults.planned import KINDS
from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[[str | None, str], OfflineProject]

PROGRAM = (Path(__file__).parent / "campaign_program.py").read_text()
DEV_NAMES = ["vnet-*", "rt-*", "nsg-*", "*peer*", "rg-*", "GatewaySubnet", "web", "er-*", "*"]
NAMES = ["rg", "hub", "spoke", "nsg", "app", "to-*", "to-hub", "*"]


@contextmanager
def projects(temporary: pytest.TempPathFactory, *modules: str) -> Iterator[Make]:
    """Makes projects whose programs need not import these modules each time."""
    root = temporary.mktemp("campaign")
    with warm_python(temporary.mktemp("warm"), *modules) as environment:

        def make(program: str | None, folder: str) -> OfflineProject:
            project = make_project(root, program, folder=folder)
            file = project.directory / "Pulumi.yaml"
            settings = yaml.safe_load(file.read_text())
            settings["runtime"] = {"name": "python", "options": {"virtualenv": str(environment)}}
            file.write_text(yaml.safe_dump(settings))
            return project

        yield make


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, engine_path: Path) -> Iterator[Callable[[int], None]]:
    """Disturbs the small stack by a seed."""
    with projects(tmp_path_factory, "pulumi") as make:
        wanted = calm(make(PROGRAM, "calm"))
        yield lambda seed: converges(make(PROGRAM, f"small-{seed}"), seed, NAMES, wanted)


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory, engine_path: Path) -> Iterator[Callable[[int], None]]:
    """Disturbs the dev stack of this repository by a seed."""
    with projects(tmp_path_factory, "pulumi", "hubspoke.estate.component") as make:
        wanted = calm(make(None, "calm"))
        yield lambda seed: converges(make(None, f"dev-{seed}"), seed, DEV_NAMES, wanted)


def calm(project: OfflineProject) -> tuple[Any, Any]:
    project.up()
    return documents(project), state(project)


def converges(project: OfflineProject, seed: int, names: list[str], wanted: tuple[Any, Any]) -> None:
    """Disturb a program by a seed; it has to end with the documents and the state of an undisturbed run."""
    story = disturb(project, seed, names)
    note(story, project)
    told = "\n".join([str(story), *story.outputs])
    assert story.converged, told
    assert differences(documents(project), wanted[0]) == [], told
    assert differences(state(project), wanted[1]) == [], told
    if seed % 20 == 0:  # equal states make equal previews: a look at some is enough
        project.preview("--expect-no-changes")
    shutil.rmtree(project.directory)


def differences(found: Any, wanted: Any, path: str = "") -> list[str]:
    """Where two documents differ."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        pairs = [(f"{path}.{key}", found.get(key), wanted.get(key)) for key in sorted({**found, **wanted})]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [(f"{path}[{index}]", *both) for index, both in enumerate(zip(found, wanted, strict=True))]
    else:
        return [] if found == wanted else [f"{path}: {found} and not {wanted}"]
    return [told for name, left, right in pairs for told in differences(left, right, name)]


def note(story: Story, project: OfflineProject) -> None:
    """Keep the story for the table in the documentation, where HUBSPOKE_CAMPAIGN_LOG names a file."""
    log = os.environ.get("HUBSPOKE_CAMPAIGN_LOG")
    if log:
        told = {key: value for key, value in vars(story).items() if key != "outputs"}
        line = json.dumps({"stack": "dev" if (project.directory / "stacks").exists() else "small", **told})
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


FEW = (1, 2, 3, 4, 6, 8, 10, 14, 15, 21)
"""Seeds that draw one fault or two, and all kinds among them; the others take too long for `make test`."""


def test_the_few_seeds_draw_every_kind_of_fault() -> None:
    drawn = [draw_faults(seed, NAMES) for seed in FEW]
    assert max(map(len, drawn)) <= 2
    assert {fault.kind for faults in drawn for fault in faults} == set(KINDS)


@pytest.mark.parametrize("seed", FEW)
def test_a_small_stack_converges_whatever_happens(small: Callable[[int], None], seed: int) -> None:
    small(seed)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_the_dev_stack_converges_two_hundred_times(dev: Callable[[int], None], seed: int) -> None:
    dev(seed)
