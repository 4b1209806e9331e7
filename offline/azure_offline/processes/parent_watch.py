"""End with the parent: tell a process of ours when the one that started it is gone.

The Pulumi engine does not take its plugins along when it is killed: language host, program and provider were seen alive
half an hour later. This module uses the standard library only, because it is also loaded by path into programs that
run under another Python environment.
"""

import os
import select
import threading
import time
from collections.abc import Callable

PARENT_VARIABLE = "AZURE_OFFLINE_PARENT"
"""Environment variable with the process id of the parent to watch, set by our launchers before they start Python.

Without it, a parent that dies while Python is still starting would be taken for the adopting process.
"""

_POLL_SECONDS = 0.5


def watch_parent(on_death: Callable[[], None]) -> None:
    """Call `on_death` once, in a thread of its own, within a second after this process's parent has ended.

    Returns at once. Where the parent is gone already, `on_death` is called in that thread as well.
    """
    expected = os.environ.pop(PARENT_VARIABLE, "")
    parent = int(expected) if expected.isdigit() else os.getppid()

    def wait() -> None:
        _wait_for_end(parent)
        on_death()

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()


def _wait_for_end(parent: int) -> None:
    handle = _process_handle(parent)
    if handle is not None and os.getppid() == parent:
        # The handle becomes readable when the process ends: no polling, no delay.
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        ended.poll()
        return
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)


def _process_handle(process: int) -> int | None:
    """Return a pidfd, or None where the system has none (macOS, old kernels, a parent that is gone)."""
    try:
        return os.pidfd_open(process)
    except (AttributeError, OSError):
        return None
