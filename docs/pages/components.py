"""A page for every component, and their index: what it makes, arguments, outputs, what costs, what goes wrong.

What a change of an argument does is measured: the component is recorded with the description that its contract tests
use, and once more with that one argument changed (`docs/measuring/argument_changes.py`).
"""

import ast
import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml
from measuring.argument_changes import declared, measured, record, silent
from measuring.descriptions import EXAMPLES
from pydantic import BaseModel

from hubspoke.base.component import Component
from hubspoke.base.schema_types import SchemaType, fields_of
from hubspoke.plugin.served import COMPONENTS as SERVED
from hubspoke.plugin.served import args_class, member_docs, output_types
from hubspoke_cli.outputs.tables import Table, markdown_table
from hubspoke_network.azure.resource_types import type_by_token
from hubspoke_network.azure.service_data import load
from hubspoke_network.core.codes import PROBLEM_CODES
from pages import page

DOCS = Path(__file__).resolve().parents[1]
CODE = re.compile(r"\bHS\d{3}\b")
NOT_SHOWN = "not shown by the example"
WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}

INDEX = """\
# Components

Each page says what a component makes, from an example that the tests record; its arguments, in the spelling of YAML and
of other languages (Python writes snake_case); and for each argument what a change of it does, as measured with that
example, or with what the argument needs beside it: one value changed, everything else the same but for what is told.

- *replaces*: azure-native deletes the resource and makes it anew, since its id or a property that Azure cannot change
  depends on the argument. What refers to it is written again.
- *updates*: Azure takes the change in place.
- *creates*, *deletes*: the others stay as they are.
"""


class _Kept:
    """The cells on changes of a page as it is, by the heading above a table and the argument."""

    def __init__(self, path: Path) -> None:
        self.cells: dict[tuple[str, str], str] = {}
        heading = ""
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            heading = line.lstrip("# ") if line.startswith("#") else heading
            cells = re.split(r"(?<!\\) \| ", line.strip("| "))
            if line.startswith("| `") and len(cells) == 5:
                self.cells[heading, cells[0].strip("`")] = cells[4].replace("\\|", "|")

    def cell(self, model: type[BaseModel], name: str) -> str:
        """The cell; of the component's own arguments those below Arguments."""
        return self.cells.get((model.__name__, name)) or self.cells.get(("Arguments", name), NOT_SHOWN)


Changes = Mapping[tuple[type[BaseModel], str], Any] | _Kept


def components(*, measure: bool = True) -> dict[str, str]:
    """The index, and a page a component. Without `measure`, what changes do is taken from the pages that are there."""
    known: dict[tuple[type, str], str] = {}
    pages = {}
    rows = []
    kinds = {kind.__name__: kind for kind in SERVED}
    for name, example in EXAMPLES.items():
        kind = kinds[name]
        text = _page(kind, example(), known, measure=measure)
        pages[f"components/{_file(name)}"] = text
        rows.append((f"[{name}]({_file(name)})", _first(kind)))
    table = markdown_table(
        Table("", ("component", "what it is"), tuple(sorted(rows, key=lambda row: row[0].partition("]"))))
    )
    return {"components/README.md": page([INDEX, table]), **pages}


