"""`azure-offline doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from azure_offline.commands import checkup
from azure_offline.commands.common import (
    Format,
    FormatOption,
    HomeOption,
    home_folder,
    opened,
    write_json,
    write_line,
)

FOUND = 4
"""Exit code: something is wrong."""


def doctor(
    mend: Annotated[bool, typer.Option("--repair", help="Mend what can be mended without guessing.")] = False,
    home: HomeOption = None,
    output: FormatOption = Format.text,
) -> None:
    """Check the offline Azure: its file, references, operations and locks of runs that died, faults asked for.

    Exit code 4 where something is wrong and was not repaired.
    """
    folder = home_folder(home)
    state = _state(folder)
    with opened(folder) as (arm, _):
        found = checkup.complaints(arm, state)
        if mend and any(complaint.repairable for complaint in found):
            checkup.repair(arm, state)
            left = checkup.complaints(arm, state)
            repaired = [complaint for complaint in found if complaint not in left]
        else:
            left, repaired = found, []
    wrong = [complaint for complaint in left if not complaint.note]
    if output is Format.json:
        write_json({"complaints": [vars(one) for one in left], "repaired": [vars(one) for one in repaired]})
    else:
        for one in repaired:
            write_line(f"repaired: {one.subject} {one.text}")
        for one in left:
            advice = " (--repair mends it)" if one.repairable else ""
            write_line(f"{'note' if one.note else 'wrong'}: {one.subject} {one.text}{advice}")
        if not wrong:
            write_line(f"{folder} is sound")
    raise typer.Exit(FOUND if wrong else 0)


def _state(home: Path) -> Path | None:
    """The file backend beside the offline Azure; None where the home stands alone."""
    state = home.parent / "state"
    return state if state.is_dir() else None
