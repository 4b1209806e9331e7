"""`azure-offline log`, `reset`, `conflicts`, `rules`."""

from enum import StrEnum
from typing import Annotated

import typer

from azure_offline.arm import administration
from azure_offline.arm.registry import enforced_rules
from azure_offline.commands.common import (
    Format,
    FormatOption,
    HomeOption,
    home_folder,
    opened,
    write_json,
    write_line,
    write_table,
)


class Switch(StrEnum):
    """On or off."""

    on = "on"
    off = "off"


def log(
    last: Annotated[int, typer.Option("--last", "-n", min=0, help="How many entries; 0 for all.")] = 20,
    refused: Annotated[bool, typer.Option("--refused", help="Only what was refused.")] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="With the bodies of the requests; secrets stay hidden.")
    ] = False,
    home: HomeOption = None,
    output: FormatOption = Format.text,
) -> None:
    """Show the activity log: every request and how it was answered."""
    with opened(home) as (arm, _):
        entries = administration.activity(arm, 0 if refused else last)
    if refused:
        entries = [entry for entry in entries if entry.status >= 400][-last if last else 0 :]
    if output is Format.json:
        keys = ("sequence", "method", "id", "status", "code", "message") + (("body",) if bodies else ())
        write_json([{key: getattr(entry, key) for key in keys} for entry in entries])
        return
    for entry in entries:
        write_line(f"{entry.sequence:>6} {entry.method:<6} {entry.status} {entry.id}")
        if entry.code:
            write_line(f"       {entry.code}: {entry.message}")
        if bodies and entry.body:
            write_line(f"       {entry.body}")
    if not entries:
        write_line("no entries")


def reset(
    home: HomeOption = None,
    file: Annotated[
        bool, typer.Option("--file", help="Remove the store's file; needed where a newer version wrote it.")
    ] = False,
    world: Annotated[bool, typer.Option("--world", help="Put world.yaml back to its defaults, too.")] = False,
) -> None:
    """Remove every resource and the log; settings and world.yaml stay."""
    folder = home_folder(home)
    if world:
        (folder / "world.yaml").unlink(missing_ok=True)
    if file:
        for name in ("azure.sqlite", "azure.sqlite-wal", "azure.sqlite-shm"):
            (folder / name).unlink(missing_ok=True)
        write_line(f"removed the store in {folder}")
    with opened(folder) as (arm, _):
        count = administration.reset(arm)
    if not file:
        write_line(f"removed {count} resources")


def conflicts(
    switch: Annotated[Switch | None, typer.Argument(help="Leave it out to see how it is.")] = None,
    home: HomeOption = None,
) -> None:
    """Answer overlapping writes on a virtual network as Azure does (409 AnotherOperationInProgress), or not.

    The environment variable AZURE_OFFLINE_CONFLICTS (1 or 0) has the last word.
    """
    with opened(home) as (arm, _):
        if switch is not None:
            administration.set_conflicts(arm, on=switch is Switch.on)
        write_line(f"conflicts are {'on' if administration.conflicts(arm) else 'off'}")


def rules(
    type_name: Annotated[str, typer.Argument(metavar="[TYPE]", help="An ARM type, or its last word: subnets.")] = "",
    output: FormatOption = Format.text,
) -> None:
    """List the rules of ARM that are enforced, with the evidence for each.

    Grades: A documentation, B a response was seen, C only its code was, D inferred (off unless
    AZURE_OFFLINE_INFERRED=1).
    """
    wanted = type_name.lower()
    found = [
        entry
        for entry in enforced_rules()
        if not wanted or entry.type.lower() == wanted or entry.type.lower().endswith(f"/{wanted}")
    ]
    if output is Format.json:
        keys = ("name", "title", "grade", "source", "code", "seen", "status")
        write_json([{"type": entry.type, **{key: getattr(entry.rule, key) for key in keys}} for entry in found])
        return
    rows = [(entry.type, entry.rule.name, entry.rule.grade, entry.rule.code, entry.rule.title) for entry in found]
    write_table(("TYPE", "RULE", "GRADE", "CODE", "REFUSES"), rows)
