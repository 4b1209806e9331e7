"""IP protocols as security rules name them, and which of them have ports.

Source: the `protocol` values of a security rule (ARM network-security-groups: `*`, `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah`);
numbers from the IANA protocol registry. ICMP has a number of its own in IPv6.
"""

import re
from collections.abc import Iterable

from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.spans import Spans

Protocols = str | int | Iterable[str | int]
"""`*` or `any`, a name, a number, or several of these; a text may hold several with commas and ranges of numbers."""

NUMBERS = 256
TCP, UDP, ICMP, ICMPV6, ESP, AH = 6, 17, 1, 58, 50, 51

WITH_PORTS: Spans = ((TCP, UDP), (TCP + 1, UDP + 1))
"""Azure matches ports of TCP and UDP only."""

EVERY_PROTOCOL: Spans = ((0,), (NUMBERS,))

_NUMBER = re.compile(r"[0-9]{1,3}(-[0-9]{1,3})?")
_NAMES = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "esp": ESP, "ah": AH}


class ProtocolError(ValueError):
    """`text` names no protocol."""

    def __init__(self, text: str) -> None:
        self.text = text
        names = ", ".join(_NAMES)
        super().__init__(f"{text!r} is not a protocol; write *, {names} or a number from 0 to {NUMBERS - 1}")


def is_any(protocols: Protocols) -> bool:
    """Whether every protocol is meant without naming one: `*`."""
    return any(item in ("*", "any") for item in _items(protocols))


def protocol_spans(protocols: Protocols, version: int) -> Spans:
    """The protocol numbers that `protocols` mean in one IP version. Raises `ProtocolError`.

    A name is that protocol in its family: `Icmp` is 1 in IPv4 and 58 in IPv6. A number is itself in both.
    """
    return sp.spans_of(_range(item, version) for item in _items(protocols))


def protocol_text(spans: Spans, version: int) -> str:
    """The protocols by name where they have one; `protocol_spans` reads it back."""
    if spans == EVERY_PROTOCOL:
        return "any"
    names = {number: name for name, number in _NAMES.items() if name != "icmp"}
    names[ICMP if version == 4 else ICMPV6] = "icmp"
    parts: list[str] = []
    for low, end in sp.ranges_of(spans):
        if end - low <= 2:
            parts += [names.get(number, str(number)) for number in range(low, end)]
        else:
            parts.append(f"{low}-{end - 1}")
    return ",".join(parts) or "none"


def _items(protocols: Protocols) -> list[str]:
    if isinstance(protocols, str | int):
        protocols = (protocols,)
    return [part.strip().lower() for item in protocols for part in str(item).split(",")]


def _range(item: str, version: int) -> tuple[int, int]:
    if item in ("*", "any"):
        return 0, NUMBERS
    if item == "none":
        return 0, 0
    if item == "icmp" and version == 6:
        return ICMPV6, ICMPV6 + 1
    if item in _NAMES:
        return _NAMES[item], _NAMES[item] + 1
    low, _, high = item.partition("-")
    if not _NUMBER.fullmatch(item) or not int(low) <= int(high or low) < NUMBERS:
        raise ProtocolError(item)
    return int(low), int(high or low) + 1
