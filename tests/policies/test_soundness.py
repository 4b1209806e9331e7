"""Four rules against slow and obvious answers to the same questions, on random groups and topologies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policies.policy_resources import group, nsg, peering, route, rule, subnet, table, vnet
from tests.policies.policy_support import Out, R, new_analyzer, out, run, violations

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.rules import (
    egress_as_declared,
    internal_only_is_rfc1918,
    no_internet_ingress,
    no_overlapping_address_space,
)

pytestmark = pytest.mark.slow

PRIVATE = [ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
UNROUTED = [
    *PRIVATE,
    *map(
        ip_network, ("100.64.0.0/10", "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "224.0.0.0/3")
    ),
]
NETWORK = ip_network("10.1.0.0/16")
HOST = ip_network("168.63.129.16/32")
METADATA = ip_network("169.254.169.254/32")
PREFIXES = [
    "10.0.0.0/8", "10.1.1.0/24", "172.16.0.0/12", "172.0.0.0/8", "192.168.0.0/16", "192.169.0.0/16", "0.0.0.0/1",
    "128.0.0.0/1", "8.8.8.8/32", "100.64.0.0/10", "168.63.129.16/32", "203.0.113.0/24",
]  # fmt: skip
TAGS = ["*", "VirtualNetwork", "Internet", "AzureLoadBalancer"]
PORTS = ["*", "22", "443", "20-25", "3000-4000"]
PROTOCOLS = {"*": None, "Tcp": 6, "Udp": 17, "Icmp": 1}


def is_in(address: int, networks: Iterable[Any]) -> bool:
    return any(int(n.network_address) <= address <= int(n.broadcast_address) for n in networks)


@cache
def matches_end(text: str, address: int) -> bool:
    """Whether an address is meant by one address field of a security rule, in a network without peers and routes."""
    if text == "*":
        return True
    if text == "VirtualNetwork":
        return is_in(address, [NETWORK, HOST])
    if text == "AzureLoadBalancer":
        return is_in(address, [HOST])
    if text == "Internet":
        return not is_in(address, UNROUTED)
    return is_in(address, [ip_network(text)])


@dataclass(frozen=True)
class Flow:
    source: int
    destination: int
    protocol: int
    port: int


def matches(written: dict[str, Any], flow: Flow, direction: str) -> bool:
    if written["direction"] != direction or PROTOCOLS[written["protocol"]] not in {None, flow.protocol}:
        return False
    low, _, high = written["destinationPortRange"].partition("-")
    if low != "*" and flow.protocol in {6, 17} and not int(low) <= flow.port <= int(high or low):
        return False
    if low != "*" and flow.protocol not in {6, 17} and written["protocol"] != "Icmp":
        return False
    ends = (("source", flow.source), ("destination", flow.destination))
    return all(any(matches_end(text, address) for text in ends_of(written, end)) for end, address in ends)


DEFAULTS = [
    rule("vnet", 65000, "Inbound", source="VirtualNetwork", destination="VirtualNetwork"),
    rule("probes", 65001, "Inbound", source="AzureLoadBalancer"),
    rule("none", 65500, "Inbound", "Deny"),
    rule("vnet", 65000, "Outbound", source="VirtualNetwork", destination="VirtualNetwork"),
    rule("internet", 65001, "Outbound", destination="Internet"),
    rule("none", 65500, "Outbound", "Deny"),
]


def allowed(rules: list[dict[str, Any]], flow: Flow, direction: str) -> bool:
    """The first rule that matches, by priority, decides."""
    for written in sorted([*rules, *DEFAULTS], key=lambda r: r["priority"]):
        if matches(written, flow, direction):
            return bool(written["access"] == "Allow")
    return False


def points(rules: list[dict[str, Any]], end: str = "source") -> list[int]:
    """One address of every region that this end of the rules tells apart: each border, and its neighbour outside."""
    named = [text for written in rules for text in ends_of(written, end) if text not in TAGS]
    borders = {0, 2**32 - 1}
    for network in [*map(ip_network, named), *PRIVATE, NETWORK, HOST, METADATA]:
        low, high = int(network.network_address), int(network.broadcast_address)
        borders |= {low, max(low - 1, 0), min(high + 1, 2**32 - 1)}
    return sorted(borders | {int(network.network_address) for network in UNROUTED})


def ends_of(written: dict[str, Any], end: str) -> list[str]:
    return written.get(f"{end}AddressPrefixes") or [written[f"{end}AddressPrefix"]]


@st.composite
def groups(draw: Any, direction: str) -> list[dict[str, Any]]:
    count = draw(st.integers(0, 5))
    priorities = draw(st.permutations([100, 110, 120, 200, 4096]))
    ends = st.one_of(
        st.sampled_from([*PREFIXES, *TAGS]), st.lists(st.sampled_from(PREFIXES), min_size=1, max_size=3, unique=True)
    )
    return [
        rule(
            f"r{n}",
            priorities[n],
            direction,
            draw(st.sampled_from(["Allow", "Deny"])),
            draw(ends),
            draw(st.sampled_from(["*", "10.1.0.0/16", "VirtualNetwork", *PREFIXES[:3]])),
            draw(st.sampled_from(PORTS)),
            draw(st.sampled_from(sorted(PROTOCOLS))),
        )
        for n in range(count)
    ]


def verdict(known: AnyRule, program: list[R]) -> list[str]:
    """Messages of the rule's violations; nothing may be undecided here."""
    diagnostics = run(new_analyzer([known]), program).diagnostics
    told = violations(diagnostics, known)
    assert len(told) == len(diagnostics), [d.message for d in diagnostics]
    return [message for _, _, message in told]


