"""The policy pack at the preview of an empty stack, with the real engine, on programs without our components.

One run carries the examples of many rules: each program's resources get a prefix of their own.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from azure_offline.testing.project import OfflineProject
from hubspoke_policies.base.rule import AnyRule, Example
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.engine

PACK = str(Path(__file__).parents[2] / "policies")
AUTHORISATION = "office365-needs-authorisation"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
RULE_IDS = {rule.id for rule in RULES}
ALONE = {"office365-symmetric-path"}
"""Rules about everything in a program: their examples get a run of their own."""

LINE = re.compile(r"^\s+- \[(\w+)\](?: \[severity: \w+\])?  (\S+)  \((.+): (\S+)\)$", re.MULTILINE)

CARRIER = """
import pulumi

register, prefix = pulumi.Resource.__init__, ""

def renamed(self, token, name, *args, **more):
    register(self, token, prefix + name, *args, **more)

pulumi.Resource.__init__ = renamed
for prefix, text in {programs!r}.items():
    exec(compile(text, prefix, "exec"), {{}})
"""

Make = Callable[..., OfflineProject]


def carried(examples: Iterable[tuple[str, Example]]) -> str:
    return CARRIER.format(programs={f"{key}.": example.program for key, example in examples})


def previewed(make: Make, program: str, *, authorised: bool) -> tuple[set[tuple[str, str]], str]:
    """(rule, resource) of every violation, all of which stop the preview, and the whole output."""
    config: dict[str, dict[str, object]] = {rule.id: {"enforcementLevel": "mandatory"} for rule in RULES}
    config[AUTHORISATION]["authorisedSubscriptions"] = [SUBSCRIPTION] if authorised else []
    project = make(program, files={"gate.json": json.dumps(config)})
    run = project.preview("--policy-pack", PACK, "--policy-pack-config", "gate.json", check=False)
    assert "can't run policy" not in run.output
    assert "itself failed" not in run.output
    told = [(rule, name, level) for level, rule, _, name in LINE.findall(run.output) if rule in RULE_IDS]
    assert {level for _, _, level in told} <= {"mandatory"}
    assert (run.code != 0) == bool(told)
    return {(rule, name) for rule, name, _ in told}, run.output


def of(rules: Iterable[AnyRule], *, bad: bool) -> list[tuple[str, AnyRule, Example]]:
    return [
        (f"r{number}-{index}", rule, example)
        for number, rule in enumerate(rules)
        for index, example in enumerate(rule.bad if bad else rule.good)
    ]


TOGETHER = [rule for rule in RULES if rule.id not in ALONE]
SINGLE = [pytest.param([rule], id=rule.id) for rule in RULES if rule.id in ALONE]


@pytest.mark.parametrize("rules", [pytest.param(TOGETHER, id="together"), *SINGLE])
def test_good_programs_pass_their_rules(rules: list[AnyRule], offline_project: Make) -> None:
    examples = of(rules, bad=False)

    told, output = previewed(offline_project, carried((key, example) for key, _, example in examples), authorised=True)

    broken = {
        (rule.id, name)
        for key, rule, _ in examples
        for id_, name in told
        if id_ == rule.id and name.startswith(f"{key}.")
    }
    assert broken == set(), output


@pytest.mark.parametrize("rules", [pytest.param(TOGETHER, id="together"), *SINGLE])
def test_bad_programs_are_named_by_their_rules(rules: list[AnyRule], offline_project: Make) -> None:
    examples = of(rules, bad=True)

    told, output = previewed(offline_project, carried((key, example) for key, _, example in examples), authorised=False)

    expected = {(rule.id, f"{key}.{example.breaks}") for key, rule, example in examples}
    assert expected - told == set(), output


def test_a_mandatory_rule_stops_the_preview(offline_project: Make) -> None:
    rule = next(rule for rule in RULES if rule.id == "one-gateway-per-kind")
    project = offline_project(rule.bad[0].program)

    run = project.preview("--policy-pack", PACK, check=False)

    assert run.code != 0
    assert f"[mandatory] [severity: high]  {rule.id}  " in run.output
    assert "error: preview failed" in run.output


def test_the_dev_stack_passes(offline_project: Make) -> None:
    run = offline_project(None).preview("--policy-pack", PACK)

    assert LINE.findall(run.output) == []
