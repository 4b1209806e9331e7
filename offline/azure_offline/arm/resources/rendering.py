"""What a GET shows: the stored document, what ARM computes, and the children the parent lists."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources.declarations import TypeSpec
from azure_offline.arm.resources.identifiers import etag, guid
from azure_offline.arm.resources.view import View
from azure_offline.store.store import Resource


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
