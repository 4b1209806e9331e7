"""Sets of integers as sorted disjoint ranges: what address, port and flow sets are made of.

A `Spans` is a pair of equally long tuples, the starts and the ends (exclusive) of its ranges, ascending, with a gap
between any two. That form is canonical, so two sets are equal exactly where their spans are.

Union and intersection need no walk over the ranges. With all starts of both operands sorted, and all ends sorted on
their own, the i-th start begins a new range of the union just where the end before it (the i-1st) is smaller, and
begins a range of the intersection just where that end is greater. Everything is then done by sorting, mapping and
compressing whole tuples, which Python does in C.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, compress
from operator import gt, lt

Spans = tuple[tuple[int, ...], tuple[int, ...]]

NOTHING: Spans = ((), ())


def spans_of(ranges: Iterable[tuple[int, int]]) -> Spans:
    """The set covered by `ranges` (start, end exclusive), which may overlap and come in any order."""
    pairs = [pair for pair in ranges if pair[0] < pair[1]]
    return _joined(sorted([start for start, _ in pairs]), sorted([end for _, end in pairs]))


def ranges_of(spans: Spans) -> Iterator[tuple[int, int]]:
    """The ranges (start, end exclusive), ascending."""
    return zip(*spans, strict=True)


def union(a: Spans, b: Spans) -> Spans:
    """What is in either set."""
    if not a[0] or a == b:
        return b
    if not b[0]:
        return a
    if len(b[0]) == 1:
        return _inserted(a, b[0][0], b[1][0])
    if len(a[0]) == 1:
        return _inserted(b, a[0][0], a[1][0])
    return _joined(sorted(a[0] + b[0]), sorted(a[1] + b[1]))


def _inserted(spans: Spans, start: int, end: int) -> Spans:
    """The set with one more range; what it touches becomes one with it."""
    starts, ends = spans
    first, last = bisect_left(ends, start), bisect_right(starts, end)
    if first < last:
        start, end = min(starts[first], start), max(ends[last - 1], end)
    return (*starts[:first], start, *starts[last:]), (*ends[:first], end, *ends[last:])


def union_all(many: Iterable[Spans]) -> Spans:
    """What is in any of the sets; one sort for all of them."""
    starts: list[int] = []
    ends: list[int] = []
    for spans in many:
        starts += spans[0]
        ends += spans[1]
    starts.sort()
    ends.sort()
    return _joined(starts, ends)


def _joined(starts: list[int], ends: list[int]) -> Spans:
    if not starts:
        return NOTHING
    breaks = [*map(gt, starts[1:], ends)]
    return (starts[0], *compress(starts[1:], breaks)), (*compress(ends, breaks), ends[-1])


def intersection(a: Spans, b: Spans) -> Spans:
    """What is in both sets."""
    if not a[0] or not b[0] or a[0][0] >= b[1][-1] or b[0][0] >= a[1][-1]:
        return NOTHING
    if len(a[0]) > len(b[0]):
        a, b = b, a
    if len(a[0]) == 1:
        return _clipped(b, a[0][0], a[1][0])
    if len(a[0]) * 32 < len(b[0]):
        pieces = [_clipped(b, start, end) for start, end in ranges_of(a)]
        return tuple(chain.from_iterable(p[0] for p in pieces)), tuple(chain.from_iterable(p[1] for p in pieces))
    starts, ends = sorted(a[0] + b[0])[1:], sorted(a[1] + b[1])
    inside = [*map(lt, starts, ends)]
    return tuple(compress(starts, inside)), tuple(compress(ends, inside))


def _clipped(spans: Spans, start: int, end: int) -> Spans:
    """What of `spans` lies in one range; touches only the ranges that meet it."""
    starts, ends = spans
    first, last = bisect_right(ends, start), bisect_left(starts, end)
    if first >= last:
        return NOTHING
    if last - first == 1:
        return (max(starts[first], start),), (min(ends[first], end),)
    if start <= starts[first] and ends[last - 1] <= end:
        return starts[first:last], ends[first:last]
    return (
        (max(starts[first], start), *starts[first + 1 : last]),
        (*ends[first : last - 1], min(ends[last - 1], end)),
    )


def complement(spans: Spans, limit: int) -> Spans:
    """What of 0 to `limit` (exclusive) is not in the set."""
    starts, ends = spans
    if not starts:
        return (0,), (limit,)
    return (
        ends[: len(ends) - (ends[-1] == limit)] if starts[0] == 0 else (0, *ends[: len(ends) - (ends[-1] == limit)]),
        starts[starts[0] == 0 :] if ends[-1] == limit else (*starts[starts[0] == 0 :], limit),
    )


def difference(a: Spans, b: Spans) -> Spans:
    """What is in `a` and not in `b`."""
    if not a[0] or not b[0] or a[0][0] >= b[1][-1] or b[0][0] >= a[1][-1]:
        return a
    return intersection(a, complement(b, max(a[1][-1], b[1][-1])))


def contains(spans: Spans, value: int) -> bool:
    """Whether one integer is in the set."""
    index = bisect_right(spans[0], value)
    return index > 0 and value < spans[1][index - 1]


def size(spans: Spans) -> int:
    """How many integers are in the set."""
    return sum(spans[1]) - sum(spans[0])


def covers_range(spans: Spans, start: int, end: int) -> bool:
    """Whether all of one range (end exclusive) is in the set."""
    index = bisect_right(spans[0], start)
    return index > 0 and end <= spans[1][index - 1]


def within(a: Spans, b: Spans) -> bool:
    """Whether every integer of `a` is in `b`."""
    if len(a[0]) == 1:
        return covers_range(b, a[0][0], a[1][0])
    return intersection(a, b) == a


def meet(a: Spans, b: Spans) -> bool:
    """Whether the two sets share an integer."""
    if len(b[0]) == 1:
        a, b = b, a
    if len(a[0]) != 1:
        return bool(intersection(a, b)[0])
    index = bisect_right(b[1], a[0][0])
    return index < len(b[0]) and b[0][index] < a[1][0]
