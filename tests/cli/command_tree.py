"""Every command of `hubspoke` and `azure-offline` with its formats, found in the applications themselves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
import typer

from azure_offline.commands.app import build
from hubspoke_cli.main import VERBS, run


@dataclass(frozen=True)
class Found:
    """A command: its words, and the formats that it can write; none where it knows one only."""

    words: tuple[str, ...]
    formats: tuple[str, ...]

    @property
    def name(self) -> str:
        return " ".join(self.words)


def commands() -> list[Found]:
    """Every command there is."""
    found = list(_commands(build(), "azure-offline"))
    for verb, _ in VERBS:
        app: typer.Typer = import_module(f"hubspoke_cli.verbs.{verb}").app
        alone = len(app.registered_commands) == 1 and app.registered_callback is None
        below = _commands(app, "hubspoke", verb)
        found += [Found(one.words[:-1], one.formats) if alone else one for one in below]
    return found


def _commands(app: typer.Typer, *words: str) -> Iterator[Found]:
    for command in app.registered_commands:
        assert command.callback is not None
        own = command.name or command.callback.__name__.replace("_", "-")
        yield Found((*words, own), _formats(command.callback))
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from _commands(group.typer_instance, *words, str(group.name))


def _formats(function: Callable[..., Any]) -> tuple[str, ...]:
    for hint in get_type_hints(function, include_extras=True).values():
        if get_origin(hint) is not Annotated:
            continue
        kind, *notes = get_args(hint)
        # A name that is given first to typer.Option lands in its `default`.
        if any(getattr(note, "default", None) == "--format" for note in notes):
            assert issubclass(kind, Enum)
            return tuple(str(member.value) for member in kind)
    return ()


@dataclass(frozen=True)
class Ran:
    """How a run ended, and the bytes it wrote, as text."""

    code: int
    out: str
    err: str


def run_command(capture: pytest.CaptureFixture[bytes], words: Sequence[str]) -> Ran:
    """Run a command line in this process, as its entry point does."""
    capture.readouterr()
    program, *arguments = words
    start = run if program == "hubspoke" else lambda words: build()(args=words, prog_name=program)
    with pytest.raises(SystemExit) as ended:
        start(arguments)
    written = capture.readouterr()
    code = ended.value.code
    return Ran(code if isinstance(code, int) else 0, written.out.decode(), written.err.decode())
