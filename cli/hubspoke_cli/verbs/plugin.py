"""`hubspoke plugin`: the components' plugin for a repository of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from hubspoke_cli.templates.writing import write_folder

app = typer.Typer(no_args_is_help=True)


@app.callback()
def plugin() -> None:
    """The components as a plugin, for programs in other languages."""


@app.command()
def write(
    folder: Annotated[Path, typer.Argument(help="Folder to write; made where it is missing.")],
    force: Annotated[bool, typer.Option(help="Overwrite files that would change.")] = False,
) -> None:
    """Write the plugin's folder, for `pulumi package add FOLDER`.

    Exit code 0: written. 1: a file with other contents is in the way, or the folder cannot be written.
    """
    raise typer.Exit(write_folder("plugin", folder, force=force))
