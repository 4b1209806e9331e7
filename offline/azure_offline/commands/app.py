"""The command line of `azure-offline`, put together."""

import typer

from azure_offline.commands import classic_command, doctor, drift, fault, resources, store_commands, world_commands
from azure_offline.commands.usage import SafeUsage

_EPILOG = (
    "Exit codes: 0 done; 1 what was asked for is not there, or a name means several things; 2 the command line is "
    "wrong; 3 the store or world.yaml cannot be used; 4 doctor found something."
)


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        cls=SafeUsage,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        epilog=_EPILOG,
        help="Look at the offline Azure and change what a program cannot.",
    )
    app.command("list")(resources.list_resources)
    app.command()(resources.show)
    app.command()(store_commands.log)
    app.command()(store_commands.reset)
    app.command()(resources.export)
    app.command()(store_commands.conflicts)
    app.command()(world_commands.world)
    app.command()(store_commands.rules)
    app.command(context_settings=classic_command.CONTEXT)(classic_command.classic)
    app.command()(doctor.doctor)
    app.add_typer(fault.fault, name="fault")
    app.add_typer(drift.drift, name="drift")
    app.add_typer(world_commands.office365, name="office365")
    app.add_typer(world_commands.circuit, name="circuit")
    return app
