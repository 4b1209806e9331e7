"""Address sets against oracles that share nothing with them: netaddr for IPv4, lists of integers' ranges for IPv6."""

from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import pairwise

import netaddr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.sets.addresses import AddressSet

pytestmark = pytest.mark.slow

LAWS = settings(max_examples=150, deadline=None)
TOP4, TOP6 = 2**32 - 1, 2**128 - 1


def ranges(bits: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Ranges that touch and overlap often: a few anchors over the whole space, small offsets around them."""
    top = 2**bits - 1
    anchors = st.sampled_from([0, 2 ** (bits - 1), 10 * 2 ** (bits - 8), top - 40])
    near = st.builds(lambda anchor, offset: anchor + offset, anchors, st.integers(0, 40))
    anywhere = st.integers(0, top)
    pair = st.tuples(st.one_of(near, anywhere), st.one_of(near, anywhere)).map(lambda p: (min(p), max(p)))
    return st.lists(st.one_of(pair, near.map(lambda x: (x, x))), max_size=8)


def ipv4(pairs: list[tuple[int, int]]) -> AddressSet:
    return AddressSet.from_ranges((4, low, high) for low, high in pairs)


def netaddr_set(pairs: list[tuple[int, int]]) -> netaddr.IPSet:
    return netaddr.IPSet(netaddr.IPRange(low, high) for low, high in pairs)


def same(mine: AddressSet, theirs: netaddr.IPSet) -> bool:
    return [str(network) for network in mine.prefixes()] == [str(network) for network in theirs.iter_cidrs()]


@LAWS
@given(ranges(32), ranges(32))
def test_ipv4_equals_netaddr(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    x, y, p, q = ipv4(a), ipv4(b), netaddr_set(a), netaddr_set(b)
    everything = netaddr.IPSet(["0.0.0.0/0"])
    assert same(x, p)
    assert same(x | y, p | q)
    assert same(x & y, p & q)
    assert same(x - y, p - q)
    assert same(x ^ y, p ^ q)
    assert same((~x).ipv4, everything - p)
    assert x.size == p.size
    assert (x <= y) == p.issubset(q)
    assert (x == y) == (p == q)
    assert x.isdisjoint(y) == p.isdisjoint(q)
    assert bool(x) == bool(p)
    if p:
        assert x.first() == IPv4Address(min(network.first for network in p.iter_cidrs()))


class Ranges:
    """The oracle for IPv6: any list of ranges; a question is settled at every place where membership can change."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        self.pairs = pairs

    def has(self, value: int) -> bool:
        return any(low <= value <= high for low, high in self.pairs)


def cuts(*sets: Ranges) -> list[int]:
    edges = {0, TOP6 + 1} | {edge for s in sets for low, high in s.pairs for edge in (low, high + 1)}
    return sorted(edges)


@LAWS
@given(ranges(128), ranges(128))
def test_ipv6_equals_ranges_of_integers(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    x = AddressSet.from_ranges((6, low, high) for low, high in a)
    y = AddressSet.from_ranges((6, low, high) for low, high in b)
    p, q = Ranges(a), Ranges(b)
    edges = cuts(p, q)
    cells = list(pairwise(edges))
    wanted = {
        "|": [c for c in cells if p.has(c[0]) or q.has(c[0])],
        "&": [c for c in cells if p.has(c[0]) and q.has(c[0])],
        "-": [c for c in cells if p.has(c[0]) and not q.has(c[0])],
        "^": [c for c in cells if p.has(c[0]) != q.has(c[0])],
        "~": [c for c in cells if not p.has(c[0])],
    }
    got = {"|": x | y, "&": x & y, "-": x - y, "^": x ^ y, "~": (~x).ipv6}
    for operator, result in got.items():
        assert result.ranges(6) == glued(wanted[operator]), operator
        assert result.size == sum(end - start for start, end in wanted[operator])
    assert (x <= y) == (not wanted["-"])
    assert (x == y) == (not wanted["^"])
    for start, _ in cells:
        assert (IPv6Address(start) in x) == p.has(start)
    if a:
        assert x.first() == IPv6Address(min(low for low, _ in a))


def glued(cells: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    done: list[tuple[int, int]] = []
    for start, end in cells:
        if done and done[-1][1] == start - 1:
            done[-1] = (done[-1][0], end - 1)
        else:
            done.append((start, end - 1))
    return tuple(done)


mixed = st.builds(
    lambda a, b: AddressSet.from_ranges([(4, *pair) for pair in a] + [(6, *pair) for pair in b]),
    ranges(32),
    ranges(128),
)


@LAWS
@given(mixed, mixed, mixed)
def test_boolean_algebra(a: AddressSet, b: AddressSet, c: AddressSet) -> None:
    none, every = AddressSet.empty(), AddressSet.everything()
    assert a | b == b | a
    assert a & b == b & a
    assert (a | b) | c == a | (b | c)
    assert (a & b) & c == a & (b & c)
    assert a & (b | c) == (a & b) | (a & c)
    assert a | (b & c) == (a | b) & (a | c)
    assert ~(a | b) == ~a & ~b
    assert ~~a == a
    assert a | ~a == every
    assert a & ~a == none
    assert a - b == a & ~b
    assert a ^ b == (a | b) - (a & b)
    assert AddressSet.union([a, b, c]) == a | b | c
    assert (a <= b) == (a | b == b) == (b >= a)
    assert (a < b) == (a <= b and a != b) == (b > a)
    assert (a | b).size == a.size + b.size - (a & b).size
    assert hash(a | b) == hash(b | a)
    assert a.ipv4 | a.ipv6 == a


@LAWS
@given(mixed)
def test_printing_reads_back(a: AddressSet) -> None:
    assert AddressSet.parse(str(a)) == a
    assert AddressSet.of(a.prefixes()) == a
    assert AddressSet.parse(*map(str, a.prefixes())) == a
    assert AddressSet.from_ranges((v, *pair) for v in (4, 6) for pair in a.ranges(v)) == a


@LAWS
@given(mixed)
def test_prefixes_are_the_fewest(a: AddressSet) -> None:
    """No two neighbours make one prefix, none overlaps another."""
    prefixes = a.prefixes()
    assert sum(p.num_addresses for p in prefixes) == a.size
    for left, right in pairwise(prefixes):
        assert left.version < right.version or left.broadcast_address < right.network_address
        if left.version == right.version and left.prefixlen == right.prefixlen > 0:
            joined = left.supernet()
            assert joined != right.supernet() or not right.subnet_of(joined)  # type: ignore[arg-type]


@LAWS
@given(mixed, st.sampled_from(["0.0.0.0/0", "10.0.0.0/27", "10.0.0.7/32", "::/0", "a00::/124", "a00::8/128"]))
def test_membership_is_inclusion(a: AddressSet, text: str) -> None:
    network = ip_network(text)
    assert (network in a) == (AddressSet.of([network]) <= a)
    assert (network[0] in a) == (AddressSet.of([network[0]]) <= a)


def test_first_of_nothing_is_refused() -> None:
    for nothing in (AddressSet.empty(), ~AddressSet.everything()):
        with pytest.raises(ValueError, match="the address set is empty"):
            nothing.first()
