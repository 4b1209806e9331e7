"""Reads input files: bounded in size, their kind found out by looking at them."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hubspoke_network.core import ReadError
from hubspoke_network.model.resource import Resource
from hubspoke_network.readers.arm_documents import read_arm
from hubspoke_network.readers.exports.pages import documents_in
from hubspoke_network.readers.exports.text import MAX_BYTES, Parsed, parse
from hubspoke_network.readers.pulumi_preview import left_out, read_preview
from hubspoke_network.readers.pulumi_state import foreign_types, read_state
from hubspoke_network.readers.templates.read import is_parameters, is_template, read_template
from hubspoke_network.readers.templates.result import Declared
from hubspoke_network.readers.terraform.read import is_terraform, read_terraform

_HEAD = 2048
"""Bytes at the beginning of a file in which its schema is looked for."""
_AZURE = ("azure:", "azapi:", "azure-classic:")
"""Providers whose resources may be in the same networks."""

InputKind = Literal["state", "preview", "arm", "template", "terraform"]
Kind = InputKind
"""Its name in 0.1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an input holds. `notes` tell what it does not hold although it should; `partial` says why it is only a part
    of what there is, so that nothing may rest on what is missing.
    """

    kind: InputKind
    resources: tuple[Resource, ...]
    notes: tuple[str, ...] = ()
    partial: str = ""


def read_files(paths: Iterable[Path], default_subscription: str = "") -> list[Reading]:
    """Every input, in order; files of parameters are read with the templates beside them. Raises `ReadError`."""
    given = list(paths)
    files = [path for path in given if is_parameter_file(path)]
    parameters = [load_json(path) for path in files] if len(files) < len(given) else []
    return [read_file(path, default_subscription, parameters) for path in given if not (parameters and path in files)]


def is_parameter_file(path: Path) -> bool:
    """Whether a file says of itself that it holds the parameters of a template."""
    try:
        with path.open("rb") as file:
            return b"deploymentParameters.json" in file.read(_HEAD)
    except OSError:
        return False


def read_file(path: Path, default_subscription: str = "", parameters: Sequence[object] = ()) -> Reading:
    """One input of any kind; `-` is standard input, a folder holds one document a file. Raises `ReadError`.

    `parameters` are the contents of parameter files, for a template.
    """
    where = _where(path)
    parsed = load(path)
    reading = read_document(_joined(parsed), where, default_subscription, parameters)
    repeated = tuple(f"{where}: an object has {key!r} twice; the last one counts" for key in parsed.repeated)
    return Reading(reading.kind, reading.resources, (*reading.notes, *repeated), reading.partial)


def load_json(path: Path) -> object:
    """The JSON in a file, in a folder's files, or in standard input for `-`. Raises `ReadError`."""
    return _joined(load(path))


def load(path: Path) -> Parsed:
    """The JSON values in a file, in a folder's files (`*.json`, in the order of their names), or in standard input."""
    if not path.is_dir():
        return parse(_bytes(path), _where(path))
    files = sorted(file for file in path.iterdir() if file.name.endswith((".json", ".json.gz")) and file.is_file())
    if not files:
        raise ReadError(
            f"{path}: a folder without a file that ends in .json; give one with an exported document a file"
        )
    parsed = [parse(_bytes(file), str(file)) for file in files]
    values = tuple(value for one in parsed for value in one.values)
    return Parsed(values, tuple(dict.fromkeys(key for one in parsed for key in one.repeated)))


def _joined(parsed: Parsed) -> object:
    return parsed.values[0] if len(parsed.values) == 1 else list(parsed.values)


def _where(path: Path) -> str:
    return "standard input" if str(path) == "-" else str(path)


