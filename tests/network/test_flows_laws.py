"""Flow sets against plain enumeration.

Every dimension is cut into a few cells at fixed places; sets are made of whole cells, so that a Python set of cells is
an exact stand-in for the set of flows, and everything can be enumerated.
"""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import Flow, FlowSet
from hubspoke_network.sets.ports import PortSet

pytestmark = pytest.mark.slow

LAWS = settings(max_examples=40, deadline=None)

ADDRESSES = {
    4: ((0, 2**24), (10 * 2**24, 10 * 2**24 + 3), (10 * 2**24 + 4, 2**32 - 1)),
    6: ((0, 2**127 - 1), (2**127, 2**128 - 1)),
}
"""Ranges of each family; with a gap in IPv4 that no set reaches."""
PORTS = ((0, 0), (1, 79), (80, 80), (81, 65_535))
PROTOCOLS = (1, 6, 17, 50, 58)


class Cell(NamedTuple):
    version: int
    protocol: int
    source: tuple[int, int]
    destination: tuple[int, int]
    destination_port: tuple[int, int] | None
    source_port: tuple[int, int] | None


def every_cell() -> list[Cell]:
    found = []
    for version, spans in ADDRESSES.items():
        for source, destination, protocol in product(spans, spans, PROTOCOLS):
            ports = product(PORTS, PORTS) if protocol in (6, 17) else [(None, None)]
            found += [Cell(version, protocol, source, destination, *pair) for pair in ports]
    return found


CELLS = every_cell()


def low(cell: Cell) -> Flow:
    """The cell's lowest flow."""
    kind = IPv4Address if cell.version == 4 else IPv6Address
    ports = (span and span[0] for span in (cell.source_port, cell.destination_port))
    return Flow(kind(cell.source[0]), kind(cell.destination[0]), cell.protocol, *ports)


def flows_of(cell: Cell) -> FlowSet:
    def ports(span: tuple[int, int] | None) -> PortSet:
        return PortSet.everything() if span is None else PortSet.from_ranges([span])

    ends = [AddressSet.from_ranges([(cell.version, *span)]) for span in (cell.source, cell.destination)]
    return FlowSet.of(*ends, cell.protocol, ports(cell.destination_port), ports(cell.source_port))


def volume(cell: Cell) -> int:
    total = 1
    for span in cell[2:]:
        if span is not None:
            total *= span[1] - span[0] + 1
    return total


FLOWS = {cell: flows_of(cell) for cell in CELLS}


@dataclass(frozen=True)
class Pair:
    """A flow set, and the cells it should be made of."""

    flows: FlowSet
    cells: frozenset[Cell] = field(repr=False)


def some(values: tuple[tuple[int, int], ...]) -> st.SearchStrategy[frozenset[tuple[int, int]]]:
    return st.frozensets(st.sampled_from(values), min_size=1, max_size=len(values))


@st.composite
def boxes(draw: st.DrawFn) -> Pair:
    """One rule: addresses of both families, protocols by number, ports."""
    ends = [[(version, span) for version in (4, 6) for span in draw(some(ADDRESSES[version]))] for _ in range(2)]
    protocols = draw(st.frozensets(st.sampled_from(PROTOCOLS), min_size=1))
    ports = [draw(some(PORTS)) for _ in range(2)]
    flows = FlowSet.of(
        *(AddressSet.from_ranges((version, *span) for version, span in end) for end in ends),
        sorted(protocols),
        *(PortSet.from_ranges(spans) for spans in ports),
    )
    cells = frozenset(
        cell
        for cell in CELLS
        if (cell.version, cell.source) in ends[0]
        and (cell.version, cell.destination) in ends[1]
        and cell.protocol in protocols
        and (cell.destination_port is None or cell.destination_port in ports[0])
        and (cell.source_port is None or cell.source_port in ports[1])
    )
    return Pair(flows, cells)


