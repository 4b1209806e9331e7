"""Tables: as Markdown, as aligned columns, and as a terminal shows them best."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import typer

from hubspoke_network.core import markdown, terminal

STYLES = {"allowed": "green", "Allow": "green", "denied": "red", "Deny": "red", "unknown": "yellow", "partly": "yellow"}

Cell = str | tuple[str, ...]
"""One line, or several."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title; every row has as many cells as there are heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def markdown_table(table: Table) -> str:
    """A table whose cells are Markdown already."""
    return _markdown(table, lambda line: line.replace("|", "\\|").replace("\n", "<br>"))


def literal_table(table: Table) -> str:
    """A table in Markdown whose cells are data: each is shown as it is."""
    return _markdown(table, markdown)


def _markdown(table: Table, written: Callable[[str], str]) -> str:
    heads, *rows = (
        "| " + " | ".join("<br>".join(map(written, _lines(cell))) or " " for cell in line) + " |"
        for line in (table.heads, *table.rows)
    )
    return "\n".join([heads, f"| {' | '.join('---' for _ in table.heads)} |", *rows])


def _lines(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def write_text(parts: Iterable[str | Table]) -> None:
    """Write lines and tables: with rich where a terminal reads them, plain otherwise."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _write_rich(list(parts))
        return
    for part in parts:
        typer.echo(plain_table(part) if isinstance(part, Table) else terminal(part))


def plain_table(table: Table) -> str:
    """A table as aligned columns. Cells with several lines take several lines."""
    lines = [line for row in (table.heads, *table.rows) for line in _split(row)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.heads))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([terminal(table.title), *(f"  {text}" for text in texts)])


def _split(row: Sequence[Cell]) -> list[tuple[str, ...]]:
    cells = [[terminal(line) for line in _lines(cell)] for cell in row]
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
            first, colon, rest = terminal(part).rpartition(": ")
            text = Text(first + colon)
            text.append(rest, style=STYLES.get(rest, ""))
            console.print(text)
            continue
        title = Text(terminal(part.title), style="table.title") if part.title else None
        table = RichTable(title=title, title_justify="left", box=box.SIMPLE)
        for head in part.heads:
            table.add_column(head, overflow="fold")
        for row in part.rows:
            texts = ["\n".join(map(terminal, _lines(cell))) for cell in row]
            table.add_row(*(Text(text, style=STYLES.get(text, "")) for text in texts))
        console.print(table)
