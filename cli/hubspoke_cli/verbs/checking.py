"""Runs rules over inputs: each input a network of its own, all of them in one process."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from hubspoke_cli.inputs import Mistakes
from hubspoke_cli.outputs import Report, Reported, worst_first
from hubspoke_network.core import Finding
from hubspoke_network.model import Facts, build_model
from hubspoke_network.readers import Reading, default_subscription, read_file
from hubspoke_policies.base import Analysis, AnyRule, Judgement, Level, RuleSettings, judge, stale_exemptions


def read_inputs(paths: Sequence[Path], mistakes: Mistakes) -> list[tuple[str, Reading]]:
    """Every input with its name; what cannot be read is added to `mistakes`."""
    subscription = default_subscription()
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


def _report(name: str, reading: Reading, verdicts: Sequence[Judgement], settings: Mapping[str, RuleSettings]) -> Report:
    findings, undecided, exempted = [], [], []
    for verdict in verdicts:
        own = settings[verdict.rule.id]
        findings += [Reported(finding, own.level) for finding in verdict.findings]
        open_level: Level = own.level if own.undecided == "mandatory" else "advisory"
        undecided += [Reported(finding, open_level) for finding in verdict.undecided]
        exempted += [(Reported(finding, own.level), exemption) for finding, exemption in verdict.exempted]
    return Report(
        name,
        tuple(sorted(findings, key=worst_first)),
        tuple(sorted(undecided, key=worst_first)),
        tuple(sorted(exempted, key=lambda pair: worst_first(pair[0]))),
        reading.notes,
        asked=sum(1 for verdict in verdicts if verdict.not_applicable is None),
        resources=len(reading.resources),
    )


def _all_of(verdict: Judgement) -> list[Finding]:
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
    stale: list[list[Reported]] = [[] for _ in reports]
    for rule in rules:
        everything = [finding for one in found for finding in one[rule.id]]
        for finding in stale_exemptions(rule, everything, settings[rule.id], today):
            stale[_concerned(finding, rule, found, settings)].append(Reported(finding, "advisory"))
    return [
        Report(
            report.input,
            tuple(sorted((*report.findings, *told), key=worst_first)),
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
