"""The documents in whatever a program wrapped them: lists, pages, tables, objects by id or by group."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.azure import type_by_arm
from hubspoke_network.core import ReadError, parse_id
from hubspoke_network.readers.exports import powershell, what_if
from hubspoke_network.readers.exports.flat import is_flat, nested

_LISTS = ("value", "data", "resources", "Data")
_NEXT = ("nextLink", "@odata.nextLink", "odata.nextLink", "skip_token", "$skipToken", "skipToken", "SkipToken")
_TOTALS = ("total_records", "totalRecords", "TotalRecords")
_CREATED = frozenset({"newvnet", "newnsg", "newnic", "publicip", "vnetgateway", "loadbalancer"})
_TEXTS = ("properties", "tags", "sku", "identity", "zones", "plan")
"""Columns that an inventory may hold as text."""
_DEEPEST = 8


@dataclass(slots=True)
class Found:
    """Documents in ARM's form; `partial` says why they are not all there are, `notes` what else was missing."""

    documents: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    partial: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    rows: int
    total: int
    more: bool


def documents_in(value: Any, where: str) -> Found:
    """Every document in a value. Raises `ReadError`, which says what the value is and what to give instead."""
    found = Found()
    pages: list[_Page] = []
    for row in _rows(value, where, pages, found):
        found.documents.append(_document(row, f"{where}: document {len(found.documents)}"))
    found.partial = _partial(pages)
    return found


def _partial(pages: list[_Page]) -> str:
    seen = sum(page.rows for page in pages)
    total = max((page.total for page in pages), default=0)
    if total > seen:
        return f"{seen} of {total} resources"
    return "there is a next page" if pages and pages[-1].more else ""


def _rows(value: Any, where: str, pages: list[_Page], found: Found, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        raise ReadError(f"{where}: lists nested deeper than {_DEEPEST}; give the documents in one list")
    if isinstance(value, list):
        for item in value:
            yield from _rows(item, where, pages, found, depth + 1)
    elif not isinstance(value, Mapping):
        raise ReadError(f"{where}: {_foreign({}, len(found.documents) if depth else None)}")
    else:
        yield from _rows_of_object(value, where, pages, found, depth)


def _rows_of_object(
    value: Mapping[str, Any], where: str, pages: list[_Page], found: Found, depth: int
) -> Iterator[Mapping[str, Any]]:
    changes = what_if.changes_of(value)
    inside = _page(value)
    if changes is not None:
        found.notes += what_if.notes(changes)
        yield from what_if.documents(changes)
    elif _identity(value) is not None and not _is_validation(value):
        yield value
    elif inside is not None:
        total = next((value[key] for key in _TOTALS if isinstance(value.get(key), int)), 0)
        more = any(value.get(key) for key in _NEXT) or str(value.get("resultTruncated", "")).lower() == "true"
        pages.append(_Page(len(inside), total, more))
        yield from _rows(inside, where, pages, found, depth + 1)
    elif _is_holder(value):
        for item in value.values():
            yield from _rows(item, where, pages, found, depth + 1)
    else:
        raise ReadError(f"{where}: {_foreign(value, len(found.documents) if depth else None)}")


def _page(value: Mapping[str, Any]) -> list[Any] | None:
    """The rows of a page, a table's among them; None where `value` is no page."""
    for key in _LISTS:
        rows = value.get(key)
        if isinstance(rows, list):
            return rows
        if isinstance(rows, Mapping) and isinstance(rows.get("columns"), list) and isinstance(rows.get("rows"), list):
            names = [column.get("name") if isinstance(column, Mapping) else column for column in rows["columns"]]
            return [dict(zip(names, row, strict=False)) for row in rows["rows"] if isinstance(row, list)]
    return None


def _is_holder(value: Mapping[str, Any]) -> bool:
    """Whether an object has nothing but documents under its keys: by id, by group, or what a `create` answers."""
    if len(value) == 1 and next(iter(value)).lower() in _CREATED:
        return True
    items = list(value.values())
    return bool(items) and all(
        _identity(item) is not None
        if isinstance(item, Mapping)
        else isinstance(item, list) and all(isinstance(one, Mapping) and _identity(one) is not None for one in item)
        for item in items
    )


def _identity(row: Mapping[str, Any]) -> str | None:
    for key in ("id", "Id", "ResourceId", "resourceId"):
        written = row.get(key)
        if isinstance(written, str) and parse_id(written) is not None:
            return written
    return None


def _document(row: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """One row in ARM's form."""
    if powershell.is_resource(row):
        return _told(powershell.resource(row, where), where)
    if powershell.is_typed(row):
        return powershell.typed(row)
    identity = _identity(row)
    if identity is None:
        raise ReadError(f"{where} has no resource id; give documents as Azure exports them, each with its id")
    document = _told({**row, "id": identity}, where)
    parsed = parse_id(identity)
    rt = type_by_arm(parsed.type) if parsed is not None else None
    if document.get("properties") is None and rt is not None and is_flat(document, rt):
        return nested(document)
    return document


def _told(document: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The document, with columns that hold JSON as text read. Raises `ReadError` where such a text is no JSON."""
    found = dict(document)
    for key in _TEXTS:
        for _ in range(2):  # some inventories encode twice
            text = found.get(key)
            if isinstance(text, str) and text.lstrip()[:1] in ("{", "[", '"'):
                try:
                    found[key] = json.loads(text)
                except (ValueError, RecursionError):
                    raise ReadError(f"{where}: {key} is a text that begins as JSON and is none") from None
    return found


def _is_validation(value: Mapping[str, Any]) -> bool:
    inner = value.get("properties")
    return isinstance(inner, Mapping) and "validatedResources" in inner


def _foreign(value: Mapping[str, Any], index: int | None) -> str:
    """What an object is that holds no documents, and what to give instead; `index` where it stands in a list."""
    if _is_validation(value):
        return (
            "a deployment (Microsoft.Resources/deployments) or its validation lists ids and no networks; give what "
            "`az deployment group what-if --no-pretty-print -o json` prints"
        )
    if "effectiveRoutes" in value or "effectiveNetworkSecurityGroups" in value:
        return "effective routes or rules of one interface are no resources; give what `az resource show` prints"
    if index is not None:
        return f"document {index} has no resource id; give documents as Azure exports them, each with its id"
    return (
        "neither a Pulumi state, nor a preview, nor Azure documents; give what `pulumi stack export`, "
        "`pulumi preview --json`, `az resource show`, `az graph query` or `azure-offline export` writes"
    )
