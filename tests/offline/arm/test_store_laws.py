"""Whoever writes to a store and whatever is taken back, its answers are those of a plain model."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azure_offline.store.schema import APPLICATION_ID
from azure_offline.store.store import Resource, Store, Transaction, Use

pytestmark = pytest.mark.slow

KIND = "a/nets/subs"
PARENTS = ("/n/one", "/n/two")
NAMES = ("x", "y")
KEYS = [f"{parent}/subs/{name}" for parent in PARENTS for name in NAMES]
REGIONS = ("", "westeurope")

_OTHERS = """
CREATE TABLE reference_index (source TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, rule TEXT NOT NULL,
    target TEXT NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
CREATE INDEX reference_index_by_target ON reference_index (target, source);
CREATE TABLE operations (token INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, name TEXT NOT NULL,
    process INTEGER NOT NULL, until REAL NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (revision INTEGER NOT NULL);
INSERT INTO counter VALUES (7);
INSERT INTO settings VALUES ('conflicts', 'on');
INSERT INTO activity VALUES (41, 'PUT', '/N/one', 201, '', '', '{}');
INSERT INTO reference_index VALUES ('/n/one/subs/x', 'p', 'a/nets/subs', 'r', '/n/two');
"""
_COLUMNS = """key TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL,
    location TEXT NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL, state TEXT NOT NULL,
    revision INTEGER NOT NULL, created INTEGER NOT NULL"""
_ACTIVITY = "method TEXT NOT NULL, id TEXT NOT NULL, status INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL"
_ROWS = (
    "'/n/one', '/N/one', 'A/nets', 'a/nets', '/n', 'westeurope', 0, '{}', '{}', 5, 5",
    "'/n/one/subs/y', '/N/one/subs/y', 'A/nets/subs', 'a/nets/subs', '/n/one', '', 0, '{}', '{}', 7, 7",
    "'/n/one/subs/x', '/N/one/subs/x', 'A/nets/subs', 'a/nets/subs', '/n/one', '', 1, '{}', '{\"s\":1}', 6, 6",
)
BEFORE = {
    1: f"""
CREATE TABLE resources ({_COLUMNS}) WITHOUT ROWID;
CREATE INDEX resources_by_parent ON resources (parent, kind, position);
CREATE INDEX resources_by_kind ON resources (kind, key);
CREATE INDEX resources_by_region ON resources (kind, location, key) WHERE location != '';
CREATE TABLE activity (sequence INTEGER PRIMARY KEY AUTOINCREMENT, {_ACTIVITY}, body TEXT NOT NULL);
"""
    + "".join(f"INSERT INTO resources VALUES ({row});\n" for row in _ROWS)
    + _OTHERS,
    2: f"""
CREATE TABLE resources ({_COLUMNS}, place INTEGER NOT NULL);
CREATE INDEX resources_by_region ON resources (kind, location, key) WHERE location != '';
CREATE TABLE activity (sequence INTEGER PRIMARY KEY, {_ACTIVITY}, body TEXT NOT NULL);
CREATE INDEX resources_by_place ON resources (place, position);
CREATE INDEX resources_by_kind ON resources (kind, key) WHERE kind NOT GLOB '*/*/*';
"""
    + "".join(f"INSERT INTO resources VALUES ({row}, {place});\n" for place, row in enumerate(_ROWS))
    + _OTHERS,
}
"""Stores as earlier versions of hubspoke wrote them, by their version."""

numbers = st.integers(0, 3)
questions = st.lists(
    st.sampled_from(
        [
            "get",
            "children",
            "count children",
            "position",
            "kind",
            "below",
            "count",
            "region",
            "uses",
            "parts",
            "targets",
        ]
    ),
    max_size=3,
)
writes = st.lists(
    st.tuples(
        st.sampled_from(
            ["put", "put", "refer", "delete", "touch", "state", "move", "fail", "fail to delete", "set", "fail to set"]
        ),
        st.sampled_from(KEYS),
        numbers,
        questions,
    ),
    max_size=8,
)
steps = st.lists(st.tuples(st.sampled_from(["own", "other", "broken", "clear"]), writes), max_size=8)


class Undone(Exception):
    """Leaves a transaction, or an attempt, so that it is taken back."""


@dataclass
class Plain:
    """What a store holds, as plainly as can be."""

    resources: dict[str, Resource] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def children(self, parent: str) -> list[Resource]:
        below = [resource for resource in self.resources.values() if resource.parent == parent]
        return sorted(below, key=lambda resource: (resource.position, resource.key))

    def using(self, target: str, below: str, *, parts: bool) -> list[Use]:
        every = [use for uses in self.uses.values() for use in uses if use.source.startswith(f"{below}/")]
        own = [use for use in every if use.target == target]
        of_parts = [use for use in every if parts and use.target.startswith(f"{target}/")]
        return [use for found in (own, of_parts) for use in sorted(found, key=lambda use: (use.source, use.path))]


def carry_out(transaction: Transaction, plain: Plain, done: list[tuple[str, str, int, list[str]]]) -> None:
    """Writes as the pipeline makes them: each of a new revision, a new child known to be new; some taken back."""
    for what, key, number, asked in done:
        before, kept = transaction.revision, deepcopy(plain)
        with suppress(Undone), transaction.attempt():
            write(transaction, plain, what, key, number)
            assert transaction.revision == before + 1
            if asked:
                check(transaction, plain, asked)
            if what.startswith("fail"):
                raise Undone
        failed = what.startswith("fail")
        assert transaction.revision == before + (not failed)
        if failed:
            vars(plain).update(vars(kept))
        transaction.log(what, key, number)
        plain.log.append(f"{what} {key} {number}")
        if asked:
            check(transaction, plain, asked)


def write(transaction: Transaction, plain: Plain, what: str, key: str, number: int) -> None:
    old = transaction.get(key)
    assert old == plain.resources.get(key)
    revision = transaction.next_revision()
    if what in {"put", "refer", "fail"}:
        parent = key.rpartition("/subs/")[0]
        created = old.created if old else revision
        region = REGIONS[number % 2]
        new = Resource(key, key, "A/nets/subs", parent, region, number, {"n": revision}, {}, revision, created)
        other = KEYS[number]
        uses = (
            [Use(key, "p", KIND, "r", other), Use(key, "q", KIND, "r", f"{other}/parts/p")] if what == "refer" else []
        )
        transaction.put(new, uses)
        if number == 1:  # as what is settled after a write
            transaction.set_state(key, {"s": number}, revision)
            new = replace(new, state={"s": number})
        plain.resources[key], plain.uses[key] = new, uses
    elif what.endswith("delete"):
        transaction.delete(key)
        plain.resources.pop(key, None)
        plain.uses.pop(key, None)
    elif what.endswith("set"):
        transaction.set_setting(key, str(revision))
        plain.settings[key] = str(revision)
    elif old is not None and what == "touch":
        transaction.touch(key, revision)
        plain.resources[key] = replace(old, revision=revision)
    elif old is not None and what == "state":
        transaction.set_state(key, {"s": revision}, revision)
        plain.resources[key] = replace(old, state={"s": revision}, revision=revision)
    elif old is not None:
        transaction.set_position(key, number)
        plain.resources[key] = replace(old, position=number)


def check(transaction: Transaction, plain: Plain, asked: Iterable[str] = ()) -> None:
    """Answers of the store against those of the plain one, to the questions asked or to all there are."""
    for question in asked or ASK:
        answers = ASK[question](transaction, plain)
        assert [found for found, _ in answers] == [wanted for _, wanted in answers], question


def _everything(transaction: Transaction, plain: Plain) -> list[tuple[Any, Any]]:
    entries = [f"{entry.method} {entry.id} {entry.status}" for entry in transaction.entries()]
    return [
        (transaction.all(), sorted(plain.resources.values(), key=lambda resource: resource.key)),
        (entries, plain.log),
        ([transaction.setting(key) for key in KEYS], [plain.settings.get(key, "") for key in KEYS]),
    ]


Asking = Callable[[Transaction, Plain], list[tuple[Any, Any]]]
ASK: dict[str, Asking] = {
    "get": lambda store, plain: [(store.get(key), plain.resources.get(key)) for key in KEYS],
    "children": lambda store, plain: [(store.children(parent, KIND), plain.children(parent)) for parent in PARENTS],
    "count children": lambda store, plain: [
        (store.count_children(parent, KIND), len(plain.children(parent))) for parent in PARENTS
    ],
    "position": lambda store, plain: [
        (store.next_position(parent, KIND), max((r.position for r in plain.children(parent)), default=-1) + 1)
        for parent in PARENTS
    ],
    "kind": lambda store, plain: [(store.of_kind(KIND), [r for _, r in sorted(plain.resources.items())])],
    "below": lambda store, plain: [
        (store.of_kind(KIND, parent), sorted(plain.children(parent), key=lambda r: r.key)) for parent in PARENTS
    ],
    "count": lambda store, plain: (
        [(store.count(KIND), len(plain.resources))]
        + [(store.count(KIND, parent), len(plain.children(parent))) for parent in PARENTS]
    ),
    "region": lambda store, plain: [
        (store.count(KIND, parent, REGIONS[1]), sum(r.location == REGIONS[1] for r in plain.children(parent)))
        for parent in PARENTS
    ],
    "uses": lambda store, plain: [
        (store.uses_of(key, source_below=below, parts=False), plain.using(key, below, parts=False))
        for key in KEYS
        for below in ("", *PARENTS)
    ],
    "parts": lambda store, plain: [
        (store.uses_of(key, source_below=below), plain.using(key, below, parts=True))
        for key in KEYS
        for below in ("", *PARENTS)
    ],
    "targets": lambda store, plain: (
        [(store.targets_of(key, "r"), [use.target for use in plain.uses.get(key, [])]) for key in KEYS]
        + [
            (
                store.count_uses_below(parent, KIND),
                sum(use.target.startswith(f"{parent}/") for uses in plain.uses.values() for use in uses),
            )
            for parent in PARENTS
        ]
    ),
    "everything": _everything,
}


@given(steps)
def test_whoever_writes_and_whatever_is_taken_back(done: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        path = Path(folder) / "azure.sqlite"
        own, other = Store(path), Store(path)
        opened.callback(own.close)
        opened.callback(other.close)
        plain = Plain()
        for who, wanted in done:
            before = deepcopy(plain)
            with suppress(Undone), (other if who == "other" else own).write() as transaction:
                carry_out(transaction, plain, wanted)
                if who == "broken":
                    plain = before
                    raise Undone
                if who == "clear":
                    transaction.clear()
                    plain = Plain(settings=plain.settings)
                    check(transaction, plain)
            with own.read() as ours, other.read() as theirs:
                check(ours, plain)
                check(theirs, plain)
                assert ours.revision == theirs.revision


def test_the_log_keeps_only_so_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("azure_offline.store.transaction.LOG_LIMIT", 10)
    monkeypatch.setattr("azure_offline.store.transaction._LOG_STEP", 4)
    store, other = Store(tmp_path / "azure.sqlite"), Store(tmp_path / "azure.sqlite")
    for number in range(30):
        with (other if number % 5 == 4 else store).write() as transaction:
            transaction.log("PUT", f"/{number}", 200)
    with store.read() as transaction:
        kept = [entry.id for entry in transaction.entries()]
    assert kept[-10:] == [f"/{number}" for number in range(20, 30)]
    assert 10 <= len(kept) < 10 + 4
    store.close()
    other.close()


@pytest.mark.parametrize("version", BEFORE)
def test_a_store_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path, new = tmp_path / "azure.sqlite", tmp_path / "new.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(BEFORE[version])
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    for _ in range(2):  # the second finds it up to date
        store = Store(path)
        with store.write() as transaction:
            assert [child.key for child in transaction.children("/n/one", KIND)] == ["/n/one/subs/y", "/n/one/subs/x"]
            assert [found.key for found in transaction.of_kind("a/nets")] == ["/n/one"]
            assert [found.key for found in transaction.of_kind(KIND, "/n/one")] == ["/n/one/subs/x", "/n/one/subs/y"]
            assert [found.state for found in transaction.of_kind(KIND, "/n/one")] == [{"s": 1}, {}]
            assert (transaction.count("a/nets", "", "westeurope"), transaction.count(KIND)) == (1, 2)
            assert (transaction.revision, transaction.next_position("/n/one", KIND)) == (7, 2)
            assert (transaction.setting("conflicts"), [entry.sequence for entry in transaction.entries()]) == (
                "on",
                [41],
            )
            assert [use.source for use in transaction.uses_of("/n/two")] == ["/n/one/subs/x"]
            check_writing(transaction)
        store.close()
    Store(new).close()
    assert schema_of(path) == schema_of(new)


def schema_of(path: Path) -> tuple[int, set[str]]:
    """The version of a store, and its tables of resources with their indexes as SQLite has them."""
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    query = "SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'resources%' AND sql IS NOT NULL"
    found = {row[0] for row in connection.execute(query)}
    connection.close()
    return version, found


def check_writing(transaction: Transaction) -> None:
    """A resource of an older store is written and found as one of a new store is."""
    new = Resource("/n/one/subs/z", "/N/one/subs/z", "A/nets/subs", "/n/one", "", 2, {}, {}, 8, 8)
    with suppress(Undone), transaction.attempt():
        transaction.put(new, ())
        assert transaction.children("/n/one", KIND)[-1] == new
        raise Undone
