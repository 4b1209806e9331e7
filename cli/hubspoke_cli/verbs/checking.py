"""Runs rules over inputs: each input a network of its own, all of them in one process."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from hubspoke_cli.inputs.mistakes import Mistakes
from hubspoke_cli.outputs.reports import Report, Told
from hubspoke_network.core.findings import Finding
from hubspoke_network.model.facts import Facts
from hubspoke_network.model.network_model import build_model
from hubspoke_network.readers.files import Reading, read_file
from hubspoke_policies.rule import AnyRule, Level
from hubspoke_policies.settings import RuleSettings
from hubspoke_policies.verdicts import Analysis, Verdict, judge, stale_exemptions

SEVERITIES = ("critical", "high", "medium", "low")
"""Worst first: the order in which findings are told."""


def read_inputs(paths: Sequence[Path], mistakes: Mistakes) -> list[tuple[str, Reading]]:
    """Every input with its name; what cannot be read is added to `mistakes`."""
    subscription = os.environ.get("ARM_SUBSCRIPTION_ID", "") or os.environ.get("AZURE_SUBSCRIPTION_ID", "")
    readings = [(str(path), mistakes.gather(partial(read_file, path, subscription), None)) for path in paths]
    return [(name, reading) for name, reading in readings if reading is not None]


def check_inputs(
    readings: Iterable[tuple[str, Reading]],
    rules: Sequence[AnyRule],
    settings: Mapping[str, RuleSettings],
    facts: Facts,
    today: date,
) -> list[Report]:
    """A report for each input, in order.

    Exemptions are for all inputs together: one is told as useless only where it matches in none of them, and then in
    the first report; one that has expired is told where it would have matched.
    """
    reports: list[Report] = []
    found: list[dict[str, list[Finding]]] = []
    for name, reading in readings:
        analysis = Analysis(build_model(reading.resources, facts))
        verdicts = [judge(rule, analysis, settings[rule.id], today, whole=False) for rule in rules]
        reports.append(_report(name, reading, verdicts, settings))
        found.append({verdict.rule.id: _all_of(verdict) for verdict in verdicts})
    return _with_stale(reports, found, rules, settings, today)


def _report(name: str, reading: Reading, verdicts: Sequence[Verdict], settings: Mapping[str, RuleSettings]) -> Report:
    findings, undecided, exempted = [], [], []
    for verdict in verdicts:
        own = settings[verdict.rule.id]
        findings += [Told(finding, own.level) for finding in verdict.findings]
        open_level: Level = own.level if own.undecided == "mandatory" else "advisory"
        undecided += [Told(finding, open_level) for finding in verdict.undecided]
        exempted += [(Told(finding, own.level), exemption) for finding, exemption in verdict.exempted]
    return Report(
        name,
        tuple(sorted(findings, key=_order)),
        tuple(sorted(undecided, key=_order)),
        tuple(sorted(exempted, key=lambda pair: _order(pair[0]))),
        reading.notes,
        asked=sum(1 for verdict in verdicts if verdict.not_applicable is None),
        resources=len(reading.resources),
    )


def _all_of(verdict: Verdict) -> list[Finding]:
    return [*verdict.findings, *verdict.undecided, *(finding for finding, _ in verdict.exempted)]


def _with_stale(
    reports: list[Report],
    found: list[dict[str, list[Finding]]],
    rules: Sequence[AnyRule],
    settings: Mapping[str, RuleSettings],
    today: date,
) -> list[Report]:
    """The reports with what is wrong with the exemptions, which no single input shows."""
    if not reports:
        return reports
    stale: list[list[Told]] = [[] for _ in reports]
    for rule in rules:
        everything = [finding for one in found for finding in one[rule.id]]
        for finding in stale_exemptions(rule, everything, settings[rule.id], today):
            stale[_concerned(finding, rule, found, settings)].append(Told(finding, "advisory"))
    return [
        Report(
            report.input,
            tuple(sorted((*report.findings, *told), key=_order)),
            report.undecided,
            report.exempted,
            report.notes,
            report.asked,
            report.resources,
        )
        for report, told in zip(reports, stale, strict=True)
    ]


def _concerned(
    stale: Finding, rule: AnyRule, found: list[dict[str, list[Finding]]], settings: Mapping[str, RuleSettings]
) -> int:
    """The input to tell it in: the first where the exemption would have matched, else the first of all."""
    same = [exemption for exemption in settings[rule.id].exemptions if exemption.resource == stale.resource]
    return next(
        (
            index
            for index, one in enumerate(found)
            if any(exemption.matches(finding) for exemption in same for finding in one[rule.id])
        ),
        0,
    )


def _order(told: Told) -> tuple[int, str, str, str, str]:
    finding = told.finding
    return SEVERITIES.index(finding.severity), finding.rule, finding.resource, finding.path, finding.message
