"""`azure-offline world`, `office365`, `circuit`."""

from typing import Annotated

import typer

from azure_offline.arm import administration
from azure_offline.commands.common import (
    Format,
    FormatOption,
    HomeOption,
    opened,
    write_json,
    write_line,
    write_table,
)
from hubspoke_network.refusals import CIRCUIT

office365 = typer.Typer(no_args_is_help=True, help="Microsoft's authorisation for Office 365 over ExpressRoute.")
circuit = typer.Typer(no_args_is_help=True, help="What the ExpressRoute service provider does.")

SubscriptionArgument = Annotated[str, typer.Argument(help="The subscription's id or name.")]
CircuitArgument = Annotated[str, typer.Argument(help="The circuit's id, or its name where only one has it.")]


def world(home: HomeOption = None, output: FormatOption = Format.text) -> None:
    """Show the world around the offline Azure: subscriptions, authorisations, circuits."""
    with opened(home) as (arm, file):
        current, circuits = arm.world, administration.resources(arm, CIRCUIT)
    if output is Format.json:
        states = {one.id: _state(one) for one in circuits}
        write_json({**current.document(), "circuitStates": states})
        return
    write_line(f"{file.path}")
    rows = [(one.id, one.name, one.tenant, "authorised" if one.office365 else "not") for one in current.subscriptions]
    write_table(("SUBSCRIPTION", "NAME", "TENANT", "OFFICE 365"), rows)
    write_line(f"circuits are provisioned {current.circuits.provisioning}")
    for one in circuits:
        write_line(f"  {one.id}: {_state(one)}")


def _state(shown: administration.Shown) -> str:
    return str(shown.document["properties"]["serviceProviderProvisioningState"])


@office365.command()
def authorise(subscription: SubscriptionArgument, home: HomeOption = None) -> None:
    """Have Microsoft authorise a subscription."""
    with opened(home) as (arm, file):
        found = administration.set_office365(arm, file, subscription, authorised=True)
        write_line(f"subscription {found} is authorised for Office 365 over ExpressRoute")


@office365.command()
def revoke(subscription: SubscriptionArgument, home: HomeOption = None) -> None:
    """Take a subscription's authorisation back."""
    with opened(home) as (arm, file):
        found = administration.set_office365(arm, file, subscription, authorised=False)
        write_line(f"subscription {found} is not authorised for Office 365 over ExpressRoute")


@circuit.command()
def provision(named: CircuitArgument, home: HomeOption = None) -> None:
    """Provision a circuit, as the provider does with its service key."""
    with opened(home) as (arm, _):
        write_line(f"{administration.set_provisioned(arm, named, provisioned=True)} is Provisioned")


@circuit.command()
def deprovision(named: CircuitArgument, home: HomeOption = None) -> None:
    """Take a circuit down, as the provider does when it is cancelled."""
    with opened(home) as (arm, _):
        write_line(f"{administration.set_provisioned(arm, named, provisioned=False)} is NotProvisioned")
