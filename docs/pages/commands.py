"""The `hubspoke` command: every verb with its arguments and options, and the exit codes."""

import ast
import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo

import hubspoke_cli.exit_codes as codes
from hubspoke_cli.main import VERBS
from hubspoke_cli.outputs.tables import Table, markdown_table
from pages import page

HEAD = """\
# The `hubspoke` command

`hubspoke VERB --help` shows the same. Answers go to standard output, notes and errors to standard error. Colours are
used only where a terminal reads the output, and not where `NO_COLOR` is set. Names are shown so that they cannot steer
a terminal, break a table or become markup: what cannot be shown stands there as an escape (`\\x1b`, `\\u202e`). JSON is
exact; [its schemas](schemas/README.md) say what each field is.
"""


def commands() -> dict[str, str]:
    """One page: exit codes, then every verb."""
    rows = tuple((str(value), meaning) for value, meaning in exit_codes())
    lines = [HEAD, "## Exit codes", "", markdown_table(Table("", ("code", "meaning"), rows)), ""]
    for verb, _ in VERBS:
        for name, function in _functions(verb):
            lines += _command(name, function)
    return {"cli.md": page(lines)}


def exit_codes() -> list[tuple[int, str]]:
    """Every exit code with its meaning: the text below each constant."""
    body = ast.parse(inspect.getsource(codes)).body
    return [
        (ast.literal_eval(assign.value), str(ast.literal_eval(text.value)))
        for assign, text in pairwise(body)
        if isinstance(assign, ast.Assign) and isinstance(text, ast.Expr)
    ]


def _functions(verb: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The commands of a verb: one that bears its name, or several below it."""
    app: typer.Typer = import_module(f"hubspoke_cli.verbs.{verb}").app
    alone = len(app.registered_commands) == 1 and app.registered_callback is None
    for command in app.registered_commands:
        if command.callback is not None:
            own = command.name or command.callback.__name__.replace("_", "-")
            yield f"hubspoke {verb}" if alone else f"hubspoke {verb} {own}", command.callback


def _command(name: str, function: Callable[..., Any]) -> list[str]:
    hints = get_type_hints(function, include_extras=True)
    parameters = [(p, *_parts(hints[p.name])) for p in inspect.signature(function).parameters.values()]
    arguments = [(_metavar(p, kind, info), info) for p, kind, info in parameters if isinstance(info, ArgumentInfo)]
    options = [(p, kind, info) for p, kind, info in parameters if not isinstance(info, ArgumentInfo)]
    usage = " ".join([name, *(["[OPTIONS]"] if options else []), *(shown for shown, _ in arguments)])
    rows = [(f"`{shown}`", _text(info.help)) for shown, info in arguments]
    rows += [(_option(*option), _meaning(*option)) for option in options]
    table = markdown_table(Table("", ("", "what it is"), tuple(rows)))
    return [f"## {name}", "", f"`{usage}`", "", _text(inspect.getdoc(function)), "", table, ""]


def _parts(hint: Any) -> tuple[Any, Any]:
    """The plain type of a parameter without None, and what typer is told of it."""
    kind, info = get_args(hint)[:2] if get_origin(hint) is Annotated else (hint, None)
    kinds = [one for one in get_args(kind) if one is not type(None)]
    return (kinds[0] if type(None) in get_args(kind) else kind), info


def _metavar(parameter: inspect.Parameter, kind: Any, info: Any) -> str:
    if info.metavar:
        return str(info.metavar)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(choice.value) for choice in kind)
    return parameter.name.upper() if isinstance(info, ArgumentInfo) else getattr(kind, "__name__", "text").upper()


def _option(parameter: inspect.Parameter, kind: Any, info: Any) -> str:
    # A name that is given first to typer.Option lands in its `default`.
    given = [name for name in (info.default, *(info.param_decls or ())) if isinstance(name, str) and name[:1] == "-"]
    names = ", ".join(given or [f"--{parameter.name.replace('_', '-')}"])
    return f"`{names}`" if kind is bool else f"`{names} {_metavar(parameter, kind, info)}`"


def _meaning(parameter: inspect.Parameter, kind: Any, info: Any) -> str:
    default = getattr(parameter.default, "value", parameter.default)
    if parameter.default is inspect.Parameter.empty:
        return f"{_text(info.help)} Required."
    shown = isinstance(default, str | int | float) and kind is not bool and default != ""
    return f"{_text(info.help)} Default: `{default}`." if shown else _text(info.help)


def _text(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words.replace("<", "&lt;").replace("*", "\\*")
