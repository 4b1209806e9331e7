"""Have the kernel end a child with its parent (Linux)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> Callable[[], None]:
    """Return what a child calls between fork and exec so as to be killed when `parent` ends.

    Elsewhere than on Linux it does nothing.

    Only for children of a single-threaded process: the kernel counts the end of the starting *thread*.
    """
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if library is not None:
            library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare
