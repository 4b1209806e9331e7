"""The quicker ways put into the SDK give what the SDK gives."""

import subprocess
import sys
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Optional

import pulumi
import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st
from pulumi import _types
from pulumi.output import Unknown
from pulumi.runtime import resource, rpc
from pulumi_azure_native.network import NetworkSecurityGroup, outputs

from azure_offline.host import sdk_shortcuts

UNKNOWN: Any = Unknown()  # type: ignore[no-untyped-call]
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": {"password": "p", "list": [1, None]}}
ASSET = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "t"}
LEAVES = (
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.text(max_size=3)
    | st.sampled_from([rpc.UNKNOWN, "", SECRET, ASSET])
)
KEYS = st.sampled_from(["a", "b", "__internal", "__provider", ""])
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)
read = sdk_shortcuts._deserialize_properties(rpc.deserialize_properties, rpc)
contains = sdk_shortcuts._contains_unknowns(rpc.contains_unknowns, rpc)
translate = sdk_shortcuts._translate_output_properties(rpc.translate_output_properties, _types)
put = sdk_shortcuts._set(_types.set, _types)
trace = sdk_shortcuts._get_stack_trace(resource._get_stack_trace, resource)


def seen(value: Any) -> Any:
    """A value in a form that compares by content; the SDK's unknowns and assets do not."""
    if isinstance(value, dict):
        return {key: seen(item) for key, item in value.items()}
    if isinstance(value, list):
        return [seen(item) for item in value]
    return type(value).__name__ if isinstance(value, Unknown | pulumi.Asset) else (type(value).__name__, value)


@given(st.dictionaries(KEYS, TREES, max_size=4), st.booleans(), st.sampled_from([True, False, None]))
def test_properties_are_read_as_the_sdk_reads_them(
    tree: dict[str, Any], keep_unknowns: bool, keep_internal: bool | None
) -> None:
    struct = Struct()
    struct.update(tree)
    assert seen(read(struct, keep_unknowns, keep_internal)) == seen(
        rpc.deserialize_properties(struct, keep_unknowns, keep_internal)
    )
    assert seen(read(struct)) == seen(rpc.deserialize_properties(struct))


def test_a_value_that_was_never_set_is_left_to_the_sdk() -> None:
    struct = Struct()
    struct.fields["a"].SetInParent()
    with pytest.raises(ValueError, match="not set"):
        rpc.deserialize_properties(struct)
    with pytest.raises(ValueError, match="not set"):
        read(struct)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=2) | st.builds(Unknown) | st.builds(object),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
        max_leaves=8,
    )
)
def test_unknowns_are_found_where_the_sdk_finds_them(value: Any) -> None:
    assert contains(value) is rpc.contains_unknowns(value)


def test_unknowns_are_looked_for_in_what_holds_itself_and_in_output_types() -> None:
    circle: list[Any] = ["a"]
    circle.append({"again": circle})
    rule = outputs.SubResourceResponse(id="/id")
    unknown = outputs.SubResourceResponse(id=UNKNOWN)
    assert [contains(value) for value in (circle, [circle, UNKNOWN], rule, [unknown])] == [False, True, False, True]


class Colour(StrEnum):
    RED = "red"


OF_THE_SDK = Optional[str]  # noqa: UP045  (what generated SDKs say)
RULE = {
    "access": "Allow",
    "direction": "Inbound",
    "etag": "e",
    "priority": 100.0,
    "protocol": "*",
    "provisioningState": "Succeeded",
    "sourceAddressPrefixes": ["10.0.0.0/8"],
    "sourceApplicationSecurityGroups": [{"id": "/asg", "etag": "e", "name": "n", "type": "t"}],
}


