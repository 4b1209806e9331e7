"""The table of `make prove`: what was held against how many cases, with date and machine (`--proof FILE`).

A run of some files renews their lines and leaves the others as they were, each with the date of its own run.
"""

import platform
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
CASES = "cases"
"""Name of a test's property that says how many cases it holds; set by `@pytest.mark.prove(cases=2000)`."""

_ROW = re.compile(r"\| .*\(`(?P<file>tests/[^`]+)`\) \|.*\|")


@dataclass
class Line:
    """One file of tests: what it shows, and how that went."""

    file: str
    passed: int = 0
    failed: int = 0
    cases: int = 0
    seconds: float = 0.0


def lines_of(reports: Iterable[pytest.TestReport]) -> list[Line]:
    """A line for each file with tests that only `make prove` runs; its quicker tests are counted in."""
    found: dict[str, Line] = {}
    proving: dict[str, bool] = defaultdict(bool)
    for report in reports:
        file = report.nodeid.partition("::")[0]
        line = found.setdefault(file, Line(file))
        proving[file] |= "prove" in report.keywords
        line.seconds += report.duration
        line.failed += report.outcome == "failed"
        if report.when == "call" and report.outcome == "passed":
            line.passed += 1
            line.cases += next((int(str(value)) for name, value in report.user_properties if name == CASES), 1)
    return [found[file] for file in sorted(found) if proving[file]]


def rows_of(page: str) -> dict[str, str]:
    """The rows of a table that was written before, by file; those of files that are gone are dropped."""
    matches = [(match["file"], row) for row in page.splitlines() if (match := _ROW.fullmatch(row))]
    return {file: row for file, row in matches if (ROOT.parent / file).is_file()}


def row(line: Line, date: str) -> str:
    """A line's row."""
    went = f"{line.failed} failed" if line.failed else "all"
    return f"| {_said(line.file)} | {line.cases:,} | {went} | {line.seconds:,.0f} | {date} |"


def page(rows: Mapping[str, str]) -> str:
    """The whole page."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# What was proved",
            "",
            "Written by `make prove`, which runs every test there is, campaigns included. A line is a file of tests",
            "with more in it than `make test` runs; cases are its tests, or what those say they hold. Seconds are",
            f"those of the tests themselves, on two cores ({machine}).",
            "",
            "| what | cases | went | seconds | on |",
            "| --- | ---: | --- | ---: | --- |",
            *(rows[file] for file in sorted(rows)),
            "",
        ]
    )


def _said(file: str) -> str:
    """The first line of a test file's docstring, and where it lies."""
    text = (ROOT.parent / file).read_text(encoding="utf-8")
    first = text.removeprefix('"""').partition("\n")[0].removesuffix('"""').strip().rstrip(".")
    return f"{first} (`{file}`)".replace("|", "\\|")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--proof FILE`."""
    parser.addoption("--proof", metavar="FILE", help="renew the table of what was proved")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table, once, where the tests are counted."""
    given = config.getoption("--proof")
    if not given or hasattr(config, "workerinput"):
        return
    target = Path(given)
    reports = [r for kind in ("passed", "failed", "error", "") for r in terminalreporter.getreports(kind)]
    lines = lines_of(report for report in reports if isinstance(report, pytest.TestReport))
    date = datetime.now(UTC).date().isoformat()
    before = rows_of(target.read_text(encoding="utf-8")) if target.is_file() else {}
    target.write_text(page(before | {line.file: row(line, date) for line in lines}), encoding="utf-8")
