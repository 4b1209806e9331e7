"""Set-up: what is pinned, and what the long steps of the Makefile say."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
QUIETLY = str(REPOSITORY / ".ci" / "quietly")
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]

WITH_A_WARNING = """\
Previewing update (dev):
@ previewing update....
 +  azure-native:network:Subnet web create
Resources:
    + 1 to create

Updating (dev):
Loading policy packs...: done
 +  azure-native:network:Subnet web creating (0s)
 +  azure-native:network:Subnet web created (0.01s)
    pulumi:pulumi:Stack hubspoke-dev
Diagnostics:
  azure-native:network:Subnet (web):
    warning: no security group

Policies:
    hubspoke@v0.1.0 (local: policies)

Outputs:
    shop: "on"

Resources:
    + 1 created
    60 unchanged

Duration: 5s
"""


def name_of(requirement: str) -> str:
    """A package's name in its normal form."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def pins(lock: str) -> dict[str, str]:
    """The version of each package in a lock file."""
    found = re.findall(r"^([\w.-]+)==(\S+)", (REPOSITORY / lock).read_text(), re.MULTILINE)
    return {name_of(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_every_package_to_a_hash_and_names_no_index(lock: str) -> None:
    text = (REPOSITORY / lock).read_text()
    entry = r"[\w.-]+==\S+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"

    rest = re.sub(entry, "", text).splitlines()

    assert [line for line in rest if line.strip() and not line.lstrip().startswith("#")] == []
    assert "://" not in text


def test_running_needs_no_tool_of_tests_and_both_lock_files_agree() -> None:
    running, everything = (pins(lock) for lock in LOCKS)
    tools = {name_of(requirement) for requirement in PROJECT["optional-dependencies"]["dev"]}

    assert {name_of(requirement) for requirement in PROJECT["dependencies"]} <= running.keys()
    assert tools & running.keys() == set()
    assert tools <= everything.keys()
    assert running.items() <= everything.items()


def test_pulumi_install_can_read_its_requirements() -> None:
    """Pip refuses a folder as soon as anything beside it has a hash."""
    text = (REPOSITORY / "requirements.txt").read_text()

    assert re.findall(r"^[^#\n].*", text, re.MULTILINE) == ["-e ."]


def test_a_step_says_what_it_does_and_shows_its_output_where_it_fails() -> None:
    fine = subprocess.run([QUIETLY, "Counting", "echo", "one"], capture_output=True, text=True, check=False)
    failed = subprocess.run(
        [QUIETLY, "Counting", "sh", "-c", "echo one; exit 3"], capture_output=True, text=True, check=False
    )

    assert (fine.returncode, fine.stdout) == (0, "")
    assert re.fullmatch(r"Counting \.\.\.\nCounting: done in \d+ s\n", fine.stderr)
    assert (failed.returncode, failed.stderr) == (3, "Counting ...\none\n")


def test_an_interrupted_step_waits_for_its_command_and_leaves_nothing_running(tmp_path: Path) -> None:
    """As Ctrl-C does it: the signal goes to all processes of the group."""
    os.mkfifo(tmp_path / "ready")
    program = "import signal\ntry:\n open('ready', 'w').close(); signal.pause()\nfinally: open('ended', 'w').close()"
    command = [QUIETLY, "Counting", sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True) as step:
        (tmp_path / "ready").read_text()
        os.killpg(step.pid, signal.SIGINT)
        try:
            # The pipe is at its end once nobody holds it any more, the clock of the step included.
            step.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(step.pid, signal.SIGKILL)
            raise

    assert (tmp_path / "ended").exists()
    assert step.returncode == 130


def test_the_outcome_of_a_run_keeps_changes_and_warnings() -> None:
    command = [QUIETLY, "-o", "Deploying", "printf", "%s", WITH_A_WARNING]

    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    first, _, rest = shown.partition("\n")
    assert first == " +  azure-native:network:Subnet web created (0.01s)"
    assert rest == WITH_A_WARNING.partition("    pulumi:pulumi:Stack hubspoke-dev\n")[2]


def test_a_run_that_changed_nothing_says_so() -> None:
    text = "Updating (dev):\nResources:\n    60 unchanged\n\nDuration: 5s\n"
    command = [QUIETLY, "-o", "Deploying", "printf", "%s", text]

    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert shown.splitlines()[-1] == "Nothing changed: 60 resources are as they were."
