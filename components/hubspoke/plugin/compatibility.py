"""What the difference between two schemas means to programs that were written against the older one."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference. `breaking` says that a program may have to be changed because of it."""

    breaking: bool
    path: str
    text: str

    def __str__(self) -> str:
        return f"{'breaks users' if self.breaking else 'compatible'}: {self.path} {self.text}"


def changes(old: Schema, new: Schema) -> tuple[SchemaChange, ...]:
    """Every difference that a program can notice; documentation and version are left out."""
    found = [
        *_parts("resources", old["resources"], new["resources"], _resource_changes),
        *_parts("types", old["types"], new["types"], _type_changes),
    ]
    return tuple(sorted(found, key=lambda change: (not change.breaking, change.path, change.text)))


def structure_digest(schema: Schema) -> str:
    """Eight letters that change with anything a program can notice."""
    seen = _bare({"resources": schema["resources"], "types": schema["types"]})
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:8]


def _bare(part: Any, *, names: bool = True) -> Any:
    """`part` without descriptions; in a mapping of names, a `description` is one of them."""
    if isinstance(part, list):
        return [_bare(item, names=False) for item in part]
    if not isinstance(part, Mapping):
        return part
    mappings = {"properties", "inputProperties", "resources", "types"}
    return {key: _bare(value, names=key in mappings) for key, value in part.items() if names or key != "description"}


def _parts(path: str, old: Schema, new: Schema, inside: Any) -> Iterator[SchemaChange]:
    for name in old.keys() - new.keys():
        yield SchemaChange(True, f"{path}.{name}", "is gone")
    for name in new.keys() - old.keys():
        yield SchemaChange(False, f"{path}.{name}", "is new")
    for name in old.keys() & new.keys():
        yield from inside(f"{path}.{name}", old[name], new[name])


def _resource_changes(path: str, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    yield from _inputs(path, old, new, "inputProperties", "requiredInputs")
    yield from _outputs(path, old, new)


def _type_changes(path: str, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    if "enum" in old or "enum" in new:
        yield from _choices(path, old.get("enum", []), new.get("enum", []))
        return
    yield from _inputs(path, old, new, "properties", "required")


def _inputs(path: str, old: Schema, new: Schema, properties: str, required: str) -> Iterator[SchemaChange]:
    before, after = old.get(properties, {}), new.get(properties, {})
    needed, needed_now = set(old.get(required, [])), set(new.get(required, []))
    for name in before.keys() - after.keys():
        yield SchemaChange(True, f"{path}.{name}", "is gone")
    for name in after.keys() - before.keys():
        text = "is new, and required" if name in needed_now else "is new"
        yield SchemaChange(name in needed_now, f"{path}.{name}", text)
    for name in before.keys() & after.keys():
        here = f"{path}.{name}"
        if name in needed_now - needed:
            yield SchemaChange(True, here, "has become required")
        elif name in needed - needed_now:
            yield SchemaChange(False, here, "has become optional")
        yield from _value(here, _bare(before[name], names=False), _bare(after[name], names=False))


def _value(path: str, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    if old == new:
        return
    rest, rest_now = ({key: value for key, value in part.items() if key != "plain"} for part in (old, new))
    if rest == rest_now and not new.get("plain"):
        yield SchemaChange(False, path, "may now be an output")
    else:
        yield SchemaChange(True, path, f"was {json.dumps(old)}, is {json.dumps(new)}")


def _outputs(path: str, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    before, after = old["properties"], new["properties"]
    always, always_now = set(old.get("required", [])), set(new.get("required", []))
    for name in before.keys() - after.keys():
        yield SchemaChange(True, f"{path}.outputs.{name}", "is gone")
    for name in after.keys() - before.keys():
        yield SchemaChange(False, f"{path}.outputs.{name}", "is new")
    for name in before.keys() & after.keys():
        here = f"{path}.outputs.{name}"
        if name in always - always_now:
            yield SchemaChange(True, here, "may now be missing")
        elif name in always_now - always:
            yield SchemaChange(True, here, "is now always there, which alters its type")
        was, now = _bare(before[name], names=False), _bare(after[name], names=False)
        if was != now:
            yield SchemaChange(True, here, f"was {json.dumps(was)}, is {json.dumps(now)}")


def _choices(path: str, old: list[Schema], new: list[Schema]) -> Iterator[SchemaChange]:
    before, after = ({str(item["value"]): item.get("name") for item in items} for items in (old, new))
    for value in before.keys() - after.keys():
        yield SchemaChange(True, f"{path}.{value}", "is gone")
    for value in after.keys() - before.keys():
        yield SchemaChange(False, f"{path}.{value}", "is new")
    for value in before.keys() & after.keys():
        if before[value] != after[value]:
            yield SchemaChange(True, f"{path}.{value}", f"was called {before[value]}, is {after[value]}")
