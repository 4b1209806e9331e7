"""Text, Markdown and SARIF: forms, colours, and texts that try to get out of their place."""

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.check_support import NSG, any_to_any, group, hubspoke, preview, sarif_is_valid, subnet, write

Capsys = pytest.CaptureFixture[str]
ESCAPE = "\x1b[31m"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")  # 2026-06-01


def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test's output pass for a terminal."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


def test_text(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "a.json", [subnet("app")])
    ran = hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg")
    assert ran.out == (
        f"{path}: 1 finding (1 rule applied to 1 resource)\n"
        f"  high  subnet-has-nsg (mandatory)  {subnet('app')['id']}\n"
        "    networkSecurityGroup: is not given\n"
        "    instead: give the subnet a security group, or list its name in the option exempt\n"
    )


def test_no_colour_unless_a_terminal_reads(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "a.json", [subnet("app")])
    assert "\x1b" not in hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg").out


def test_colours_in_a_terminal(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch)
    path = write(tmp_path / "a.json", [subnet("app")])
    assert f"{ESCAPE}high\x1b[0m  subnet-has-nsg" in hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg").out


def test_no_color_is_heeded(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    path = write(tmp_path / "a.json", [subnet("app")])
    assert "\x1b" not in hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg").out


def hostile(tmp_path: Path) -> Path:
    """A program whose names hold what steers a terminal, breaks a table, or calls people."""
    state = {
        "type": "network:Subnet",
        "name": f"a{ESCAPE}\n::error::b|`c`<d>@e\ud800",
        "inputs": {"resourceGroupName": "rg", "virtualNetworkName": "v", "subnetName": "s", "addressPrefix": "*"},
    }
    return write(tmp_path / "hostile.json", preview(state))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_names_stay_in_their_place(tmp_path: Path, capsys: Capsys, form: str) -> None:
    ran = hubspoke(capsys, "check", hostile(tmp_path), "--rules", "subnet-has-nsg", "--format", form)
    assert ran.code == 3
    assert "\x1b" not in ran.out
    assert "\\x1b" in ran.out
    assert not any(line.strip().startswith("::error") for line in ran.out.splitlines())
    if form == "markdown":
        rows = [line for line in ran.out.splitlines() if line.startswith("|")]
        assert len(rows) == 3
        assert {line.replace("\\|", "").count("|") for line in rows} == {7}
        assert "`" not in rows[2].replace("\\`", "")
        assert "<" not in rows[2]
        assert "@" not in rows[2]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_half_a_character_is_written_as_an_escape(tmp_path: Path, capsys: Capsys, form: str) -> None:
    ran = hubspoke(capsys, "check", hostile(tmp_path), "--rules", "subnet-has-nsg", "--format", form)
    assert "\\ud800" in ran.out
    assert ran.json


def test_markdown(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "a.json", [group("g_1", any_to_any())])
    ran = hubspoke(capsys, "check", path, "--rules", "no-any-to-any", "--format", "markdown")
    lines = ran.out.splitlines()
    assert lines[0].startswith("### ")
    assert lines[2] == "1 finding (1 rule applied to 1 resource)"
    assert lines[4:6] == ["|   | rule | level | resource | what | instead |", "| --- | --- | --- | --- | --- | --- |"]
    assert lines[6].startswith("| high | no-any-to-any | mandatory | ")
    assert "g\\_1/securityRules/everything" in lines[6]
    assert len(lines) == 7


def sarif(capsys: Capsys, *arguments: str | Path) -> dict[str, Any]:
    log = hubspoke(capsys, "check", *arguments, "--format", "sarif").json
    sarif_is_valid(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    return dict(run)


def program(*extra: dict[str, Any]) -> dict[str, Any]:
    rule = {**any_to_any()["properties"], "name": "any"}
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "nsg", "securityRules": [rule]}
    state = {"type": "network:NetworkSecurityGroup", "name": "g", "inputs": inputs}
    return preview({**state, "sourcePosition": "project:///net work/hub.py#12"}, *extra)


def test_sarif_has_file_and_line_where_the_engine_knows_them(tmp_path: Path, capsys: Capsys) -> None:
    run = sarif(capsys, write(tmp_path / "a.json", program()), "--rules", "no-any-to-any")
    (result,) = run["results"]
    assert (result["ruleId"], result["kind"], result["level"]) == ("no-any-to-any", "fail", "error")
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "net%20work/hub.py"}, "region": {"startLine": 12}},
            "logicalLocations": [
                {
                    "name": "NetworkSecurityGroup g",
                    "fullyQualifiedName": "urn:pulumi:dev::test::azure-native:network:NetworkSecurityGroup::g",
                    "kind": "resource",
                }
            ],
        }
    ]


def test_sarif_names_the_input_where_no_line_is_known(tmp_path: Path, capsys: Capsys) -> None:
    path = write(tmp_path / "a b.json", [group("bad", any_to_any())])
    (result,) = sarif(capsys, path, "--rules", "no-any-to-any")["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": path.as_uri()}}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == f"{NSG}/bad/securityRules/everything"


def test_sarif_of_what_is_undecided_exempted_and_stale(tmp_path: Path, capsys: Capsys) -> None:
    unknown = {**any_to_any()["properties"], "name": "any", "access": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "o", "securityRules": [unknown]}
    document = program({"type": "network:NetworkSecurityGroup", "name": "open", "inputs": inputs})
    entry = "{{resource: '{}', reason: moves out, owner: net, expires: 2026-06-30}}"
    entries = ", ".join(entry.format(name) for name in ("g", "nothing"))
    config = tmp_path / "settings.yaml"
    config.write_text(f"rules:\n  no-any-to-any:\n    exemptions: [{entries}]\n")
    path = write(tmp_path / "a.json", document)
    results = sarif(capsys, path, "--rules", "no-any-to-any", "--config", config)["results"]
    assert [(r["ruleId"], r["kind"], r["level"]) for r in results] == [
        ("exemptions", "fail", "warning"),
        ("no-any-to-any", "open", "none"),
        ("no-any-to-any", "fail", "error"),
    ]
    assert results[2]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "moves out (net, until 2026-06-30)"}
    ]


def test_sarif_keeps_fingerprints_when_values_change(tmp_path: Path, capsys: Capsys) -> None:
    prints = []
    for index, source in enumerate(("*", "0.0.0.0/0")):
        document = [group("bad", any_to_any(sourceAddressPrefix=source))]
        path = write(tmp_path / f"{index}.json", document)
        (result,) = sarif(capsys, path, "--rules", "no-any-to-any")["results"]
        prints.append(result["partialFingerprints"])
    assert prints[0] == prints[1]


def test_sarif_of_every_rule(tmp_path: Path, capsys: Capsys) -> None:
    run = sarif(capsys, write(tmp_path / "a.json", [group("bad", any_to_any()), subnet("app")]))
    assert len(run["results"]) >= 3
    assert len(run["tool"]["driver"]["rules"]) > 10
