"""The general rules that need no reference: where a resource lies, its name, its region, its tags, locks."""

from collections.abc import Iterable, Sequence

from azure_offline.arm.resources import GROUP_TYPE, Target, TypeSpec, View
from azure_offline.arm.writes.general_rules import (
    GROUP_NOT_FOUND,
    INVALID_NAME,
    LOCATION_REQUIRED,
    LOCKED,
    NOT_FOUND,
    NOT_GLOBAL,
    OTHER_LOCATION,
    PARENT_NOT_FOUND,
    TAGS,
)
from azure_offline.store.store import Resource
from hubspoke_network.azure import limit, name_rule
from hubspoke_network.refusals import Change, Document, Refusal

LOCK_KIND = "microsoft.authorization/locks"


def check_place(view: View, target: Target, spec: TypeSpec, *, created: bool) -> None:
    """Group, parent and name. Raises `Refusal`."""
    check_group(view, target)
    if not created:
        return
    if spec.child and view.get(target.parent) is None:
        raise _parent_missing(target, spec)
    if target.attached and view.get(target.parent) is None:
        raise not_found_id(target.parent)
    check_name(target, spec)


def check_name(target: Target, spec: TypeSpec) -> None:
    """The name of a new resource. Raises `Refusal`."""
    rule = name_rule(spec.type)
    if rule is not None and rule.problem(target.name):
        raise INVALID_NAME.refusal({"name": target.name, "maximum": rule.maximum})


def check_group(view: View, target: Target) -> None:
    """Whether the resource group is there. Raises `Refusal`."""
    if target.group_key and target.type != GROUP_TYPE and view.get(target.group_key) is None:
        raise GROUP_NOT_FOUND.refusal({"group": target.group})


def _parent_missing(target: Target, spec: TypeSpec) -> Refusal:
    # Subnets were seen to get the code of a missing resource; see the rule's source.
    if spec.parent_code == NOT_FOUND.code:
        return not_found_id(target.id.rsplit("/", 2)[0])
    return PARENT_NOT_FOUND.refusal({"parent": target.id.rsplit("/", 3)[1]})


def not_found_id(resource_id: str) -> Refusal:
    """The answer for a resource that is not there."""
    head, _, path = resource_id.rpartition("/providers/")
    parts = path.split("/")
    group = head.rpartition("/resourceGroups/")[2] if "/resourceGroups/" in head else head.rpartition("/")[2]
    if not head:
        return GROUP_NOT_FOUND.refusal({"group": resource_id.rpartition("/")[2]})
    shown = "/".join([parts[0], *parts[1::2]]) + "/" + "/".join(parts[2::2])
    return NOT_FOUND.refusal({"path": shown, "group": group})


def check_envelope(spec: TypeSpec, target: Target, document: Document, old: Resource | None) -> None:
    """Region and tags. Raises `Refusal`."""
    location = document.get("location", "")
    if spec.location == "required" and not location:
        raise LOCATION_REQUIRED.refusal({})
    if spec.location == "global" and location != "global":
        if not location:
            raise LOCATION_REQUIRED.refusal({})
        raise NOT_GLOBAL.refusal({"location": location, "type": spec.type})
    if old is not None and old.location and location and old.location != location:
        values = {"name": target.name, "old": old.location, "new": location, "group": target.group}
        raise OTHER_LOCATION.refusal(values)
    problem = _tag_problem(document)
    if problem:
        raise TAGS.refusal({"problem": problem})


def _tag_problem(document: Document) -> str:
    tags = document.get("tags")
    if not tags:
        return ""
    most, longest_key, longest_value = (
        limit(name) for name in ("tags_per_resource", "tag_key_characters", "tag_value_characters")
    )
    if len(tags) > most:
        return f"A resource has at most {most} tags, this one {len(tags)}."
    for key, value in tags.items():
        if not 1 <= len(key) <= longest_key:
            return f"The key of a tag has 1 to {longest_key} characters, '{key[:40]}' has {len(key)}."
        if len(value) > longest_value:
            return f"The value of a tag has at most {longest_value} characters, that of '{key[:40]}' has {len(value)}."
    return ""


def check_locks(changes: Sequence[Change], view: View) -> None:
    """Management locks on the resources of one request, or on what they lie in. Raises `Refusal`."""
    # A lock that goes along with what it protects still protects it.
    locks = [gone for gone in view.deleted if gone.type.lower() == LOCK_KIND]
    for subscription in dict.fromkeys(change.resource.subscription for change in changes):
        locks += view.of_kind(LOCK_KIND, f"/subscriptions/{subscription}")
    if locks:
        for change in changes:
            _check_locks(change, locks)


def _check_locks(change: Change, locks: Iterable[Resource]) -> None:
    if change.kind == LOCK_KIND:
        return
    for lock in locks:
        covered = change.key == lock.parent or change.key.startswith(f"{lock.parent}/")
        level = str(lock.properties.get("level", "")).lower()
        if covered and (level == "readonly" or (level == "cannotdelete" and change.verb == "delete")):
            verb = "delete" if change.verb == "delete" else "write"
            raise LOCKED.refusal({"id": change.id, "verb": verb, "scope": lock.parent})
