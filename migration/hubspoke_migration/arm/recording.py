"""Runs `Estate` against Pulumi's mocks and writes what it registers: `python -m hubspoke_migration.arm.recording`.

Reads a request as JSON from standard input, writes the resources as JSON to standard output.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import pulumi
from google.protobuf import json_format
from pulumi.runtime import mocks

from hubspoke_migration.arm.program import ESTATE, PROJECT, STACK
from hubspoke_network.azure import PathError, resource_id, type_by_token
from hubspoke_network.core import SECRET, SIGNATURE


class _Mocks(mocks.Mocks):
    """Answers with the id that Azure has; remembers the subscription of each explicit provider."""

    def __init__(self, subscription: str, ids: Mapping[str, str]) -> None:
        self.own, self.ids = subscription, ids
        self.subscriptions: dict[str, str] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        arm_id = self.arm_id(args.typ, args.inputs, args.provider or "")
        return arm_id or f"{args.name}-id", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:  # noqa: ARG002
        return {}, []

    def arm_id(self, token: str, inputs: Mapping[str, Any], provider: str) -> str:
        """The id the inputs make, as Azure spells it; empty for what has none."""
        rt = type_by_token(token)
        if rt is None:
            return ""
        try:
            made = str(resource_id(rt, inputs, self.subscriptions.get(_provider(provider), self.own)))
        except PathError:
            return ""
        return self.ids.get(made.lower(), made)


class _Monitor(mocks.MockMonitor):
    """Writes down every registration."""

    def __init__(self, answers: _Mocks) -> None:
        super().__init__(answers)
        self.answers = answers
        self.found: list[dict[str, Any]] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name gRPC calls
        raw = json_format.MessageToDict(request.object)
        inputs = _plain(raw)
        if request.type.startswith("pulumi:providers:"):
            self.answers.subscriptions[request.name] = str(inputs.get("subscriptionId") or self.answers.own)
        if request.type != STACK:
            self.found.append(
                {
                    "token": request.type,
                    "name": request.name,
                    "parent": "" if f"::{STACK}::" in request.parent else request.parent.rpartition("::")[2],
                    "provider": _provider(request.provider),
                    "custom": request.custom,
                    "inputs": inputs,
                    "secret": _has_secret(raw),
                    "arm_id": self.answers.arm_id(request.type, inputs, request.provider),
                }
            )
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def record(request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the estate of the request registers."""
    from hubspoke import Estate
    from hubspoke.estate.settings import read_settings

    estate = read_settings(request["settings"], "the drafted settings")
    own = {"location": request["location"], "subscriptionId": request["subscription"]}
    pulumi.runtime.set_all_config({f"azure-native:{key}": value for key, value in own.items() if value})
    monitor = _Monitor(_Mocks(request["subscription"], request["ids"]))
    mocks.set_mocks(monitor.mocks, project=PROJECT, stack=request["stack"], preview=False, monitor=monitor)
    pulumi.runtime.test(lambda: Estate(ESTATE, estate).hub_ids)()  # type: ignore[no-untyped-call]
    return monitor.found


def _provider(reference: str) -> str:
    """The name in a provider reference (`urn::id`); empty for a default provider."""
    name = reference.rpartition("::")[0].rpartition("::")[2]
    return "" if name.startswith("default") else name


def _plain(value: Any) -> Any:
    """Registered values without the marks of secrets; whole numbers as integers."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return _plain(value.get("value"))
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _has_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get(SIGNATURE) == SECRET or any(_has_secret(item) for item in value.values())
    return isinstance(value, list) and any(_has_secret(item) for item in value)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(record(json.load(sys.stdin))))
