# ruff: noqa: N802, D102  (gRPC names its methods, and its protocol says what they do)
"""A provider that only echoes: what any provider written in Python costs at least. For `bench_up.py`.

`python echo_provider.py [ENGINE_ADDRESS]` prints its port and serves until it is told to end. Where `ECHO_ANSWERS`
names a file of answers by URN it gives those: what Azure's documents cost their readers, without the work behind them.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty

from azure_offline._pulumi import use_stubs_alone

use_stubs_alone("provider_pb2_grpc")  # as the offline provider does: what is compared is the work, not the start
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc  # noqa: E402

SOME = provider_pb2.DiffResponse.DIFF_SOME
NONE = provider_pb2.DiffResponse.DIFF_NONE


class Echo(provider_pb2_grpc.ResourceProviderServicer):
    """Outputs are inputs, and a name; ids are counted."""

    def __init__(self) -> None:
        self.made = 0
        file = os.environ.get("ECHO_ANSWERS")
        answers = json.loads(Path(file).read_text()) if file else {}
        self.answers = {urn: provider_pb2.CreateResponse() for urn in answers}
        for urn, response in self.answers.items():
            response.id = answers[urn]["id"]
            response.properties.update(answers[urn]["outputs"])

    async def GetPluginInfo(self, _request: Any, _context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="3.29.0")

    async def CheckConfig(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    async def DiffConfig(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.DiffResponse()

    async def Configure(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    async def Check(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    async def Diff(self, request: Any, _context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=NONE if request.old_inputs == request.news else SOME)

    async def Create(self, request: Any, _context: Any) -> Any:
        if request.urn in self.answers:
            return self.answers[request.urn]
        self.made += 1
        response = provider_pb2.CreateResponse(properties=request.properties)
        names = [key for key in request.properties.fields if key.endswith("Name") and key != "resourceGroupName"]
        name = names[0] if names else "resourceGroupName"
        response.properties.fields["name"].CopyFrom(request.properties.fields[name])
        if not request.preview:
            response.id = f"/subscriptions/0/resourceGroups/echo/providers/Echo/things/{self.made}"
        return response

    async def Update(self, request: Any, _context: Any) -> Any:
        return provider_pb2.UpdateResponse(properties=request.news)

    async def Read(self, request: Any, _context: Any) -> Any:
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    async def Delete(self, _request: Any, _context: Any) -> Any:
        return Empty()

    async def Invoke(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.InvokeResponse()

    async def Cancel(self, _request: Any, _context: Any) -> Any:
        return Empty()


async def main() -> None:
    server = grpc.aio.server()
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Echo(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await ended.wait()
    await server.stop(0)


if __name__ == "__main__":
    asyncio.run(main())
