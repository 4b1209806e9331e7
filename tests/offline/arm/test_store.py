"""The store: one file, whole transactions, several threads and processes, and no harm from a kill."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from azure_offline.arm import open_arm
from azure_offline.store.schema import SCHEMA_VERSION
from azure_offline.store.store import Resource, Store, StoreError, Use

from .conftest import ONE, Azure, network

pytestmark = pytest.mark.slow

WRITER = """
import sys
from pathlib import Path
from azure_offline.arm import open_arm
arm = open_arm(Path(sys.argv[1]))
group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
print("ready", flush=True)
for index in range(int(sys.argv[3])):
    path = f"{group}/providers/Microsoft.Network/applicationSecurityGroups/{sys.argv[2]}-{index}"
    answer = arm.request("PUT", path, {"location": "westeurope"}, api_version="1")
    assert answer.ok, answer.message
"""


def resource(key: str, revision: int = 1) -> Resource:
    return Resource(key, key.upper(), "A/b", "", "westeurope", 0, {"properties": {"x": 1}}, {}, revision, revision)


@pytest.fixture
def store(tmp_path: Path) -> "Store":
    return Store(tmp_path / "azure.sqlite")


def test_what_is_written_is_read_and_what_fails_is_not(store: Store) -> None:
    with store.write() as transaction:
        transaction.put(resource("/a"), [])
    with suppress(RuntimeError), store.write() as transaction:
        transaction.put(resource("/b"), [])
        raise RuntimeError
    with store.write() as transaction:
        with suppress(RuntimeError), transaction.attempt():
            transaction.put(resource("/c"), [])
            raise RuntimeError
        transaction.put(resource("/d"), [])
    with store.read() as transaction:
        assert [found.key for found in transaction.all()] == ["/a", "/d"]
        assert transaction.get("/a") == resource("/a")
    store.close()


def test_an_attempt_within_an_attempt_is_taken_back_alone_and_with_it(store: Store) -> None:
    def attempt(outer_fails: bool, inner_fails: bool) -> None:
        with suppress(RuntimeError), transaction.attempt():
            transaction.put(resource("/outer"), [])
            with suppress(ZeroDivisionError), transaction.attempt():
                transaction.put(resource("/inner"), [])
                assert [found.key for found in transaction.all()] == ["/inner", "/outer"]
                if inner_fails:
                    raise ZeroDivisionError
            transaction.put(resource("/last"), [])
            if outer_fails:
                raise RuntimeError

    for outer, inner, kept in (
        (True, False, []),
        (True, True, []),
        (False, True, ["/last", "/outer"]),
        (False, False, ["/inner", "/last", "/outer"]),
    ):
        with store.write() as transaction:
            transaction.clear()
            attempt(outer, inner)
        with store.read() as transaction:
            assert [found.key for found in transaction.all()] == kept
    store.close()


def test_a_revision_given_again_after_a_rollback_is_not_taken_from_the_cache(store: Store) -> None:
    with store.write() as transaction:
        transaction.put(resource("/a", transaction.next_revision()), [])
    with suppress(RuntimeError), store.write() as transaction:
        changed = Resource("/a", "/A", "A/b", "", "", 0, {"properties": {"x": 2}}, {}, transaction.next_revision(), 1)
        transaction.put(changed, [])
        assert transaction.get("/a") == changed
        raise RuntimeError
    with store.write() as transaction:
        again = Resource("/a", "/A", "A/b", "", "", 0, {"properties": {"x": 3}}, {}, transaction.next_revision(), 1)
        transaction.put(again, [])
    with store.read() as transaction:
        found = transaction.get("/a")
        assert found is not None
        assert found.properties == {"x": 3}
    store.close()


def test_the_reference_index_knows_who_refers_to_what(store: Store) -> None:
    def use(source: str, target: str) -> Use:
        return Use(source, "properties.x.id", "a/b", "properties.x.id", target)

    with store.write() as transaction:
        transaction.put(resource("/n/one"), [use("/n/one", "/t")])
        transaction.put(resource("/n/two"), [use("/n/two", "/t/parts/p")])
        transaction.put(resource("/n/three"), [use("/n/three", "/t0")])
        assert [found.source for found in transaction.uses_of("/t")] == ["/n/one", "/n/two"]
        assert [found.source for found in transaction.uses_of("/t", parts=False)] == ["/n/one"]
        transaction.put(resource("/n/one"), [])
        assert [found.source for found in transaction.uses_of("/t")] == ["/n/two"]
        transaction.delete("/n/two")
        assert transaction.uses_of("/t") == []
    store.close()


def test_a_newer_store_and_a_foreign_file_are_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "azure.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match=r"\[HS660\] .*newer hubspoke.*azure-offline reset --file"):
        Store(path)
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError, match=r"\[HS661\] .*not a store"):
        Store(foreign)
    (tmp_path / "text.sqlite").write_text("no database " * 100)
    with pytest.raises(StoreError, match=r"\[HS662\]"):
        Store(tmp_path / "text.sqlite")


def test_threads_lose_no_write(azure: Azure) -> None:
    refused: list[str] = []

    def work(name: str) -> None:
        for index in range(25):
            answer = azure.put(f"routeTables/{name}-{index}", {"location": "westeurope"})
            if not answer.ok:
                refused.append(answer.message)

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listed = azure.get(f"{ONE}/providers/Microsoft.Network/routeTables")["value"]
    assert (refused, len(listed)) == ([], 100)
    etags = {document["etag"] for document in listed}
    assert len(etags) == 100


def test_processes_lose_no_write(azure: Azure) -> None:
    commands = [[sys.executable, "-c", WRITER, str(azure.home), f"p{number}", "40"] for number in range(3)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert len(azure.get(f"{ONE}/providers/Microsoft.Network/applicationSecurityGroups")["value"]) == 120


def test_a_writer_killed_in_the_middle_leaves_a_store_that_opens(azure: Azure) -> None:
    command = [sys.executable, "-c", WRITER, str(azure.home), "killed", "100000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    while not azure.read(network("applicationSecurityGroups/killed-20")).ok:
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    arm = open_arm(azure.home)
    documents = arm.export()
    names = [
        document["name"] for document in documents if document["type"] == "Microsoft.Network/applicationSecurityGroups"
    ]
    assert sorted(names) == sorted(f"killed-{index}" for index in range(len(names)))
    assert arm.request("PUT", network("routeTables/after"), {"location": "westeurope"}, api_version="1").ok
    with arm.store.read() as transaction:
        assert sum(entry.method == "PUT" for entry in transaction.entries()) == len(names) + 3
    arm.store.close()


def test_a_new_store_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from azure_offline.store import Store; Store(Path(sys.argv[1])).close()"
    )
    commands = [[sys.executable, "-c", script, str(tmp_path / "new" / "azure.sqlite")] for _ in range(4)]
    running = [subprocess.Popen(command) for command in commands]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]


def test_reset_goes_on_counting_revisions(azure: Azure) -> None:
    before = azure.make("routeTables/t", {"location": "westeurope"})["etag"]
    with azure.arm.store.write() as transaction:
        transaction.clear()
    azure.make(ONE, {"location": "westeurope"})
    assert azure.make("routeTables/t", {"location": "westeurope"})["etag"] != before