def combined(below: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def make(operator: str, a: Pair, b: Pair) -> Pair:
        match operator:
            case "|":
                return Pair(a.flows | b.flows, a.cells | b.cells)
            case "&":
                return Pair(a.flows & b.flows, a.cells & b.cells)
            case "-":
                return Pair(a.flows - b.flows, a.cells - b.cells)
        return Pair(a.flows ^ b.flows, a.cells ^ b.cells)

    return st.builds(make, st.sampled_from("|&-^"), below, below)


pairs = st.recursive(boxes(), combined, max_leaves=6)


@LAWS
@given(pairs)
def test_equal_to_enumeration(pair: Pair) -> None:
    """However it was made, a set is its cells: the same value, size, members, text and projections."""
    flows, cells = pair.flows, pair.cells
    assert flows == FlowSet.union(FLOWS[cell] for cell in cells)
    assert hash(flows) == hash(FlowSet.union(FLOWS[cell] for cell in sorted(cells, key=str)))
    assert bool(flows) == bool(cells)
    assert flows.size == sum(map(volume, cells))
    assert [low(cell) in flows for cell in CELLS] == [cell in cells for cell in CELLS]
    assert FlowSet.parse(str(flows)) == flows
    assert flows.sources() == AddressSet.from_ranges((c.version, *c.source) for c in cells)
    assert flows.destinations() == AddressSet.from_ranges((c.version, *c.destination) for c in cells)
    assert flows.protocols() == {c.protocol for c in cells}
    assert flows.destination_ports() == PortSet.from_ranges(c.destination_port for c in cells if c.destination_port)
    assert flows.source_ports() == PortSet.from_ranges(c.source_port for c in cells if c.source_port)


@LAWS
@given(pairs, pairs)
def test_comparisons(a: Pair, b: Pair) -> None:
    assert (a.flows == b.flows) == (a.cells == b.cells)
    assert (a.flows <= b.flows) == (a.cells <= b.cells)
    assert (a.flows < b.flows) == (a.cells < b.cells)
    assert (a.flows >= b.flows) == (a.cells >= b.cells)
    assert (a.flows > b.flows) == (a.cells > b.cells)
    assert a.flows.isdisjoint(b.flows) == a.cells.isdisjoint(b.cells)


@LAWS
@given(pairs)
def test_boxes_part_the_set(pair: Pair) -> None:
    boxes = [
        FlowSet.of(b.sources, b.destinations, sorted(b.protocols), b.destination_ports, b.source_ports)
        for b in pair.flows.boxes()
    ]
    assert FlowSet.union(boxes) == pair.flows
    assert sum(box.size for box in boxes) == pair.flows.size
    assert len(boxes) <= max(1, len(pair.cells))


@LAWS
@given(pairs)
def test_witness_is_the_smallest(pair: Pair) -> None:
    if not pair.cells:
        assert not pair.flows
        return
    order = {6: 0, 17: 1}
    icmp = {4: 1, 6: 58}

    def rank(cell: Cell) -> tuple[int, ...]:
        protocol = order.get(cell.protocol, 2 if cell.protocol == icmp[cell.version] else 3)
        port = cell.destination_port or (0, 0)
        ports = (port[0] == 0, port[0], (cell.source_port or (0, 0))[0])
        return cell.version, protocol, cell.protocol, cell.source[0], cell.destination[0], *ports

    best = min(pair.cells, key=rank)
    every_source = {c.source_port for c in pair.cells if c[:5] == best[:5]} >= set(PORTS)
    expected = low(best)
    if every_source:
        expected = Flow(expected.source, expected.destination, best.protocol, None, expected.destination_port)
    assert pair.flows.witness() == expected
    assert pair.flows.witness() in pair.flows
    assert FlowSet.parse(str(pair.flows.witness())) <= pair.flows


@LAWS
@given(pairs)
def test_replies(pair: Pair) -> None:
    replies = pair.flows.reversed()
    assert replies == FlowSet.union(
        FLOWS[Cell(c.version, c.protocol, c.destination, c.source, c.source_port, c.destination_port)]
        for c in pair.cells
    )
    assert replies.reversed() == pair.flows


@settings(LAWS, max_examples=20)
@given(pairs, pairs, pairs)
def test_boolean_algebra(x: Pair, y: Pair, z: Pair) -> None:
    """The laws that reach beyond the cells: complements are taken in the whole space."""
    a, b, c = x.flows, y.flows, z.flows
    assert ~~a == a
    assert a | ~a == FlowSet.everything()
    assert a & ~a == FlowSet.empty()
    assert ~(a | b) == ~a & ~b
    assert ~(a & b) == ~a | ~b
    assert a - b == a & ~b
    assert a & (b | c) == (a & b) | (a & c)
    assert a | (b & c) == (a | b) & (a | c)
    assert (a | b) | c == a | (b | c) == FlowSet.union([c, a, b])
    assert (~a).size + a.size == FlowSet.everything().size
    assert FlowSet.parse(str(~a)) == ~a
    assert (~a).witness() in ~a
