"""The state of the offline Azure: one SQLite file, every write one transaction, shared by several processes.

Resources are keyed by their id in lower case and keep the case they were given. Beside the documents stands an index of
which resource refers to which, at which path, so that a delete of something in use is refused and back-references are
computed. A global revision counts writes; etags come from it. Nothing here reads a clock or draws a random number that
a program could see.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock, get_ident
from typing import Any

from azure_offline.store_records import LogEntry, Resource, Use
from azure_offline.store_schema import BUSY_SECONDS, StoreError, open_database

__all__ = ["LogEntry", "Resource", "Session", "Store", "StoreError", "Transaction", "Use"]

LOG_LIMIT = 100_000
"""Entries the activity log keeps; older ones go."""


_SELECT = "SELECT key, id, type, parent, location, position, document, state, revision, created FROM resources"
_USES = "SELECT source, path, kind, rule, target FROM reference_index"


class Transaction:
    """Everything read and written between one BEGIN and its COMMIT. Made by `Store.read` and `Store.write` only."""

    def __init__(self, connection: sqlite3.Connection, cache: dict[str, Resource]) -> None:
        self._db = connection
        self._cache = cache
        self._base = self.revision
        self.seen: dict[str, Resource | None] = {}
        """What this transaction has read and written by key, as it stands now."""
        self.shown: dict[str, dict[str, Any]] = {}
        """What was made of resources to be answered, by key; kept until the next write. For `azure_offline.arm`."""

    @property
    def revision(self) -> int:
        """The number of the last write."""
        return int(self._db.execute("SELECT revision FROM counter").fetchone()[0])

    def next_revision(self) -> int:
        """Count one more write and give its number."""
        self._db.execute("UPDATE counter SET revision = revision + 1")
        return self.revision

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo everything written inside where an exception leaves it, and go on with the transaction."""
        self._db.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO attempt")
            self._db.execute("RELEASE attempt")
            self.seen.clear()
            self.shown.clear()
            raise
        self._db.execute("RELEASE attempt")

    def get(self, key: str) -> Resource | None:
        """The resource of that key, or None."""
        if key not in self.seen:
            row = self._db.execute(_SELECT + " WHERE key = ?", (key,)).fetchone()
            self.seen[key] = self._resource(row) if row else None
        return self.seen[key]

    def children(self, parent: str, kind: str = "") -> list[Resource]:
        """Resources directly below `parent`, in their order; of one type (lower case) where `kind` is given."""
        # A hub has as many peerings as spokes, and each new one looks at all of them: known ones are not read again.
        query = "SELECT key, revision, created, position FROM resources WHERE parent = ?"
        if kind:
            rows = self._db.execute(query + " AND kind = ? ORDER BY position, key", (parent, kind))
        else:
            rows = self._db.execute(query + " ORDER BY kind, position, key", (parent,))
        return [self._known(row) or self._read(row[0]) for row in rows.fetchall()]

    def of_kind(self, kind: str, below: str = "") -> list[Resource]:
        """Resources of a type (lower case), by key; only those below the key `below` where it is given."""
        query = _SELECT + " WHERE kind = ? AND key > ? AND key < ? ORDER BY key"
        rows = self._db.execute(query, (kind, *_below(below)))
        return [self._resource(row) for row in rows.fetchall()]

    def count(self, kind: str, below: str = "", location: str = "") -> int:
        """How many resources of a type there are below a key and, where given, in a region."""
        query = "SELECT count(*) FROM resources WHERE kind = ? AND key > ? AND key < ?"
        if location:
            query += " AND location = ? AND location != ''"  # the second part lets SQLite take the index by region
            return int(self._db.execute(query, (kind, *_below(below), location)).fetchone()[0])
        return int(self._db.execute(query, (kind, *_below(below))).fetchone()[0])

    def tree(self, key: str) -> list[Resource]:
        """The resource and everything below it, by key: children, and what is attached to them (locks)."""
        query = _SELECT + " WHERE key = ? OR (key > ? AND key < ?) ORDER BY key"
        return [self._resource(row) for row in self._db.execute(query, (key, *_below(key))).fetchall()]

    def all(self) -> list[Resource]:
        """Every resource, by key."""
        rows = self._db.execute(_SELECT + " ORDER BY key").fetchall()
        return [self._resource(row) for row in rows]

    def put(self, resource: Resource, uses: Iterable[Use], *, made: bool = False) -> None:
        """Store a resource as it is, and what it refers to instead of what it referred to before.

        `made`: there was none of that key, so that nothing has to be taken out of the index.
        """
        self.shown.clear()
        self.seen[resource.key] = resource
        self._db.execute(
            "INSERT OR REPLACE INTO resources (key, id, type, kind, parent, location, position, document, state, "
            "revision, created) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                resource.key,
                resource.id,
                resource.type,
                resource.type.lower(),
                resource.parent,
                resource.location,
                resource.position,
                _dump(resource.document),
                _dump(resource.state),
                resource.revision,
                resource.created,
            ),
        )
        if not made:
            self._db.execute("DELETE FROM reference_index WHERE source = ?", (resource.key,))
        rows = [(use.source, use.path, use.kind, use.rule, use.target) for use in uses]
        if rows:
            self._db.executemany(
                "INSERT OR REPLACE INTO reference_index (source, path, kind, rule, target) VALUES (?,?,?,?,?)", rows
            )

    def set_state(self, key: str, state: Mapping[str, Any], revision: int) -> None:
        """Change only what the offline Azure knows about a resource."""
        self.shown.clear()
        self.seen.pop(key, None)
        self._db.execute("UPDATE resources SET state = ?, revision = ? WHERE key = ?", (_dump(state), revision, key))

    def touch(self, key: str, revision: int) -> None:
        """Give a resource a new revision: something below it changed."""
        self.shown.clear()
        self.seen.pop(key, None)
        self._db.execute("UPDATE resources SET revision = ? WHERE key = ?", (revision, key))

    def next_position(self, parent: str, kind: str) -> int:
        """The position of a new child: after its siblings."""
        query = "SELECT max(position) FROM resources WHERE parent = ? AND kind = ?"
        found = self._db.execute(query, (parent, kind)).fetchone()[0]
        return 0 if found is None else int(found) + 1

    def set_position(self, key: str, position: int) -> None:
        """Move a child among its siblings; its content is what it was."""
        self.shown.clear()
        self.seen.pop(key, None)
        self._cache.pop(key, None)
        self._db.execute("UPDATE resources SET position = ? WHERE key = ?", (position, key))

    def delete(self, key: str) -> None:
        """Remove one resource and what it refers to; not what lies below it."""
        self.shown.clear()
        self.seen[key] = None
        self._db.execute("DELETE FROM resources WHERE key = ?", (key,))
        self._db.execute("DELETE FROM reference_index WHERE source = ?", (key,))

    def uses_of(self, target: str, *, source_below: str = "", parts: bool = True) -> list[Use]:
        """Who refers to `target` (a key): by source. With `parts` also to its parts and children."""
        order, within = " ORDER BY source, path", _below(source_below) if source_below else ()
        below = " AND source > ? AND source < ?" if source_below else ""
        rows = self._db.execute(_USES + " WHERE target = ?" + below + order, (target, *within)).fetchall()
        if parts:
            # The plus keeps SQLite from taking the index by source instead, which would read the whole table.
            query = _USES + " WHERE target > ? AND target < ?" + below.replace("source", "+source") + order
            rows += self._db.execute(query, (*_below(target), *within)).fetchall()
        return [Use(*row) for row in rows]

    def count_uses_below(self, target: str, kind: str) -> int:
        """How often resources of a type (lower case) refer to something below `target`."""
        query = "SELECT count(*) FROM reference_index WHERE target > ? AND target < ? AND kind = ?"
        return int(self._db.execute(query, (*_below(target), kind)).fetchone()[0])

    def targets_of(self, source: str, rule: str) -> list[str]:
        """What a resource (by key) refers to by one of its declared references, in lower case."""
        query = "SELECT target FROM reference_index WHERE source = ? AND rule = ? ORDER BY path"
        return [str(row[0]) for row in self._db.execute(query, (source, rule)).fetchall()]

    def log(self, method: str, id: str, status: int, code: str = "", message: str = "", body: str = "") -> None:  # noqa: A002
        """Add one entry to the activity log."""
        cursor = self._db.execute(
            "INSERT INTO activity (method, id, status, code, message, body) VALUES (?,?,?,?,?,?)",
            (method, id, status, code, message, body),
        )
        sequence = cursor.lastrowid or 0
        if sequence % 1000 == 0:
            self._db.execute("DELETE FROM activity WHERE sequence <= ?", (sequence - LOG_LIMIT,))

    def entries(self, last: int = 0) -> list[LogEntry]:
        """The activity log, oldest first; only the `last` entries where it is not 0."""
        query = "SELECT sequence, method, id, status, code, message, body FROM activity ORDER BY sequence DESC LIMIT ?"
        return [LogEntry(*row) for row in reversed(self._db.execute(query, (last or -1,)).fetchall())]

    def setting(self, name: str) -> str:
        """A setting of the store, empty where it was never set."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting in the store, for every process that uses it."""
        self._db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, value))

    def operations(self, targets: Iterable[str]) -> list[tuple[int, str, str, int, float]]:
        """Operations in progress on `targets`: (token, target, name, process, until)."""
        wanted = json.dumps(list(targets))
        query = (
            "SELECT token, target, name, process, until FROM operations "
            "WHERE target IN (SELECT value FROM json_each(?)) ORDER BY token"
        )
        return [(int(t), str(g), str(n), int(p), float(u)) for t, g, n, p, u in self._db.execute(query, (wanted,))]

    def begin_operation(self, target: str, name: str, process: int, until: float) -> int:
        """Record that a write on `target` is in progress; gives its token."""
        query = "INSERT INTO operations (target, name, process, until) VALUES (?,?,?,?)"
        return self._db.execute(query, (target, name, process, until)).lastrowid or 0

    def extend_operation(self, token: int, until: float) -> None:
        """Change until when the record of an operation counts."""
        self._db.execute("UPDATE operations SET until = ? WHERE token = ?", (until, token))

    def drop_operations(self, ended_before: float) -> None:
        """Take the records away that count no more."""
        self._db.execute("DELETE FROM operations WHERE until < ?", (ended_before,))

    def end_operation(self, token: int) -> None:
        """Take the record of an operation away."""
        self._db.execute("DELETE FROM operations WHERE token = ?", (token,))

    def clear(self) -> None:
        """Remove every resource, the log and operations. The revision goes on counting, so that no etag comes twice."""
        self.shown.clear()
        self.seen.clear()
        self._db.execute("DELETE FROM resources")
        self._db.execute("DELETE FROM reference_index")
        self._db.execute("DELETE FROM activity")
        self._db.execute("DELETE FROM operations")

    def _known(self, stamp: tuple[str, int, int, int]) -> Resource | None:
        """The resource of that key, revision, creation and position, where it was read or written before."""
        key, revision, created, position = stamp
        for known in (self.seen.get(key), self._cache.get(key)):
            if (
                known is not None
                and known.revision == revision
                and known.created == created
                and known.position == position
            ):
                return known
        return None

    def _read(self, key: str) -> Resource:
        return self._resource(self._db.execute(_SELECT + " WHERE key = ?", (key,)).fetchone())

    def _resource(self, row: tuple[Any, ...]) -> Resource:
        key, resource_id, kind, parent, location, position, document, state, revision, created = row
        known = self._known((key, revision, created, position))
        if known is not None:
            return known
        found = json.loads(document), json.loads(state)
        resource = Resource(key, resource_id, kind, parent, location, position, *found, revision, created)
        if revision <= self._base:  # one not yet committed may be rolled back, and its revision given to another
            self._cache[key] = resource
        return resource


