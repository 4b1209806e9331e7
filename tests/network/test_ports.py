"""Port sets: laws against plain sets of numbers, tables for what is read and refused."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.sets.ports import PortError, PortSet

pytestmark = pytest.mark.slow

LAWS = settings(max_examples=50, deadline=None)
ALL = range(65_536)

numbers = st.one_of(st.integers(0, 12), st.integers(65_525, 65_535), st.sampled_from([80, 443, 1024, 49_152]))
pairs = st.tuples(numbers, numbers).map(lambda p: (min(p), max(p)))
port_ranges = st.lists(pairs, max_size=6)


def enumerated(ranges: list[tuple[int, int]]) -> set[int]:
    return {port for low, high in ranges for port in range(low, high + 1)}


@LAWS
@given(port_ranges, port_ranges)
def test_equal_to_sets_of_numbers(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    x, y, p, q = PortSet.from_ranges(a), PortSet.from_ranges(b), enumerated(a), enumerated(b)
    for mine, theirs in ((x | y, p | q), (x & y, p & q), (x - y, p - q), (x ^ y, p ^ q), (~x, set(ALL) - p)):
        assert enumerated(list(mine.ranges())) == theirs
        assert mine.size == len(theirs)
        assert bool(mine) == bool(theirs)
        assert PortSet.parse(str(mine)) == mine
        if theirs:
            assert mine.first() == min(theirs)
    assert (x <= y, x < y, x >= y, x > y, x == y) == (p <= q, p < q, p >= q, p > q, p == q)
    assert x.isdisjoint(y) == p.isdisjoint(q)
    assert PortSet.union([x, y]) == x | y
    assert hash(x | y) == hash(y | x)
    for port in (0, 5, 80, 65_535):
        assert (port in x) == (port in p)


READ = [
    (("*",), "*"),
    (("0-65535",), "*"),
    (("none",), "none"),
    ((), "none"),
    ((80,), "80"),
    (("80", "81"), "80-81"),
    (("443,80",), "80,443"),
    (("8000 - 8080", " 22"), "22,8000-8080"),
    (("80-90", "85-100", "101"), "80-101"),
]


@pytest.mark.parametrize(("texts", "printed"), READ, ids=lambda value: str(value))
def test_read(texts: tuple[str | int, ...], printed: str) -> None:
    assert str(PortSet.parse(*texts)) == printed


REFUSED = [
    ("", "'' is not a port, a range a-b or *"),
    ("http", "'http' is not a port, a range a-b or *"),
    ("-1", "'-1' is not a port, a range a-b or *"),
    ("1-2-3", "'1-2-3' is not a port, a range a-b or *"),
    ("\uff18\uff10", "'\uff18\uff10' is not a port, a range a-b or *"),
    ("65536", "'65536' is beyond the last port, 65535"),
    ("80-70000", "'80-70000' is beyond the last port, 65535"),
    ("90-80", "'90-80' ends before it begins; write 80-90"),
    ("9" * 5_000, f"'{'9' * 5_000}' is not a port, a range a-b or *"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=lambda value: str(value)[:20])
def test_refused(text: str, message: str) -> None:
    with pytest.raises(PortError) as caught:
        PortSet.parse(80, text)
    assert str(caught.value) == message


def test_values() -> None:
    web = PortSet("80,443")
    assert pickle.loads(pickle.dumps(web)) == web
    assert web != "80,443"
    assert repr(web) == "PortSet('80,443')"
    assert PortSet.everything().first() == 0
    with pytest.raises(ValueError, match="the port set is empty"):
        PortSet.empty().first()
    with pytest.raises(ValueError, match="no range of ports: 5 to 4"):
        PortSet.from_ranges([(5, 4)])