@pytest.mark.parametrize(
    ("value", "typ"),
    [
        ("red", Colour),
        ("red", Colour | None),
        ("red", str),
        ("red", str | None),
        ("red", OF_THE_SDK),
        ("red", None),
        ("red", Any),
        ("red", int),
        ("red", dict[str, str]),
        (1.0, int),
        (1.5, float),
        (["red"], list[Colour]),
        ({"red": "red"}, dict[str, Colour]),
        ([RULE], _types.resource_types(NetworkSecurityGroup)["securityRules"]),
        ({**SECRET, "value": "red"}, Colour),
    ],
)
def test_values_get_their_types_as_from_the_sdk(value: Any, typ: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = rpc.translate_output_properties(value, lambda name: name, typ, True)
    monkeypatch.setattr(rpc, "translate_output_properties", translate)
    monkeypatch.setattr(_types, "set", put)
    monkeypatch.setattr(pulumi, "set", put)

    found = rpc.translate_output_properties(value, lambda name: name, typ, True)

    assert (found, type(found)) == (wanted, type(wanted))
    if isinstance(found, list):
        assert [type(item) for item in found] == [type(item) for item in wanted]


@pulumi.output_type
class Renamed(dict):  # type: ignore[type-arg]
    def __init__(self, some_name: str) -> None:
        put(self, "some_name", some_name)

    def _translate_property(self, prop: str) -> str:
        return f"{prop}_translated"


@pulumi.input_type
class Given:
    def __init__(self, some_name: str) -> None:
        put(self, "some_name", some_name)


def test_names_are_translated_and_refused_as_by_the_sdk() -> None:
    assert dict(Renamed("x")) == {"some_name_translated": "x"}
    assert type(Renamed("x")) is Renamed
    assert Given("x").__dict__ == {"some_name": "x"}
    plain = outputs.SubResourceResponse(id="/id")
    put(plain, "id", "/other")
    assert dict(plain) == {"id": "/other"}
    refused: list[tuple[Any, str]] = [("", "Missing name"), (1, "to be a string")]
    for name, message in refused:
        with pytest.raises(TypeError, match=message):
            put(plain, name, "x")
    with pytest.raises(AssertionError, match="decorated"):
        put({}, "id", "x")


class Told:
    """What both tell of where it was made, `depth` constructors deep."""

    def __init__(self, depth: int) -> None:
        deeper = Told(depth - 1).both if depth > 1 else None
        self.both: list[Any] = deeper or [tell() for tell in (resource._get_stack_trace, trace)]


def above(frames: int, depth: int) -> list[Any]:
    """What both tell where functions of this file, and one of a file that is not there, stand above a constructor."""
    if frames:
        return above(frames - 1, depth)
    found: list[Any] = eval(compile(f"Told({depth}).both", "<made up>", "eval"), globals() | {"depth": depth})
    return found


@given(st.integers(0, 4), st.integers(1, 5))
def test_where_a_resource_was_made_is_told_as_the_sdk_tells_it(frames: int, depth: int) -> None:
    theirs, ours = above(frames, depth)
    assert ours == theirs
    assert (len(ours.frames) > frames) is (depth > 2)


@pytest.mark.parametrize("limit", [3, 8])
def test_a_limit_of_tracebacks_counts_as_for_the_sdk(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(sys, "tracebacklimit", limit, raising=False)
    theirs, ours = above(4, 3)
    assert (ours, 0 < len(ours.frames) < 8) == (theirs, limit == 8)


class Sdk:
    """What the shortcuts touch of an SDK, with some of it another way."""

    def __init__(self, missing: str = "", **other: Any) -> None:
        whole = {"_types": _types, "rpc": rpc, "resource": resource}
        parts = {name: SimpleNamespace(**{**vars(module), **other}) for name, module in whole.items()}
        for part in parts.values():
            vars(part).pop(missing, None)
        self._types = parts["_types"]
        self.runtime = SimpleNamespace(rpc=parts["rpc"], resource=parts["resource"])
        self.set = getattr(self._types, "set", None)

    def shortened(self) -> set[str]:
        """The functions that a shortcut was put in place of."""
        before = {**vars(self.runtime.resource), **vars(self._types), **vars(self.runtime.rpc)}
        sdk_shortcuts.shorten(self)
        after = {**vars(self.runtime.resource), **vars(self._types), **vars(self.runtime.rpc)}
        return {name for name, function in after.items() if function is not before[name]}


ALL = {
    "unwrap_type",
    "unwrap_optional_type",
    "contains_unknowns",
    "deserialize_properties",
    "translate_output_properties",
    "set",
    "_get_stack_trace",
}


def tells_nothing() -> Any:
    return resource.source_pb2.StackTrace()


def reads_more(props_struct: Any, keep_unknowns: Any = None, keep_internal: Any = True) -> Any:
    return {**rpc.deserialize_properties(props_struct, keep_unknowns, keep_internal), "more": 1}


@pytest.mark.parametrize(
    ("sdk", "left"),
    [
        (Sdk(), set()),
        (Sdk(deserialize_properties=reads_more), {"deserialize_properties"}),
        (Sdk(UNKNOWN="?"), {"deserialize_properties"}),
        (Sdk(contains_unknowns=lambda: False), {"contains_unknowns"}),
        (Sdk(translate_output_properties=lambda output: output), {"translate_output_properties"}),
        (Sdk(set=lambda self, name: None), {"set"}),
        (Sdk(missing="_TRANSLATE_PROPERTY"), {"set"}),
        (Sdk(missing="set"), {"set"}),
        (Sdk(_get_stack_trace=tells_nothing), {"_get_stack_trace"}),
        (Sdk(_get_stack_trace=lambda depth: depth), {"_get_stack_trace"}),
        (Sdk(missing="_get_source_position_for_frame"), {"_get_stack_trace"}),
        (Sdk(missing="known_types"), {"contains_unknowns"}),
        (Sdk(missing="deserialize_property"), {"deserialize_properties"}),
    ],
)
def test_an_sdk_that_differs_is_left_alone(sdk: Sdk, left: set[str]) -> None:
    assert sdk.shortened() == ALL - left


def test_this_sdk_gets_them_all() -> None:
    script = (
        "import pulumi; from pulumi import _types; from pulumi.runtime import rpc;"
        "from azure_offline.host import sdk_shortcuts;"
        "sdk_shortcuts.shorten(pulumi);"
        "them = [_types.set, pulumi.set, _types.unwrap_type, _types.unwrap_optional_type, rpc.contains_unknowns,"
        " rpc.deserialize_properties, rpc.translate_output_properties, pulumi.runtime.resource._get_stack_trace];"
        "print([one.__wrapped__.__module__.partition('.')[0] for one in them].count('pulumi'))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "8\n"
