"""Prefixes as ARM reads them, and the sweep that finds overlaps."""

from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubspoke_network.sets.prefixes import Network, PrefixError, covers, overlapping, parse_prefix


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("10.0.0.0/8", IPv4Network("10.0.0.0/8")),
        ("0.0.0.0/0", IPv4Network("0.0.0.0/0")),
        ("192.168.1.1/32", IPv4Network("192.168.1.1/32")),
        ("fd00:1234::/64", IPv6Network("fd00:1234::/64")),
    ],
)
def test_a_prefix_is_read(text: str, network: Network) -> None:
    assert parse_prefix(text) == network


@pytest.mark.parametrize(
    ("text", "reason", "corrected"),
    [
        ("10.10.10.0/16", "has host bits set", "10.10.0.0/16"),
        ("10.0.0.0/160", "is not in CIDR notation, for example 10.0.0.0/24", ""),
        ("10.0.0.0", "has no prefix length", "10.0.0.0/24"),
        ("10.0.0/24", "is not in CIDR notation, for example 10.0.0.0/24", ""),
        ("10.0.0.0/255.0.0.0", "is not in CIDR notation, for example 10.0.0.0/24", ""),
        ("10.0.0.0/-1", "is not in CIDR notation, for example 10.0.0.0/24", ""),
        ("fd00::1/64", "has host bits set", "fd00::/64"),
        ("", "has no prefix length", ""),
        ("10.0.0.0/²", "is not in CIDR notation, for example 10.0.0.0/24", ""),
    ],
)
def test_a_bad_prefix_is_refused_with_what_to_write(text: str, reason: str, corrected: str) -> None:
    with pytest.raises(PrefixError) as raised:
        parse_prefix(text)
    assert (raised.value.reason, raised.value.corrected) == (reason, corrected)


def networks() -> st.SearchStrategy[Network]:
    four = st.builds(
        lambda bits, length: ip_network((bits << 26, length), strict=False), st.integers(0, 63), st.integers(0, 6)
    )
    six = st.builds(
        lambda bits, length: ip_network((bits << 122, length), strict=False), st.integers(0, 63), st.integers(0, 6)
    )
    return st.one_of(four, six)


@given(st.lists(networks(), max_size=12), st.lists(networks(), max_size=12))
def test_overlaps_are_those_of_every_pair_compared(left: list[Network], right: list[Network]) -> None:
    def order(pair: tuple[Network, Network]) -> list[tuple[int, int, int]]:
        return [(n.version, int(n.network_address), n.prefixlen) for n in pair]

    every = [(a, b) for a in left for b in right if a.version == b.version and a.overlaps(b)]  # type: ignore[arg-type]
    assert sorted(overlapping(left, right), key=order) == sorted(every, key=order)


def test_one_prefix_must_cover_not_a_union() -> None:
    halves = [IPv4Network("10.0.0.0/9"), IPv4Network("10.128.0.0/9")]
    assert not covers(halves, IPv4Network("10.0.0.0/8"))
    assert covers(halves, IPv4Network("10.1.0.0/16"))
    assert not covers([IPv6Network("::/0")], IPv4Network("10.0.0.0/8"))
