"""Where a resource that a preview would create must already be in Azure, if it is there: ids from planned inputs."""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hubspoke_network.azure import PathError, ResourceType, resource_id, type_by_token
from hubspoke_network.core import Unknown, is_unknown

AZURE = "azure-native:"
_RANDOM_SUFFIX = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Placed:
    """A resource to be created, with the id it has in Azure if it is there. `entry` is its name in the import file."""

    urn: str
    type: str
    name: str
    id: str
    entry: str


@dataclass(frozen=True)
class Unplaced:
    """A resource to be created whose id cannot be told. `waits`: for the name of another one that is to be created."""

    urn: str
    type: str
    name: str
    reason: str
    waits: bool = False


@dataclass(frozen=True)
class Placement:
    """What a preview would create, with the import file of that preview."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    file: Mapping[str, Any]

    def import_file(self, urns: Collection[str]) -> dict[str, Any]:
        """The import file with these resources alone, and with the new components they lie in.

        One that lies in a new resource which is not imported with it is left out.
        """
        entries = {str(entry["name"]): entry for entry in self.file.get("resources") or ()}
        known = dict(self.file.get("nameTable") or {})
        ids = {one.entry: one.id for one in self.placed if one.urn in urns}
        kept: set[str] = set()
        for name in ids:
            way: list[str] = []
            current = name
            while current and current not in known:
                if current not in ids and not entries[current].get("component"):
                    way = []
                    break
                way.append(current)
                current = str(entries[current].get("parent") or "")
            kept.update(way)
        resources = [
            {**entry, "id": ids[name]} if name in ids else dict(entry)
            for name, entry in entries.items()
            if name in kept
        ]
        return {"nameTable": known, "resources": resources}


Subscription = Callable[[str], str]
"""The subscription a provider (its URN) works in; empty where it is not known."""


def place(
    preview: Mapping[str, Any], file: Mapping[str, Any], subscription: Subscription, sent: Mapping[str, str]
) -> Placement:
    """Place what `pulumi preview --json --import-file` would create.

    `sent` are ids that a killed run is known to have asked for, by URN: they count, even where the name is random.
    """
    entries = _entries(file)
    creates = {str(step.get("urn")) for step in preview.get("steps") or () if step.get("op") == "create"}
    placed: list[Placed] = []
    unplaced: list[Unplaced] = []
    for step in preview.get("steps") or ():
        urn = str(step.get("urn", ""))
        token, name = token_of(urn), urn.rpartition("::")[2]
        if not token.startswith(AZURE) or step.get("op") not in {"create", "create-replacement"}:
            continue
        if step["op"] == "create-replacement":
            reason = "is being replaced; delete it in Azure, or take the old one out of the state, and recover again"
            unplaced.append(Unplaced(urn, token, name, reason))
            continue
        waiting = entries.get((token, name, _parent_type(urn)))
        entry = waiting.popleft() if waiting else None
        if entry is None:
            unplaced.append(Unplaced(urn, token, name, "Pulumi's import file does not have it"))
            continue
        found = sent.get(urn) or _id(token, name, step.get("newState") or {}, subscription, creates)
        if isinstance(found, str):
            placed.append(Placed(urn, token, name, found, str(entry["name"])))
        else:
            unplaced.append(Unplaced(urn, token, name, found.reason, found.waits))
    return Placement(tuple(placed), tuple(unplaced), file)


def sent_ids(state: Mapping[str, Any], subscription: Subscription) -> dict[str, str]:
    """The ids of creates that a killed run had begun, by URN: their inputs hold the very names that were sent."""
    found = {}
    for operation in state.get("pending_operations") or ():
        resource = operation.get("resource") or {}
        urn = str(resource.get("urn", ""))
        rt = type_by_token(token_of(urn))
        if operation.get("type") != "creating" or rt is None:
            continue
        planned = _planned(rt, resource, subscription, set())
        if isinstance(planned, str):
            found[urn] = planned
    return found


def token_of(urn: str) -> str:
    """The type in a URN: `azure-native:network:Subnet`."""
    parts = urn.split("::")
    return parts[2].rpartition("$")[2] if len(parts) > 3 else ""


@dataclass(frozen=True)
class _Unknown:
    reason: str
    waits: bool = False


def _id(
    token: str, name: str, state: Mapping[str, Any], subscription: Subscription, creates: Collection[str]
) -> str | _Unknown:
    rt = type_by_token(token)
    if rt is None:
        return _Unknown("hubspoke does not know how ids of this type are made")
    given = (state.get("inputs") or {}).get(rt.name_property)
    if isinstance(given, str) and given.startswith(name) and _RANDOM_SUFFIX.fullmatch(given[len(name) :]):
        return _Unknown("has a random name; give it one, or import it by hand")
    return _planned(rt, state, subscription, creates)


def _planned(
    rt: ResourceType, state: Mapping[str, Any], subscription: Subscription, creates: Collection[str]
) -> str | _Unknown:
    scope = subscription(str(state.get("provider", "")).rpartition("::")[0])
    if "{subscriptionId}" in rt.path and not scope:
        return _Unknown("its subscription is not known; give --subscription")
    inputs = {key: _leaf(value) for key, value in (state.get("inputs") or {}).items()}
    try:
        found = resource_id(rt, inputs, scope)
    except PathError as problem:
        return _Unknown(f"its id needs {problem.parameter}, which is not planned")
    if isinstance(found, Unknown):
        origins = state.get("propertyDependencies") or {}
        waits = any(urn in creates for name in rt.path_properties for urn in origins.get(name) or ())
        return _Unknown("a part of its id is not known before it is made", waits)
    return found


def _leaf(value: Any) -> Any:
    return Unknown("not known yet") if is_unknown(value) else value


def _parent_type(urn: str) -> str:
    chain = urn.split("::")[2].split("$")
    return chain[-2] if len(chain) > 1 else ""


def _entries(file: Mapping[str, Any]) -> dict[tuple[str, str, str], deque[Mapping[str, Any]]]:
    """The lines of an import file by type, name and the parent's type; each key's lines in their order."""
    resources: Sequence[Mapping[str, Any]] = file.get("resources") or ()
    parents = {name: token_of(str(urn)) for name, urn in (file.get("nameTable") or {}).items()}
    parents |= {str(entry["name"]): str(entry["type"]) for entry in resources}
    found: dict[tuple[str, str, str], deque[Mapping[str, Any]]] = defaultdict(deque)
    for entry in resources:
        logical = str(entry.get("logicalName") or entry["name"])
        parent = parents.get(str(entry.get("parent") or ""), "")
        found[(str(entry["type"]), logical, "" if parent == "pulumi:pulumi:Stack" else parent)].append(entry)
    return found


def subscriptions_in(state: Mapping[str, Any], preview: Mapping[str, Any]) -> dict[str, str]:
    """The subscription each provider (its URN) works in: from its settings, or else from what it has made."""
    found: dict[str, str] = {}
    for resource in state.get("resources") or ():
        scope = str(resource.get("id") or "").split("/")
        if str(resource.get("type", "")).startswith(AZURE) and scope[1:2] == ["subscriptions"]:
            found.setdefault(str(resource.get("provider", "")).rpartition("::")[0], scope[2])
    for resource in _resources(state, preview):
        given = (resource.get("inputs") or {}).get("subscriptionId")
        if str(resource.get("type", "")) == "pulumi:providers:azure-native" and isinstance(given, str):
            found[str(resource["urn"])] = given
    return found


def _resources(state: Mapping[str, Any], preview: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from state.get("resources") or ()
    for step in preview.get("steps") or ():
        yield step.get("newState") or {}