def _bytes(path: Path) -> bytes:
    where = _where(path)
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"{where}: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise ReadError(f"{where}: larger than {MAX_BYTES // 2**20} MiB; export fewer resources at a time")
    return raw


def read_document(
    document: object, where: str = "input", default_subscription: str = "", parameters: Sequence[object] = ()
) -> Reading:
    """The resources in a parsed document, whatever kind it is. Raises `ReadError`."""
    if isinstance(document, Mapping):
        if "deployment" in document or "checkpoint" in document:
            return _deployed("state", read_state(document, where, default_subscription), foreign_types(document), where)
        if "steps" in document or "changeSummary" in document:
            resources = tuple(read_preview(document, where, default_subscription))
            return _deployed("preview", resources, foreign_types(document), where, _preview_notes(document, where))
    if isinstance(document, list) and len(document) == 1 and is_template(document[0]):
        document = document[0]
    if is_template(document):
        return _declared("template", read_template(document, parameters, where=where), where)
    if is_terraform(document):
        return _declared("terraform", read_terraform(document, where=where, subscription=default_subscription), where)
    if is_parameters(document):
        read_template(document, where=where)  # says what it is, and what to give with it
    return _exported(document, where)


def _declared(kind: InputKind, found: Declared, where: str) -> Reading:
    """What a template or Terraform declares; what it left out, or may not be there, makes it a part of the whole."""
    notes = tuple(note if note.startswith(where) else f"{where}: {note}" for note in found.notes)
    if not found.documents:
        what = "an ARM template" if kind == "template" else "Terraform's"
        raise ReadError(f"{where}: is {what} and holds no resource that is read, so there is nothing to judge")
    unseen = [f"{one.type} {one.label}" for one in found.unread]
    more = f" and {len(unseen) - 3} more" if len(unseen) > 3 else ""
    partial = f"not read: {', '.join(unseen[:3])}{more}" if unseen else ""
    return Reading(kind, tuple(read_arm(found.documents, where)), notes, partial)


def _deployed(
    kind: InputKind, resources: Iterable[Resource], foreign: Mapping[str, int], where: str, notes: tuple[str, ...] = ()
) -> Reading:
    """What Pulumi has, with a note on what other providers made; nothing else in it is nothing understood."""
    found = tuple(resources)
    told = ", ".join(f"{count} of {kind}" for kind, count in foreign.items())
    if foreign and not found:
        raise ReadError(f"{where}: nothing in it was understood ({told}); resources of azure-native are read")
    more = (f"{where}: resources of other providers are not read: {told}",) if foreign else ()
    partial = f"not read: {told}" if any(kind.startswith(_AZURE) for kind in foreign) else ""
    return Reading(kind, found, (*notes, *more), partial)


def _exported(document: object, where: str) -> Reading:
    found = documents_in(document, where)
    if not found.documents:
        raise ReadError(f"{where}: holds no resources, so there is nothing to judge")
    notes = [f"{where}: {note}" for note in found.notes]
    if found.partial:
        notes.append(f"{where}: is only a part of what there is ({found.partial}); export all pages into one file")
    resources, differing = _once(read_arm(found.documents, where))
    notes += [f"{where}: {one} stands there twice with different contents; the last one counts" for one in differing]
    return Reading("arm", tuple(resources), tuple(notes), found.partial)


def _once(resources: Iterable[Resource]) -> tuple[list[Resource], list[str]]:
    """Each resource once, and the ids of those that are given with different documents."""
    found: dict[str, Resource] = {}
    differing: dict[str, None] = {}
    for resource in resources:
        before = found.get(resource.key)
        if before is not None and _meaning(before.document) != _meaning(resource.document):
            differing[str(resource.id)] = None
        found[resource.key] = resource
    return list(found.values()), list(differing)


def _meaning(document: Mapping[str, Any]) -> Any:
    """What of a document two exports of one resource agree on."""
    return {key: value for key, value in document.items() if key in ("properties", "sku", "zones", "location")}


def _preview_notes(document: Mapping[str, object], where: str) -> tuple[str, ...]:
    count = left_out(document)
    if not count:
        return ()
    return (f"{where}: {count} unchanged resources are not in this preview; make it with --show-sames",)
