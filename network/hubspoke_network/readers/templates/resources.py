"""The resources of a template as ARM documents: loops, conditions, children, nested deployments."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hubspoke_network.azure import RESOURCE_GROUP, type_by_arm
from hubspoke_network.core import parse_id
from hubspoke_network.readers.templates.azure_functions import provider_part
from hubspoke_network.readers.templates.deployments import (
    DEPLOYMENT,
    Instance,
    instances,
    label_for,
    nested_template,
)
from hubspoke_network.readers.templates.evaluate import evaluate
from hubspoke_network.readers.templates.merging import with_ids
from hubspoke_network.readers.templates.result import Unread
from hubspoke_network.readers.templates.scope import Scope, Target
from hubspoke_network.readers.templates.values import (
    Hole,
    Misuse,
    Partial,
    Value,
    cut,
    hole_of,
    joined,
    label_of,
    rendered,
    segments,
    settled,
)

CONTROL = frozenset(
    {"apiversion", "comments", "condition", "copy", "dependson", "existing", "id", "import", "metadata", "name"}
    | {"@options", "resources", "scope", "type"}
)
"""Members of a resource that tell how it is deployed, not what it is; lower case."""
ABSENT_STATE = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"


@dataclass(slots=True)
class Found:
    """What the resources of a template and of all templates inside of it come to."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    doubtful: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def leave(self, arm_type: str, label: str, why: str, resource_id: str = "") -> None:
        """Say that something was not read."""
        self.unread.append(Unread(arm_type, label, resource_id))
        self.notes.append(f"{arm_type} {label} was not read: {why}")


@dataclass(frozen=True, slots=True)
class Parent:
    """The resource that a nested resource is written in."""

    type: str
    names: tuple[Value, ...]
    id: Value


def read_resources(resources: Any, scope: Scope, target: Target, found: Found, parent: Parent | None = None) -> None:
    """Add the resources of a template to `found`. Raises `ReadError`."""
    for instance in instances(resources, scope):
        with scope.context.budget.deeper():
            _read(instance, target, found, parent)


def _read(instance: Instance, target: Target, found: Found, parent: Parent | None) -> None:
    body, scope = instance.body, instance.scope
    arm_type, name = evaluate(body.get("type"), scope), evaluate(body.get("name"), scope)
    if not isinstance(arm_type, str) or not arm_type:
        found.leave("(a type that is not known)", label_for(name, instance), "its type is not known")
        return
    condition = _condition(body, scope)
    if condition is False:
        _read_children(body, scope, target, found, _identity(arm_type, name, body, scope, target, parent))
        return
    doubt = instance.doubt or (condition if isinstance(condition, str) else "")
    if arm_type.lower() == DEPLOYMENT.lower():
        _read_deployment(replace(instance, doubt=doubt), name, target, found)
        return
    identity = _identity(arm_type, name, body, scope, target, parent)
    if body.get("existing") is not True:
        if identity is None:
            found.leave(arm_type, label_for(name, instance), "its name does not fit its type")
        else:
            _add(identity, body, scope, doubt, found)
    _read_children(body, scope, target, found, identity)


def _condition(body: Mapping[str, Any], scope: Scope) -> bool | str:
    """Whether the resource is deployed; a text says why that is not known."""
    value = evaluate(body.get("condition", True), scope)
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if isinstance(value, bool):
        return value
    return f"whether it is deployed is not known: {hole_of('its condition', value).reason}"


def _read_children(
    body: Mapping[str, Any], scope: Scope, target: Target, found: Found, identity: Parent | None
) -> None:
    if body.get("resources") and identity is not None:
        read_resources(body["resources"], scope, target, found, identity)


