"""Address prefixes as ARM reads them: strict CIDR, IPv4 and IPv6.

Sources: azure virtual-networks-faq (forbidden ranges, subnet sizes), ARM codes `InvalidAddressPrefixFormat` and
`InvalidCIDRNotation`.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

RFC1918 = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))
"""The private IPv4 ranges of RFC 1918, and nothing else: not 100.64.0.0/10, not 169.254.0.0/16."""

SHARED = IPv4Network("100.64.0.0/10")
"""RFC 6598; Azure treats it as private in its system routes."""

FORBIDDEN = tuple(
    IPv4Network(text)
    for text in (
        "224.0.0.0/4",
        "255.255.255.255/32",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "168.63.129.16/32",
    )
)
"""Ranges that a virtual network's address space must not overlap."""

RESERVED_ADDRESSES = 5
"""Addresses Azure keeps in every subnet: the first four and the last."""


class PrefixError(ValueError):
    """`text` is not a prefix ARM takes. `corrected` is what to write where that is clear."""

    def __init__(self, text: str, reason: str, corrected: str = "") -> None:
        self.text, self.reason, self.corrected = text, reason, corrected
        super().__init__(f"{text!r} {reason}" + (f"; write {corrected}" if corrected else ""))


@lru_cache(maxsize=65_536)
def parse_prefix(text: str) -> Network:
    """The network `text` names. Host bits are refused, as ARM refuses them, with the corrected network.

    Raises `PrefixError`.
    """
    if "/" not in text:
        raise PrefixError(text, "has no prefix length", _guess(f"{text}/24"))
    _, _, length = text.partition("/")
    if not length.isascii() or not length.isdigit():
        raise PrefixError(text, "is not in CIDR notation, for example 10.0.0.0/24")
    try:
        return ip_network(text)
    except ValueError:
        corrected = _guess(text)
        if corrected:
            raise PrefixError(text, "has host bits set", corrected) from None
        raise PrefixError(text, "is not in CIDR notation, for example 10.0.0.0/24") from None


def _guess(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return ""


def covers(outer: Iterable[Network], inner: Network) -> bool:
    """Whether one of `outer` holds the whole of `inner`. ARM asks for one prefix, not for a union of them."""
    return any(inner.version == net.version and inner.subnet_of(net) for net in outer)  # type: ignore[arg-type]


def overlapping(left: Iterable[Network], right: Iterable[Network]) -> list[tuple[Network, Network]]:
    """Every pair of a prefix from `left` and one from `right` that share an address, in order.

    Sorted sweep over both families; cost grows with the prefixes and the pairs found, not with their product.
    """
    found: list[tuple[Network, Network]] = []
    for version in (4, 6):
        a = sorted((n for n in left if n.version == version), key=_span)
        b = sorted((n for n in right if n.version == version), key=_span)
        events = sorted(
            [(*_span(n), 0, n) for n in a] + [(*_span(n), 1, n) for n in b],
            key=lambda e: (e[0], -e[1], e[2]),
        )
        open_: tuple[list[tuple[int, Network]], list[tuple[int, Network]]] = ([], [])
        for start, end, side, net in events:
            for stack in open_:
                while stack and stack[-1][0] < start:
                    stack.pop()
            found += [(net, other) if side == 0 else (other, net) for _, other in open_[1 - side]]
            open_[side].append((end, net))
    return sorted(found, key=lambda pair: (pair[0].version, _span(pair[0]), _span(pair[1])))


def _span(net: Network) -> tuple[int, int]:
    return int(net.network_address), int(net.broadcast_address)
