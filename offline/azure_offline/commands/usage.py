"""Wrong command lines, told so that what was typed cannot steer the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from hubspoke_network.core import terminal

# Of the errors that quote a command line, typer gives only this one a public name; the others are its siblings.
_USAGE_ERROR: Any = typer.BadParameter.__mro__[1]


@contextmanager
def _told_safely() -> Iterator[None]:
    try:
        yield
    except _USAGE_ERROR as error:
        error.message = terminal(error.message)
        raise


class SafeUsage(TyperGroup):
    """Commands whose usage errors are made safe before they are printed."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the command line, as the base class does."""
        with _told_safely():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is meant, as the base class does."""
        with _told_safely():
            return super().invoke(ctx)
