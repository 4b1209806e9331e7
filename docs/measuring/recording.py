"""What a program registers with Pulumi, recorded whole: the mocks of the SDK, without what they let pass.

The SDK's own monitor takes two resources with one URN for two, and drops parents, aliases, dependencies and options.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks
from pulumi.runtime import resource as registering

SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  (marks a secret, is none)
SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"


@dataclass
class Registered:
    """One resource as it was registered."""

    urn: str
    type: str
    name: str
    parent: str
    inputs: dict[str, Any]
    secrets: frozenset[str]
    dependencies: frozenset[str]
    property_dependencies: dict[str, frozenset[str]]
    provider: str
    protect: bool
    aliases: list[Any]
    replace_on: tuple[str, ...]
    ignored: tuple[str, ...]
    secret_outputs: tuple[str, ...]
    import_id: str
    retained: bool
    custom: bool
    outputs: dict[str, Any] | None = None


@dataclass
class Recording:
    """Everything a program registered, in order."""

    resources: dict[str, Registered] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    value: Any = None

    def __iter__(self) -> Iterator[Registered]:
        return iter(self.resources.values())

    def named(self, name: str) -> Registered:
        """The only resource with a logical name."""
        (found,) = [item for item in self if item.name == name]
        return found

    def of_type(self, kind: str) -> list[Registered]:
        """Resources whose type ends in `kind`."""
        return [item for item in self if item.type.endswith(f":{kind}")]

    def children(self) -> list[Registered]:
        """Resources that a component made."""
        return [item for item in self if item.parent]

    def after(self, item: Registered) -> set[str]:
        """Logical names of everything that comes before `item`, directly or not."""
        found: set[str] = set()
        waiting = [*item.dependencies]
        while waiting:
            urn = waiting.pop()
            other = self.resources.get(urn)
            if other is not None and other.name not in found:
                found.add(other.name)
                waiting += other.dependencies
        return found

    def tree(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """URN to type and inputs: what a change of the program is compared by."""
        return {item.urn: (item.type, item.inputs) for item in self if item.type != "pulumi:pulumi:Stack"}


class _Mocks(mocks.Mocks):
    def __init__(self, recording: Recording, answers: Mapping[str, dict[str, Any]]) -> None:
        self.recording, self.answers = recording, answers

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        answer = {**args.inputs, **self.answers.get(args.typ, {})}
        if args.typ == "azure-native:network:AzureFirewall":
            answer["ipConfigurations"] = [self._with_address(item) for item in args.inputs["ipConfigurations"]]
        return f"{args.name}_id", answer

    def _with_address(self, configuration: dict[str, Any]) -> dict[str, Any]:
        """A firewall's configuration as Azure answers it: with the first address of its subnet that is not Azure's."""
        subnet_id = configuration.get("subnet", {}).get("id")
        prefixes = [item.inputs["addressPrefix"] for item in self.recording if f"{item.name}_id" == subnet_id]
        return {**configuration, **({"privateIPAddress": str(ip_network(prefixes[0])[4])} if prefixes else {})}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        self.recording.calls.append((args.token, dict(args.args)))
        return dict(self.answers.get(args.token, {})), []


class _Monitor(mocks.MockMonitor):
    def __init__(self, recording: Recording, answers: Mapping[str, dict[str, Any]]) -> None:
        super().__init__(_Mocks(recording, answers))
        self.recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        answer = super().RegisterResource(request)
        if request.type == "pulumi:pulumi:Stack":
            return answer
        inputs = json_format.MessageToDict(request.object)
        made = Registered(
            urn=answer.urn,
            type=request.type,
            name=request.name,
            parent="" if "pulumi:pulumi:Stack::" in request.parent else request.parent,
            inputs=_plain(inputs),
            secrets=frozenset(key for key, value in inputs.items() if _secret(value)),
            dependencies=frozenset(request.dependencies),
            property_dependencies={k: frozenset(v.urns) for k, v in request.propertyDependencies.items()},
            provider=request.provider,
            protect=request.protect,
            aliases=[json_format.MessageToDict(alias) for alias in request.aliases] + list(request.aliasURNs),
            replace_on=tuple(request.replaceOnChanges),
            ignored=tuple(request.ignoreChanges),
            secret_outputs=tuple(request.additionalSecretOutputs),
            import_id=request.importId,
            retained=request.retainOnDelete,
            custom=request.custom,
        )
        if made.urn in self.recording.resources:
            self.recording.duplicates.append(made.urn)
        self.recording.resources[made.urn] = made
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        if request.urn in self.recording.resources:
            made = self.recording.resources[request.urn]
            assert made.outputs is None, f"outputs of {made.name} were registered twice"
            made.outputs = json_format.MessageToDict(request.outputs)
        return super().RegisterResourceOutputs(request)


ANSWERS: dict[str, dict[str, Any]] = {
    "azure-native:network:getVirtualNetworkPeering": {"peeringState": "Connected"},
    "azure-native:network:ExpressRouteCircuit": {"serviceKey": "key-of-the-circuit"},
    "azure-native:network:ExpressRouteCircuitAuthorization": {"authorizationKey": "not-to-be-seen"},
}


def deploy(
    program: Callable[[], Any],
    *,
    preview: bool = False,
    config: Mapping[str, str] | None = None,
    stack: str = "dev",
    answers: Mapping[str, dict[str, Any]] | None = None,
) -> Recording:
    """Run `program` against the mocks; outputs it returns are awaited into `value`. Fails on a duplicate URN.

    `answers` are outputs of resources and calls, by type or token, beside the usual ones.
    """
    ensure_loop()
    recording = Recording()
    pulumi.runtime.set_all_config(dict(config or {}))
    monitor = _Monitor(recording, {**ANSWERS, **(answers or {})})
    mocks.set_mocks(
        monitor.mocks,
        project="hubspoke",
        stack=stack,
        preview=preview,
        monitor=monitor,
        logger=_logger(recording),
        organization="organization",
    )

    async def keep(value: Any) -> None:
        recording.value = value

    def run() -> pulumi.Output[None]:
        result = program()
        return pulumi.Output.from_input(result).apply(keep)  # type: ignore[arg-type]

    with patch.object(registering, "traceback", _NO_STACK):
        pulumi.runtime.test(run)()
    assert recording.duplicates == []
    return recording


# The SDK sends where in the program a resource is made, of which nothing is recorded: a fifth of the time of a run.
_NO_STACK = SimpleNamespace(**vars(traceback) | {"extract_stack": lambda: [traceback.FrameSummary("", 0, "")]})


def ensure_loop() -> None:
    """Give this thread a loop again where a test before ended its own with `asyncio.run`."""
    try:
        loop = asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    # A deployment that fails leaves futures behind, of resources that were to come: what they hold was told already.
    loop.set_exception_handler(_untold)
    # Kept: a loop that is dropped unclosed is a warning, in whatever test runs then.
    _LOOPS.add(loop)


def _untold(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if "never retrieved" not in context.get("message", ""):
        loop.default_exception_handler(context)


_LOOPS: set[asyncio.AbstractEventLoop] = set()


class _Keep(logging.Handler):
    def __init__(self, recording: Recording) -> None:
        super().__init__(logging.WARNING)
        self.recording = recording

    def emit(self, record: logging.LogRecord) -> None:
        self.recording.warnings.append(record.getMessage())


def _logger(recording: Recording) -> logging.Logger:
    logger = logging.Logger("pulumi under test", logging.WARNING)
    logger.addHandler(_Keep(recording))
    return logger


def _secret(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get(SIGNATURE_KEY) == SECRET_SIGNATURE or any(_secret(item) for item in value.values())
    return isinstance(value, list) and any(_secret(item) for item in value)


def is_secret(value: Any) -> bool:
    """Whether a registered value is marked secret as a whole."""
    return isinstance(value, dict) and value.get(SIGNATURE_KEY) == SECRET_SIGNATURE


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE_KEY) == SECRET_SIGNATURE:
            return _plain(value.get("value"))
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
