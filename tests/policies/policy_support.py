"""Programs as tables, and the two analyzers they are sent to: the SDK's own, and ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import proto
from pulumi_policy import EnforcementLevel

from azure_offline.provider.metadata.type_info import declared_type
from azure_offline.provider.properties.naming import CREATE_BEFORE_DELETE, fill_name
from azure_offline.provider.properties.projections import preview_outputs
from azure_offline.provider.properties.values import UNKNOWN
from hubspoke_network.azure.resource_types import type_by_token
from hubspoke_policies._pulumi import Servicer
from hubspoke_policies.adapter.host import Analyzer
from hubspoke_policies.adapter.policies import policies
from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.base.settings import RuleSettings

TODAY = date(2026, 6, 1)
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


@dataclass(frozen=True)
class Out:
    """An output that is not known yet, of these resources (by logical name)."""

    of: tuple[str, ...]


def out(*names: str) -> Out:
    return Out(names)


def secret(value: object) -> dict[str, object]:
    return {SIGNATURE: SECRET, "value": value}


@dataclass(frozen=True)
class R:
    """One resource of a program. `type` is the token without `azure-native:` (`network:Subnet`)."""

    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    subscription: str | None = SUBSCRIPTION
    outputs: Mapping[str, Any] | None = None

    @property
    def token(self) -> str:
        return self.type if self.type.startswith("pulumi:") else f"azure-native:{self.type}"

    @property
    def urn(self) -> str:
        return f"urn:pulumi:dev::test::{self.token}::{self.name}"


Program = Sequence[R]


def analyze(
    program: Program,
    rules: Sequence[AnyRule],
    *,
    settings: Mapping[str, RuleSettings] | None = None,
    config: Mapping[str, Mapping[str, Any]] | None = None,
    ours: bool = True,
) -> list[Any]:
    """The diagnostics of a preview of an empty stack: every resource, then the stack."""
    analyzer = new_analyzer(rules, settings=settings, ours=ours)
    if config:
        configure(analyzer, config, rules)
    return run(analyzer, program).diagnostics


def new_analyzer(
    rules: Sequence[AnyRule], *, settings: Mapping[str, RuleSettings] | None = None, ours: bool = True
) -> Any:
    if ours:
        return Analyzer("hubspoke", "0.1.0", rules, settings, today=TODAY)
    return Servicer("hubspoke", "0.1.0", policies(rules, settings, today=TODAY), EnforcementLevel.ADVISORY)


def configure(analyzer: Any, config: Mapping[str, Mapping[str, Any]], rules: Sequence[AnyRule]) -> None:
    """Give rules a policy configuration, as `--policy-pack-config` does."""
    request = proto.ConfigureAnalyzerRequest()
    for rule_id, values in config.items():
        policy = request.policyConfig[rule_id]
        policy.enforcementLevel = proto.MANDATORY
        policy.properties.update(dict(values))
    analyzer.Configure(request, None)


@dataclass(frozen=True)
class Answers:
    """Every diagnostic of a run, and the policies that said they do not apply to the stack or to any resource."""

    diagnostics: list[Any]
    not_applicable: frozenset[str]


def run(analyzer: Any, program: Program) -> Answers:
    """A preview of an empty stack: every resource, then the stack. Names that are not given are azure-native's."""
    program = [_checked(resource) for resource in program]
    assert len({resource.name for resource in program}) == len(program), "references are by logical name"
    answers = [analyzer.Analyze(resource_request(resource), None) for resource in program]
    answers.append(analyzer.AnalyzeStack(stack_request(program), None))
    return Answers(
        [d for answer in answers for d in answer.diagnostics],
        frozenset(item.policy_name for answer in answers for item in answer.not_applicable),
    )


def _checked(resource: R) -> R:
    """The resource as azure-native's Check leaves it: with a name of its own."""
    rt = type_by_token(resource.token)
    info = declared_type(rt.token) if rt is not None else None
    if info is None or rt is None:
        return resource
    inputs = dict(resource.inputs)
    fill_name(info, resource.name, inputs, {}, b"", None)
    inputs.pop(CREATE_BEFORE_DELETE, None)
    return replace(resource, inputs=inputs)


