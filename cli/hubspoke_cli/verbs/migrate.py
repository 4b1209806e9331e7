"""`hubspoke migrate`: from networks that exist to a stack that owns them."""

from pathlib import Path
from typing import Annotated

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE, MISTAKE, UNDECIDED
from hubspoke_cli.inputs import write_files
from hubspoke_cli.outputs import tell
from hubspoke_migration.arm import Answered
from hubspoke_migration.classic import Plan, migration_files
from hubspoke_network.core import HubspokeError
from hubspoke_network.readers.classic import (
    STACK_NAME,
    Inventory,
    read_bounded,
    read_inventory,
    read_inventory_csv,
    read_network_configuration,
)
from hubspoke_network.refusals.classic import Case

app = typer.Typer(no_args_is_help=True)


@app.callback()
def migrate() -> None:
    """From networks that exist to a stack that owns them."""


@app.command()
def classic(
    netcfg: Annotated[Path, typer.Argument(help="Network configuration, from Get-AzureVNetConfig -ExportToFile.")],
    out: Annotated[Path, typer.Option(help="Folder for report, runbook, stack file, gateway profiles and imports.")],
    inventory: Annotated[Path | None, typer.Option(help="What runs in the networks: JSON, or CSV (.csv).")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that would change.")] = False,
) -> None:
    """Plan the way of classic (ASM) networks to a hub and its spokes.

    Exit code 0: planned. 1: a file cannot be read, or would be overwritten. 3: planned, but networks stay behind.
    4: planned, but something could not be decided.
    """
    raise typer.Exit(migrate_classic(netcfg, inventory, out, force=force))


@app.command()
def arm(
    export: Annotated[Path, typer.Argument(help="ARM documents, as `azure-offline export` or Azure writes them.")],
    out: Annotated[Path, typer.Option(help="Folder for report, runbook, stack file and import file.")],
    stack: Annotated[str, typer.Option(help="Name of the stack.")] = "prod",
    subscription: Annotated[
        str | None, typer.Option(help="The stack's own subscription. Default: the one most resources are in.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that would change.")] = False,
) -> None:
    """Describe existing ARM networks as a stack that adopts them.

    Exit code 0: everything is adopted as it is. 1: a file cannot be read, or would be overwritten. 3: something would
    be changed or made, or a network resource is left out.
    """
    raise typer.Exit(migrate_arm(export, out, stack, subscription, force=force))


def migrate_arm(export: Path, out: Path, stack: str, subscription: str | None, *, force: bool) -> int:
    """Read, describe, compare, write; returns the exit code."""
    from hubspoke_migration.arm import adoption_files, main_subscription, read_documents
    from hubspoke_migration.arm.adopt import adopt

    try:
        if not STACK_NAME.fullmatch(stack):
            raise UnusableStack(stack)
        tell(f"reading {export}")
        documents = read_documents(export)
        tell(f"describing {len(documents)} resources")
        adoption = adopt(documents, stack, subscription or main_subscription(documents), answered_by_azure)
        files = adoption_files(adoption)
        written = write_files(out, files, force=force)
    except HubspokeError as error:
        tell(*f"error: {error}".split("\n"))
        return MISTAKE
    except OSError as error:
        tell(f"error: {error.filename or out} cannot be written: {error.strerror}")
        return MISTAKE
    tell(f"{len(written.changed)} files written, {len(written.same)} unchanged, in {out}")
    typer.echo(files["report.txt"].decode(), nl=False)
    return FINE if adoption.complete else FINDINGS


def answered_by_azure(arm_type: str) -> Answered:
    """What Azure answers for a type without being told, as the offline Azure does it."""
    from azure_offline.arm.types import SPECS

    spec = SPECS.get(arm_type.lower())
    return Answered(spec.read_only, spec.defaults) if spec is not None else Answered()


class UnusableStack(HubspokeError):
    """A stack name that is none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is not a stack name; write letters, digits, '-', '_' and '.' only")


def migrate_classic(netcfg: Path, inventory: Path | None, out: Path, *, force: bool) -> int:
    """Read, plan, write; returns the exit code."""
    try:
        tell(f"reading {netcfg}")
        configuration = read_network_configuration(read_bounded(netcfg), str(netcfg))
        known = _inventory(inventory)
        tell(f"planning {len(configuration.networks)} networks")
        plan, files = migration_files(Case(configuration, known, netcfg.name))
        written = write_files(out, files, force=force)
    except HubspokeError as error:
        tell(*f"error: {error}".split("\n"))
        return MISTAKE
    except OSError as error:
        tell(f"error: {error.filename or out} cannot be written: {error.strerror}")
        return MISTAKE
    for path in written.left:
        tell(f"note: {path} is of an earlier plan; this one does not have it")
    tell(f"{len(written.changed)} files written, {len(written.same)} unchanged, in {out}")
    typer.echo(files["report.txt"].decode(), nl=False)
    return exit_code(plan)


def exit_code(plan: Plan) -> int:
    """Whether anything stays behind, or is undecided."""
    if (plan.networks and plan.hub is None) or plan.with_action("stays"):
        return FINDINGS
    return UNDECIDED if any(finding.undecided for finding in plan.findings) else FINE


def _inventory(path: Path | None) -> Inventory:
    if path is None:
        return Inventory()
    tell(f"reading {path}")
    read = read_inventory_csv if path.suffix.lower() == ".csv" else read_inventory
    return read(read_bounded(path), str(path))
