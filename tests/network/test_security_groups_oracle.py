"""Security groups against two oracles of this file: z3 on whole rule sets, and a plain walk for single packets."""

import random
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

import pytest
import z3

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.rules.security_groups import TagContext, decide, read_group
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.bounds import Bounds
from hubspoke_network.sets.flows import Flow, FlowSet

pytestmark = pytest.mark.slow

VNET = ("10.1.0.0/16", "10.2.0.0/16", "203.0.113.0/24", "fd00:1::/48", "168.63.129.16/32")
ASGS = {"/asgs/web": ("10.1.0.4/32", "10.1.0.5/32"), "/asgs/db": ("10.2.7.0/28", "fd00:1::4/128")}
PREFIXES4 = ("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.128.0/17", "10.2.7.9/32", "172.16.0.0/12", "8.8.8.0/24")
PREFIXES6 = ("::/0", "fd00::/8", "fd00:1::/64", "2001:db8::/32")
PROTOCOLS = {"*": None, "Tcp": (6, 6), "Udp": (17, 17), "Icmp": (1, 58), "Esp": (50, 50), "Ah": (51, 51)}
PORTS = ("*", "22", "80-90", "443", "85-1000", "1024-65535", "0-65535")
PLATFORM = ("168.63.129.16/32", "169.254.169.254/32")
NOT_PUBLIC = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 "
    "224.0.0.0/3"
)
Range = tuple[int, int]


def ranges(prefixes: tuple[str, ...], version: int) -> list[Range]:
    nets = [ip_network(p) for p in prefixes]
    return [(int(n[0]), int(n[-1])) for n in nets if n.version == version]


def public(version: int) -> list[Range]:
    """What is public, by walking over the excluded ranges; IPv6 has one public block."""
    if version == 6:
        return [(0x2000 << 112, (0x4000 << 112) - 1)]
    found, start = [], 0
    for low, high in sorted(ranges(tuple(NOT_PUBLIC.split()), 4)):
        if start < low:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return found


@dataclass(frozen=True)
class End:
    """One end of a rule: what is written and what it means, told apart here and not by the code under test."""

    fields: dict[str, Any]
    include: tuple[str, ...] = ()
    internet: bool = False

    def holds(self, version: int) -> tuple[list[Range], list[Range]]:
        """Ranges inside, and ranges taken out of them again."""
        if self.internet:
            return public(version), ranges(VNET, version)
        return ranges(self.include, version), []


@dataclass(frozen=True)
class Rule:
    name: str
    priority: int
    direction: str
    access: str
    protocol: str
    source: End
    destination: End
    source_ports: tuple[str, ...]
    destination_ports: tuple[str, ...]
    plural: bool

    def document(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "properties": {
                "priority": self.priority,
                "direction": self.direction,
                "access": self.access,
                "protocol": self.protocol,
                **{f"source{key}": value for key, value in self.source.fields.items()},
                **{f"destination{key}": value for key, value in self.destination.fields.items()},
                **self.ports("source", self.source_ports),
                **self.ports("destination", self.destination_ports),
            },
        }

    def ports(self, end: str, ports: tuple[str, ...]) -> dict[str, Any]:
        if len(ports) == 1 and (ports == ("*",) or not self.plural):
            return {f"{end}PortRange": ports[0], f"{end}PortRanges": []}
        return {f"{end}PortRanges": list(ports)}


