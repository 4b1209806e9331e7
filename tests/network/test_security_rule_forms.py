"""What ARM refuses in security rules: code, message, path and value of each refusal."""

from typing import Any

import pytest

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.rules.security_rule_forms import NOT_VERIFIED, group_problems, rule_problems

ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg/securityRules/web"
GOOD: dict[str, Any] = {
    "priority": 100,
    "direction": "Inbound",
    "access": "Allow",
    "protocol": "Tcp",
    "sourceAddressPrefix": "10.0.0.0/8",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "443",
}


def rule(**changes: Any) -> dict[str, Any]:
    properties = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    return {"name": "web", "id": ID, "properties": properties}


def told(**changes: Any) -> list[tuple[str, str, str, str]]:
    return [(p.code, p.path.removeprefix("properties."), p.value, p.grade) for p in rule_problems(rule(**changes))]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"direction": "outbound", "access": "DENY", "protocol": "*"},
        {"priority": 4096.0},
        {"sourceAddressPrefix": "Internet"},
        {"sourceAddressPrefix": "INTERNET"},
        {"sourceAddressPrefix": "Storage.WestEurope"},
        {"sourceAddressPrefix": "AzureFrontDoor.Backend"},
        {"sourceAddressPrefix": "fd00::/8", "destinationAddressPrefix": "::/0"},
        {"sourceAddressPrefix": "10.0.0.4"},
        {"sourceAddressPrefix": ..., "sourceAddressPrefixes": ["10.0.0.0/8", "0.0.0.0/0"]},
        {"sourceAddressPrefix": None, "sourceAddressPrefixes": ["10.0.0.0/8"]},
        {"sourceAddressPrefix": "", "sourceApplicationSecurityGroups": [{"id": "/asg"}]},
        {"destinationPortRange": ..., "destinationPortRanges": ["80", "8000-8080", "0-65535"]},
        {"destinationAddressPrefixes": []},
        {"sourceAddressPrefix": "AzurePlatformDNS", "access": "Deny"},
        {"description": "x" * 140},
        {"sourceAddressPrefix": Unknown("later")},
        {"priority": Unknown("later"), "direction": Unknown("later")},
        {"sourceAddressPrefix": ..., "sourceAddressPrefixes": Unknown("later")},
        {"destinationPortRange": ..., "destinationPortRanges": [Unknown("later"), "80"]},
    ],
)
def test_what_arm_takes(changes: dict[str, Any]) -> None:
    assert told(**changes) == []


