"""The fields of a security rule, one at a time: which form a value has, before anything is made of it.

Sources: azure-docs network-security-groups-overview; published ARM responses (host bits, tags and `*` in plural lists).
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_network
from typing import Any, Literal

from hubspoke_network.azure import tag_name
from hubspoke_network.core import Unknown

DIRECTIONS = ("Inbound", "Outbound")
ACCESSES = ("Allow", "Deny")
PROTOCOLS = ("*", "Tcp", "Udp", "Icmp", "Esp", "Ah")
ENDS = ("source", "destination")

AddressKind = Literal["any", "prefix", "tag", "bad"]


def address_kind(value: object) -> AddressKind:
    """How ARM reads one address field: `*`, an address or CIDR without host bits, a service tag, or neither."""
    if not isinstance(value, str):
        return "bad"
    if value == "*":
        return "any"
    if network_version(value):
        return "prefix"
    return "tag" if tag_name(value) else "bad"


def port_span(value: object) -> tuple[int, int] | None:
    """First and last port of `n`, `n-m` or `*`; None for what ARM does not take."""
    text = leaf_text(value)
    if text == "*":
        return 0, 65535
    first, dash, last = text.partition("-")
    if not _digits(first) or (dash and not _digits(last)):
        return None
    span = int(first), int(last if dash else first)
    return span if span[0] <= span[1] <= 65535 else None


def leaf_text(value: object) -> str:
    """A scalar as text; whole floats without their fraction, since JSON and policy runs turn ints into floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def priority_of(value: object) -> int | None:
    """A priority as an int; None where it is no whole number."""
    text = leaf_text(value)
    return int(text) if not isinstance(value, bool) and _digits(text) else None


def is_filled(value: object) -> bool:
    """Whether a field was given: ARM takes null, an empty text and an empty list for "not given"."""
    return isinstance(value, Unknown) or value not in (None, "", [], ())


@lru_cache(maxsize=4096)
def network_version(text: str) -> int:
    """4 or 6 for an address or a CIDR without host bits, else 0."""
    _, slash, length = text.partition("/")
    if slash and not _digits(length):
        return 0
    try:
        return ip_network(text).version
    except ValueError:
        return 0


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def items(value: object) -> Sequence[Any]:
    """The entries of a list field; none where it is absent, unknown or no list."""
    return value if isinstance(value, list | tuple) else ()
