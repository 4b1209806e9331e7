"""Whether an offline Azure is sound: its file, what its resources refer to, operations and locks of runs that died."""

import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from azure_offline.arm import Arm
from azure_offline.arm.resources import View
from azure_offline.arm.types import SPECS
from azure_offline.arm.writes.references import uses
from azure_offline.faults.planned import Faults
from azure_offline.store.store import Transaction
from hubspoke_network.core import is_running


@dataclass(frozen=True)
class Complaint:
    """One thing that is not as it should be. `note`: asked for, and worth knowing; nothing is wrong."""

    subject: str
    text: str
    repairable: bool = False
    note: bool = False


def complaints(arm: Arm, state: Path | None) -> list[Complaint]:
    """Everything that is wrong with a store, and with the locks in the file backend in `state`."""
    found = list(_damage(arm.store.path))
    if found:
        return found
    with arm.store.read() as transaction:
        view = arm.view(transaction)
        found += _orphans(view)
        found += _references(view)
        found += _operations(transaction)
    found += [
        Complaint(path.name, "is the lock of a run that was killed", repairable=True) for path in stale_locks(state)
    ]
    found += [
        Complaint(path.name, "is empty: an engine was killed while it wrote it", repairable=True)
        for path in _half_written(state)
    ]
    struck = [one for one in Faults(arm.store).listed() if one.left != 0]
    found += [Complaint(f"fault {one.fault.number}", f"is asked for: {one.fault}", note=True) for one in struck]
    return found


def repair(arm: Arm, state: Path | None) -> None:
    """Take away the operations and locks of dead runs, and build the reference index anew."""
    with arm.store.write() as transaction:
        for token, *_ in _stale(transaction):
            transaction.end_operation(token)
        for resource in transaction.all():
            spec = SPECS.get(resource.type.lower())
            transaction.put(resource, uses(spec, resource.key, resource.document) if spec else ())
    for path in (*stale_locks(state), *_half_written(state)):
        path.unlink(missing_ok=True)


def stale_locks(state: Path | None) -> list[Path]:
    """The locks in a file backend whose process, on this machine, has ended."""
    found = []
    for path in sorted((state / ".pulumi" / "locks").rglob("*.json")) if state else ():
        try:
            lock = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # being written, or already gone
        process = lock.get("pid")
        if lock.get("hostname") == socket.gethostname() and isinstance(process, int) and not is_running(process):
            found.append(path)
    return found


def _half_written(state: Path | None) -> list[Path]:
    """Empty sidecar files of a file backend; the engine then cannot read what they stand beside, and needs none."""
    found = sorted((state / ".pulumi").rglob("*.attrs")) if state else []
    return [path for path in found if path.stat().st_size == 0]


def _damage(path: Path) -> Iterator[Complaint]:
    with closing(sqlite3.connect(path)) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check").fetchall():
            if line != "ok":
                yield Complaint(path.name, f"is damaged: {line}; `azure-offline reset --file` starts anew")


def _orphans(view: View) -> Iterator[Complaint]:
    """Resources without what they lie in."""
    for resource in view.transaction.all():
        if resource.parent and view.transaction.get(resource.parent) is None and resource.parent.count("/") > 2:
            yield Complaint(resource.id, f"lies in {resource.parent}, which is not there")


def _references(view: View) -> Iterator[Complaint]:
    """References to what is not there, and an index that says something else than the documents."""
    for resource in view.transaction.all():
        spec = SPECS.get(resource.type.lower())
        if spec is None:
            continue
        written = uses(spec, resource.key, resource.document)
        for use in written:
            reference = spec.reference(use.rule)
            if reference is not None and reference.exists and not view.exists(use.target):
                yield Complaint(resource.id, f"refers at {use.path} to {use.target}, which is not there")
        indexed = {
            (use.rule, target) for use in written for target in view.transaction.targets_of(use.source, use.rule)
        }
        if indexed != {(use.rule, use.target) for use in written}:
            yield Complaint(resource.id, "is indexed with other references than it has", repairable=True)


def _operations(transaction: Transaction) -> Iterator[Complaint]:
    for _, target, name, process, _until in _stale(transaction):
        text = f"has {name} in progress, of process {process}, which has ended"
        yield Complaint(target, text, repairable=True)


def _stale(transaction: Transaction) -> list[tuple[int, str, str, int, float]]:
    everything = [resource.key for resource in transaction.all()]
    now = time.time()
    return [entry for entry in transaction.operations(everything) if entry[4] <= now or not is_running(entry[3])]
