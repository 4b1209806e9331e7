"""The tables of the store, their version, and opening a file as one."""

import sqlite3
import time
from pathlib import Path

from hubspoke_network.core import HubspokeError

APPLICATION_ID = 0x48535A41
"""Marks the SQLite file as a store of the offline Azure."""

SCHEMA_VERSION = 3

BUSY_SECONDS = 30.0
"""How long a write waits for another process to finish its own."""

_RESOURCES = (
    """CREATE TABLE resources (
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    location TEXT NOT NULL,
    position INTEGER NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL
)""",
    "CREATE INDEX resources_by_parent ON resources (parent, kind, position)",
    "CREATE INDEX resources_by_kind ON resources (kind, key)",
    "CREATE INDEX resources_by_region ON resources (kind, location, key)",
)
_OTHERS = (
    """CREATE TABLE reference_index (
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (source, path)
) WITHOUT ROWID""",
    "CREATE INDEX reference_index_by_target ON reference_index (target, source)",
    """CREATE TABLE activity (
    sequence INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    id TEXT NOT NULL,
    status INTEGER NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    body TEXT NOT NULL
)""",
    """CREATE TABLE operations (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    name TEXT NOT NULL,
    process INTEGER NOT NULL,
    until REAL NOT NULL
)""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE counter (revision INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (0)",
)

_COLUMNS = "key, id, type, kind, parent, location, position, document, state, revision, created"
_UPGRADE = (
    "ALTER TABLE resources RENAME TO resources_before",
    _RESOURCES[0],
    f"INSERT INTO resources ({_COLUMNS}) SELECT {_COLUMNS} FROM resources_before",  # noqa: S608
    "DROP TABLE resources_before",
    *_RESOURCES[1:],
)
"""From versions 1 and 2, whose resources had other indexes and, in 2, a further column. The rest stayed as it was."""


class StoreError(HubspokeError):
    """The store's file cannot be used. `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"[{code}] {message}")


def open_database(path: Path) -> sqlite3.Connection:
    """A connection to the store at `path`, made where there is none.

    WAL, so that readers never wait for a writer. `synchronous=NORMAL`: a killed process loses nothing that was
    committed; a power cut may lose the last commits but never leaves half of one. Raises `StoreError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        application, version = _value(connection, "application_id"), _value(connection, "user_version")
        if application == 0 and version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in (*_RESOURCES, *_OTHERS):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        elif application != APPLICATION_ID:
            raise StoreError("HS661", f"{path} is not a store of the offline Azure; give another --home")
        elif version > SCHEMA_VERSION:
            raise StoreError(
                "HS660",
                f"{path} was written by a newer hubspoke (store version {version}, this one knows {SCHEMA_VERSION}); "
                "upgrade hubspoke, or run `azure-offline reset --file` to start anew",
            )
        elif version < SCHEMA_VERSION:
            for statement in _UPGRADE:
                connection.execute(statement)
        if version != SCHEMA_VERSION:
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise StoreError("HS662", f"{path} cannot be read as a store: {error}") from error


def _use_wal(connection: sqlite3.Connection) -> None:
    # SQLite does not wait here when another process is switching the same new file, so this loop does.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _value(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
