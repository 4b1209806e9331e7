"""The inventory as CSV: one row a thing, for those who keep it in a spreadsheet.

Columns, in any order: `kind` and `name` always; the rest as the kind needs. Lists are separated by `;`.
A cell that a spreadsheet would take for a formula is refused.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

from hubspoke_network.core import FORMULA, Problem, ReadError
from hubspoke_network.readers.classic.files import refuse_large
from hubspoke_network.readers.classic.inventory import Inventory, checked_inventory, decoded

COLUMNS = (
    "kind",
    "name",
    "virtualNetwork",
    "cloudService",
    "subnet",
    "instances",
    "availabilitySet",
    "extensions",
    "flags",
    "mode",
    "state",
    "sku",
    "circuit",
    "model",
    "serviceKey",
    "subscription",
    "resourceGroup",
    "location",
    "tier",
    "bandwidthInMbps",
)
FLAGS = ("endpointAcls", "bootDiagnosticsOnPremiumStorage", "alerts", "autoscale", "allowClassicOperations")
_MAXIMUM_ROWS = 50_000

Row = dict[str, str]
Raw = dict[str, Any]


def read_inventory_csv(data: bytes, subject: str = "inventory") -> Inventory:
    """The inventory in a CSV file.

    Raises `ReadError` where it is no such table, `SpecError` with every mistake in it otherwise.
    """
    refuse_large(data, subject)
    problems: list[Problem] = []
    raw: Raw = {"virtualNetworks": {}, "cloudServices": {}, "circuits": {}}
    for line, row in _rows(decoded(data, subject), subject):
        found = _row_problems(line, row)
        if not found:
            found = _KINDS[row["kind"]](raw, row, f"line {line}")
        problems += found
    return checked_inventory(raw, subject, problems)


def _rows(text: str, subject: str) -> list[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Row]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not {"kind", "name"} <= set(header) or len(set(header)) != len(header) or not set(header) <= set(COLUMNS):
            raise ReadError(f"{subject}:1: the first line must name columns out of {', '.join(COLUMNS)}")
        for cells in reader:
            if len(cells) not in (0, len(header)):
                raise ReadError(f"{subject}:{reader.line_num}: has {len(cells)} cells, the header {len(header)}")
            if len(rows) >= _MAXIMUM_ROWS:
                raise ReadError(f"{subject} has more than {_MAXIMUM_ROWS:,} rows")
            if any(cells):
                rows.append((reader.line_num, {key: cell for key, cell in zip(header, cells, strict=True) if cell}))
    except csv.Error as error:
        raise ReadError(f"{subject}:{reader.line_num}: not CSV: {error}") from None
    return rows


def _row_problems(line: int, row: Row) -> list[Problem]:
    where = f"line {line}"
    found = [
        Problem("HS361", f"{where}.{key}", cell[:40], "would be run as a formula by a spreadsheet", "write plain text")
        for key, cell in row.items()
        if cell.startswith(FORMULA)
    ]
    kind = row.get("kind", "")
    if kind not in _KINDS:
        found.append(Problem("HS360", f"{where}.kind", kind[:40], "is not a kind", f"write one of {', '.join(_KINDS)}"))
    if "name" not in row:
        found.append(Problem("HS360", f"{where}.name", "", "is missing", "add it"))
    found += [
        Problem("HS360", f"{where}.flags", flag[:40], "is not a flag", f"write one of {', '.join(FLAGS)}")
        for flag in _list(row, "flags")
        if flag not in FLAGS
    ]
    return found


def _virtual_network(raw: Raw, row: Row, where: str) -> list[Problem]:
    return _put(_network(raw, row["name"]), where, location=row.get("location"), circuit=row.get("circuit"))


def _gateway(raw: Raw, row: Row, where: str) -> list[Problem]:
    gateway = {key: row[key] for key in ("mode", "state", "sku", "name") if key in row}
    return _append(raw, row, where, "gateways", gateway)


def _peering(raw: Raw, row: Row, where: str) -> list[Problem]:
    return _append(raw, row, where, "peerings", row["name"])


def _service(raw: Raw, row: Row, where: str) -> list[Problem]:
    return _append(raw, row, where, "services", row["name"])


def _role(kind: str) -> Callable[[Raw, Row, str], list[Problem]]:
    def add(raw: Raw, row: Row, where: str) -> list[Problem]:
        role: Raw = {"kind": kind}
        problems = _put(role, where, subnet=row.get("subnet"))
        if "instances" in row:
            problems += _number(role, "instances", row["instances"], where)
        return problems + _member(raw, row, where, "roles", role)

    return add


def _virtual_machine(raw: Raw, row: Row, where: str) -> list[Problem]:
    machine: Raw = {"subnets": _list(row, "subnet"), "extensions": _list(row, "extensions")}
    machine |= dict.fromkeys(_list(row, "flags"), True)
    return _put(machine, where, availabilitySet=row.get("availabilitySet")) + _member(
        raw, row, where, "virtualMachines", machine
    )


def _circuit(raw: Raw, row: Row, where: str) -> list[Problem]:
    keys = ("model", "serviceKey", "subscription", "resourceGroup", "location", "tier")
    circuit: Raw = {key: row[key] for key in keys if key in row} | dict.fromkeys(_list(row, "flags"), True)
    problems = _number(circuit, "bandwidthInMbps", row["bandwidthInMbps"], where) if "bandwidthInMbps" in row else []
    return problems + _new(raw["circuits"], row["name"], circuit, where)


_KINDS: dict[str, Callable[[Raw, Row, str], list[Problem]]] = {
    "virtualNetwork": _virtual_network,
    "gateway": _gateway,
    "peering": _peering,
    "service": _service,
    "webRole": _role("web"),
    "workerRole": _role("worker"),
    "virtualMachine": _virtual_machine,
    "circuit": _circuit,
}


def _network(raw: Raw, name: str) -> Raw:
    network: Raw = raw["virtualNetworks"].setdefault(name, {})
    return network


def _append(raw: Raw, row: Row, where: str, key: str, value: object) -> list[Problem]:
    """Add to one of a network's lists."""
    if "virtualNetwork" not in row:
        return [Problem("HS360", f"{where}.virtualNetwork", "", "is missing", "name the network it belongs to")]
    _network(raw, row["virtualNetwork"]).setdefault(key, []).append(value)
    return []


