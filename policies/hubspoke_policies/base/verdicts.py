"""Runs rules over resources and says what came of it. Knows nothing of Pulumi: the command line uses it too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hubspoke_network.core import Finding
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base.rule import AnyRule, Context, NotApplicable, Outcome, Relation
from hubspoke_policies.base.settings import Exemption, RuleSettings

LISTS = {"routeFilterRules": "rules"}
"""Names of lists in documents, where these are not the child's segment in an id."""

EXEMPTIONS = "exemptions"
"""Rule id of what is wrong with the exemptions themselves."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A resource that could not be turned into a document: no rule that needs its type may pass over it."""

    urn: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A model, and what could not be read into it."""

    model: NetworkModel
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one rule.

    `findings` are breaches, `undecided` what could not be decided, `exempted` breaches with the exemption that lets
    them be, `stale` findings about exemptions that expired or exempt nothing. `not_applicable` is the reason where the
    rule had nothing to look at.
    """

    rule: AnyRule
    findings: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()
    exempted: tuple[tuple[Finding, Exemption], ...] = ()
    stale: tuple[Finding, ...] = ()
    not_applicable: str | None = None

    def blocking(self, settings: RuleSettings) -> tuple[Finding, ...]:
        """The findings reported at the rule's own level: breaches, and what is undecided where that is to block."""
        return (*self.findings, *(self.undecided if settings.undecided == "mandatory" else ()))


def judge(rule: AnyRule, analysis: Analysis, settings: RuleSettings, today: date, *, whole: bool = True) -> Judgement:
    """A rule's verdict on a network.

    `whole` says that nothing more is to come: then exemptions that exempt nothing are told.
    """
    model, context = analysis.model, rule.context(today, settings.options)
    subjects = [resource for arm in rule.types for resource in model.of_type(arm)]
    found, reasons = _ask(subjects, context, _asked(rule, model, context))
    wanted = {arm.lower() for arm in rule.reads}
    found += [_unread(rule, resource) for resource in analysis.unreadable if resource.type.lower() in wanted]
    found += [finding for arm in rule.types for finding in _hidden(arm, model, context)]
    if found:
        reasons = []
    elif not subjects:
        reasons = [f"there is no {' or '.join(arm.rpartition('/')[2] for arm in rule.types)}"]
    return _verdict(rule, found, reasons, settings, today, stale=whole)


def _hidden(arm: str, model: NetworkModel, context: Context[Any]) -> Iterable[Finding]:
    """Undecided findings for resources whose children of this type stand in their document and are not known."""
    parent_type, _, segment = arm.rpartition("/")
    for parent in model.of_type(parent_type):
        why = model.unknown_children(parent, segment)
        if why is not None:
            path = LISTS.get(segment, segment)
            yield context.undecided(parent, path, f"holds {path} of which nothing is known: {why.reason}")


def _asked(rule: AnyRule, model: NetworkModel, context: Context[Any]) -> Callable[[Resource], Outcome]:
    check = rule.check
    if isinstance(check, Relation):
        relation = check.check
        return lambda subject: relation(subject, model, context)
    document = check.check
    return lambda subject: document(subject, context)


def _ask(
    subjects: Iterable[Resource], context: Context[Any], check: Callable[[Resource], Outcome]
) -> tuple[list[Finding], list[str]]:
    """Every finding, and the reasons of subjects the rule does not apply to. A crash is a finding, never a pass."""
    found: list[Finding] = []
    reasons: list[str] = []
    asked = 0
    for subject in subjects:
        asked += 1
        try:
            outcome = check(subject)
            if isinstance(outcome, NotApplicable):
                reasons.append(outcome.reason)
            else:
                found += outcome
        except Exception as error:  # noqa: BLE001 (whatever a rule raises, the resource has not passed it)
            found.append(crash(context, subject, error))
    return found, reasons if len(reasons) == asked and not found else []


def crash(context: Context[Any], subject: Resource, error: Exception) -> Finding:
    """The finding that stands for a rule that failed on a resource."""
    return context.finding(
        subject,
        "",
        "",
        f"could not be checked: the rule {context.rule.id} itself failed ({type(error).__name__}: {error})",
        "report the failure with the resource's properties; until it is mended, exempt the resource with a reason",
    )


def _unread(rule: AnyRule, resource: Unreadable) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        resource=resource.urn,
        path="",
        value="",
        message=f"could not be read: {resource.reason}",
        instead="write properties as azure-native documents them, and names as text or from resources of the program",
        undecided=True,
    )


def _verdict(
    rule: AnyRule, found: list[Finding], reasons: list[str], settings: RuleSettings, today: date, *, stale: bool
) -> Judgement:
    valid = [exemption for exemption in settings.exemptions if exemption.expires >= today]
    let_be = [(finding, next((e for e in valid if e.matches(finding)), None)) for finding in found]
    kept = [finding for finding, exemption in let_be if exemption is None]
    return Judgement(
        rule,
        findings=tuple(finding for finding in kept if not finding.undecided),
        undecided=tuple(finding for finding in kept if finding.undecided),
        exempted=tuple((finding, exemption) for finding, exemption in let_be if exemption is not None),
        stale=tuple(stale_exemptions(rule, found, settings, today)) if stale else (),
        not_applicable=reasons[0] if reasons else None,
    )


def stale_exemptions(rule: AnyRule, found: Iterable[Finding], settings: RuleSettings, today: date) -> Iterable[Finding]:
    """A finding for every exemption that has expired, or that exempts none of what was found."""
    found = list(found)
    for exemption in settings.exemptions:
        expired = exemption.expires < today
        if not expired and any(exemption.matches(finding) for finding in found):
            continue
        yield Finding(
            rule=EXEMPTIONS,
            severity="medium",
            resource=exemption.resource,
            path=f"{rule.id}.exemptions",
            value=str(exemption.expires) if expired else exemption.resource,
            message=(
                f"has expired ({exemption.owner}: {exemption.reason})"
                if expired
                else f"exempts nothing: {rule.id} found nothing there ({exemption.owner}: {exemption.reason})"
            ),
            instead="mend the resource, or have the exemption renewed by its owner" if expired else "remove it",
        )


def redacted(finding: Finding, secrets: Iterable[str]) -> Finding:
    """The finding with the texts of secrets taken out of everything it shows."""
    long = sorted((secret for secret in secrets if len(secret) >= 4), key=len, reverse=True)
    short = {secret for secret in secrets if len(secret) < 4}

    def clean(text: str) -> str:
        if text in short:
            return "[secret]"
        for secret in long:
            text = text.replace(secret, "[secret]")
        return text

    return replace(
        finding,
        value=clean(finding.value),
        message=clean(finding.message),
        instead=clean(finding.instead),
        witness=clean(finding.witness),
    )
