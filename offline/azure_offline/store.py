"""The state of the offline Azure: one SQLite file, every write one transaction, shared by several processes.

Resources are keyed by their id in lower case and keep the case they were given. Beside the documents stands an index of
which resource refers to which, at which path, so that a delete of something in use is refused and back-references are
computed. A global revision counts writes; etags come from it. Nothing here reads a clock or draws a random number that
a program could see.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock, get_ident
from typing import Any

from azure_offline.store_records import LogEntry, Resource, Use
from azure_offline.store_schema import BUSY_SECONDS, StoreError, open_database, place_of

__all__ = ["LogEntry", "Resource", "Session", "Store", "StoreError", "Transaction", "Use"]

LOG_LIMIT = 100_000
"""Entries the activity log keeps; older ones go."""


_SELECT = "SELECT key, id, type, parent, location, position, document, state, revision, created FROM resources"
_COUNT = "SELECT count(*) FROM resources WHERE"
_CHILDREN = "FROM resources WHERE place = ? AND parent = ? AND kind = ?"
_USES = "SELECT source, path, kind, rule, target FROM reference_index"


class Transaction:
    """Everything read and written between one BEGIN and its COMMIT. Made by `Store.read` and `Store.write` only."""

    def __init__(self, connection: sqlite3.Connection, known: "_Known") -> None:
        self._db = connection
        self._remembered = known
        self._cache = known.resources
        self._sure = known.sure
        self._sure_lists = known.lists
        self._lists: dict[_Place, tuple[str, ...] | None] = {}
        if known.revision < 0:
            known.revision = int(connection.execute("SELECT revision FROM counter").fetchone()[0])
        self._base = self._revision = known.revision
        self._settings: dict[str, str] = {}
        self.seen: dict[str, Resource | None] = {}
        """What this transaction has read and written by key, as it stands now."""
        self.shown: dict[str, dict[str, Any]] = {}
        """What was made of resources to be answered, by key; kept until the next write. For `azure_offline.arm`."""

    @property
    def revision(self) -> int:
        """The number of the last write."""
        return self._revision

    def next_revision(self) -> int:
        """Count one more write and give its number."""
        self._revision += 1
        self._db.execute("UPDATE counter SET revision = ?", (self._revision,))
        return self._revision

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo everything written inside where an exception leaves it, and go on with the transaction."""
        revision = self._revision
        self._db.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO attempt")
            self._db.execute("RELEASE attempt")
            self._revision = revision
            self._settings.clear()
            self._lists.clear()
            self.seen.clear()
            self.shown.clear()
            raise
        self._db.execute("RELEASE attempt")

    def get(self, key: str) -> Resource | None:
        """The resource of that key, or None."""
        if key in self.seen:
            return self.seen[key]
        found = self._sure.get(key)
        if found is None:
            row = self._db.execute(_SELECT + " WHERE key = ?", (key,)).fetchone()
            found = self._resource(row) if row else None
        self.seen[key] = found
        return found

    def none_of(self, key: str) -> None:
        """Take for known that there is no resource of that key, as where there is nothing for it to lie in."""
        self.seen.setdefault(key, None)

    def none_below(self, parent: str, kind: str) -> None:
        """Take for known that a resource has no children of a type (lower case), as where it is new itself."""
        self._lists.setdefault((parent, kind), ())

    def children(self, parent: str, kind: str) -> list[Resource]:
        """Resources of a type (lower case) directly below `parent` (a key), in their order."""
        # A hub has as many peerings as spokes, and each new one looks at all of them: known ones are not read again.
        place = parent, kind
        keys = self._list(place)
        if keys is not None:
            seen, sure = self.seen, self._sure
            return [seen.get(key) or sure.get(key) or self._there(key) for key in keys]
        query = f"SELECT key, revision, created, position {_CHILDREN} ORDER BY position, key"
        rows = self._db.execute(query, (place_of(*place), *place)).fetchall()
        self._lists[place] = tuple(row[0] for row in rows)
        found = [self._known(row) or self._read(row[0]) for row in rows]
        self.seen.update((resource.key, resource) for resource in found)
        return found

    def of_kind(self, kind: str, below: str = "") -> list[Resource]:
        """Resources of a type (lower case), by key; only those below the key `below` where it is given."""
        query = f"{_SELECT} WHERE {_of_kind(kind)} AND key > ? AND key < ? ORDER BY key"
        rows = self._db.execute(query, (kind, *_below(below)))
        return [self._resource(row) for row in rows.fetchall()]

    def count(self, kind: str, below: str = "", location: str = "") -> int:
        """How many resources of a type there are below a key and, where given, in a region."""
        query = f"{_COUNT} {_of_kind(kind)} AND key > ? AND key < ?"
        if location:
            query += " AND location = ? AND location != ''"  # the second part lets SQLite take the index by region
            return int(self._db.execute(query, (kind, *_below(below), location)).fetchone()[0])
        return int(self._db.execute(query, (kind, *_below(below))).fetchone()[0])

    def count_children(self, parent: str, kind: str) -> int:
        """How many resources of a type (lower case) there are directly below `parent` (a key)."""
        place = parent, kind
        keys = self._list(place)
        if keys is not None:
            return len(keys)
        return int(self._db.execute(f"SELECT count(*) {_CHILDREN}", (place_of(*place), *place)).fetchone()[0])

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
        self._list_anew(resource, made=made)
        self._forget(resource.key)
        self.seen[resource.key] = resource
        kind = resource.type.lower()
        self._db.execute(
            "INSERT OR REPLACE INTO resources (key, id, type, kind, parent, location, position, document, state, "
            "revision, created, place) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                resource.key,
                resource.id,
                resource.type,
                kind,
                resource.parent,
                resource.location,
                resource.position,
                _dump(resource.document),
                _dump(resource.state) if resource.state else "{}",
                resource.revision,
                resource.created,
                place_of(resource.parent, kind),
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
        self._forget(key)
        self._db.execute("UPDATE resources SET state = ?, revision = ? WHERE key = ?", (_dump(state), revision, key))

    def touch(self, key: str, revision: int) -> None:
        """Give a resource a new revision: something below it changed."""
        self._forget(key)
        self._db.execute("UPDATE resources SET revision = ? WHERE key = ?", (revision, key))

    def next_position(self, parent: str, kind: str) -> int:
        """The position of a new child: after its siblings."""
        query = f"SELECT position {_CHILDREN} ORDER BY position DESC LIMIT 1"
        found = self._db.execute(query, (place_of(parent, kind), parent, kind)).fetchone()
        return int(found[0]) + 1 if found else 0

    def set_position(self, key: str, position: int) -> None:
        """Move a child among its siblings; its content is what it was."""
        self._unlist(key)
        self._forget(key)
        self._cache.pop(key, None)
        self._db.execute("UPDATE resources SET position = ? WHERE key = ?", (position, key))

    def delete(self, key: str) -> None:
        """Remove one resource and what it refers to; not what lies below it."""
        self._unlist(key)
        self._forget(key)
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
        found = self._settings.get(name)
        if found is None:
            found = self._remembered.settings.get(name)
        if found is None:
            row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
            found = self._settings[name] = str(row[0]) if row else ""
        return found

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting in the store, for every process that uses it."""
        self._settings[name] = value
        self._remembered.settings.pop(name, None)
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
        self._sure.clear()
        self._lists.clear()
        self._sure_lists.clear()
        self._db.execute("DELETE FROM resources")
        self._db.execute("DELETE FROM reference_index")
        self._db.execute("DELETE FROM activity")
        self._db.execute("DELETE FROM operations")

    def keep(self) -> None:
        """Keep for later transactions what this one has read and written, now that it is committed."""
        found = {key: resource for key, resource in self.seen.items() if resource is not None}
        self._cache.update(found)
        self._sure.update(found)
        self._remembered.revision = self._revision
        self._remembered.settings.update(self._settings)
        self._sure_lists.update((place, keys) for place, keys in self._lists.items() if keys is not None)

    def _list(self, place: "_Place") -> tuple[str, ...] | None:
        """The keys of the children of a kind, in their order, where they are known."""
        return self._lists[place] if place in self._lists else self._sure_lists.get(place)

    def _list_anew(self, new: Resource, *, made: bool) -> None:
        """Keep the list that a written resource is in: a new one at its end is added, for others it is read again."""
        place = new.parent, new.type.lower()
        keys, old = self._list(place), self.seen.get(new.key)
        if keys is not None and made:
            last = self.get(keys[-1]) if keys else None
            after = last is None or (last.position, last.key) < (new.position, new.key)
            self._lists[place] = (*keys, new.key) if after else None
        elif keys is not None and (old is None or old.position != new.position):
            self._lists[place] = None
        self._sure_lists.pop(place, None)

    def _unlist(self, key: str) -> None:
        old = self.get(key)
        if old is not None:
            place = old.parent, old.type.lower()
            self._lists[place] = None
            self._sure_lists.pop(place, None)

    def _there(self, key: str) -> Resource:
        found = self.get(key)
        if found is None:
            raise LookupError(f"{key} is listed and not there")
        return found

    def _forget(self, key: str) -> None:
        """Read a resource again when it is next asked for: it, or a part of it, was written."""
        self.shown.clear()
        self.seen.pop(key, None)
        self._sure.pop(key, None)

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


_Place = tuple[str, str]
"""The key of a parent and the type of children, in lower case."""


class _Known:
    """What the transactions of a process have read and written, kept for the next."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        """By key; they count where the file has them with the same stamps."""
        self.sure: dict[str, Resource] = {}
        """Those that the file has so for certain: nobody else has written since."""
        self.lists: dict[_Place, tuple[str, ...]] = {}
        """The keys of children in their order, as certain."""
        self.settings: dict[str, str] = {}
        """Settings, as certain."""
        self.revision = -1
        """The number of the last write, as certain; -1 for not known."""

    def doubt(self) -> None:
        """Somebody else has written."""
        self.sure.clear()
        self.lists.clear()
        self.settings.clear()
        self.revision = -1


class Store:
    """The store at `path`. Opening makes the file where there is none; raises `StoreError` for one it cannot use.

    Threads of one process may share a Store: its transactions take turns. Processes share the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_database(path)
        self._lock = RLock()
        self._known = _Known()
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
        try:
            if not broken:
                self._connection.execute("COMMIT")
                transaction.keep()
        finally:
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


def _of_kind(kind: str) -> str:
    """The condition for a type, so that SQLite takes the index by type, which leaves out those of children."""
    return "kind = ?" if kind.count("/") > 1 else "kind = ? AND kind NOT GLOB '*/*/*'"


_dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _below(key: str) -> tuple[str, str]:
    """The open range of keys below `key`; every key where it is empty. `0` is the character after `/`."""
    return (f"{key}/", f"{key}0") if key else ("", "~")
