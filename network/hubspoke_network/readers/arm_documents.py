"""Reads ARM documents: a JSON array, `{"value": [...]}`, Resource Graph's `{"data": [...]}`, or one document."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.azure import RESOURCE_GROUP, type_by_arm
from hubspoke_network.core import ReadError, Unknown, parse_id
from hubspoke_network.model import Resource, with_properties
from hubspoke_network.readers.values import plain

_UNKNOWN = Unknown("its value is not known yet")


def arm_entries(document: object) -> list[Any] | None:
    """The documents that `document` holds, None where it is of another form."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        for key in ("value", "data", "resources"):
            if isinstance(document.get(key), list):
                return list(document[key])
        if isinstance(document.get("id"), str) and parse_id(document["id"]):
            return [document]
    return None


def read_arm(entries: list[Any], where: str) -> list[Resource]:
    """The resources of these documents. Raises `ReadError` where one has no resource id."""
    resources = []
    for index, entry in enumerate(entries):
        identity = entry.get("id") if isinstance(entry, Mapping) else None
        parsed = parse_id(identity) if isinstance(identity, str) else None
        if not isinstance(entry, Mapping) or parsed is None or not isinstance(identity, str):
            told = f"{where}: document {index} has no resource id"
            raise ReadError(f"{told}; give documents as Azure exports them, each with its id")
        document = plain(entry, _UNKNOWN, f"{where}: {identity}")
        known = type_by_arm(parsed.type)
        label = parsed.name
        resources.append(
            Resource(
                id=identity.rstrip("/"),
                type=known.arm if known else parsed.type,
                name=parsed.name,
                document=document if parsed.type == RESOURCE_GROUP else with_properties(document, label),
                provider_subscription=parsed.subscription,
            )
        )
    return resources