def _member(raw: Raw, row: Row, where: str, key: str, value: Raw) -> list[Problem]:
    """Add a role or machine to its cloud service."""
    if "cloudService" not in row:
        return [Problem("HS360", f"{where}.cloudService", "", "is missing", "name the cloud service it belongs to")]
    service: Raw = raw["cloudServices"].setdefault(row["cloudService"], {})
    problems = _put(service, where, virtualNetwork=row.get("virtualNetwork"))
    return problems + _new(service.setdefault(key, {}), row["name"], value, where)


def _put(known: Raw, where: str, **values: str | None) -> list[Problem]:
    """Set what is given; a second, other value is a contradiction."""
    problems: list[Problem] = []
    for key, value in values.items():
        if value is not None and known.setdefault(key, value) != value:
            message = f"contradicts {known[key][:40]!r} in an earlier line"
            problems.append(Problem("HS363", f"{where}.{key}", value[:40], message, "write the same in every line"))
    return problems


def _new(known: Raw, name: str, value: Raw, where: str) -> list[Problem]:
    if name in known:
        return [Problem("HS363", f"{where}.name", name[:40], "stands in an earlier line already", "keep one line")]
    known[name] = value
    return []


def _number(known: Raw, key: str, text: str, where: str) -> list[Problem]:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return [Problem("HS360", f"{where}.{key}", text[:40], "is not a whole number", "write digits only")]
    known[key] = int(text)
    return []


def _list(row: Row, key: str) -> list[str]:
    return [part.strip() for part in row.get(key, "").split(";") if part.strip()]
