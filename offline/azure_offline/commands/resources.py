"""`azure-offline list`, `show`, `export`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from azure_offline.arm import administration
from azure_offline.commands.common import (
    NOT_FOUND,
    Format,
    FormatOption,
    HomeOption,
    fail,
    opened,
    write_json,
    write_line,
    write_table,
)


def list_resources(
    type_name: Annotated[str, typer.Argument(metavar="[TYPE]", help="An ARM type, or its last word: subnets.")] = "",
    home: HomeOption = None,
    output: FormatOption = Format.text,
) -> None:
    """List the resources of the offline Azure."""
    with opened(home) as (arm, _):
        found = administration.resources(arm, type_name)
    if output is Format.json:
        write_json(
            [
                {
                    "id": one.id,
                    "type": one.type,
                    "name": one.name,
                    "subscription": one.subscription,
                    "resourceGroup": one.group,
                    "location": one.location,
                }
                for one in found
            ]
        )
    elif not found:
        write_line("no resources")
    else:
        rows = [(one.type, one.name, one.group, one.location, one.subscription) for one in found]
        write_table(("TYPE", "NAME", "GROUP", "LOCATION", "SUBSCRIPTION"), rows)


def show(
    named: Annotated[
        str, typer.Argument(metavar="ID-OR-NAME", help="A resource's id, or its name where only one has it.")
    ],
    home: HomeOption = None,
    output: FormatOption = Format.text,
) -> None:
    """Show one resource as a GET answers it, and what refers to it."""
    with opened(home) as (arm, _):
        found = administration.matching(arm, named)
        if len(found) != 1:
            listed = "\n".join(f"  {one.id}" for one in found)
            problem = f"means several resources, give the id of one:\n{listed}" if found else "is no resource"
            fail(f"{named!r} {problem}", NOT_FOUND)
        users = administration.users(arm, found[0].id)
    if output is Format.json:
        write_json({**found[0].document})
        return
    Console().print_json(data=dict(found[0].document))
    if users:
        write_line("used by:")
    for user in users:
        write_line(f"  {user}")


def export(
    home: HomeOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of standard output.")] = None,
) -> None:
    """Write every resource as a JSON array of ARM documents, as Azure exports them."""
    with opened(home) as (arm, _):
        documents = arm.export()
    if out is None:
        write_json(documents)
    else:
        out.write_text(json.dumps(documents, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        write_line(f"{len(documents)} documents written to {out}")
