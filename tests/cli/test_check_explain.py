"""`hubspoke check --explain RULE`."""

import pytest
from tests.cli.check_support import hubspoke

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.sets.registry import RULES

Capsys = pytest.CaptureFixture[str]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_explains_itself(capsys: Capsys, rule: AnyRule) -> None:
    text = hubspoke(capsys, "check", "--explain", rule.id)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith(f"{rule.id}: {rule.title}\n")
    words = "".join(text.out.split())
    for part in (rule.what, rule.why, rule.good[0].program, rule.bad[0].program, rule.evidence, *rule.links):
        assert "".join(part.split()) in words
    page = hubspoke(capsys, "check", "--explain", rule.id, "--format", "markdown").out
    assert page.startswith(f"# {rule.id}\n")
    assert rule.why in page
    record = hubspoke(capsys, "check", "--explain", rule.id, "--format", "json").json
    assert (record["rule"], record["severity"], record["why"]) == (rule.id, rule.severity, rule.why)
    assert {"undecided", "exemptions"} <= record["options"].keys()


def test_a_rule_that_does_not_exist(capsys: Capsys) -> None:
    ran = hubspoke(capsys, "check", "--explain", "subnet-has-nsgs")
    assert (ran.code, ran.out) == (1, "")
    assert "[HS701] rule: 'subnet-has-nsgs' is no rule; write subnet-has-nsg" in ran.err
