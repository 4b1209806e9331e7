"""Runs a program's text as a preview of an empty stack without the engine, and gives what an analyzer would be sent.

A monitor takes every registration as it is: raw properties with the sentinels of what is unknown, and the resources
each property came from. It answers like azure-native at a preview: nothing beyond the inputs is known.
"""

import asyncio
import types
from collections.abc import Mapping
from typing import Any

from google.protobuf import empty_pb2, json_format
from pulumi.runtime import mocks, rpc, stack
from pulumi.runtime.proto import resource_pb2
from tests.policies.policy_support import SENTINEL, Out, R

URN = "urn:pulumi:dev::test::"


class Capture(mocks.MockMonitor):
    """A monitor that remembers each registration."""

    def __init__(self) -> None:
        super().__init__(_Mocks())
        self.program: list[R] = []

    def RegisterResource(self, request: Any) -> Any:
        urn = f"{URN}{request.type}::{request.name}"
        if request.custom:
            of = {key: list(value.urns) for key, value in request.propertyDependencies.items()}
            inputs = {k: _read(v, of.get(k, [])) for k, v in json_format.MessageToDict(request.object).items()}
            self.program.append(R(request.type.removeprefix("azure-native:"), request.name, inputs))
        return resource_pb2.RegisterResourceResponse(urn=urn, id="", object=request.object)

    def RegisterResourceOutputs(self, _request: Any) -> Any:
        return empty_pb2.Empty()


class _Mocks(mocks.Mocks):
    def new_resource(self, args: Any) -> tuple[str, dict[str, Any]]:
        return "", dict(args.inputs)

    def call(self, args: Any) -> dict[str, Any]:
        return {}


def _read(value: Any, urns: list[str]) -> Any:
    if value == rpc.UNKNOWN:
        return Out(tuple(urn.rpartition("::")[2] for urn in urns))
    if isinstance(value, Mapping):
        return {key: _read(item, urns) for key, item in value.items()}
    return [_read(item, urns) for item in value] if isinstance(value, list) else value


def preview(text: str, name: str = "program") -> list[R]:
    """The resources that `text` registers at the preview of an empty stack."""
    assert rpc.UNKNOWN == SENTINEL
    monitor = Capture()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        mocks.set_mocks(_Mocks(), project="test", stack="dev", preview=True, monitor=monitor)

        async def run() -> None:
            exec(compile(text, f"{name}.py", "exec"), vars(types.ModuleType(name)))
            await stack.wait_for_rpcs()

        loop.run_until_complete(run())
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    return monitor.program