def placed(rules: list[dict[str, Any]]) -> list[R]:
    return [
        group(),
        vnet("net", str(NETWORK)),
        nsg("g", rules, {"network-intent": "internal-only"}),
        subnet("s", "net", "10.1.1.0/24", nsg=out("g")),
    ]


def witness(message: str) -> int:
    return int(IPv4Address(shown_witness(message)))


def shown_witness(message: str) -> str:
    return message.partition("(for example ")[2].partition(")")[0]


def about_ipv4(messages: Iterable[str]) -> list[str]:
    """Those that have an IPv4 witness, which goes before any other: the slow answers know IPv4 only."""
    return [message for message in messages if ":" not in shown_witness(message)]


def flows(sources: Iterable[int], destinations: Iterable[int], ports: Iterable[int]) -> Iterable[Flow]:
    for source in sources:
        for destination in destinations:
            for protocol in (6, 17, 1, 47):
                for port in ports if protocol in {6, 17} else [0]:
                    yield Flow(source, destination, protocol, port)


SAMPLE_PORTS = (0, 20, 22, 25, 443, 3000, 3389, 4000, 65535)
INTERNAL = internal_only_is_rfc1918.RULE
INGRESS = no_internet_ingress.RULE


def check_internal_inbound(rules: list[dict[str, Any]]) -> None:
    everywhere = points(rules, "destination")
    beyond = [a for a in points(rules) if not is_in(a, [*PRIVATE, HOST])]
    slow = any(allowed(rules, flow, "Inbound") for flow in flows(beyond, everywhere, SAMPLE_PORTS))
    found = verdict(INTERNAL, placed([*rules, rule("out", 4000, "Outbound", "Deny")]))
    told = [m for m in about_ipv4(found) if " lets in " in m]
    assert bool(told) == slow
    for message in told:
        source = witness(message)
        assert not is_in(source, [*PRIVATE, HOST])
        assert any(allowed(rules, flow, "Inbound") for flow in flows([source], everywhere, SAMPLE_PORTS))


