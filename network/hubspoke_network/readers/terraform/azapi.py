"""`azapi_resource`: an ARM resource written as ARM, its body an object or JSON text."""

import json
from collections.abc import Mapping
from typing import Any

from hubspoke_network.azure import RESOURCE_GROUP, type_by_arm
from hubspoke_network.core import ReadError, Unknown, parse_id
from hubspoke_network.readers.templates.bounds import check_size
from hubspoke_network.readers.templates.merging import with_ids
from hubspoke_network.readers.templates.values import settled
from hubspoke_network.readers.terraform.identities import stand_in

AZAPI = "azapi_resource"


def azapi_document(address: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The ARM document; None where type or place are not known."""
    written = values.get("type")
    if not isinstance(written, str):
        return None
    bare = written.partition("@")[0]
    known = type_by_arm(bare)
    arm_type = known.arm if known else bare
    identity = _identity(address, arm_type, values)
    if identity is None:
        return None
    body = _body(address, values.get("body"))
    envelope = {key: values[key] for key in ("location", "tags") if values.get(key) not in (None, {}, "")}
    made = settled({**envelope, **body})
    properties = made.get("properties", {})
    if properties is None or isinstance(properties, Mapping):
        properties = with_ids(arm_type, identity, properties or {})
    name = values.get("name")
    told = name if isinstance(name, str | Unknown) else Unknown(f"{address} has no name")
    return {**made, "id": identity, "type": arm_type, "name": told, "properties": properties}


def _identity(address: str, arm_type: str, values: Mapping[str, Any]) -> str | None:
    name, given, above = values.get("name"), values.get("id"), values.get("parent_id")
    sealed = isinstance(name, Unknown)
    if isinstance(given, str) and parse_id(given) is not None and not sealed:
        return given.rstrip("/")
    own = name if isinstance(name, str) and name and "/" not in name else stand_in(address)
    parent = parse_id(above) if isinstance(above, str) else None
    if parent is None:
        return None
    if arm_type.lower() == RESOURCE_GROUP.lower():
        return f"{parent}/resourceGroups/{own}"
    if parent.segments and arm_type.lower().startswith(parent.type.lower() + "/"):
        return f"{parent}/{arm_type[len(parent.type) + 1 :]}/{own}"
    made = f"{parent}/providers/{arm_type}/{own}"
    return made if parse_id(made) is not None else None


def _body(address: str, body: Any) -> Mapping[str, Any]:
    """The body as an object; one that cannot be read makes the properties unknown."""
    if isinstance(body, str) and body:
        try:
            body = json.loads(body)
            check_size(body, address)
        except (ValueError, RecursionError, ReadError):
            body = Unknown(f"the body of {address} is no JSON")
    if isinstance(body, Mapping):
        return body
    return (
        {} if body in (None, "") else {"properties": body if isinstance(body, Unknown) else Unknown(f"{address} body")}
    )
