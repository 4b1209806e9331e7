"""Every case of every rule, through the SDK's analyzer and ours, in every spelling."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from tests.policies.policy_cases import Case
from tests.policies.policy_resources import rule as security_rule
from tests.policies.policy_spellings import spellings
from tests.policies.policy_support import Program, configure, new_analyzer, resource_request, run, violations
from tests.policies.programs_groups import placed

from hubspoke_network.azure.type_names import CIRCUIT, CIRCUIT_PEERING, FILTER_RULE, GATEWAY, ROUTE, SUBNET
from hubspoke_network.azure.type_names import RULE as SECURITY_RULE
from hubspoke_network.model.resource_index import INLINE_CHILDREN
from hubspoke_policies.adapter.snapshot import wanted_token
from hubspoke_policies.adapter.values import Reader
from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.sets.registry import RULES

CASES: dict[str, list[Case]] = {
    rule.id: import_module(f"tests.policies.cases_{rule.id.replace('-', '_')}").CASES[rule.id] for rule in RULES
}
"""Every rule's cases: they are in one file, named as the rule."""
RULE_BY_ID = {rule.id: rule for rule in RULES}
EVERY = [
    pytest.param(RULE_BY_ID[rule_id], case, id=f"{rule_id}: {case.name}")
    for rule_id, cases in CASES.items()
    for case in cases
]


def judged(rule: AnyRule, program: Program, case: Case, *, ours: bool) -> tuple[list[Any], list[Any], bool]:
    """Violations and undecided findings as (resource, message), and whether the rule said it does not apply."""
    analyzer = new_analyzer([rule], ours=ours)
    if case.config:
        configure(analyzer, {rule.id: case.config}, [rule])
    responses = run(analyzer, program)
    told = violations(responses.diagnostics, rule)
    rest = [v for v in violations(responses.diagnostics) if v not in told]
    assert {level for level, _, _ in told} <= {rule.level if not case.config else "mandatory"}
    assert {level for level, _, _ in rest} <= {"advisory"}
    assert not any("can't run policy" in d.message for d in responses.diagnostics)
    prefix = f"{rule.id}: undecided: "
    undecided = [(name, message.removeprefix(prefix)) for _, name, message in rest]
    named = [(name or message.partition(" ")[0].rstrip(":"), message) for _, name, message in told]
    return sorted(named), sorted(undecided), rule.id in responses.not_applicable


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "sdk"])
@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_case(rule: AnyRule, case: Case, ours: bool) -> None:
    told, undecided, not_applicable = judged(rule, case.program, case, ours=ours)
    assert told == sorted(case.violations)
    assert undecided == sorted(case.undecided)
    if rule.scope == "relation":
        assert not_applicable == case.not_applicable
    elif case.not_applicable:  # of other resources it may apply, and where there is none it is not asked at all
        assert not_applicable or not any(map(wanted_token(rule.holders), (r.token for r in case.program)))


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_other_spellings(rule: AnyRule, case: Case) -> None:
    for spelling in spellings(case):
        told, undecided, _ = judged(rule, spelling.program, case, ours=True)
        assert spelling.owned(names(told)) == spelling.owned(names(case.violations)), spelling.name
        assert spelling.owned(names(undecided)) == spelling.owned(names(case.undecided)), spelling.name


def names(found: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, _ in found]


def test_every_rule_has_every_kind_of_case() -> None:
    for rule in RULES:
        cases = CASES.get(rule.id, [])
        kinds = {
            "good": any(not (c.violations or c.undecided or c.not_applicable) for c in cases),
            "bad": any(c.violations for c in cases),
            "unknown": any(c.undecided for c in cases),
            "not applicable": any(c.not_applicable for c in cases),
        }
        assert kinds == dict.fromkeys(kinds, True), rule.id


MANY = {SUBNET, SECURITY_RULE}
"""Types whose prefixes or ports have a field for one and a field for many."""

WORDED = {GATEWAY, SECURITY_RULE, ROUTE, CIRCUIT, CIRCUIT_PEERING, FILTER_RULE}
"""Types with words that Azure compares without case."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_tried_in_every_spelling_that_it_can_meet(rule: AnyRule) -> None:
    tried = {spelling.name for case in CASES[rule.id] for spelling in spellings(case)}
    read = set(rule.reads)
    assert tried >= {"api-version in the type", "references by id"}
    if rule.scope == "relation":
        assert tried >= {"references in upper case", "references in lower case", "names known"}
    if read & WORDED:
        assert tried >= {"words in upper case", "words in lower case"}
    if read & MANY:
        assert tried & {"plural fields", "singular fields"}
    if any(arm.rpartition("/")[0] in INLINE_CHILDREN for arm in read):
        assert tried & {"inline", "separate"}


def test_every_number_reaches_a_rule_as_a_float_and_is_whole_there() -> None:
    program = placed(security_rule("in", 100))
    holder = next(resource for resource in program if "securityRules" in resource.inputs)
    sent = MessageToDict(resource_request(holder).properties)["securityRules"][0]["priority"]
    assert (sent, type(sent)) == (100.0, float)
    read = Reader({}, set()).properties({"priority": sent})["priority"]
    assert (read, type(read)) == (100, int)
