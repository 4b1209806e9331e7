"""Disturbed runs converge to what an undisturbed run leaves: in Azure and in Pulumi's state."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engine.campaign import Story, disturb, documents, state
from tests.engine.conftest import make_project
from tests.engine.warm_python import warm_python

from azure_offline.offline_project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

PROGRAM = (Path(__file__).parent / "recovery_program.py").read_text()
DEV_NAMES = ["vnet-*", "rt-*", "nsg-*", "*peer*", "rg-*", "GatewaySubnet", "web", "er-*", "*"]
NAMES = ["rg", "hub", "red-*", "blue-*", "*-vnet", "*-nsg", "*-rt", "app", "*-spoke", "red-hub"]


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory, engine_path: Path) -> Iterator[Make]:
    """Makes projects whose programs need not import the SDK each time."""
    root = tmp_path_factory.mktemp("campaign")
    with warm_python(tmp_path_factory.mktemp("warm")) as environment:

        def make(program: str | None, folder: str) -> OfflineProject:
            project = make_project(root, program, folder=folder)
            file = project.directory / "Pulumi.yaml"
            settings = yaml.safe_load(file.read_text())
            settings["runtime"] = {"name": "python", "options": {"virtualenv": str(environment)}}
            file.write_text(yaml.safe_dump(settings))
            return project

        yield make


@pytest.fixture(scope="session")
def calm_small(warm: Make) -> tuple[Any, Any]:
    """What the small stack leaves undisturbed: Azure's documents and Pulumi's state."""
    return calm(warm(PROGRAM, folder="calm-small"))


@pytest.fixture(scope="session")
def calm_dev(warm: Make) -> tuple[Any, Any]:
    """The same of the dev stack of this repository."""
    return calm(warm(None, folder="calm-dev"))


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
    if seed % 10 == 0:  # equal states make equal previews: a look at some is enough
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


@pytest.mark.parametrize("seed", range(10))
def test_a_small_stack_converges_whatever_happens(warm: Make, calm_small: tuple[Any, Any], seed: int) -> None:
    converges(warm(PROGRAM, folder=f"small-{seed}"), seed, NAMES, calm_small)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_the_dev_stack_converges_two_hundred_times(warm: Make, calm_dev: tuple[Any, Any], seed: int) -> None:
    converges(warm(None, folder=f"dev-{seed}"), seed, DEV_NAMES, calm_dev)
