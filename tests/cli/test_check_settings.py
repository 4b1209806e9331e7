"""Sets, rules by name, settings files and exemptions."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.check_support import NSG, any_to_any, group, hubspoke, write

from hubspoke_cli.verbs.check import RuleSet
from hubspoke_policies.sets.named import SETS
from hubspoke_policies.sets.registry import RULES

Capsys = pytest.CaptureFixture[str]
BAD_RULE = f"{NSG}/bad/securityRules/everything"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780272000")  # 2026-06-01


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write(tmp_path / "bad.json", [group("bad", any_to_any())])


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    return path


def exempting(tmp_path: Path, resource: str, expires: str = "2026-06-01") -> Path:
    entry = f"{{resource: '{resource}', reason: moves out, owner: net@example.com, expires: {expires}}}"
    return settings(tmp_path, f"rules:\n  no-any-to-any:\n    exemptions:\n      - {entry}\n")


def levels(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {(found["rule"], found["level"]) for found in report["findings"]}


def test_the_sets_are_those_of_the_pack() -> None:
    assert {choice.value for choice in RuleSet} == set(SETS)


def test_the_set_goes_before_that_of_the_file(tmp_path: Path, capsys: Capsys, bad: Path) -> None:
    config = settings(tmp_path, "set: strict\nrules:\n  no-any-to-any:\n    level: advisory\n")
    for arguments in (["--config", config], ["--config", config, "--set", "baseline"]):
        ran = hubspoke(capsys, "check", bad, "--format", "json", *arguments)
        assert ("no-any-to-any", "advisory") in levels(ran.json[0])


def test_rules_by_name_run_even_where_disabled(tmp_path: Path, capsys: Capsys, bad: Path) -> None:
    config = settings(tmp_path, "rules:\n  no-any-to-any: {level: disabled}\n")
    without = hubspoke(capsys, "check", bad, "--format", "json", "--config", config)
    assert "no-any-to-any" not in {rule for rule, _ in levels(without.json[0])}
    named = hubspoke(capsys, "check", bad, "--format", "json", "--config", config, "--rules", " no-any-to-any ,")
    assert levels(named.json[0]) == {("no-any-to-any", "mandatory")}


def test_an_option_is_taken(tmp_path: Path, capsys: Capsys) -> None:
    subnet = f"{NSG.rpartition('/')[0]}/virtualNetworks/hub/subnets/app"
    path = write(tmp_path / "a.json", [{"id": subnet, "name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}])
    config = settings(tmp_path, "rules:\n  subnet-has-nsg: {exempt: [app]}\n")
    assert hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg").code == 3
    assert hubspoke(capsys, "check", path, "--rules", "subnet-has-nsg", "--config", config).code == 0


def test_an_exempted_finding_is_told_and_no_finding(tmp_path: Path, capsys: Capsys, bad: Path) -> None:
    config = exempting(tmp_path, "everything")
    ran = hubspoke(capsys, "check", bad, "--rules", "no-any-to-any", "--config", config, "--format", "json")
    (report,) = ran.json
    assert (ran.code, report["findings"], report["undecided"]) == (0, [], [])
    (exempted,) = report["exempted"]
    assert (exempted["rule"], exempted["resource"]) == ("no-any-to-any", BAD_RULE)
    assert exempted["exemption"] == {
        "resource": "everything",
        "reason": "moves out",
        "owner": "net@example.com",
        "expires": "2026-06-01",
    }
    text = hubspoke(capsys, "check", bad, "--rules", "no-any-to-any", "--config", config).out
    assert text == (
        f"{bad}: no findings, 1 exempted (1 rule applied to 1 resource)\n"
        f"  exempted  no-any-to-any  {BAD_RULE} until 2026-06-01 (net@example.com: moves out)\n"
    )


@pytest.mark.parametrize(
    ("resource", "expires", "told"),
    [
        pytest.param("everything", "2026-05-31", {"exemptions", "no-any-to-any"}, id="expired"),
        pytest.param("elsewhere", "2027-01-01", {"exemptions", "no-any-to-any"}, id="exempts nothing"),
        pytest.param("*/BAD/*", "2026-06-01", set(), id="on its last day"),
    ],
)
def test_an_exemption_past_its_day_is_a_finding(
    tmp_path: Path, capsys: Capsys, bad: Path, resource: str, expires: str, told: set[str]
) -> None:
    config = exempting(tmp_path, resource, expires)
    ran = hubspoke(capsys, "check", bad, "--rules", "no-any-to-any", "--config", config, "--format", "json")
    assert {found["rule"] for found in ran.json[0]["findings"]} == told
    assert ran.code == (3 if told else 0)


def test_an_exemption_is_for_all_inputs_together(tmp_path: Path, capsys: Capsys, bad: Path) -> None:
    fine = write(tmp_path / "fine.json", [group("fine")])
    arguments = ["--rules", "no-any-to-any", "--format", "json"]
    ran = hubspoke(capsys, "check", fine, bad, *arguments, "--config", exempting(tmp_path, "everything"))
    assert (ran.code, [report["findings"] for report in ran.json]) == (0, [[], []])
    ran = hubspoke(capsys, "check", fine, bad, *arguments, "--config", exempting(tmp_path, "everything", "2026-01-01"))
    assert [[found["rule"] for found in report["findings"]] for report in ran.json] == [
        [],
        ["no-any-to-any", "exemptions"],
    ]
    ran = hubspoke(capsys, "check", fine, bad, *arguments, "--config", exempting(tmp_path, "nowhere"))
    assert [[found["rule"] for found in report["findings"]] for report in ran.json] == [
        ["exemptions"],
        ["no-any-to-any"],
    ]


def test_the_settings_of_this_repository_are_taken(tmp_path: Path, capsys: Capsys) -> None:
    config = Path(__file__).parents[2] / "policies" / "settings.yaml"
    empty = write(tmp_path / "empty.json", [])
    exemptions = hubspoke(capsys, "check", empty, "--config", config, "--format", "json").json[0]["findings"]
    assert {found["rule"] for found in exemptions} <= {"exemptions"}
    assert len(RULES) > 10
