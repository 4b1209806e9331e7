"""Rules on DDoS plans, locks and storage accounts."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import text
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View


@rule(
    "ddos-second-plan",
    grade="C",
    source="published codes",
    code="DdosProtectionPlanCountLimitReached",
    message="The subscription already has a DDoS protection plan in region {region}.",
    on=CREATE,
)
def second_plan(change: Change, view: View) -> Iterator[Values]:
    """A subscription gets a second DDoS plan in a region."""
    new = change.new
    if new and view.count(change.kind, new.subscription, new.location) > 1:
        yield {"region": new.location}


@rule(
    "lock-level",
    grade="A",
    source="azure-resource-manager/management/lock-resources",
    message="level '{value}' of lock {id} is not CanNotDelete or ReadOnly.",
)
def lock_level(change: Change, _view: View) -> Iterator[Values]:
    """A lock has no level, or an unknown one."""
    value = text(change.document, "properties.level") or ""
    if value.lower() not in {"cannotdelete", "readonly"}:
        yield {"value": value, "id": change.id}


@rule(
    "storage-name-taken",
    grade="A",
    source="storage/common/storage-account-overview",
    code="StorageAccountAlreadyTaken",
    message="The storage account named {name} is already taken.",
    status=409,
    on=CREATE,
)
def storage_name(change: Change, view: View) -> Iterator[Values]:
    """Two storage accounts of one name, anywhere."""
    for other in view.of_kind(change.kind):
        if other.key != change.key and other.name.lower() == change.name.lower():
            yield {"name": change.name}
