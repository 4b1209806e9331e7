"""The first page's commands, in a copy of the repository with the set-up done, against the output it shows."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.docs.blocks import blocks_of

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Every file of the repository as it is in the working tree, with its environment."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    return tmp_path


def make(folder: Path, target: str) -> str:
    """What `make TARGET` prints; it must succeed."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("MAKE", "PULUMI_"))}
    command = ["make", target, "STACK=dev"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def changed(folder: Path) -> str:
    """What git sees as changed or new."""
    status = subprocess.run(["git", "status", "--porcelain"], cwd=folder, capture_output=True, text=True, check=True)
    return "".join(line for line in status.stdout.splitlines(keepends=True) if not line.startswith("A  "))


def pattern(shown: str) -> str:
    """A regular expression for output as the page shows it: a line `...` stands for any lines."""
    parts = (r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + r"[ ]*\n" for line in shown.splitlines())
    return "".join(parts)


def test_make_up_prints_what_the_page_shows(copy: Path) -> None:
    page = blocks_of((ROOT / "README.md").read_text(), "README.md")
    shown = next(block.body for block in page if block.body.startswith("$ make up\n"))

    printed = make(copy, "up")

    assert re.search(pattern(shown.removeprefix("$ make up\n")), printed), printed
    assert changed(copy) == ""
    assert "unchanged" in make(copy, "up")
    assert "deleted" in make(copy, "down")
    assert changed(copy) == ""
