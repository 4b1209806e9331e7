"""What the policies of a pack share during a run: the inputs seen, one model per analysis, what is yet to be told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from hubspoke_network.core import Finding, SpecError, Unknown
from hubspoke_network.model import build_model
from hubspoke_network.readers import default_subscription
from hubspoke_policies.adapter.snapshot import PulumiResource, read_resources, wanted_token, with_inputs
from hubspoke_policies.adapter.values import Reader
from hubspoke_policies.base import (
    Analysis,
    AnyRule,
    Judgement,
    RuleSettings,
    judge,
    read_settings,
    redacted,
    stale_exemptions,
)
from hubspoke_policies.reading import ALL

Inputs = Callable[[], Any]


class Session:
    """The state of one analyzer process.

    A stack analysis sees outputs, which lack what a resource's path is made of; the inputs of every resource were
    there before, in its own analysis, and are kept until then.
    """

    def __init__(self, rules: Sequence[AnyRule], settings: Mapping[str, RuleSettings], today: date) -> None:
        self.today = today
        self.settings = dict(settings)
        self._rules = rules
        self.secrets: set[str] = set()
        self._inputs: dict[str, Inputs] = {}
        self._found: dict[str, list[Finding]] = {}
        self._last: tuple[list[PulumiResource], Analysis] | None = None
        self._last_alone: tuple[PulumiResource, Analysis] | None = None
        self._configs: dict[str, Mapping[str, Any]] = {}
        self._untold: list[Finding] = []
        self._stale: list[Finding] = []
        documents = [rule for rule in rules if rule.scope == "document"]
        self._asks = {rule.id: wanted_token(rule.holders) for rule in documents}
        self.wants_document = wanted_token(arm for rule in documents for arm in rule.holders)
        relations = any(rule.scope == "relation" for rule in rules)
        self.wants = wanted_token(ALL if relations else [arm for rule in documents for arm in rule.holders])

    def asks(self, rule: AnyRule, token: str) -> bool:
        """Whether a rule is asked about resources of this Pulumi type."""
        return self._asks[rule.id](token)

    def plain(self, properties: Any, candidates: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
        """Properties taken apart, see `values.Reader`."""
        return Reader(candidates or {}, self.secrets).properties(properties)

    def remember(self, urn: str, inputs: Inputs) -> None:
        """Keep a way to the inputs of a resource; they are only taken apart if a stack analysis needs them."""
        self._inputs[urn] = inputs

    def complete(self, seen: PulumiResource) -> PulumiResource:
        """The resource of a stack analysis with the inputs that were seen for it."""
        remembered = self._inputs.get(seen.urn)
        return seen if remembered is None else with_inputs(seen, self.plain(remembered(), seen.candidates))

    def analysis(self, seen: list[PulumiResource]) -> Analysis:
        """The model of these resources; the one from before where they are the same."""
        seen = sorted(seen, key=lambda item: item.urn)  # the engine hands them over in any order
        if self._last is None or self._last[0] != seen:
            self._last = seen, _analysis_of(seen)
        return self._last[1]

    def _alone(self, seen: PulumiResource) -> Analysis:
        """A model of one resource by itself; several rules ask about the same one in turn."""
        if self._last_alone is None or self._last_alone[0] != seen:
            self._last_alone = seen, _analysis_of([seen], alone=True)
        return self._last_alone[1]

    def judge_resource(
        self, rule: AnyRule, seen: PulumiResource, config: Mapping[str, Any]
    ) -> tuple[list[Finding], str | None]:
        """What to report on one resource by a document rule, and why the rule does not apply to it, if so."""
        settings, problems = self._configured(rule, config)
        verdict = judge(rule, self._alone(seen), settings, self.today, whole=False)
        self._found.setdefault(rule.id, []).extend(
            (*verdict.findings, *verdict.undecided, *(finding for finding, _ in verdict.exempted))
        )
        return [*problems, *self._told(verdict, settings)], verdict.not_applicable

    def judge_stack(
        self, rule: AnyRule, analysis: Analysis, config: Mapping[str, Any]
    ) -> tuple[list[Finding], str | None]:
        """What to report on a stack by a relation rule, and why the rule does not apply, if so."""
        settings, problems = self._configured(rule, config)
        verdict = judge(rule, analysis, settings, self.today)
        return [*problems, *self._told(verdict, settings)], verdict.not_applicable

    def undecided(self) -> list[Finding]:
        """What was undecided and has not been told, once; forgotten afterwards."""
        untold, self._untold = self._untold, []
        return untold

    def stale(self) -> list[Finding]:
        """What is wrong with exemptions, once; forgotten afterwards."""
        for rule in self._rules:
            if rule.scope == "document":
                found = self._found.pop(rule.id, [])
                self._stale += stale_exemptions(rule, found, self.settings[rule.id], self.today)
        stale, self._stale = self._stale, []
        return stale

    def _told(self, verdict: Judgement, settings: RuleSettings) -> list[Finding]:
        blocking = verdict.blocking(settings)
        rest = [finding for finding in verdict.undecided if finding not in blocking]
        self._untold += [redacted(finding, self.secrets) for finding in rest]
        self._stale += verdict.stale
        return [redacted(finding, self.secrets) for finding in blocking]

    def _configured(self, rule: AnyRule, config: Mapping[str, Any]) -> tuple[RuleSettings, list[Finding]]:
        """The rule's settings with Pulumi's policy configuration over them; mistakes in it are findings."""
        settings = self.settings[rule.id]
        given = {key: value for key, value in config.items() if key != "enforcementLevel"}
        if not given or self._configs.get(rule.id) == given:
            return settings, []
        try:
            configured = read_settings(rule, _whole(given), settings)
        except SpecError as error:
            return settings, [_misconfigured(rule, error)]
        self.settings[rule.id] = configured
        self._configs[rule.id] = given
        return configured, []


_seen: ContextVar[PulumiResource | None] = ContextVar("seen", default=None)
_analysis: ContextVar[Analysis | None] = ContextVar("analysis", default=None)


@contextmanager
def sharing(*, seen: PulumiResource | None = None, analysis: Analysis | None = None) -> Iterator[None]:
    """While this is open, policies take the resource or the model from here and not from their arguments."""
    tokens = _seen.set(seen), _analysis.set(analysis)
    try:
        yield
    finally:
        _seen.reset(tokens[0])
        _analysis.reset(tokens[1])


def shared_resource() -> PulumiResource | None:
    """The resource under analysis, where a host has taken it apart already."""
    return _seen.get()


def shared_analysis() -> Analysis | None:
    """The model under analysis, where a host has built it already."""
    return _analysis.get()


def _analysis_of(seen: list[PulumiResource], *, alone: bool = False) -> Analysis:
    resources, unreadable = read_resources(seen, default_subscription(), alone=alone)
    return Analysis(build_model(resources), tuple(unreadable))


def provider_subscription(properties: Mapping[str, Any]) -> str | Unknown:
    """The subscription among a provider's properties; empty where it has none."""
    value = properties.get("subscriptionId", "")
    return value if isinstance(value, str | Unknown) else ""


def _misconfigured(rule: AnyRule, error: SpecError) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        resource="",
        path="",
        value="",
        message=f"the rule's configuration cannot be used, and its defaults were: {' '.join(str(error).split())}",
        instead="mend the policy configuration",
    )


def _whole(value: Any) -> Any:
    """Configuration with whole floats as ints, since it comes through the same protobuf as everything else."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return value
