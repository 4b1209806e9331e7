"""Every finding about a classic configuration and what runs in it."""

from hubspoke_network.core import Finding
from hubspoke_network.refusals.classic.address_checks import check_addresses
from hubspoke_network.refusals.classic.case import Case, Findings
from hubspoke_network.refusals.classic.gateway_checks import check_gateways
from hubspoke_network.refusals.classic.reference_checks import check_references
from hubspoke_network.refusals.classic.refusals import check_refusals

_SEVERITIES = ("critical", "high", "medium", "low")


def judge(case: Case) -> tuple[Finding, ...]:
    """What is wrong, or has to be known, in order of severity, rule and resource. The plan adds findings of its own."""
    findings = Findings(case.file)
    check_references(case, findings)
    check_addresses(case, findings)
    check_refusals(case, findings)
    check_gateways(case, findings)
    return in_order(findings.found)


def in_order(findings: "dict[Finding, None] | tuple[Finding, ...]") -> tuple[Finding, ...]:
    """Findings by severity (worst first), rule, resource and path."""
    return tuple(sorted(findings, key=lambda f: (_SEVERITIES.index(f.severity), f.rule, f.resource, f.path, f.value)))
