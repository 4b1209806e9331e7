"""`azure-offline list`, `show`, `export`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.highlighter import JSONHighlighter
from rich.text import Text

from azure_offline.arm import administration
from azure_offline.commands.common import (
    Format,
    FormatOption,
    HomeOption,
    opened,
    write_json,
    write_line,
    write_table,
)
from azure_offline.drift import find
from hubspoke_network.core import json_text


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
        found = find(arm, named)
        users = administration.users(arm, found.id)
    if output is Format.json:
        write_json({**found.document})
        return
    shown = Text(json_text({**found.document}))
    JSONHighlighter().highlight(shown)
    Console().print(shown, soft_wrap=True)
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
        out.write_text(json_text(documents) + "\n", encoding="utf-8")
        write_line(f"{len(documents)} documents written to {out}")
