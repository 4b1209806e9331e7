"""Settings of rules: sets, files, every mistake at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hubspoke_network.core.codes import PROBLEM_CODES
from hubspoke_network.core.errors import SpecError
from hubspoke_policies.base.settings import Exemption, default_settings, read_settings
from hubspoke_policies.rules.internal_only_is_rfc1918 import InternalOnlyOptions
from hubspoke_policies.rules.office365_needs_authorisation import AuthorisationOptions
from hubspoke_policies.sets.named import SETS, settings_of
from hubspoke_policies.sets.registry import RULES, rule
from hubspoke_policies.sets.settings_file import SETTINGS_FILE, parse_pack_settings, read_pack_settings

FOLDER = Path(__file__).parents[2] / "policies"
AUTHORISATION = "office365-needs-authorisation"
INTERNAL = "internal-only-is-rfc1918"
EXEMPTION = {"resource": "web-*", "reason": "moving", "owner": "net", "expires": "2027-01-31"}


def problems(given: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(SpecError) as raised:
        parse_pack_settings(given)
    found = [(problem.code, problem.path, problem.value) for problem in raised.value.problems]
    assert {code for code, _, _ in found} <= PROBLEM_CODES.keys()
    return found


def test_nothing_set_is_the_baseline() -> None:
    assert parse_pack_settings({}) == settings_of("baseline") == {r.id: default_settings(r) for r in RULES}


def test_a_file_goes_over_its_set_and_a_chosen_set_over_the_file() -> None:
    given = {"set": "baseline", "rules": {AUTHORISATION: {"level": "advisory", "authorisedSubscriptions": ["a"]}}}
    read = parse_pack_settings(given)
    base = settings_of("baseline")
    options = AuthorisationOptions(authorised_subscriptions=("a",))
    assert read == {**base, AUTHORISATION: replace(base[AUTHORISATION], level="advisory", options=options)}
    strict = parse_pack_settings(given, chosen_set="strict")
    assert strict == {**settings_of("strict"), AUTHORISATION: read[AUTHORISATION]}


def test_nested_options_and_exemptions_are_read() -> None:
    given = {"rules": {INTERNAL: {"match": {"names": ["lan-*"]}, "exemptions": [EXEMPTION], "undecided": "mandatory"}}}
    read = parse_pack_settings(given)[INTERNAL]
    assert isinstance(read.options, InternalOnlyOptions)
    assert read.options.match.names == ("lan-*",)
    assert read.exemptions == (Exemption(resource="web-*", reason="moving", owner="net", expires=date(2027, 1, 31)),)
    assert (read.level, read.undecided) == ("mandatory", "mandatory")


def test_every_mistake_is_told_at_once() -> None:
    given = {
        "set": "lax",
        "rules": {
            "no-such-rule": {},
            AUTHORISATION: {"level": "loud", "undecided": "maybe", "authorised": []},
            INTERNAL: {"match": {"names": "x", "colour": 1}, "exemptions": [{"resource": "", "owner": "net"}, 7]},
            "no-internet-ingress": {"ports": ["ssh"], "allowedSources": ["10.0.0.1/8"]},
        },
    }
    assert problems(given) == [
        ("HS703", f"{INTERNAL}.exemptions[0].expires", ""),
        ("HS703", f"{INTERNAL}.exemptions[0].reason", ""),
        ("HS703", f"{INTERNAL}.exemptions[0].resource", ""),
        ("HS703", f"{INTERNAL}.exemptions[1]", "7"),
        ("HS702", f"{INTERNAL}.match.colour", "1"),
        ("HS702", f"{INTERNAL}.match.names", "x"),
        ("HS702", "no-internet-ingress.allowedSources", "['10.0.0.1/8']"),
        ("HS702", "no-internet-ingress.ports", "['ssh']"),
        ("HS702", f"{AUTHORISATION}.authorised", "[]"),
        ("HS702", f"{AUTHORISATION}.level", "loud"),
        ("HS702", f"{AUTHORISATION}.undecided", "maybe"),
        ("HS701", "rules.no-such-rule", ""),
        ("HS704", "set", "lax"),
    ]


@pytest.mark.parametrize("given", [[], "strict", {"levels": {}}, {"rules": []}, {"rules": {INTERNAL: 5}}])
def test_what_is_no_settings_file_is_refused(given: Any) -> None:
    assert [code for code, _, _ in problems(given)] == ["HS705"]


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_text("set: [")
    with pytest.raises(SpecError, match="cannot be read"):
        read_pack_settings(path)


def test_the_settings_of_this_repository_can_be_read() -> None:
    read = read_pack_settings(FOLDER / SETTINGS_FILE)
    assert read.keys() == {r.id for r in RULES}
    assert all(exemption.expires > date(2026, 11, 1) for one in read.values() for exemption in one.exemptions)


def test_configuration_goes_over_what_is_set_and_keeps_the_rest() -> None:
    known = rule(AUTHORISATION)
    assert known is not None
    base = read_settings(known, {"authorisedSubscriptions": ["a"], "level": "advisory"})
    assert read_settings(known, {"undecided": "mandatory"}, base) == replace(base, undecided="mandatory")


def test_sets_have_every_rule() -> None:
    for name in SETS:
        assert list(settings_of(name)) == [r.id for r in RULES]


def test_ids_are_unique_and_not_reserved() -> None:
    ids = [r.id for r in RULES]
    assert len(set(ids)) == len(ids)
    assert not {"all", "inputs", "undecided", "exemptions"} & set(ids)
    assert rule("no-such-rule") is None


@pytest.mark.parametrize("bad", [{"resource": "x"}, {**EXEMPTION, "why": "?"}, {**EXEMPTION, "expires": "soon"}])
def test_an_exemption_says_everything(bad: dict[str, Any]) -> None:
    known = rule(INTERNAL)
    assert known is not None
    with pytest.raises(SpecError):
        read_settings(known, {"exemptions": [bad]})
