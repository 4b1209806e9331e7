"""The files of an adoption: stack file, import file, report, runbook. Equal inputs give equal bytes."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hubspoke_migration.arm.adopt import Adoption, Match
from hubspoke_migration.arm.compare import type_of
from hubspoke_migration.arm.program import PROJECT, Registered
from hubspoke_migration.classic import Chapter, Step, steps_text
from hubspoke_migration.yaml_text import to_yaml
from hubspoke_network.azure import sdk_version, to_flat
from hubspoke_network.core import terminal

PROVIDER = "pulumi:providers:azure-native"


def adoption_files(adoption: Adoption) -> dict[str, bytes]:
    """Every file by its name; only the report where nothing can be adopted."""
    files = {"report.txt": report(adoption).encode()}
    if adoption.settings:
        files[f"Pulumi.{adoption.stack}.yaml"] = stack_file(adoption).encode()
        files |= import_files(adoption)
        files["runbook.md"] = runbook(adoption).encode()
    return files


def stack_file(adoption: Adoption) -> str:
    """The text of `Pulumi.<stack>.yaml`."""
    config: dict[str, Any] = {"azure-native:subscriptionId": adoption.subscription}
    if adoption.settings.get("location"):
        config["azure-native:location"] = adoption.settings["location"]
    config |= {f"{PROJECT}:{key}": value for key, value in sorted(adoption.settings.items(), key=_order)}
    return "# yaml-language-server: $schema=schema.json\n" + to_yaml({"config": config})


def _order(item: tuple[str, Any]) -> int:
    order = ("location", "naming", "tags", "subscriptions", "routeFilters", "circuits", "hubs", "spokes")
    return order.index(item[0]) if item[0] in order else len(order)


def import_files(adoption: Adoption) -> dict[str, bytes]:
    """What `pulumi import --file` takes: components and providers, and each resource that exists.

    A resource that Azure has as the program says it carries its inputs and outputs, so that no preview shows a change.
    One that differs, or that has a secret, carries its id only and is read when it is imported.

    With providers of their own the components come first, in `components.json`: the engine (3.259) writes a broken
    state where it imports a provider together with the component it belongs to.
    """
    matches = {(match.resource.token, match.resource.name): match for match in adoption.matches}
    entries = [
        entry
        for resource in adoption.resources
        if (entry := _entry(resource, matches.get((resource.token, resource.name)))) is not None
    ]
    if not any(entry["type"] == PROVIDER for entry in entries):
        return {"imports.json": _json({"resources": entries})}
    components = [entry for entry in entries if entry.get("component")]
    others = [entry for entry in entries if not entry.get("component")]
    return {
        "components.json": _json({"resources": components}),
        "imports.json": _json({"nameTable": _urns(adoption.stack, components), "resources": others}),
    }


def _urns(stack: str, components: list[dict[str, Any]]) -> dict[str, str]:
    """The URN of each component by its name."""
    types = {entry["name"]: (str(entry["type"]), str(entry.get("parent", ""))) for entry in components}

    def qualified(name: str) -> str:
        token, parent = types[name]
        return f"{qualified(parent)}${token}" if parent in types else token

    return {name: f"urn:pulumi:{stack}::{PROJECT}::{qualified(name)}::{name}" for name in types}


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _entry(resource: Registered, match: Match | None) -> dict[str, Any] | None:
    entry: dict[str, Any] = {"type": resource.token, "name": resource.name}
    if resource.parent:
        entry["parent"] = resource.parent
    if not resource.custom:
        return entry | {"component": True}
    if resource.token == PROVIDER:
        return entry | {"inputs": {**resource.inputs, "version": sdk_version()}}
    if match is None:
        return None
    if resource.provider:
        entry["provider"] = resource.provider
    entry["id"] = str(match.document.id)
    rt = type_of(resource)
    if rt is None or match.differences or resource.secret:
        return entry
    version = {"azureApiVersion": rt.api_version}
    return entry | {
        "inputs": {**resource.inputs, **version},
        "outputs": {**to_flat(rt, match.document.body), **version},
    }


def report(adoption: Adoption) -> str:
    """What is adopted, what an update would change, what is new, and what is left out and why."""
    return "\n".join(map(terminal, _report(adoption))) + "\n"


def _report(adoption: Adoption) -> Iterator[str]:
    yield "Existing networks to a stack"
    yield "============================"
    kinds = Counter(match.resource.token.rpartition(":")[2] for match in adoption.matches)
    yield f"{len(adoption.matches)} resources are adopted: " + (_counted(kinds) or "none") + "."
    same = len(adoption.matches) - len(adoption.changed)
    yield f"{same} of them are as the program says; {len(adoption.changed)} would be changed by the first update."
    yield f"{len(adoption.created)} would be made, {len(adoption.left)} are left out."
    if adoption.changed:
        yield from ("", "What the first update would change", "----------------------------------")
    for match in adoption.changed:
        yield str(match.document.id)
        yield from (f"  {difference}" for difference in match.differences)
    if adoption.created:
        yield from ("", "What the first update would make", "--------------------------------")
    yield from (item.arm_id for item in adoption.created)
    if adoption.left:
        yield from ("", "What is left out, and why", "-------------------------")
    reasons: dict[str, list[str]] = {}
    for key, reason in adoption.left.items():
        reasons.setdefault(reason, []).append(key)
    for reason, keys in sorted(reasons.items()):
        yield f"{reason}:"
        yield from (f"  {key}" for key in sorted(keys))


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def runbook(adoption: Adoption) -> str:
    """The steps with checkboxes."""
    stack = adoption.stack
    changes = bool(adoption.changed or adoption.created)
    imports = [name for name in ("components.json", "imports.json") if name in import_files(adoption)]
    expected = "nothing but what report.txt lists" if changes else "no change at all"
    steps = (
        Step(
            "Make the stack",
            "pulumi",
            (f"cp Pulumi.{stack}.yaml <project>/stacks/", f"pulumi stack init {stack}"),
            "the stack file describes what exists, under its present names",
            check="pulumi stack ls shows the stack",
            back=f"pulumi stack rm {stack}",
        ),
        Step(
            "Import",
            "pulumi",
            tuple(f"pulumi import --file {name} --protect=false --generate-code=false" for name in imports),
            "what exists becomes the stack's; nothing in Azure is written",
            check="as many resources are imported as report.txt says",
            back=f"pulumi stack rm --force {stack}; nothing in Azure changes",
        ),
        Step(
            "Preview",
            "pulumi",
            ("pulumi preview --diff",),
            "the program's view against what was imported",
            check=f"the preview shows {expected}; a replacement or deletion is a reason to stop",
        ),
        Step(
            "Compare with Azure",
            "pulumi",
            ("pulumi refresh --preview-only",),
            "what was imported is as old as the export",
            check="nothing has changed since the export",
        ),
    )
    return steps_text(f"Runbook: existing networks to the stack {stack}", [Chapter("adopt", "Adopt", None, steps)])