def check_internal_outbound(rules: list[dict[str, Any]]) -> None:
    everywhere = points(rules)
    beyond = [a for a in points(rules, "destination") if not is_in(a, [*PRIVATE, HOST, METADATA])]
    slow = any(allowed(rules, flow, "Outbound") for flow in flows(everywhere, beyond, SAMPLE_PORTS))
    found = verdict(INTERNAL, placed([*rules, rule("in", 4000, access="Deny")]))
    told = [m for m in about_ipv4(found) if " lets out " in m]
    assert bool(told) == slow
    for message in told:
        destination = witness(message)
        assert not is_in(destination, [*PRIVATE, HOST, METADATA])
        assert any(allowed(rules, flow, "Outbound") for flow in flows(everywhere, [destination], SAMPLE_PORTS))


def check_ingress(rules: list[dict[str, Any]]) -> None:
    everywhere = points(rules, "destination")
    public = [a for a in points(rules) if not is_in(a, UNROUTED)]
    ports = [22, 23, 135, 139, 445, 3389, 5985, 5986]
    slow = any(allowed(rules, flow, "Inbound") for flow in flows(public, everywhere, ports) if flow.protocol in {6, 17})
    told = about_ipv4(verdict(INGRESS, placed(rules)))
    assert bool(told) == slow
    for message in told:
        source = witness(message)
        assert not is_in(source, UNROUTED)
        assert any(allowed(rules, flow, "Inbound") for flow in flows([source], everywhere, ports))


@st.composite
def topologies(draw: Any) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    pool = ["10.0.0.0/16", "10.0.0.0/17", "10.0.128.0/24", "10.1.0.0/16", "10.1.2.0/23", "10.2.0.0/16", "10.3.0.0/24"]
    names = [f"n{n}" for n in range(draw(st.integers(1, 6)))]
    spaces = {n: draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True)) for n in names}
    pairs = [(a, b) for a in names for b in names if a != b]
    return spaces, draw(st.lists(st.sampled_from(pairs), max_size=7, unique=True)) if pairs else []


def check_overlap(spaces: dict[str, list[str]], links: list[tuple[str, str]]) -> None:
    program = [group(), *(vnet(name, *prefixes) for name, prefixes in spaces.items())]
    program += [peering(f"{a}-{b}", a, out(b)) for a, b in links]
    told = sorted(
        (m.split(" ")[0], m.split("'")[1], m.split(" overlaps ")[1].split(",")[0]) for m in verdict(OVERLAP, program)
    )
    reached = {name: {name} for name in spaces}
    for _ in spaces:
        for a, b in links:
            both = reached[a] | reached[b]
            for name in both:
                reached[name] = reached[name] | both
    slow = sorted(
        (later, mine, f"{other} of {earlier}")
        for later in spaces
        for earlier in reached[later]
        if int(earlier[1:]) < int(later[1:])
        for mine in spaces[later]
        for other in spaces[earlier]
        if IPv4Network(mine).overlaps(IPv4Network(other))
    )
    assert sorted(_either_way(told)) == sorted(_either_way(slow))


