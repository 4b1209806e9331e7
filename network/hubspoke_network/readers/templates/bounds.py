"""How much of a document is read at most: files may be hostile, and a short template can say a lot."""

from collections.abc import Iterator
from contextlib import contextmanager

from hubspoke_network.core import ReadError

MAX_DEPTH = 64
"""Levels of lists and objects in a document."""
MAX_NODES = 3_000_000
"""Values in a document, and steps of evaluation: some three hundred for each of 10,000 resources."""
MAX_TEXT = 64 * 2**20
"""Characters that expressions may make altogether."""
MAX_RESOURCES = 10_000
"""Resources after every `copy` is carried out. Azure itself takes 800 a deployment."""
MAX_NESTING = 120
"""Evaluations inside one another, across variables and parameters; far below what the interpreter bears."""


def check_size(document: object, where: str) -> None:
    """Raise `ReadError` if a parsed document is nested too deep or holds too many values."""
    level: list[object] = [document]
    depth = count = 0
    while level:
        count += len(level)
        if count > MAX_NODES:
            raise ReadError(f"{where}: more than {MAX_NODES:,} values; give fewer resources at a time")
        if depth > MAX_DEPTH:
            raise ReadError(f"{where}: nested deeper than {MAX_DEPTH} levels, which no Azure resource is")
        depth += 1
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list | tuple):
                below.extend(value)
        level = below


class Budget:
    """What is left of the bounds while one document is evaluated. Every overdraft is a `ReadError`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.spent = 0
        self._text = 0
        self._resources = 0
        self._nesting = 0

    def spend(self, nodes: int = 1) -> None:
        """Count values made or looked at."""
        self.spent += nodes
        if self.spent > MAX_NODES:
            raise ReadError(f"{self.where}: evaluates to more than {MAX_NODES:,} values; give a smaller template")

    def spend_text(self, characters: int) -> None:
        """Count text that an expression is about to make."""
        self._text += characters
        if self._text > MAX_TEXT:
            told = f"{self.where}: its expressions make more than {MAX_TEXT:,} characters"
            raise ReadError(f"{told}; give a smaller template")

    def spend_resource(self) -> None:
        """Count a resource, or a copy of one."""
        self._resources += 1
        self.check_copies(self._resources)

    def check_copies(self, count: int) -> None:
        """Refuse a loop of so many turns."""
        if count > MAX_RESOURCES:
            told = f"{self.where}: more than {MAX_RESOURCES:,} copies or resources, of which Azure takes 800"
            raise ReadError(f"{told}; give a smaller template")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count one evaluation inside another."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            told = f"{self.where}: its expressions depend on each other more than {MAX_NESTING} deep"
            raise ReadError(f"{told}; give what `az group export` writes of the deployed resources")
        try:
            yield
        finally:
            self._nesting -= 1
