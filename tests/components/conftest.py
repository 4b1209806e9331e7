"""One thing for all tests of components: Pulumi wants a loop in the thread, also outside of a recorded program."""

import pytest
from measuring.recording import ensure_loop


@pytest.fixture(autouse=True)
def loop_of_this_thread() -> None:
    """A loop, whatever the test before has done with its own."""
    ensure_loop()
