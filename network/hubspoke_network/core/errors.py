"""Mistakes and how they are told: every one at once, each with a stable code, a path, the value and what to write."""

from collections.abc import Iterable
from dataclasses import dataclass

from hubspoke_network.core.safe_text import terminal


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in something a user wrote.

    `code` is stable and never reused (`HS101`); `docs/errors.md` has an anchor for each. `path` is where it stands
    (`spokes.web.subnets.app.prefix`), `value` what was written there (as text), `message` what is wrong with it and
    `instead` what to write.
    """

    code: str
    path: str
    value: str
    message: str
    instead: str

    def __str__(self) -> str:
        value = f" {self.value!r}" if self.value else ""
        return terminal(f"[{self.code}] {self.path}:{value} {self.message}; {self.instead}")


class HubspokeError(Exception):
    """Base of the errors this project raises for its users. `str()` says everything.

    Each argument is a line of its own, and may quote anything: it is shown so that it cannot steer a terminal.
    """

    def __str__(self) -> str:
        return "\n".join(terminal(str(line)) for line in self.args)


class SpecError(HubspokeError):
    """What a user wrote cannot be carried out; holds every problem, ordered by path."""

    def __init__(self, problems: Iterable[Problem], subject: str = "") -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.path, p.code, p.message)))
        self.subject = subject
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        where = f" in {terminal(self.subject)}" if self.subject else ""
        head = f"{count} problem{'s' if count != 1 else ''}{where}:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class UnknownSubject(HubspokeError):
    """A question named something that the model does not hold."""


class ReadError(HubspokeError):
    """An input file cannot be read as what it claims to be."""
