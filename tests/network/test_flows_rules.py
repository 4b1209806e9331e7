"""First match over rules: against a walk that looks at one flow at a time."""

import random
from ipaddress import IPv4Address

import pytest

from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import Flow, FlowSet, first_match
from hubspoke_network.sets.ports import PortSet

PREFIXES = ("*", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.4", "10.2.0.0/16", "172.16.0.0/12", "8.8.8.8")
PORTS = ("*", "443", "80", "80-90", "0-1023", "1024-65535")


class Rule:
    """A rule as a table row; `matches` decides one flow without any set."""

    def __init__(self, chance: random.Random) -> None:
        self.source, self.destination = chance.choice(PREFIXES), chance.choice(PREFIXES)
        self.protocol = chance.choice(("*", "Tcp", "Udp", "Icmp", "Esp"))
        self.port = chance.choice(PORTS) if self.protocol in ("*", "Tcp", "Udp") else "*"
        self.source_port = chance.choice(("*", "*", "*", "1024-65535")) if self.protocol in ("Tcp", "Udp") else "*"

    @property
    def flows(self) -> FlowSet:
        ends = AddressSet(self.source), AddressSet(self.destination)
        return FlowSet.of(*ends, self.protocol, PortSet(self.port), PortSet(self.source_port))

    def matches(self, flow: Flow) -> bool:
        return (
            lies_in(int(flow.source), self.source)
            and lies_in(int(flow.destination), self.destination)
            and self.protocol in ("*", {1: "Icmp", 6: "Tcp", 17: "Udp", 50: "Esp"}[flow.protocol])
            and port_lies_in(flow.destination_port, self.port)
            and port_lies_in(flow.source_port, self.source_port)
        )


def lies_in(address: int, prefix: str) -> bool:
    if prefix == "*":
        return True
    text, _, length = prefix.partition("/")
    a, b, c, d = map(int, text.split("."))
    shift = 32 - int(length or 32)
    return address >> shift == (a << 24 | b << 16 | c << 8 | d) >> shift


def port_lies_in(port: int | None, text: str) -> bool:
    if text == "*":
        return True
    low, _, high = text.partition("-")
    return port is not None and int(low) <= port <= int(high or low)


def packet(chance: random.Random) -> Flow:
    places = ("10.1.2.4", "10.1.2.5", "10.1.9.1", "10.2.0.1", "10.9.0.1", "172.16.0.1", "8.8.8.8", "9.9.9.9")
    protocol = chance.choice((1, 6, 6, 17, 50))
    ends = IPv4Address(chance.choice(places)), IPv4Address(chance.choice(places))
    if protocol not in (6, 17):
        return Flow(*ends, protocol)
    return Flow(*ends, protocol, chance.choice((0, 1023, 1024, 50_000)), chance.choice((22, 80, 85, 443, 3389)))


@pytest.mark.parametrize("seed", range(12))
def test_equal_to_one_flow_at_a_time(seed: int) -> None:
    chance = random.Random(seed)
    rules = [Rule(chance) for _ in range(chance.choice((3, 10, 40)))]
    parts, rest = first_match(rule.flows for rule in rules)
    assert FlowSet.union([*parts, rest]) == FlowSet.everything()
    assert sum(part.size for part in parts) + rest.size == FlowSet.everything().size
    for _ in range(150):
        flow = packet(chance)
        decider = next((index for index, rule in enumerate(rules) if rule.matches(flow)), len(rules))
        assert [index for index, part in enumerate([*parts, rest]) if flow in part] == [decider], flow


def test_space_to_decide() -> None:
    space = FlowSet.parse("tcp 10.0.0.0/8 -> 8.8.8.8")
    web, dns = FlowSet.parse("tcp * -> *:443"), FlowSet.parse("any * -> *:53,443")
    parts, rest = first_match([web, dns], space)
    assert [str(part) for part in parts] == ["tcp 10.0.0.0/8 -> 8.8.8.8:443", "tcp 10.0.0.0/8 -> 8.8.8.8:53"]
    assert str(rest) == "tcp 10.0.0.0/8 -> 8.8.8.8:0-52,54-442,444-65535"


def test_hundreds_of_rules_stay_small() -> None:
    """Box counts, not time: what makes sets of hundreds of rules fast is that few boxes are needed."""
    chance = random.Random(7)
    rules = [Rule(chance) for _ in range(300)]
    decided = [rule for rule in rules if rule.source != "*" or rule.destination != "*"]
    parts, rest = first_match(rule.flows for rule in decided)
    assert len(decided) > 250
    assert max(len(part.boxes()) for part in parts) < 60
    assert len(rest.boxes()) < 60
    assert len(FlowSet.union(parts).boxes()) < 200
