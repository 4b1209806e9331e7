"""The state of the offline Azure: one SQLite file, every write one transaction, shared by several processes.

Resources are keyed by their id in lower case and keep the case they were given. Beside the documents stands an index of
which resource refers to which, at which path, so that a delete of something in use is refused and back-references are
computed. A global revision counts writes; etags come from it. Nothing here reads a clock or draws a random number that
a program could see.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock

from azure_offline.store.records import LogEntry, Resource, Use
from azure_offline.store.schema import StoreError, open_database
from azure_offline.store.transaction import Transaction

__all__ = ["LogEntry", "Resource", "Store", "StoreError", "Transaction", "Use"]


class Store:
    """The store at `path`. Opening makes the file where there is none; raises `StoreError` for one it cannot use.

    Threads of one process may share a Store: its transactions take turns. Processes share the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path)
        self._lock = RLock()

    def write(self) -> AbstractContextManager[Transaction]:
        """One write transaction: committed at the end, rolled back where an exception leaves it."""
        return self._transaction("BEGIN IMMEDIATE")

    def read(self) -> AbstractContextManager[Transaction]:
        """One consistent view; never waits for a writer of another process."""
        return self._transaction("BEGIN")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Transaction]:
        with self._lock:
            self._connection.execute(begin)
            try:
                yield Transaction(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file. The store cannot be used afterwards."""
        with self._lock:
            self._connection.close()
