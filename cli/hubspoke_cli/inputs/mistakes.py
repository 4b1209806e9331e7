"""Mistakes gathered from several files, to be told at once."""

from collections.abc import Callable
from typing import TypeVar

from hubspoke_network.core import HubspokeError

T = TypeVar("T")


class SeveralMistakes(HubspokeError):
    """Everything that is wrong with what was given."""

    def __init__(self, errors: list[HubspokeError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\nerror: ".join(str(error) for error in self.errors)


class Mistakes:
    """Errors found so far; `raise_all` ends the run if there are any."""

    def __init__(self) -> None:
        self._errors: list[HubspokeError] = []

    def add(self, error: HubspokeError) -> None:
        """Remember one; whatever else was given is still looked at."""
        self._errors.append(error)

    def gather(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` returns; `otherwise` where it raises, and its error is remembered."""
        try:
            return read()
        except HubspokeError as error:
            self.add(error)
            return otherwise

    def raise_all(self) -> None:
        """Raise the one mistake there is, or `SeveralMistakes`."""
        if len(self._errors) == 1:
            raise self._errors[0]
        if self._errors:
            raise SeveralMistakes(self._errors)