def _either_way(found: Iterable[tuple[str, str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """Pairs without regard to which of the two is told: names of networks have digits behind them that decide it."""
    return [
        tuple(sorted([(name, mine), (other.split(" of ")[1], other.split(" of ")[0])])) for name, mine, other in found
    ]


OVERLAP = no_overlapping_address_space.RULE
EGRESS = egress_as_declared.RULE
HOPS = ["VirtualAppliance", "Internet", "None"]


@st.composite
def ways_out(draw: Any) -> tuple[str, list[dict[str, Any]], bool, bool]:
    pool = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/8", "8.8.8.8/32", "203.0.113.0/24", "10.0.0.0/8"]
    prefixes = draw(st.lists(st.sampled_from(pool), max_size=4, unique=True))
    routes = [route(prefix, draw(st.sampled_from(HOPS)), name=f"r{n}") for n, prefix in enumerate(prefixes)]
    kind = draw(st.sampled_from(["internet", "nat", "firewall", "none"]))
    return kind, routes, draw(st.booleans()), draw(st.booleans())


def check_egress(kind: str, routes: list[dict[str, Any]], nat: bool, private: bool) -> None:
    gateway = R("network:NatGateway", "nat", {"resourceGroupName": out("rg"), "publicIpAddresses": [{"id": Out(())}]})
    program = [
        group(),
        vnet("net", str(NETWORK)),
        table("t", routes, tags={"network-intent": f"egress/{kind}"}),
        gateway,
        subnet(
            "s", "net", "10.1.1.0/24", table=out("t"), defaultOutboundAccess=not private,
            natGateway={"id": out("nat")} if nat else None,
        ),
    ]  # fmt: skip
    public = [a for a in points([rule("x", 100, source=r["addressPrefix"]) for r in routes]) if not is_in(a, UNROUTED)]
    slow = any(not _fits(kind, address, routes, nat=nat, private=private) for address in public)
    told = verdict(EGRESS, program)
    assert bool(told) == slow
    assert [m for m in told if _fits(kind, witness(m), routes, nat=nat, private=private)] == []


def _fits(kind: str, address: int, routes: list[dict[str, Any]], *, nat: bool, private: bool) -> bool:
    """Longest prefix of the table, else the system's default route; then what gives the packet an address."""
    fitting = [r for r in routes if is_in(address, [ip_network(r["addressPrefix"])])]
    best = max(fitting, key=lambda r: ip_network(r["addressPrefix"]).prefixlen, default=None)
    hop = best["nextHopType"] if best else "Internet"
    leaves = hop == "Internet" and (nat or not private)
    return {
        "internet": hop == "Internet" and (nat or not leaves),
        "nat": hop == "Internet" and nat,
        "firewall": hop == "VirtualAppliance",
        "none": hop == "None" or (hop == "Internet" and not leaves),
    }[kind]


@settings(max_examples=15, deadline=None)
@given(groups("Inbound"))
def test_internal_only_inbound(rules: list[dict[str, Any]]) -> None:
    check_internal_inbound(rules)


@settings(max_examples=15, deadline=None)
@given(groups("Outbound"))
def test_internal_only_outbound(rules: list[dict[str, Any]]) -> None:
    check_internal_outbound(rules)


@settings(max_examples=15, deadline=None)
@given(groups("Inbound"))
def test_no_internet_ingress(rules: list[dict[str, Any]]) -> None:
    check_ingress(rules)


@settings(max_examples=40, deadline=None)
@given(topologies())
def test_no_overlap(drawn: tuple[dict[str, list[str]], list[tuple[str, str]]]) -> None:
    check_overlap(*drawn)


@settings(max_examples=40, deadline=None)
@given(ways_out())
def test_egress(drawn: tuple[str, list[dict[str, Any]], bool, bool]) -> None:
    check_egress(*drawn)


def many(drawn: Any, check: Callable[[Any], None], examples: int, name: str) -> Any:
    return pytest.param(drawn, check, examples, id=name, marks=pytest.mark.prove(cases=examples))


@pytest.mark.parametrize(
    ("drawn", "check", "examples"),
    [
        many(groups("Inbound"), check_internal_inbound, 1000, "internal-only inbound"),
        many(groups("Outbound"), check_internal_outbound, 1000, "internal-only outbound"),
        many(groups("Inbound"), check_ingress, 2000, "no-internet-ingress"),
        many(topologies(), lambda drawn: check_overlap(*drawn), 2000, "no-overlapping-address-space"),
        many(ways_out(), lambda drawn: check_egress(*drawn), 2000, "egress-as-declared"),
    ],
)
def test_many(drawn: Any, check: Callable[[Any], None], examples: int) -> None:
    settings(max_examples=examples, deadline=None)(given(drawn)(check))()
