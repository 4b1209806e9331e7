"""Address plans: which prefix each request gets, as a function of the pool, the pins and the requests.

What is pinned keeps its prefix, whatever else is asked for. What is not takes the first fit that no pin and no
reservation holds, in the order of the keys. A pin without a request still holds its prefix: it is given back by taking
the pin away, not by accident.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from hubspoke_network.core import Problem
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.prefixes import Network, covers, overlapping


@dataclass(frozen=True, slots=True)
class Allocation:
    """An address plan. `placed` has every request that got a prefix, `unpinned` those that a later plan may move."""

    placed: Mapping[str, Network]
    unpinned: tuple[str, ...]
    free: AddressSet
    """What is left of the pool."""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Taken:
    """Prefixes in use, by version, as sorted spans."""

    spans: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: {4: [], 6: []})

    def add(self, network: Network) -> None:
        spans = self.spans[network.version]
        span = (int(network.network_address), int(network.broadcast_address))
        spans.insert(bisect_left(spans, span), span)

    def first_fit(self, outer: Network, length: int) -> Network | None:
        """The first prefix of that length in `outer` that shares no address with what is taken."""
        if not outer.prefixlen <= length <= outer.max_prefixlen:
            return None
        size = 1 << (outer.max_prefixlen - length)
        start, end = int(outer.network_address), int(outer.broadcast_address)
        for low, high in self.spans[outer.version]:
            if high < start:
                continue
            if low >= start + size:
                break
            start = -(-(high + 1) // size) * size
        if start + size - 1 > end:
            return None
        return type(outer)((start, length))


def allocate(
    pool: Sequence[Network],
    pins: Mapping[str, Network],
    requests: Mapping[str, int],
    taken: Iterable[Network] = (),
) -> Allocation:
    """Give each request (key to prefix length) a prefix out of `pool`.

    `pins` are the prefixes that keys have for good, `taken` ranges that nobody may have. Nothing is raised: what cannot
    be had is told in `problems`, with the arithmetic, and is missing from `placed`.
    """
    held = list(taken)
    problems = [*_pin_problems(pool, pins, requests, held)]
    bad = {problem.path for problem in problems}
    used = _Taken()
    for network in (*held, *pins.values()):
        used.add(network)
    placed = {key: pins[key] for key in requests if key in pins and key not in bad}
    unpinned = sorted(key for key in requests if key not in pins)
    for key in unpinned:
        found = next((fit for outer in pool if (fit := used.first_fit(outer, requests[key])) is not None), None)
        if found is None:
            problems.append(_refusal(key, requests[key], pool, used))
            continue
        placed[key] = found
        used.add(found)
    return Allocation(placed, tuple(key for key in unpinned if key in placed), _free(pool, used), tuple(problems))


def _pin_problems(
    pool: Sequence[Network], pins: Mapping[str, Network], requests: Mapping[str, int], taken: Sequence[Network]
) -> Iterable[Problem]:
    for key, network in pins.items():
        if not covers(pool, network):
            where = ", ".join(str(outer) for outer in pool)
            message = f"is pinned outside the pool {where}"
            yield Problem("HS180", key, str(network), message, "pin it inside, or widen the pool")
        elif key in requests and network.prefixlen != requests[key]:
            message = f"is pinned, but a /{requests[key]} is asked for"
            yield Problem("HS181", key, str(network), message, f"ask for /{network.prefixlen}, or take the pin away")
    yield from _overlaps(pins, taken)


def _overlaps(pins: Mapping[str, Network], taken: Sequence[Network]) -> Iterable[Problem]:
    owners: dict[Network, list[str]] = {}
    for key, network in pins.items():
        owners.setdefault(network, []).append(key)
    for left, right in overlapping(owners, owners):
        for one, other in product(owners[left], owners[right]):
            if one < other:
                message = f"is pinned over {one} {left}"
                yield Problem("HS182", other, str(right), message, "give one of the two another prefix")
    for network, other_network in overlapping(owners, taken):
        for key in owners[network]:
            message = f"is pinned over {other_network}, which is taken"
            yield Problem("HS182", key, str(network), message, "give it another prefix")


def _free(pool: Sequence[Network], used: _Taken) -> AddressSet:
    spans = [(version, low, high) for version, found in used.spans.items() for low, high in found]
    return AddressSet.of(pool) - AddressSet.from_ranges(spans)


def _refusal(key: str, length: int, pool: Sequence[Network], used: _Taken) -> Problem:
    """Why nothing is left: sizes in addresses, and the largest block that is."""
    free = _free(pool, used)
    total, left = AddressSet.of(pool).size, free.size
    bits = pool[0].max_prefixlen if pool else 32
    wanted = 1 << (bits - length) if length <= bits else 0
    blocks = sorted(free.prefixes(), key=lambda block: block.prefixlen)
    largest = f"the largest free block is {blocks[0]} ({blocks[0].num_addresses:,})" if blocks else "nothing is free"
    where = ", ".join(str(outer) for outer in pool)
    message = (
        f"does not fit: it needs {wanted:,} addresses in one block; the pool {where} has {total:,}, "
        f"{total - left:,} are taken, {left:,} are free, and {largest}"
    )
    return Problem("HS183", key, f"/{length}", message, "ask for less, widen the pool, or give something back")
