"""Documented subtleties of security groups, one table row each: which rule decides a flow."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.rules.security_groups import PLATFORM_RULE, TagContext, decide, matches, read_group
from hubspoke_network.rules.service_tags import ServiceTags
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.bounds import Bounds
from hubspoke_network.sets.flows import Flow, FlowSet

VNET = AddressSet.parse("10.1.0.0/16", "10.2.0.0/16")
Maker = Callable[..., dict[str, Any]]


def group(*rules: Any) -> Any:
    return read_group({"name": "nsg", "properties": {"securityRules": list(rules)}})


def flow(source: str, destination: str, port: int = 443, protocol: int = 6) -> Flow:
    ports = (1024, port) if protocol in (6, 17) else (None, None)
    return Flow(ip_address(source), ip_address(destination), protocol, *ports)


def decider(rules: list[Any], direction: Any, packet: Flow, tags: TagContext | None = None) -> tuple[str, str]:
    decision = decide(group(*rules), direction, tags or TagContext(VNET))
    ((rule, access),) = [(part.rule, part.access) for part in decision.parts if packet in part.flows]
    return rule, access


WEB, PEER, OUT, LOCAL6 = "10.1.0.4", "10.2.0.4", "8.8.8.8", "fd00::4"
WIRE = "168.63.129.16"


INGRESS, EGRESS = "Inbound", "Outbound"
TO_INTERNET, NOT_IN = ("AllowInternetOutBound", "Allow"), ("DenyAllInBound", "Deny")
NOT_OUT = ("DenyAllOutBound", "Deny")


@pytest.mark.parametrize(
    ("rules", "direction", "packet", "expected"),
    [
        # Default rules.
        ([], INGRESS, flow(PEER, WEB), ("AllowVnetInBound", "Allow")),
        ([], INGRESS, flow(OUT, WEB), NOT_IN),
        ([], INGRESS, flow(WIRE, WEB), ("AllowVnetInBound", "Allow")),
        ([], INGRESS, flow(WIRE, "10.9.0.4"), ("AllowAzureLoadBalancerInBound", "Allow")),
        ([], EGRESS, flow(WEB, PEER), ("AllowVnetOutBound", "Allow")),
        ([], EGRESS, flow(WEB, OUT), TO_INTERNET),
        ([], EGRESS, flow(WEB, "10.9.0.4"), NOT_OUT),
        ([], EGRESS, flow(WEB, "192.168.0.1"), NOT_OUT),
        # Plural and singular, ranges, several of each.
        ([(100, EGRESS, "Deny", "*", ["10.2.0.0/16", "8.8.8.0/24"])], EGRESS, flow(WEB, OUT), ("r", "Deny")),
        ([(100, EGRESS, "Deny", "*", "8.8.8.8")], EGRESS, flow(WEB, OUT), ("r", "Deny")),
        ([(100, EGRESS, "Deny", "*", "*", ["80", "440-450"])], EGRESS, flow(WEB, OUT), ("r", "Deny")),
        ([(100, EGRESS, "Deny", "*", "*", "440-450")], EGRESS, flow(WEB, OUT, 451), TO_INTERNET),
        ([(100, INGRESS, "Allow", "0.0.0.0/0", "*", "443")], INGRESS, flow(OUT, WEB), ("r", "Allow")),
        ([(100, INGRESS, "Allow", ["0.0.0.0/1", "128.0.0.0/1"], "*", "443")], INGRESS, flow(OUT, WEB), ("r", "Allow")),
        # A protocol of * with ports restricts TCP and UDP, and matches nothing that has no ports.
        ([(100, INGRESS, "Allow", "*", "*", "443", "*")], INGRESS, flow(OUT, WEB, 443, 17), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "*", "*", "443", "*")], INGRESS, flow(OUT, WEB, 80), NOT_IN),
        ([(100, INGRESS, "Allow", "*", "*", "443", "*")], INGRESS, flow(OUT, WEB, 0, 1), NOT_IN),
        ([(100, INGRESS, "Allow", "*", "*", "*", "*")], INGRESS, flow(OUT, WEB, 0, 1), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "*", "*", "*", "Icmp")], INGRESS, flow(OUT, WEB, 0, 1), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "*", "*", "*", "Icmp")], INGRESS, flow(OUT, WEB), NOT_IN),
        ([(100, INGRESS, "Allow", "*", "*", "*", "tcp")], INGRESS, flow(OUT, WEB), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "*", "*", "*", "Esp")], INGRESS, flow(OUT, WEB, 0, 50), ("r", "Allow")),
        # Tags, in any case; Internet is public space outside the network and nothing private.
        ([(100, EGRESS, "Deny", "*", "INTERNET")], EGRESS, flow(WEB, OUT), ("r", "Deny")),
        ([(100, EGRESS, "Deny", "*", "Internet")], EGRESS, flow(WEB, PEER), ("AllowVnetOutBound", "Allow")),
        ([(100, EGRESS, "Deny", "*", "Internet")], EGRESS, flow(WEB, "10.9.0.4"), NOT_OUT),
        ([(100, EGRESS, "Allow", "*", "Internet")], EGRESS, flow(WEB, "172.15.255.255"), ("r", "Allow")),
        ([(100, EGRESS, "Allow", "*", "Internet")], EGRESS, flow(WEB, "172.16.0.1"), NOT_OUT),
        ([(100, INGRESS, "Deny", "VirtualNetwork")], INGRESS, flow(PEER, WEB), ("r", "Deny")),
        ([(100, INGRESS, "Deny", "VirtualNetwork")], INGRESS, flow(WIRE, WEB), ("r", "Deny")),
        ([(100, INGRESS, "Deny", "AzureLoadBalancer")], INGRESS, flow(WIRE, WEB), ("r", "Deny")),
        # Order: the first that matches, by priority; a Deny before an Allow shadows it, a narrower Allow passes.
        (
            [(200, INGRESS, "Allow", OUT), (100, INGRESS, "Deny", "8.8.8.0/24")],
            INGRESS,
            flow(OUT, WEB),
            ("r1", "Deny"),
        ),
        (
            [(100, INGRESS, "Allow", OUT), (200, INGRESS, "Deny", "8.8.8.0/24")],
            INGRESS,
            flow(OUT, WEB),
            ("r0", "Allow"),
        ),
        # RFC 1918 is 172.16.0.0/12: the end of it is inside, and 172.32.0.0 is not.
        ([(100, EGRESS, "Allow", "*", "172.16.0.0/12")], EGRESS, flow(WEB, "172.31.255.254"), ("r", "Allow")),
        ([(100, EGRESS, "Allow", "*", "172.16.0.0/12")], EGRESS, flow(WEB, "172.32.0.1"), TO_INTERNET),
        # IPv6 is a world of its own: a rule for 0.0.0.0/0 says nothing of it, * does.
        ([(100, INGRESS, "Allow", "0.0.0.0/0")], INGRESS, flow("2001:db8::1", LOCAL6), NOT_IN),
        ([(100, INGRESS, "Allow", "*")], INGRESS, flow("2001:db8::1", LOCAL6), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "2001:db8::/32")], INGRESS, flow("2001:db8::1", LOCAL6), ("r", "Allow")),
        ([(100, INGRESS, "Allow", "*", "*", "*", "Icmp")], INGRESS, flow("2001:db8::1", LOCAL6, 0, 58), ("r", "Allow")),
        # The platform's addresses are open, except to rules with its own tags.
        ([(100, EGRESS, "Deny")], EGRESS, flow(WEB, WIRE, 53, 17), (PLATFORM_RULE, "Allow")),
        ([(100, EGRESS, "Deny", "*", WIRE)], EGRESS, flow(WEB, WIRE, 53, 17), (PLATFORM_RULE, "Allow")),
        ([(100, EGRESS, "Deny", "*", "AzurePlatformDNS", "53")], EGRESS, flow(WEB, WIRE, 53, 17), ("r", "Deny")),
        ([(100, EGRESS, "Deny", "*", "AzurePlatformIMDS")], EGRESS, flow(WEB, "169.254.169.254", 80), ("r", "Deny")),
        ([(100, INGRESS, "Deny")], INGRESS, flow(WIRE, WEB), ("r", "Deny")),
    ],
)  # fmt: skip
def test_who_decides(rule: Maker, rules: list[Any], direction: str, packet: Flow, expected: tuple[str, str]) -> None:
    made = [rule("r" if len(rules) == 1 else f"r{n}", *arguments) for n, arguments in enumerate(rules)]
    assert decider(made, direction, packet) == expected


def test_a_default_route_widens_virtual_network(rule: Maker) -> None:
    """With a user-defined 0.0.0.0/0 the tag holds everything: rules for it let the Internet in, Internet is empty."""
    tags = TagContext(VNET | AddressSet.all_ipv4())
    assert decider([], "Inbound", flow(OUT, WEB), tags) == ("AllowVnetInBound", "Allow")
    no_internet = rule("no", 100, "Outbound", "Deny", "*", "Internet")
    assert decider([no_internet], "Outbound", flow(WEB, OUT), tags) == ("AllowVnetOutBound", "Allow")
    no_any = rule("no", 4096, "Outbound", "Deny")
    assert decider([no_any], "Outbound", flow(WEB, OUT), tags) == ("no", "Deny")


def test_not_knowing_the_network_matters_only_where_rules_differ(rule: Maker) -> None:
    tags = TagContext(Bounds(VNET, AddressSet.everything(), "on-premises prefixes are not given"))
    # Whether 8.8.8.8 is in VirtualNetwork or in Internet, a default rule allows it; and an explicit Deny denies it.
    assert decider([], "Outbound", flow(WEB, OUT), tags)[1] == "Allow"
    assert decider([rule("no", 4096, "Outbound", "Deny")], "Outbound", flow(WEB, OUT), tags) == ("no", "Deny")
    assert decider([], "Inbound", flow(OUT, WEB), tags)[1] == "Unknown"
    decision = decide(group(), "Inbound", tags)
    (reason,) = {part.reason for part in decision.parts if part.access == "Unknown"}
    assert reason == "what VirtualNetwork holds: on-premises prefixes are not given"


def test_tags_with_and_without_ranges(rule: Maker) -> None:
    rules = [rule("st", 100, "Outbound", "Deny", "*", "Storage")]
    assert decider(rules, "Outbound", flow(WEB, OUT)) == ("st", "Unknown")
    assert decider(rules, "Outbound", flow(WEB, PEER)) == ("AllowVnetOutBound", "Allow")
    known = ServiceTags({"storage": AddressSet.parse("20.60.0.0/16")})
    tags = TagContext(VNET, service_tags=known)
    assert decider(rules, "Outbound", flow(WEB, OUT), tags) == ("AllowInternetOutBound", "Allow")
    assert decider(rules, "Outbound", flow(WEB, "20.60.1.1"), tags) == ("st", "Deny")
    allow = [rule("st", 100, "Outbound", "Allow", "*", "Storage")]
    assert decider(allow, "Outbound", flow(WEB, OUT)) == ("AllowInternetOutBound", "Allow")


def test_application_security_groups() -> None:
    asg = {"id": "/ASGs/Web"}
    document = {
        "name": "r",
        "properties": {
            "priority": 100,
            "direction": "Inbound",
            "access": "Allow",
            "protocol": "*",
            "sourceAddressPrefix": "*",
            "sourcePortRange": "*",
            "destinationApplicationSecurityGroups": [asg],
            "destinationPortRange": "*",
        },
    }
    known = TagContext(VNET, {"/asgs/web": AddressSet.parse(WEB)})
    assert decider([document], "Inbound", flow(OUT, WEB), known) == ("r", "Allow")
    assert decider([document], "Inbound", flow(OUT, PEER), known) == ("DenyAllInBound", "Deny")
    assert decider([document], "Inbound", flow(OUT, WEB)) == ("r", "Unknown")


LATER = Unknown("known once it is made")


@pytest.mark.parametrize(
    "changes",
    [
        {"access": LATER},
        {"access": None},
        {"access": "Maybe"},
        {"protocol": LATER},
        {"protocol": "Any"},
        {"sourceAddressPrefix": LATER},
        {"sourceAddressPrefix": None},
        {"sourceAddressPrefix": "8.8.8.8/16"},
        {"sourceAddressPrefix": "AzureBastionSubnet"},
        {"sourceAddressPrefixes": [OUT]},
        {"sourceAddressPrefix": None, "sourceAddressPrefixes": LATER},
        {"sourceAddressPrefix": None, "sourceAddressPrefixes": ["9.9.9.9", LATER]},
        {"sourceAddressPrefix": None, "sourceApplicationSecurityGroups": [{"id": LATER}]},
        {"sourceAddressPrefix": None, "sourceApplicationSecurityGroups": [{}]},
        {"sourcePortRange": LATER},
        {"destinationPortRange": LATER},
        {"destinationPortRange": None},
        {"destinationPortRange": "90-80"},
        {"destinationPortRange": None, "destinationPortRanges": ["80", LATER]},
        {"direction": LATER},
        {"direction": None},
    ],
)
def test_unknown_fields_leave_undecided_what_they_might_match(rule: Maker, changes: dict[str, Any]) -> None:
    document = rule("r", 100, "Inbound", "Allow", OUT, "*", "443")
    document["properties"] |= changes
    assert decider([document], "Inbound", flow(OUT, WEB)) == ("r", "Unknown")
    decision = decide(group(document), "Inbound", TagContext(VNET))
    assert all(part.reason for part in decision.parts if part.access == "Unknown")


@pytest.mark.parametrize("priority", [LATER, None, "high", True])
def test_unknown_priority(rule: Maker, priority: Any) -> None:
    """Wherever it comes, it comes before the default rules; against other rules it is undecided."""
    document = rule("r", 100, "Inbound", "Allow", "8.8.0.0/16")
    document["properties"]["priority"] = priority
    assert decider([document], "Inbound", flow(OUT, WEB)) == ("r", "Allow")
    deny = rule("no", 200, "Inbound", "Deny", "8.8.8.0/24")
    assert decider([document, deny], "Inbound", flow(OUT, WEB))[1] == "Unknown"
    assert decider([document, deny], "Inbound", flow("8.8.4.4", WEB)) == ("r", "Allow")


@pytest.mark.parametrize(
    "document",
    [LATER, 7, {"name": "r"}, {"name": "r", "properties": None}, {"name": "r", "properties": LATER}],
)
def test_unreadable_rules_leave_everything_undecided(document: Any) -> None:
    decision = decide(group(document), "Inbound", TagContext(VNET))
    assert decision.unknown == FlowSet.everything()
    assert decision.allowed == decision.denied == FlowSet.empty()


@pytest.mark.parametrize("properties", [LATER, {"securityRules": LATER}])
def test_unknown_rules(properties: Any) -> None:
    decision = decide(read_group({"name": "g", "properties": properties}), "Outbound", TagContext(VNET))
    assert decision.unknown == FlowSet.of(destination=~AddressSet.parse(WIRE, "169.254.169.254")) | decision.unknown
    assert not decision.allowed & FlowSet.of(destination=~AddressSet.parse(WIRE, "169.254.169.254"))


def test_unknown_parts_decided_by_others(rule: Maker) -> None:
    first = rule("no", 100, "Inbound", "Deny", "8.8.8.0/24")
    unsure = rule("maybe", 200, "Inbound", "Allow", "*", "*", "*")
    unsure["properties"]["destinationPortRange"] = LATER
    same = rule("yes", 300, "Inbound", "Allow", "9.9.9.9")
    rules = [first, unsure, same]
    assert decider(rules, "Inbound", flow(OUT, WEB)) == ("no", "Deny")
    assert decider(rules, "Inbound", flow("9.9.9.9", WEB)) == ("yes", "Allow")
    assert decider(rules, "Inbound", flow("7.7.7.7", WEB)) == ("maybe", "Unknown")
    assert decider(rules, "Inbound", flow(PEER, WEB)) == ("AllowVnetInBound", "Allow")


def test_rules_of_one_priority_are_undecided_where_they_differ(rule: Maker) -> None:
    rules = [rule("a", 100, "Inbound", "Allow", "8.8.0.0/16"), rule("b", 100, "Inbound", "Deny", "8.8.8.0/24")]
    assert decider(rules, "Inbound", flow(OUT, WEB))[1] == "Unknown"
    assert decider(rules, "Inbound", flow("8.8.4.4", WEB)) == ("a", "Allow")


def test_rules_of_their_own_and_inline_are_one_list(rule: Maker) -> None:
    inline = {"name": "nsg", "properties": {"securityRules": [rule("a", 200, "Inbound", "Allow")]}}
    both = read_group(inline, [rule("b", 100, "Inbound", "Deny", OUT)])
    decision = decide(both, "Inbound", TagContext(VNET))
    assert [part.rule for part in decision.parts] == ["b", "a"]
    assert flow(OUT, WEB) in decision.denied


def test_parts_are_disjoint_and_cover_what_was_asked(rule: Maker) -> None:
    within = FlowSet.of(AddressSet.parse("0.0.0.0/0"), VNET, "Tcp")
    rules = [
        rule("a", 200, "Inbound", "Allow", "8.0.0.0/8", "*", "80-90"),
        rule("b", 300, "Inbound", "Deny", "Storage"),
    ]
    decision = decide(group(*rules), "Inbound", TagContext(LATER), within)
    assert FlowSet.union(part.flows for part in decision.parts) == within
    assert sum(part.flows.size for part in decision.parts) == within.size
    assert decision.allowed | decision.denied | decision.unknown == within


def test_what_a_rule_matches_whatever_the_others_do(rule: Maker) -> None:
    made = group(rule("r", 100, "Inbound", "Allow", "Storage", "*", "443", "Tcp")).rules[0]
    does, may = matches(made, "Inbound", TagContext(VNET))
    assert does == FlowSet.empty()
    assert flow(OUT, WEB) in may
    assert flow(PEER, WEB) not in may
