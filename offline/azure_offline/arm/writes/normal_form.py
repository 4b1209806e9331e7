"""From what a client sends to what is stored: the writable part only, references bare, defaults filled in."""

import copy
from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ANSWERED, TypeSpec
from hubspoke_network.core import normal_location
from hubspoke_network.refusals import BadShape, Document, clean, may_lead

_OWN_ANSWERED = ANSWERED | {"id", "type"}
_ENVELOPE_ANSWERED = frozenset({"id", "name", "type", "etag", "systemData"})


def normal_form(spec: TypeSpec | None, key: str, body: Mapping[str, Any]) -> Document:
    """The document to store for a request body. Raises `BadShape`."""
    return clean_form(spec, key, clean(body))


def clean_form(spec: TypeSpec | None, key: str, body: Mapping[str, Any]) -> Document:
    """The same of a body, or a part of one, that is clean and belongs to nobody else."""
    document: Document = {k: v for k, v in body.items() if k not in _ENVELOPE_ANSWERED}
    properties = document.get("properties", {})
    if not isinstance(properties, dict):
        raise BadShape("properties", "an object")
    _check_envelope(document)
    if spec is None:
        return document
    dropped = spec.unstored
    stripped = {
        name: value if type(value) is str else _stripped(value, key)
        for name, value in properties.items()
        if name not in dropped
    }
    document["properties"] = stripped
    for reference in spec.references:
        if reference.path.endswith(".id") and may_lead(document, reference.path):
            _bare(document, reference.path.removesuffix(".id").split("."))
    for name, value in spec.defaults.items():
        stripped.setdefault(name, copy.deepcopy(value))
    if spec.location == "none":
        document.pop("location", None)
        document.pop("tags", None)
    return document


def _check_envelope(document: Document) -> None:
    location, tags = document.get("location"), document.get("tags")
    if location is not None:
        if not isinstance(location, str):
            raise BadShape("location", "text")
        document["location"] = normal_location(location)
    if tags is not None and not (isinstance(tags, dict) and all(isinstance(v, str) for v in tags.values())):
        raise BadShape("tags", "an object of texts")
    for name, shape in (("sku", dict), ("zones", list), ("identity", dict)):
        if name in document and not isinstance(document[name], shape):
            raise BadShape(name, "an object" if shape is dict else "a list")


def _stripped(value: Any, key: str) -> Any:
    """Without what ARM answers in nested objects: etags, states, and the ids of the resource's own parts."""
    if isinstance(value, list):
        return [_stripped(item, key) for item in value]
    if not isinstance(value, dict):
        return value
    own = "name" in value and isinstance(value.get("id"), str) and value["id"].lower().startswith(f"{key}/")
    dropped = _OWN_ANSWERED if own else ANSWERED
    return {
        name: item if type(item) is str else _stripped(item, key) for name, item in value.items() if name not in dropped
    }


def _bare(value: Any, parts: list[str]) -> None:
    """Cut a referenced resource that was sent whole down to its id."""
    if not isinstance(value, dict):
        return
    name = parts[0].removesuffix("[]")
    found = value.get(name)
    if len(parts) > 1:
        for item in found if isinstance(found, list) else [found]:
            _bare(item, parts[1:])
    elif isinstance(found, list):
        value[name] = [_id_only(item) for item in found]
    elif found is not None:
        value[name] = _id_only(found)


def _id_only(value: Any) -> Any:
    return {"id": value["id"]} if isinstance(value, dict) and "id" in value else value
