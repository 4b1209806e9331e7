"""`hubspoke check`: what it reports, at which level, and how it ends."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.check_support import NSG, SUBSCRIPTION, UNKNOWN, any_to_any, group, hubspoke, preview, subnet, write

Capsys = pytest.CaptureFixture[str]

FINE = [group("fine")]
BAD = [group("bad", any_to_any())]
OPEN = preview(
    {
        "type": "network:NetworkSecurityGroup",
        "name": "open",
        "inputs": {
            "resourceGroupName": "rg",
            "networkSecurityGroupName": "nsg-open",
            "securityRules": [{**any_to_any()["properties"], "name": "any", "sourceAddressPrefix": UNKNOWN}],
        },
    }
)


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")  # 2026-06-01
    monkeypatch.setenv("ARM_SUBSCRIPTION_ID", SUBSCRIPTION)


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param([FINE], 0, id="nothing found"),
        pytest.param([[]], 0, id="nothing there"),
        pytest.param([BAD], 3, id="a finding"),
        pytest.param([OPEN], 4, id="only undecided"),
        pytest.param([FINE, OPEN, BAD], 3, id="findings go before what is undecided"),
        pytest.param([FINE, OPEN], 4, id="undecided in one of several"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif"])
def test_exit_codes(tmp_path: Path, capsys: Capsys, inputs: list[Any], code: int, form: str) -> None:
    paths = [write(tmp_path / f"{index}.json", document) for index, document in enumerate(inputs)]
    ran = hubspoke(capsys, "check", *paths, "--rules", "no-any-to-any", "--format", form)
    assert (ran.code, ran.err) == (code, "")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check"], id="nothing to check"),
        pytest.param(["check", "x.json", "--explain", "no-any-to-any"], id="both"),
        pytest.param(["check", "x.json", "--set", "lenient"], id="no such set"),
        pytest.param(["check", "x.json", "--format", "xml"], id="no such format"),
        pytest.param(["check", "x.json", "--colour"], id="no such option"),
        pytest.param(["check", "--explain", "no-any-to-any", "--format", "sarif"], id="a rule as SARIF"),
    ],
)
def test_wrong_usage(capsys: Capsys, arguments: list[str]) -> None:
    ran = hubspoke(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: " in ran.err


def test_json_of_a_finding(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "estate.json", [subnet("app", defaultOutboundAccess=False)])
    ran = hubspoke(capsys, "check", path, "--format", "json", "--rules", "subnet-has-nsg")
    assert ran.json == [
        {
            "input": str(path),
            "findings": [
                {
                    "rule": "subnet-has-nsg",
                    "severity": "high",
                    "level": "mandatory",
                    "resource": subnet("app")["id"],
                    "path": "networkSecurityGroup",
                    "value": "",
                    "message": "is not given",
                    "instead": "give the subnet a security group, or list its name in the option exempt",
                    "witness": "",
                    "source": None,
                }
            ],
            "undecided": [],
            "exempted": [],
            "notes": [],
        }
    ]


def test_json_of_what_is_undecided(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "preview.json", OPEN)
    ran = hubspoke(capsys, "check", path, "--format", "json", "--rules", "no-any-to-any")
    (report,) = ran.json
    assert report["findings"] == []
    (undecided,) = report["undecided"]
    assert undecided["level"] == "advisory"
    assert undecided["reason"]
    assert undecided["resource"].endswith("::open")
    strict = hubspoke(capsys, "check", path, "--format", "json", "--rules", "no-any-to-any", "--set", "strict")
    assert [item["level"] for item in strict.json[0]["undecided"]] == ["mandatory"]
    assert strict.code == 4


def test_each_input_is_a_network_of_its_own(tmp_path: Path, capsys: Capsys) -> None:
    same = write(tmp_path / "a.json", [group("one", any_to_any())])
    mended = write(tmp_path / "b.json", [group("one")])
    ran = hubspoke(capsys, "check", same, mended, same, "--format", "json", "--rules", "no-any-to-any")
    told = [(report["input"], [found["resource"] for found in report["findings"]]) for report in ran.json]
    bad = [f"{NSG}/one/securityRules/everything"]
    assert told == [(str(same), bad), (str(mended), []), (str(same), bad)]


def test_positions_in_the_program(tmp_path: Path, capsys: Capsys) -> None:
    state = {**OPEN["steps"][0]["newState"], "sourcePosition": "project:///network/hub.py#12,3"}
    state["inputs"] = {**state["inputs"], "securityRules": [{**any_to_any()["properties"], "name": "any"}]}
    path = write(tmp_path / "preview.json", {"steps": [{"op": "create", "urn": state["urn"], "newState": state}]})
    ran = hubspoke(capsys, "check", path, "--format", "json", "--rules", "no-any-to-any")
    assert [found["source"] for found in ran.json[0]["findings"]] == [{"file": "network/hub.py", "line": 12}]
    text = hubspoke(capsys, "check", path, "--rules", "no-any-to-any").out
    assert "NetworkSecurityGroup open, network/hub.py:12\n" in text


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(BAD).encode())))
    ran = hubspoke(capsys, "check", "-", "--format", "json", "--rules", "no-any-to-any")
    assert (ran.code, ran.json[0]["input"]) == (3, "-")


def test_what_a_preview_leaves_out_is_told(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "preview.json", {"steps": [], "changeSummary": {"same": 7}})
    ran = hubspoke(capsys, "check", path, "--format", "json")
    note = f"{path}: 7 unchanged resources are not in this preview; make it with --show-sames"
    assert (ran.code, ran.err, ran.json[0]["notes"]) == (0, f"note: {note}\n", [note])


def test_facts_are_known_to_the_rules(tmp_path: Path, capsys: Capsys) -> None:
    vnet = {
        "id": f"{NSG.rpartition('/')[0]}/virtualNetworks/hub",
        "name": "hub",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": []},
    }
    facts = tmp_path / "facts.yaml"
    facts.write_text("onPremises: [not a prefix]\n")
    ran = hubspoke(capsys, "check", write(tmp_path / "a.json", [vnet]), "--facts", facts)
    assert ran.code == 1
    assert "[HS304] onPremises[0]: 'not a prefix'" in ran.err
    facts.write_text("onPremises: [192.168.0.0/16]\n")
    assert hubspoke(capsys, "check", tmp_path / "a.json", "--facts", facts).code in (0, 3, 4)
