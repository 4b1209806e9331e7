"""The rules as Pulumi policies: with `host`, the only place that knows `pulumi_policy`.

A rule over one document becomes a `ResourceValidationPolicy`, which stops its resource before it is created; a rule
over relations becomes a `StackValidationPolicy`. Two policies are added: `undecided` tells what could not be decided,
`exemptions` what is wrong with the exemptions.

The engine hands no source positions to analyzers (`AnalyzerResource` has no such field), so findings name resource and
path only; `hubspoke check` on a preview's JSON has file and line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from hubspoke_network.core import Finding, terminal
from hubspoke_policies.adapter.session import Session, provider_subscription, shared_analysis, shared_resource
from hubspoke_policies.adapter.snapshot import PulumiResource
from hubspoke_policies.base import Analysis, AnyRule, Level, RuleSettings, config_properties, default_settings

UNDECIDED = "undecided"


def policies(
    rules: Sequence[AnyRule],
    settings: Mapping[str, RuleSettings] | None = None,
    *,
    today: date | None = None,
    session: Session | None = None,
) -> list[Policy]:
    """The rules as policies for a `PolicyPack`, each at its own level, in the order given.

    `settings` by rule id go over the rules' defaults; `today` is the day exemptions are compared with.
    """
    shared = session or new_session(rules, settings, today=today)
    made: list[Policy] = [_policy(rule, shared) for rule in rules]
    return [_inputs_policy(shared), *made, *_closing_policies(shared)]


def new_session(
    rules: Sequence[AnyRule], settings: Mapping[str, RuleSettings] | None = None, *, today: date | None = None
) -> Session:
    """The shared state behind `policies`, for a host that feeds it itself."""
    given = settings or {}
    complete = {rule.id: given.get(rule.id) or default_settings(rule) for rule in rules}
    return Session(rules, complete, today or date.today())


def message(finding: Finding) -> str:
    """A finding as the engine shows it below the policy's title."""
    name = finding.resource.rpartition("::")[2]
    return terminal(finding.said(" ".join(part for part in (name, finding.path) if part)))


def _policy(rule: AnyRule, session: Session) -> Policy:
    common: dict[str, Any] = {
        "name": rule.id,
        "description": rule.title,
        "enforcement_level": level_of(session.settings[rule.id].level),
        "config_schema": PolicyConfigSchema(config_properties(rule)),
        "display_name": rule.title,
        "severity": Severity(rule.severity),
        "tags": [rule.category, rule.scope],
        "remediation_steps": rule.remediation,
        "url": rule.links[0],
    }
    if rule.scope == "document":
        return ResourceValidationPolicy(validate=_resource_check(rule, session), **common)
    return StackValidationPolicy(validate=_stack_check(rule, session), **common)


def _resource_check(rule: AnyRule, session: Session) -> Any:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if not session.asks(rule, args.resource_type):
            return
        seen = shared_resource() or _seen_resource(args, session)
        found, reason = session.judge_resource(rule, seen, args.get_config())
        for finding in found:
            report(message(finding), None)
        if reason is not None:
            args.not_applicable(terminal(reason))

    return validate


def _stack_check(rule: AnyRule, session: Session) -> Any:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        analysis = shared_analysis() or _analysis(args, session)
        found, reason = session.judge_stack(rule, analysis, args.get_config())
        _report(found, report)
        if reason is not None:
            args.not_applicable(terminal(reason))

    return validate


def _report(found: Sequence[Finding], report: ReportViolation) -> None:
    for finding in found:
        report(message(finding), finding.resource if finding.resource.startswith("urn:") else None)


def _inputs_policy(session: Session) -> Policy:
    """Keeps the inputs of every resource for the stack analysis; reports nothing."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:  # noqa: ARG001 (the SDK's signature)
        if shared_resource() is None and session.wants(args.resource_type):
            inputs = args.props
            session.remember(args.urn, lambda: inputs)

    return ResourceValidationPolicy(
        name="inputs",
        description="Keeps what the program wrote, for the policies that look at the whole stack; reports nothing",
        validate=validate,
        enforcement_level=EnforcementLevel.ADVISORY,
    )


def _closing_policies(session: Session) -> list[Policy]:
    def undecided(args: StackValidationArgs, report: ReportViolation) -> None:  # noqa: ARG001 (the SDK's signature)
        for finding in session.undecided():
            report(f"{finding.rule}: {message(finding)}", finding.resource or None)

    def exemptions(args: StackValidationArgs, report: ReportViolation) -> None:  # noqa: ARG001 (the SDK's signature)
        for finding in session.stale():
            report(message(finding), None)

    return [
        StackValidationPolicy(
            name=UNDECIDED,
            description="What could not be decided yet; it is not a pass",
            validate=undecided,
            enforcement_level=EnforcementLevel.ADVISORY,
        ),
        StackValidationPolicy(
            name="exemptions",
            description="Exemptions that expired or exempt nothing",
            validate=exemptions,
            enforcement_level=EnforcementLevel.ADVISORY,
        ),
    ]


def level_of(level: Level) -> EnforcementLevel:
    """A level in the SDK's own words."""
    return EnforcementLevel(level)


def _seen_resource(args: ResourceValidationArgs, session: Session) -> PulumiResource:
    provider = session.plain(args.provider.props) if args.provider is not None else {}
    return PulumiResource(
        args.urn, args.resource_type, session.plain(args.props), subscription=provider_subscription(provider)
    )


def _analysis(args: StackValidationArgs, session: Session) -> Analysis:
    return session.analysis(
        [
            session.complete(_seen_in_stack(resource, session))
            for resource in args.resources
            if session.wants(resource.resource_type)
        ]
    )


def _seen_in_stack(resource: PolicyResource, session: Session) -> PulumiResource:
    candidates = {key: tuple(d.urn for d in deps) for key, deps in resource.property_dependencies.items()}
    provider = session.plain(resource.provider.props) if resource.provider is not None else {}
    return PulumiResource(
        resource.urn,
        resource.resource_type,
        session.plain(resource.props, candidates),
        candidates,
        provider_subscription(provider),
    )