def _identity(
    arm_type: str, name: Value, body: Mapping[str, Any], scope: Scope, target: Target, parent: Parent | None
) -> Parent | None:
    """Type, names and id of a resource; None where the name does not fit the type."""
    try:
        names = tuple(segments(name)) if name is not None else ()
        if parent is not None and not _is_full(arm_type, parent.type):
            arm_type, names = f"{parent.type}/{arm_type}", (*parent.names, *names)
        known = type_by_arm(arm_type)
        arm_type = known.arm if known else arm_type
        missing = arm_type.count("/") - len(names)
        if missing > 0 and any(not isinstance(part, str) for part in names[:1]):
            hidden = [Hole(f"{label_of(names[0])} part {i + 1}", hole_of("", names[0]).reason) for i in range(missing)]
            names = (*hidden, *names)  # what is not known may hold the slashes that are missing
        if arm_type.lower() == RESOURCE_GROUP.lower():
            return Parent(RESOURCE_GROUP, names, Target(target.subscription, names[0], None).base)
        base = _scope_of(body, scope, target)
        if parent is not None and not arm_type.lower().startswith(parent.type.lower() + "/"):
            base = parent.id  # an extension, such as a lock, written in what it extends
        return Parent(arm_type, names, joined([base, "/providers/", *provider_part(arm_type, names)]))
    except (Misuse, IndexError):
        return None


def _is_full(arm_type: str, parent_type: str) -> bool:
    return arm_type.lower().startswith(parent_type.lower() + "/") or "." in arm_type.partition("/")[0]


def _scope_of(body: Mapping[str, Any], scope: Scope, target: Target) -> Value:
    """What the id of a resource begins with: the scope of the deployment, or of an extension its own."""
    if "scope" not in body:
        return target.base
    own = evaluate(body["scope"], scope)
    if isinstance(own, str) and not own.startswith("/"):
        kind, _, _ = own.partition("/")
        return joined([target.base, "/providers/", own]) if "." in kind else Hole(cut(own), f"the scope {own}")
    return own


def _add(identity: Parent, body: Mapping[str, Any], scope: Scope, doubt: str, found: Found) -> None:
    resource_id = rendered(identity.id)
    label = rendered(joined(piece for i, name in enumerate(identity.names) for piece in (["/"] if i else []) + [name]))
    if parse_id(resource_id) is None:
        found.leave(identity.type, label, "it lies in no subscription", resource_id)
        return
    given = {key: item for key, item in body.items() if str(key).lower() not in CONTROL}
    values = evaluate(given, scope)
    if isinstance(values, Hole | Partial):
        values = {"properties": values}
    if isinstance(values.get("properties"), dict):
        values["properties"] = with_ids(identity.type, identity.id, values["properties"])
    values.setdefault("properties", {})
    document = {"id": resource_id, "type": identity.type, "name": settled(identity.names[-1]), **settled(values)}
    if not doubt:
        found.documents.append(document)
        return
    found.doubtful.append(document)
    found.leave(identity.type, label, doubt, resource_id)


def _read_deployment(instance: Instance, name: Value, target: Target, found: Found) -> None:
    """A deployment inside: its template's resources, or by name what its template is not given with."""
    label = label_for(name, instance)
    nested = nested_template(instance, name, target)
    if nested is None:
        properties = instance.body.get("properties")
        link = evaluate(properties.get("templateLink"), instance.scope) if isinstance(properties, Mapping) else None
        uri = (
            next((link[key] for key in ("uri", "relativePath", "id") if key in link), "")
            if isinstance(link, Mapping)
            else ""
        )
        why = f"its template is not inside this one: {label_for(uri, instance)}" if uri else "its template is not given"
        found.leave(DEPLOYMENT, label, f"{why}; give that template as an input of its own")
        return
    inside = Found()
    read_resources(nested.template.get("resources", []), nested.scope, nested.target, inside)
    found.notes.extend(inside.notes)
    found.unread.extend(inside.unread)
    found.doubtful.extend(inside.doubtful)
    if not instance.doubt:
        found.documents.extend(inside.documents)
        return
    for document in inside.documents:
        found.doubtful.append(document)
        parsed = parse_id(document["id"])
        assert parsed is not None
        names = "/".join(part for _, part in parsed.segments) or parsed.name
        found.leave(document["type"], names, f"of the deployment {label} {instance.doubt}", document["id"])
