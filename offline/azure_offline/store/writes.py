"""The writes of one transaction: kept in memory, and given to SQLite together when they are to be seen there.

Most operations read only what their process knows already, so that everything they write reaches SQLite at their end:
rows of one table in one statement, and no savepoint for an attempt of which SQLite has heard nothing.
"""

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import Any

Write = tuple[str, tuple[Any, ...]]
"""A statement and its values."""


class Writes:
    """What a transaction writes, in order, with the attempts that may take parts of it back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._waiting: list[Write] = []
        self._attempts: list[bool] = []
        """The attempts that are open, outermost first: whether SQLite has a savepoint for it."""

    def add(self, statement: str, *values: Any) -> None:
        """Write that later, before anything that is asked with `read`."""
        self._waiting.append((statement, values))

    def now(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Write that now, after everything before it."""
        self.flush()
        self._begin_attempts()
        return self._db.execute(statement, values)

    def read(self, query: str, *values: Any) -> sqlite3.Cursor:
        """Ask SQLite, with everything written so far."""
        self.flush()
        return self._db.execute(query, values)

    def flush(self) -> None:
        """Give SQLite what waits."""
        if not self._waiting:
            return
        self._begin_attempts()
        for statement, group in groupby(self._waiting, itemgetter(0)):
            self._db.executemany(statement, [values for _, values in group])
        self._waiting.clear()

    def begin_attempt(self) -> None:
        """From here on writes may be taken back."""
        self.flush()
        self._attempts.append(False)

    def end_attempt(self) -> None:
        """What the innermost attempt wrote stays."""
        if self._attempts.pop():
            self._db.execute("RELEASE attempt")

    def undo_attempt(self) -> None:
        """Take back what the innermost attempt wrote."""
        self._waiting.clear()
        if self._attempts.pop():
            self._db.execute("ROLLBACK TO attempt")
            self._db.execute("RELEASE attempt")

    def _begin_attempts(self) -> None:
        for index, begun in enumerate(self._attempts):
            if not begun:
                self._db.execute("SAVEPOINT attempt")
                self._attempts[index] = True
