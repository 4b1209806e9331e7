"""What a GET shows: the stored document, what ARM computes, and the children the parent lists."""

from collections.abc import Mapping
from hashlib import sha1
from typing import Any

from azure_offline.arm.declarations import TypeSpec
from azure_offline.arm.view import View
from azure_offline.store.store import Resource

_SEED = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8") + b"azure-offline:"  # the name space of URLs


def guid(*parts: object) -> str:
    """A GUID that is a function of its parts (a UUID of version 5): the same in every run."""
    digest = bytearray(sha1(_SEED + ":".join(map(str, parts)).encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    shown = digest.hex()
    return f"{shown[:8]}-{shown[8:12]}-{shown[12:16]}-{shown[16:20]}-{shown[20:]}"


def etag(resource: Resource) -> str:
    """The etag of a resource: another one after every write."""
    return f'W/"{guid("etag", resource.key, resource.revision)}"'


def render(resource: Resource, view: View) -> dict[str, Any]:
    """The document ARM answers for a resource."""
    spec = view.spec(resource.type.lower())
    body: dict[str, Any] = {"name": resource.name, "id": resource.id}
    if spec is None or spec.etag:
        body["etag"] = etag(resource)
    body["type"] = resource.type
    body |= {key: value for key, value in resource.document.items() if key != "properties"}
    properties: dict[str, Any] = {}
    if spec is None or spec.provisioning:
        properties["provisioningState"] = resource.state.get("provisioningState", "Succeeded")
    if spec is not None:
        properties |= _properties(resource, spec, view)
    else:
        properties |= resource.properties
    if properties or "properties" in resource.document:
        body["properties"] = properties
    return body


def _properties(resource: Resource, spec: TypeSpec, view: View) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if spec.guid:
        found["resourceGuid"] = guid("resource", resource.key)
    for name, value in resource.properties.items():
        if name not in spec.write_only:
            found[name] = _with_ids(resource, name, value) if name in spec.parts else value
    for inline in spec.inline:
        children = view.children(resource.key, inline.type)
        found[inline.property] = [render(child, view) for child in children]
    if spec.present:
        found |= spec.present(resource, view)
    return found


def _with_ids(resource: Resource, name: str, value: Any) -> Any:
    """The items of a list with the id, etag and state that ARM gives each part."""
    if not isinstance(value, list):
        return value
    shown = []
    for item in value:
        if isinstance(item, Mapping) and isinstance(item.get("name"), str):
            inner = item.get("properties")
            properties = {"provisioningState": "Succeeded", **(inner if isinstance(inner, Mapping) else {})}
            part = {"name": item["name"], "id": f"{resource.id}/{name}/{item['name']}", "etag": etag(resource)}
            shown.append({**part, **item, "properties": properties})
        else:
            shown.append(item)
    return shown
