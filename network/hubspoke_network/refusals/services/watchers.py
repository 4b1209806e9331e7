"""Rules on network watchers and flow logs."""

from collections.abc import Iterator

from hubspoke_network.azure import limit
from hubspoke_network.core import parse_id
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, number, text
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View

_DOC = "network-watcher/vnet-flow-logs-overview"
_ANALYTICS = "properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration"


@rule(
    "watcher-second",
    grade="B",
    source="published responses",
    code="NetworkWatcherCountLimitReached",
    message="Cannot create more than 1 network watchers for this subscription in this region.",
    seen=True,
    on=CREATE,
)
def second_watcher(change: Change, view: View) -> Iterator[Values]:
    """A subscription gets a second network watcher in a region."""
    new = change.new
    if new and view.count(change.kind, new.subscription, new.location) > 1:
        yield {}


@rule(
    "flow-log-of-security-group",
    grade="B",
    source="published responses; network-watcher/nsg-flow-logs-overview",
    code="NsgFlowLogCreationBlocked",
    message="On September 30, 2027, Network Security Group (NSG) flow logs will be retired. Creation of new NSG flow "
    "logs is blocked starting June 30, 2025",
    seen=True,
    on=CREATE,
)
def of_security_group(change: Change, _view: View) -> Iterator[Values]:
    """A new flow log is of a security group."""
    target = parse_id(text(change.document, "properties.targetResourceId") or "")
    if target is not None and target.type.lower() == "microsoft.network/networksecuritygroups":
        yield {}


@rule(
    "flow-log-target",
    grade="A",
    source=_DOC,
    message="Flow log {id} must be of a virtual network, a subnet or a network interface, not of {target}.",
)
def target_type(change: Change, _view: View) -> Iterator[Values]:
    """The target is none that has flow logs."""
    named = text(change.document, "properties.targetResourceId") or ""
    target = parse_id(named)
    known = ("virtualnetworks", "virtualnetworks/subnets", "networkinterfaces", "networksecuritygroups")
    if target is None or target.type.lower() not in {f"microsoft.network/{kind}" for kind in known}:
        yield {"id": change.id, "target": named}


@rule("flow-log-region", grade="A", source=_DOC, message="Flow log {id} in {region}: {what} {other} is in {there}.")
def region(change: Change, view: View) -> Iterator[Values]:
    """Watcher, target and storage account are not in one region."""
    here = view.location_of(change.parent)
    for name, what in (("targetResourceId", "target"), ("storageId", "storage account")):
        other = text(change.document, f"properties.{name}") or ""
        there = view.location_of(other.lower())
        if here and there and there != here:
            yield {"id": change.id, "region": here, "what": what, "other": other, "there": there}


@rule("flow-log-duplicate", grade="A", source=_DOC, message="{target} already has flow log {other}.", on=CREATE)
def duplicate(change: Change, view: View) -> Iterator[Values]:
    """A second flow log for one target."""
    target = (text(change.document, "properties.targetResourceId") or "").lower()
    for use in view.users(target, kind=change.kind, parts=False):
        if use.source != change.key and use.rule == "properties.targetResourceId":
            yield {"target": target, "other": use.source}


@rule("flow-log-settings", grade="A", source=_DOC, message="Flow log {id}: {problem}.")
def settings(change: Change, _view: View) -> Iterator[Values]:
    """Retention or the interval of traffic analytics is out of range, or analytics has no workspace."""
    days, most = number(change.document, "properties.retentionPolicy.days"), limit("flow_log_retention_days")
    if days is not None and not 0 <= days <= most:
        yield {"id": change.id, "problem": f"retention of {days} days is not in 0 to {most}"}
    if flag(change.document, f"{_ANALYTICS}.enabled"):
        interval = number(change.document, f"{_ANALYTICS}.trafficAnalyticsInterval")
        if interval not in {None, 10, 60}:
            yield {"id": change.id, "problem": f"trafficAnalyticsInterval {interval} is not 10 or 60"}
        if text(change.document, f"{_ANALYTICS}.workspaceResourceId") is None:
            yield {"id": change.id, "problem": "traffic analytics needs a workspaceResourceId"}


@rule("flow-log-storage", grade="A", source=_DOC, message="Storage account {account} of flow log {id} is premium.")
def premium_storage(change: Change, view: View) -> Iterator[Values]:
    """The storage account is of premium performance."""
    account = view.get(text(change.document, "properties.storageId") or "")
    if account is not None and (text(account.document, "sku.name") or "").lower().startswith("premium"):
        yield {"account": account.id, "id": change.id}
