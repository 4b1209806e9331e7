"""The state of the offline Azure: one SQLite file, every write one transaction, shared by several processes.

Resources are keyed by their id in lower case and keep the case they were given. Beside the documents stands an index of
which resource refers to which, at which path, so that a delete of something in use is refused and back-references are
computed. A global revision counts writes; etags come from it. Nothing here reads a clock or draws a random number that
a program could see.
"""

import sqlite3
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import RLock, get_ident

from azure_offline.store.known import Known
from azure_offline.store.records import LogEntry, Resource, Use
from azure_offline.store.schema import BUSY_SECONDS, StoreError, open_database
from azure_offline.store.transaction import Transaction

__all__ = ["LogEntry", "Resource", "Session", "Store", "StoreError", "Transaction", "Use"]


class Store:
    """The store at `path`. Opening makes the file where there is none; raises `StoreError` for one it cannot use.

    Threads of one process may share a Store: its transactions take turns. Processes share the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path)
        self._lock = RLock()
        self._known = Known()
        self._others = -1
        self._joined: Session | None = None
        self._waits = True

    def write(self) -> AbstractContextManager[Transaction]:
        """One write transaction: committed at the end, rolled back where an exception leaves it."""
        return _Turn(self, "BEGIN IMMEDIATE")

    def read(self) -> AbstractContextManager[Transaction]:
        """One consistent view; never waits for a writer of another process."""
        return _Turn(self, "BEGIN")

    def at_once(self) -> "Session | None":
        """One write transaction for all that this thread asks until the session ends; None where it would have to wait.

        Several requests of one operation cost one transaction that way. Use it as a context manager.
        """
        if self._joined is not None or not self._lock.acquire(blocking=False):
            return None
        try:
            if not self._connection.in_transaction and self._begin_now():
                self._joined = Session(self, self._transaction())
                return self._joined
        except BaseException:
            self._lock.release()
            raise
        self._lock.release()
        return None

    @property
    def in_session(self) -> bool:
        """Whether what this thread asks now is part of a session."""
        session = self._joined
        return session is not None and session.thread == get_ident()

    def _begin_now(self) -> bool:
        self._wait(False)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def _wait(self, waits: bool) -> None:
        """Let the connection wait for writers of other processes, or not: told to SQLite only where it changes."""
        if waits != self._waits:
            self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000) if waits else 0}")
            self._waits = waits

    def end_session(self, session: "Session") -> None:
        """Commit a session, or take it all back where a write in it did not end."""
        self._joined = None
        self._end(session.transaction, broken=session.broken)

    def begin_turn(self, statement: str) -> "tuple[Session | None, Transaction]":
        """Begin a transaction, or take part in the session there is. For `write` and `read`."""
        self._lock.acquire()
        try:
            if self._joined is not None:
                return self._joined, self._joined.transaction
            self._wait(True)
            self._connection.execute(statement)
            return None, self._transaction()
        except BaseException:
            self._lock.release()
            raise

    def end_turn(self, session: "Session | None", transaction: Transaction, *, broken: bool) -> None:
        """End what `begin_turn` began; a part that an exception leaves breaks its session."""
        if session is None:
            self._end(transaction, broken=broken)
            return
        session.broken = session.broken or broken
        self._lock.release()

    def _transaction(self) -> Transaction:
        """What has just begun. Where others have written meanwhile, nothing that was read before is sure."""
        try:
            others = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
            if others != self._others:
                self._known.doubt()
                self._others = others
            return Transaction(self._connection, self._known)
        except BaseException:
            self._roll_back()
            raise

    def _end(self, transaction: Transaction, *, broken: bool) -> None:
        kept = False
        try:
            if not broken:
                transaction.finish()
                self._connection.execute("COMMIT")
                transaction.keep()
                kept = True
        finally:
            if not kept:
                self._known.counts.clear()
            self._roll_back()
            self._lock.release()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file. The store cannot be used afterwards."""
        with self._lock:
            self._connection.close()


class Session:
    """A write transaction that everything its thread reads and writes meanwhile takes part in. Made by `Store` only."""

    def __init__(self, store: Store, transaction: Transaction) -> None:
        self._store = store
        self.transaction = transaction
        self.thread = get_ident()
        self.broken = False
        """Whether an exception left one of its parts, so that nothing of it may stay."""

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Commit it, or take it all back where it is broken."""
        self._store.end_session(self)


class _Turn:
    """A transaction as a context manager, or the part of a session that would be one."""

    def __init__(self, store: Store, statement: str) -> None:
        self._store, self._statement = store, statement

    def __enter__(self) -> Transaction:
        self._session, self._transaction = self._store.begin_turn(self._statement)
        return self._transaction

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._store.end_turn(self._session, self._transaction, broken=kind is not None)
