"""The resources of a state or plan as ARM documents, and what of them was not read."""

from collections.abc import Iterable, Mapping
from typing import Any

from hubspoke_network.core import Unknown, parse_id
from hubspoke_network.readers.templates.merging import inline_segments, merged, with_ids
from hubspoke_network.readers.templates.result import Unread
from hubspoke_network.readers.terraform import ties
from hubspoke_network.readers.terraform.azapi import AZAPI, azapi_document
from hubspoke_network.readers.terraform.configuration import Configuration
from hubspoke_network.readers.terraform.entries import Entry
from hubspoke_network.readers.terraform.fields import convert
from hubspoke_network.readers.terraform.identities import Identities
from hubspoke_network.readers.terraform.networks import NET
from hubspoke_network.readers.terraform.table import NOT_IN_DATA, ONLY_IN_DATA, SHAPES
from hubspoke_network.readers.terraform.types import Shape

VNET = f"{NET}/virtualNetworks"
SUBNET = f"{VNET}/subnets"
POOL = f"{NET}/loadBalancers/backendAddressPools"
_TIED = ("networkSecurityGroup", "routeTable", "natGateway")


def documents_of(
    entries: list[Entry], configuration: Configuration, subscription: str, deleted: Iterable[str]
) -> tuple[list[dict[str, Any]], list[Unread]]:
    """The documents, each id once, and what is not read. `deleted` are ids that a plan takes away."""
    identities = Identities(entries, configuration, subscription)
    lists = _lists_with_children(entries, identities)
    found: dict[str, dict[str, Any]] = {}
    rest: list[Entry] = []
    for entry in sorted(entries, key=lambda item: item.data):
        document = _document(entry, configuration, identities, lists)
        if document is not None:
            if not entry.data or document["id"].lower() not in found:
                _keep(document, found)
        elif not entry.data:
            rest.append(entry)
    open_to_ties = {key: item for key, item in found.items() if isinstance(item["properties"], dict)}
    left = ties.carry_out([(entry, identities.linked(entry)) for entry in rest], open_to_ties)
    gone = {text.rstrip("/").lower() for text in deleted}
    for document in open_to_ties.values():
        _without(gone, document)
    _list_pools(open_to_ties)
    _tell_inline_ties(open_to_ties)
    return merged(list(found.values()), []), [_unread(entry) for entry in left]


def _keep(document: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    key = document["id"].lower()
    others = [document, found[key]] if key in found else [document]
    (found[key],) = merged(others, [])


def _lists_with_children(entries: list[Entry], identities: Identities) -> set[str]:
    """The lists, as ids without the last name, of which entries are resources of their own."""
    ids = (identities.id_of(entry.address) for entry in entries if not entry.data and entry.type in SHAPES)
    return {text.rpartition("/")[0].lower() for text in ids if text}


def _document(
    entry: Entry, configuration: Configuration, identities: Identities, lists: set[str]
) -> dict[str, Any] | None:
    if entry.type == AZAPI:
        if entry.data:
            return None
        return azapi_document(entry.address, identities.linked(entry))
    shape = SHAPES.get(entry.type)
    identity = identities.id_of(entry.address)
    if shape is None or identity is None or parse_id(identity) is None:
        return None
    values = identities.linked(entry)
    for field in shape.fields:
        if field.made and entry.created and isinstance(values.get(field.source), Unknown):
            # a configuration does not show dynamic blocks; but who makes children of their own writes none inside
            surely = field.how != "named" or f"{identity}/{field.path}".lower() in lists
            if surely and configuration.configures(entry.address, field.source) is False:
                values[field.source] = []
    made = convert(shape.fields, values, entry.address) if not entry.data else _of_data(shape, entry, values)
    beside = {key[1:]: made.pop(key) for key in list(made) if key.startswith("/")}
    for name, unless in shape.unless:
        if values.get(unless) in (None, ""):
            made.setdefault(name, Unknown(f"the {name} of {entry.address} may be resources of their own, not read"))
    own = values.get(shape.name)
    told = own if isinstance(own, str | Unknown) else Unknown(f"{entry.address} does not tell {shape.name}")
    kind = {"kind": shape.kind} if shape.kind else {}
    properties = with_ids(shape.arm, identity, made)
    return {"id": identity, "type": shape.arm, "name": told, **kind, **beside, "properties": properties}


def _of_data(shape: Shape, entry: Entry, values: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that a data source tells; what it does not tell is not known."""
    fields = (*shape.fields, *ONLY_IN_DATA.get(entry.type, ()))
    made = convert(fields, values, entry.address)
    told = {field.path for field in fields if field.source in values}
    for path in dict.fromkeys([field.path for field in fields] + list(NOT_IN_DATA.get(entry.type, ()))):
        top = path.partition(".")[0]
        if top and path not in told and (top not in made or isinstance(made[top], Unknown)):
            made[top] = Unknown(f"{entry.address} does not tell {top.lstrip('/')}")
    return made


def _unread(entry: Entry) -> Unread:
    identity = entry.values.get("id")
    known = isinstance(identity, str) and parse_id(identity) is not None
    return Unread(entry.type, entry.address, str(identity) if known else "")


def _without(gone: set[str], document: dict[str, Any]) -> None:
    """Take out of a document the children that the plan takes away."""
    properties = document["properties"]
    for key in inline_segments(document["type"]) if gone else ():
        entries = properties.get(key)
        if isinstance(entries, list):
            properties[key] = [item for item in entries if _id_in(item).lower() not in gone]


def _id_in(item: Any) -> str:
    return str(item.get("id", "")) if isinstance(item, Mapping) else ""


def _list_pools(found: dict[str, dict[str, Any]]) -> None:
    """Write pools, which are resources of their own in azurerm, into their balancers, where ARM has them."""
    for document in [item for item in found.values() if item["type"] == POOL]:
        parsed = parse_id(document["id"])
        parent = found.get(parsed.parent.key) if parsed is not None and parsed.parent is not None else None
        if parent is None:
            continue
        listed = parent["properties"].get("backendAddressPools")
        if isinstance(listed, list) and document["id"].lower() in {_id_in(item).lower() for item in listed}:
            continue
        entry = {"name": document["name"], "id": document["id"], "properties": document["properties"]}
        ties.append(parent["properties"], "backendAddressPools", entry)


def _tell_inline_ties(found: dict[str, dict[str, Any]]) -> None:
    """A network that tells of a subnet more than the subnet's own resources: it may be old, or tied elsewhere."""
    for network in [item for item in found.values() if item["type"] == VNET]:
        listed = network["properties"].get("subnets")
        for entry in listed if isinstance(listed, list) else ():
            subnet = found.get(_id_in(entry).lower())
            inside = entry.get("properties") if isinstance(entry, Mapping) else None
            if subnet is None or not isinstance(inside, Mapping):
                continue
            for path in _TIED:
                if path in inside and path not in subnet["properties"]:
                    told = f"{network['id']} tells a {path} of {subnet['name']}, and no association says so"
                    subnet["properties"][path] = {"id": Unknown(told)}
