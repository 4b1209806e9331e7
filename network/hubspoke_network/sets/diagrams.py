"""Decision diagrams over several dimensions of integers: the engine room of flow sets.

A node stands for one dimension. Its edges part that dimension into disjoint sets, each leading to what is possible in
the remaining dimensions; values on no edge lead nowhere. No two edges of a node lead to equal children, so a set of
points has exactly one diagram and equality is exact. A path from the root to the end is a box (a product of one set
per dimension), and different paths never overlap.

Labels are whole sets, not single ranges, so that "every address but these ten prefixes" stays one edge. The empty set
has no node: it is None.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from hubspoke_network.sets import spans as sp
from hubspoke_network.sets.spans import Spans


class Node:
    """A set of points in the dimensions from this one on, never empty. Immutable. `END` follows the last dimension."""

    __slots__ = ("_hash", "edges")

    def __init__(self, edges: "tuple[tuple[Spans, Node], ...]") -> None:
        self.edges = edges
        self._hash = hash(edges)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Node) and self._hash == other._hash and self.edges == other.edges

    def __hash__(self) -> int:
        return self._hash


END = Node(())

Diagram = Node | None
Path = tuple[Spans, ...]


class _Operation(NamedTuple):
    """Which points stay: those of the left set only, of the right set only, of both."""

    left: bool
    right: bool
    both: bool


_UNION = _Operation(True, True, True)
_INTERSECTION = _Operation(False, False, True)
_DIFFERENCE = _Operation(True, False, False)


def box(labels: Iterable[Spans]) -> Diagram:
    """The product of one set per dimension."""
    node = END
    for label in reversed(tuple(labels)):
        if not label[0]:
            return None
        node = Node(((label, node),))
    return node


def union(a: Diagram, b: Diagram) -> Diagram:
    """What is in either set."""
    return _Combination(_UNION).of(a, b)


def union_all(many: Iterable[Diagram]) -> Diagram:
    """What is in any of the sets. Joined in pairs, so that big results are walked only a few times."""
    todo = [diagram for diagram in many if diagram is not None]
    while len(todo) > 1:
        pairs = zip_longest(todo[::2], todo[1::2])
        todo = [joined for a, b in pairs if (joined := union(a, b)) is not None]
    return todo[0] if todo else None


def intersection(a: Diagram, b: Diagram) -> Diagram:
    """What is in both sets."""
    return _Combination(_INTERSECTION).of(a, b)


def difference(a: Diagram, b: Diagram) -> Diagram:
    """What is in `a` and not in `b`."""
    return _Combination(_DIFFERENCE).of(a, b)


def disjoint(a: Diagram, b: Diagram) -> bool:
    """Whether the two sets share no point; stops at the first one they do."""
    if a is None or b is None:
        return True
    if a is END or a is b:
        return False
    return all(
        disjoint(below_a, below_b)
        for label_a, below_a in a.edges
        for label_b, below_b in b.edges
        if sp.meet(label_a, label_b)
    )


class _Combination:
    """One operation on two diagrams; remembers the pairs of nodes it has met."""

    def __init__(self, operation: _Operation) -> None:
        self.operation = operation
        self.known: dict[tuple[int, int], Diagram] = {}

    def of(self, a: Diagram, b: Diagram) -> Diagram:
        if a is None:
            return b if self.operation.right else None
        if b is None:
            return a if self.operation.left else None
        if a is b:
            return a if self.operation.both else None
        key = id(a), id(b)
        if key not in self.known:
            self.known[key] = self._walk(a, b)
        return self.known[key]

    def _walk(self, a: Node, b: Node) -> Diagram:
        parts: dict[Node, list[Spans]] = {}
        for label_a, below_a in a.edges:
            for label_b, below_b in b.edges:
                both = sp.intersection(label_a, label_b)
                if both[0]:
                    below = self.of(below_a, below_b)
                    if below is not None:
                        parts.setdefault(below, []).append(both)
        if self.operation.left:
            _keep_outside(parts, a, b)
        if self.operation.right:
            _keep_outside(parts, b, a)
        return _node(parts)


def _keep_outside(parts: dict[Node, list[Spans]], node: Node, other: Node) -> None:
    """Add to `parts` what of `node` has a value that no edge of `other` takes."""
    taken = sp.union_all(label for label, _ in other.edges)
    for label, below in node.edges:
        outside = sp.difference(label, taken)
        if outside[0]:
            parts.setdefault(below, []).append(outside)


def _node(parts: dict[Node, list[Spans]]) -> Diagram:
    if not parts:
        return None
    joined = [(labels[0] if len(labels) == 1 else sp.union_all(labels), below) for below, labels in parts.items()]
    joined.sort(key=lambda edge: edge[0][0][0])
    return Node(tuple(joined))


def paths(diagram: Diagram) -> Iterator[Path]:
    """The disjoint boxes of the set, ordered by the lowest value of each label."""
    if diagram is END:
        yield ()
    elif diagram is not None:
        for label, below in diagram.edges:
            for rest in paths(below):
                yield (label, *rest)


def contains(diagram: Diagram, point: Iterable[int]) -> bool:
    """Whether the point is in the set."""
    node = diagram
    for value in point:
        if node is None:
            return False
        node = next((below for label, below in node.edges if sp.contains(label, value)), None)
    return node is not None


def project(diagram: Diagram, dimension: int) -> Spans:
    """The values that points of the set have in one dimension, counted from 0."""
    level: dict[int, Node] = {} if diagram is None else {id(diagram): diagram}
    for _ in range(dimension):
        level = {id(below): below for node in level.values() for _, below in node.edges}
    return sp.union_all(label for node in level.values() for label, _ in node.edges)


def count(diagram: Diagram) -> int:
    """How many points are in the set."""
    known: dict[int, int] = {id(END): 1}

    def below(node: Node) -> int:
        if id(node) not in known:
            known[id(node)] = sum(sp.size(label) * below(child) for label, child in node.edges)
        return known[id(node)]

    return 0 if diagram is None else below(diagram)
