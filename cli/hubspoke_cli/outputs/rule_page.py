"""What a rule says of itself: the page in docs/policies, and `hubspoke check --explain`."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hubspoke_cli.outputs.tables import Table, markdown_table, plain_table
from hubspoke_policies.base import AnyRule, Example, config_properties

COMMON = ("undecided", "exemptions")
"""Settings that every rule has; the index of the pages tells of them."""

WHEN = {
    "document": "decided by the resource's own properties: it is stopped before it is created",
    "relation": "decided by the resource together with others, once the program has registered them all",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: paragraphs, a table, programs; the last two may be missing."""

    title: str
    text: tuple[str, ...] = ()
    table: Table | None = None
    examples: tuple[Example, ...] = ()


def sections(rule: AnyRule) -> list[Section]:
    """The parts of a rule's page, in order."""
    rows = tuple(option_rows(rule))
    options = Table("", ("option", "type", "default", "meaning"), rows)
    return [
        Section("What", (rule.what,)),
        Section("Why", (rule.why,)),
        Section("How to fix", (_sentence(rule.remediation),)),
        Section("Options", table=options) if rows else Section("Options", ("None of its own.",)),
        Section("When it is undecided", (_sentence(f"To make it decidable, {rule.decidable}"),)),
        Section("Keeps it", examples=rule.good),
        Section("Breaks it", examples=rule.bad),
        Section("Evidence", (rule.evidence,)),
        Section("Links", rule.links),
    ]


def facts(rule: AnyRule) -> list[tuple[str, str]]:
    """The short facts at the head of a page."""
    level = rule.level if rule.level == "mandatory" else f"{rule.level} in `baseline`, mandatory in `strict`"
    types = ", ".join(arm.removeprefix("Microsoft.") for arm in rule.types)
    return [
        ("severity", rule.severity),
        ("level", level),
        ("asked about", types),
        ("scope", WHEN[rule.scope]),
    ]


def option_rows(rule: AnyRule) -> Iterator[tuple[str, str, str, str]]:
    """Name, type, default and meaning of each option; of those within an option, by their path."""
    defaults = rule.options().model_dump(mode="json", by_alias=True)
    for name, schema in config_properties(rule).items():
        if name not in COMMON:
            yield from _rows(name, schema, defaults.get(name))


def _rows(name: str, schema: dict[str, Any], default: Any) -> Iterator[tuple[str, str, str, str]]:
    parts = schema.get("properties")
    if parts and isinstance(default, dict):
        for part, inner in parts.items():
            described = inner.get("description") or schema.get("description", "")
            yield from _rows(f"{name}.{part}", {**inner, "description": described}, default.get(part))
        return
    shown = "none" if default is None else json.dumps(default, ensure_ascii=False)
    yield f"`{name}`", type_of(schema), f"`{shown}`", schema.get("description", "")


def type_of(schema: dict[str, Any]) -> str:
    """A JSON schema's type in words."""
    if "enum" in schema:
        return "one of " + ", ".join(f"`{item}`" for item in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(type_of(item) for item in schema["anyOf"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"map to {type_of(inner)}" if isinstance(inner, dict) else "map"
    return {"string": "text", "integer": "whole number", "boolean": "true or false", "null": "nothing"}.get(kind, kind)


def markdown_page(rule: AnyRule, note: str = "") -> str:
    """The whole page. `note` stands above every program."""
    lines = [f"# {rule.id}", "", f"{rule.title}.", ""]
    lines += [f"- {name}: {value}" for name, value in facts(rule)]
    for section in sections(rule):
        lines += ["", f"## {section.title}", "", *_markdown(section, note)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _markdown(section: Section, note: str) -> Iterable[str]:
    blocks = [f"<{text}>" if section.title == "Links" else text for text in section.text]
    if section.table is not None:
        blocks.append(markdown_table(section.table))
    for example in section.examples:
        above = f"{note}\n\n" if note else ""
        blocks.append(f"{_sentence(example.name)}\n\n{above}```python\n{example.program.strip()}\n```")
    return ["\n\n".join(blocks)]


def text_page(rule: AnyRule, width: int = 100) -> str:
    """The page in plain text."""
    blocks = [f"{rule.id}: {rule.title}"]
    blocks.append("\n".join(f"  {name + ':':<13}{value.replace('`', '')}" for name, value in facts(rule)))
    for section in sections(rule):
        lines = [section.title, *(_wrapped(text, width) for text in section.text)]
        if section.table is not None:
            lines.append(plain_table(section.table).replace("`", "").lstrip("\n"))
        for example in section.examples:
            lines += [f"  {_sentence(example.name)}", "", textwrap.indent(example.program.strip(), "    ")]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def record(rule: AnyRule) -> dict[str, Any]:
    """The rule as JSON."""
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "level": rule.level,
        "category": rule.category,
        "scope": rule.scope,
        "types": list(rule.types),
        "what": rule.what,
        "why": rule.why,
        "remediation": rule.remediation,
        "decidable": rule.decidable,
        "options": config_properties(rule),
        "good": [{"name": example.name, "program": example.program} for example in rule.good],
        "bad": [{"name": e.name, "program": e.program, "breaks": e.breaks} for e in rule.bad],
        "evidence": rule.evidence,
        "links": list(rule.links),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", ":")) else ".")