def _file(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower() + ".md"


def _first(kind: type[Component]) -> str:
    return " ".join(str(inspect.getdoc(kind)).partition("\n\n")[0].split())


def _page(kind: type[Component], data: dict[str, Any], known: dict[tuple[type, str], str], *, measure: bool) -> str:
    recording = record(kind, data)
    changes = measured(kind, data, known) if measure else _Kept(DOCS / f"components/{_file(kind.__name__)}")
    lines = [f"# {kind.__name__}", "", str(inspect.getdoc(kind)), "", "## What it makes", ""]
    lines += ["From these arguments:", "", "```yaml", _yaml(data), "```"]
    lines += ["", "come these resources:", "", "```text", *_tree(recording), "```", "", "## Arguments", ""]
    own = args_class(kind)
    lines += [markdown_table(_arguments(own, changes, {})), ""]
    _note(own, known, kind)
    for model in _nested(own):
        lines += [f"### {model.__name__}", "", _text(str(inspect.getdoc(model))), ""]
        lines += _members(model, changes, known, kind)
    lines += ["## Outputs", "", markdown_table(_outputs(kind)), ""]
    lines += ["## What costs money", "", *_costs(recording), "", "## What goes wrong", "", *_failures(kind, recording)]
    return page(lines)


def _yaml(data: Mapping[str, Any]) -> str:
    """The example's arguments; secrets are left to the reader."""
    text = yaml.safe_dump(data, sort_keys=False, width=110).rstrip()
    return re.sub(r"(?m)^( *(?:sharedKey|authorizationKey)): .*$", r"\1: '[secret]'", text)


def _tree(recording: Any) -> Iterator[str]:
    """Every resource below its parent, with its Azure name."""
    children: dict[str, list[Any]] = {}
    for item in recording:
        if item.type != "pulumi:pulumi:Stack":
            children.setdefault(item.parent, []).append(item)

    def below(parent: str, indent: str) -> Iterator[str]:
        for item in sorted(children.get(parent, []), key=lambda item: str(item.name)):
            kind = item.type.removeprefix("azure-native:").removeprefix("hubspoke:index:")
            yield f"{indent}{kind} {item.name}{_azure_name(item)}"
            yield from below(item.urn, f"{indent}  ")

    yield from below("", "")


def _azure_name(item: Any) -> str:
    known = type_by_token(item.type)
    name = item.inputs.get(known.name_property) if known is not None else None
    return f" ({name})" if isinstance(name, str) else ""


def _nested(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Classes of arguments within arguments, each once, in the order they are met."""
    found: list[type[BaseModel]] = []

    def walk(current: type[BaseModel]) -> None:
        for shape in fields_of(current).values():
            inner: SchemaType | None = shape
            while inner is not None and inner.item is not None:
                inner = inner.item
            if inner is not None and inner.model is not None and inner.model not in found:
                found.append(inner.model)
                walk(inner.model)

    walk(model)
    return found


def _members(
    model: type[BaseModel],
    changes: Changes,
    known: dict[tuple[type, str], str],
    kind: type[Component],
) -> Iterator[str]:
    told = {name: known[declared(model, name)] for name in fields_of(model) if declared(model, name) in known}
    elsewhere: dict[str, list[str]] = {}
    for name, where in told.items():
        if where != kind.__name__:
            elsewhere.setdefault(where, []).append(name)
    rows = _arguments(model, changes, {name: where for name, where in told.items() if where != kind.__name__})
    if rows.rows:
        yield from (markdown_table(rows), "")
    for where, names in elsewhere.items():
        listed = ", ".join(f"`{name}`" for name in names)
        yield from (f"As told of [{where}]({_file(where)}): {listed}.", "")
    _note(model, known, kind)


def _note(model: type[BaseModel], known: dict[tuple[type, str], str], kind: type[Component]) -> None:
    for name in fields_of(model):
        known.setdefault(declared(model, name), kind.__name__)


def _arguments(
    model: type[BaseModel],
    changes: Changes,
    left_out: Mapping[str, str],
) -> Table:
    texts = {info.alias or name: info.description or "" for name, info in model.model_fields.items()}
    rows = []
    for name, shape in fields_of(model).items():
        if name not in left_out:
            default = _default(texts[name]) if shape.optional else "required"
            effect = _effect(model, name, changes)
            rows.append((f"`{name}`", _type(shape), default, _text(texts[name]), effect))
    return Table("", ("argument", "type", "default", "what it is", "a change of it"), tuple(rows))


def _type(shape: SchemaType) -> str:
    if shape.kind == "map" and shape.item is not None:
        text = f"map of {_type(shape.item)}"
    elif shape.kind == "array" and shape.item is not None:
        text = f"list of {_type(shape.item)}"
    elif shape.choices is not None:
        text = "one of " + ", ".join(f"`{choice.value}`" for choice in shape.choices)
    elif shape.model is not None:
        text = f"[{shape.model.__name__}](#{shape.model.__name__.lower()})"
    else:
        text = WORDS[shape.kind]
    return f"{text}, or an output" if shape.eventual and "or an output" not in text else text


def _default(text: str) -> str:
    """The default as the argument's text has it."""
    plain = " ".join(text.split())
    if found := re.search(r"Default: (.*?)\.(?= [A-Z`]|$)", plain):
        return _text(found[1])
    found = re.search(r"(\S+?)[,;]? \(the default\)", plain)
    return _text(found[1]) if found else "none"


def _effect(model: type[BaseModel], name: str, changes: Changes) -> str:
    if isinstance(changes, _Kept):
        return changes.cell(model, name)
    if (model, name) not in changes:
        return "with what it is part of"
    change = changes[model, name]
    if change is None:
        return _text(silent(model, name) or NOT_SHOWN)
    verbs = {verb: {effect.type for effect in change.effects if effect.verb == verb} for verb in _VERBS}
    texts = [
        f"{_VERBS[verb]} {', '.join(sorted(_NAMED.get(kind, kind) for kind in types))}".strip()
        for verb, types in verbs.items()
        if types
    ]
    tried = f"tried in {change.within}" if change.within else "tried"
    beside = f", with {', '.join(f'`{name}`' for name in change.beside)}" if change.beside else ""
    return f"{'; '.join(texts)} ({tried}: {_shown(change)}{beside})"


_NAMED = {"azure-native": "the provider"}
_VERBS = {
    "created": "creates",
    "deleted": "deletes",
    "updated": "updates",
    "replaced": "replaces",
    "protected": "changes nothing in Azure, but the protection of",
    "aliased": "changes nothing in Azure, but the aliases of",
    "imported": "takes over another",
    "kept": "changes nothing in Azure, but what is left alone of",
    "ordered": "changes nothing in Azure, but the order of work on",
    "warned": "changes nothing in Azure, but a warning",
}


def _shown(change: Any) -> str:
    """The tried change: a value, or that an entry came or went."""
    after = json.loads(change.after) if change.after else None
    before = json.loads(change.before) if change.before else None
    if after is None:
        return "left out"
    if isinstance(after, dict | list) and isinstance(before, dict | list) and before and len(after) != len(before):
        return "an entry less" if len(after) < len(before) else "an entry more"
    if len(change.after) <= 40:
        return f"`{change.after}`"
    return "another" if before else "one entry"


def _outputs(kind: type[Component]) -> Table:
    texts = {re.sub(r"_(\w)", lambda match: match[1].upper(), name): text for name, text in member_docs(kind).items()}
    rows = []
    for name, shape in output_types(kind).items():
        words = _type(shape).removesuffix(", or an output")
        rows.append((f"`{name}`", f"{words}, or nothing" if shape.optional else words, _text(texts[name])))
    return Table("", ("output", "type", "what it is"), tuple(rows))


def _costs(recording: Any) -> Iterable[str]:
    drivers = load("cost_drivers")["types"]
    made = _types(recording)
    rows = tuple((arm.rpartition("/")[2], drivers[arm]) for arm in made if arm in drivers)
    if not rows:
        return ["Nothing of what it makes has a price."]
    free = [arm.rpartition("/")[2] for arm in made if arm not in drivers]
    lines = [markdown_table(Table("", ("resource", "what is charged"), rows))]
    return [*lines, "", f"Free in themselves: {', '.join(sorted(free))}."] if free else lines


def _failures(kind: type[Component], recording: Any) -> Iterable[str]:
    codes = sorted(codes_of(kind))
    rows = tuple((f"[{code}](../errors.md#{code.lower()})", PROBLEM_CODES[code]) for code in codes)
    lines = ["Told before anything is made, all at once, with path, value and what to write instead:", ""]
    lines += [markdown_table(Table("", ("code", "what is wrong"), rows)), ""]
    made = _types(recording)
    links = [f"[{arm.partition('/')[2]}](../offline-coverage.md#{_anchor(arm)})" for arm in made if _has_rules(arm)]
    return [*lines, f"Refused by Azure, as far as it is known: {', '.join(links)}."]


def _types(recording: Any) -> list[str]:
    """ARM types of what was recorded, sorted: the order of registration differs from run to run."""
    return sorted({known.arm for item in recording if (known := type_by_token(item.type)) is not None})


def _anchor(arm: str) -> str:
    return re.sub(r"[^a-z0-9]", "", arm.lower())


def _has_rules(arm: str) -> bool:
    from azure_offline.arm.registry import enforced_rules

    return any(entry.type == arm for entry in enforced_rules())


def codes_of(kind: type[Component]) -> set[str]:
    """Codes that a component may tell: those in the code of its arguments, plan, constructor and what they call."""
    found: set[str] = set()
    seen: set[Any] = set()
    waiting: list[Any] = [kind, args_class(kind), *_nested(args_class(kind))]
    while waiting:
        thing = waiting.pop()
        if thing in seen or not str(getattr(thing, "__module__", "")).startswith("hubspoke"):
            continue
        seen.add(thing)
        bases = thing.__mro__ if isinstance(thing, type) else (thing,)
        for base in bases:
            if base is Component or not str(getattr(base, "__module__", "")).startswith("hubspoke"):
                continue
            codes, named = _read(base)
            found |= codes
            names = inspect.getmodule(base).__dict__
            waiting += [names[name] for name in named if _calls(names.get(name), kind)]
    return found & PROBLEM_CODES.keys()


@cache
def _read(thing: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Codes and names in the source of a class or function; many components lead to the same ones."""
    nodes = list(ast.walk(ast.parse(dedent(inspect.getsource(thing)))))
    codes = frozenset(code for node in nodes if isinstance(node, ast.Constant) for code in _codes(node.value))
    return codes, frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _codes(value: object) -> list[str]:
    return CODE.findall(value) if isinstance(value, str) else []


def _calls(thing: Any, kind: type[Component]) -> bool:
    """Whether a name leads to more code of ours; other components answer for themselves, but for an estate's."""
    if isinstance(thing, type):
        return not issubclass(thing, Enum) and (thing is kind or not issubclass(thing, Component))
    return inspect.isfunction(thing)


def _text(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*")
