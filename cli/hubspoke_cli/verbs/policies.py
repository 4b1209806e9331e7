"""`hubspoke policies`: the policy pack for a repository of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from hubspoke_cli.templates.writing import write_folder

app = typer.Typer(no_args_is_help=True)


@app.callback()
def policies() -> None:
    """The policy pack for a repository of one's own."""


@app.command()
def write(
    folder: Annotated[Path, typer.Argument(help="Folder to write; made where it is missing.")],
    force: Annotated[bool, typer.Option(help="Overwrite files that would change.")] = False,
) -> None:
    """Write the pack's folder, for `pulumi preview --policy-pack FOLDER`. Its settings.yaml is yours to edit.

    Exit code 0: written. 1: a file with other contents is in the way, or the folder cannot be written.
    """
    raise typer.Exit(write_folder("policies", folder, force=force))
