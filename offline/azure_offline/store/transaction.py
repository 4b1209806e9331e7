"""What can be read and written in one transaction of the store."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from azure_offline.store.records import LogEntry, Resource, Use

LOG_LIMIT = 100_000
"""Entries the activity log keeps; older ones go."""

_LOG_STEP = 1000
"""After how many entries older ones are looked for."""

_SELECT = "SELECT key, id, type, parent, location, position, document, state, revision, created FROM resources"
_USES = "SELECT source, path, kind, rule, target FROM reference_index"
_PUT = (
    "INSERT OR REPLACE INTO resources (key, id, type, kind, parent, location, position, document, state, "
    "revision, created) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_PUT_USE = "INSERT OR REPLACE INTO reference_index (source, path, kind, rule, target) VALUES (?,?,?,?,?)"
_DROP_USES = "DELETE FROM reference_index WHERE source = ?"
_LOG = "INSERT INTO activity (method, id, status, code, message, body) VALUES (?,?,?,?,?,?)"


class Transaction:
    """Everything read and written between one BEGIN and its COMMIT. Made by `Store.read` and `Store.write` only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @property
    def revision(self) -> int:
        """The number of the last write."""
        return self._number("SELECT revision FROM counter")

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
            raise
        finally:
            self._db.execute("RELEASE attempt")

    def get(self, key: str) -> Resource | None:
        """The resource of that key, or None."""
        return next(iter(self._resources("WHERE key = ?", key)), None)

    def children(self, parent: str, kind: str) -> list[Resource]:
        """Resources of a type (lower case) directly below `parent` (a key), in their order."""
        return self._resources("WHERE parent = ? AND kind = ? ORDER BY position, key", parent, kind)

    def of_kind(self, kind: str, below: str = "") -> list[Resource]:
        """Resources of a type (lower case), by key; only those below the key `below` where it is given."""
        return self._resources("WHERE kind = ? AND key > ? AND key < ? ORDER BY key", kind, *_below(below))

    def tree(self, key: str) -> list[Resource]:
        """The resource and everything below it, by key: children, and what is attached to them (locks)."""
        return self._resources("WHERE key = ? OR (key > ? AND key < ?) ORDER BY key", key, *_below(key))

    def all(self) -> list[Resource]:
        """Every resource, by key."""
        return self._resources("ORDER BY key")

    def count(self, kind: str, below: str = "", location: str = "") -> int:
        """How many resources of a type there are below a key and, where given, in a region."""
        query, values = "SELECT count(*) FROM resources WHERE kind = ? AND key > ? AND key < ?", (kind, *_below(below))
        if location:
            return self._number(query + " AND location = ?", *values, location)
        return self._number(query, *values)

    def count_children(self, parent: str, kind: str) -> int:
        """How many resources of a type (lower case) there are directly below `parent` (a key)."""
        return self._number("SELECT count(*) FROM resources WHERE parent = ? AND kind = ?", parent, kind)

    def next_position(self, parent: str, kind: str) -> int:
        """The position of a new child: after its siblings."""
        query = "SELECT coalesce(max(position), -1) + 1 FROM resources WHERE parent = ? AND kind = ?"
        return self._number(query, parent, kind)

    def put(self, resource: Resource, uses: Iterable[Use]) -> None:
        """Store a resource as it is, and what it refers to instead of what it referred to before."""
        row = (
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
        )
        self._db.execute(_PUT, row)
        self._db.execute(_DROP_USES, (resource.key,))
        self._db.executemany(_PUT_USE, [(use.source, use.path, use.kind, use.rule, use.target) for use in uses])

    def set_state(self, key: str, state: Mapping[str, Any], revision: int) -> None:
        """Change only what the offline Azure knows about a resource."""
        self._db.execute("UPDATE resources SET state = ?, revision = ? WHERE key = ?", (_dump(state), revision, key))

    def touch(self, key: str, revision: int) -> None:
        """Give a resource a new revision: something below it changed."""
        self._db.execute("UPDATE resources SET revision = ? WHERE key = ?", (revision, key))

    def set_position(self, key: str, position: int) -> None:
        """Move a child among its siblings; its content is what it was."""
        self._db.execute("UPDATE resources SET position = ? WHERE key = ?", (position, key))

    def delete(self, key: str) -> None:
        """Remove one resource and what it refers to; not what lies below it."""
        self._db.execute("DELETE FROM resources WHERE key = ?", (key,))
        self._db.execute(_DROP_USES, (key,))

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
        return self._number(query, *_below(target), kind)

    def targets_of(self, source: str, rule: str) -> list[str]:
        """What a resource (by key) refers to by one of its declared references, in lower case."""
        query = "SELECT target FROM reference_index WHERE source = ? AND rule = ? ORDER BY path"
        return [str(row[0]) for row in self._db.execute(query, (source, rule)).fetchall()]

    def log(self, method: str, id: str, status: int, code: str = "", message: str = "", body: str = "") -> None:  # noqa: A002
        """Add one entry to the activity log."""
        sequence = self._db.execute(_LOG, (method, id, status, code, message, body)).lastrowid or 0
        if sequence % _LOG_STEP == 0:
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
        for table in ("resources", "reference_index", "activity", "operations"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608

    def _resources(self, condition: str, *values: object) -> list[Resource]:
        rows = self._db.execute(f"{_SELECT} {condition}", values).fetchall()
        return [
            Resource(key, id_, type_, parent, location, position, _parsed(document), _parsed(state), *stamps)
            for key, id_, type_, parent, location, position, document, state, *stamps in rows
        ]

    def _number(self, query: str, *values: object) -> int:
        return int(self._db.execute(query, values).fetchone()[0])


@lru_cache(10_000)
def _parsed(text: str) -> Mapping[str, Any]:
    """A document as it was stored: the peerings of a hub are looked at again for each new one, and mostly the same."""
    found: Mapping[str, Any] = json.loads(text)
    return found


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _below(key: str) -> tuple[str, str]:
    """The open range of keys below `key`; every key where it is empty. `0` is the character after `/`."""
    return (f"{key}/", f"{key}0") if key else ("", "~")
