"""Templates and their parameter files: recognised, checked, and read into ARM documents."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hubspoke_network.core import ReadError
from hubspoke_network.readers.templates.bounds import Budget, check_size
from hubspoke_network.readers.templates.deployments import TEMPLATE, new_context, spelled
from hubspoke_network.readers.templates.merging import merged
from hubspoke_network.readers.templates.resources import ABSENT_STATE, Found, read_resources
from hubspoke_network.readers.templates.result import UNKNOWN_GROUP, UNKNOWN_SUBSCRIPTION, Declared, Unread
from hubspoke_network.readers.templates.scope import SECURE, Context, Scope, Target
from hubspoke_network.readers.templates.values import Hole, Value

_TYPE = re.compile(r"\b[A-Za-z]+\.[A-Za-z]+(?:/[A-Za-z]+)+")
_ABOVE_GROUPS = ("subscriptiondeploymenttemplate", "managementgroupdeploymenttemplate", "tenantdeploymenttemplate")
_WAYS = "give the template (JSON, as `az bicep build --stdout` or `az group export` writes it)"


def is_template(document: object) -> bool:
    """Whether a parsed document is a template, or what an export or a template spec wraps one in."""
    return _template_in(document) is not None


def is_parameters(document: object) -> bool:
    """Whether a parsed document is a parameters file."""
    if not isinstance(document, Mapping) or "resources" in document:
        return False
    if "deploymentparameters.json" in str(document.get("$schema", "")).lower():
        return True
    return "contentVersion" in document and _is_values(document.get("parameters"))


def _is_values(parameters: object) -> bool:
    return isinstance(parameters, Mapping) and all(
        isinstance(entry, Mapping) and ("value" in entry or "reference" in entry) for entry in parameters.values()
    )


def _template_in(document: object) -> Mapping[str, Any] | None:
    """The template itself: the document, or what is under `template`, `properties.template` or `.mainTemplate`."""
    if not isinstance(document, Mapping):
        return None
    if _is_bare(document):
        return document
    properties = document.get("properties")
    inside = properties if isinstance(properties, Mapping) else {}
    for wrapped in (document.get("template"), inside.get("template"), inside.get("mainTemplate")):
        if isinstance(wrapped, Mapping) and _is_bare(wrapped):
            return wrapped
    return None


def _is_bare(document: Mapping[str, Any]) -> bool:
    schema = str(document.get("$schema", "")).lower()
    return "deploymenttemplate.json" in schema or ("contentVersion" in document and "resources" in document)


def read_template(
    document: object,
    parameters: Sequence[object] = (),
    *,
    where: str = "template",
    subscription: str = "",
    resource_group: str = "",
    location: str = "",
) -> Declared:
    """What a template declares, with the values of its parameter files (a later file wins).

    `subscription` (its id), `resource_group` and `location` say where it is deployed; what is not given stands in ids
    in braces. Raises `ReadError` for what is no template, and where a bound is passed.
    """
    template = _template_in(document)
    if template is None:
        what = "a parameters file, which is read beside its template" if is_parameters(document) else "no template"
        raise ReadError(f"{where}: {what}; {_WAYS}")
    template = spelled(template, TEMPLATE)
    try:
        check_size(document, where)
        for values in parameters:
            check_size(values, where)
        return _read(template, document, parameters, _target(template, subscription, resource_group, location), where)
    except RecursionError:
        raise ReadError(f"{where}: its expressions depend on each other too deep; {_WAYS}") from None


def _target(template: Mapping[str, Any], subscription: str, group: str, location: str) -> Target:
    schema = str(template.get("$schema", "")).lower()
    above = any(name in schema for name in _ABOVE_GROUPS)
    names = {
        "subscription": Hole(UNKNOWN_SUBSCRIPTION.strip("{}"), "the subscription it is deployed to is not known"),
        "group": Hole(UNKNOWN_GROUP.strip("{}"), "the resource group it is deployed to is not known"),
        "location": Hole("location", "the location of the resource group it is deployed to is not known"),
    }
    return Target(
        subscription or names["subscription"], None if above else group or names["group"], location or names["location"]
    )


def _read(
    template: Mapping[str, Any], document: object, files: Sequence[object], target: Target, where: str
) -> Declared:
    budget = Budget(where)
    found = Found()
    context = new_context(template, {}, target, budget)
    given = _parameter_values(document, files, context, found)
    context.given = given
    found.notes.extend(_missing(context))
    read_resources(template.get("resources", []), Scope(context), target, found)
    _tell_export_errors(document, found)
    documents = merged(found.documents, found.doubtful)
    if not documents:
        found.notes.append(f"{where} is a template, and it declares no resource that was read")
    stateless = [item["id"] for item in documents if item["type"] == ABSENT_STATE and _has_no_state(item)]
    if stateless:
        names = ", ".join(stateless[:5]) + (f" and {len(stateless) - 5} more" if len(stateless) > 5 else "")
        found.notes.append(f"a template does not tell the state of a peering: {names}")
    return Declared(tuple(documents), tuple(dict.fromkeys(found.notes)), tuple(found.unread), tuple(found.doubtful))


def _has_no_state(document: Mapping[str, Any]) -> bool:
    properties = document["properties"]
    return isinstance(properties, Mapping) and "peeringState" not in properties


def _missing(context: Context) -> list[str]:
    """Which parameters have no value: one sentence, or none."""
    names = [
        context.spelling[key]
        for key, declared in context.parameters.items()
        if key not in context.given
        and isinstance(declared, Mapping)
        and "defaultValue" not in declared
        and declared.get("nullable") is not True
        and str(declared.get("type", "")).lower() not in SECURE
    ]
    told = []
    if names:
        told.append(
            f"what the parameters {', '.join(sorted(names))} decide is unknown: give the parameters file with them"
        )
    defaults = [
        key for key, entry in context.parameters.items() if isinstance(entry, Mapping) and "defaultValue" in entry
    ]
    if defaults and not context.given:
        told.append("no parameters file is given, so the default values of the template's parameters are taken")
    return told


def _parameter_values(document: object, files: Sequence[object], context: Context, found: Found) -> dict[str, Value]:
    where = context.budget.where
    sources = list(files)
    if isinstance(document, Mapping) and isinstance(document.get("properties"), Mapping):
        sources.insert(0, {"parameters": document["properties"].get("parameters") or {}})
    given: dict[str, Value] = {}
    for source in sources:
        values = source.get("parameters", source) if isinstance(source, Mapping) else None
        if not isinstance(values, Mapping):
            raise ReadError(
                f'{where}: a parameters file is an object like {{"parameters": {{"name": {{"value": ...}}}}}}'
            )
        for name, entry in values.items():
            key = str(name).lower()
            if key.startswith("$") or key == "contentversion":
                continue
            if isinstance(entry, Mapping) and "reference" in entry:
                given[key] = context.hole(f"parameters('{name}')", "", secret=True)
            elif isinstance(entry, Mapping) and "value" in entry:
                given[key] = entry["value"]
            else:
                raise ReadError(
                    f'{where}: the parameter {name} of a parameters file has no value; write {{"value": ...}}'
                )
            if key not in context.parameters:
                found.notes.append(f"the parameters file gives {name}, which the template does not have")
    return given


def _tell_export_errors(document: object, found: Found) -> None:
    """What an export says it left out: `{"template": ..., "error": ...}`."""
    error = document.get("error") if isinstance(document, Mapping) else None
    if not isinstance(error, Mapping):
        return
    details = error.get("details")
    messages = [str(error.get("message", "")), *_messages(details if isinstance(details, list) else [])]
    types = dict.fromkeys(name for message in messages for name in _TYPE.findall(message))
    for name in types:
        found.leave(name, "(left out of the export)", "the export left it out; export it by `az resource show`")
    if not types:
        found.notes.append(f"the export is not complete: {messages[0][:300] or 'it tells an error without a message'}")


def _messages(details: list[Any]) -> list[str]:
    return [str(detail.get("message", "")) for detail in details if isinstance(detail, Mapping)]


__all__ = ["Declared", "Unread", "is_parameters", "is_template", "read_template"]
