"""The plugin: `python -m azure_offline.provider [--refuse-undeclared] [ENGINE_ADDRESS]`.

Prints its port, serves on 127.0.0.1 only, and ends with the engine: by its signal, or within two seconds of its death,
when the write in hand is finished or, in the store's transaction, undone.
"""

import argparse
import asyncio
import functools
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import grpc

from azure_offline._pulumi import use_stubs_alone
from azure_offline.arm import open_arm
from azure_offline.faults.calls import ArmWithFaults, crash
from azure_offline.home import HOME_VARIABLE
from azure_offline.processes.parent_watch import watch_parent

UNDECLARED_VARIABLE = "AZURE_OFFLINE_UNDECLARED"
_GRACE_SECONDS = 1.0
_HARD_END_SECONDS = 1.5
_MESSAGE_BYTES = 400 * 1024 * 1024
_OPTIONS = [("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.max_send_message_length", _MESSAGE_BYTES)]


def default_home() -> Path:
    """The folder of the offline Azure: `AZURE_OFFLINE_HOME`, else below the project's directory."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else Path.cwd() / ".azure-offline" / "azure"


def open_backend() -> ArmWithFaults:
    """Open the offline Azure with the faults it was asked for."""
    return ArmWithFaults(open_arm(default_home()), crash)


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """The command line; arguments of the engine that mean nothing here are let pass."""
    parser = argparse.ArgumentParser(prog="python -m azure_offline.provider", description=__doc__)
    parser.add_argument("--refuse-undeclared", action="store_true", help="refuse types that nothing is known about")
    parser.add_argument("engine", nargs="?", default="", help="address of the engine")
    return parser.parse_known_args(arguments)[0]


async def serve(engine: str, *, refuse_undeclared: bool) -> None:
    """Serve until told to end."""
    from pulumi.runtime.proto import provider_pb2_grpc

    from azure_offline.provider.engine_log import EngineLog
    from azure_offline.provider.servicer import ProviderServicer

    loop = asyncio.get_running_loop()
    log = EngineLog(engine, loop)
    servicer = ProviderServicer(open_backend, log.warn, refuse_undeclared=refuse_undeclared)
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    watch_parent(functools.partial(_call_in, loop, ended.set))
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await ended.wait()
    _end_for_sure()
    await server.stop(_GRACE_SECONDS)
    await loop.run_in_executor(None, servicer.shut_down)


def _call_in(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(work)


def _end_for_sure() -> None:
    """End the process in time even if an operation hangs; what it has not committed is undone by the store."""
    timer = threading.Timer(_HARD_END_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()


def main() -> None:
    """Run the plugin."""
    use_stubs_alone("provider_pb2_grpc")
    arguments = read_arguments(sys.argv[1:])
    refuse = arguments.refuse_undeclared or os.environ.get(UNDECLARED_VARIABLE) == "refuse"
    asyncio.run(serve(arguments.engine, refuse_undeclared=refuse))


if __name__ == "__main__":
    main()
