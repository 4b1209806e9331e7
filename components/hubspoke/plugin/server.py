"""The server that the engine talks to, and the entry point of the plugin."""

import argparse
import asyncio
import contextlib
import sys
from typing import Any

import grpc.aio
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2_grpc

from hubspoke._pulumi import plugin_problems, servicer
from hubspoke.plugin.provider import HubspokeProvider
from hubspoke.plugin.wire import Wire, read_inputs
from hubspoke_network.core import SpecError

_MESSAGE_BYTES = 400 * 1024 * 1024
"""Largest message, as in the SDK."""


async def _inputs(inputs: struct_pb2.Struct, input_dependencies: Any) -> dict[str, Wire]:
    """A component's inputs, which can be looked into before anything is made."""
    return read_inputs(inputs, {key: tuple(found.urns) for key, found in input_dependencies.items()})


def main() -> None:
    """Serve on a free port of the loopback address, print that port on a line of its own, and wait to be ended.

    Ends at once, with an error, where the installed SDK of Pulumi lacks what the inputs need.
    """
    parser = argparse.ArgumentParser(description="The components of hubspoke, as a plugin of Pulumi's engine")
    parser.add_argument("engine", nargs="?", default="", help="address of the engine")
    known, rest = parser.parse_known_args()
    if problems := plugin_problems():
        sys.exit(str(SpecError(problems, "the plugin of hubspoke")))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(HubspokeProvider(), known.engine, rest))


async def _serve(provider: HubspokeProvider, engine_address: str, arguments: list[str]) -> None:
    limits = [("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.max_send_message_length", _MESSAGE_BYTES)]
    server = grpc.aio.server(options=limits)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        servicer(_inputs)(provider, arguments, engine_address), server
    )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()
