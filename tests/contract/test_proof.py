"""The table of `make prove`, from reports of tests."""

from typing import Any

import pytest
from tests.proof import Line, lines_of, table


def report(node: str, when: Any = "call", outcome: Any = "passed", *words: str, **more: Any) -> pytest.TestReport:
    return pytest.TestReport(node, ("", 0, ""), dict.fromkeys(words, 1), outcome, None, when, duration=2.0, **more)


HERE = "tests/contract/test_proof.py"


def test_only_files_with_something_to_prove_have_a_line() -> None:
    reports = [
        report("tests/a.py::quick"),
        report(f"{HERE}::quick"),
        report(f"{HERE}::many", "setup", "passed", "prove"),
        report(f"{HERE}::many", "call", "passed", "prove", user_properties=[("cases", 2000)]),
        report(f"{HERE}::broken", "call", "failed", "prove"),
    ]

    assert lines_of(reports) == [Line(HERE, passed=2, failed=1, cases=2001, seconds=8.0)]


def test_the_page_tells_what_how_many_and_how_it_went() -> None:
    lines = [Line(HERE, passed=3, cases=4321, seconds=61.4), Line(HERE, passed=1, failed=2, cases=1, seconds=0.2)]

    text = table(lines, Line("", passed=4, failed=2), 3601.0, "2026-11-26")

    assert "4 tests passed, 2 failed, in 60 minutes." in text
    what = f"The table of `make prove`, from reports of tests (`{HERE}`)"
    assert text.splitlines()[-2:] == [f"| {what} | 4,321 | all | 61 |", f"| {what} | 1 | 2 failed | 0 |"]
