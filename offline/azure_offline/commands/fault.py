"""`azure-offline fault`."""

from enum import StrEnum
from typing import Annotated

import typer

from azure_offline.commands.common import (
    Format,
    FormatOption,
    HomeOption,
    opened,
    write_json,
    write_line,
    write_table,
)
from azure_offline.faults import planned as faults
from azure_offline.faults.planned import Fault, Faults

fault = typer.Typer(no_args_is_help=True, help="Ask for faults: throttling, conflicts, lost answers, crashes.")


class Kind(StrEnum):
    """What goes wrong."""

    throttle = "throttle"
    conflict = "conflict"
    error = "error"
    lost = "lost"
    late = "late"
    slow = "slow"
    crash_provider = "crash-provider"
    crash_engine = "crash-engine"


class When(StrEnum):
    """Before or after the request takes effect."""

    before = "before"
    after = "after"


def _kinds() -> str:
    return "  \n".join(f"{kind}: {text}." for kind, text in faults.KINDS.items())


@fault.command(epilog=_kinds())
def add(
    kind: Annotated[Kind, typer.Argument(help="What goes wrong; the list is below.")],
    type_name: Annotated[str, typer.Option("--type", help="An ARM type, or its last word: subnets.")] = "",
    verb: Annotated[str, typer.Option(help="GET, PUT, PATCH, DELETE, POST; `writes` (PUT, PATCH, DELETE); `*`.")] = (
        faults.WRITES
    ),
    name: Annotated[str, typer.Option(help="The resource's name, or its id; * and ? stand for anything.")] = "",
    skip: Annotated[int, typer.Option(min=0, help="Let so many matching calls pass first.")] = 0,
    count: Annotated[int, typer.Option(min=0, help="How many calls it strikes; 0 for all.")] = 1,
    probability: Annotated[float, typer.Option(help="Strike a matching call with this probability.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Decides which, with --probability; the same seed strikes the same.")] = 0,
    attempts: Annotated[
        int,
        typer.Option(min=0, help="Attempts of a call that fail: azure-native makes 4. 0: one, all four for `lost`."),
    ] = 0,
    status: Annotated[int, typer.Option(help="For `error`: 500, 502, 503 or 504.")] = 500,
    seconds: Annotated[float, typer.Option(help="For `slow`.")] = 1.0,
    when: Annotated[When, typer.Option(help="For `slow` and crashes: before the request takes effect, or after.")] = (
        When.after
    ),
    home: HomeOption = None,
) -> None:
    """Ask for a fault. A call is one request of azure-native with its retries, whose waits take no time here."""
    wanted = Fault(
        kind=kind.value,
        type=type_name,
        verb=verb if verb == faults.WRITES else verb.upper(),
        name=name,
        skip=skip,
        count=count,
        probability=probability,
        seed=seed,
        attempts=attempts,
        status=status,
        seconds=seconds,
        when=when.value,
    )
    with opened(home) as (arm, _):
        added = Faults(arm.store).add(wanted)
    write_line(f"fault {added.number}: {added}")


@fault.command("list")
def list_faults(home: HomeOption = None, output: FormatOption = Format.text) -> None:
    """List the faults that were asked for, with how often they struck."""
    with opened(home) as (arm, _):
        found = Faults(arm.store).listed()
    if output is Format.json:
        write_json([{**vars(one.fault), "struck": one.struck, "left": one.left} for one in found])
    elif not found:
        write_line("no faults")
    else:
        rows = [
            (str(one.fault.number), str(one.fault), str(one.struck), "all" if one.left is None else str(one.left))
            for one in found
        ]
        write_table(("NUMBER", "FAULT", "STRUCK", "LEFT"), rows)


@fault.command()
def clear(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[NUMBER]...", help="All where none is given.")] = None,
    home: HomeOption = None,
) -> None:
    """Take faults back."""
    with opened(home) as (arm, _):
        count = Faults(arm.store).clear(numbers or ())
    write_line(f"{count} faults cleared")
