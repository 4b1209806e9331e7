"""Counts what campaigns try."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[Iterable[Any]], list[Any]]:
    """Counts the programs that a test tries, for the table of `make prove`."""

    def counted(programs: Iterable[Any]) -> list[Any]:
        tried = list(programs)
        request.node.user_properties.append(("cases", len(tried)))
        return tried

    return counted
