"""What can be read and written in one transaction of the store.

Most reads are answered from what the process knows, and most writes wait in memory until the end (`Writes`). What is
asked of SQLite is asked with all that waits and could change the answer.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from azure_offline.store.known import Known, Place
from azure_offline.store.records import LogEntry, Resource, Use
from azure_offline.store.schema import place_of
from azure_offline.store.writes import Writes

LOG_LIMIT = 100_000
"""Entries the activity log keeps; older ones go."""

_LOG_STEP = 1000
"""After how many entries older ones are looked for."""

_SELECT = "SELECT key, id, type, parent, location, position, document, state, revision, created FROM resources"
_COUNT = "SELECT count(*) FROM resources WHERE"
_CHILDREN = "FROM resources WHERE place = ? AND parent = ? AND kind = ?"
_USES = "SELECT source, path, kind, rule, target FROM reference_index"
_PUT = (
    "INSERT OR REPLACE INTO resources (key, id, type, kind, parent, location, position, document, state, "
    "revision, created, place) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_PUT_USE = "INSERT OR REPLACE INTO reference_index (source, path, kind, rule, target) VALUES (?,?,?,?,?)"
_DROP_USES = "DELETE FROM reference_index WHERE source = ?"
_LOG = "INSERT INTO activity (method, id, status, code, message, body) VALUES (?,?,?,?,?,?)"


class Transaction:
    """Everything read and written between one BEGIN and its COMMIT. Made by `Store.read` and `Store.write` only."""

    def __init__(self, connection: sqlite3.Connection, known: Known) -> None:
        self._db = connection
        self._writes = Writes(connection)
        self._remembered = known
        self._cache = known.resources
        self._sure = known.sure
        self._sure_lists = known.lists
        self._counts = known.counts
        self._lists: dict[Place, tuple[str, ...] | None] = {}
        if known.revision < 0:
            known.revision = int(connection.execute("SELECT revision FROM counter").fetchone()[0])
        self._base = self._revision = known.revision
        self._sequence = known.sequence
        self._settings: dict[str, str] = {}
        self._entries: list[tuple[str, str, int, str, str, str]] = []
        self._waiting_uses: dict[str, list[Use]] = {}
        """What resources refer to since their write, by key, where the index in SQLite may not have it yet."""
        self._asked_uses: dict[tuple[str, str, bool], list[Use]] = {}
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
        return self._revision

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo everything written inside where an exception leaves it, and go on with the transaction.

        Entries of the activity log stay: what failed is logged as well.
        """
        revision = self._revision
        self._writes.begin_attempt()
        self._waiting_uses.clear()
        try:
            yield
        except BaseException:
            self._writes.undo_attempt()
            self._revision = revision
            self._settings.clear()
            self._lists.clear()
            self._waiting_uses.clear()
            self._asked_uses.clear()
            self._counts.clear()
            self.seen.clear()
            self.shown.clear()
            raise
        self._writes.end_attempt()

    def get(self, key: str) -> Resource | None:
        """The resource of that key, or None."""
        if key in self.seen:
            return self.seen[key]
        found = self._sure.get(key)
        if found is None:  # what waits to be written has been seen
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
        rows = self._writes.read(query, place_of(*place), *place).fetchall()
        self._lists[place] = tuple(row[0] for row in rows)
        found = [self._known(row) or self._read(row[0]) for row in rows]
        self.seen.update((resource.key, resource) for resource in found)
        return found

    def of_kind(self, kind: str, below: str = "") -> list[Resource]:
        """Resources of a type (lower case), by key; only those below the key `below` where it is given."""
        if self._counts.get(kind, below, "") == 0:  # locks are asked for by every write
            return []
        query = f"{_SELECT} WHERE {_of_kind(kind)} AND key > ? AND key < ? ORDER BY key"
        found = [self._resource(row) for row in self._writes.read(query, kind, *_below(below)).fetchall()]
        self._counts.keep(kind, below, "", len(found))
        return found

    def count(self, kind: str, below: str = "", location: str = "") -> int:
        """How many resources of a type there are below a key and, where given, in a region."""
        known = self._counts.get(kind, below, location)
        if known is not None:
            return known
        query, values = f"{_COUNT} {_of_kind(kind)} AND key > ? AND key < ?", [kind, *_below(below)]
        if location:
            query += " AND location = ? AND location != ''"  # the second part lets SQLite take the index by region
            values.append(location)
        found = int(self._writes.read(query, *values).fetchone()[0])
        self._counts.keep(kind, below, location, found)
        return found

    def count_children(self, parent: str, kind: str) -> int:
        """How many resources of a type (lower case) there are directly below `parent` (a key)."""
        place = parent, kind
        keys = self._list(place)
        if keys is not None:
            return len(keys)
        return int(self._writes.read(f"SELECT count(*) {_CHILDREN}", place_of(*place), *place).fetchone()[0])

    def tree(self, key: str) -> list[Resource]:
        """The resource and everything below it, by key: children, and what is attached to them (locks)."""
        query = _SELECT + " WHERE key = ? OR (key > ? AND key < ?) ORDER BY key"
        return [self._resource(row) for row in self._writes.read(query, key, *_below(key)).fetchall()]

    def all(self) -> list[Resource]:
        """Every resource, by key."""
        return [self._resource(row) for row in self._writes.read(_SELECT + " ORDER BY key").fetchall()]

    def put(self, resource: Resource, uses: Iterable[Use], *, made: bool = False) -> None:
        """Store a resource as it is, and what it refers to instead of what it referred to before.

        `made`: there was none of that key, so that nothing has to be taken out of the index.
        """
        key, kind = resource.key, resource.type.lower()
        self._list_anew(resource, kind, made=made)
        if made:
            self._counts.add(resource, kind)
        else:
            self._counts.forget(kind)
        self._forget(key)
        self.seen[key] = resource
        document, state = _dump(resource.document), _dump(resource.state) if resource.state else "{}"
        self._writes.add(
            _PUT,
            key,
            resource.id,
            resource.type,
            kind,
            resource.parent,
            resource.location,
            resource.position,
            document,
            state,
            resource.revision,
            resource.created,
            place_of(resource.parent, kind),
        )
        self._refer(key, list(uses), made=made)

    def _refer(self, key: str, uses: list[Use], *, made: bool) -> None:
        """Keep what a resource refers to, and no more what it referred to before."""
        if made and not uses:
            return
        if not made:
            self._writes.add(_DROP_USES, key)
        for use in uses:
            self._writes.add(_PUT_USE, use.source, use.path, use.kind, use.rule, use.target)
        self._waiting_uses[key] = uses
        self._asked_uses.clear()

    def set_state(self, key: str, state: Mapping[str, Any], revision: int) -> None:
        """Change only what the offline Azure knows about a resource. The revision is one of this transaction's."""
        self._cache.pop(key, None)  # it may have that revision already
        statement = "UPDATE resources SET state = ?, revision = ? WHERE key = ?"
        self._change(key, statement, _dump(state), revision, state=state, revision=revision)

    def touch(self, key: str, revision: int) -> None:
        """Give a resource a new revision: something below it changed."""
        self._change(key, "UPDATE resources SET revision = ? WHERE key = ?", revision, revision=revision)

    def _change(self, key: str, statement: str, *values: Any, **changed: Any) -> None:
        """Change some of a resource; where it is not known it is read again when it is next asked for."""
        known = self.seen.get(key) or self._sure.get(key)
        self._forget(key)
        if known is None:
            self._writes.now(statement, *values, key)
        else:
            self.seen[key] = replace(known, **changed)
            self._writes.add(statement, *values, key)

    def next_position(self, parent: str, kind: str) -> int:
        """The position of a new child: after its siblings."""
        place = parent, kind
        keys = self._list(place)
        if keys is None:
            query = f"SELECT key {_CHILDREN} ORDER BY position, key"
            rows = self._writes.read(query, place_of(*place), *place).fetchall()
            keys = self._lists[place] = tuple(row[0] for row in rows)
        return self._there(keys[-1]).position + 1 if keys else 0

    def set_position(self, key: str, position: int) -> None:
        """Move a child among its siblings; its content is what it was."""
        self._unlist(key)
        self._cache.pop(key, None)
        self._change(key, "UPDATE resources SET position = ? WHERE key = ?", position, position=position)

    def delete(self, key: str) -> None:
        """Remove one resource and what it refers to; not what lies below it."""
        old = self._unlist(key)
        if old is not None:
            self._counts.forget(old.type.lower())
        self._forget(key)
        self.seen[key] = None
        self._writes.add("DELETE FROM resources WHERE key = ?", key)
        self._refer(key, [], made=False)

    def uses_of(self, target: str, *, source_below: str = "", parts: bool = True) -> list[Use]:
        """Who refers to `target` (a key): by source. With `parts` also to its parts and children."""
        asked = target, source_below, parts
        found = self._asked_uses.get(asked)
        if found is None:
            found = self._asked_uses[asked] = self._uses(target, source_below, parts=parts)
        return list(found)

    def _uses(self, target: str, source_below: str, *, parts: bool) -> list[Use]:
        order, within = " ORDER BY source, path", _below(source_below) if source_below else ()
        below = " AND source > ? AND source < ?" if source_below else ""
        rows = self._db.execute(_USES + " WHERE target = ?" + below + order, (target, *within)).fetchall()
        if parts:
            # The plus keeps SQLite from taking the index by source instead, which would read the whole table.
            query = _USES + " WHERE target > ? AND target < ?" + below.replace("source", "+source") + order
            rows += self._db.execute(query, (*_below(target), *within)).fetchall()
        found = [Use(*row) for row in rows]
        return self._with_waiting(found, target, source_below, parts=parts) if self._waiting_uses else found

    def _with_waiting(self, found: list[Use], target: str, source_below: str, *, parts: bool) -> list[Use]:
        """What the index says, with what this transaction has written and the index may not have yet."""
        waiting = self._waiting_uses
        found = [use for use in found if use.source not in waiting]
        for source, uses in waiting.items():
            if not source_below or source.startswith(f"{source_below}/"):
                found += [
                    use for use in uses if use.target == target or (parts and use.target.startswith(f"{target}/"))
                ]
        return sorted(found, key=lambda use: (use.target != target, use.source, use.path))

    def count_uses_below(self, target: str, kind: str) -> int:
        """How often resources of a type (lower case) refer to something below `target`."""
        query = "SELECT count(*) FROM reference_index WHERE target > ? AND target < ? AND kind = ?"
        return int(self._writes.read(query, *_below(target), kind).fetchone()[0])

    def targets_of(self, source: str, rule: str) -> list[str]:
        """What a resource (by key) refers to by one of its declared references, in lower case."""
        query = "SELECT target FROM reference_index WHERE source = ? AND rule = ? ORDER BY path"
        return [str(row[0]) for row in self._writes.read(query, source, rule).fetchall()]

    def log(self, method: str, id: str, status: int, code: str = "", message: str = "", body: str = "") -> None:  # noqa: A002
        """Add one entry to the activity log."""
        self._entries.append((method, id, status, code, message, body))

    def entries(self, last: int = 0) -> list[LogEntry]:
        """The activity log, oldest first; only the `last` entries where it is not 0."""
        self._write_entries()
        query = "SELECT sequence, method, id, status, code, message, body FROM activity ORDER BY sequence DESC LIMIT ?"
        return [LogEntry(*row) for row in reversed(self._db.execute(query, (last or -1,)).fetchall())]

    def _write_entries(self) -> None:
        if not self._entries:
            return
        self._db.executemany(_LOG, self._entries)
        before = self._sequence
        if before < 0:
            self._sequence = int(self._db.execute("SELECT max(sequence) FROM activity").fetchone()[0])
            before = self._sequence - len(self._entries)
        else:
            self._sequence += len(self._entries)
        self._entries.clear()
        if before // _LOG_STEP != self._sequence // _LOG_STEP:
            self._db.execute("DELETE FROM activity WHERE sequence <= ?", (self._sequence - LOG_LIMIT,))

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
        self._writes.now("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)
        self._settings[name] = value
        self._remembered.settings.pop(name, None)

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
        return self._writes.now(query, target, name, process, until).lastrowid or 0

    def extend_operation(self, token: int, until: float) -> None:
        """Change until when the record of an operation counts."""
        self._writes.now("UPDATE operations SET until = ? WHERE token = ?", until, token)

    def drop_operations(self, ended_before: float) -> None:
        """Take the records away that count no more."""
        self._writes.now("DELETE FROM operations WHERE until < ?", ended_before)

    def end_operation(self, token: int) -> None:
        """Take the record of an operation away."""
        self._writes.now("DELETE FROM operations WHERE token = ?", token)

    def clear(self) -> None:
        """Remove every resource, the log and operations. The revision goes on counting, so that no etag comes twice."""
        self.shown.clear()
        self.seen.clear()
        self._sure.clear()
        self._lists.clear()
        self._sure_lists.clear()
        self._counts.clear()
        self._waiting_uses.clear()
        self._asked_uses.clear()
        self._entries.clear()
        for table in ("resources", "reference_index", "activity", "operations"):
            self._writes.now(f"DELETE FROM {table}")  # noqa: S608
        self._sequence = -1

    def finish(self) -> None:
        """Give SQLite everything that is not there yet, before it commits."""
        self._writes.flush()
        if self._revision != self._base:
            self._db.execute("UPDATE counter SET revision = ?", (self._revision,))
        self._write_entries()

    def keep(self) -> None:
        """Keep for later transactions what this one has read and written, now that it is committed."""
        found = {key: resource for key, resource in self.seen.items() if resource is not None}
        self._cache.update(found)
        self._sure.update(found)
        self._remembered.revision = self._revision
        self._remembered.sequence = self._sequence
        self._remembered.settings.update(self._settings)
        self._sure_lists.update((place, keys) for place, keys in self._lists.items() if keys is not None)

    def _list(self, place: Place) -> tuple[str, ...] | None:
        """The keys of the children of a kind, in their order, where they are known."""
        return self._lists[place] if place in self._lists else self._sure_lists.get(place)

    def _list_anew(self, new: Resource, kind: str, *, made: bool) -> None:
        """Keep the list that a written resource is in: a new one at its end is added, for others it is read again."""
        place = new.parent, kind
        keys, old = self._list(place), self.seen.get(new.key)
        if keys is not None and made:
            last = self.get(keys[-1]) if keys else None
            after = last is None or (last.position, last.key) < (new.position, new.key)
            self._lists[place] = (*keys, new.key) if after else None
        elif keys is not None and (old is None or old.position != new.position):
            self._lists[place] = None
        self._sure_lists.pop(place, None)

    def _unlist(self, key: str) -> Resource | None:
        """Read the list that a resource is in again when it is next asked for; the resource, if there is one."""
        old = self.get(key)
        if old is not None:
            place = old.parent, old.type.lower()
            self._lists[place] = None
            self._sure_lists.pop(place, None)
        return old

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


def _of_kind(kind: str) -> str:
    """The condition for a type, so that SQLite takes the index by type, which leaves out those of children."""
    return "kind = ?" if kind.count("/") > 1 else "kind = ? AND kind NOT GLOB '*/*/*'"


_dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _below(key: str) -> tuple[str, str]:
    """The open range of keys below `key`; every key where it is empty. `0` is the character after `/`."""
    return (f"{key}/", f"{key}0") if key else ("", "~")
