"""What is known about ARM, against what is enforced."""

from pathlib import Path

from azure_offline.arm.coverage import coverage, known_rules
from azure_offline.arm.registry import RULES, from_documents
from azure_offline.arm.types import DECLARED

ORDER = "DCBA"


def test_everything_known_is_enforced_shown_or_excused_with_a_reason() -> None:
    for row in known_rules():
        assert row.enforced != (row.excuse is not None), row.known
        assert bool(row.reason) == (row.excuse is not None), row.known


def test_the_rules_and_tests_it_names_exist() -> None:
    names, here = {rule.name for rule in RULES}, Path(__file__).parent
    for row in known_rules():
        assert set(row.rules) <= names, row.known
        assert not row.shown or (here / f"{row.shown}.py").is_file(), row.known
    declared = {spec.type.removeprefix("Microsoft.Network/") for spec in DECLARED} | {"*"}
    assert {name for row in known_rules() for name in row.types} <= declared


def test_every_rule_goes_back_to_something_known_or_says_it_does_not() -> None:
    named = {name for row in known_rules() for name in row.rules}
    own = {
        "subscription-not-found",
        "location-required",
        "location-global",
        "request-format",
        "in-use",
        "subnet-without-prefix",
        "subnet-outbound-in-use",
        "peering-with-itself",
        "gateway-type",
        "circuit-office365-tier-lowered",
        "circuit-provider-changed",
        "connection-type-changed",
        "connection-circuit-not-provisioned",
        "local-gateway-address",
        "interface-in-use",
        "storage-name-taken",
        "lock-level",
    }
    assert {rule.name for rule in RULES} - named == own


def test_a_rule_claims_no_more_evidence_than_is_known() -> None:
    best: dict[str, int] = {}
    for row in known_rules():
        for name in row.rules:
            best[name] = max(best.get(name, 0), ORDER.index(row.grade))
    bolder = {rule.name for rule in RULES if rule.name in best and ORDER.index(rule.grade) > best[rule.name]}
    assert bolder == set()


def test_at_least_95_percent_of_what_is_documented_or_seen_is_enforced() -> None:
    rows = [row for row in known_rules() if row.grade in "AB"]
    assert len([row for row in rows if row.enforced]) >= 0.95 * len(rows)
    excused = [row for row in rows if row.excuse is not None]
    assert {row.excuse for row in excused} <= {"needs runtime", "needs a tenant", "evidence contradicts"}
    assert all(entry.enforced + entry.excused == entry.known for entry in coverage())


def test_a_rule_names_what_it_needs_where_documents_are_not_enough() -> None:
    assert all(bool(rule.needs) != from_documents(rule) for rule in RULES)
    assert sum(from_documents(rule) for rule in RULES) >= 0.75 * len(RULES)
