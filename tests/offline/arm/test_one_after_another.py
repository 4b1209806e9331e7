"""Requests one after the other: each sees what those before it wrote, whoever sent them, and no secret is logged."""

from contextlib import suppress
from types import MappingProxyType
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from azure_offline.arm.render import guid
from hypothesis import given
from hypothesis import strategies as st

from azure_offline.arm.redaction import redacted, redacted_json
from azure_offline.store.store import Resource, Store

from .conftest import Azure

pytestmark = pytest.mark.slow

TABLE = {"location": "westeurope"}


def test_a_read_after_a_write_answers_what_the_write_made_of_it(azure: Azure) -> None:
    azure.make("virtualNetworks/vnet", {**TABLE, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}})
    before = azure.get("virtualNetworks/vnet")
    subnet = azure.make("virtualNetworks/vnet/subnets/app", {"properties": {"addressPrefix": "10.0.1.0/24"}})
    after = azure.get("virtualNetworks/vnet")
    assert before["properties"]["subnets"] == []
    assert after["properties"]["subnets"] == [subnet]
    assert after == azure.get("virtualNetworks/vnet")


def test_children_are_those_of_now_though_others_wrote_them(azure: Azure) -> None:
    other = Store(azure.home / "azure.sqlite")

    def child(position: int, text: str, transaction: Any) -> Resource:
        revision = transaction.next_revision()
        return Resource(f"/p/{position}", f"/P/{position}", "A/b", "/p", "", position, {"t": text}, {}, revision, 1)

    with azure.arm.store.write() as transaction:
        made = [child(index, "one", transaction) for index in range(3)]
        for each in made:
            transaction.put(each, ())
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
