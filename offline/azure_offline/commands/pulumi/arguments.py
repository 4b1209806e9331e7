"""What `pulumi-offline` must understand of a Pulumi command line, and the little it adds to one.

Everything is passed on as it was written. Understood are only the command, the folder, the stack, and whether a stack
file was named, so that the engine can be given a copy of the stack file instead of the project's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_VALUE_OPTIONS = frozenset(
    {
        *("--color", "--cwd", "-C", "--memprofilerate", "--otel-traces", "--profiling", "--tracing", "--verbose", "-v"),
        *("--stack", "-s", "--config-file", "--config", "-c", "--message", "-m", "--parallel", "-p", "--version"),
        *(
            "--target",
            "-t",
            "--target-replace",
            "--replace",
            "--exclude",
            "-x",
            "--policy-pack",
            "--policy-pack-config",
        ),
        *("--secrets-provider", "--copy-config-from", "--teams", "--type", "--file", "--out", "-o", "--output"),
        *("--dest", "--parent", "--provider", "--properties", "--from", "--exec-kind", "--save-plan", "--plan"),
        *(
            "--import-file",
            "--override-env",
            "--generate-resources",
            "--import-pending-creates",
            "--resource",
            "--since",
        ),
    }
)
"""Options whose value is the next word. An option missing here matters only where it stands before the command's own
words, or before the stack's name."""
_VALUE_ONLY_IN = {
    "-d": {"cp", "copy"},
    "-f": {"import"},
    "-r": {"logs"},
    "--path": {"watch"},
    "--secret": {"set-all"},
    "--plaintext": {"set-all"},
    "--json": {"set-all"},
}
"""Options that take a value in some commands only."""
_FLAG_ONLY_IN = {"-c": {"select"}}
"""Options that take none in some commands."""

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
    values: Mapping[str, str] = field(default_factory=dict)
    """The first value of each option that has one."""

    @property
    def first(self) -> str:
        """The first word of the command, or an empty text."""
        return self.command[0] if self.command else ""

    @property
    def wants_help(self) -> bool:
        """Tell whether only help is asked for."""
        return bool(self.flags & {"-h", "--help"}) or self.first == "help"

    @property
    def wants_debug(self) -> bool:
        """Tell whether messages that are for debugging are shown or logged."""
        logged = {"--logtostderr", "--logflow", "-v", "--verbose", "--event-log"}
        return bool((self.flags | set(self.values)) & {"-d", "--debug", *logged})

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
        elif _takes_value(name, words) and index + 1 < len(arguments):
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
        values=values,
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


def _takes_value(name: str, words: Sequence[tuple[int, str]]) -> bool:
    command = {word for _, word in words[:2]}
    if name in _VALUE_ONLY_IN:
        return not command.isdisjoint(_VALUE_ONLY_IN[name])
    return name in _VALUE_OPTIONS and command.isdisjoint(_FLAG_ONLY_IN.get(name, set()))


def _command(words: Sequence[str]) -> tuple[tuple[str, ...], int]:
    if not words:
        return (), 0
    first = _ALIASES.get(words[0], words[0])
    if first not in _GROUPS or len(words) == 1:
        return (first,), 1
    aliases = {"stack": _STACK_ALIASES, "config": _CONFIG_ALIASES}.get(first, {})
    return (first, aliases.get(words[1], words[1])), 2
