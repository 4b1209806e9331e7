"""`azure-offline classic`."""

import typer

from azure_offline.classic.cmdlets import run_cmdlet
from azure_offline.commands.common import HomeOption, opened
from hubspoke_network.core import terminal

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Parameters of cmdlets are written with one dash, as in PowerShell, and are read by the cmdlets."""


def classic(context: typer.Context, home: HomeOption = None) -> None:
    """Run a classic (ASM) cmdlet against the offline Azure.

    `azure-offline classic load -NetworkConfiguration FILE [-Inventory FILE]` starts; then the cmdlets of a migration,
    such as `New-AzureVNetGateway -VNetName NAME -GatewayType DynamicRouting`. Exit code 1: refused, in ASM's words.
    """
    with opened(home) as (arm, _):
        code, lines = run_cmdlet(arm, context.args)
    for line in lines:
        typer.echo(terminal(line), err=code != 0)
    raise typer.Exit(code)
