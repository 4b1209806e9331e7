"""The resources of a state or a plan, in one form: address, type and values, unknown and sealed leaves as `Unknown`.

Source: HashiCorp's JSON output format (`terraform show -json`), and state files of version 4; read November 2026.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from hubspoke_network.core import ReadError, Unknown
from hubspoke_network.readers.templates.result import SECRET, is_secret_name

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One instance of a resource.

    `created` says that a plan makes it anew, `data` that it is a data source: it describes what somebody else manages.
    """

    address: str
    type: str
    values: Mapping[str, Any]
    data: bool = False
    created: bool = False


@dataclass(slots=True)
class _Change:
    """What a plan says beside the values."""

    unknown: Any = None
    sensitive: Any = None
    created: bool = False
    replaced: Mapping[str, Any] = field(default_factory=dict)


def shown_entries(document: Mapping[str, Any], where: str) -> list[Entry]:
    """What `terraform show -json` writes of a state or of a plan."""
    changes = _changes(document, where)
    found: dict[str, Entry] = {}
    prior = document.get("prior_state")
    for key in ("values", "planned_values"):
        for entry in _tree(document.get(key), changes, where):
            found[entry.address] = entry
    if isinstance(prior, Mapping):
        for entry in _tree(prior.get("values"), {}, where):
            if entry.data:
                found.setdefault(entry.address, entry)
    return list(found.values())


def _changes(document: Mapping[str, Any], where: str) -> dict[str, _Change]:
    changes: dict[str, _Change] = {}
    for item in _listed(document.get("resource_changes"), where, "resource_changes"):
        change = item.get("change")
        if isinstance(change, Mapping) and isinstance(item.get("address"), str):
            listed = change.get("actions")
            actions = listed if isinstance(listed, list) else []
            before = change.get("before")
            replaced = before if "delete" in actions and isinstance(before, Mapping) else {}
            changes[item["address"]] = _Change(
                change.get("after_unknown"), change.get("after_sensitive"), "create" in actions, replaced
            )
    return changes


def _tree(values: Any, changes: Mapping[str, _Change], where: str) -> Iterator[Entry]:
    """The resources of a module and of those inside of it."""
    if values is None:
        return
    modules = [_mapping(_mapping(values, where, "values").get("root_module") or {}, where, "root_module")]
    while modules:
        module = modules.pop(0)
        modules.extend(_listed(module.get("child_modules"), where, "child_modules"))
        for item in _listed(module.get("resources"), where, "resources"):
            change = changes.get(str(item.get("address")), _Change())
            yield _entry(item, item.get("values"), [item.get("sensitive_values"), change.sensitive], change, where)


def _entry(item: Mapping[str, Any], values: Any, sensitive: Sequence[Any], change: _Change, where: str) -> Entry:
    address, kind = item.get("address"), item.get("type")
    if not isinstance(address, str) or not isinstance(kind, str):
        raise ReadError(f"{where}: a resource without address or type; give what `terraform show -json` writes")
    made = overlaid(values if isinstance(values, Mapping) else {}, change.unknown, address, ())
    if _keeps_its_names(change.replaced, made):
        made = {**made, "id": change.replaced["id"]}
    for marks in sensitive:
        made = sealed(made, marks)
    values = made if isinstance(made, Mapping) else {"name": made}
    return Entry(address, kind, values, item.get("mode") == "data", change.created)


def _keeps_its_names(before: Mapping[str, Any], after: Any) -> bool:
    """Whether a resource that is replaced comes back under the same id: azurerm's ids are made of names."""
    if not isinstance(before.get("id"), str) or not isinstance(after, Mapping):
        return False
    names = [key for key in before if key == "name" or key.endswith("_name")]
    return "name" in names and all(isinstance(after.get(key), str) and after[key] == before[key] for key in names)


def overlaid(value: Any, unknown: Any, address: str, path: Path) -> Any:
    """`value` with `Unknown` wherever `unknown` says true."""
    if unknown is True:
        return Unknown(f"{told(address, path)} is known after apply")
    if isinstance(value, dict) or (isinstance(unknown, dict) and value is None):
        below = unknown if isinstance(unknown, dict) else {}
        keys = dict.fromkeys([*(value or {}), *below])
        return {str(key): overlaid((value or {}).get(key), below.get(key), address, (*path, str(key))) for key in keys}
    if isinstance(value, list) or (isinstance(unknown, list) and value is None):
        pairs = zip_longest(value or [], unknown if isinstance(unknown, list) else [])
        return [overlaid(item, mark, address, (*path, i)) for i, (item, mark) in enumerate(pairs)]
    return value


def told(address: str, path: Path) -> str:
    """An attribute as people write it: `azurerm_subnet.app address_prefixes[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return f"{address} {text.lstrip('.')}".strip()


def sealed(value: Any, marks: Any) -> Any:
    """`value` without what is marked as sensitive, or is a secret by its name."""
    if marks is True:
        return SECRET
    if isinstance(value, dict):
        below = marks if isinstance(marks, dict) else {}
        return {
            key: SECRET if is_secret_name(key) and item not in (None, "") else sealed(item, below.get(key))
            for key, item in value.items()
        }
    if isinstance(value, list):
        pairs = zip_longest(value, marks[: len(value)] if isinstance(marks, list) else [])
        return [sealed(item, mark) for item, mark in pairs]
    return value


def raw_entries(document: Mapping[str, Any], where: str) -> list[Entry]:
    """What a state file of version 4 holds."""
    found = []
    for item in _listed(document.get("resources"), where, "resources"):
        for instance in _listed(item.get("instances"), where, "instances"):
            if not isinstance(instance.get("attributes"), Mapping):
                raise ReadError(f"{where}: an instance without attributes; give what `terraform show -json` writes")
            marks: dict[str, Any] = {}
            for path in _lists(instance.get("sensitive_attributes")):
                _mark(marks, path)
            named = {**item, "address": _raw_address(item, instance)}
            found.append(_entry(named, instance["attributes"], [marks], _Change(), where))
    return found


def _raw_address(item: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    key = instance.get("index_key")
    index = "" if key is None else f"[{json.dumps(key)}]"
    parts = [item.get("module"), "data" if item.get("mode") == "data" else None, item.get("type"), item.get("name")]
    return ".".join(str(part) for part in parts if part) + index


def _lists(value: Any) -> Iterator[list[Any]]:
    yield from (item for item in value if isinstance(item, list)) if isinstance(value, list) else ()


def _mark(marks: dict[str, Any], path: list[Any]) -> None:
    """Mark the attribute that a path of steps leads to; a step into a list or a map marks all of that."""
    name = path[0].get("value") if path and isinstance(path[0], Mapping) else None
    if isinstance(name, str):
        marks[name] = True


def _mapping(value: Any, where: str, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ReadError(f"{where}: {name} is no object; give what `terraform show -json` writes")
    return value


def _listed(value: Any, where: str, name: str) -> list[Mapping[str, Any]]:
    """The objects in a list of the document; none where it is absent."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ReadError(f"{where}: {name} is no list; give what `terraform show -json` writes")
    return [_mapping(item, where, f"an entry of {name}") for item in value]
