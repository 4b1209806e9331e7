"""Terraform's documents: recognised, and read into ARM documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from hubspoke_network.core import ReadError
from hubspoke_network.readers.templates.bounds import check_size
from hubspoke_network.readers.templates.result import Declared, Unread
from hubspoke_network.readers.terraform.configuration import Configuration
from hubspoke_network.readers.terraform.documents import SUBNET, documents_of
from hubspoke_network.readers.terraform.entries import Entry, raw_entries, shown_entries
from hubspoke_network.readers.terraform.networks import NET

_SHOWN = ("values", "planned_values", "resource_changes", "prior_state", "configuration", "provider_schemas")
_WAYS = "give what `terraform show -json` writes of the state, or `terraform show -json FILE` of a plan"
_AZURE = ("azurerm_", "azapi_")
_PEERING = f"{NET}/virtualNetworks/virtualNetworkPeerings"
_SHORT = 5


def is_terraform(document: object) -> bool:
    """Whether a parsed document is a state, a plan or a state file of Terraform or OpenTofu, also an empty one."""
    if not isinstance(document, Mapping):
        return False
    if isinstance(document.get("format_version"), str):
        return "terraform_version" in document or len(document) == 1 or any(key in document for key in _SHOWN)
    return _is_raw(document) or "encrypted_data" in document


def _is_raw(document: Mapping[str, Any]) -> bool:
    known = {"terraform_version", "lineage", "serial"} & document.keys()
    return type(document.get("version")) is int and bool(known)


def read_terraform(document: object, *, where: str = "Terraform", subscription: str = "") -> Declared:
    """What a state or a plan declares.

    `subscription` is the id of the one that providers use where the plan does not tell it. Raises `ReadError` for what
    is no such document, and where a bound is passed.
    """
    if not isinstance(document, Mapping) or not is_terraform(document):
        raise ReadError(f"{where}: no Terraform state or plan; {_WAYS}")
    check_size(document, where)
    if "encrypted_data" in document:
        raise ReadError(f"{where}: an encrypted state; {_WAYS}")
    if "provider_schemas" in document:
        raise ReadError(f"{where}: the schemas of providers, not a state; {_WAYS}")
    if _is_raw(document):
        if document["version"] != 4:
            raise ReadError(f"{where}: a state file of version {document['version']}, and 4 is read; {_WAYS}")
        entries = raw_entries(document, where)
    else:
        entries = shown_entries(document, where)
    return _declared(document, entries, where, subscription)


def _declared(document: Mapping[str, Any], entries: list[Entry], where: str, subscription: str) -> Declared:
    azure = [entry for entry in entries if entry.type.startswith(_AZURE)]
    configuration = Configuration(document, (entry.address for entry in entries))
    documents, unread = documents_of(azure, configuration, subscription, _deleted(document))
    unread += _deferred(document)
    others = sorted({entry.type for entry in entries if not entry.data} - {entry.type for entry in azure})
    notes = [
        *_of_types(unread),
        *([f"resources of other providers are not Azure's: {_some(others)}"] if others else []),
        *_of_documents(documents),
        *_of_plan(document, where),
    ]
    if not documents:
        notes.append(f"{where} is Terraform's, and it holds no resource that was read")
    return Declared(tuple(documents), tuple(notes), tuple(unread))


def _of_types(unread: Iterable[Unread]) -> list[str]:
    by_type: dict[str, list[str]] = {}
    for item in unread:
        by_type.setdefault(item.type, []).append(item.label)
    return [f"{kind} was not read: {_some(labels)}" for kind, labels in by_type.items()]


def _of_documents(documents: list[dict[str, Any]]) -> list[str]:
    notes = []
    peerings = [item["id"] for item in documents if item["type"] == _PEERING]
    if peerings:
        notes.append(f"Terraform does not tell the state of a peering: {_some(peerings)}")
    bare = [
        item["id"]
        for item in documents
        if item["type"] == SUBNET
        and isinstance(item["properties"], Mapping)
        and "networkSecurityGroup" not in item["properties"]
    ]
    if bare:
        told = "no security group is tied to these subnets here, which another state may do"
        notes.append(f"{told}: {_some(bare)}")
    return notes


def _of_plan(document: Mapping[str, Any], where: str) -> list[str]:
    if document.get("errored") is True or document.get("complete") is False:
        return [f"{where}: the plan is not complete; make it again without errors and without -target"]
    return []


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _SHORT} more" if len(names) > _SHORT else ""
    return ", ".join(names[:_SHORT]) + more


def _changes(document: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    items = document.get(key)
    yield from (item for item in items if isinstance(item, Mapping)) if isinstance(items, list) else ()


def _deleted(document: Mapping[str, Any]) -> list[str]:
    """The ids of what a plan takes away and does not make again."""
    found = []
    for item in _changes(document, "resource_changes"):
        change = item.get("change")
        before = change.get("before") if isinstance(change, Mapping) and change.get("actions") == ["delete"] else None
        if isinstance(before, Mapping) and isinstance(before.get("id"), str):
            found.append(before["id"])
    return found


def _deferred(document: Mapping[str, Any]) -> list[Unread]:
    changes = (item.get("resource_change") for item in _changes(document, "deferred_changes"))
    return [Unread(str(item.get("type")), str(item.get("address"))) for item in changes if isinstance(item, Mapping)]
