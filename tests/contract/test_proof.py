"""The table of `make prove`, from reports of tests."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.proof import Line, lines_of, page, row, rows_of

pytestmark = pytest.mark.slow


def report(node: str, when: Any = "call", outcome: Any = "passed", *words: str, **more: Any) -> pytest.TestReport:
    return pytest.TestReport(node, ("", 0, ""), dict.fromkeys(words, 1), outcome, None, when, duration=2.0, **more)


HERE = "tests/contract/test_proof.py"
WHAT = f"The table of `make prove`, from reports of tests (`{HERE}`)"


def test_only_files_with_something_to_prove_have_a_line() -> None:
    reports = [
        report("tests/a.py::quick"),
        report(f"{HERE}::quick"),
        report(f"{HERE}::many", "setup", "passed", "prove"),
        report(f"{HERE}::many", "call", "passed", "prove", user_properties=[("cases", 2000)]),
        report(f"{HERE}::broken", "call", "failed", "prove"),
    ]

    assert lines_of(reports) == [Line(HERE, passed=2, failed=1, cases=2001, seconds=8.0)]


def test_a_row_tells_what_how_many_and_how_it_went() -> None:
    went = row(Line(HERE, passed=3, cases=4321, seconds=61.4), "2026-11-26")
    broke = row(Line(HERE, passed=1, failed=2, cases=1, seconds=0.2), "2026-11-26")

    assert went == f"| {WHAT} | 4,321 | all | 61 | 2026-11-26 |"
    assert broke == f"| {WHAT} | 1 | 2 failed | 0 | 2026-11-26 |"


def test_rows_of_earlier_runs_stay_as_long_as_their_file() -> None:
    mine = row(Line(HERE, passed=1, cases=1), "2026-11-25")
    gone = mine.replace(HERE, "tests/gone.py")
    text = page({HERE: mine, "tests/gone.py": gone})

    assert rows_of(text) == {HERE: mine}
    assert gone in text


def test_the_recipe_is_understood_without_naming_files() -> None:
    """Apart from its option, a file's name would be taken for the tests to run, and these hooks would not be loaded."""
    root = Path(__file__).parents[2]
    options = re.findall(r"\$\(PYTEST\) (--proof.*?) \$\(ONLY\)", (root / "Makefile").read_text("utf-8"))
    assert len(options) == 1

    command = [sys.executable, "-m", "pytest", *options[0].split(), "--help"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    assert (done.returncode, done.stderr, "  --proof=" in done.stdout) == (0, "", True)
