"""What a store remembers between its transactions is what a store without memory reads from the file."""

import sqlite3
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from azure_offline.store import Resource, Store, Transaction
from azure_offline.store_schema import APPLICATION_ID, SCHEMA_VERSION, place_of

KIND = "a/nets/subs"
PARENTS = ("/n/one", "/n/two")
NAMES = ("x", "y")
KEYS = [f"{parent}/subs/{name}" for parent in PARENTS for name in NAMES]

V1 = """
CREATE TABLE resources (key TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL,
    parent TEXT NOT NULL, location TEXT NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL,
    state TEXT NOT NULL, revision INTEGER NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX resources_by_parent ON resources (parent, kind, position);
CREATE INDEX resources_by_kind ON resources (kind, key);
CREATE INDEX resources_by_region ON resources (kind, location, key) WHERE location != '';
CREATE TABLE reference_index (source TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, rule TEXT NOT NULL,
    target TEXT NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
CREATE INDEX reference_index_by_target ON reference_index (target, source);
CREATE TABLE activity (sequence INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT NOT NULL, id TEXT NOT NULL,
    status INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE operations (token INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, name TEXT NOT NULL,
    process INTEGER NOT NULL, until REAL NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (revision INTEGER NOT NULL);
INSERT INTO counter VALUES (7);
INSERT INTO resources VALUES ('/n/one', '/N/one', 'A/nets', 'a/nets', '/n', 'westeurope', 0, '{}', '{}', 5, 5);
INSERT INTO resources VALUES ('/n/one/subs/y', '/N/one/subs/y', 'A/nets/subs', 'a/nets/subs', '/n/one', '', 0, '{}',
    '{}', 7, 7);
INSERT INTO resources VALUES ('/n/one/subs/x', '/N/one/subs/x', 'A/nets/subs', 'a/nets/subs', '/n/one', '', 1, '{}',
    '{}', 6, 6);
PRAGMA user_version=1;
"""

numbers = st.integers(0, 3)
writes = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "delete", "touch", "state", "move", "fail", "set", "fail to set"]),
        st.sampled_from(KEYS),
        numbers,
    ),
    max_size=8,
)
steps = st.lists(st.tuples(st.sampled_from(["own", "other", "broken", "session", "clear"]), writes), max_size=8)


class Undone(Exception):
    """Leaves a transaction, or an attempt, so that it is taken back."""


def carry_out(transaction: Transaction, done: list[tuple[str, str, int]]) -> None:
    """Writes as the pipeline makes them: each of a new revision, a new child known to be new; some taken back."""
    for what, key, number in done:
        before = transaction.revision
        with suppress(Undone), transaction.attempt():
            write(transaction, what, key, number)
            assert transaction.revision == before + 1
            check(transaction)
            if what.startswith("fail"):
                raise Undone
        assert transaction.revision == before + (not what.startswith("fail"))
        check(transaction)


def write(transaction: Transaction, what: str, key: str, number: int) -> None:
    old = transaction.get(key)
    revision = transaction.next_revision()
    if what in {"put", "fail"}:
        parent = key.rpartition("/subs/")[0]
        created = old.created if old else revision
        new = Resource(key, key, "A/nets/subs", parent, "", number, {"n": revision}, {}, revision, created)
        transaction.put(new, (), made=old is None)
    elif what == "delete":
        transaction.delete(key)
    elif what.endswith("set"):
        transaction.set_setting(key, str(revision))
        assert transaction.setting(key) == str(revision)
    elif old is not None and what == "touch":
        transaction.touch(key, revision)
    elif old is not None and what == "state":
        transaction.set_state(key, {"s": revision}, revision)
    elif old is not None:
        transaction.set_position(key, number)


def check(transaction: Transaction) -> None:
    """What is remembered against what the table holds."""
    rows = transaction.all()
    for parent in PARENTS:
        listed = sorted((row for row in rows if row.parent == parent), key=lambda row: (row.position, row.key))
        assert transaction.children(parent, KIND) == listed
        assert transaction.count_children(parent, KIND) == len(listed)
        assert transaction.next_position(parent, KIND) == max((row.position for row in listed), default=-1) + 1
    assert [transaction.get(key) for key in KEYS] == [next((r for r in rows if r.key == key), None) for key in KEYS]


@given(steps)
def test_whoever_writes_and_whatever_is_taken_back(done: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        path = Path(folder) / "azure.sqlite"
        own, other = Store(path), Store(path)
        opened.callback(own.close)
        opened.callback(other.close)
        for who, wanted in done:
            with suppress(Undone):
                if who == "session":
                    session = own.at_once()
                    assert session is not None
                    with session:
                        for one in wanted:
                            with own.write() as transaction:
                                carry_out(transaction, [one])
                    continue
                with (other if who == "other" else own).write() as transaction:
                    carry_out(transaction, wanted)
                    if who == "broken":
                        raise Undone
                    if who == "clear":
                        transaction.clear()
                        check(transaction)
            without_memory = Store(path)
            with own.read() as ours, without_memory.read() as theirs:
                check(ours)
                assert ours.all() == theirs.all()
                assert ours.revision == theirs.revision
                assert [ours.setting(key) for key in KEYS] == [theirs.setting(key) for key in KEYS]
            without_memory.close()


def test_a_store_of_version_1_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "azure.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(V1)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.close()
    for _ in range(2):  # the second finds it up to date
        store = Store(path)
        with store.write() as transaction:
            assert [child.key for child in transaction.children("/n/one", KIND)] == ["/n/one/subs/y", "/n/one/subs/x"]
            assert [found.key for found in transaction.of_kind("a/nets")] == ["/n/one"]
            assert [found.key for found in transaction.of_kind(KIND, "/n/one")] == ["/n/one/subs/x", "/n/one/subs/y"]
            assert (transaction.count("a/nets", "", "westeurope"), transaction.count(KIND)) == (1, 2)
            assert (transaction.revision, transaction.next_position("/n/one", KIND)) == (7, 2)
            check_writing(transaction)
        store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'resources_by_parent'"
        ).fetchone() == (0,)
    connection.close()


def check_writing(transaction: Transaction) -> None:
    """A resource of an older store is written and found as one of a new store is."""
    new = Resource("/n/one/subs/z", "/N/one/subs/z", "A/nets/subs", "/n/one", "", 2, {}, {}, 8, 8)
    with suppress(Undone), transaction.attempt():
        transaction.put(new, (), made=True)
        assert transaction.children("/n/one", KIND)[-1] == new
        raise Undone
    assert place_of("/n/one", KIND) != place_of("/n/two", KIND)
