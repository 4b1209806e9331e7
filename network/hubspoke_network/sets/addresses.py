"""Sets of IP addresses: immutable, canonical, exact, IPv4 and IPv6."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.address_text import BITS, AddressError, Item, read, written
from hubspoke_network.sets.prefixes import RFC1918 as _RFC1918
from hubspoke_network.sets.prefixes import Network
from hubspoke_network.sets.spans import Spans

if TYPE_CHECKING:
    from hubspoke_network.sets.wide_spans import Wide

__all__ = ["RFC1918", "Address", "AddressError", "AddressSet", "Version"]

Address = IPv4Address | IPv6Address
Version = Literal[4, 6]

_LIMIT4, _LIMIT6 = 1 << 32, 1 << 128


_MANY, _FEW = 1_000, 16
"""From how many ranges in both operands on arrays pay, and below how many in the smaller one they do not."""


class AddressSet:
    """A set of IPv4 and IPv6 addresses, kept as sorted disjoint ranges of each family.

    Two sets are equal exactly where they hold the same addresses. `|`, `&`, `-`, `^`, `~` (against every address of
    both families), `<=` and `<` are those of sets. `str()` gives the shortest ranges, ascending, IPv4 first; `parse`
    reads them back.
    """

    __slots__ = ("_hash", "_ipv4", "_v6")
    _ipv4: "Spans | Wide"
    _v6: Spans
    _hash: int | None

    def __new__(cls, *texts: str) -> "AddressSet":
        """The union of what `texts` name, as `parse` reads them. Raises `AddressError`."""
        return _joined(item for text in texts for item in read(text))

    @classmethod
    def _make(cls, v4: "Spans | Wide", v6: Spans) -> "AddressSet":
        made = object.__new__(cls)
        made._ipv4, made._v6, made._hash = v4, v6, None
        return made

    @property
    def _v4(self) -> Spans:
        return self._ipv4 if isinstance(self._ipv4, tuple) else self._ipv4.spans

    @classmethod
    def parse(cls, *texts: str) -> "AddressSet":
        """The union of `texts`: prefixes, addresses, ranges `a-b`, `*`, `none`, or several with commas between.

        Raises `AddressError`, with the corrected prefix where host bits are set.
        """
        return cls(*texts)

    @classmethod
    def of(cls, members: "Iterable[Network | Address]") -> "AddressSet":
        """The union of networks and addresses."""
        return _joined((member.version, *_bounds(member)) for member in members)

    @classmethod
    def from_ranges(cls, ranges: Iterable[tuple[int, int, int]]) -> "AddressSet":
        """The union of (IP version, lowest, highest) ranges, both ends inside. Raises `ValueError`."""
        items = [(version, low, high + 1) for version, low, high in ranges]
        for version, low, end in items:
            if version not in BITS or not 0 <= low < end <= 1 << BITS[version]:
                raise ValueError(f"no range of IPv{version} addresses: {low} to {end - 1}")
        return _joined(items)

    @classmethod
    def union(cls, sets: "Iterable[AddressSet]") -> "AddressSet":
        """The union of many sets, faster than one `|` after another."""
        many = tuple(sets)
        return cls._make(sp.union_all(s._v4 for s in many), sp.union_all(s._v6 for s in many))

    @classmethod
    def empty(cls) -> "AddressSet":
        """No address."""
        return _EMPTY

    @classmethod
    def everything(cls) -> "AddressSet":
        """Every address of both families."""
        return _EVERYTHING

    @classmethod
    def all_ipv4(cls) -> "AddressSet":
        """0.0.0.0/0."""
        return _ALL_IPV4

    @classmethod
    def all_ipv6(cls) -> "AddressSet":
        """::/0."""
        return _ALL_IPV6

    def __or__(self, other: "AddressSet") -> "AddressSet":
        return self._make(_combined("union", self._ipv4, other._ipv4), sp.union(self._v6, other._v6))

    def __and__(self, other: "AddressSet") -> "AddressSet":
        return self._make(_combined("intersection", self._ipv4, other._ipv4), sp.intersection(self._v6, other._v6))

    def __sub__(self, other: "AddressSet") -> "AddressSet":
        return self._make(_combined("difference", self._ipv4, other._ipv4), sp.difference(self._v6, other._v6))

    def __xor__(self, other: "AddressSet") -> "AddressSet":
        return (self - other) | (other - self)

    def __invert__(self) -> "AddressSet":
        v6 = sp.complement(self._v6, _LIMIT6)
        if isinstance(self._ipv4, tuple):
            return self._make(sp.complement(self._ipv4, _LIMIT4), v6)
        return self._make(_arrays().complement(self._ipv4, _LIMIT4), v6)

    def __le__(self, other: "AddressSet") -> bool:
        return sp.within(self._v6, other._v6) and (self & other)._same_ipv4(self)

    def __lt__(self, other: "AddressSet") -> bool:
        return self != other and self <= other

    def __ge__(self, other: "AddressSet") -> bool:
        return other <= self

    def __gt__(self, other: "AddressSet") -> bool:
        return other < self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AddressSet):
            return NotImplemented
        return self._v6 == other._v6 and self._same_ipv4(other)

    def _same_ipv4(self, other: "AddressSet") -> bool:
        a, b = self._ipv4, other._ipv4
        return a == b if type(a) is type(b) else self._v4 == other._v4

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self._v4, self._v6))
        return self._hash

    def __bool__(self) -> bool:
        return bool(_count(self._ipv4) or self._v6[0])

    def __contains__(self, member: "Network | Address") -> bool:
        """Whether an address, or the whole of a network, is in the set."""
        start, end = _bounds(member)
        return sp.covers_range(self._v4 if member.version == 4 else self._v6, start, end)

    def isdisjoint(self, other: "AddressSet") -> bool:
        """Whether the two sets share no address."""
        return not (self & other)

    @property
    def ipv4(self) -> "AddressSet":
        """The IPv4 addresses of the set."""
        return self._make(self._ipv4, sp.NOTHING)

    @property
    def ipv6(self) -> "AddressSet":
        """The IPv6 addresses of the set."""
        return self._make(sp.NOTHING, self._v6)

    @property
    def size(self) -> int:
        """How many addresses are in the set."""
        v4 = sp.size(self._ipv4) if isinstance(self._ipv4, tuple) else self._ipv4.size
        return v4 + sp.size(self._v6)

    def first(self) -> Address:
        """The lowest address, IPv4 before IPv6. Raises `ValueError` where the set is empty."""
        if self._v4[0]:
            return IPv4Address(self._v4[0][0])
        if self._v6[0]:
            return IPv6Address(self._v6[0][0])
        raise ValueError("the address set is empty")

    def ranges(self, version: Version) -> tuple[tuple[int, int], ...]:
        """The maximal ranges of one family, ascending, both ends inside."""
        return tuple((start, end - 1) for start, end in sp.ranges_of(self._v4 if version == 4 else self._v6))

    def spans(self, version: Version) -> Spans:
        """The ranges of one family in the form `hubspoke_network.sets.spans` works on."""
        return self._v4 if version == 4 else self._v6

    @classmethod
    def from_spans(cls, version: Version, spans: Spans) -> "AddressSet":
        """The set that `spans` are the ranges of."""
        return cls._make(spans, sp.NOTHING) if version == 4 else cls._make(sp.NOTHING, spans)

    def prefixes(self) -> tuple[Network, ...]:
        """The fewest networks that make up the set, ascending, IPv4 first."""
        return (
            *(IPv4Network((low, length)) for low, length in _prefixes(self._v4, 32)),
            *(IPv6Network((low, length)) for low, length in _prefixes(self._v6, 128)),
        )

    def __str__(self) -> str:
        if self == _EVERYTHING:
            return "*"
        texts = [written(4, low, end) for low, end in sp.ranges_of(self._v4)]
        texts += [written(6, low, end) for low, end in sp.ranges_of(self._v6)]
        return ", ".join(texts) or "none"

    def __repr__(self) -> str:
        return f"AddressSet({str(self)!r})"


def _count(ranges: "Spans | Wide") -> int:
    return len(ranges[0]) if isinstance(ranges, tuple) else len(ranges)


def _combined(
    operation: Literal["union", "intersection", "difference"], a: "Spans | Wide", b: "Spans | Wide"
) -> "Spans | Wide":
    few, many = sorted((_count(a), _count(b)))
    if few + many < _MANY or few < _FEW:
        small: Spans = getattr(sp, operation)(_as_tuples(a), _as_tuples(b))
        return small
    arrays = _arrays()
    made: Wide = getattr(arrays, operation)(*(arrays.wide(x) if isinstance(x, tuple) else x for x in (a, b)))
    return made if len(made) >= _MANY else made.spans


def _as_tuples(ranges: "Spans | Wide") -> Spans:
    return ranges if isinstance(ranges, tuple) else ranges.spans


def _arrays() -> ModuleType:
    from hubspoke_network.sets import wide_spans

    return wide_spans


def _bounds(member: "Network | Address") -> tuple[int, int]:
    if isinstance(member, IPv4Network | IPv6Network):
        low = int(member.network_address)
        return low, low + (1 << (member.max_prefixlen - member.prefixlen))
    return int(member), int(member) + 1


def _prefixes(spans: Spans, bits: int) -> Iterator[tuple[int, int]]:
    """(network address, prefix length) of the fewest networks: at each step the greatest one that starts here."""
    for start, end in sp.ranges_of(spans):
        low = start
        while low < end:
            room = (end - low).bit_length() - 1
            step = min(room, (low & -low).bit_length() - 1) if low else room
            yield low, bits - step
            low += 1 << step


def _joined(items: Iterable[Item]) -> AddressSet:
    pairs: dict[int, list[tuple[int, int]]] = {4: [], 6: []}
    for version, start, end in items:
        pairs[version].append((start, end))
    return AddressSet._make(sp.spans_of(pairs[4]), sp.spans_of(pairs[6]))


_EMPTY = AddressSet()
_EVERYTHING = AddressSet("*")
_ALL_IPV4 = _EVERYTHING.ipv4
_ALL_IPV6 = _EVERYTHING.ipv6

RFC1918 = AddressSet.of(_RFC1918)
"""The private IPv4 ranges of RFC 1918, and nothing else."""
