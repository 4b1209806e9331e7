"""The policy pack at the preview of an empty stack, with the real engine, on programs without our components."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_offline.offline_project import OfflineProject
from hubspoke_policies.registry import RULES
from hubspoke_policies.rule import AnyRule

pytestmark = pytest.mark.engine

PACK = str(Path(__file__).parents[2] / "policies")
AUTHORISATION = "office365-needs-authorisation"
Make = Callable[..., OfflineProject]


def gate(rule: AnyRule) -> str:
    """Configuration that has every subscription authorised, unless the rule is about that, and the rule mandatory."""
    subscriptions = [] if rule.id == AUTHORISATION else ["00000000-0000-0000-0000-000000000001"]
    config = {
        rule.id: {"enforcementLevel": "mandatory"},
        AUTHORISATION: {"enforcementLevel": "mandatory", "authorisedSubscriptions": subscriptions},
    }
    return json.dumps(config)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_program_passes(rule: AnyRule, offline_project: Make) -> None:
    project = offline_project(rule.good[0].program, files={"gate.json": gate(rule)})

    run = project.preview("--policy-pack", PACK, "--policy-pack-config", "gate.json")

    assert "can't run policy" not in run.output
    assert f"  {rule.id}  " not in run.output


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_program_is_stopped(rule: AnyRule, offline_project: Make) -> None:
    project = offline_project(rule.bad[0].program, files={"gate.json": gate(rule)})

    run = project.preview("--policy-pack", PACK, "--policy-pack-config", "gate.json", check=False)

    assert run.code != 0
    assert f"[severity: {rule.severity}]  {rule.id}  " in run.output
    assert f": {rule.bad[0].breaks})" in run.output
    assert "can't run policy" not in run.output
