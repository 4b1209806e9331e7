"""The examples in the rules' records: real programs, registered as at the preview of an empty stack."""

import pytest
from tests.policies.policy_preview import preview
from tests.policies.policy_support import analyze, violations

from hubspoke_policies.base.rule import AnyRule, Example
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.slow

GOOD = [pytest.param(rule, example, id=f"{rule.id}: {example.name}") for rule in RULES for example in rule.good]
BAD = [pytest.param(rule, example, id=f"{rule.id}: {example.name}") for rule in RULES for example in rule.bad]


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_good_example_passes(rule: AnyRule, example: Example) -> None:
    assert violations(analyze(preview(example.program), [rule])) == []


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_bad_example_is_stopped(rule: AnyRule, example: Example) -> None:
    program = preview(example.program)
    told = violations(analyze(program, [rule]), rule)
    assert {level for level, _, _ in told} == {rule.level}
    assert {name for _, name, message in told if name} | {m.split(" ")[0] for _, _, m in told} >= {example.breaks}
    assert all("failed" not in message for _, _, message in told)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_good_examples_pass_every_rule_about_form(rule: AnyRule) -> None:
    """Each rule has a good and a bad example, names its evidence and links to a page."""
    assert rule.good
    assert rule.bad
    assert all(example.breaks for example in rule.bad)
    assert rule.evidence
    assert all(link.startswith("https://") for link in rule.links)
    assert rule.links
    for text in (rule.what, rule.why, rule.remediation):
        assert len(text) > 20
