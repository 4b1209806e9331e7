"""Rules on diagnostic settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, items, text
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View

_DOC = "azure-monitor/platform/diagnostic-settings"
_SINKS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")
_ALL_LOGS = "allLogs"


def _categories(document: Mapping[str, Any], *, logs: bool = True, metrics: bool = True) -> list[str]:
    """What is switched on: categories, and groups of them."""
    lists = [name for name, wanted in (("logs", logs), ("metrics", metrics)) if wanted]
    entries = [entry for name in lists for entry in items(document, f"properties.{name}") if flag(entry, "enabled")]
    named = (text(entry, "category") or text(entry, "categoryGroup") for entry in entries)
    return [name for name in named if name]


@rule(
    "diagnostic-setting-sink",
    grade="B",
    source="Azure/terraform-azurerm-avm-ptn-aiml-landing-zone#19, Azure/bicep-registry-modules#3407",
    code="Conflict",
    message="Data sink '{sink}' is already used in diagnostic setting '{other}' for category '{category}'. Data sinks "
    "can't be reused in different settings on the same category for the same resource.",
    seen=True,
    status=409,
)
def same_sink(change: Change, view: View) -> Iterator[Values]:
    """Another setting of the resource sends the same category to the same place."""
    own = change.document
    for other in view.children(change.parent, change.kind):
        if other.key == change.key:
            continue
        for name in _SINKS:
            sink = text(own, f"properties.{name}") or ""
            if not sink or sink.lower() != (text(other.document, f"properties.{name}") or "").lower():
                continue
            for category in _shared(own, other.document):
                yield {"sink": sink, "other": other.name, "category": category}


def _shared(own: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Categories that both send; the group of all logs has every category of a log in it."""
    found = [category for category in _categories(own) if category in _categories(other)]
    for one, two in ((own, other), (other, own)):
        if _ALL_LOGS in _categories(one, metrics=False):
            found += _categories(two, metrics=False)
    return found


@rule("diagnostic-setting-count", grade="A", source=_DOC, message="{id}: {most} settings are the most.", on=CREATE)
def count(change: Change, view: View) -> Iterator[Values]:
    """A resource gets a sixth diagnostic setting."""
    most = view.limit("diagnostic_settings_per_resource")
    if len(view.children(change.parent, change.kind)) > most:
        yield {"id": change.id, "most": most}


@rule("diagnostic-setting-empty", grade="A", source=_DOC, message="Diagnostic setting {id} names no {what}.")
def empty(change: Change, _view: View) -> Iterator[Values]:
    """A setting without destination, or without anything to send."""
    if not any(text(change.document, f"properties.{name}") for name in _SINKS):
        yield {"id": change.id, "what": "destination"}
    if not _categories(change.document):
        yield {"id": change.id, "what": "category that is enabled"}


@rule(
    "diagnostic-setting-region",
    grade="A",
    source=_DOC,
    message="Storage account {account} of diagnostic setting {id} is in {there}; the resource is in {here}.",
)
def region(change: Change, view: View) -> Iterator[Values]:
    """The storage account lies in another region than the resource whose logs it takes."""
    account = text(change.document, "properties.storageAccountId") or ""
    here, there = view.location_of(change.parent), view.location_of(account.lower())
    if here and there and here != there:
        yield {"account": account, "id": change.id, "there": there, "here": here}