ANY = End({"AddressPrefix": "*"}, ("0.0.0.0/0", "::/0"))
VIRTUAL_NETWORK = End({"AddressPrefix": "VirtualNetwork"}, VNET)
INTERNET = End({"AddressPrefix": "Internet"}, internet=True)
LOAD_BALANCER = End({"AddressPrefix": "AzureLoadBalancer"}, ("168.63.129.16/32",))
STAR = ("*",)
DEFAULTS = [
    Rule("AllowVnetInBound", 65000, "Inbound", "Allow", "*", VIRTUAL_NETWORK, VIRTUAL_NETWORK, STAR, STAR, False),
    Rule("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "*", LOAD_BALANCER, ANY, STAR, STAR, False),
    Rule("DenyAllInBound", 65500, "Inbound", "Deny", "*", ANY, ANY, STAR, STAR, False),
    Rule("AllowVnetOutBound", 65000, "Outbound", "Allow", "*", VIRTUAL_NETWORK, VIRTUAL_NETWORK, STAR, STAR, False),
    Rule("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", ANY, INTERNET, STAR, STAR, False),
    Rule("DenyAllOutBound", 65500, "Outbound", "Deny", "*", ANY, ANY, STAR, STAR, False),
]


def random_end(rng: random.Random, version: int) -> End:
    prefixes = PREFIXES4 if version == 4 else PREFIXES6
    kind = rng.randrange(8)
    if kind == 0:
        return ANY
    if kind == 1:
        return rng.choice([VIRTUAL_NETWORK, INTERNET, LOAD_BALANCER])
    if kind == 2:
        asg = rng.choice(sorted(ASGS))
        return End({"ApplicationSecurityGroups": [{"id": asg.upper()}], "AddressPrefix": ""}, ASGS[asg])
    if kind in (3, 4):
        one = rng.choice(prefixes)
        return End({"AddressPrefix": one, "AddressPrefixes": []}, (one,))
    many = tuple(rng.sample(prefixes, rng.randint(1, 3)))
    return End({"AddressPrefixes": list(many), "AddressPrefix": None}, many)


def random_rules(rng: random.Random) -> list[Rule]:
    priorities = rng.sample(range(100, 4097), 12)
    rules = []
    for index in range(rng.randint(0, 7)):
        version = rng.choice([4, 4, 6])
        rules.append(
            Rule(
                f"r{index}",
                priorities[index],
                rng.choice(["Inbound", "Outbound"]),
                rng.choice(["Allow", "Deny"]),
                rng.choice(list(PROTOCOLS)),
                random_end(rng, version),
                random_end(rng, version),
                rng.choice([STAR, STAR, STAR, ("1024-65535",)]),
                tuple(rng.sample(PORTS, 1) if rng.random() < 0.7 else rng.sample(PORTS[1:], 2)),
                rng.random() < 0.5,
            )
        )
    return rules


def ordered(rules: list[Rule], direction: str) -> list[Rule]:
    return sorted((r for r in rules + DEFAULTS if r.direction == direction), key=lambda r: r.priority)


def z3_in(value: z3.BitVecRef, spans: list[Range]) -> z3.BoolRef:
    return z3.Or([z3.And(z3.UGE(value, low), z3.ULE(value, high)) for low, high in spans])


def z3_match(rule: Rule, version: int, packet: dict[str, z3.BitVecRef], outbound: bool) -> z3.BoolRef:
    conditions = []
    for end, name in ((rule.source, "source"), (rule.destination, "destination")):
        inside, outside = end.holds(version)
        conditions += [z3_in(packet[name], inside), z3.Not(z3_in(packet[name], outside))]
    if outbound:
        conditions.append(z3.Not(z3_in(packet["destination"], ranges(PLATFORM, version))))
    ported = z3.Or(packet["protocol"] == 6, packet["protocol"] == 17)
    ports = [
        z3_in(packet[name], port_ranges(texts))
        for texts, name in ((rule.source_ports, "sport"), (rule.destination_ports, "dport"))
    ]
    numbers = PROTOCOLS[rule.protocol]
    if numbers is None:
        unlimited = every_port(rule.source_ports) and every_port(rule.destination_ports)
        conditions.append(z3.Or(z3.And(ported, *ports), z3.BoolVal(unlimited)))
    else:
        conditions.append(packet["protocol"] == numbers[version == 6])
        if rule.protocol in ("Tcp", "Udp"):
            conditions += ports
    return z3.And(conditions)


def port_ranges(texts: tuple[str, ...]) -> list[Range]:
    spans = []
    for text in texts:
        low, _, high = ("0-65535" if text == "*" else text).partition("-")
        spans.append((int(low), int(high or low)))
    return spans


def every_port(texts: tuple[str, ...]) -> bool:
    """The ports drawn here cover everything only where one of them does."""
    return (0, 65535) in port_ranges(texts)


def z3_flows(flows: FlowSet, version: int, packet: dict[str, z3.BitVecRef]) -> z3.BoolRef:
    boxes = [
        z3.And(
            z3.Or([packet["protocol"] == n for n in box.protocols]) if len(box.protocols) < 256 else True,
            z3_in(packet["source"], list(box.sources.ranges(version))),
            z3_in(packet["destination"], list(box.destinations.ranges(version))),
            z3_in(packet["dport"], list(box.destination_ports.ranges())),
            z3_in(packet["sport"], list(box.source_ports.ranges())),
        )
        for box in flows.boxes()
        if box.version == version
    ]
    return z3.Or(boxes)


def context() -> TagContext:
    members = {name: AddressSet.parse(*prefixes) for name, prefixes in ASGS.items()}
    return TagContext(AddressSet.parse(*VNET), members)


def check_by_z3(seed: int) -> None:
    rng = random.Random(seed)
    rules = random_rules(rng)
    group = read_group({"name": "g", "properties": {"securityRules": [r.document() for r in rules]}})
    direction = rng.choice(["Inbound", "Outbound"])
    decision = decide(group, direction, context())
    assert not decision.unknown
    for version, bits in ((4, 32), (6, 128)):
        widths = {"source": bits, "destination": bits, "protocol": 8, "sport": 16, "dport": 16}
        packet = {name: z3.BitVec(name, width) for name, width in widths.items()}
        expected = z3.BoolVal(True)
        for rule in reversed(ordered(rules, direction)):
            match = z3_match(rule, version, packet, direction == "Outbound")
            expected = z3.If(match, z3.BoolVal(rule.access == "Allow"), expected)
        solver = z3.Solver()
        solver.add(z3.Xor(expected, z3_flows(decision.allowed, version, packet)))
        assert solver.check() == z3.unsat, (seed, version, solver.model())


@pytest.mark.parametrize("batch", range(20))
def test_equals_z3(batch: int) -> None:
    for seed in range(batch * 10, batch * 10 + 10):
        check_by_z3(seed)


@pytest.mark.prove(cases=10)
@pytest.mark.parametrize("batch", range(20, 200))
def test_equals_z3_on_many_more(batch: int) -> None:
    for seed in range(batch * 10, batch * 10 + 10):
        check_by_z3(seed)


def first_match(rules: list[Rule], flow: Flow, outbound: bool) -> tuple[str, str]:
    """One packet against one rule after another."""
    version, addresses = flow.source.version, {"source": int(flow.source), "destination": int(flow.destination)}
    platform = outbound and any(a <= addresses["destination"] <= b for a, b in ranges(PLATFORM, version))
    for rule in rules:
        ends_match = not platform
        for end, name in ((rule.source, "source"), (rule.destination, "destination")):
            inside, outside = end.holds(version)
            hit = any(a <= addresses[name] <= b for a, b in inside)
            ends_match &= hit and not any(a <= addresses[name] <= b for a, b in outside)
        if ends_match and protocol_matches(rule, flow, version):
            return rule.name, rule.access
    return "(platform services)", "Allow"


def protocol_matches(rule: Rule, flow: Flow, version: int) -> bool:
    numbers = PROTOCOLS[rule.protocol]
    if numbers is not None and flow.protocol != numbers[version == 6]:
        return False
    pairs = ((rule.source_ports, flow.source_port), (rule.destination_ports, flow.destination_port))
    if flow.protocol not in (6, 17):
        return numbers is not None or all(every_port(texts) for texts, _ in pairs)
    return all(port is not None and any(a <= port <= b for a, b in port_ranges(texts)) for texts, port in pairs)


def random_flow(rng: random.Random) -> Flow:
    version = rng.choice([4, 4, 6])
    members = [prefix for prefixes in ASGS.values() for prefix in prefixes]
    edges = [
        edge
        for prefix in (*(PREFIXES4 if version == 4 else PREFIXES6), *VNET, *PLATFORM, *members)
        for low, high in ranges((prefix,), version)
        for edge in (low - 1, low, high, high + 1)
        if 0 <= edge < 2 ** (32 if version == 4 else 128)
    ]
    address = IPv4Address if version == 4 else IPv6Address
    source, destination = address(rng.choice(edges)), address(rng.choice(edges))
    protocol = rng.choice([6, 6, 17, 1, 58, 50, 51, 47])
    ports = (rng.choice([0, 1023, 1024, 65535]), rng.choice([21, 22, 79, 80, 85, 90, 91, 443, 1000, 1001, 65535]))
    return Flow(source, destination, protocol, *(ports if protocol in (6, 17) else (None, None)))


def test_equals_a_walk_by_packets() -> None:
    rng = random.Random(4711)
    for _ in range(150):
        rules = random_rules(rng)
        group = read_group({"name": "g", "properties": {"securityRules": [r.document() for r in rules]}})
        direction = rng.choice(["Inbound", "Outbound"])
        decision = decide(group, direction, context())
        for _ in range(25):
            flow = random_flow(rng)
            found = [(part.rule, part.access) for part in decision.parts if flow in part.flows]
            assert found == [first_match(ordered(rules, direction), flow, direction == "Outbound")], (flow, rules)


FIELDS = ("access", "priority", "protocol", "sourceAddressPrefix", "destinationAddressPrefix", "destinationPortRange")


def check_soundness(seed: int) -> None:
    """What is decided although something is not known is decided so however that turns out."""
    rng = random.Random(seed)
    documents = [rule.document() for rule in random_rules(rng)]
    veiled = [{**document, "properties": dict(document["properties"])} for document in documents]
    for document in veiled:
        for field in FIELDS:
            if rng.random() < 0.1 and document["properties"].get(field):
                document["properties"][field] = Unknown("later")
    known = AddressSet.parse(*VNET)
    some = AddressSet.parse(*rng.sample(VNET, 2))
    more = known | AddressSet.parse(*rng.sample(PREFIXES4, 2))
    direction = rng.choice(["Inbound", "Outbound"])
    members = {name: AddressSet.parse(*prefixes) for name, prefixes in ASGS.items()}
    loose = {name: Bounds(AddressSet.empty(), found | some, "members") for name, found in members.items()}
    asgs = loose if rng.random() < 0.5 else members
    unsure = TagContext(Bounds(some, more, "peers") if rng.random() < 0.5 else known, asgs)
    sure = decide(read_group({"properties": {"securityRules": documents}}), direction, context())
    open_ = decide(read_group({"properties": {"securityRules": veiled}}), direction, unsure)
    assert open_.allowed <= sure.allowed, seed
    assert open_.denied <= sure.denied, seed
    assert open_.allowed | open_.denied | open_.unknown == FlowSet.everything()
    assert all(part.reason for part in open_.parts if part.access == "Unknown")


def test_unknown_never_decides_wrongly() -> None:
    for seed in range(150):
        check_soundness(seed)


@pytest.mark.prove(cases=100)
@pytest.mark.parametrize("batch", range(20))
def test_unknown_never_decides_wrongly_in_many_more(batch: int) -> None:
    for seed in range(1000 + batch * 100, 1100 + batch * 100):
        check_soundness(seed)
