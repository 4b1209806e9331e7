"""Makes the helper modules beside the tests importable; counts what campaigns try."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[Iterable[Any]], list[Any]]:
    """Counts the programs that a test tries, for the table of `make prove`."""

    def counted(programs: Iterable[Any]) -> list[Any]:
        tried = list(programs)
        request.node.user_properties.append(("cases", len(tried)))
        return tried

    return counted
