"""Every case of every rule, through the SDK's analyzer and ours, in every spelling."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from policy_cases import Case
from policy_spellings import spellings
from policy_support import Program, configure, new_analyzer, run, violations

from hubspoke_policies.registry import RULES
from hubspoke_policies.rule import AnyRule

MODULES = [import_module(path.stem) for path in sorted(Path(__file__).parent.glob("cases_*.py"))]
CASES: dict[str, list[Case]] = {
    rule.id: [case for module in MODULES for case in module.CASES.get(rule.id, [])] for rule in RULES
}
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
