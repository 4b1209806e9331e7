"""`azure-offline drift`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from azure_offline import drift as changes
from azure_offline.arm import Arm
from azure_offline.commands.common import NOT_FOUND, HomeOption, fail, opened, write_line

drift = typer.Typer(no_args_is_help=True, help="Change something behind Pulumi's back, as in the portal.")

Named = Annotated[str, typer.Argument(metavar="ID-OR-NAME", help="A resource's id, or its name where only one has it.")]


@contextmanager
def _azure(home: Path | None) -> Iterator[Arm]:
    try:
        with opened(home) as (arm, _):
            yield arm
    except changes.DriftRefused as refused:
        fail(refused, NOT_FOUND)


@drift.command("set")
def set_values(
    named: Named,
    assignments: Annotated[
        list[str], typer.Argument(metavar="PATH=VALUE...", help="Such as properties.disableBgpRoutePropagation=true.")
    ],
    home: HomeOption = None,
) -> None:
    """Set values of a resource. Values are read as JSON, or else as text; a number in a path is an index."""
    with _azure(home) as arm:
        write_line(f"changed {changes.set_values(arm, named, assignments)}")


@drift.command()
def unset(
    named: Named,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Such as properties.routeTable.")],
    home: HomeOption = None,
) -> None:
    """Take members out of a resource."""
    with _azure(home) as arm:
        write_line(f"changed {changes.unset(arm, named, paths)}")


@drift.command()
def delete(named: Named, home: HomeOption = None) -> None:
    """Delete a resource."""
    with _azure(home) as arm:
        write_line(f"deleted {changes.delete(arm, named)}")


@drift.command()
def put(
    resource_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a new resource, or of one there is.")],
    file: Annotated[Path, typer.Argument(help="Its ARM document as JSON.", exists=True, dir_okay=False)],
    home: HomeOption = None,
) -> None:
    """Write a resource that the program knows nothing of."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        fail(f"{file} is not JSON: {error}", NOT_FOUND)
    with _azure(home) as arm:
        write_line(f"wrote {changes.put(arm, resource_id, document)}")
