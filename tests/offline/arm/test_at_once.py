"""Several requests in one transaction: all of them or none, never waiting, and never where something may strike."""

import threading
from contextlib import suppress
from types import MappingProxyType
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azure_offline.arm.redaction import redacted, redacted_json
from azure_offline.arm.resources.identifiers import guid
from azure_offline.faults.calls import DisturbedArm, crash
from azure_offline.faults.planned import Fault, Faults
from azure_offline.store.store import Resource, Store

from .conftest import ONE, Azure

TABLE = {"location": "westeurope"}


def names(store: Store) -> list[str]:
    with store.read() as transaction:
        return [found.name for found in transaction.all() if found.type == "Microsoft.Network/routeTables"]


def test_a_session_shows_others_nothing_before_its_end_and_everything_after(azure: Azure) -> None:
    other = Store(azure.home / "azure.sqlite")
    session = azure.arm.at_once()
    assert session is not None
    with session:
        assert azure.read("routeTables/a").status == 404
        made = azure.make("routeTables/a", TABLE)
        assert azure.get("routeTables/a") == made
        assert (azure.put("routeTables/b", {}).code, azure.arm.at_once()) == ("LocationRequired", None)
        assert names(other) == []
        assert (azure.arm.store.in_session, other.in_session) == (True, False)
    assert names(other) == names(azure.arm.store) == ["a"]
    with other.read() as transaction:  # the refusal and the reads are in the log, though no write was left of them
        logged = [(entry.method, entry.status) for entry in transaction.entries(4)]
    assert logged == [("GET", 404), ("PUT", 201), ("GET", 200), ("PUT", 400)]
    other.close()


def test_a_read_after_a_write_answers_what_the_write_made_of_it(azure: Azure) -> None:
    azure.make("virtualNetworks/vnet", {**TABLE, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}})
    session = azure.arm.at_once()
    assert session is not None
    with session:
        before = azure.get("virtualNetworks/vnet")
        subnet = azure.make("virtualNetworks/vnet/subnets/app", {"properties": {"addressPrefix": "10.0.1.0/24"}})
        after = azure.get("virtualNetworks/vnet")
    assert before["properties"]["subnets"] == []
    assert after["properties"]["subnets"] == [subnet]
    assert after == azure.get("virtualNetworks/vnet")


def test_what_goes_wrong_in_a_session_takes_all_of_it_back(azure: Azure) -> None:
    def fail(*_: object) -> Any:
        raise ZeroDivisionError

    session = azure.arm.at_once()
    assert session is not None
    with suppress(ZeroDivisionError), session:
        azure.make("routeTables/a", TABLE)
        with azure.arm.store.write():
            fail()
    assert names(azure.arm.store) == []
    azure.make("routeTables/a", TABLE)  # and the store goes on
    assert names(azure.arm.store) == ["a"]


def test_there_is_none_while_somebody_else_writes(azure: Azure) -> None:
    other = Store(azure.home / "azure.sqlite")
    with other.write():
        assert azure.arm.at_once() is None  # a process would hold the file like this
    found: list[object] = []
    with azure.arm.store.write():
        thread = threading.Thread(target=lambda: found.append(azure.arm.at_once()))
        thread.start()
        thread.join()
        assert azure.arm.store.at_once() is None
    assert found == [None]
    session = azure.arm.at_once()
    assert session is not None
    session.end()
    other.close()


def test_there_is_none_where_writes_conflict_or_a_fault_may_strike(azure: Azure) -> None:
    disturbed, faults = DisturbedArm(azure.arm, crash), Faults(azure.arm.store)
    faults.add(Fault("error", count=1, name="t"))
    assert disturbed.at_once() is None
    assert disturbed.request("PUT", f"{ONE}/providers/Microsoft.Network/routeTables/t", TABLE, api_version="1").ok is (
        False
    )
    session = disturbed.at_once()  # the fault is spent
    assert session is not None
    session.end()
    with azure.arm.store.write() as transaction:
        transaction.set_setting("conflicts", "on")
    assert type(azure.arm)(azure.arm.store, azure.arm.world).at_once() is None


def test_children_are_those_of_now_though_others_wrote_them(azure: Azure) -> None:
    other = Store(azure.home / "azure.sqlite")

    def child(position: int, text: str, transaction: Any) -> Resource:
        revision = transaction.next_revision()
        return Resource(f"/p/{position}", f"/P/{position}", "A/b", "/p", "", position, {"t": text}, {}, revision, 1)

    with azure.arm.store.write() as transaction:
        made = [child(index, "one", transaction) for index in range(3)]
        for each in made:
            transaction.put(each, (), made=True)
    with azure.arm.store.read() as transaction:
        assert transaction.children("/p", "a/b") == made
    with other.write() as transaction:
        changed = child(1, "two", transaction)
        transaction.put(changed, ())
        transaction.delete("/p/0")
    with azure.arm.store.read() as transaction:
        assert transaction.children("/p", "a/b") == [changed, made[2]]
    other.close()


@given(st.lists(st.one_of(st.text(), st.integers()), max_size=4))
def test_guids_are_uuids_of_version_five(parts: list[object]) -> None:
    with suppress(UnicodeEncodeError):
        assert guid(*parts) == str(uuid5(NAMESPACE_URL, "azure-offline:" + ":".join(map(str, parts))))


@pytest.mark.parametrize(
    ("body", "logged"),
    [
        ({"properties": {"x": 1}}, '{"properties":{"x":1}}'),
        ({"properties": {"sharedKey": "s3cret"}}, '{"properties":{"sharedKey":"[secret]"}}'),
        ({"list": [{"AdminPassword": "s3cret"}]}, '{"list":[{"AdminPassword":"[secret]"}]}'),
        (MappingProxyType({"psk": "s3cret"}), '{"psk":"[secret]"}'),
        ({"a": MappingProxyType({"secret": "s3cret", "b": 1})}, '{"a":{"secret":"[secret]","b":1}}'),
        ({("a", "b"): 1}, "{\"('a', 'b')\":1}"),
        ({"x": {1}}, '{"x":"{1}"}'),
    ],
)
def test_no_secret_gets_into_the_log(body: Any, logged: str) -> None:
    assert redacted_json(body) == logged


def test_no_secret_gets_into_a_message() -> None:
    assert redacted("sharedKey: 'abc' is wrong") == "sharedKey: '[secret]' is wrong"
    assert redacted("nothing to hide") == "nothing to hide"
