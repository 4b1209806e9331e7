"""Sets of IP addresses: immutable, canonical, exact, IPv4 and IPv6."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

from hubspoke_network import spans as sp
from hubspoke_network.prefixes import RFC1918 as _RFC1918
from hubspoke_network.prefixes import Network, PrefixError, parse_prefix
from hubspoke_network.spans import Spans

Address = IPv4Address | IPv6Address
Version = Literal[4, 6]

BITS: dict[int, int] = {4: 32, 6: 128}
_LIMIT4, _LIMIT6 = 1 << 32, 1 << 128


class AddressError(ValueError):
    """`text` names no address set. `corrected` is what to write where that is clear."""

    def __init__(self, text: str, reason: str, corrected: str = "") -> None:
        self.text, self.reason, self.corrected = text, reason, corrected
        super().__init__(f"{text!r} {reason}" + (f"; write {corrected}" if corrected else ""))


class AddressSet:
    """A set of IPv4 and IPv6 addresses, kept as sorted disjoint ranges of each family.

    Two sets are equal exactly where they hold the same addresses. `|`, `&`, `-`, `^`, `~` (against every address of
    both families), `<=` and `<` are those of sets. `str()` gives the shortest ranges, ascending, IPv4 first; `parse`
    reads them back.
    """

    __slots__ = ("_hash", "_v4", "_v6")
    _v4: Spans
    _v6: Spans
    _hash: int | None

    def __init__(self, *texts: str) -> None:
        """The union of what `texts` name, as `parse` reads them. Raises `AddressError`."""
        found = [_parsed(text) for text in texts]
        self._v4 = sp.union_all(v4 for v4, _ in found)
        self._v6 = sp.union_all(v6 for _, v6 in found)
        self._hash = None

    @classmethod
    def _make(cls, v4: Spans, v6: Spans) -> "AddressSet":
        made = object.__new__(cls)
        made._v4, made._v6, made._hash = v4, v6, None
        return made

    @classmethod
    def parse(cls, *texts: str) -> "AddressSet":
        """The union of `texts`: prefixes, addresses, ranges `a-b`, `*`, `none`, or several with commas between.

        Raises `AddressError`, with the corrected prefix where host bits are set.
        """
        return cls(*texts)

    @classmethod
    def of(cls, members: "Iterable[Network | Address]") -> "AddressSet":
        """The union of networks and addresses."""
        v4: list[tuple[int, int]] = []
        v6: list[tuple[int, int]] = []
        for member in members:
            start, end = _bounds(member)
            (v4 if member.version == 4 else v6).append((start, end))
        return cls._make(sp.spans_of(v4), sp.spans_of(v6))

    @classmethod
    def from_ranges(cls, ranges: Iterable[tuple[int, int, int]]) -> "AddressSet":
        """The union of (IP version, lowest, highest) ranges, both ends inside. Raises `ValueError`."""
        v4: list[tuple[int, int]] = []
        v6: list[tuple[int, int]] = []
        for version, low, high in ranges:
            if version not in BITS or not 0 <= low <= high < 1 << BITS[version]:
                raise ValueError(f"no range of IPv{version} addresses: {low} to {high}")
            (v4 if version == 4 else v6).append((low, high + 1))
        return cls._make(sp.spans_of(v4), sp.spans_of(v6))

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
        return self._make(sp.union(self._v4, other._v4), sp.union(self._v6, other._v6))

    def __and__(self, other: "AddressSet") -> "AddressSet":
        return self._make(sp.intersection(self._v4, other._v4), sp.intersection(self._v6, other._v6))

    def __sub__(self, other: "AddressSet") -> "AddressSet":
        return self._make(sp.difference(self._v4, other._v4), sp.difference(self._v6, other._v6))

    def __xor__(self, other: "AddressSet") -> "AddressSet":
        return (self - other) | (other - self)

    def __invert__(self) -> "AddressSet":
        return self._make(sp.complement(self._v4, _LIMIT4), sp.complement(self._v6, _LIMIT6))

    def __le__(self, other: "AddressSet") -> bool:
        return sp.within(self._v4, other._v4) and sp.within(self._v6, other._v6)

    def __lt__(self, other: "AddressSet") -> bool:
        return self != other and self <= other

    def __ge__(self, other: "AddressSet") -> bool:
        return other <= self

    def __gt__(self, other: "AddressSet") -> bool:
        return other < self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AddressSet):
            return NotImplemented
        return self._v4 == other._v4 and self._v6 == other._v6

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self._v4, self._v6))
        return self._hash

    def __bool__(self) -> bool:
        return bool(self._v4[0] or self._v6[0])

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
        return self._make(self._v4, sp.NOTHING)

    @property
    def ipv6(self) -> "AddressSet":
        """The IPv6 addresses of the set."""
        return self._make(sp.NOTHING, self._v6)

    @property
    def size(self) -> int:
        """How many addresses are in the set."""
        return sp.size(self._v4) + sp.size(self._v6)

    def first(self) -> Address:
        """The lowest address, IPv4 before IPv6. Raises `ValueError` where the set is empty."""
        if self._v4[0]:
            return IPv4Address(int(self._v4[0][0]))
        if self._v6[0]:
            return IPv6Address(self._v6[0][0])
        raise ValueError("the address set is empty")

    def ranges(self, version: Version) -> tuple[tuple[int, int], ...]:
        """The maximal ranges of one family, ascending, both ends inside."""
        return tuple((start, end - 1) for start, end in sp.ranges_of(self._v4 if version == 4 else self._v6))

    def spans(self, version: Version) -> Spans:
        """The ranges of one family in the form `hubspoke_network.spans` works on."""
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
        texts = [_range_text(IPv4Address, 32, low, end) for low, end in sp.ranges_of(self._v4)]
        texts += [_range_text(IPv6Address, 128, low, end) for low, end in sp.ranges_of(self._v6)]
        return ", ".join(texts) or "none"

    def __repr__(self) -> str:
        return f"AddressSet({str(self)!r})"


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


def _range_text(kind: type[IPv4Address] | type[IPv6Address], bits: int, low: int, end: int) -> str:
    count = end - low
    if count == 1:
        return str(kind(low))
    if count & (count - 1) == 0 and low % count == 0:
        return f"{kind(low)}/{bits + 1 - count.bit_length()}"
    return f"{kind(low)}-{kind(end - 1)}"


def _parsed(text: str) -> tuple[Spans, Spans]:
    v4: list[tuple[int, int]] = []
    v6: list[tuple[int, int]] = []
    for part in text.split(","):
        item = part.strip()
        if item == "*":
            v4.append((0, _LIMIT4))
            v6.append((0, _LIMIT6))
        elif item != "none":
            version, start, end = _parsed_item(item)
            (v4 if version == 4 else v6).append((start, end))
    return sp.spans_of(v4), sp.spans_of(v6)


@lru_cache(maxsize=65_536)
def _parsed_item(text: str) -> tuple[int, int, int]:
    if "%" in text:
        raise AddressError(text, "has a zone, which means nothing outside one host", text.partition("%")[0])
    if "/" in text:
        try:
            network = parse_prefix(text)
        except PrefixError as error:
            raise AddressError(text, error.reason, error.corrected) from None
        return (network.version, *_bounds(network))
    low, dash, high = (part.strip() for part in text.partition("-"))
    try:
        first = ip_address(low)
        last = ip_address(high) if dash else first
    except ValueError:
        raise AddressError(text, "is not an address, a prefix, a range a-b or *") from None
    if first.version != last.version:
        raise AddressError(text, "mixes IPv4 and IPv6 in one range")
    if int(first) > int(last):
        raise AddressError(text, "ends before it begins", f"{last}-{first}")
    return first.version, int(first), int(last) + 1


_EMPTY = AddressSet()
_EVERYTHING = AddressSet("*")
_ALL_IPV4 = _EVERYTHING.ipv4
_ALL_IPV6 = _EVERYTHING.ipv6

RFC1918 = AddressSet.of(_RFC1918)
"""The private IPv4 ranges of RFC 1918, and nothing else."""
