"""Reports of a check as SARIF 2.1.0, which code hosts and editors show beside the lines concerned.

A breach is a result of kind `fail`; its level is `error` where the rule is mandatory, else `warning`. What is undecided
is of kind `open`, which has no level. An exempted breach is suppressed, with the exemption's words. A result lies at
the file and line that the engine knows; without these at the input itself, and its resource is named in any case.
"""

import hashlib
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hubspoke_cli.outputs.check_output import resource_name

if TYPE_CHECKING:
    from hubspoke_cli.outputs.check_report import Report, Reported
    from hubspoke_network.core import Finding
    from hubspoke_policies.base import AnyRule, Exemption

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SECURITY_SEVERITY = {"critical": "9.5", "high": "8.0", "medium": "5.0", "low": "2.0"}
"""Severities as numbers, by the bands in which code hosts sort them."""

LEVELS = {"mandatory": "error", "advisory": "warning"}
EXEMPTIONS_RULE = {
    "id": "exemptions",
    "shortDescription": {"text": "Exemptions that expired or exempt nothing"},
    "defaultConfiguration": {"level": "warning"},
}


def sarif_log(reports: Sequence["Report"], rules: Sequence["AnyRule"]) -> dict[str, Any]:
    """The whole log: one run over all inputs."""
    descriptors = [*(_descriptor(rule) for rule in rules), EXEMPTIONS_RULE]
    index = {str(item["id"]): position for position, item in enumerate(descriptors)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "hubspoke", "version": version("hubspoke"), "rules": descriptors}},
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": _artifact(report.input)} for report in reports if report.input != "-"],
                "results": [result for report in reports for result in _results(report, index)],
            }
        ],
    }


def _descriptor(rule: "AnyRule") -> dict[str, Any]:
    level = "warning" if rule.level == "advisory" else "error"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": rule.remediation},
        "helpUri": rule.links[0],
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": [rule.category, rule.scope],
            "security-severity": SECURITY_SEVERITY[rule.severity],
        },
    }


def _results(report: "Report", index: dict[str, int]) -> Iterable[dict[str, Any]]:
    for told in report.findings:
        yield _result(report, told, index, "fail")
    for told in report.undecided:
        yield _result(report, told, index, "open")
    for told, exemption in report.exempted:
        kind = "open" if told.finding.undecided else "fail"
        yield {**_result(report, told, index, kind), "suppressions": [_suppression(exemption)]}


def _result(report: "Report", told: "Reported", index: dict[str, int], kind: str) -> dict[str, Any]:
    finding = told.finding
    mark = "undecided: " if finding.undecided else ""
    where = " ".join(part for part in (resource_name(finding.resource), finding.path) if part)
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": kind,
        "level": LEVELS[told.level] if kind == "fail" else "none",
        "message": {"text": f"{mark}{where}: {finding.sentence}; {finding.instead}"},
        "locations": [_location(report, finding)],
        "partialFingerprints": {"ruleResourcePath/v1": _fingerprint(finding)},
        "properties": {
            "severity": finding.severity,
            "level": told.level,
            "path": finding.path,
            "value": finding.value,
            "witness": finding.witness,
            "input": report.input,
        },
    }


def _location(report: "Report", finding: "Finding") -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [
            {
                "name": resource_name(finding.resource),
                "fullyQualifiedName": finding.resource,
                "kind": "resource",
            }
        ]
    }
    if finding.source is not None:
        location["physicalLocation"] = {
            "artifactLocation": _artifact(finding.source.file),
            "region": {"startLine": max(1, finding.source.line)},
        }
    elif report.input != "-":
        location["physicalLocation"] = {"artifactLocation": _artifact(report.input)}
    return location


def _artifact(path: str) -> dict[str, str]:
    file = PurePath(path)
    return {"uri": file.as_uri() if file.is_absolute() else quote(file.as_posix())}


def _suppression(exemption: "Exemption") -> dict[str, str]:
    words = f"{exemption.reason} ({exemption.owner}, until {exemption.expires})"
    return {"kind": "external", "status": "accepted", "justification": words}


def _fingerprint(finding: "Finding") -> str:
    """The same as long as the rule, the resource and the property are; values and lines may change."""
    text = "\0".join((finding.rule, finding.resource.lower(), finding.path))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
