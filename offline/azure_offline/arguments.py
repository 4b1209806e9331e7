"""What `pulumi-offline` must understand of a Pulumi command line, and the little it adds to one.

Everything is passed on as it was written. Understood are only the command, the folder, the stack, and whether a stack
file was named, so that the engine can be given a copy of the stack file instead of the project's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_VALUE_OPTIONS = frozenset(
    {
        *("--color", "--cwd", "-C", "--memprofilerate", "--otel-traces", "--profiling", "--tracing", "--verbose", "-v"),
        *("--stack", "-s", "--config-file", "--config", "-c", "--message", "-m", "--parallel", "-p"),
        *("--target", "-t", "--target-replace", "--replace", "--exclude", "--policy-pack", "--policy-pack-config"),
        *("--secrets-provider", "--copy-config-from", "--teams", "--type", "--file", "--out", "-o", "--output"),
        *("--dest", "-d", "--parent", "--provider", "--properties", "--from", "--exec-kind", "--save-plan", "--plan"),
        *("--import-file", "--override-env", "--plaintext-file", "--generate-resources"),
    }
)
"""Options whose value is the next word. An option missing here only matters where it stands before the command's own
words; `-d` means `--dest` or `--debug`, which `_is_flag` tells apart."""

_GROUPS = frozenset({"config", "stack", "state", "policy", "package", "plugin", "org", "env", "schema", "deployment"})
_ALIASES = {"update": "up", "pre": "preview", "down": "destroy", "dn": "destroy"}
_STACK_ALIASES = {"init": "new", "create": "new", "setup": "new", "rm": "remove", "delete": "remove", "ls": "list"}
_CONFIG_ALIASES = {
    "rm": "remove",
    "delete": "remove",
    "rm-all": "remove-all",
    "delete-all": "remove-all",
    "cp": "copy",
}

TAKES_CONFIG_FILE = frozenset({"up", "preview", "refresh", "destroy", "import", "watch", "logs", "config"})
"""Commands (the first word) with a `--config-file` option."""

CREATES_STACK = frozenset({"up", "preview", "import", "watch", "config"})
"""Commands that make a stack that is not there yet, as the engine offers to when someone is there to answer."""

SHADOWED = frozenset({("stack", "new"), ("stack", "remove"), ("stack", "rename"), ("stack", "change-secrets-provider")})
"""Commands that write, rename or remove the stack's file without asking for its name: they run on a shadow project."""


@dataclass(frozen=True)
class Invocation:
    """A command line, read as far as needed."""

    arguments: tuple[str, ...]
    command: tuple[str, ...] = ()
    """The command in its main spelling: `("up",)`, `("config", "set")`; empty where there is none."""
    command_end: int = 0
    """Index into `arguments` behind the command's last word."""
    positionals: tuple[str, ...] = ()
    cwd: str | None = None
    stack: str | None = None
    config_file: str | None = None
    flags: frozenset[str] = frozenset()
    """Names of the options given without a value of their own (`--secret`, `-y`)."""

    @property
    def first(self) -> str:
        """The first word of the command, or an empty text."""
        return self.command[0] if self.command else ""

    @property
    def wants_help(self) -> bool:
        """Tell whether only help is asked for."""
        return bool(self.flags & {"-h", "--help"}) or self.first == "help"

    @property
    def stack_name(self) -> str | None:
        """The stack's own name, without organization and project."""
        return self.stack.rsplit("/", 1)[-1] if self.stack else None

    def with_options(self, *options: str) -> list[str]:
        """Return the command line with more options, put right behind the command's words."""
        return [*self.arguments[: self.command_end], *options, *self.arguments[self.command_end :]]


def read_arguments(arguments: Sequence[str]) -> Invocation:
    """Read a Pulumi command line (without the program's name). Never refuses anything: that is the engine's part."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    words: list[tuple[int, str]] = []
    index = 0
    while index < len(arguments):
        word = arguments[index]
        if word == "--":
            words += [(at, arguments[at]) for at in range(index + 1, len(arguments))]
            break
        name, attached = _split_option(word)
        if name is None:
            words.append((index, word))
        elif attached is not None:
            values.setdefault(name, attached)
        elif name in _VALUE_OPTIONS and not _is_flag(name, words) and index + 1 < len(arguments):
            values.setdefault(name, arguments[index + 1])
            index += 1
        else:
            flags.add(name)
        index += 1
    command, used = _command([word for _, word in words])
    return Invocation(
        arguments=tuple(arguments),
        command=command,
        command_end=words[used - 1][0] + 1 if used else 0,
        positionals=tuple(word for _, word in words[used:]),
        cwd=values.get("--cwd", values.get("-C")),
        stack=values.get("--stack", values.get("-s")),
        config_file=values.get("--config-file"),
        flags=frozenset(flags),
    )


def _split_option(word: str) -> tuple[str | None, str | None]:
    """Return an option's name and its attached value; (None, None) for a word that is no option."""
    if word.startswith("--"):
        name, separator, value = word.partition("=")
        return name, value if separator else None
    if word.startswith("-") and len(word) > 1:
        short, rest = word[:2], word[2:]
        if short in _VALUE_OPTIONS and rest:
            return short, rest.removeprefix("=")
        return word if not rest else short, None
    return None, None


def _is_flag(name: str, words: Sequence[tuple[int, str]]) -> bool:
    """`-d` takes a value for `config cp` only; everywhere else it asks for debugging output."""
    return name == "-d" and not any(word in {"cp", "copy"} for _, word in words)


def _command(words: Sequence[str]) -> tuple[tuple[str, ...], int]:
    if not words:
        return (), 0
    first = _ALIASES.get(words[0], words[0])
    if first not in _GROUPS or len(words) == 1:
        return (first,), 1
    aliases = {"stack": _STACK_ALIASES, "config": _CONFIG_ALIASES}.get(first, {})
    return (first, aliases.get(words[1], words[1])), 2
