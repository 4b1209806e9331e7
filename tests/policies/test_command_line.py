"""`hubspoke check` on a preview's JSON says what the pack says of the same program."""

import json
from datetime import date
from typing import Any

import pytest
from tests.policies.policy_preview import preview
from tests.policies.policy_support import SUBSCRIPTION, TODAY, Out, R, analyze, violations
from tests.policies.policy_support import _checked as with_name
from tests.policies.policy_support import _sent as sent

from hubspoke_cli.outputs.check_report import Report
from hubspoke_cli.verbs.checking import check_inputs
from hubspoke_network.model.facts import Facts
from hubspoke_network.readers.files import read_document
from hubspoke_policies.adapter.policies import message
from hubspoke_policies.base.rule import AnyRule, Example
from hubspoke_policies.sets.named import settings_of
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.slow

PROVIDER = "urn:pulumi:dev::test::pulumi:providers:azure-native::default"
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.name}")
    for rule in RULES
    for example in (*rule.good, *rule.bad)
]


def preview_json(program: list[R]) -> dict[str, Any]:
    """What `pulumi preview --json` prints for a program on an empty stack."""
    provider = {"urn": PROVIDER, "type": "pulumi:providers:azure-native", "inputs": {"subscriptionId": SUBSCRIPTION}}
    urns = {resource.name: resource.urn for resource in program}
    states = [provider, *(_state(with_name(resource), urns) for resource in program)]
    steps = [{"op": "create", "urn": state["urn"], "newState": state} for state in states]
    written: dict[str, Any] = json.loads(json.dumps({"steps": steps}))
    return written


def _state(resource: R, urns: dict[str, str]) -> dict[str, Any]:
    sources = {key: [urns[name] for name in _names(value)] for key, value in resource.inputs.items()}
    return {
        "urn": resource.urn,
        "type": resource.token,
        "custom": True,
        "provider": f"{PROVIDER}::1",
        "inputs": {key: sent(value) for key, value in resource.inputs.items()},
        "propertyDependencies": {key: found for key, found in sources.items() if found},
    }


def _names(value: Any) -> list[str]:
    if isinstance(value, Out):
        return list(value.of)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sorted({name for item in items for name in _names(item)})


def checked(program: list[R], rule: AnyRule, today: date = TODAY) -> Report:
    """The command's report on a program, by one rule of the strict set."""
    reading = read_document(preview_json(program))
    (report,) = check_inputs([("preview", reading)], [rule], settings_of("strict"), Facts(), today)
    return report


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_command_and_the_pack_agree(rule: AnyRule, example: Example) -> None:
    program = preview(example.program)
    settings = {rule.id: settings_of("strict")[rule.id]}
    pack = [text for _, _, text in violations(analyze(program, [rule], settings=settings), rule)]
    report = checked(program, rule)
    blocking = [told for told in (*report.findings, *report.undecided) if told.level == "mandatory"]
    assert sorted(message(told.finding) for told in blocking) == sorted(pack)
    assert bool(blocking) == bool(example.breaks)
