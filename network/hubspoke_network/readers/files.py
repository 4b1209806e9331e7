"""Reads input files: bounded in size, their kind found out by looking at them."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hubspoke_network.core import ReadError
from hubspoke_network.model import Resource
from hubspoke_network.readers.arm_documents import arm_entries, read_arm
from hubspoke_network.readers.pulumi_preview import left_out, read_preview
from hubspoke_network.readers.pulumi_state import read_state

MAX_BYTES = 256 * 2**20
"""Largest input that is read: some fifty times the state of 400 spokes."""

InputKind = Literal["state", "preview", "arm"]
Kind = InputKind
"""Its name in 0.1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an input holds. `notes` tell what it does not hold although it should."""

    kind: InputKind
    resources: tuple[Resource, ...]
    notes: tuple[str, ...] = ()


def read_files(paths: Iterable[Path], default_subscription: str = "") -> list[Reading]:
    """Every input, in order. Raises `ReadError`."""
    return [read_file(path, default_subscription) for path in paths]


def read_file(path: Path, default_subscription: str = "") -> Reading:
    """One input of any kind; `-` is standard input. Raises `ReadError`."""
    where = "standard input" if str(path) == "-" else str(path)
    return read_document(load_json(path), where, default_subscription)


def load_json(path: Path) -> object:
    """The JSON in a file, or in standard input for `-`. Raises `ReadError`."""
    where = "standard input" if str(path) == "-" else str(path)
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
    try:
        return json.loads(raw)
    except RecursionError:
        raise ReadError(f"{where}: nested too deep for a state, a preview or Azure documents") from None
    except ValueError as error:
        raise ReadError(f"{where}: no JSON: {error}") from None


def read_document(document: object, where: str = "input", default_subscription: str = "") -> Reading:
    """The resources in a parsed document, whatever kind it is. Raises `ReadError`."""
    if isinstance(document, Mapping):
        if "deployment" in document or "checkpoint" in document:
            return Reading("state", tuple(read_state(document, where, default_subscription)))
        if "steps" in document or "changeSummary" in document:
            resources = tuple(read_preview(document, where, default_subscription))
            return Reading("preview", resources, _preview_notes(document, where))
    entries = arm_entries(document)
    if entries is None:
        raise ReadError(
            f"{where}: neither a Pulumi state, nor a preview, nor Azure documents; give what `pulumi stack export`, "
            "`pulumi preview --json`, `az resource show`, `az graph query` or `azure-offline export` writes"
        )
    return Reading("arm", tuple(read_arm(entries, where)))


def _preview_notes(document: Mapping[str, object], where: str) -> tuple[str, ...]:
    count = left_out(document)
    if not count:
        return ()
    return (f"{where}: {count} unchanged resources are not in this preview; make it with --show-sames",)
