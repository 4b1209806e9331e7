"""What the stack's program registers with given settings: run in this process, without an engine and without Azure."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hubspoke_network.resource_types import PathError, resource_id, type_by_token

if TYPE_CHECKING:
    from hubspoke.estate_args import EstateArgs

PROJECT, ESTATE = "hubspoke", "net"
STACK = "pulumi:pulumi:Stack"
_SIGNATURE, _SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


@dataclass(frozen=True, slots=True)
class Registered:
    """One resource: `arm_id` is what its inputs make of it in Azure, empty for components and providers."""

    token: str
    name: str
    parent: str
    """Name of the component it belongs to; empty for the estate."""
    provider: str
    """Name of its explicit provider; empty for the default one."""
    custom: bool
    inputs: Mapping[str, Any]
    secret: bool
    arm_id: str


@dataclass(slots=True)
class Recording:
    """Every resource in the order of registration, by URN."""

    resources: dict[str, Registered] = field(default_factory=dict)


def run_program(
    estate: "EstateArgs", stack: str, subscription: str, location: str, live_id: Callable[[str], str]
) -> tuple[Registered, ...]:
    """What `Estate` registers. `live_id` gives the id as Azure spells it for an id as the program makes it."""
    import pulumi
    from google.protobuf import json_format
    from pulumi.runtime import mocks

    from hubspoke import Estate

    recording = Recording()

    class _Mocks(mocks.Mocks):
        def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
            arm_id = _arm_id(args.typ, dict(args.inputs), _subscription(args.provider, recording, subscription))
            return live_id(arm_id) if arm_id else f"{args.name}-id", dict(args.inputs)

        def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:  # noqa: ARG002
            return {}, []

    class _Monitor(mocks.MockMonitor):
        def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name gRPC calls
            answer = super().RegisterResource(request)  # type: ignore[no-untyped-call]
            raw = json_format.MessageToDict(request.object)
            inputs = _plain(raw)
            own = _subscription(request.provider, recording, subscription)
            recording.resources[answer.urn] = Registered(
                token=request.type,
                name=request.name,
                parent="" if f"::{STACK}::" in request.parent else request.parent.rpartition("::")[2],
                provider=_provider_name(request.provider),
                custom=request.custom,
                inputs=inputs,
                secret=_has_secret(raw),
                arm_id=live_id(made) if (made := _arm_id(request.type, inputs, own)) else "",
            )
            return answer

    monitor = _Monitor(_Mocks())
    asyncio.set_event_loop(asyncio.new_event_loop())
    settings = {"azure-native:location": location, "azure-native:subscriptionId": subscription}
    pulumi.runtime.set_all_config({key: value for key, value in settings.items() if value})
    mocks.set_mocks(monitor.mocks, project=PROJECT, stack=stack, preview=False, monitor=monitor)
    pulumi.runtime.test(lambda: Estate(ESTATE, estate).hub_ids)()  # type: ignore[no-untyped-call]
    return tuple(item for item in recording.resources.values() if item.token != STACK)


def _provider_name(reference: str) -> str:
    """The name in a provider reference (`urn::id`); empty for a default provider."""
    name = reference.rpartition("::")[0].rpartition("::")[2]
    return "" if name.startswith("default") else name


def _subscription(provider: str | None, recording: Recording, default: str) -> str:
    """The subscription of a provider reference (`urn::id`)."""
    made = recording.resources.get((provider or "").rpartition("::")[0])
    return str(made.inputs.get("subscriptionId") or default) if made is not None else default


def _arm_id(token: str, inputs: Mapping[str, Any], subscription: str) -> str:
    rt = type_by_token(token)
    if rt is None:
        return ""
    try:
        return str(resource_id(rt, inputs, subscription))
    except PathError:
        return ""


def _plain(value: Any) -> Any:
    """Registered values without the marks of secrets; whole numbers as integers."""
    if isinstance(value, dict):
        if value.get(_SIGNATURE) == _SECRET:
            return _plain(value.get("value"))
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _has_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get(_SIGNATURE) == _SECRET or any(_has_secret(item) for item in value.values())
    return isinstance(value, list) and any(_has_secret(item) for item in value)
