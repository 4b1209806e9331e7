"""The table of `make prove`: what was held against how many cases, with date and machine (`--proof FILE`)."""

import platform
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
CASES = "cases"
"""Name of a test's property that says how many cases it holds; set by `@pytest.mark.prove(cases=2000)`."""


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


def table(lines: Iterable[Line], whole: Line, wall: float, date: str) -> str:
    """The page."""
    rows = [f"| {_said(line.file)} | {line.cases:,} | {_went(line)} | {line.seconds:,.0f} |" for line in lines]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# What was proved",
            "",
            "Written by `make prove`, which runs every test there is, campaigns included. A line is a file of tests",
            "with more in it than `make test` runs; cases are its tests, or what those say they hold.",
            "",
            f"{date}, {machine}: {whole.passed:,} tests passed, {whole.failed} failed, in {wall / 60:.0f} minutes.",
            "",
            "| what | cases | went | seconds |",
            "| --- | ---: | --- | ---: |",
            *rows,
            "",
        ]
    )


def _said(file: str) -> str:
    """The first line of a test file's docstring, and where it lies."""
    text = (ROOT.parent / file).read_text(encoding="utf-8")
    first = text.removeprefix('"""').partition("\n")[0].removesuffix('"""').strip().rstrip(".")
    return f"{first} (`{file}`)".replace("|", "\\|")


def _went(line: Line) -> str:
    return f"{line.failed} failed" if line.failed else "all"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--proof FILE`."""
    parser.addoption("--proof", metavar="FILE", help="write the table of what was proved")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table, once, where the tests are counted."""
    target = config.getoption("--proof")
    if not target or hasattr(config, "workerinput"):
        return
    reports = [r for kind in ("passed", "failed", "error", "") for r in terminalreporter.getreports(kind)]
    tests = [report for report in reports if isinstance(report, pytest.TestReport)]
    whole = Line("", sum(r.when == "call" and r.passed for r in tests), sum(r.failed for r in tests))
    begun = min((report.start for report in tests), default=0.0)
    wall = max((report.stop for report in tests), default=0.0) - begun
    Path(target).write_text(table(lines_of(tests), whole, wall, datetime.now(UTC).date().isoformat()), encoding="utf-8")
