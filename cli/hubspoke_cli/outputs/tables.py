"""Writing answers: JSON, Markdown, and text that is plain unless a terminal reads it."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import typer

STYLES = {"allowed": "green", "Allow": "green", "denied": "red", "Deny": "red", "unknown": "yellow", "partly": "yellow"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title; every row has as many cells as there are heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_json(value: Any) -> None:
    """Write one JSON document."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    # Half a surrogate pair, which JSON may hold, cannot be written as UTF-8.
    typer.echo(text if text.isascii() or _encodable(text) else json.dumps(value, indent=2))


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def markdown_table(table: Table) -> str:
    """A table in Markdown."""
    lines = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>") or " "


def write_text(parts: Iterable[str | Table]) -> None:
    """Write paragraphs and tables: with rich where a terminal reads them, plain otherwise."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _write_rich(list(parts))
        return
    for part in parts:
        typer.echo(plain_table(part) if isinstance(part, Table) else part)


def plain_table(table: Table) -> str:
    """A table as aligned columns. Cells with several lines take several lines."""
    lines = [line for row in (table.heads, *table.rows) for line in _split(row)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.heads))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([table.title, *(f"  {text}" for text in texts)])


def _split(row: Sequence[str]) -> list[tuple[str, ...]]:
    cells = [cell.split("\n") for cell in row]
    height = max(len(cell) for cell in cells)
    return [tuple(cell[line] if line < len(cell) else "" for cell in cells) for line in range(height)]


def _write_rich(parts: Sequence[str | Table]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    for part in parts:
        if isinstance(part, str):
            first, colon, rest = part.rpartition(": ")
            text = Text(first + colon)
            text.append(rest, style=STYLES.get(rest, ""))
            console.print(text)
            continue
        table = RichTable(title=part.title, title_justify="left", box=box.SIMPLE)
        for head in part.heads:
            table.add_column(head, overflow="fold")
        for row in part.rows:
            table.add_row(*(Text(cell, style=STYLES.get(cell, "")) for cell in row))
        console.print(table)
