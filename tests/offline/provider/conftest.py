import asyncio
import copy
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import pytest
from pulumi.runtime.proto import provider_pb2, status_pb2

from azure_offline.arm import Arm
from azure_offline.arm.responses import Response
from azure_offline.faults.calls import ArmWithFaults, crash
from azure_offline.provider.properties.values import read_struct, write_struct
from azure_offline.provider.servicer import ProviderServicer
from hubspoke_network.core.ids import parse_id

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"


class FakeArm:
    """Stores and echoes, so that a test sees what the provider does and nothing else."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.log: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.queries: list[dict[str, str]] = []
        self.versions: list[str] = []
        self.scripted: dict[str, list[Response]] = {}
        self.waits: list[str] = []
        self.revision = 0

    def script(self, method: str, *responses: Response) -> None:
        """The next requests of a method are answered so, and not carried out."""
        self.scripted.setdefault(method, []).extend(responses)

    def call(self, method: str, resource_id: str) -> "FakeArm":
        """It answers every attempt itself."""
        return self

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        self.log.append((method, resource_id))
        self.queries.append(dict(query or {}))
        self.versions.append(api_version)
        if method == "PUT":
            self.bodies.append(copy.deepcopy(body))
        if self.scripted.get(method):
            return self.scripted[method].pop(0)
        key = resource_id.lower()
        if method == "PUT":
            self.put(resource_id, dict(body or {}))
        if method == "DELETE":
            return Response(200 if self.documents.pop(key, None) else 204)
        if method == "POST":
            return Response(200, {"keys": [{"keyName": "key1"}]})
        if key not in self.documents:
            error = {"code": "ResourceNotFound", "message": f"The Resource '{resource_id}' was not found."}
            return Response(404, {"error": error})
        return Response(200, copy.deepcopy(self.documents[key]))

    def put(self, resource_id: str, body: dict[str, Any]) -> None:
        self.revision += 1
        parsed = parse_id(resource_id)
        assert parsed is not None
        properties = {"provisioningState": "Succeeded", **body.get("properties", {})}
        fixed = {"id": resource_id, "name": parsed.name, "type": parsed.type, "etag": f'W/"{self.revision}"'}
        self.documents[resource_id.lower()] = {**body, **fixed, "properties": properties}

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        self.waits.append(resource_id)


class Refused(Exception):
    """The gRPC error a request ended with."""

    def __init__(self, code: Any, text: str, metadata: Any) -> None:
        self.code, self.text = code, text
        super().__init__(text)
        self.detail = provider_pb2.ErrorResourceInitFailed()
        for _, value in metadata:
            status = status_pb2.Status.FromString(value)
            assert status.details[0].Unpack(self.detail)


class Context:
    async def abort(self, code: Any, text: str, trailing_metadata: Any = ()) -> NoReturn:
        raise Refused(code, text, trailing_metadata)


def urn(token: str, name: str = "thing") -> str:
    return f"urn:pulumi:dev::project::azure-native:{token}::{name}"


class Engine:
    """Speaks to a ProviderServicer as the engine does, with plain values."""

    def __init__(self, arm: Any, *, refuse_undeclared: bool = False, **config: str) -> None:
        self.arm = arm
        self.warnings: list[tuple[str, str, str]] = []
        backend = ArmWithFaults(arm, crash) if isinstance(arm, Arm) else arm
        self.servicer = ProviderServicer(lambda: backend, self._warn, refuse_undeclared=refuse_undeclared)
        self.configure(**config)

    def _warn(self, key: str, text: str, where: str) -> None:
        self.warnings.append((key, text, where))

    def call(self, method: str, request: Any) -> Any:
        return asyncio.run(getattr(self.servicer, method)(request, Context()))

    def configure(self, *, old_inputs: bool = True, **config: str) -> Any:
        variables = {f"azure-native:config:{key}": value for key, value in config.items()}
        request = provider_pb2.ConfigureRequest(
            variables=variables, sends_old_inputs=old_inputs, sends_old_inputs_to_delete=old_inputs
        )
        return self.call("Configure", request)

    def check(
        self,
        token: str,
        news: dict[str, Any],
        olds: dict[str, Any] | None = None,
        *,
        name: str = "thing",
        seed: bytes = b"seed",
        autonaming: tuple[str, int] | None = None,
    ) -> tuple[dict[str, Any], list[str]]:
        request = provider_pb2.CheckRequest(urn=urn(token, name), randomSeed=seed)
        write_struct(news, request.news)
        write_struct(olds or {}, request.olds)
        if autonaming is not None:
            request.autonaming.proposed_name, request.autonaming.mode = autonaming  # type: ignore[assignment]
        response = self.call("Check", request)
        assert all(failure.property == "" for failure in response.failures)
        return read_struct(response.inputs), [failure.reason for failure in response.failures]

    def diff(
        self, token: str, olds: dict[str, Any], news: dict[str, Any], state: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        request = provider_pb2.DiffRequest(urn=urn(token), id="/id")
        write_struct(olds, request.old_inputs)
        write_struct(news, request.news)
        write_struct(state or {}, request.olds)
        response = self.call("Diff", request)
        assert list(response.stables) == []
        assert all(change.inputDiff for change in response.detailedDiff.values())
        kinds = {
            path: provider_pb2.PropertyDiff.Kind.Name(change.kind) for path, change in response.detailedDiff.items()
        }
        return {
            "changes": provider_pb2.DiffResponse.DiffChanges.Name(response.changes),
            "kinds": kinds,
            "diffs": list(response.diffs),
            "replaces": list(response.replaces),
            "before": response.deleteBeforeReplace,
            "detailed": response.hasDetailedDiff,
        }

    def create(self, token: str, inputs: dict[str, Any], *, preview: bool = False) -> tuple[str, dict[str, Any]]:
        request = provider_pb2.CreateRequest(urn=urn(token), preview=preview)
        write_struct(inputs, request.properties)
        response = self.call("Create", request)
        return response.id, read_struct(response.properties)

    def update(
        self,
        token: str,
        resource_id: str,
        news: dict[str, Any],
        state: dict[str, Any] | None = None,
        *,
        preview: bool = False,
    ) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(urn=urn(token), id=resource_id, preview=preview)
        write_struct(news, request.news)
        write_struct(state or {}, request.olds)
        return read_struct(self.call("Update", request).properties)

    def read(
        self,
        token: str,
        resource_id: str,
        inputs: dict[str, Any] | None = None,
        state: dict[str, Any] | None = None,
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        request = provider_pb2.ReadRequest(urn=urn(token), id=resource_id)
        write_struct(inputs or {}, request.inputs)
        write_struct(state or {}, request.properties)
        response = self.call("Read", request)
        return response.id, read_struct(response.properties), read_struct(response.inputs)

    def delete(self, token: str, resource_id: str) -> None:
        self.call("Delete", provider_pb2.DeleteRequest(urn=urn(token), id=resource_id))

    def invoke(self, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        request = provider_pb2.InvokeRequest(tok=token)
        write_struct(arguments, request.args)
        response = self.call("Invoke", request)
        return read_struct(getattr(response, "return"))

    def attempt(self, method: str, *arguments: Any) -> tuple[Any, str]:
        """The result of a request, or the text of the error it ends with."""
        try:
            return getattr(self, method)(*arguments), ""
        except Refused as refused:
            return None, refused.text

    def refused(self, method: str, *arguments: Any, **options: Any) -> Refused:
        """The error that a request ends with."""
        with pytest.raises(Refused) as caught:
            getattr(self, method)(*arguments, **options)
        return caught.value


@pytest.fixture
def arm() -> FakeArm:
    return FakeArm()


@pytest.fixture
def engine(arm: FakeArm) -> Iterator[Engine]:
    made = Engine(arm)
    yield made
    made.servicer.shut_down()


@pytest.fixture
def make_engine(arm: FakeArm) -> Iterator[Any]:
    made: list[Engine] = []

    def make(**options: Any) -> Engine:
        made.append(Engine(arm, **options))
        return made[-1]

    yield make
    for one in made:
        one.servicer.shut_down()