def resource_request(resource: R) -> Any:
    return proto.AnalyzeRequest(
        type=resource.token,
        urn=resource.urn,
        name=resource.name,
        properties=_struct(resource.inputs),
        options=proto.AnalyzerResourceOptions(),
        provider=_provider(resource),
    )


def stack_request(program: Program) -> Any:
    urns = {resource.name: resource.urn for resource in program}
    return proto.AnalyzeStackRequest(resources=[_stack_resource(resource, urns) for resource in program])


def _stack_resource(resource: R, urns: Mapping[str, str]) -> Any:
    dependencies = {key: sorted(_names(value)) for key, value in resource.inputs.items()}
    return proto.AnalyzerResource(
        type=resource.token,
        urn=resource.urn,
        name=resource.name,
        properties=_struct(_preview(resource) if resource.outputs is None else resource.outputs),
        options=proto.AnalyzerResourceOptions(),
        provider=_provider(resource),
        dependencies=sorted({urns[name] for names in dependencies.values() for name in names}),
        propertyDependencies={
            key: proto.AnalyzerPropertyDependencies(urns=[urns[name] for name in names])
            for key, names in dependencies.items()
            if names
        },
    )


def _preview(resource: R) -> dict[str, Any]:
    """What azure-native answers at a preview: what the inputs tell of its outputs, all else unknown, at any depth.

    Path properties are no outputs, and `id` is among the unknown.
    """
    rt = type_by_token(resource.token)
    info = declared_type(rt.token) if rt is not None else None
    if info is None:
        return dict(resource.inputs)
    return {key: _unknown(value) for key, value in preview_outputs(info, resource.inputs).items()}


def _unknown(value: Any) -> Any:
    if value is UNKNOWN:
        return Out(())
    if isinstance(value, Mapping):
        return {key: _unknown(item) for key, item in value.items()}
    return [_unknown(item) for item in value] if isinstance(value, list) else value


def _provider(resource: R) -> Any:
    properties = {} if resource.subscription is None else {"subscriptionId": resource.subscription}
    return proto.AnalyzerProviderResource(
        type="pulumi:providers:azure-native",
        urn="urn:pulumi:dev::test::pulumi:providers:azure-native::default",
        name="default",
        properties=_struct(properties),
    )


def _names(value: Any) -> set[str]:
    if isinstance(value, Out):
        return set(value.of)
    if isinstance(value, Mapping):
        return {name for item in value.values() for name in _names(item)}
    return {name for item in value for name in _names(item)} if isinstance(value, list | tuple) else set()


def _struct(properties: Mapping[str, Any]) -> Any:
    struct = struct_pb2.Struct()
    struct.update({key: _sent(value) for key, value in properties.items()})
    return struct


def _sent(value: Any) -> Any:
    if isinstance(value, Out):
        return SENTINEL
    if isinstance(value, Mapping):
        return {key: _sent(item) for key, item in value.items()}
    return [_sent(item) for item in value] if isinstance(value, list | tuple) else value


def violations(diagnostics: Iterable[Any], *rules: AnyRule) -> list[tuple[str, str, str]]:
    """(level, logical name of the resource, message below the title) of each diagnostic of these rules, or of all."""
    wanted = {rule.id for rule in rules}
    levels = {proto.ADVISORY: "advisory", proto.MANDATORY: "mandatory"}
    return [
        (levels[d.enforcementLevel], d.urn.rpartition("::")[2], d.message.removeprefix(d.description).strip())
        for d in diagnostics
        if not wanted or d.policyName in wanted
    ]


def with_version(program: Program) -> list[R]:
    """The program on types of a given api-version."""
    return [replace(r, type=r.type.replace(":", "/v20240501:", 1)) for r in program]
