"""Sets of TCP and UDP ports: immutable, canonical, exact."""

import re
from collections.abc import Iterable

from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.spans import Spans

PORTS = 65_536
_RANGE = re.compile(r"([0-9]{1,5})(?:\s*-\s*([0-9]{1,5}))?")


class PortError(ValueError):
    """`text` names no ports. `corrected` is what to write where that is clear."""

    def __init__(self, text: str, reason: str, corrected: str = "") -> None:
        self.text, self.reason, self.corrected = text, reason, corrected
        super().__init__(f"{text!r} {reason}" + (f"; write {corrected}" if corrected else ""))


class PortSet:
    """A set of ports, 0 to 65535, kept as sorted disjoint ranges.

    The operators are those of sets; `~` is against all ports. `str()` gives the shortest ranges, `parse` reads them.
    """

    __slots__ = ("_spans",)
    _spans: Spans

    def __init__(self, *texts: str | int) -> None:
        """The union of what `texts` name, as `parse` reads them. Raises `PortError`."""
        self._spans = sp.spans_of(pair for text in texts for part in str(text).split(",") for pair in _parsed(part))

    @classmethod
    def parse(cls, *texts: str | int) -> "PortSet":
        """The union of `texts`: `80`, `8000-8080`, `*`, `none`, or several with commas between. Raises `PortError`."""
        return cls(*texts)

    @classmethod
    def from_spans(cls, spans: Spans) -> "PortSet":
        """The set that `spans` are the ranges of."""
        made = object.__new__(cls)
        made._spans = spans
        return made

    @classmethod
    def from_ranges(cls, ranges: Iterable[tuple[int, int]]) -> "PortSet":
        """The union of (lowest, highest) ranges, both ends inside. Raises `ValueError`."""
        pairs = list(ranges)
        for low, high in pairs:
            if not 0 <= low <= high < PORTS:
                raise ValueError(f"no range of ports: {low} to {high}")
        return cls.from_spans(sp.spans_of((low, high + 1) for low, high in pairs))

    @classmethod
    def union(cls, sets: "Iterable[PortSet]") -> "PortSet":
        """The union of many sets."""
        return cls.from_spans(sp.union_all(s._spans for s in sets))

    @classmethod
    def empty(cls) -> "PortSet":
        """No port."""
        return _EMPTY

    @classmethod
    def everything(cls) -> "PortSet":
        """Every port, 0 included."""
        return _EVERYTHING

    def __or__(self, other: "PortSet") -> "PortSet":
        return self.from_spans(sp.union(self._spans, other._spans))

    def __and__(self, other: "PortSet") -> "PortSet":
        return self.from_spans(sp.intersection(self._spans, other._spans))

    def __sub__(self, other: "PortSet") -> "PortSet":
        return self.from_spans(sp.difference(self._spans, other._spans))

    def __xor__(self, other: "PortSet") -> "PortSet":
        return (self - other) | (other - self)

    def __invert__(self) -> "PortSet":
        return self.from_spans(sp.complement(self._spans, PORTS))

    def __le__(self, other: "PortSet") -> bool:
        return sp.within(self._spans, other._spans)

    def __lt__(self, other: "PortSet") -> bool:
        return self != other and self <= other

    def __ge__(self, other: "PortSet") -> bool:
        return other <= self

    def __gt__(self, other: "PortSet") -> bool:
        return other < self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PortSet):
            return NotImplemented
        return self._spans == other._spans

    def __hash__(self) -> int:
        return hash(self._spans)

    def __bool__(self) -> bool:
        return bool(self._spans[0])

    def __contains__(self, port: int) -> bool:
        return sp.contains(self._spans, port)

    def isdisjoint(self, other: "PortSet") -> bool:
        """Whether the two sets share no port."""
        return not (self & other)

    @property
    def size(self) -> int:
        """How many ports are in the set."""
        return sp.size(self._spans)

    def first(self) -> int:
        """The lowest port. Raises `ValueError` where the set is empty."""
        if not self:
            raise ValueError("the port set is empty")
        return self._spans[0][0]

    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The maximal ranges, ascending, both ends inside."""
        return tuple((start, end - 1) for start, end in sp.ranges_of(self._spans))

    def spans(self) -> Spans:
        """The ranges in the form `hubspoke_network.sets.spans` works on."""
        return self._spans

    def __str__(self) -> str:
        if self == _EVERYTHING:
            return "*"
        return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in self.ranges()) or "none"

    def __repr__(self) -> str:
        return f"PortSet({str(self)!r})"


def _parsed(part: str) -> list[tuple[int, int]]:
    text = part.strip()
    if text == "*":
        return [(0, PORTS)]
    if text == "none":
        return []
    match = _RANGE.fullmatch(text)
    if match is None:
        raise PortError(text, "is not a port, a range a-b or *")
    low, high = int(match[1]), int(match[2] or match[1])
    if max(low, high) >= PORTS:
        raise PortError(text, "is beyond the last port, 65535")
    if low > high:
        raise PortError(text, "ends before it begins", f"{high}-{low}")
    return [(low, high + 1)]


_EMPTY = PortSet()
_EVERYTHING = PortSet("*")
