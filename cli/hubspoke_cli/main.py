"""The `hubspoke` command. A verb's module is imported only when that verb is called.

A verb is one file in `verbs/` with a typer application called `app`; it is registered below with its help line.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from hubspoke_cli.exit_codes import MISTAKE
from hubspoke_cli.outputs import SafeUsage
from hubspoke_network.core import HubspokeError

VERBS: tuple[tuple[str, str], ...] = (
    ("reach", "Which flows get from one place to another, and what decides."),
    ("explain", "What each rule of a security group really decides; or a path, in words."),
    ("check", "What breaks the rules of the policy pack, in states, previews and ARM documents."),
    ("plan", "The addresses of a stack: pools, pins, what is free and what fits next."),
    ("recover", "Bring state and Azure together after a killed run or a lost answer."),
    ("migrate", "From networks that exist to a stack that owns them."),
    ("policies", "The policy pack for a repository of one's own."),
    ("plugin", "The components as a plugin, for programs in other languages."),
    ("schema", "The schema of stack files, or of the components' package."),
)
"""Every verb with its help line, in the order in which they are listed."""

HELP = """Questions about Azure hub-and-spoke networks, answered exactly.

Exit codes: 0 fine, 1 a mistake in what was given, 2 wrong usage, 3 something to report, 4 all of it undecided.
"""


class Verbs(SafeUsage):
    """Finds verbs in the registry and imports their modules when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (signature of the base class)
        """Every registered verb."""
        return [name for name, _ in VERBS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (signature of the base class)
        """The verb of this name, None where there is none."""
        if cmd_name not in dict(VERBS):
            return None
        command = get_command(import_module(f"hubspoke_cli.verbs.{cmd_name}").app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (signature of the base class)
        """The list of verbs, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS))


app = typer.Typer(
    name="hubspoke",
    cls=Verbs,
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def hubspoke() -> None:
    """Questions about Azure hub-and-spoke networks, answered exactly."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Entry point. Mistakes of the user end in one message and exit code 1, never in a traceback."""
    # Inputs are large and stay until the end: looking for garbage among them takes a fifth of the time.
    gc.set_threshold(200_000, 20, 100)
    command = get_command(app)
    command.help = HELP
    try:
        command(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="hubspoke")
    except HubspokeError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(MISTAKE)
    except BrokenPipeError:
        # The reader of our output went away; nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(MISTAKE)


if __name__ == "__main__":
    run()
