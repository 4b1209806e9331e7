"""`hubspoke recover`: a stack whose last run was killed, or lost an answer of Azure."""

from pathlib import Path
from typing import Annotated

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE
from hubspoke_cli.outputs import tell, write_line
from hubspoke_cli.recovery.pulumi_command import PulumiCommand, find_pulumi
from hubspoke_cli.recovery.recovering import Outcome, Recovery

app = typer.Typer()


@app.command()
def recover(
    stack: Annotated[str, typer.Option("--stack", "-s", help="The stack; default: the selected one.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to everything that would be asked.")] = False,
    pulumi: Annotated[
        str, typer.Option(help="pulumi, pulumi-offline, or a path. Default: pulumi-offline where it was used here.")
    ] = "",
    cwd: Annotated[Path, typer.Option("--cwd", "-C", help="The project's folder.")] = Path(),
    subscription: Annotated[
        str, typer.Option(help="Where neither settings, state nor ARM_SUBSCRIPTION_ID tell which it is.")
    ] = "",
) -> None:
    """Bring state and Azure together after a killed run or a lost answer, with the Pulumi command line alone.

    Takes the dead run's lock away, reads the state anew without the creates that were begun, and imports what `up`
    would create although it exists in Azure (`cannot create already existing resource`). It shows the ids and asks
    before it changes anything. Afterwards run `up`. A resource that somebody else made by the same id is taken over as
    well: look at the ids.

    Exit code 0: nothing is left. 1: it could not be done, or was declined. 3: something could not be placed, such as
    resources with random names.
    """
    directory = cwd.absolute()
    command = PulumiCommand(find_pulumi(pulumi, directory), directory, stack)
    tell(f"using {command.executable}")
    outcome = Recovery(command, lambda text: _agree(text, yes=yes), tell, subscription).run()
    for line in report(outcome):
        write_line(line)
    raise typer.Exit(FINE if outcome.settled else FINDINGS)


def report(outcome: Outcome) -> list[str]:
    """What was done and what is left, in words."""
    lines = []
    if outcome.unlocked:
        lines.append("The lock of the last run was taken away.")
    if outcome.pending:
        lines.append(f"{outcome.pending} operations of the last run had not ended; they are settled.")
    lines += [f"taken into the state: {one.type} {one.name}" for one in outcome.adopted]
    lines += [f"not in Azure, `up` creates it: {one.type} {one.name}" for one in outcome.absent]
    lines += [f"could not be imported: {one.type} {one.name}: {reason}" for one, reason in outcome.failed]
    lines += [f"cannot be placed: {one.type} {one.name} {one.reason}" for one in outcome.unplaced]
    if not (outcome.adopted or outcome.absent or outcome.failed or outcome.unplaced):
        lines.append("Nothing that `up` would create can be in Azure already.")
    return lines


def _agree(text: str, *, yes: bool) -> bool:
    tell(*text.split("\n"))
    return yes or typer.confirm("Go on?", default=False, err=True)
