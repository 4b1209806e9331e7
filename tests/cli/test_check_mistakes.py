"""Mistakes in what is given: all at once, in words, without a traceback."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.cli.check_support import GROUP, UNKNOWN, hubspoke, preview, write

from hubspoke_cli.verbs.checking import check_inputs
from hubspoke_network.core.errors import HubspokeError
from hubspoke_network.model.facts import Facts
from hubspoke_network.readers.files import read_document
from hubspoke_policies.sets.named import settings_of
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.slow

Capsys = pytest.CaptureFixture[str]


def test_all_mistakes_at_once(tmp_path: Path, capsys: Capsys) -> None:
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "facts.yaml").write_text("onPremises: [10.0.0.1/8]\nwind: 3\n")
    (tmp_path / "settings.yaml").write_text(
        "set: lenient\nrules:\n  no-such: {}\n  no-any-to-any: {level: loud, size: 1}\n"
    )
    missing, broken = tmp_path / "missing.json", tmp_path / "broken.json"
    config, facts = tmp_path / "settings.yaml", tmp_path / "facts.yaml"
    ran = hubspoke(capsys, "check", missing, broken, "--rules", "no-ani-to-any,x", "--config", config, "--facts", facts)
    assert (ran.code, ran.out) == (1, "")
    for words in (
        f"error: {missing}: No such file or directory",
        f"error: {broken}: no JSON",
        "[HS701] rule: 'no-ani-to-any' is no rule; write no-any-to-any",
        "[HS701] rule: 'x' is no rule; write one of ",
        "[HS704] set: 'lenient' is no set of rules",
        "[HS701] rules.no-such: is no rule",
        "[HS702] no-any-to-any.level: 'loud' is not a level",
        "[HS304] onPremises[0]: '10.0.0.1/8'",
        "[HS302] wind: is no fact that is known",
    ):
        assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"7",
        b'"text"',
        b"{}",
        b"[1]",
        b'[{"name": "no id"}]',
        b'{"steps": 5}',
        b'{"steps": [1]}',
        b'{"steps": [{"op": "create", "newState": {"urn": "x"}}]}',
        b'{"deployment": []}',
        b'{"deployment": {"resources": {"a": 1}}}',
        b'{"deployment": {"resources": [{"urn": 1, "type": "x"}]}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"{" + b'"a":{' * 5000,
    ],
)
def test_broken_inputs(tmp_path: Path, capsys: Capsys, content: bytes) -> None:
    path = tmp_path / "input.json"
    path.write_bytes(content)
    ran = hubspoke(capsys, "check", path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"error: {path}")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "content",
    [
        b"just text",
        b"- a list",
        b"rules: 7",
        b"set: [a]",
        b"rules: {no-any-to-any: loud}",
        b"\xff\xfe",
        b"a: b: c",
        b"7",
    ],
)
def test_broken_settings(tmp_path: Path, capsys: Capsys, content: bytes) -> None:
    (tmp_path / "settings.yaml").write_bytes(content)
    ran = hubspoke(capsys, "check", write(tmp_path / "a.json", []), "--config", tmp_path / "settings.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "[HS70" in ran.err


def test_no_rule_named(tmp_path: Path, capsys: Capsys) -> None:
    ran = hubspoke(capsys, "check", write(tmp_path / "a.json", []), "--rules", " , ")
    assert (ran.code, ran.out) == (1, "")


LEAVES = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.sampled_from(["*", "10.0.0.0/8", "Allow", "Inbound", "VirtualNetwork", "443", f"{GROUP}/virtualNetworks/hub"])
    | st.text(max_size=6)
)
WORDS = """
id name type properties securityRules subnets addressSpace addressPrefixes routes priority direction access tags sku
sourceAddressPrefix destinationAddressPrefixes networkSecurityGroup remoteVirtualNetwork location
"""
NAMES = st.sampled_from(WORDS.split()) | st.text(max_size=4)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
IDS = st.sampled_from(
    [
        f"{GROUP}/{kind}"
        for kind in (
            "networkSecurityGroups/n",
            "networkSecurityGroups/n/securityRules/r",
            "virtualNetworks/v",
            "virtualNetworks/v/subnets/GatewaySubnet",
            "virtualNetworks/v/virtualNetworkPeerings/p",
            "routeTables/t",
            "virtualNetworkGateways/g",
            "expressRouteCircuits/c",
            "routeFilters/f",
        )
    ]
)
DOCUMENTS = st.lists(
    st.builds(lambda identity, tree: {**tree, "id": identity}, IDS, st.dictionaries(NAMES, TREES, max_size=4)),
    max_size=5,
)
TYPES = st.sampled_from(
    [
        f"network:{name}"
        for name in (
            "VirtualNetwork",
            "Subnet",
            "VirtualNetworkPeering",
            "NetworkSecurityGroup",
            "SecurityRule",
            "RouteTable",
            "Route",
            "VirtualNetworkGateway",
            "ExpressRouteCircuit",
            "RouteFilter",
            "RouteFilterRule",
        )
    ]
)
PATHS = st.sampled_from(["resourceGroupName", "virtualNetworkName", "subnetName", "networkSecurityGroupName"]) | NAMES
STATES = st.builds(
    lambda kind, name, tree: {"type": kind, "name": name, "inputs": tree},
    TYPES,
    st.sampled_from(["a", "b", "c"]),
    st.dictionaries(PATHS, TREES | st.just(UNKNOWN), max_size=6),
)
PREVIEWS = st.lists(STATES, max_size=4).map(lambda states: preview(*states))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS | PREVIEWS)
@example(
    preview({"type": "network:SecurityRule", "name": "a", "inputs": {"resourceGroupName": UNKNOWN, "id": UNKNOWN}})
)
def test_arbitrary_documents_are_judged_or_refused(document: Any) -> None:
    try:
        reading = read_document(json.loads(json.dumps(document)))
    except HubspokeError:
        return
    (report,) = check_inputs([("x", reading)], RULES, settings_of("strict"), Facts(), date(2026, 6, 1))
    assert [told.finding.message for told in report.findings if "itself failed" in told.finding.message] == []
