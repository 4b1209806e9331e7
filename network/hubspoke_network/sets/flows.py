"""Sets of flows: immutable, canonical, exact.

A flow has a source address, a destination address, an IP protocol and, for TCP and UDP, two ports. Both addresses are
of one family. Kept as one decision diagram a family, over protocol, source, destination, destination port and source
port in that order: the order in which security groups of a few hundred rules stay smallest.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address

from hubspoke_network.sets import diagrams as dd
from hubspoke_network.sets import protocols as ip
from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.addresses import AddressSet, Version
from hubspoke_network.sets.diagrams import Diagram, Node
from hubspoke_network.sets.flow_parts import Box, Flow, FlowError, lines, read_boxes
from hubspoke_network.sets.ports import PORTS, PortSet
from hubspoke_network.sets.protocols import Protocols
from hubspoke_network.sets.spans import Spans

__all__ = ["Box", "Flow", "FlowError", "FlowSet", "first_match"]

ALL_ADDRESSES = AddressSet.everything()
ALL_PORTS = PortSet.everything()
_VERSIONS: tuple[Version, Version] = (4, 6)
_PROTOCOL, _SOURCE, _DESTINATION, _DESTINATION_PORT, _SOURCE_PORT = range(5)


class FlowSet:
    """A set of flows. `|`, `&`, `-`, `^`, `~`, `<=`, `<`, `==` and `in` are those of sets of single flows.

    `str()` gives disjoint boxes (see `flow_parts`), `parse` reads them back.
    """

    __slots__ = ("_v4", "_v6")
    _v4: Diagram
    _v6: Diagram

    def __init__(self) -> None:
        """The empty set; others come from `of`, `parse`, `union` and the operators."""
        self._v4 = self._v6 = None

    @classmethod
    def _make(cls, v4: Diagram, v6: Diagram) -> "FlowSet":
        made = object.__new__(cls)
        made._v4, made._v6 = v4, v6
        return made

    @classmethod
    def of(
        cls,
        source: AddressSet = ALL_ADDRESSES,
        destination: AddressSet = ALL_ADDRESSES,
        protocols: Protocols = "*",
        destination_ports: PortSet = ALL_PORTS,
        source_ports: PortSet = ALL_PORTS,
    ) -> "FlowSet":
        """The flows that one security rule, or one question, describes.

        Ports restrict TCP and UDP only, as Azure has it. With protocol `*` a port list other than `*` means the
        protocols that have ports, so nothing but TCP and UDP. A protocol without ports that is named (`Icmp`) is
        taken whole, whatever the ports say: it has none to compare. Raises `ProtocolError`.
        """
        ports = destination_ports.spans(), source_ports.spans()
        restricted = ports != (ALL_PORTS.spans(), ALL_PORTS.spans())
        made = []
        for version in _VERSIONS:
            numbers = ip.protocol_spans(protocols, version)
            ends = source.spans(version), destination.spans(version)
            if not restricted:
                made.append(dd.box((numbers, *ends, *ports)))
                continue
            with_ports = dd.box((sp.intersection(numbers, ip.WITH_PORTS), *ends, *ports))
            others = sp.NOTHING if ip.is_any(protocols) else sp.difference(numbers, ip.WITH_PORTS)
            without = dd.box((others, *ends, ALL_PORTS.spans(), ALL_PORTS.spans()))
            made.append(dd.union(with_ports, without))
        return cls._make(*made)

    @classmethod
    def parse(cls, text: str) -> "FlowSet":
        """The flows `text` describes, for example `tcp 10.0.0.0/8 -> *:80,443; icmp * -> 10.0.0.4`, or `none`.

        Raises `FlowError`, `AddressError`, `PortError` or `ProtocolError`, all of them a `ValueError`.
        """
        return cls.union(
            cls.of(box.sources, box.destinations, box.protocols, box.destination_ports, box.source_ports)
            for box in read_boxes(text)
        )

    @classmethod
    def union(cls, sets: "Iterable[FlowSet]") -> "FlowSet":
        """The union of many sets, faster than one `|` after another."""
        many = tuple(sets)
        return cls._make(dd.union_all(s._v4 for s in many), dd.union_all(s._v6 for s in many))

    @classmethod
    def empty(cls) -> "FlowSet":
        """No flow."""
        return _EMPTY

    @classmethod
    def everything(cls) -> "FlowSet":
        """Every flow of both families."""
        return _EVERYTHING

    def __or__(self, other: "FlowSet") -> "FlowSet":
        return self._make(dd.union(self._v4, other._v4), dd.union(self._v6, other._v6))

    def __and__(self, other: "FlowSet") -> "FlowSet":
        return self._make(dd.intersection(self._v4, other._v4), dd.intersection(self._v6, other._v6))

    def __sub__(self, other: "FlowSet") -> "FlowSet":
        return self._make(dd.difference(self._v4, other._v4), dd.difference(self._v6, other._v6))

    def __xor__(self, other: "FlowSet") -> "FlowSet":
        return (self - other) | (other - self)

    def __invert__(self) -> "FlowSet":
        return _EVERYTHING - self

    def __le__(self, other: "FlowSet") -> bool:
        return not (self - other)

    def __lt__(self, other: "FlowSet") -> bool:
        return self != other and self <= other

    def __ge__(self, other: "FlowSet") -> bool:
        return other <= self

    def __gt__(self, other: "FlowSet") -> bool:
        return other < self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FlowSet):
            return NotImplemented
        return self._v4 == other._v4 and self._v6 == other._v6

    def __hash__(self) -> int:
        return hash((self._v4, self._v6))

    def __bool__(self) -> bool:
        return self._v4 is not None or self._v6 is not None

    def __contains__(self, flow: Flow) -> bool:
        """Whether the flow is in the set; with a port of None, whether it is with every port there."""
        return _single(flow) <= self

    def isdisjoint(self, other: "FlowSet") -> bool:
        """Whether the two sets share no flow."""
        return dd.disjoint(self._v4, other._v4) and dd.disjoint(self._v6, other._v6)

    def restrict(
        self,
        source: AddressSet = ALL_ADDRESSES,
        destination: AddressSet = ALL_ADDRESSES,
        protocols: Protocols = "*",
        destination_ports: PortSet = ALL_PORTS,
        source_ports: PortSet = ALL_PORTS,
    ) -> "FlowSet":
        """The flows of the set that `FlowSet.of` with the same arguments holds."""
        return self & FlowSet.of(source, destination, protocols, destination_ports, source_ports)

    def sources(self) -> AddressSet:
        """Every source address of a flow in the set."""
        return self._addresses(_SOURCE)

    def destinations(self) -> AddressSet:
        """Every destination address of a flow in the set."""
        return self._addresses(_DESTINATION)

    def protocols(self) -> frozenset[int]:
        """Every protocol number of a flow in the set."""
        found = sp.union(dd.project(self._v4, _PROTOCOL), dd.project(self._v6, _PROTOCOL))
        return frozenset(number for low, end in sp.ranges_of(found) for number in range(low, end))

    def destination_ports(self) -> PortSet:
        """Every destination port of a TCP or UDP flow in the set."""
        return self._ports(_DESTINATION_PORT)

    def source_ports(self) -> PortSet:
        """Every source port of a TCP or UDP flow in the set."""
        return self._ports(_SOURCE_PORT)

    def _addresses(self, dimension: int) -> AddressSet:
        v4, v6 = dd.project(self._v4, dimension), dd.project(self._v6, dimension)
        return AddressSet.from_spans(4, v4) | AddressSet.from_spans(6, v6)

    def _ports(self, dimension: int) -> PortSet:
        ported = self & _WITH_PORTS
        return PortSet.from_spans(sp.union(dd.project(ported._v4, dimension), dd.project(ported._v6, dimension)))

    @property
    def size(self) -> int:
        """How many flows are in the set; one without ports counts once for its two addresses and protocol."""
        ported = self & _WITH_PORTS
        others = self - _WITH_PORTS
        return dd.count(ported._v4) + dd.count(ported._v6) + (dd.count(others._v4) + dd.count(others._v6)) // (PORTS**2)

    def witness(self) -> Flow:
        """The smallest flow, as an example. Raises `ValueError` where the set is empty.

        IPv4 before IPv6; then TCP, UDP, ICMP, other protocols by number; then the lowest source, destination,
        destination port (0, which nobody uses, comes last) and source port (None where every one will do).
        """
        if self._v4 is not None:
            return _smallest(self._v4, 4)
        if self._v6 is not None:
            return _smallest(self._v6, 6)
        raise ValueError("the flow set is empty")

    def reversed(self) -> "FlowSet":
        """The replies: every flow with its two ends exchanged."""
        return self._make(*(_reversed(diagram) for diagram in (self._v4, self._v6)))

    def boxes(self) -> tuple[Box, ...]:
        """Disjoint boxes that make up the set, IPv4 first; the same ones for equal sets."""
        return tuple(
            _box(version, path)
            for version, diagram in zip(_VERSIONS, (self._v4, self._v6), strict=True)
            for path in dd.paths(diagram)
        )

    def __str__(self) -> str:
        return "; ".join(lines(self.boxes(), lambda _, end: str(end), lambda _: "")) or "none"

    def __repr__(self) -> str:
        return f"FlowSet.parse({str(self)!r})"


def first_match(rules: Iterable[FlowSet], space: FlowSet | None = None) -> tuple[tuple[FlowSet, ...], FlowSet]:
    """What each rule decides where the first that matches decides, and what none of them matches.

    `space` is what there is to decide, every flow by default. The parts are disjoint and in the order of the rules.
    """
    rest = FlowSet.everything() if space is None else space
    parts = []
    for rule in rules:
        part = rest & rule
        parts.append(part)
        if part:
            rest -= part
    return tuple(parts), rest


def _box(version: Version, path: dd.Path) -> Box:
    protocols, source, destination, destination_port, source_port = path
    return Box(
        version,
        frozenset(number for low, end in sp.ranges_of(protocols) for number in range(low, end)),
        AddressSet.from_spans(version, source),
        AddressSet.from_spans(version, destination),
        PortSet.from_spans(destination_port),
        PortSet.from_spans(source_port),
    )


def _reversed(diagram: Diagram) -> Diagram:
    return dd.union_all(
        dd.box((protocol, destination, source, source_port, destination_port))
        for protocol, source, destination, destination_port, source_port in dd.paths(diagram)
    )


def _single(flow: Flow) -> FlowSet:
    def one(value: int | None, every: Spans) -> Spans:
        return every if value is None else ((value,), (value + 1,))

    ports = flow.destination_port, flow.source_port
    if flow.protocol not in (ip.TCP, ip.UDP):
        ports = None, None
    numbers = (flow.protocol, int(flow.source), int(flow.destination))
    diagram = dd.box((*(one(n, sp.NOTHING) for n in numbers), *(one(port, ALL_PORTS.spans()) for port in ports)))
    return FlowSet._make(diagram, None) if flow.source.version == 4 else FlowSet._make(None, diagram)


def _smallest(root: Node, version: Version) -> Flow:
    preferred = (ip.TCP, ip.UDP, ip.ICMP if version == 4 else ip.ICMPV6, root.edges[0][0][0][0])
    protocol, node = next((n, below) for n in preferred for label, below in root.edges if sp.contains(label, n))
    source, node = node.edges[0][0][0][0], node.edges[0][1]
    destination, node = node.edges[0][0][0][0], node.edges[0][1]
    address = IPv4Address if version == 4 else IPv6Address
    ends = address(source), address(destination)
    if protocol not in (ip.TCP, ip.UDP):
        return Flow(*ends, protocol)
    nonzero = (PortSet.from_spans(label) - _PORT_ZERO for label, _ in node.edges)
    destination_port = min((ports.first() for ports in nonzero if ports), default=0)
    (source_ports, _), *_ = next(below.edges for label, below in node.edges if sp.contains(label, destination_port))
    source_port = None if source_ports == ALL_PORTS.spans() else source_ports[0][0]
    return Flow(*ends, protocol, source_port, destination_port)


_PORT_ZERO = PortSet(0)
_EMPTY = FlowSet()
_EVERYTHING = FlowSet.of()
_WITH_PORTS = FlowSet.of(protocols=("Tcp", "Udp"))
