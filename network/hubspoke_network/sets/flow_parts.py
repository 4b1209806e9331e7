"""Single flows, boxes of flows, and how both are written.

A box is written `tcp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}:443`, a port list after either end where it is not `*`. IPv6
stands in brackets, `[2001:db8::/32]:443`. Beside an end that shows the family, `*` is every address of that family.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hubspoke_network.sets import protocols as ip
from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.addresses import Address, AddressSet, Version
from hubspoke_network.sets.ports import PortSet
from hubspoke_network.sets.spans import Spans

_END = r"(\{[^{}]*\}|\[[^\[\]]*\]|[^\s:]+)(?::([0-9,*-]+))?"
_BOX = re.compile(rf"(\S+)\s+{_END}\s*->\s*{_END}")


class FlowError(ValueError):
    """`text` is not a set of flows as `FlowSet.parse` reads it."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is not a flow; write for example 'tcp 10.0.0.0/8 -> 8.8.8.8:443'")


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow. A port is None where the protocol has none, or where every port is meant.

    Raises `ValueError` where the two addresses are of different families.
    """

    source: Address
    destination: Address
    protocol: int
    source_port: int | None = None
    destination_port: int | None = None

    def __post_init__(self) -> None:
        if self.source.version != self.destination.version:
            raise ValueError(f"no flow goes from {self.source} to {self.destination}: their families differ")

    def __str__(self) -> str:
        number: Spans = ((self.protocol,), (self.protocol + 1,))
        name = ip.protocol_text(number, self.source.version)
        ends = (self.source, self.source_port), (self.destination, self.destination_port)
        texts = [f"[{address}]" if address.version == 6 else str(address) for address, _ in ends]
        if self.protocol in (ip.TCP, ip.UDP):
            texts = [f"{text}:{'*' if port is None else port}" for text, (_, port) in zip(texts, ends, strict=True)]
        return f"{name} {' -> '.join(texts)}"


@dataclass(frozen=True, slots=True)
class Box:
    """Every flow of one family from any of the sources to any of the destinations, by any of the protocols and ports.

    Ports say something of TCP and UDP only; where they are not all, there is no other protocol in the box.
    """

    version: Version
    protocols: frozenset[int]
    sources: AddressSet
    destinations: AddressSet
    destination_ports: PortSet
    source_ports: PortSet

    @property
    def every(self) -> AddressSet:
        """Every address of the family."""
        return AddressSet.all_ipv4() if self.version == 4 else AddressSet.all_ipv6()

    @property
    def anywhere(self) -> bool:
        """Whether the box holds every pair of addresses of its family."""
        return self.sources == self.every == self.destinations

    @property
    def protocol_text(self) -> str:
        """The protocols by name, `tcp,udp`; as `FlowSet.of` reads them for this family."""
        return ip.protocol_text(sp.spans_of((number, number + 1) for number in self.protocols), self.version)

    def text(self, source: str, destination: str, service: str = "") -> str:
        """The box with other words for its ends, and for its protocols and destination ports."""
        ports = "" if service else _ports(self.destination_ports)
        left = f"{_bracketed(source)}{_ports(self.source_ports)}"
        return f"{service or self.protocol_text} {left} -> {_bracketed(destination)}{ports}"

    def __str__(self) -> str:
        return lines([self], lambda _, end: str(end), lambda _: "")[0]


def lines(
    boxes: Sequence[Box], end: Callable[[Box, AddressSet], str], service: Callable[[Box], str]
) -> tuple[str, ...]:
    """One text a box, in other words for ends and services; `* -> *` where both families have that same box."""
    anywhere = {(box.version, box.text("*", "*", service(box))) for box in boxes if box.anywhere}
    found = {}
    for box in boxes:
        source, destination = (
            "*" if every == box.every else end(box, every) for every in (box.sources, box.destinations)
        )
        text = box.text(source, destination, service(box))
        if box.anywhere and not {(4, text), (6, text)} <= anywhere:
            text = box.text(str(box.every), str(box.every), service(box))
        found[text] = True
    return tuple(found)


def _bracketed(text: str) -> str:
    if " " in text:
        return f"{{{text}}}"
    return f"[{text}]" if ":" in text else text


def _ports(ports: PortSet) -> str:
    return "" if ports == PortSet.everything() else f":{ports}"


@dataclass(frozen=True, slots=True)
class Written:
    """One box as it was written: not yet parted by family."""

    protocols: str
    sources: AddressSet
    destinations: AddressSet
    destination_ports: PortSet
    source_ports: PortSet


def read_boxes(text: str) -> list[Written]:
    """The boxes that `text` holds, with semicolons between. Raises `FlowError`, or the error of the wrong part."""
    return [_read(part.strip()) for part in text.split(";") if part.strip() != "none"]


def _read(part: str) -> Written:
    match = _BOX.fullmatch(part)
    if match is None:
        raise FlowError(part)
    protocols, source, source_ports, destination, destination_ports = match.groups()
    return Written(
        protocols,
        AddressSet(source.strip("{}[]")),
        AddressSet(destination.strip("{}[]")),
        PortSet(destination_ports or "*"),
        PortSet(source_ports or "*"),
    )
