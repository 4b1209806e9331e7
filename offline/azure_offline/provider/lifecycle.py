"""Create, read, update and delete, step by step as azure-native goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from azure_offline.arm.responses import Response
from azure_offline.provider.azure import Azure
from azure_offline.provider.configuration import Configuration
from azure_offline.provider.metadata import TypeInfo, path_pattern
from azure_offline.provider.properties import (
    InitFailed,
    ProviderError,
    body_text,
    error_line,
    imported_inputs,
    outputs_of,
    preview_outputs,
    refreshed_inputs,
    request_body,
)
from hubspoke_network.azure import PathError, resource_id
from hubspoke_network.core import Unknown

READ_BACK_FAILED = "Failed to read resource after {}. Please report this issue."


@dataclass(frozen=True)
class ReadResult:
    """What Read answers; an empty id says that the resource is not there."""

    id: str
    outputs: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Lifecycle:
    """The operations on resources of one configured provider. `warn` shows a warning beside a resource (its URN)."""

    azure: Azure
    configuration: Configuration
    warn: Callable[[str, str], None]

    def create(self, info: TypeInfo, urn: str, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Make a resource that must not exist yet; its id and outputs."""
        target = self.id_of(info, inputs)
        self._refuse_existing(info, target)
        body = request_body(info, inputs, target)
        for name in info.rt.maintained:
            if name not in inputs:
                put_at(body, info.layout.by_flat[name].path, [])
        return self._write(info, urn, target, inputs, body, "Create")

    def update(self, info: TypeInfo, urn: str, news: dict[str, Any]) -> dict[str, Any]:
        """Write a resource whole: what is not in the new inputs is gone, but for maintained children."""
        target = self.id_of(info, news)
        body = request_body(info, news, target)
        unset = [name for name in info.rt.maintained if name not in news]
        if unset:
            self._keep_children(info, target, unset, body)
        _, outputs = self._write(info, urn, target, news, body, "Update")
        return outputs

    def read(self, info: TypeInfo, target: str, inputs: Mapping[str, Any], state: Mapping[str, Any]) -> ReadResult:
        """Refresh (`inputs` are the old ones) or import (no inputs)."""
        response = self._get(info, target)
        if response.status == 404:
            return ReadResult("", {}, {})
        if not response.ok:
            raise ProviderError(error_line(response))
        if path_pattern(info.rt.path).match(target) is None:
            raise ProviderError(f"failed to parse '{target}' against the path '{info.rt.path}'")
        outputs = outputs_of(info, response.body or {})
        if not inputs:
            return ReadResult(target, outputs, imported_inputs(info, outputs, target))
        return ReadResult(target, outputs, refreshed_inputs(info, inputs, state, outputs))

    def delete(self, info: TypeInfo, target: str) -> None:
        """Delete by the stored id; what is not there counts as deleted."""
        response = self.azure.request("DELETE", target, api_version=info.rt.api_version)
        if response.status not in {200, 202, 204, 404}:
            raise ProviderError(error_line(response))

    def preview(self, info: TypeInfo, inputs: dict[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
        """Outputs of a create or, with the old `state`, of an update that is not carried out."""
        kept = {name: state[name] for name in ("name", "location") if name in state and name in info.answered}
        return preview_outputs(info, {**kept, **inputs})

    def id_of(self, info: TypeInfo, inputs: Mapping[str, Any]) -> str:
        """The id that these inputs and the provider's subscription give."""
        try:
            found = resource_id(info.rt, inputs, self.configuration.subscription)
        except PathError as problem:
            kind = type(problem.value).__name__
            text = f"expected string value for path parameter '{problem.parameter}', got {kind}"
            raise ProviderError(text) from problem
        if isinstance(found, Unknown):
            raise ProviderError("the resource id holds a value that is not known yet")
        return found

    def _get(self, info: TypeInfo, target: str) -> Response:
        return self.azure.request("GET", target, api_version=info.rt.api_version)

    def _refuse_existing(self, info: TypeInfo, target: str) -> None:
        response = self._get(info, target)
        if response.status == 404 or (response.ok and not response.body):
            return
        if response.ok:
            raise ProviderError(f"cannot create already existing resource '{target}'")
        raise ProviderError(
            f"cannot check existence of resource '{target}': status code {response.status}, {body_text(response)}"
        )

    def _keep_children(self, info: TypeInfo, target: str, unset: list[str], body: dict[str, Any]) -> None:
        """Copy the children that Azure has now, so that a write without them does not delete them."""
        response = self._get(info, target)
        if not response.ok:
            text = f"failed maintaining unset sub-resource properties: reading cloud state: {error_line(response)}"
            raise ProviderError(text)
        for name in unset:
            path = info.layout.by_flat[name].path
            remote = take_from(response.body or {}, path)
            if remote is not None:
                put_at(body, path, remote)

    def _write(
        self, info: TypeInfo, urn: str, target: str, inputs: dict[str, Any], body: dict[str, Any], verb: str
    ) -> tuple[str, dict[str, Any]]:
        query = {name: str(inputs[name]) for name in info.rt.query if name in inputs}
        response = self.azure.request("PUT", target, body, api_version=info.rt.api_version, query=query)
        if response.accepted and not response.ok:
            raise self._partial(info, target, inputs, error_line(response))
        if not response.ok:
            raise ProviderError(error_line(response))
        answered = response.body or {}
        made = str(answered.get("id") or target)
        if verb == "Update" and self.configuration.skip_read_on_update:
            return made, outputs_of(info, answered)
        again = self._get(info, made)
        if not again.ok or again.body is None:
            self.warn(READ_BACK_FAILED.format(verb), urn)
            return made, outputs_of(info, answered)
        return made, outputs_of(info, again.body)

    def _partial(self, info: TypeInfo, target: str, inputs: dict[str, Any], reason: str) -> InitFailed:
        """A write that Azure had accepted before it failed: the resource exists, with an error to show."""
        response = self._get(info, target)
        if response.ok and response.body is not None:
            return InitFailed(target, outputs_of(info, response.body), inputs, reason)
        return InitFailed(target, {}, inputs, f"resource created but read failed {error_line(response)}: {reason}")


def put_at(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a member of a document, making the objects on the way."""
    for step in path[:-1]:
        document = document.setdefault(step, {})
    document[path[-1]] = value


def take_from(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """A member of a document, or None."""
    found: Any = document
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
