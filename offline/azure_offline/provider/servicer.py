# ruff: noqa: N802  (gRPC names its methods)
"""The gRPC face of the provider: requests of the engine in, plain values to the rest, answers out.

Each operation that asks Azure has a thread of its own, so that a slow one holds nothing up; the rest is done in the
event loop.
"""

import asyncio
import functools
import json
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from azure_offline.provider.azure import Azure, Backend
from azure_offline.provider.checking import Checker
from azure_offline.provider.configuration import Configuration, read_configuration
from azure_offline.provider.invokes import Invoker
from azure_offline.provider.lifecycle import Lifecycle
from azure_offline.provider.metadata import TypeInfo
from azure_offline.provider.properties import (
    Autonaming,
    InitFailed,
    Mode,
    ProviderError,
    compare,
    read_struct,
    without_nulls,
    write_struct,
)
from azure_offline.provider.registry import Registry, split_urn
from hubspoke_network.azure import sdk_version

T = TypeVar("T")
Warn = Callable[[str, str, str], None]
"""Shows a warning: a key that is warned of once only, the text, and the URN it stands beside (or nothing)."""

CLI_TOO_OLD = "Azure Native provider requires Pulumi CLI v3.74.0 or later"
_MODES: dict[int, Mode] = {0: "propose", 1: "enforce", 2: "disable"}
_THREADS = 16


