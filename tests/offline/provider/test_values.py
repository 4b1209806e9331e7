from typing import Any

from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from azure_offline.provider.properties.values import (
    OUTPUT,
    RESOURCE,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_TEXT,
    read_struct,
    without_nulls,
    write_struct,
)

LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text() | st.just(UNKNOWN)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=20
)


def wire(properties: dict[str, Any]) -> Struct:
    struct = Struct()
    write_struct(properties, struct)
    return struct


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_what_is_written_is_read(properties: dict[str, Any]) -> None:
    assert read_struct(Struct.FromString(wire(properties).SerializeToString())) == properties


def test_whole_numbers_become_ints() -> None:
    read = read_struct(wire({"whole": 4.0, "part": 4.5, "large": 4294967295.0}))
    assert {key: type(value) for key, value in read.items()} == {"whole": int, "part": float, "large": int}


def test_wrapped_values_are_taken_out() -> None:
    wrapped = {
        "secret": {SIGNATURE: SECRET, "value": {"inner": {SIGNATURE: SECRET, "value": "s"}}},
        "output": {SIGNATURE: OUTPUT, "value": [1]},
        "pending": {SIGNATURE: OUTPUT, "dependencies": ["urn"]},
        "resource": {SIGNATURE: RESOURCE, "urn": "urn", "id": "/id"},
        "component": {SIGNATURE: RESOURCE, "urn": "urn"},
        "asset": {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"},
    }
    assert read_struct(wire(wrapped)) == {
        "secret": {"inner": "s"},
        "output": [1],
        "pending": UNKNOWN,
        "resource": "/id",
        "component": "urn",
        "asset": {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"},
    }


def test_every_unknown_text_is_unknown_and_is_written_as_one() -> None:
    texts = [UNKNOWN_TEXT, "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"]
    struct = wire({"values": texts})
    assert read_struct(struct) == {"values": [UNKNOWN] * 3}
    assert wire({"a": UNKNOWN}).fields["a"].string_value == UNKNOWN_TEXT


def test_nulls_are_dropped_from_objects_only() -> None:
    assert without_nulls({"a": None, "b": {"c": None}, "d": [None, {"e": None}]}) == {"b": {}, "d": [None, {}]}
