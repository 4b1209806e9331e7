"""Object groups: what they resolve to, every mistake at once, and answers told by their names."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.core.codes import PROBLEM_CODES
from hubspoke_network.core.errors import SpecError, UnknownSubject
from hubspoke_network.reach.object_group_names import name_addresses, name_flows
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.object_groups.groups import ObjectGroups, read_object_groups
from hubspoke_network.sets.object_groups.services import Service
from hubspoke_network.sets.ports import PortSet

ASG = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups"
ALL = PortSet.everything()

GROUPS = {
    "addresses": {
        "infrastructure": ["ActiveDirectory", "patching", "10.0.9.0/24"],
        "activeDirectory": ["10.0.1.4", "10.0.1.5"],
        "patching": ["10.0.2.10-10.0.2.12", "2001:db8::/64"],
        "spokes": ["10.16.0.0/12"],
    },
    "services": {
        "directory": ["ldap", "udp/389", "tcp/49152-65535", "ping"],
        "ldap": ["tcp/389", "tcp/636"],
        "dns": ["any/53"],
        "ping": ["icmp"],
        "all": ["tcp/22", "any"],
    },
    "applicationSecurityGroups": {
        "web": [f"{ASG}/web2", f"{ASG}/web1", f"{ASG.upper()}/WEB1"],
        "dmz": ["web", f"{ASG}/app"],
    },
}


def test_resolved() -> None:
    groups = read_object_groups(GROUPS)
    assert groups == ObjectGroups(
        addresses={
            "infrastructure": AddressSet("10.0.1.4/31", "10.0.2.10-10.0.2.12", "2001:db8::/64", "10.0.9.0/24"),
            "activeDirectory": AddressSet("10.0.1.4/31"),
            "patching": AddressSet("10.0.2.10-10.0.2.12", "2001:db8::/64"),
            "spokes": AddressSet("10.16.0.0/12"),
        },
        services={
            "directory": (
                Service("Tcp", PortSet("389", "636", "49152-65535")),
                Service("Udp", PortSet(389)),
                Service("Icmp", ALL),
            ),
            "ldap": (Service("Tcp", PortSet("389", "636")),),
            "dns": (Service("Tcp", PortSet(53)), Service("Udp", PortSet(53))),
            "ping": (Service("Icmp", ALL),),
            "all": (Service("*", ALL),),
        },
        application_security_groups={
            "web": (f"{ASG}/web1", f"{ASG}/web2"),
            "dmz": (f"{ASG}/app", f"{ASG}/web1", f"{ASG}/web2"),
        },
    )


def test_looked_up_without_case() -> None:
    groups = read_object_groups(GROUPS)
    assert groups.address_set("ACTIVEdirectory") == AddressSet("10.0.1.4/31")
    assert groups.services_of("DNS") == (Service("Tcp", PortSet(53)), Service("Udp", PortSet(53)))
    assert groups.asgs_of("Web") == (f"{ASG}/web1", f"{ASG}/web2")
    assert [groups.kind(name) for name in ("Spokes", "ldap", "dmz", "none-of-these")] == [
        "addresses",
        "services",
        "applicationSecurityGroups",
        None,
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("activeDirectry", "there is no address group 'activeDirectry'; write activeDirectory"),
        (
            "xyz",
            "there is no address group 'xyz'; write one of activeDirectory, infrastructure, patching, spokes",
        ),
        ("ldap", "there is no address group 'ldap'; write one of activeDirectory, infrastructure, patching, spokes"),
    ],
)
def test_unknown_name(name: str, message: str) -> None:
    with pytest.raises(UnknownSubject) as caught:
        read_object_groups(GROUPS).address_set(name)
    assert str(caught.value) == message


def test_nothing_defined() -> None:
    assert (
        read_object_groups(None) == read_object_groups({}) == read_object_groups({"addresses": None}) == ObjectGroups()
    )
    with pytest.raises(UnknownSubject, match="there is no service group 'x'; none is defined"):
        ObjectGroups().services_of("x")


def test_security_groups_of_the_program_by_name() -> None:
    document = {"applicationSecurityGroups": {"tier": ["Web", "app-asg"], "all": ["tier", "db"]}}
    groups = read_object_groups(document, asgs=["web", "app-asg", "db"])
    assert groups.asgs_of("all") == ("app-asg", "db", "web")


A, S, G = "objectGroups.addresses", "objectGroups.services", "objectGroups.applicationSecurityGroups"
SHAPES = "write a map from a group's name to its members"
NAMES = "write a letter, then up to 63 letters, digits, dots, hyphens and underscores"
SERVICES = "write for example tcp/443, udp/53,123, tcp/8000-8080 or icmp"

MISTAKES = [
    (["x"], "[HS401] objectGroups: \"['x']\" is not a map; write a map with addresses, services and "
     "applicationSecurityGroups"),
    ({"adresses": {}}, "[HS401] objectGroups.adresses: 'adresses' is no kind of object group; write addresses"),
    ({"addresses": ["10.0.0.4"]}, f"[HS401] {A}: \"['10.0.0.4']\" is not a map; {SHAPES}"),
    ({"addresses": {"a": "10.0.0.4"}}, f"[HS401] {A}.a: '10.0.0.4' is not a list of members; write [10.0.0.4]"),
    ({"addresses": {"a": {"b": 1}}}, f"[HS401] {A}.a: \"{{'b': 1}}\" is not a list of members; write a list"),
    ({"services": {"a": [443]}}, f"[HS401] {S}.a[0]: '443' is not a member's text; write \"443\""),
    ({"addresses": {"a b": ["10.0.0.4"]}}, f"[HS402] {A}.a b: 'a b' cannot be the name of an object group; {NAMES}"),
    ({"addresses": {"Internet": ["8.8.8.8"]}}, f"[HS402] {A}.Internet: 'Internet' means something else already; "
     "choose another name"),
    ({"services": {"tcp": ["tcp/1"]}}, f"[HS402] {S}.tcp: 'tcp' means something else already; choose another name"),
    ({"addresses": {"web": ["10.0.0.4"]}, "services": {"Web": ["tcp/80"]}}, f"[HS402] {S}.Web: 'Web' is also {A}.web; "
     "choose another name; case does not count"),
    ({"addresses": {"a": ["b"]}}, f"[HS403] {A}.a[0]: 'b' is no object group; define it under addresses"),
    ({"addresses": {"servers": ["*"], "a": ["server"]}}, f"[HS403] {A}.a[0]: 'server' is no object group; "
     "write servers"),
    ({"addresses": {"a": ["A"]}}, f"[HS404] {A}.a[0]: 'A' closes a circle, a -> a; take one of these out of the other"),
    ({"addresses": {"a": ["b"], "b": ["c", "10.0.0.4"], "c": ["10.0.0.5", "a"], "d": ["a"]}}, f"[HS404] {A}.c[1]: 'a' "
     "closes a circle, a -> b -> c -> a; take one of these out of the other"),
    ({"addresses": {"a": ["10.0.0.5/24"]}}, f"[HS405] {A}.a[0]: '10.0.0.5/24' has host bits set; write 10.0.0.0/24"),
    ({"addresses": {"a": ["300.0.0.1"]}}, f"[HS405] {A}.a[0]: '300.0.0.1' is not an address, a prefix, a range a-b or "
     "*; write an address, a prefix, a-b or a group's name"),
    ({"services": {"a": ["443"]}}, f"[HS406] {S}.a[0]: '443' does not begin with tcp, udp, icmp, esp, ah or any; "
     f"{SERVICES}"),
    ({"services": {"a": ["icmp/8"]}}, f"[HS406] {S}.a[0]: 'icmp/8' gives ports to icmp, which has none; {SERVICES}"),
    ({"services": {"a": ["tcp/none"]}}, f"[HS406] {S}.a[0]: 'tcp/none' has no port; {SERVICES}"),
    ({"services": {"a": ["udp/70000"]}}, f"[HS406] {S}.a[0]: 'udp/70000' has a wrong port: '70000' is beyond the last "
     f"port, 65535; {SERVICES}"),
    ({"applicationSecurityGroups": {"a": ["/subscriptions/s"]}}, f"[HS407] {G}.a[0]: '/subscriptions/s' is not the id "
     "of an application security group; write /subscriptions/.../providers/Microsoft.Network/"
     "applicationSecurityGroups/<name>"),
    ({"services": {"a": []}}, f"[HS408] {S}.a: holds nothing; give it a member, or remove it"),
    ({"services": {"web": ["tcp/80"]}, "addresses": {"a": ["WEB"]}}, f"[HS409] {A}.a[0]: 'WEB' is a group of another "
     "kind, services; write a member of its own kind, addresses"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "message"), MISTAKES, ids=[message[1:6] for _, message in MISTAKES])
def test_mistakes(document: object, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_object_groups(document)
    assert [str(problem) for problem in caught.value.problems] == [message]
    assert caught.value.problems[0].code in PROBLEM_CODES


def test_every_mistake_at_once() -> None:
    document = {
        "addresses": {"a": ["b", "x"], "b": ["a", "c"], "c": ["b", "10.0.0.1/8"]},
        "services": {"any": ["tcp/80"], "s": ["tcp/80-", "missing"]},
        "networks": {},
    }
    with pytest.raises(SpecError) as caught:
        read_object_groups(document, "config.groups")
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("HS403", "config.groups.addresses.a[1]"),
        ("HS404", "config.groups.addresses.b[0]"),
        ("HS404", "config.groups.addresses.b[1]"),
        ("HS405", "config.groups.addresses.c[1]"),
        ("HS401", "config.groups.networks"),
        ("HS402", "config.groups.services.any"),
        ("HS406", "config.groups.services.s[0]"),
        ("HS403", "config.groups.services.s[1]"),
    ]


def test_long_chains_resolve() -> None:
    names = [f"g{number}" for number in range(1_500)]
    document = {name: [following] for name, following in pairwise(names)} | {names[-1]: ["10.0.0.4"]}
    assert read_object_groups({"addresses": document}).address_set("g0") == AddressSet("10.0.0.4")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 255), st.sets(st.integers(0, 6))), min_size=1, max_size=7))
def test_resolved_is_everything_reached(rows: list[tuple[int, set[int]]]) -> None:
    """The addresses of a group are those of every group it reaches; a group that reaches itself is refused."""
    inner = {index: {other % len(rows) for other in others} for index, (_, others) in enumerate(rows)}
    reached = {index: closure(index, inner) for index in inner}
    members = {
        f"g{index}": [f"10.0.0.{host}", *(f"g{other}" for other in sorted(inner[index]))]
        for index, (host, _) in enumerate(rows)
    }
    if any(index in reached[index] for index in inner):
        with pytest.raises(SpecError) as caught:
            read_object_groups({"addresses": members})
        assert {problem.code for problem in caught.value.problems} == {"HS404"}
        return
    groups = read_object_groups({"addresses": members})
    for index, others in reached.items():
        hosts = [rows[other][0] for other in {index, *others}]
        assert groups.address_set(f"g{index}") == AddressSet(*(f"10.0.0.{host}" for host in hosts))


def closure(start: int, inner: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    todo = list(inner[start])
    while todo:
        index = todo.pop()
        if index not in found:
            found.add(index)
            todo += inner[index]
    return found


NAMED = [
    ("10.0.1.4/31", "activeDirectory"),
    ("10.0.1.4/31, 10.0.2.10-10.0.2.12, 10.0.9.0/24, 2001:db8::/64", "infrastructure"),
    ("10.0.1.4/31, 10.16.0.0/12", "spokes, activeDirectory"),
    ("10.0.1.4/31, 10.1.1.1", "activeDirectory, 10.1.1.1"),
    ("10.0.1.4", "10.0.1.4 (in activeDirectory)"),
    ("10.0.9.7, 10.0.1.4/31", "activeDirectory, 10.0.9.7 (in infrastructure)"),
    ("10.0.0.0/8", "10.0.0.0/8"),
    ("*", "*"),
    ("none", "none"),
    ("10.0.0.0/11", "10.0.0.0/11"),
]


@pytest.mark.parametrize(("addresses", "text"), NAMED)
def test_addresses_by_name(addresses: str, text: str) -> None:
    assert str(name_addresses(AddressSet(addresses), read_object_groups(GROUPS))) == text


def test_needless_groups_are_not_named() -> None:
    document = {"whole": ["10.0.0.0-10.0.0.5"], "low": ["10.0.0.0-10.0.0.2"], "high": ["10.0.0.2-10.0.0.8"]}
    groups = read_object_groups({"addresses": document})
    assert str(name_addresses(AddressSet("10.0.0.0-10.0.0.8"), groups)) == "high, whole"
    assert str(name_addresses(AddressSet("10.0.0.0-10.0.0.5"), groups)) == "whole"
    document = {
        "most": ["10.0.0.0/31", "10.0.0.10/31", "10.0.0.20"],
        "upper": ["10.0.0.10/31", "10.0.0.20", "10.0.0.40"],
        "lower": ["10.0.0.0/31", "10.0.0.30"],
    }
    groups = read_object_groups({"addresses": document})
    every = AddressSet.union(groups.addresses.values())
    assert str(name_addresses(every, groups)) == "upper, lower"


places = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(places, st.lists(places.filter(bool), max_size=5))
def test_names_are_exact(asked: list[tuple[int, int]], groups: list[list[tuple[int, int]]]) -> None:
    def made(ranges: list[tuple[int, int]]) -> AddressSet:
        return AddressSet.from_ranges((4, 2**24 + low, 2**24 + low + length) for low, length in ranges)

    known = ObjectGroups(addresses={f"g{index}": made(ranges) for index, ranges in enumerate(groups)})
    addresses = made(asked)
    naming = name_addresses(addresses, known)
    covered = AddressSet.union(known.addresses[name] for name in naming.groups)
    assert covered | naming.rest == addresses
    assert covered.isdisjoint(naming.rest)
    for name in naming.groups:
        others = AddressSet.union(known.addresses[other] for other in naming.groups if other != name)
        assert not known.addresses[name] <= others
    assert not naming.within or naming.rest <= known.addresses[naming.within]
    assert bool(naming.within) == (
        bool(naming.rest) and any(naming.rest <= group for group in known.addresses.values())
    )


def test_flows_by_name() -> None:
    groups = read_object_groups(GROUPS)
    flows = FlowSet.parse(
        "icmp * -> 10.0.0.0/8; tcp 10.16.0.0/12 -> 10.0.1.4/31:389,636; udp 10.16.0.0/12 -> 10.0.1.4/31:389;"
        "tcp 10.0.1.4/31:88 -> 10.16.0.0/12:389; tcp [2001:db8::/64] -> [2001:db9::1]:443"
    )
    assert name_flows(flows, groups) == (
        "ping * -> 10.0.0.0/8",
        "tcp activeDirectory:88 -> spokes:389",
        "ldap spokes -> activeDirectory",
        "udp spokes -> activeDirectory:389",
        "tcp {2001:db8::/64 (in patching)} -> [2001:db9::1]:443",
    )


def test_services_by_name() -> None:
    groups = read_object_groups(GROUPS)
    assert name_flows(FlowSet.parse("tcp,udp 10.16.0.0/12 -> {10.0.9.0/24, 9.9.9.9}:53"), groups) == (
        "dns spokes -> {9.9.9.9, 10.0.9.0/24}",
    )
    assert name_flows(FlowSet.parse("tcp,udp 10.16.0.0/12:53 -> 10.0.9.1:53"), groups) == (
        "dns spokes:53 -> {10.0.9.1 (in infrastructure)}",
    )


def test_everything_and_nothing_by_name() -> None:
    groups = read_object_groups(GROUPS)
    assert name_flows(FlowSet.empty(), groups) == ()
    assert name_flows(FlowSet.everything(), groups) == ("all * -> *",)
