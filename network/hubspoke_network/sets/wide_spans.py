"""The set operations of `spans` for IPv4 sets of thousands of ranges, on numpy arrays.

Same form, same idea (see `spans`), five times as fast. Only imported once a set is that large, so that programs with
small networks do not pay for loading numpy.
"""

import numpy as np
from numpy.typing import NDArray

from hubspoke_network.sets.spans import Spans

Array = NDArray[np.int64]


class Wide:
    """The starts and ends (exclusive) of sorted disjoint ranges as arrays; values below 2**62."""

    __slots__ = ("_spans", "ends", "starts")

    def __init__(self, starts: Array, ends: Array) -> None:
        self.starts, self.ends = starts, ends
        self._spans: Spans | None = None

    @property
    def spans(self) -> Spans:
        """The same set as tuples; made when first asked for."""
        if self._spans is None:
            self._spans = tuple(self.starts.tolist()), tuple(self.ends.tolist())
        return self._spans

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Wide):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(self.ends, other.ends)

    __hash__ = None  # type: ignore[assignment]

    @property
    def size(self) -> int:
        """How many integers are in the set."""
        return int((self.ends - self.starts).sum())


def wide(spans: Spans) -> Wide:
    """The arrays of a set."""
    made = Wide(np.array(spans[0], dtype=np.int64), np.array(spans[1], dtype=np.int64))
    made._spans = spans
    return made


def union(a: Wide, b: Wide) -> Wide:
    """What is in either set. Neither may be empty."""
    starts, ends = _sorted(a.starts, b.starts), _sorted(a.ends, b.ends)
    breaks = starts[1:] > ends[:-1]
    return Wide(
        np.concatenate((starts[:1], starts[1:][breaks])),
        np.concatenate((ends[:-1][breaks], ends[-1:])),
    )


def intersection(a: Wide, b: Wide) -> Wide:
    """What is in both sets."""
    starts, ends = _sorted(a.starts, b.starts)[1:], _sorted(a.ends, b.ends)[:-1]
    inside = starts < ends
    return Wide(starts[inside], ends[inside])


def complement(a: Wide, limit: int) -> Wide:
    """What of 0 to `limit` (exclusive) is not in the set, which is not empty."""
    from_zero, to_limit = int(a.starts[0] == 0), int(a.ends[-1] == limit)
    starts = a.ends[: len(a) - to_limit]
    ends = a.starts[from_zero:]
    return Wide(
        starts if from_zero else np.concatenate((np.zeros(1, np.int64), starts)),
        ends if to_limit else np.concatenate((ends, np.array([limit], np.int64))),
    )


def difference(a: Wide, b: Wide) -> Wide:
    """What is in `a` and not in `b`. Neither may be empty."""
    return intersection(a, complement(b, max(int(a.ends[-1]), int(b.ends[-1]))))


def _sorted(a: Array, b: Array) -> Array:
    both = np.concatenate((a, b))
    both.sort(kind="stable")  # two ascending runs: the stable sort merges them
    return both
