"""Sets of thousands of ranges, which are kept in arrays: the same answers as small ones give, and as netaddr gives."""

import random
from ipaddress import IPv4Address, IPv4Network

import netaddr
import pytest

from hubspoke_network.sets import spans, wide_spans
from hubspoke_network.sets.addresses import AddressSet

pytestmark = pytest.mark.slow


def prefixes(count: int, seed: int) -> list[IPv4Network]:
    chance = random.Random(seed)
    lengths = [chance.choice((12, 20, 22, 24, 24, 24, 28, 32)) for _ in range(count)]
    return [IPv4Network((chance.getrandbits(length) << (32 - length), length)) for length in lengths]


def kept_in_arrays(addresses: AddressSet) -> bool:
    return isinstance(addresses._ipv4, wide_spans.Wide)


@pytest.mark.parametrize("seed", range(3))
def test_equal_to_netaddr(seed: int) -> None:
    a, b = prefixes(3_000, seed), prefixes(2_500, seed + 100)
    x, y = AddressSet.of(a), AddressSet.of(b)
    p, q = (netaddr.IPSet(netaddr.IPNetwork(str(n)) for n in nets) for nets in (a, b))
    pairs = [(x | y, p | q), (x & y, p & q), (x - y, p - q), (x ^ y, p ^ q)]
    for mine, theirs in pairs:
        assert [str(n) for n in mine.prefixes()] == [str(n) for n in theirs.iter_cidrs()]
        assert mine.size == theirs.size
    assert kept_in_arrays(x | y)
    complement = (~(x | y)).ipv4
    assert kept_in_arrays(complement)
    theirs = netaddr.IPSet(["0.0.0.0/0"]) - (p | q)
    assert [str(n) for n in complement.prefixes()] == [str(n) for n in theirs.iter_cidrs()]


def test_laws_hold_between_both_kinds() -> None:
    x, y = AddressSet.of(prefixes(3_000, 1)), AddressSet.of(prefixes(2_000, 2))
    both = x | y
    by_tuples = AddressSet.from_spans(4, spans.union(x.spans(4), y.spans(4)))
    assert kept_in_arrays(both)
    assert not kept_in_arrays(by_tuples)
    assert both == by_tuples
    assert hash(both) == hash(by_tuples)
    assert ~~both == both
    assert both | ~both == AddressSet.everything()
    assert not both & ~both
    assert both - x == y - x
    assert x <= both
    assert x < both
    assert not both <= x
    assert both.first() == by_tuples.first()
    assert both.ipv4 == both
    assert not both.ipv6
    assert AddressSet.parse(str(both)) == both


def test_one_prefix_against_thousands() -> None:
    many = AddressSet.of(prefixes(3_000, 3)) | AddressSet.of(prefixes(3_000, 4))
    one = AddressSet("10.0.0.0/8")
    inside, outside = many & one, many - one
    assert inside | outside == many
    assert inside.isdisjoint(outside)
    assert (many | one) - one == outside
    assert (one <= many) is False
    assert one <= many | one
    assert many - many == AddressSet.empty()
    assert not many & AddressSet.empty()
    assert (IPv4Address("10.0.0.1") in many) == (AddressSet("10.0.0.1") <= many)


def test_edges_of_the_space() -> None:
    many = AddressSet.of(IPv4Network((number << 12, 24)) for number in range(0, 2**20, 100))
    whole = many | AddressSet.from_spans(4, ((2**32 - 1,), (2**32,)))
    assert kept_in_arrays(many | AddressSet.of(IPv4Network(((number << 12) + 512, 24)) for number in range(2_000)))
    for addresses in (many, whole, ~many, ~whole):
        doubled = addresses.ipv4 | AddressSet.of(prefixes(2_000, 5))
        assert (~doubled).ipv4.size == 2**32 - doubled.size
        assert (~~doubled) == doubled
