"""Progress of a long step on stderr: one line that is rewritten on a terminal, else a new line every now and then."""

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

from hubspoke_network.core import terminal

PLAIN_SECONDS = 15.0
"""Seconds between two lines where stderr is no terminal."""
_REDRAW_SECONDS = 0.2


class Progress:
    """Shows what a step has done so far. Use as a context manager; `note` may be called from any thread."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._detail = ""
        self._start = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> "Progress":
        self._write()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._detail = "done" if kind is None else "failed"
        self._write()
        if self._terminal:
            self._stream.write("\n")
            self._stream.flush()

    def note(self, detail: str) -> None:
        """Set what is shown behind the title."""
        self._detail = detail

    @property
    def line(self) -> str:
        """The line as it is shown now."""
        seconds = int(time.monotonic() - self._start)
        detail = f": {self._detail}" if self._detail else ""
        return terminal(f"{self._title}{detail} ({seconds // 60}:{seconds % 60:02d})")

    def _show(self) -> None:
        while not self._ended.wait(_REDRAW_SECONDS if self._terminal else PLAIN_SECONDS):
            self._write()

    def _write(self) -> None:
        # \r and "erase to the end of the line" rewrite the line in place.
        self._stream.write(f"\r{self.line}\x1b[K" if self._terminal else f"{self.line}\n")
        self._stream.flush()
