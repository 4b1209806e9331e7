"""Outputs, bodies and inputs: what azure-native makes of one to get another."""

from collections.abc import Mapping
from typing import Any

from azure_offline.provider.metadata import Spec, TypeInfo, path_pattern, project, without_bookkeeping
from azure_offline.provider.properties.differences import carry_over
from azure_offline.provider.properties.failures import ProviderError
from azure_offline.provider.properties.values import UNKNOWN
from hubspoke_network.core import Unknown

API_VERSION = "azureApiVersion"
_SELF = "$self/"


def preview_outputs(info: TypeInfo, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Outputs as far as the inputs tell them; everything else is unknown."""
    outputs = _preview_object(info.answered, {}, inputs)
    outputs[API_VERSION] = info.rt.api_version
    return outputs


def _preview_object(
    members: Mapping[str, Spec], constants: Mapping[str, str], inputs: Mapping[str, Any]
) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    for name, spec in members.items():
        value = inputs.get(name)
        if value is not None:
            outputs[name] = _preview_value(spec, value)
        else:
            outputs[name] = constants.get(name, UNKNOWN)
    return outputs


def _preview_value(spec: Spec, value: Any) -> Any:
    kind = spec.kind
    if kind == "@":
        shape = spec.choose(value) if isinstance(value, dict) else None
        return UNKNOWN if shape is None else _preview_object(shape.members, shape.constants, value)
    if spec.item is not None:
        item = spec.item
        if kind == "[" and isinstance(value, list):
            return [_preview_value(item, member) for member in value]
        if kind == "{" and isinstance(value, dict):
            return {key: _preview_value(item, member) for key, member in value.items()}
        return UNKNOWN
    return value if _fits(kind, value) else UNKNOWN


def _fits(kind: str, value: Any) -> bool:
    if kind == "s":
        return isinstance(value, str)
    if kind in "in":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool) if kind == "b" else True


def request_body(info: TypeInfo, inputs: Mapping[str, Any], resource_id: str) -> dict[str, Any]:
    """The body of a PUT: what the type declares of the inputs, laid out as the document.

    Raises ProviderError for a value that is not known.
    """
    given = _resolve(project(info.given, inputs), resource_id)
    return info.to_body(given)


def _resolve(value: Any, resource_id: str) -> Any:
    """Ids that start with `$self/` are parts of the resource itself."""
    if isinstance(value, str):
        return f"{resource_id}/{value.removeprefix(_SELF)}" if value.startswith(_SELF) else value
    if isinstance(value, dict):
        return {
            key: item if type(item) is str and item[:1] != "$" else _resolve(item, resource_id)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_resolve(item, resource_id) for item in value]
    if isinstance(value, Unknown):
        raise ProviderError("the inputs hold a value that is not known yet")
    return value


def outputs_of(info: TypeInfo, document: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs of an answer: declared members only, no nulls, and the api-version."""
    outputs = project(info.answered, info.to_outputs(document))
    outputs[API_VERSION] = info.rt.api_version
    return outputs


def imported_inputs(info: TypeInfo, outputs: Mapping[str, Any], resource_id: str) -> dict[str, Any]:
    """Inputs of a resource that was not made here: what its path says and what can be given of its outputs."""
    match = path_pattern(info.rt.path).match(resource_id)
    path = {name: match[name] for name in info.rt.path_properties} if match else {}
    return {**path, **_without_empty(_given_part(info, outputs))}


def _given_part(info: TypeInfo, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that are inputs too, without the resource's own id and Azure's bookkeeping."""
    given = {name: spec for name, spec in info.given.items() if name != "id"}
    part: dict[str, Any] = without_bookkeeping(project(given, outputs))
    return part


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Without empty objects and arrays, at every depth; false, 0 and empty texts stay."""
    kept = {key: _shrink(item) for key, item in value.items()}
    return {key: item for key, item in kept.items() if not (isinstance(item, dict | list) and len(item) == 0)}


def _shrink(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_empty(value)
    if isinstance(value, list):
        return [_shrink(item) for item in value]
    return value


def refreshed_inputs(
    info: TypeInfo, inputs: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """The inputs with what changed in Azure between two outputs.

    Children that are resources of their own come in only where the inputs had them.
    """
    left_out = {name for name in info.rt.maintained if name not in inputs}

    def part(outputs: Mapping[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in _given_part(info, outputs).items() if k not in left_out}

    result: dict[str, Any] = carry_over(dict(inputs), part(before), part(after), top=True)
    return result
