"""Reads input files: bounded in size, their kind found out by looking at them."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hubspoke_network.core.errors import ReadError
from hubspoke_network.model.resource import Resource
from hubspoke_network.readers.arm_documents import read_arm
from hubspoke_network.readers.exports.pages import documents_in
from hubspoke_network.readers.exports.text import MAX_BYTES, Parsed, parse
from hubspoke_network.readers.pulumi_preview import left_out, read_preview
from hubspoke_network.readers.pulumi_state import read_state

InputKind = Literal["state", "preview", "arm", "template", "terraform"]


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
    """Every input, in order. Raises `ReadError`."""
    return [read_file(path, default_subscription) for path in paths]


def read_file(path: Path, default_subscription: str = "") -> Reading:
    """One input of any kind; `-` is standard input, a folder holds one document a file. Raises `ReadError`."""
    where = _where(path)
    parsed = load(path)
    reading = read_document(_joined(parsed), where, default_subscription)
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


def read_document(document: object, where: str = "input", default_subscription: str = "") -> Reading:
    """The resources in a parsed document, whatever kind it is. Raises `ReadError`."""
    if isinstance(document, Mapping):
        if "deployment" in document or "checkpoint" in document:
            return Reading("state", tuple(read_state(document, where, default_subscription)))
        if "steps" in document or "changeSummary" in document:
            resources = tuple(read_preview(document, where, default_subscription))
            return Reading("preview", resources, _preview_notes(document, where))
    return _exported(document, where)


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
