"""The ways out of a verb: lines for people, whose data cannot steer a terminal, and JSON for programs."""

from typing import Any

import typer

from hubspoke_network.core import json_text, terminal


def write_line(text: str) -> None:
    """Write one line of the answer."""
    typer.echo(terminal(text))


def tell(*lines: str) -> None:
    """Tell progress, notes and questions on stderr, which keeps stdout for the answer."""
    for line in lines:
        typer.echo(terminal(line), err=True)


def write_json(value: Any) -> None:
    """Write one JSON document."""
    typer.echo(json_text(value))
