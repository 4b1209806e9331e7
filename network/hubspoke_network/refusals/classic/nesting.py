"""Which prefixes collide, in time that grows with their number alone.

Prefixes nest or are disjoint, so a sweep with a stack of at most 33 open ones finds, for each prefix, the innermost
other one around it. Listing every pair would take quadratic time on a hostile file.
"""

from collections.abc import Hashable, Sequence
from ipaddress import IPv4Network


def collisions(items: Sequence[tuple[IPv4Network, Hashable]]) -> list[tuple[int, int]]:
    """Pairs (inner, outer) of indices into `items`: `outer` is the innermost prefix of another owner around `inner`.

    Of two equal prefixes the one that comes later in `items` is the inner one. Each index is inner at most once.
    """
    spans = [(int(net.network_address), net.prefixlen) for net, _ in items]
    stack: list[tuple[int, tuple[int, int], dict[Hashable, int]]] = []
    found: list[tuple[int, int]] = []
    for index in sorted(range(len(items)), key=lambda i: (*spans[i], i)):
        net, owner = items[index]
        start, end = spans[index][0], int(net.broadcast_address)
        while stack and stack[-1][0] < start:
            stack.pop()
        outer = next((other for _, _, owners in reversed(stack) if (other := _other(owners, owner)) is not None), None)
        if outer is not None:
            found.append((index, outer))
        if stack and stack[-1][1] == spans[index]:
            stack[-1][2].setdefault(owner, index)
        else:
            stack.append((end, spans[index], {owner: index}))
    return sorted(found)


def _other(owners: dict[Hashable, int], owner: Hashable) -> int | None:
    """The first entry of somebody else. At most two entries are looked at, since keys are distinct."""
    return next((index for key, index in owners.items() if key != owner), None)
