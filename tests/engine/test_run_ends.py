"""Nothing of a run outlives it: not after Ctrl-C, not after SIGKILL, not when two runs go on at once."""

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

MARK = "HUBSPOKE_TEST_RUN"
LIMIT_SECONDS = 2.0

WAITS = """
import asyncio, subprocess
from pathlib import Path
import pulumi

async def main():
    options = pulumi.ResourceOptions(version="VERSION")
    inputs = {"resourceGroupName": "rg-app", "location": "westeurope"}
    group = pulumi.CustomResource("azure-native:resources:ResourceGroup", "group", inputs, options)
    await group.id.future()
    subprocess.Popen(["sleep", "600"])
    Path("started").write_text("yes")
    await asyncio.Event().wait()

pulumi.run(main)
""".replace("VERSION", version("pulumi-azure-native"))


def processes_of(mark: str) -> dict[int, str]:
    """Return the command lines of the running processes with this mark in their environment."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for folder in Path("/proc").iterdir():
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition, at most so many seconds; tell whether it came true."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.02)
    return True


@contextlib.contextmanager
def running(project: OfflineProject) -> Iterator["subprocess.Popen[str]"]:
    """Start an update whose program never ends, and wait until the program runs."""
    process = subprocess.Popen(
        project.command("up", "--yes", "--skip-preview", "--stack", project.stack),
        cwd=project.directory,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert until((project.directory / "started").exists, 60), process.communicate()[0]
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_killed_run_takes_everything_along_and_the_next_one_works(offline_project: Make, tmp_path: Path) -> None:
    mark = str(tmp_path)
    project = offline_project(WAITS, variables={MARK: mark})
    with running(project) as process:
        commands = " ".join(processes_of(mark).values())
        for part in ("azure_offline.host", "azure_offline.provider", "run_child.py program", "sleep 600"):
            assert part in commands

        process.send_signal(signal.SIGKILL)

        assert until(lambda: not processes_of(mark), LIMIT_SECONDS), processes_of(mark)
    (project.directory / "__main__.py").write_text("")
    assert "its lock is removed" in project.up().output
    assert [resource["type"] for resource in project.resources()] == ["pulumi:pulumi:Stack"]


def test_an_interrupted_run_ends_by_itself_and_says_so(offline_project: Make, tmp_path: Path) -> None:
    mark = str(tmp_path)
    project = offline_project(WAITS, variables={MARK: mark})
    with running(project) as process:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)

        assert process.returncode != 0
        assert "Traceback" not in output
        assert until(lambda: not processes_of(mark), LIMIT_SECONDS), processes_of(mark)
    assert project.run("stack", "export", "--stack", "dev").code == 0


def test_two_projects_run_side_by_side(offline_project: Make) -> None:
    program = "import pulumi\npulumi.export('name', pulumi.get_project())\n"
    projects = [offline_project(program, name=name, folder=name) for name in ("left", "right")]

    with ThreadPoolExecutor() as pool:
        list(pool.map(OfflineProject.up, projects))

    assert [project.outputs() for project in projects] == [{"name": "left"}, {"name": "right"}]
