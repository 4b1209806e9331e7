"""What an Azure Firewall's rules make of flows, against tables and an obvious walk of single packets."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import IPv4Address, ip_network
from itertools import product
from typing import Any

import pytest

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.rules.firewall_passage import NO_RULE, FirewallRules
from hubspoke_network.rules.service_tags import ServiceTags
from hubspoke_network.sets.flows import Flow, FlowSet

Make = Callable[..., FirewallRules]


def network(name: str, source: Any, destination: Any, ports: Any = "*", protocols: Any = "TCP", **more: Any) -> Any:
    """A network rule."""
    listed = {"sourceAddresses": source, "destinationAddresses": destination}
    listed |= {"destinationPorts": ports, "ipProtocols": protocols}
    values = {key: [value] if isinstance(value, str) else value for key, value in listed.items()}
    return {"ruleType": "NetworkRule", "name": name, **values, **more}


def application(name: str, source: str, *names: str, ports: tuple[int, ...] = (443,), **more: Any) -> Any:
    """An application rule."""
    protocols = [{"protocolType": "Https", "port": port} for port in ports]
    found = {"sourceAddresses": [source], "targetFqdns": list(names), "protocols": protocols}
    return {"ruleType": "ApplicationRule", "name": name, **found, **more}


def collection(name: str, priority: Any, access: str, *rules: Any) -> Any:
    """A filter collection."""
    kind = "FirewallPolicyFilterRuleCollection"
    found = {"ruleCollectionType": kind, "name": name, "priority": priority}
    return found | {"action": {"type": access}, "rules": list(rules)}


@pytest.fixture
def firewall(new_estate: Callable[[], Any]) -> Make:
    """A firewall with a policy: groups are (name, priority, collections); `parent` are those of its parent."""

    def make(*groups: Any, parent: Any = (), before: Callable[[Any], None] | None = None, **properties: Any) -> Any:
        estate = new_estate().vnet("hub", "10.0.0.0/16", Firewall="10.0.0.0/26")
        base = {"basePolicy": estate.id("firewallPolicies", "base")} if parent else {}
        for policy, held, more in (("afwp", groups, base), ("base", parent, {})):
            estate.add("firewallPolicies", policy, more)
            for name, priority, collections in held:
                inside = {"priority": priority, "ruleCollections": list(collections)}
                estate.add("firewallPolicies/ruleCollectionGroups", f"{policy}/{name}", inside)
        estate.firewall(
            "afw", "hub", "10.0.0.4", **{"firewallPolicy": estate.id("firewallPolicies", "afwp")} | properties
        )
        if before is not None:
            before(estate)
        model = estate.model()
        (resource,) = model.of_type("Microsoft.Network/azureFirewalls")
        return FirewallRules(model, resource, ServiceTags.shipped())

    return make


def told(rules: FirewallRules, flows: str = "tcp 10.1.0.0/16 -> 10.2.0.0/16:443") -> list[tuple[str, str, str]]:
    return [(part.access, part.rule, str(part.flows)) for part in rules.decide(FlowSet.parse(flows))]


WEB = network("web", "10.1.0.0/16", "10.2.0.0/16", "443")


def test_nothing_passes_without_a_rule(firewall: Make) -> None:
    assert told(firewall()) == [("Deny", NO_RULE, "tcp 10.1.0.0/16 -> 10.2.0.0/16:443")]
    assert told(firewall(firewallPolicy=None)) == told(firewall())
    assert firewall(("g", 100, [collection("c", 100, "Allow", WEB)])).decide(FlowSet.empty()) == []


def test_the_rule_that_lets_them_through_is_named(firewall: Make) -> None:
    rules = firewall(("g", 100, [collection("c", 100, "Allow", WEB)]))

    assert told(rules, "tcp 10.1.0.0/16 -> 10.2.0.0/16:80,443") == [
        ("Deny", NO_RULE, "tcp 10.1.0.0/16 -> 10.2.0.0/16:80"),
        ("Allow", "afwp/g/c: web", "tcp 10.1.0.0/16 -> 10.2.0.0/16:443"),
    ]


@pytest.mark.parametrize(
    ("groups", "parent", "expected"),
    [
        pytest.param(
            [("late", 200, [collection("a", 100, "Deny", WEB)]), ("early", 100, [collection("b", 300, "Allow", WEB)])],
            (),
            ("Allow", "afwp/early/b: web"),
            id="groups by priority",
        ),
        pytest.param(
            [("g", 100, [collection("b", 300.0, "Allow", WEB), collection("a", 200.0, "Deny", WEB)])],
            (),
            ("Deny", "afwp/g/a: web"),
            id="collections by priority",
        ),
        pytest.param(
            [("g", 100, [collection("c", 100, "Allow", WEB)])],
            [("last", 65000, [collection("no", 65000, "Deny", WEB)])],
            ("Deny", "base/last/no: web"),
            id="a parent before its child",
        ),
        pytest.param(
            [
                ("apps", 100, [collection("no", 100, "Deny", application("all", "*", "*"))]),
                ("nets", 200, [collection("yes", 100, "Allow", WEB)]),
            ],
            (),
            ("Allow", "afwp/nets/yes: web"),
            id="network rules before application rules",
        ),
        pytest.param(
            [("apps", 100, [collection("yes", 100, "Allow", application("all", "10.1.0.0/16", "*"))])],
            (),
            ("Allow", "afwp/apps/yes: all"),
            id="every name",
        ),
    ],
)
def test_what_comes_first(firewall: Make, groups: Any, parent: Any, expected: tuple[str, str]) -> None:
    assert [part[:2] for part in told(firewall(*groups, parent=parent))] == [expected]


def test_classic_rules(firewall: Make) -> None:
    rule = {"name": "web", "sourceAddresses": ["*"], "destinationAddresses": ["10.2.0.0/16"]}
    classic = {
        "priority": 100,
        "action": {"type": "Allow"},
        "rules": [rule | {"protocols": ["TCP"], "destinationPorts": ["443"]}],
    }
    rules = firewall(firewallPolicy=None, networkRuleCollections=[{"name": "c", "properties": classic}])

    assert [part[:2] for part in told(rules)] == [("Allow", "afw/c: web")]


def test_groups_ranges_tags_and_protocols(firewall: Make) -> None:
    def groups(estate: Any) -> None:
        estate.add("ipGroups", "servers", {"ipAddresses": ["10.2.0.4", "10.2.0.8-10.2.0.9"]})
        rules = estate.of("firewallPolicies/ruleCollectionGroups", "afwp/g")["ruleCollections"][0]["rules"]
        rules[0]["destinationIpGroups"] = [estate.id("ipGroups", "servers")["id"]]

    many = network("many", "10.1.0.0-10.1.0.3", [], ["53", "1000-1001"], ["TCP", "UDP"])
    ping = network("ping", "10.1.0.0/16", "10.2.0.0/16", "*", "ICMP")
    wire = network("wire", "*", "AzurePlatformIMDS", "80", "Any")
    rules = firewall(("g", 100, [collection("c", 100, "Allow", many, ping, wire)]), before=groups)

    assert told(rules, "* 10.1.0.0/16 -> 10.2.0.0/16; tcp * -> 169.254.169.254:80")[1:] == [
        ("Allow", "afwp/g/c: many", "tcp,udp 10.1.0.0/30 -> {10.2.0.4, 10.2.0.8/31}:53,1000-1001"),
        ("Allow", "afwp/g/c: ping", "icmp 10.1.0.0/16 -> 10.2.0.0/16"),
        ("Allow", "afwp/g/c: wire", "tcp * -> 169.254.169.254:80"),
    ]


BY_NAME = application("site", "10.1.0.0/16", "www.example.com")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            [collection("c", 100, "Allow", BY_NAME)],
            [("Unknown", "afwp/g/c: site", "afwp/g/c: site may match: by names")],
        ),
        (
            [collection("c", 100, "Deny", BY_NAME)],
            [("Deny", NO_RULE, "")],
        ),
        (
            [collection("c", 100, "Deny", BY_NAME), collection("d", 200, "Allow", application("all", "*", "*"))],
            [("Unknown", "afwp/g/c: site", "afwp/g/c: site may match: by names")],
        ),
        (
            [collection("c", 100, "Allow", BY_NAME), collection("d", 200, "Allow", application("all", "*", "*"))],
            [("Allow", "afwp/g/d: all", "")],
        ),
        (
            [collection("c", 100, "Allow", network("dns", "*", [], "443", destinationFqdns=["a.example.com"]))],
            [("Unknown", "afwp/g/c: dns", "afwp/g/c: dns may match: destinations by name")],
        ),
        (
            [collection("c", 100, "Allow", network("x", "*", "*", "443", ["TCP", "Sctp"]))],
            [("Unknown", "afwp/g/c: x", "afwp/g/c: x may match: ipProtocols names a protocol that is not known")],
        ),
        (
            [collection("c", 100, "Allow", network("x", "*", "*", Unknown("is not known yet")))],
            [("Unknown", "afwp/g/c: x", "afwp/g/c: x may match: destinationPorts: is not known yet")],
        ),
        (
            [collection("c", Unknown("is not known yet"), "Allow", WEB)],
            [("Unknown", "rules that are not known", "the rules of afw: is not known yet")],
        ),
        (
            [collection("c", 100, "Perhaps", WEB)],
            [
                (
                    "Unknown",
                    "rules that are not known",
                    "the rules of afw: afwp/g properties.ruleCollections[0] neither allows nor denies",
                )
            ],
        ),
        (
            Unknown("is not known yet"),
            [("Unknown", "rules that are not known", "the rules of afw: is not known yet")],
        ),
    ],
)
def test_what_is_not_known_is_never_a_pass(firewall: Make, rules: Any, expected: list[tuple[str, str, str]]) -> None:
    def put(estate: Any) -> None:
        estate.of("firewallPolicies/ruleCollectionGroups", "afwp/g")["ruleCollections"] = rules

    asked = FlowSet.parse("tcp 10.1.0.0/16 -> 10.2.0.0/16:443")
    parts = firewall(("g", 100, []), before=put).decide(asked)

    assert [(part.access, part.rule, part.reason) for part in parts] == expected


def test_a_policy_that_is_not_there_is_not_known(firewall: Make, new_estate: Callable[[], Any]) -> None:
    rules = firewall(firewallPolicy=new_estate().id("firewallPolicies", "elsewhere"))

    (part,) = rules.decide(FlowSet.everything())

    assert part.access == "Unknown"
    assert part.reason.endswith("firewallPolicies/elsewhere is not among the resources given")


HOSTS = ("10.1.0.1", "10.1.0.2", "10.2.0.1", "203.0.113.9")
PORTS = (80, 443, 1433)
ENDS = ("*", "10.1.0.0/16", "10.1.0.1", "10.2.0.0/16", "203.0.113.0/24", "10.1.0.1-10.2.0.0")


def draw(seed: int) -> tuple[list[Any], list[Any]]:
    """Groups of a policy and of its parent, drawn at random."""
    chance = random.Random(seed)
    named: list[str] = []  # four at most: every way in which they may match is walked

    def rule(number: int, kind: str) -> Any:
        source = chance.choice(ENDS)
        if kind == "application":
            names = ["www.example.com"] if not named[3:] and chance.random() < 0.5 else ["*"]
            named.extend(names if names != ["*"] else [])
            return application(f"r{number}", source, *names, ports=tuple(chance.sample(PORTS, chance.randint(1, 2))))
        ports = chance.choice(("*", "80-443", "1433", "443"))
        return network(f"r{number}", source, chance.choice(ENDS), ports, chance.choice(("TCP", "UDP", "Any")))

    def group(name: str) -> Any:
        collections = []
        priorities = chance.sample(range(100, 120), 3)
        for number in range(chance.randint(1, 3)):
            kind, access = chance.choice(("network", "network", "application")), chance.choice(("Allow", "Deny"))
            rules = [rule(n, kind) for n in range(chance.randint(1, 3))]
            collections.append(collection(f"c{number}", priorities[number], access, *rules))
        return name, chance.randint(100, 65000), collections

    own = [group(f"g{n}") for n in range(chance.randint(1, 2))]
    return own, [group("p")] if chance.random() < 0.4 else []


def walk(groups: list[Any], parent: list[Any], flow: tuple[str, str, str, int], named: tuple[bool, ...]) -> bool:
    """Whether one packet passes, tried rule by rule. `named` says of each rule by name whether its name matches."""
    ordered = []
    for level, held in enumerate((parent, groups)):
        for _, priority, collections in held:
            ordered += [((level, priority, c["priority"]), c) for c in collections]
    ordered.sort(key=lambda item: item[0])
    names: Iterator[bool] = iter(named)
    answers = {id(rule): next(names) for _, c in ordered for rule in c["rules"] if by_name(rule)}
    for kind in ("NetworkRule", "ApplicationRule"):
        for _, c in ordered:
            for rule in c["rules"]:
                if rule["ruleType"] == kind and holds(rule, flow) and answers.get(id(rule), True):
                    return bool(c["action"]["type"] == "Allow")
    return False


def by_name(rule: Any) -> bool:
    return rule["ruleType"] == "ApplicationRule" and rule["targetFqdns"] != ["*"]


def holds(rule: Any, flow: tuple[str, str, str, int]) -> bool:
    protocol, source, destination, port = flow
    if not any(inside(end, source) for end in rule["sourceAddresses"]):
        return False
    if rule["ruleType"] == "ApplicationRule":
        return protocol == "TCP" and port in [item["port"] for item in rule["protocols"]]
    if not any(inside(end, destination) for end in rule["destinationAddresses"]):
        return False
    low, _, high = rule["destinationPorts"][0].partition("-")
    there = low == "*" or int(low) <= port <= int(high or low)
    return there and rule["ipProtocols"][0] in ("Any", protocol)


@cache
def inside(end: str, host: str) -> bool:
    if "-" in end:
        low, high = end.split("-")
        return IPv4Address(low) <= IPv4Address(host) <= IPv4Address(high)
    return end == "*" or IPv4Address(host) in ip_network(end)


def check(seed: int, firewall: Make) -> None:
    groups, parent = draw(seed)
    count = sum(by_name(rule) for held in (groups, parent) for _, _, cs in held for c in cs for rule in c["rules"])
    decided = firewall(*groups, parent=parent).decide(FlowSet.everything())
    numbers = {"TCP": 6, "UDP": 17}
    for protocol, source, destination, port in product(numbers, HOSTS, HOSTS, PORTS):
        packet = (protocol, source, destination, port)
        outcomes = {walk(groups, parent, packet, named) for named in product((True, False), repeat=count)}
        wanted = "Unknown" if len(outcomes) > 1 else "Allow" if outcomes == {True} else "Deny"
        flow = Flow(IPv4Address(source), IPv4Address(destination), numbers[protocol], 50000, port)
        assert [part.access for part in decided if flow in part.flows] == [wanted], (seed, packet)


@pytest.mark.parametrize("seed", range(30))
def test_equals_a_walk_by_packets(firewall: Make, seed: int) -> None:
    check(seed, firewall)


@pytest.mark.prove(cases=100)
@pytest.mark.parametrize("batch", range(20))
def test_equals_a_walk_by_packets_on_many_more(firewall: Make, batch: int) -> None:
    for seed in range(1000 + 100 * batch, 1100 + 100 * batch):
        check(seed, firewall)
