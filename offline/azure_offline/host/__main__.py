"""`python -m azure_offline.host [OPTION ...] ENGINE_ADDRESS`: serve until the engine ends us, or has ended.

With `--only-sdks-of=LANGUAGE` (nodejs, go) it stands for the host of that language, and generates SDKs.
"""

import contextlib
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc

from azure_offline._pulumi import use_stubs_alone
from azure_offline.host.children import Children
from azure_offline.host.codegen.generate import LANGUAGES
from azure_offline.processes.parent_watch import watch_parent

MESSAGE_BYTES = 400 * 1024 * 1024
"""Largest message, as in the SDK: a stack's configuration and a package's schema can be large."""
SDKS_OPTION = "--only-sdks-of="


def main() -> None:
    """Serve on a free port of the loopback address, and print that port on a line of its own."""
    use_stubs_alone("language_pb2_grpc")
    from pulumi.runtime.proto import language_pb2_grpc

    from azure_offline.host.generator import ForeignLanguage
    from azure_offline.host.server import LanguageHost

    children = Children()

    def leave() -> None:
        children.kill_all()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        # Worker threads may still wait for children; the engine waits for this process before it says goodbye.
        os._exit(0)

    told = end_signals()
    watch_parent(leave)

    engine_address = sys.argv[-1] if len(sys.argv) > 1 else ""
    foreign = next((language for language in LANGUAGES if f"{SDKS_OPTION}{language}" in sys.argv), None)
    host = ForeignLanguage(foreign) if foreign else LanguageHost(engine_address, children)
    limits = [("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)]
    server = grpc.server(ThreadPoolExecutor(max_workers=32), options=limits)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    os.read(told, 1)
    leave()


def end_signals() -> int:
    """A descriptor that can be read from once the process has been told to end.

    A wait that Python's own handler has to interrupt would not do: where the system gives the signal to one of gRPC's
    threads, the main thread is not woken, and the engine kills this process only after five seconds.
    """
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: None)
    return told


if __name__ == "__main__":
    main()
