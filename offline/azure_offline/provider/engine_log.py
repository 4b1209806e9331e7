"""Messages to the engine, which shows them beside the resource they are about."""

import asyncio
from typing import Any

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class EngineLog:
    """Warnings to the engine at `address`, each key once. Without an address nothing is sent."""

    def __init__(self, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self._address = address
        self._loop = loop
        self._stub: Any = None
        self._told: set[str] = set()
        self._pending: set[asyncio.Task[None]] = set()

    def warn(self, key: str, text: str, urn: str) -> None:
        """Send a warning, from any thread, without waiting."""
        if self._address:
            self._loop.call_soon_threadsafe(self._start, key, text, urn)

    def _start(self, key: str, text: str, urn: str) -> None:
        if key in self._told:
            return
        self._told.add(key)
        task = self._loop.create_task(self._send(text, urn))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def _send(self, text: str, urn: str) -> None:
        if self._stub is None:
            self._stub = engine_pb2_grpc.EngineStub(grpc.aio.insecure_channel(self._address))
        request = engine_pb2.LogRequest(severity=engine_pb2.LogSeverity.WARNING, message=text, urn=urn)
        try:
            await self._stub.Log(request, timeout=5)
        except grpc.aio.AioRpcError:
            # The engine is going; the message has nobody to read it.
            return