def _guarded(method: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """Turn what a request raises into a gRPC error; nothing that goes wrong ends the provider."""

    @functools.wraps(method)
    async def guarded(self: "ProviderServicer", request: Any, context: Any) -> T:
        try:
            return await method(self, request, context)
        except InitFailed as failed:
            metadata = (("grpc-status-details-bin", _init_failed_details(failed)),)
            await context.abort(grpc.StatusCode.UNKNOWN, str(failed), metadata)
        except ProviderError as error:
            await context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except (grpc.aio.AbortError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001  (the last guard: the text must not hold a value, so no message)
            await context.abort(grpc.StatusCode.INTERNAL, _internal(method.__name__, error))
        raise AssertionError("abort does not return")

    return guarded


def _internal(operation: str, error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"[HS651] the offline provider failed in {operation}: {type(error).__name__} at {place}"


def _init_failed_details(failed: InitFailed) -> bytes:
    detail = provider_pb2.ErrorResourceInitFailed(id=failed.resource_id, reasons=[failed.reason])
    write_struct(failed.state, detail.properties)
    write_struct(failed.inputs, detail.inputs)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(failed))
    status.details.add().Pack(detail)
    return bytes(status.SerializeToString())


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """One provider: configured once, for one subscription."""

    def __init__(self, open_backend: Callable[[], Backend], warn: Warn, *, refuse_undeclared: bool = False) -> None:
        self._warn = warn
        self._refuse_undeclared = refuse_undeclared
        self._registry = Registry()
        self._azure = Azure(open_backend, lambda arm_type, text: warn(arm_type.lower(), text, ""))
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="azure")
        self._use(Configuration(refuse_undeclared=refuse_undeclared))

    def _use(self, configuration: Configuration) -> None:
        self._checker = Checker(self._azure, configuration)
        self._lifecycle = Lifecycle(self._azure, configuration, lambda text, urn: self._warn(urn + text, text, urn))
        self._invoker = Invoker(self._azure, configuration, self._lifecycle, self._registry)

    async def _asking(self, work: Callable[..., T], *arguments: Any) -> T:
        """The work done in a thread: Azure may let it wait."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _type_of(self, urn: str) -> tuple[TypeInfo, str]:
        token, name = split_urn(urn)
        return self._registry.get(token), name

    def shut_down(self) -> None:
        """Let running operations end and start no more."""
        self._azure.cancel()
        self._threads.shutdown(wait=True, cancel_futures=True)

    @_guarded
    async def GetPluginInfo(self, _request: Any, _context: Any) -> Any:
        """The version of azure-native that this stands for."""
        return plugin_pb2.PluginInfo(version=sdk_version())

    @_guarded
    async def GetSchema(self, _request: Any, _context: Any) -> Any:
        """A schema with the name and version only: the SDK is installed, nothing is generated from this provider."""
        schema = {"name": "azure-native", "version": sdk_version()}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(schema))

    @_guarded
    async def GetMapping(self, _request: Any, _context: Any) -> Any:
        """No mappings to other tools."""
        return provider_pb2.GetMappingResponse()

    @_guarded
    async def GetMappings(self, _request: Any, _context: Any) -> Any:
        """No mappings to other tools."""
        return provider_pb2.GetMappingsResponse()

    @_guarded
    async def Attach(self, _request: Any, _context: Any) -> Any:
        """Nothing to do: the engine attaches to a provider that was started by hand."""
        return Empty()

    @_guarded
    async def Cancel(self, _request: Any, _context: Any) -> Any:
        """End what runs: the request in hand is finished, the next is refused."""
        self._azure.cancel()
        return Empty()

    @_guarded
    async def CheckConfig(self, request: Any, _context: Any) -> Any:
        """The configuration as it is."""
        return provider_pb2.CheckResponse(inputs=request.news)

    @_guarded
    async def DiffConfig(self, _request: Any, _context: Any) -> Any:
        """Changes of the configuration replace nothing."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    @_guarded
    async def Configure(self, request: Any, _context: Any) -> Any:
        """Take the configuration."""
        if not (request.sends_old_inputs and request.sends_old_inputs_to_delete):
            raise ProviderError(CLI_TOO_OLD)
        variables = dict(request.variables)
        self._use(read_configuration(variables, refuse_undeclared=self._refuse_undeclared))
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    @_guarded
    async def Check(self, request: Any, _context: Any) -> Any:
        """Names, defaults and validation of a resource's inputs."""
        info, name = self._type_of(request.urn)
        news, olds = read_struct(request.news), read_struct(request.olds)
        if not info.declared and (refusal := self._undeclared(info, request.urn)):
            return _check_response(without_nulls(news), [refusal])
        autonaming = None
        if request.HasField("autonaming"):
            autonaming = Autonaming(_MODES[request.autonaming.mode], request.autonaming.proposed_name)

        def check() -> tuple[dict[str, Any], list[str]]:
            return self._checker.check(info, name, news, olds, seed=request.randomSeed, autonaming=autonaming)

        if self._checker.asks_azure(info, news, olds):
            return _check_response(*await self._asking(check))
        return _check_response(*check())

    def _undeclared(self, info: TypeInfo, urn: str) -> str:
        """Why an undeclared type is refused; empty where it is let through with a notice."""
        if self._refuse_undeclared:
            return f"[HS650] the offline Azure has no declaration of {info.token} and was told to refuse such types"
        text = f"{info.token} is not declared in the offline Azure: it is stored, and nothing about it is checked"
        self._warn(info.rt.arm.lower(), text, urn)
        return ""

    @_guarded
    async def Diff(self, request: Any, _context: Any) -> Any:
        """What differs between old and new inputs."""
        info, _ = self._type_of(request.urn)
        olds, news = without_nulls(read_struct(request.old_inputs)), without_nulls(read_struct(request.news))
        found = compare(info, olds, news, read_struct(request.olds))
        response = provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)
        if not found.kinds:
            return response
        if found.changed:
            response.changes = provider_pb2.DiffResponse.DIFF_SOME
        response.replaces.extend(found.replaces)
        response.deleteBeforeReplace = found.delete_before_replace
        response.diffs.extend(found.names)
        response.hasDetailedDiff = True
        for path, kind in found.kinds.items():
            response.detailedDiff[path].kind = provider_pb2.PropertyDiff.Kind.Value(kind)
            response.detailedDiff[path].inputDiff = True
        return response

    @_guarded
    async def Create(self, request: Any, _context: Any) -> Any:
        """Make a resource, or say what is known of it before."""
        info, _ = self._type_of(request.urn)
        inputs = read_struct(request.properties)
        response = provider_pb2.CreateResponse()
        if request.preview:
            outputs = self._lifecycle.preview(info, inputs, {})
        else:
            made = await self._asking(self._lifecycle.create, info, request.urn, inputs)
            response.id, outputs = made
        write_struct(outputs, response.properties)
        return response

    @_guarded
    async def Update(self, request: Any, _context: Any) -> Any:
        """Write a resource anew, or say what is known of it before."""
        info, _ = self._type_of(request.urn)
        news = read_struct(request.news)
        if request.preview:
            outputs = self._lifecycle.preview(info, news, read_struct(request.olds))
        else:
            outputs = await self._asking(self._lifecycle.update, info, request.urn, news)
        response = provider_pb2.UpdateResponse()
        write_struct(outputs, response.properties)
        return response

    @_guarded
    async def Read(self, request: Any, _context: Any) -> Any:
        """Read a resource for a refresh, a get or an import."""
        info, _ = self._type_of(request.urn)
        inputs, state = read_struct(request.inputs), read_struct(request.properties)
        found = await self._asking(self._lifecycle.read, info, request.id, inputs, state)
        response = provider_pb2.ReadResponse(id=found.id)
        write_struct(found.outputs, response.properties)
        write_struct(found.inputs, response.inputs)
        return response

    @_guarded
    async def Delete(self, request: Any, _context: Any) -> Any:
        """Delete a resource."""
        info, _ = self._type_of(request.urn)
        await self._asking(self._lifecycle.delete, info, request.id)
        return Empty()

    @_guarded
    async def Invoke(self, request: Any, _context: Any) -> Any:
        """Answer a function."""
        result = await self._asking(self._invoker.invoke, request.tok, read_struct(request.args))
        response = provider_pb2.InvokeResponse()
        write_struct(result, getattr(response, "return"))
        return response


def _check_response(inputs: dict[str, Any], reasons: list[str]) -> Any:
    response = provider_pb2.CheckResponse()
    write_struct(inputs, response.inputs)
    for reason in reasons:
        response.failures.add(reason=reason)
    return response
