"""Reports of a check, made ready to be shown: in words, as JSON, as Markdown."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from hubspoke_cli.outputs.tables import Table, literal_table
from hubspoke_network.core import markdown, terminal

if TYPE_CHECKING:
    from hubspoke_cli.outputs.check_report import Report, Reported

COLOURS = {"critical": "red", "high": "red", "medium": "yellow", "low": "blue", "undecided": "magenta"}


def resource_name(resource: str) -> str:
    """A short name for people: type and logical name for a URN, the id as it is."""
    if not resource.startswith("urn:"):
        return resource
    parts = resource.split("::")
    if len(parts) < 4:
        return resource
    return f"{parts[2].rpartition('$')[2].rpartition(':')[2]} {'::'.join(parts[3:])}"


def report_json(report: "Report") -> dict[str, Any]:
    """One input's object. `message` says everything but what to write, which is `instead`."""
    return {
        "input": report.input,
        "findings": [_told_json(told) for told in report.findings],
        "undecided": [{**_told_json(told), "reason": told.finding.message} for told in report.undecided],
        "exempted": [
            {
                **_told_json(told),
                "exemption": {
                    "resource": exemption.resource,
                    "reason": exemption.reason,
                    "owner": exemption.owner,
                    "expires": exemption.expires.isoformat(),
                },
            }
            for told, exemption in report.exempted
        ],
        "notes": list(report.notes),
    }


def _told_json(told: "Reported") -> dict[str, Any]:
    finding = told.finding
    source = finding.source
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "level": told.level,
        "resource": finding.resource,
        "path": finding.path,
        "value": finding.value,
        "message": finding.sentence,
        "instead": finding.instead,
        "witness": finding.witness,
        "source": None if source is None else {"file": source.file, "line": source.line},
    }


def write_text_reports(reports: Sequence["Report"]) -> None:
    """Write the reports in words; with colours where a terminal reads them and NO_COLOR is not set."""
    colour = False if os.environ.get("NO_COLOR") else None
    for report in reports:
        typer.echo(terminal(f"{report.input}: {_summary(report)}"), color=colour)
        for told in report.findings:
            _write_told(told, told.finding.severity, colour)
        for told in report.undecided:
            _write_told(told, "undecided", colour)
        for told, exemption in report.exempted:
            typer.echo(
                terminal(
                    f"  exempted  {told.finding.rule}  {resource_name(told.finding.resource)} until "
                    f"{exemption.expires} ({exemption.owner}: {exemption.reason})"
                ),
                color=colour,
            )


def _write_told(told: "Reported", mark: str, colour: bool | None) -> None:
    finding = told.finding
    source = f", {finding.source}" if finding.source is not None else ""
    head = f"{finding.rule} ({told.level})  {resource_name(finding.resource)}{source}"
    path = f"{finding.path}: " if finding.path else ""
    styled = typer.style(mark, fg=COLOURS.get(mark), bold=True if mark == "critical" else None)
    typer.echo(f"  {styled}  {terminal(head)}", color=colour)
    typer.echo(f"    {terminal(path + finding.sentence)}", color=colour)
    typer.echo(f"    instead: {terminal(finding.instead)}", color=colour)


def _summary(report: "Report") -> str:
    counts = [
        _count(len(report.findings), "finding"),
        *([f"{len(report.undecided)} undecided"] if report.undecided else []),
        *([f"{len(report.exempted)} exempted"] if report.exempted else []),
    ]
    applied = f"{_count(report.asked, 'rule')} applied to {_count(report.resources, 'resource')}"
    return f"{', '.join(counts)} ({applied})"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def reports_markdown(reports: Sequence["Report"]) -> str:
    """The reports in Markdown: a table an input, fit for a comment on a change."""
    return "\n\n".join(block for report in reports for block in _markdown(report))


def _markdown(report: "Report") -> Iterable[str]:
    yield f"### {markdown(report.input)}"
    yield markdown(_summary(report))
    rows = [_row(told, told.finding.severity, told.level) for told in report.findings]
    rows += [_row(told, "undecided", told.level) for told in report.undecided]
    rows += [
        _row(told, "exempted", f"until {exemption.expires}, {exemption.owner}: {exemption.reason}")
        for told, exemption in report.exempted
    ]
    if rows:
        yield literal_table(Table("", ("", "rule", "level", "resource", "what", "instead"), tuple(rows)))


def _row(told: "Reported", mark: str, level: str) -> tuple[str, ...]:
    finding = told.finding
    source = f" ({finding.source})" if finding.source is not None else ""
    path = f"{finding.path}: " if finding.path else ""
    cells = (f"{resource_name(finding.resource)}{source}", f"{path}{finding.sentence}", finding.instead)
    return (mark, finding.rule, level, *cells)
