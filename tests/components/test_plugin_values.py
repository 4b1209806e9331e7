"""What the engine sends, as arguments: outputs only where they may be, and nothing lost on the way."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from hubspoke.base.args import ArgsError
from hubspoke.base.schema_types import SchemaType, UnsupportedAnnotation, fields_of, schema_type_of
from hubspoke.circuit.args import ExistingCircuitArgs, ExpressRouteCircuitArgs
from hubspoke.plugin.values import ReadArguments, read_arguments
from hubspoke.plugin.wire import Wire, read_inputs
from hubspoke.spoke.args import SpokeArgs
from hubspoke_network.core.engine_marks import OUTPUT, SECRET, SIGNATURE, UNKNOWN, UNKNOWNS

VNET = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-core"


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def output(value: Any = None, *urns: str, hidden: bool = False, known: bool = True) -> dict[str, Any]:
    document = {SIGNATURE: OUTPUT, "dependencies": list(urns), "secret": hidden}
    return document | ({"value": value} if known else {})


def read(document: Mapping[str, Any], **urns: tuple[str, ...]) -> dict[str, Wire]:
    return read_inputs(json_format.ParseDict(document, struct_pb2.Struct()), urns)


HUB = {
    "vnetId": VNET,
    "vnetName": "vnet-core",
    "resourceGroupName": "rg",
    "addressSpace": ["10.0.0.0/16"],
    "location": "westeurope",
}
SPOKE = {"resourceGroupName": "rg", "location": "westeurope", "addressSpace": ["10.1.0.0/16"], "hub": HUB}


async def _settled(value: "pulumi.Output[Any]") -> tuple[Any, bool, bool, set[str]]:
    """What an output holds: value, known, secret, and the URNs it came from."""
    urns = {await resource.urn.future() or "" for resource in await value.resources()}
    return await value.future(), await value.is_known(), await value.is_secret(), urns


def taken(document: Mapping[str, Any], model: Any = SpokeArgs, **urns: tuple[str, ...]) -> ReadArguments:
    """The arguments, with every output replaced by what it holds."""

    async def work() -> ReadArguments:
        found = read_arguments(model, read(document, **urns))
        found.fields = await _resolved(found.fields)
        return found

    return asyncio.run(work())


async def _resolved(value: Any) -> Any:
    if isinstance(value, pulumi.Output):
        return await _settled(value)
    if isinstance(value, dict):
        return {key: await _resolved(item) for key, item in value.items()}
    return [await _resolved(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("mark", sorted(UNKNOWNS))
def test_what_is_unknown_is_so_whatever_its_type(mark: str) -> None:
    assert read({"key": mark})["key"] == Wire(None, unknown=True)
    assert read({"key": [mark]})["key"].plain() == [None]


def test_plain_input_stays_plain() -> None:
    assert taken(SPOKE).fields == SPOKE
    assert taken({**SPOKE, "dnsServers": None}).fields == SPOKE


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (output("rg", "urn:a"), ("rg", True, False, {"urn:a"})),
        (output(None, "urn:a", known=False), (None, False, False, {"urn:a"})),
        (secret("rg"), ("rg", True, True, set())),
        (output("rg", "urn:a", hidden=True), ("rg", True, True, {"urn:a"})),
        (UNKNOWN, (None, False, False, set())),
        (output("rg"), "rg"),
    ],
)
def test_an_input_keeps_what_is_true_of_it(sent: Any, expected: Any) -> None:
    assert taken({**SPOKE, "resourceGroupName": sent}).fields["resourceGroupName"] == expected


def test_dependencies_that_come_beside_the_inputs_are_taken_too() -> None:
    found = taken(SPOKE, resourceGroupName=("urn:group",), location=("urn:group",))

    assert found.fields["resourceGroupName"] == ("rg", True, False, {"urn:group"})
    assert found.fields["location"] == "westeurope"


def test_an_object_that_arrives_as_one_known_output_is_looked_into() -> None:
    found = taken({**SPOKE, "hub": output(HUB, "urn:stack")})

    assert found.fields["hub"] == {
        **HUB,
        "vnetId": (VNET, True, False, {"urn:stack"}),
        "vnetName": ("vnet-core", True, False, {"urn:stack"}),
        "resourceGroupName": ("rg", True, False, {"urn:stack"}),
    }
    assert found.hubs == {("hub",): Wire(VNET, dependencies=frozenset({"urn:stack"}))}


def test_an_unknown_object_works_where_all_in_it_may_be_unknown() -> None:
    found = taken({"existing": output(None, "urn:a", known=False)}, ExpressRouteCircuitArgs)

    unknown = (None, False, False, {"urn:a"})
    assert found.fields["existing"] == {
        (info.alias or name): unknown for name, info in ExistingCircuitArgs.model_fields.items()
    }


def _problems(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    async def work() -> list[tuple[str, str]]:
        with pytest.raises(ArgsError) as caught:
            SpokeArgs.of(read_arguments(SpokeArgs, read(document)).fields)
        return [(problem.path, problem.code) for problem in caught.value.problems]

    return asyncio.run(work())


def test_what_decides_must_be_known_and_is_told_with_everything_else() -> None:
    wrong = {
        **SPOKE,
        "location": UNKNOWN,
        "hub": output(None, "urn:a", known=False),
        "subnets": {"app": {"prefix": UNKNOWN, "securty": "none"}},
        "tags": {"owner": 5},
    }

    assert _problems(wrong) == [
        ("hub", "HS105"),
        ("location", "HS105"),
        ("subnets.app.prefix", "HS105"),
        ("subnets.app.securty", "HS102"),
        ("tags.owner", "HS103"),
    ]


def test_a_secret_that_decides_is_refused_and_remembered() -> None:
    found = taken({**SPOKE, "addressSpace": [secret("10.1.0.0/16")], "hub": secret(HUB)})

    assert found.secrets == {("addressSpace", 0), ("hub", "addressSpace", 0), ("hub", "location")}
    assert found.fields["hub"]["vnetName"] == ("vnet-core", True, True, set())


VALUES = st.recursive(
    st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5).filter(lambda t: t not in UNKNOWNS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
        | inner.map(secret)
        | inner.map(lambda value: output(value, "urn:x"))
    ),
    max_leaves=8,
)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        if SIGNATURE in value:
            return _bare(value["value"])
        return {key: _bare(item) for key, item in value.items()}
    return [_bare(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_reading_keeps_every_value(value: Any) -> None:
    assert read({"key": value})["key"].plain() == _bare(value)


@given(VALUES)
def test_what_is_true_of_a_part_is_true_of_the_whole(value: Any) -> None:
    wire = read({"key": value})["key"]

    assert any(part.secret for part in wire.parts()) is (SECRET in repr(value))
    assert any(part.dependencies for part in wire.parts()) is ("urn:x" in repr(value))


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, SchemaType("string")),
        (int | None, SchemaType("integer", optional=True)),
        (pulumi.Output[str | None], SchemaType("string", True, True)),
        (pulumi.Output[dict[str, str]], SchemaType("map", True, item=SchemaType("string"))),
        (list[bool], SchemaType("array", item=SchemaType("boolean"))),
        (ExistingCircuitArgs, SchemaType("object", model=ExistingCircuitArgs)),
    ],
)
def test_shapes(annotation: Any, expected: SchemaType) -> None:
    assert schema_type_of(annotation) == expected


@pytest.mark.parametrize("annotation", [str | int, tuple[str, ...], set[str], dict[int, str], object])
def test_what_other_languages_do_not_have_is_refused(annotation: Any) -> None:
    with pytest.raises(UnsupportedAnnotation, match=r"^Args\.field"):
        schema_type_of(annotation, "Args.field")


def test_inputs_of_arguments_are_eventual() -> None:
    shapes = fields_of(SpokeArgs)

    assert shapes["resourceGroupName"] == SchemaType("string", eventual=True)
    assert shapes["tags"] == SchemaType("map", optional=True, item=SchemaType("string", eventual=True))
    assert shapes["keepVersionAliases"] == SchemaType("boolean", optional=True)
