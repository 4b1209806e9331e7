"""The adapter: what a policy pack must never do, and how configuration and exemptions come through."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pulumi.runtime import proto
from tests.policies.policy_resources import gateway, group, hub, nsg, rule, subnet, vnet
from tests.policies.policy_support import (
    Out,
    R,
    analyze,
    configure,
    new_analyzer,
    out,
    resource_request,
    run,
    secret,
    stack_request,
    violations,
)

from hubspoke_network.azure.type_names import NSG
from hubspoke_network.model.network_model import NetworkModel, Resource
from hubspoke_policies.base.rule import Context, Document, NoOptions, Outcome, Relation
from hubspoke_policies.base.settings import Exemption, default_settings
from hubspoke_policies.rules import internal_only_is_rfc1918, one_gateway_per_kind
from hubspoke_policies.sets.named import settings_of
from hubspoke_policies.sets.registry import RULES

ONE = one_gateway_per_kind.RULE
INTERNAL = internal_only_is_rfc1918.RULE
TWO_GATEWAYS = [*hub(), gateway("a", out("gs")), gateway("b", out("gs"))]
BOTH = pytest.mark.parametrize("ours", [True, False], ids=["ours", "sdk"])


def _raise(*_args: Any) -> Outcome:
    raise ZeroDivisionError("no such thing")


CRASHING = {
    "document": replace(ONE, id="crashing", check=Document((NSG,), _raise)),
    "relation": replace(ONE, id="crashing", check=Relation((NSG,), _raise)),
}


@BOTH
@pytest.mark.parametrize("scope", ["document", "relation"])
def test_a_crash_is_a_violation(scope: str, ours: bool) -> None:
    program = [group(), nsg("one", []), nsg("two", [])]
    told = violations(analyze(program, [CRASHING[scope]], ours=ours))
    message = (
        "{}: could not be checked: the rule crashing itself failed (ZeroDivisionError: no such thing); report the "
        "failure with the resource's properties; until it is mended, exempt the resource with a reason"
    )
    assert [(level, text) for level, _, text in sorted(told, key=str)] == [
        ("mandatory", message.format("one")),
        ("mandatory", message.format("two")),
    ]


@BOTH
def test_a_crash_of_one_resource_leaves_the_others_checked(ours: bool) -> None:
    def check(resource: Resource, _model: NetworkModel, context: Context[NoOptions]) -> Outcome:
        if resource.name == "{one}":
            raise RuntimeError("odd")
        return [context.finding(resource, "tags", "x", "is wrong", "mend it")]

    odd = replace(ONE, id="odd", check=Relation((NSG,), check))
    told = violations(analyze([group(), nsg("one", []), nsg("two", [])], [odd], ours=ours))
    assert [name for _, name, _ in told] == ["one", "two"]
    assert told[1][2] == "two tags: 'x' is wrong; mend it"


def _undecided(resource: Resource, _model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    return [context.undecided(resource, "securityRules", "is not known yet", "say it")]


@BOTH
def test_undecided_is_told_as_advice_by_default(ours: bool) -> None:
    rule_ = replace(INTERNAL, id="later", check=Relation((NSG,), _undecided))
    told = violations(analyze([group(), nsg("one", [])], [rule_], ours=ours))
    assert told == [("advisory", "one", "later: undecided: one securityRules: is not known yet; say it")]


@BOTH
def test_undecided_blocks_where_it_is_set_to(ours: bool) -> None:
    rule_ = replace(INTERNAL, id="later", check=Relation((NSG,), _undecided))
    settings = {"later": replace(default_settings(rule_), undecided="mandatory")}
    told = violations(analyze([group(), nsg("one", [])], [rule_], settings=settings, ours=ours))
    assert told == [("mandatory", "one", "undecided: one securityRules: is not known yet; say it")]


def test_the_strict_set_makes_undecided_security_block_and_no_other() -> None:
    strict = settings_of("strict")
    assert {rule_.id: (strict[rule_.id].level, strict[rule_.id].undecided) for rule_ in RULES} == {
        rule_.id: ("mandatory", "mandatory" if rule_.category == "security" else "advisory") for rule_ in RULES
    }


def exemption(resource: str, expires: date) -> Exemption:
    return Exemption(resource=resource, reason="moving away", owner="net team", expires=expires)


@BOTH
@pytest.mark.parametrize("pattern", ["b", "B", "urn:*::b", "*GATEWAY::b"])
def test_an_exemption_lets_a_finding_be(pattern: str, ours: bool) -> None:
    settings = {ONE.id: replace(default_settings(ONE), exemptions=(exemption(pattern, date(2026, 6, 1)),))}
    assert violations(analyze(TWO_GATEWAYS, [ONE], settings=settings, ours=ours)) == []


@BOTH
def test_an_expired_exemption_is_a_finding_and_exempts_nothing(ours: bool) -> None:
    settings = {ONE.id: replace(default_settings(ONE), exemptions=(exemption("b", date(2026, 5, 31)),))}
    told = violations(analyze(TWO_GATEWAYS, [ONE], settings=settings, ours=ours))
    assert [(level, name) for level, name, _ in told] == [("mandatory", "b"), ("advisory", "")]
    assert told[1][2] == (
        "b one-gateway-per-kind.exemptions: '2026-05-31' has expired (net team: moving away); mend the resource, or "
        "have the exemption renewed by its owner"
    )


@BOTH
@pytest.mark.parametrize("scope", ["document", "relation"])
def test_an_exemption_that_matches_nothing_is_a_finding(scope: str, ours: bool) -> None:
    check = {
        "document": Document((NSG,), lambda resource, context: []),
        "relation": Relation((NSG,), lambda resource, model, context: []),
    }
    rule_ = replace(ONE, id="fine", check=check[scope])
    settings = {"fine": replace(default_settings(rule_), exemptions=(exemption("one", date(2027, 1, 1)),))}
    told = violations(analyze([group(), nsg("one", [])], [rule_], settings=settings, ours=ours))
    assert told == [
        (
            "advisory",
            "",
            "one fine.exemptions: 'one' exempts nothing: fine found nothing there (net team: moving away); remove it",
        )
    ]


@BOTH
def test_exemptions_by_policy_configuration(ours: bool) -> None:
    given = {"resource": "b", "reason": "moving away", "owner": "net team", "expires": "2026-12-31"}
    config = {ONE.id: {"exemptions": [given]}}
    assert violations(analyze(TWO_GATEWAYS, [ONE], config=config, ours=ours)) == []


@BOTH
def test_a_configuration_that_cannot_be_used_is_a_finding(ours: bool) -> None:
    config = {ONE.id: {"exemptions": [{"resource": "b"}], "colour": "blue"}}
    told = violations(analyze(TWO_GATEWAYS, [ONE], config=config, ours=ours), ONE)
    assert [name for _, name, _ in told] == ["", "b"]
    assert "one-gateway-per-kind.exemptions[0].owner" in told[0][2]
    assert "one-gateway-per-kind.colour" in told[0][2]


@BOTH
def test_secrets_are_not_printed(ours: bool) -> None:
    tags = {"network-intent": "internal-only"}
    sent = [rule("wide", 100, source=secret("203.0.113.0/24"))]
    told = violations(analyze([group(), nsg("internal", sent, tags)], [INTERNAL], ours=ours), INTERNAL)
    assert told
    if ours:  # the SDK's host takes the marks off before a policy sees the value
        assert not any("203.0.113.0" in message for _, _, message in told)


def test_the_last_outputs_count_and_inputs_fill_what_they_lack() -> None:
    """At the end of an update the analyzer sees outputs: ids are there, what the path is made of is not."""
    sub = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network"
    program = [
        replace(r, outputs={"id": f"{sub}/virtualNetworkGateways/{r.name}", "name": r.name, **_outputs(r, sub)})
        if r.type.endswith("Gateway")
        else r
        for r in TWO_GATEWAYS
    ]
    program = [replace(r, inputs={**r.inputs, "resourceGroupName": "rg"}) for r in program]
    told = violations(analyze(program, [ONE]))
    assert [name for _, name, _ in told] == ["b"]


def _outputs(resource: R, sub: str) -> dict[str, Any]:
    subnet_id = f"{sub}/virtualNetworks/hub/subnets/GatewaySubnet"
    return {
        "gatewayType": resource.inputs["gatewayType"],
        "ipConfigurations": [{"name": "default", "subnet": {"id": subnet_id}, "etag": "W/1"}],
    }


def test_resources_of_no_interest_are_not_opened() -> None:
    analyzer = new_analyzer([ONE])
    other = R("storage:StorageAccount", "data", {"tags": {"a": "b"}})
    foreign = R("pulumi:providers:aws", "aws", {})
    answers = run(analyzer, [*hub(), other, foreign, vnet("x"), subnet("y", "x")])
    assert answers.diagnostics == []


def test_an_empty_stack_says_that_no_rule_applies() -> None:
    assert run(new_analyzer(RULES), []).not_applicable == {rule_.id for rule_ in RULES if rule_.scope == "relation"}


def test_nothing_is_ever_remediated() -> None:
    answer = new_analyzer(RULES).Remediate(resource_request(nsg("one", [])), None)
    assert answer == proto.RemediateResponse()


def test_the_model_is_built_once_for_the_same_resources(monkeypatch: pytest.MonkeyPatch) -> None:
    from hubspoke_policies.adapter import session

    built: list[int] = []
    real = session.build_model

    def counting(resources: Any) -> NetworkModel:
        built.append(len(resources))
        return real(resources)

    monkeypatch.setattr(session, "build_model", counting)
    relations = [rule_ for rule_ in RULES if rule_.scope == "relation"]
    for ours in (True, False):
        built.clear()
        analyzer = new_analyzer(relations, ours=ours)
        run(analyzer, TWO_GATEWAYS)
        assert built == [len(TWO_GATEWAYS)]


def test_levels_come_from_configuration() -> None:
    analyzer = new_analyzer([ONE])
    request = proto.ConfigureAnalyzerRequest()
    request.policyConfig[ONE.id].enforcementLevel = proto.ADVISORY
    analyzer.Configure(request, None)
    assert [level for level, _, _ in violations(run(analyzer, TWO_GATEWAYS).diagnostics)] == ["advisory"]


def test_the_pack_describes_its_rules() -> None:
    info = new_analyzer(RULES).GetAnalyzerInfo(None, None)
    described = {policy.name: policy for policy in info.policies}
    for rule_ in RULES:
        policy = described[rule_.id]
        assert policy.displayName == rule_.title
        assert policy.remediation_steps == rule_.remediation
        assert {"undecided", "exemptions"} <= set(policy.configSchema.properties)
        assert "$ref" not in str(policy.configSchema)
    assert {"undecided", "exemptions"} <= described.keys()


def test_two_ways_to_configure_do_not_mix() -> None:
    analyzer = new_analyzer([ONE])
    configure(analyzer, {ONE.id: {"undecided": "mandatory"}}, [ONE])
    program = [*hub(), gateway("a", out("gs")), gateway("c", Out(()))]
    assert [level for level, _, _ in violations(run(analyzer, program).diagnostics)] == ["mandatory"]
    assert stack_request(program).resources