ADDRESS, LIST = "SecurityRuleInvalidAddressPrefix", "SecurityRuleParameterContainsUnsupportedValue"
PORT, PORTS = "SecurityRuleInvalidPortRange", "SecurityRuleParameterContainsInvalidPortRanges"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"priority": 99}, ("SecurityRuleInvalidPriority", "priority", "99", "C")),
        ({"priority": 4097}, ("SecurityRuleInvalidPriority", "priority", "4097", "C")),
        ({"priority": 100.5}, ("SecurityRuleInvalidPriority", "priority", "100.5", "C")),
        ({"priority": True}, ("SecurityRuleInvalidPriority", "priority", "True", "C")),
        ({"priority": ...}, ("SecurityRuleInvalidPriority", "priority", "", "C")),
        ({"direction": "In"}, (NOT_VERIFIED, "direction", "In", "A")),
        ({"access": ...}, (NOT_VERIFIED, "access", "", "A")),
        ({"protocol": "Any"}, (NOT_VERIFIED, "protocol", "Any", "A")),
        ({"description": "x" * 141}, (NOT_VERIFIED, "description", "x" * 141, "A")),
        ({"sourceAddressPrefix": "20.20.20.20/16"}, (ADDRESS, "sourceAddressPrefix", "20.20.20.20/16", "B")),
        ({"sourceAddressPrefix": "AzureBastionSubnet"}, (ADDRESS, "sourceAddressPrefix", "AzureBastionSubnet", "B")),
        ({"sourceAddressPrefix": "10.0.0.0/255.0.0.0"}, (ADDRESS, "sourceAddressPrefix", "10.0.0.0/255.0.0.0", "B")),
        ({"sourceAddressPrefix": "10.0.0.1,10.0.0.2"}, (ADDRESS, "sourceAddressPrefix", "10.0.0.1,10.0.0.2", "B")),
        ({"sourceAddressPrefix": 10}, (ADDRESS, "sourceAddressPrefix", "10", "B")),
        ({"destinationAddressPrefix": "fd00::/8"}, (ADDRESS, "destinationAddressPrefix", "fd00::/8", "B")),
        (
            {"sourceAddressPrefix": ..., "sourceAddressPrefixes": ["10.0.0.0/8", "Internet"]},
            (LIST, "sourceAddressPrefixes[1]", "Internet", "B"),
        ),
        (
            {"sourceAddressPrefix": ..., "sourceAddressPrefixes": ["*"]},
            (LIST, "sourceAddressPrefixes[0]", "*", "B"),
        ),
        (
            {"sourceAddressPrefix": ..., "sourceAddressPrefixes": ["10.0.0.0/8", "fd00::/8"]},
            (ADDRESS, "sourceAddressPrefixes[1]", "fd00::/8", "B"),
        ),
        ({"destinationPortRange": "80,443"}, (PORT, "destinationPortRange", "80,443", "B")),
        ({"destinationPortRange": "70000"}, (PORT, "destinationPortRange", "70000", "B")),
        ({"destinationPortRange": "90-80"}, (PORT, "destinationPortRange", "90-80", "B")),
        ({"destinationPortRange": "-80"}, (PORT, "destinationPortRange", "-80", "B")),
        ({"destinationPortRange": "80-"}, (PORT, "destinationPortRange", "80-", "B")),
        (
            {"destinationPortRange": ..., "destinationPortRanges": ["80", "*"]},
            (PORTS, "destinationPortRanges[1]", "*", "B"),
        ),
        (
            {"destinationPortRange": ..., "destinationPortRanges": ["80,443"]},
            (PORT, "destinationPortRanges[0]", "80,443", "B"),
        ),
        ({"sourceAddressPrefix": "AzurePlatformDNS"}, ("SecurityRuleInvalidAccessType", "access", "Allow", "B")),
        ({"sourceAddressPrefixes": ["10.0.0.0/8"]}, (NOT_VERIFIED, "sourceAddressPrefixes", "", "D")),
        ({"destinationPortRange": ...}, (NOT_VERIFIED, "destinationPortRange", "", "D")),
        (
            {"sourceAddressPrefix": ..., "sourceApplicationSecurityGroups": [{"id": f"/{n}"} for n in range(11)]},
            (NOT_VERIFIED, "sourceApplicationSecurityGroups", "11", "A"),
        ),
    ],
)
def test_what_arm_refuses(changes: dict[str, Any], expected: tuple[str, str, str, str]) -> None:
    assert told(**changes) == [expected]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"destinationPortRange": "80,443"},
            "Security rule has invalid Port range. Value provided: 80,443. Value should be an integer OR integer range "
            "with '-' delimiter. Valid range 0-65535.",
        ),
        ({"priority": 5}, "Security rule has invalid Priority. Value provided: 5 Allowed range 100-4096."),
        ({"sourceAddressPrefix": "x"}, "Security rule has invalid Address prefix. Value provided: x"),
        (
            {"sourceAddressPrefix": ..., "sourceAddressPrefixes": ["Internet"]},
            f"Security rule parameter SourceAddressPrefix for rule with Id {ID} cannot specify existing "
            "VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: Internet.",
        ),
    ],
)
def test_messages(changes: dict[str, Any], message: str) -> None:
    assert [problem.message for problem in rule_problems(rule(**changes))] == [message]


def test_host_bits_are_answered_with_the_network() -> None:
    assert rule_problems(rule(sourceAddressPrefix="10.1.2.3/8"))[0].instead == "write 10.0.0.0/8"


def test_every_mistake_at_once() -> None:
    problems = rule_problems({"name": "empty", "properties": {}})
    assert [p.path for p in problems] == [
        "properties.direction",
        "properties.access",
        "properties.protocol",
        "properties.priority",
        "properties.sourceAddressPrefix",
        "properties.sourcePortRange",
        "properties.destinationAddressPrefix",
        "properties.destinationPortRange",
    ]


def test_unknown_or_missing_properties() -> None:
    assert rule_problems({"properties": Unknown("later")}) == []
    assert [p.path for p in rule_problems({"name": "x"})] == ["properties"]


def named(name: str, **changes: Any) -> dict[str, Any]:
    return rule(**changes) | {"name": name}


def test_conflict_names_the_later_rule() -> None:
    rules = [named("a"), named("b", direction="Outbound"), named("c", direction="INBOUND", priority=100.0)]
    (problem,) = group_problems(rules)
    assert (problem.code, problem.path, problem.value, problem.message) == (
        "SecurityRuleConflict",
        "securityRules[2].properties.priority",
        "100",
        "Security rule c conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see "
        "aka.ms/nsgrules.",
    )


def test_unknown_priority_conflicts_with_nothing() -> None:
    assert group_problems([named("a"), named("b", priority=Unknown("later"))]) == []


def test_limits_and_names_of_a_group() -> None:
    many = [named(f"r{n}", priority=100 + n) for n in range(1001)]
    assert [(p.code, p.path, p.value) for p in group_problems(many)] == [(NOT_VERIFIED, "securityRules", "1001")]
    twice = [named("a"), named("A", priority=101)]
    assert [(p.code, p.path, p.grade) for p in group_problems(twice)] == [(NOT_VERIFIED, "securityRules[1].name", "D")]
    asgs = [
        named(f"r{n}", priority=100 + n, sourceAddressPrefix=..., sourceApplicationSecurityGroups=[{"id": f"/{n}"}])
        for n in range(101)
    ]
    assert [p.value for p in group_problems(asgs)] == ["101"]
