"""Which resources a document names, and whether they are what they must be."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from azure_offline.arm.resources import Reference, Target, TypeSpec, View
from azure_offline.arm.writes.general_rules import (
    BAD_ID,
    FOREIGN_REFERENCE,
    MISSING_REFERENCE,
    OTHER_SUBSCRIPTION,
    REQUIRED_REFERENCE,
    WRONG_TYPE,
)
from azure_offline.store.store import Use
from hubspoke_network.refusals import BadShape, Change, Refusal, Resource, found_at, may_lead


def references_in(spec: TypeSpec, document: Mapping[str, Any]) -> Iterator[tuple[Reference, str, str]]:
    """Every reference a document holds: its declaration, the concrete path and the id. Raises `BadShape`."""
    for reference in spec.references:
        for path, value in found_at(document, reference.path):
            if not isinstance(value, str):
                raise BadShape(path, "a resource id")
            yield reference, path, value


def uses(spec: TypeSpec, key: str, document: Mapping[str, Any]) -> list[Use]:
    """What the reference index keeps for a document."""
    return [
        Use(key, path, spec.kind, reference.path, value.rstrip("/").lower())
        for reference, path, value in references_in(spec, document)
    ]


def check_references(spec: TypeSpec, change: Change, view: View) -> None:
    """Refuse what a written document names and must not. Raises `Refusal`."""
    new = change.new
    if new is None:
        return
    for reference in spec.references:
        if not reference.required and not may_lead(new.document, reference.path):
            continue
        found = [(path, str(value)) for path, value in found_at(new.document, reference.path)]
        if reference.required and not found:
            values = {"id": change.id, "path": _shown(reference.path), "wanted": _names(reference.to)}
            raise REQUIRED_REFERENCE.refusal(values)
        for path, value in found:
            _check(reference, path, value, change, new, view)


def _check(reference: Reference, path: str, value: str, change: Change, new: Resource, view: View) -> None:
    target = view.target(value)
    if target is None or target.collection:
        raise BAD_ID.refusal({"target": value, "path": _shown(path)})
    values = {"id": change.id, "target": value, "path": _shown(path), "wanted": _names(reference.to)}
    if reference.to and target.kind not in {name.lower() for name in reference.to}:
        raise wrong_type(values)
    if view.world.subscription(target.subscription) is None:
        raise FOREIGN_REFERENCE.refusal(values)
    if target.key.startswith(f"{new.key}/"):
        return  # a part of the resource itself, written in the same request
    if reference.exists and not view.exists(value):
        raise MISSING_REFERENCE.refusal(values)
    if reference.same_subscription and target.subscription.lower() != new.subscription:
        raise OTHER_SUBSCRIPTION.refusal(values)
    if reference.same_region:
        region, other = view.location_of(change.key), _region_of(target, view)
        if region and other and other != region:
            raise MISSING_REFERENCE.refusal(values)


def wrong_type(values: Mapping[str, str]) -> Refusal:
    """ARM's two-layered refusal of a reference to the wrong type."""
    inner = WRONG_TYPE.refusal(values)
    return Refusal(
        400,
        "InvalidRequestFormat",
        "Cannot parse the request.",
        details=({"code": inner.code, "message": inner.message, "details": []},),
        rule=WRONG_TYPE.name,
        grade=WRONG_TYPE.grade,
    )


def _region_of(target: Target, view: View) -> str:
    found = view.location_of(target.key)
    return "" if found == "global" else found


def _shown(path: str) -> str:
    return path.removesuffix(".id")


def _names(types: Iterable[str]) -> str:
    """What ARM names as expected; it takes classic networks as well, but does not say so."""
    return " or ".join(name for name in types if not name.startswith("Microsoft.Classic"))
