"""`hubspoke schema`: the schemas of stack files and of the components."""

import json
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE
from hubspoke_cli.outputs import write_line
from hubspoke_network.core import ReadError

app = typer.Typer()


class SchemaKind(Enum):
    """What a schema is of."""

    STACK = "stack"
    PACKAGE = "package"


@app.command()
def schema(
    kind: Annotated[
        SchemaKind, typer.Argument(help="Schema of stack files, or of the components' package.")
    ] = SchemaKind.STACK,
    against: Annotated[
        Path | None, typer.Option(help="With package: tell what changed since this older schema.")
    ] = None,
) -> None:
    """Print the JSON Schema of stack files, or the schema that SDKs of the components are made from.

    Exit code 0: printed. 1: the older schema cannot be read. 3: something changed that breaks users.
    """
    if kind is SchemaKind.STACK:
        from hubspoke.estate.settings import schema_text as stack_schema_text

        if against is not None:
            raise typer.BadParameter("--against goes with: hubspoke schema package")
        typer.echo(stack_schema_text(), nl=False)
        return
    from hubspoke.plugin import schema_text

    if against is None:
        typer.echo(schema_text(), nl=False)
        return
    raise typer.Exit(_compared(_read(against)))


def _compared(old: dict[str, Any]) -> int:
    from hubspoke.plugin import changes, package_schema

    found = changes(old, package_schema())
    for change in found:
        write_line(str(change))
    return FINDINGS if any(change.breaking for change in found) else FINE


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} cannot be read as a schema: {error}") from error
    if not isinstance(document, dict) or not {"resources", "types"} <= document.keys():
        raise ReadError(f"{path} is no schema of a package: it has no resources and types")
    return document
