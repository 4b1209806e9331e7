"""Values as the engine sends them, taken apart."""

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy.deserialize import deserialize_properties
from pulumi_policy.proxy import unknown_checking_proxy

from hubspoke_network.core.engine_marks import SECRET, SIGNATURE, UNKNOWNS
from hubspoke_network.core.unknown import Unknown, unknowns
from hubspoke_policies.adapter.values import Reader, from_struct

SENTINEL = min(UNKNOWNS)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(sorted(UNKNOWNS)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=6), inner, max_size=4),
        inner.map(lambda value: {SIGNATURE: SECRET, "value": value}),
    ),
    max_leaves=20,
)
properties = st.dictionaries(st.sampled_from(["id", "name", "sku", "tags", "sharedKey", "rules"]), trees, max_size=4)


def struct_of(tree: dict[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    json_format.ParseDict(tree, struct)
    return struct


def proxied(tree: dict[str, Any]) -> Any:
    return unknown_checking_proxy(deserialize_properties(json_format.MessageToDict(struct_of(tree))))


def opened(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: from_struct(value) for key, value in struct_of(tree).fields.items()}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"a": 5.0}, {"a": 5}),
        ({"a": 5.5}, {"a": 5.5}),
        ({"a": True}, {"a": True}),
        ({"a": None, "b": {"c": None}}, {"b": {}}),
        ({"a": [1.0, None, "x"]}, {"a": [1, None, "x"]}),
        ({"a": {SIGNATURE: SECRET, "value": "hush"}}, {"a": "hush"}),
        ({"a": SENTINEL}, {"a": Unknown("is not known before hub is deployed", ("urn:pulumi:d::p::t::hub",))}),
        ({"b": [SENTINEL]}, {"b": [Unknown("is not known before deployment")]}),
    ],
)
@pytest.mark.parametrize("way", [opened, proxied])
def test_leaves(sent: dict[str, Any], read: dict[str, Any], way: Any) -> None:
    assert Reader({"a": ["urn:pulumi:d::p::t::hub"]}, set()).properties(way(sent)) == read


def test_secrets_are_gathered_by_mark_and_by_name() -> None:
    secrets: set[str] = set()
    sent = {
        "sharedKey": "by-name",
        "peer": {SIGNATURE: SECRET, "value": {"id": "by-mark", "list": ["deep", 4711.0]}},
        "location": "westeurope",
    }
    Reader({}, secrets).properties(opened(sent))
    assert secrets == {"by-name", "by-mark", "deep", "4711"}


@given(properties)
def test_nothing_touches_an_unknown(tree: dict[str, Any]) -> None:
    read = Reader({}, set()).properties(proxied(tree))
    assert sum(1 for _ in unknowns(read)) == _sentinels(json_format.MessageToDict(struct_of(tree)))


@given(properties)
def test_both_ways_agree(tree: dict[str, Any]) -> None:
    assert Reader({}, set()).properties(proxied(tree)) == Reader({}, set()).properties(opened(tree))


def _sentinels(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_sentinels(item) for item in value.values())
    if isinstance(value, list):
        return sum(_sentinels(item) for item in value)
    return int(value in UNKNOWNS)
