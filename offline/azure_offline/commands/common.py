"""What every command of `azure-offline` needs: options, the offline Azure that is meant, output, and how it ends."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azure_offline.arm import Arm
from azure_offline.home import HOME_VARIABLE, find_project, offline_folder
from azure_offline.store.store import Store, StoreError
from azure_offline.world.file import WorldFile
from hubspoke_network.core import HubspokeError, SpecError, UnknownSubject, json_text, terminal

NOT_FOUND = 1
UNUSABLE = 3


class Format(StrEnum):
    """How a command writes."""

    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar=HOME_VARIABLE,
        help="Folder with azure.sqlite and world.yaml. Default: .azure-offline/azure beside the project's Pulumi.yaml.",
    ),
]


def home_folder(home: Path | None) -> Path:
    """The folder of the offline Azure that is meant; made where it is missing."""
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        return home
    folder = offline_folder(find_project(Path.cwd()))
    folder.create()
    return folder.azure


@contextmanager
def opened(home: Path | None) -> Iterator[tuple[Arm, WorldFile]]:
    """The offline Azure of a home and its world; closed afterwards. Errors end the command with their exit code."""
    folder = home_folder(home)
    try:
        store, world = Store(folder / "azure.sqlite"), WorldFile(folder / "world.yaml")
        try:
            world.current()
            yield Arm(store, world), world
        finally:
            store.close()
    except (StoreError, SpecError) as error:
        fail(error, UNUSABLE)
    except UnknownSubject as error:
        fail(error, NOT_FOUND)


def fail(error: HubspokeError | str, code: int) -> NoReturn:
    """End the command with a message on standard error."""
    told = str(error) if isinstance(error, HubspokeError) else terminal(error)
    Console(stderr=True, soft_wrap=True).print(Text(f"error: {told}", style="red"))
    raise typer.Exit(code)


def write_json(value: Any) -> None:
    """Write a value as JSON, the same bytes for the same value."""
    sys.stdout.write(json_text(value) + "\n")


def write_line(text: str) -> None:
    """Write one line; nothing in it is markup, steers the terminal or begins another line."""
    Console(soft_wrap=True).print(Text(terminal(text)))


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table; whole lines where the output is no terminal, so that nothing is cut for a pipe."""
    console = Console()
    rows = [[terminal(cell) for cell in row] for row in rows]
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    if console.is_terminal:
        console.print(table)
        return
    widths = [max(len(row[index]) for row in [columns, *rows]) for index in range(len(columns))]
    for row in [columns, *rows]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")
