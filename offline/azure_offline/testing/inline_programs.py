"""Programs that run inside a test's own process, and what Pulumi's Automation API leaves behind of them.

The SDK (3.272) runs such a program on an event loop of its own, in a thread that nobody joins. When the engine ends a
run because of an error, that thread may give up between two awaits: the loop stays open and its tasks stay pending,
until the garbage collector finds them in the middle of some other test and Python reports exceptions that nobody can
catch.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

Program = Callable[[], Awaitable[None] | None]

_POLL = 0.01
_ABANDONED_AFTER = 1.0
_AT_MOST = 30.0


@dataclass
class InlinePrograms:
    """The runs of a test. Keeps what belongs to each, so that nothing of it is collected before it is settled."""

    _runs: list[tuple[asyncio.AbstractEventLoop, Any]] = field(default_factory=list)

    def watched(self, program: Program) -> Program:
        """The same program, whose runs are noted."""

        def run() -> Awaitable[None] | None:
            self._runs.append((asyncio.get_running_loop(), asyncio.current_task()))
            return program()

        return run

    def settle(self) -> None:
        """Wait for every run to end, and end those that were given up."""
        while self._runs:
            loop, _ = self._runs[-1]
            if not _closed(loop):
                _end(loop)
            self._runs.pop()


def _closed(loop: asyncio.AbstractEventLoop) -> bool:
    """Wait until a loop is closed; whether it is. One that stands still and open was given up by its thread."""
    pause = threading.Event()
    start = still_since = time.monotonic()
    while not loop.is_closed():
        now = time.monotonic()
        if loop.is_running():
            still_since = now
        if now - still_since > _ABANDONED_AFTER or now - start > _AT_MOST:
            return False
        pause.wait(_POLL)
    return True


def _end(loop: asyncio.AbstractEventLoop) -> None:
    if loop.is_running():
        return
    for task in asyncio.all_tasks(loop):
        coroutine = task.get_coro()
        if coroutine is not None:
            # The SDK's own clean-up awaits, which a loop that no longer runs cannot do.
            with suppress(Exception):
                coroutine.close()
    loop.close()
