"""How sets of addresses are written: prefixes, single addresses, ranges `a-b`, `*` and `none`."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from hubspoke_network.sets.prefixes import PrefixError, parse_prefix

BITS: dict[int, int] = {4: 32, 6: 128}

Item = tuple[int, int, int]
"""IP version, lowest address, highest address plus one."""

_OCTETS = {str(number): number for number in range(256)}
_SIZES = {str(length): 1 << (32 - length) for length in range(33)}


class AddressError(ValueError):
    """`text` names no address set. `corrected` is what to write where that is clear."""

    def __init__(self, text: str, reason: str, corrected: str = "") -> None:
        self.text, self.reason, self.corrected = text, reason, corrected
        super().__init__(f"{text!r} {reason}" + (f"; write {corrected}" if corrected else ""))


def read(text: str) -> list[Item]:
    """The ranges that `text` names; several may stand in it with commas between. Raises `AddressError`."""
    found: list[Item] = []
    for part in text.split(","):
        item = part.strip()
        if item == "*":
            found += [(version, 0, 1 << bits) for version, bits in BITS.items()]
        elif item != "none":
            found.append(_plain_ipv4(item) or _any_item(item))
    return found


def _plain_ipv4(text: str) -> Item | None:
    """A well-formed IPv4 prefix or address, several times faster than `ipaddress`; None for everything else."""
    address, _, length = text.partition("/")
    try:
        a, b, c, d = address.split(".")
        low = _OCTETS[a] << 24 | _OCTETS[b] << 16 | _OCTETS[c] << 8 | _OCTETS[d]
        size = _SIZES[length or "32"]
    except (KeyError, ValueError):
        return None
    return None if low & (size - 1) or text.endswith("/") else (4, low, low + size)


@lru_cache(maxsize=65_536)
def _any_item(text: str) -> Item:
    if "%" in text:
        raise AddressError(text, "has a zone, which means nothing outside one host", text.partition("%")[0])
    if "/" in text:
        try:
            network = parse_prefix(text)
        except PrefixError as error:
            raise AddressError(text, error.reason, error.corrected) from None
        return network.version, int(network[0]), int(network[-1]) + 1
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


def written(version: int, low: int, end: int) -> str:
    """One range: as a single address or prefix where it is one, else as `a-b`."""
    kind: type[IPv4Address] | type[IPv6Address] = IPv4Address if version == 4 else IPv6Address
    count = end - low
    if count == 1:
        return str(kind(low))
    if count & (count - 1) == 0 and low % count == 0:
        return f"{kind(low)}/{BITS[version] + 1 - count.bit_length()}"
    return f"{kind(low)}-{kind(end - 1)}"
