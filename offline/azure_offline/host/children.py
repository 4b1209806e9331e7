"""Child processes of the language host: each leads a process group of its own, which is ended as a whole."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal

from azure_offline.host.python_environment import PythonEnvironment
from azure_offline.processes.parent_watch import PARENT_VARIABLE

RUN_CHILD = Path(__file__).with_name("run_child.py")
GRACE_SECONDS = 0.5
"""How long a child may take to end on its own when it is told to."""

Chunk = tuple[Literal["stdout", "stderr"], bytes]


class Children:
    """The processes that the host has started and that still run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def start(
        self,
        command: Sequence[str],
        *,
        folder: Path | None,
        variables: Mapping[str, str],
        captured: bool = False,
    ) -> "subprocess.Popen[bytes]":
        """Start a process in a group of its own. Its output goes where the host's goes, unless it is captured."""
        pipe = subprocess.PIPE if captured else None
        with self._lock:
            if self._closed:
                raise ChildProcessError("the language host is ending")
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**variables, PARENT_VARIABLE: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=pipe,
                stderr=pipe,
                process_group=0,
            )
            self._running.add(process)
        return process

    def wait(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait for a process; return its exit code, negative for a signal."""
        code = process.wait()
        with self._lock:
            self._running.discard(process)
        return code

    def end(self, process: "subprocess.Popen[bytes]") -> None:
        """Tell a process to end, and kill its group when it does not."""
        _signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
        _signal_group(process, signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill every group that is left; no more processes can be started."""
        # No waiting for the lock: a signal handler may call this while the main thread holds it.
        self._closed = True
        for process in tuple(self._running):
            _signal_group(process, signal.SIGKILL)


Form = Literal["program", "policy", "module", "path"]


def child_command(environment: PythonEnvironment, form: Form, *words: str) -> list[str]:
    """Return the command that runs something under `run_child.py` in an environment."""
    return [str(environment.python), "-u", str(RUN_CHILD), form, *words]


def output_of(process: "subprocess.Popen[bytes]") -> Iterator[Chunk]:
    """Yield what a captured process writes, as it comes, until it has closed both streams."""
    chunks: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()

    def pump(stream: IO[bytes] | None, name: Literal["stdout", "stderr"]) -> None:
        if stream is not None:
            with stream:
                while data := os.read(stream.fileno(), 65536):
                    chunks.put((name, data))
        chunks.put(None)

    threading.Thread(target=pump, args=(process.stdout, "stdout"), daemon=True).start()
    threading.Thread(target=pump, args=(process.stderr, "stderr"), daemon=True).start()
    open_streams = 2
    while open_streams:
        chunk = chunks.get()
        if chunk is None:
            open_streams -= 1
        else:
            yield chunk


def _signal_group(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
