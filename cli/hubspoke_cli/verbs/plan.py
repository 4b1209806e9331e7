"""`hubspoke plan`: the addresses of a stack, and its file of pins."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE
from hubspoke_cli.inputs import Format, Show
from hubspoke_cli.outputs import literal_table, tell, write_json, write_text
from hubspoke_network.core import HubspokeError

if TYPE_CHECKING:
    from hubspoke import EstateArgs

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SIZE = re.compile(r"/?(\d{1,3})")


class Unwritable(HubspokeError):
    """The file of pins cannot be written; it is what it was."""


@app.command()
def plan(
    stack: Annotated[str, typer.Option("--stack", "-s", help="The stack. Default: the only one there is.")] = "",
    pin: Annotated[bool, typer.Option("--pin", help="Write addresses.<stack>.yaml: what it has stays there.")] = False,
    size: Annotated[
        list[str] | None,
        typer.Option(metavar="SIZE", help="A size to tell what fits next of (/22), beside those in use. Repeatable."),
    ] = None,
    subnets: Annotated[bool, typer.Option("--subnets", help="Show all subnets, not only those without a pin.")] = False,
    cwd: Annotated[Path, typer.Option("--cwd", "-C", help="The project's folder.")] = Path(),
    show: Show = Format.TEXT,
) -> None:
    """The addresses of a stack: its pools, who has what and what keeps it there, what is free, and what fits next.

    Read from the stack's file and its pins alone: no engine, no Azure. A size that finds no place is refused with the
    arithmetic, and nothing is written then.

    Exit code 0: everything is written or pinned. 3: something is not pinned yet. 1: a mistake in the settings, or no
    room.
    """
    from hubspoke.estate import plan_addresses
    from hubspoke.estate.settings import stack_folder
    from hubspoke_cli.outputs import plan_json, plan_tables

    lengths = [_length(text) for text in size or []]
    project = cwd.absolute()
    name = stack or _only_stack(project)
    pins = stack_folder(project) / f"addresses.{name}.yaml"
    estate = _estate(project, name, pins)
    if pin and _pin(estate, pins):
        estate = _estate(project, name, pins)
    found = plan_addresses(estate, lengths)
    if show is Format.JSON:
        write_json(plan_json(name, found))
    else:
        tables = plan_tables(found, subnets=subnets)
        if show is Format.MARKDOWN:
            typer.echo("\n\n".join(f"**{table.title}**\n\n{literal_table(table)}" for table in tables))
        else:
            write_text(tables)
    raise typer.Exit(FINDINGS if found.unpinned else FINE)


def _length(text: str) -> int:
    found = _SIZE.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= 128:
        raise typer.BadParameter(f"{text!r} is not a size; write one such as /22", param_hint="--size")
    return int(found[1])


def _only_stack(project: Path) -> str:
    from hubspoke.estate.settings import stack_names
    from hubspoke_network.core import Problem, SpecError

    names: Sequence[str] = stack_names(project)
    if len(names) == 1:
        return names[0]
    instead = f"write one of {', '.join(names)}" if names else "run in a project's folder, or write --cwd"
    raise SpecError([Problem("HS204", "--stack", "", f"is missing: there are {len(names)} stacks", instead)])


def _estate(project: Path, stack: str, pins: Path) -> "EstateArgs":
    """The stack's settings as an estate. What has no pin is placed all the same."""
    from hubspoke.estate.settings import read_pins, read_settings, read_stack

    values: dict[str, Any] = read_stack(project, stack)
    addresses = values.get("addresses")
    if addresses is None or isinstance(addresses, dict):
        values = {**values, "addresses": {**(addresses or {}), "allowUnpinned": True}}
    return read_settings(values, f"Pulumi.{stack}.yaml", read_pins(pins))


def _pin(estate: "EstateArgs", file: Path) -> bool:
    """Write the file of pins in one step; whether it changed."""
    from hubspoke.estate.settings import pins_text
    from hubspoke_cli.inputs import write_file

    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    text = pins_text(estate, old, file.name)
    if text == old or not (old or estate.placement.prefixes):
        return False
    try:
        write_file(file, text.encode())
    except OSError as error:
        raise Unwritable(f"{file} cannot be written: {error.strerror}") from error
    tell(f"{file.name}: {text.count(': ') - old.count(': ')} more pinned")
    return True
