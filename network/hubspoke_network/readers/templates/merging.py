"""One document for each resource: children written twice are counted once, and what is in doubt makes unknown."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.azure import type_by_arm
from hubspoke_network.core import Unknown, parse_id
from hubspoke_network.readers.templates.result import agreed
from hubspoke_network.readers.templates.values import Misuse, Value, joined, segments

_SEGMENTS = {"rules": "routeFilterRules"}
"""Lists whose entries lie under another segment in ids."""


def inline_segments(arm_type: str) -> dict[str, str]:
    """The lists of a type whose entries are resources of their own, with the segment of their ids."""
    known = type_by_arm(arm_type)
    return {key: _SEGMENTS.get(key, key) for key in known.maintained} if known else {}


def with_ids(arm_type: str, resource_id: Value, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with the ids of what is named inside them: subnets of a network, front ends of a balancer."""
    if not arm_type.lower().startswith("microsoft.network/"):
        return dict(properties)
    own = inline_segments(arm_type)
    return {
        key: [_with_id(resource_id, own, key, entry) for entry in entries] if isinstance(entries, list) else entries
        for key, entries in properties.items()
    }


def _with_id(resource_id: Value, own: Mapping[str, str], key: str, entry: Value) -> Value:
    if not isinstance(entry, Mapping) or entry.get("name") in (None, "") or ("id" in entry and key not in own):
        return entry
    try:
        made = joined([resource_id, "/", own.get(key, key), "/", *segments(entry["name"])[:1]])
    except Misuse:
        return entry
    return {**entry, "id": made}


def merged(documents: list[dict[str, Any]], doubtful: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents by id, each once.

    What two say differently of one resource is unknown. A child that is also written in its parent's list is written
    there as the resource of its own says. What is doubtful makes unknown what it would change: the resource of the same
    id, or its entry in the parent's list.
    """
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        key = document["id"].lower()
        why = f"{document['id']} is declared twice, with different values"
        found[key] = agreed_document(found[key], document, why) if key in found else document
    for document in doubtful:
        _doubt(document, found)
    for document in list(found.values()):
        _write_into_parent(document, found)
    return list(found.values())


def agreed_document(a: dict[str, Any], b: dict[str, Any], why: str) -> dict[str, Any]:
    """Two documents of one id as one; their envelopes stay as the first has them where only case differs."""
    both: dict[str, Any] = agreed(a, {**b, "id": a["id"], "type": a["type"], "name": a["name"]}, why)
    return both


def _doubt(document: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    key = document["id"].lower()
    why = f"whether {document['id']} is deployed is not known"
    if key in found:
        found[key] = agreed_document(found[key], document, why)
        return
    place = _place(document, found)
    if place is None:
        return
    parent, name, index = place
    entries = parent["properties"].get(name) or []
    if isinstance(entries, Unknown):
        return
    if index is None:
        entries = [*entries, Unknown(why)]
    else:
        entries = [*entries]
        entries[index] = agreed(entries[index], {**entries[index], "properties": document["properties"]}, why)
    parent["properties"] = {**parent["properties"], name: entries}


def _write_into_parent(document: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    place = _place(document, found)
    if place is None:
        return
    parent, name, index = place
    if index is None:
        return
    entries = [*parent["properties"][name]]
    entries[index] = {**entries[index], "properties": document["properties"]}
    parent["properties"] = {**parent["properties"], name: entries}


def _place(document: dict[str, Any], found: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], str, int | None] | None:
    """Where a child belongs: its parent's document, the list, and its index there, None where it is not in it.

    None altogether where the parent is not there or its properties or the list are not known.
    """
    parsed = parse_id(document["id"])
    parent = found.get(parsed.parent.key) if parsed is not None and parsed.parent is not None else None
    if parsed is None or parent is None or not isinstance(parent.get("properties"), Mapping):
        return None
    segment = parsed.segments[-1][0].lower()
    name = next((key for key, own in inline_segments(parent["type"]).items() if own.lower() == segment), None)
    entries = parent["properties"].get(name) if name else None
    if name is None or not isinstance(entries, list | None):
        return None
    ids = [entry.get("id") if isinstance(entry, Mapping) else None for entry in entries or []]
    key = document["id"].lower()
    index = next((i for i, own in enumerate(ids) if isinstance(own, str) and own.lower() == key), None)
    return parent, name, index
