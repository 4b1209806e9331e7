"""Documents whose `properties` are merged into their parent at every level, as `az network ... -o json` prints them."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.azure import ENVELOPE, ResourceType, to_document, type_by_arm
from hubspoke_network.core import parse_id
from hubspoke_network.readers.exports.spelling import spelled

_ADDED = frozenset({"resourceGroup", "resourceGroupName", "subscriptionId", "tenantId"})
"""Members that an export adds to what Azure answered."""


def is_flat(row: Mapping[str, Any], rt: ResourceType) -> bool:
    """Whether a row without `properties` holds them beside its name."""
    return any(key not in ENVELOPE and key not in _ADDED and value is not None for key, value in row.items()) and bool(
        {*spelled(rt, row)} - {*ENVELOPE, *_ADDED}
    )


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """The ARM document of a flat row with an `id`. Of a type that is not declared only the first level is nested."""
    parsed = parse_id(str(row["id"]))
    rt = type_by_arm(parsed.type) if parsed is not None else None
    given = {key: value for key, value in row.items() if key not in _ADDED and value is not None}
    if rt is None:
        outer = {key: value for key, value in given.items() if key in ENVELOPE}
        return {**outer, "properties": {key: value for key, value in given.items() if key not in ENVELOPE}}
    members = spelled(rt, without_added(given))
    document = to_document(rt, {**members, rt.name_property: members.get("name")})
    return {key: members[key] for key in ("id", "type") if key in members} | document


def without_added(value: Any) -> Any:
    """`value` without the resource group that the command line writes beside every id."""
    if isinstance(value, Mapping):
        return {key: without_added(item) for key, item in value.items() if key != "resourceGroup"}
    return [without_added(item) for item in value] if isinstance(value, list) else value