class Store:
    """The store at `path`. Opening makes the file where there is none; raises `StoreError` for one it cannot use.

    Threads of one process may share a Store: its transactions take turns. Processes share the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path)
        self._lock = RLock()
        self._cache: dict[str, Resource] = {}
        self._joined: Session | None = None

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One write transaction: committed at the end, rolled back where an exception leaves it."""
        with self._begun("BEGIN IMMEDIATE") as transaction:
            yield transaction

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view; never waits for a writer of another process."""
        with self._begun("BEGIN") as transaction:
            yield transaction

    def at_once(self) -> "Session | None":
        """One write transaction for all that this thread asks until the session ends; None where it would have to wait.

        Several requests of one operation cost one transaction that way. Use it as a context manager.
        """
        if self._joined is not None or not self._lock.acquire(blocking=False):
            return None
        try:
            if not self._connection.in_transaction and self._begin_now():
                self._joined = Session(self, Transaction(self._connection, self._cache))
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
        self._connection.execute("PRAGMA busy_timeout=0")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        return True

    def end_session(self, session: "Session") -> None:
        """Commit a session, or take it all back where a write in it did not end."""
        self._joined = None
        try:
            if session.broken:
                self._connection.execute("ROLLBACK")
            else:
                self._connection.execute("COMMIT")
                self._keep(session.transaction)
        finally:
            if self._connection.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
            self._lock.release()

    def _keep(self, transaction: Transaction) -> None:
        self._cache.update({key: found for key, found in transaction.seen.items() if found is not None})

    @contextmanager
    def _begun(self, statement: str) -> Iterator[Transaction]:
        with self._lock:
            if self._joined is not None:
                with self._joined.part() as transaction:
                    yield transaction
                return
            self._connection.execute(statement)
            transaction = Transaction(self._connection, self._cache)
            try:
                yield transaction
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            self._keep(transaction)

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

    @contextmanager
    def part(self) -> Iterator[Transaction]:
        """What would be a transaction of its own."""
        try:
            yield self.transaction
        except BaseException:
            self.broken = True
            raise

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Commit it, or take it all back where it is broken."""
        self._store.end_session(self)


_dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _below(key: str) -> tuple[str, str]:
    """The open range of keys below `key`; every key where it is empty. `0` is the character after `/`."""
    return (f"{key}/", f"{key}0") if key else ("", "~")
