"""What the Automation API leaves of a program's run is ended before the test is, and not by the garbage collector."""

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from azure_offline.testing.inline_programs import InlinePrograms

pytestmark = pytest.mark.slow


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Exceptions that Python could raise to nobody."""
    found: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", found.append)
    return found


async def _run(program: Callable[[], Any], goes_on: asyncio.Future[None]) -> None:
    program()
    try:
        await goes_on
    finally:
        # As the SDK does: there is no running loop any more when the collector gets here.
        asyncio.get_running_loop()


def _in_thread(work: Callable[[asyncio.AbstractEventLoop], None]) -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=work, args=(loop,))
    thread.start()
    thread.join()
    return loop


def test_a_run_that_was_given_up_is_ended(unraisable: list[Any]) -> None:
    programs, ran = InlinePrograms(), []
    program = programs.watched(lambda: ran.append("once"))

    def give_up(loop: asyncio.AbstractEventLoop) -> None:
        loop.set_exception_handler(lambda loop, context: None)
        task = loop.create_task(_run(program, loop.create_future()))
        task.add_done_callback(lambda done: None)
        loop.call_soon(loop.call_soon, loop.stop)
        loop.run_forever()

    loop = _in_thread(give_up)
    assert not loop.is_closed()
    programs.settle()
    assert loop.is_closed()
    gc.collect()
    assert (ran, unraisable) == (["once"], [])


def test_a_run_that_ended_is_left_alone() -> None:
    programs = InlinePrograms()
    program = programs.watched(lambda: None)

    async def whole() -> None:
        program()

    def end(loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(whole())
        loop.close()

    assert _in_thread(end).is_closed()
    programs.settle()


def test_a_run_under_way_is_waited_for() -> None:
    programs, done = InlinePrograms(), []
    program, started = programs.watched(lambda: None), threading.Event()
    loop = asyncio.new_event_loop()
    goes_on = loop.create_future()

    async def whole() -> None:
        program()
        started.set()
        await goes_on
        done.append("to its end")

    def work() -> None:
        loop.run_until_complete(whole())
        loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    started.wait()
    loop.call_soon_threadsafe(goes_on.set_result, None)
    programs.settle()
    assert (done, loop.is_closed()) == (["to its end"], True)
    thread.join()
