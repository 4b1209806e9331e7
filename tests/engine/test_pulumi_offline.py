"""The command line, the language host and the processes of a run, with the real engine."""

from collections.abc import Callable

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

HELLO = """
import pulumi
pulumi.export("greeting", pulumi.Config().require("greeting"))
"""


def test_a_run_deploys_and_leaves_the_project_as_it_was(offline_project: Make) -> None:
    project = offline_project(HELLO, config={"demo:greeting": '"12:30"'})
    before = {path: path.read_text() for path in project.directory.iterdir()}

    project.up()

    assert project.outputs() == {"greeting": "12:30"}
    assert {path: path.read_text() for path in project.directory.iterdir() if path.is_file()} == before
    new = {path.name for path in project.directory.iterdir()} - {path.name for path in before}
    assert new - {"__pycache__"} == {".azure-offline"}, "Python keeps what it compiled where it may"
    assert (project.directory / ".azure-offline" / ".gitignore").read_text() == "*\n"
    assert project.preview("--expect-no-changes").code == 0


def test_exit_codes_pass_through(offline_project: Make) -> None:
    project = offline_project('import pulumi\nraise pulumi.RunError("no such plan")\n')

    run = project.up(check=False)

    assert run.code == 1
    assert "no such plan" in run.output
    assert "Traceback" not in run.output
    assert project.run("version").code == 0
