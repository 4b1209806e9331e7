"""A Python for campaigns whose programs need not import the SDK each time: half of a small stack's `up`.

A server imports the SDK and our components once and forks for every program. The `python` that it gives out is a client
that hands over its command line, variables, folder and streams, waits, and ends as the program does. A program dies
with its client, and so with its language host, as one that was started by itself. Everything else that Python is asked
for is done by the Python of the tests.
"""

import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

_LENGTH = struct.Struct("!I")
_CODE = struct.Struct("!i")

CLIENT = """\
#!{python} -SE
import json, os, socket, struct, sys
words = sys.argv[1:]
if "program" not in words[:3]:
    os.execv({python!r}, [{python!r}, *words])
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
text = json.dumps([words, dict(os.environ), os.getcwd()]).encode()
socket.send_fds(server, [struct.pack("!I", len(text))], [0, 1, 2])
server.sendall(text)
answer = server.recv(4, socket.MSG_WAITALL)
os._exit(struct.unpack("!i", answer)[0] if len(answer) == 4 else 70)
"""


@contextmanager
def warm_python(folder: Path, *modules: str) -> Iterator[Path]:
    """A folder that serves as a project's virtual environment: its Python has imported the modules already."""
    address = str(folder / "warm")
    server = subprocess.Popen(
        [sys.executable, "-P", __file__, address, *modules], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        client = folder / "bin" / "python"
        client.parent.mkdir()
        client.write_text(CLIENT.format(python=sys.executable, address=address))
        client.chmod(0o755)
        yield folder
    finally:
        server.communicate()  # its input ends, and so does it


def _serve(address: str, modules: list[str]) -> None:
    for name in modules:
        import_module(name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    # Children that have ended need not be waited for: each tells its client its exit code itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201
    threading.Thread(target=_end_with_input, daemon=True).start()
    while True:
        client, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _run(client)
        client.close()


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


def _run(client: socket.socket) -> None:
    """Become the client's program; never returns."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, streams, _, _ = socket.recv_fds(client, _LENGTH.size, 3)
    words, variables, folder = json.loads(client.recv(_LENGTH.unpack(head)[0], socket.MSG_WAITALL))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update({**variables, "AZURE_OFFLINE_PARENT": str(os.getppid())})
    os.chdir(folder)
    threading.Thread(target=_end_with_client, args=(client,), daemon=True).start()
    ended = os._exit

    def leave(code: int) -> None:
        client.sendall(_CODE.pack(code))
        ended(code)

    os._exit = leave  # type: ignore[assignment]
    arguments = [word for word in words if not word.startswith("-") or word.startswith("--")]
    sys.argv = arguments
    code = 0
    try:
        runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - it is told as the interpreter would tell it
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    leave(code)


def _end_with_client(client: socket.socket) -> None:
    client.recv(1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2:])
