"""The base of all arguments: shapes, both spellings, inputs, secrets, everything at once."""

import subprocess
import sys
from collections.abc import Awaitable, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import pulumi
import pytest
from measuring import descriptions as d

from hubspoke import (
    Args,
    ArgsError,
    EstateArgs,
    ExpressRouteCircuitArgs,
    HubArgs,
    HubRef,
    RouteArgs,
    SpokeArgs,
    SubnetArgs,
)
from hubspoke_network.core.errors import Problem, SpecError
from hubspoke_network.core.secret_names import is_secret_name

EVERY = [
    (HubArgs, d.hub),
    (SpokeArgs, d.spoke),
    (ExpressRouteCircuitArgs, d.circuit),
    (EstateArgs, d.estate),
]


def told(kind: type[Args], data: Any) -> list[tuple[str, str]]:
    with pytest.raises(ArgsError) as error:
        kind.of(data)
    return [(problem.code, problem.path) for problem in error.value.problems]


def snake(value: Any) -> Any:
    """Field names in Python's spelling; keys of the user's own are left alone by looking at the case only."""
    if isinstance(value, dict):
        return {_snake(key): snake(item) for key, item in value.items()}
    return [snake(item) for item in value] if isinstance(value, list) else value


def _snake(key: str) -> str:
    if key == "AzureBastionSubnet":
        return key
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


@pytest.mark.parametrize(("kind", "data"), EVERY)
def test_both_spellings_say_the_same(kind: type[Args], data: Any) -> None:
    assert kind.of(snake(data())) == kind.of(data())


@pytest.mark.parametrize(("kind", "data"), EVERY)
def test_what_was_parsed_can_be_written_and_parsed_again(kind: type[Args], data: Any) -> None:
    args = kind.of(data())
    written = args.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert kind.of(written) == args


@pytest.mark.parametrize(("kind", "data"), EVERY)
def test_arguments_are_their_own_arguments(kind: type[Args], data: Any) -> None:
    args = kind.of(data())
    assert kind.of(args) is args


def test_a_number_from_another_language_arrives_as_a_float() -> None:
    """Pulumi hands whole numbers to a component's constructor as floats."""
    args = HubArgs.of(d.hub(peeringLanes=2.0))
    assert (args.peering_lanes, type(args.peering_lanes)) == (2, int)


def test_an_output_is_taken_where_its_value_may_come_later() -> None:
    group = pulumi.Output.from_input("rg")
    args = HubArgs.of(d.hub(resourceGroupName=group, tags={"a": pulumi.Output.from_input("b")}))
    assert args.resource_group_name is group


def test_an_output_is_refused_where_it_decides_what_is_made() -> None:
    with pytest.raises(ArgsError) as error:
        SubnetArgs.of({"prefix": pulumi.Output.from_input("10.0.0.0/24")})
    message = "is known only after deployment, but decides what is made"
    assert error.value.problems == (Problem("HS105", "prefix", "an Output", message, "write a plain value"),)


def test_a_wrong_input_is_told_once() -> None:
    assert told(HubArgs, d.hub(resourceGroupName=5)) == [("HS103", "resourceGroupName")]
    assert told(HubArgs, d.hub(tags={"owner": 5})) == [("HS103", "tags.owner")]


def test_the_constructor_tells_everything_as_parsing_does() -> None:
    with pytest.raises(ArgsError) as error:
        HubRef(vnet_id=3, vnet_name="v", resource_group_name="r", address_space=["10.0.0.1/24"], location="w")  # type: ignore[arg-type]
    assert [problem.path for problem in error.value.problems] == ["addressSpace[0]", "vnetId"]


def test_mistakes_of_shape_and_of_sense_are_told_together() -> None:
    spoiled = d.spoke()
    del spoiled["location"]
    spoiled["colour"] = "red"
    spoiled["subnets"]["app"]["prefix"] = "10.1.0.1/24"
    spoiled["subnets"]["web"]["rules"]["ssh"]["priority"] = "first"
    spoiled["subnets"]["web"]["rules"]["https"]["ports"] = ["https"]
    spoiled["subnets"]["extra"] = {"prefix": "10.1.1.0/25"}
    spoiled["hub"]["addressSpace"] = ["10.1.3.0/24"]
    assert told(SpokeArgs, spoiled) == [
        ("HS112", "addressSpace[0]"),
        ("HS102", "colour"),
        ("HS101", "location"),
        ("HS110", "subnets.app.prefix"),
        ("HS114", "subnets.extra.prefix"),
        ("HS403", "subnets.web.rules.https.ports[0]"),
        ("HS103", "subnets.web.rules.ssh.priority"),
    ]


def test_a_missing_prefix_hides_nothing_else() -> None:
    spoiled = d.spoke(subnets={"a": {}, "b": {"prefix": "10.9.0.0/24"}})
    assert told(SpokeArgs, spoiled) == [("HS101", "subnets.a.prefix"), ("HS113", "subnets.b.prefix")]


def test_what_cannot_be_read_is_not_told_again_in_other_words() -> None:
    assert told(SpokeArgs, d.spoke(addressSpace=["10.1.0.1/22"])) == [("HS110", "addressSpace[0]")]


def test_an_unknown_name_far_from_all_others_lists_them() -> None:
    with pytest.raises(ArgsError) as error:
        EstateArgs.of(d.estate(zzz=1))
    (problem,) = error.value.problems
    assert problem.instead.startswith("remove it; known here are addresses, attachedSpokes, circuits")


def test_no_secret_is_shown() -> None:
    key = "x" * 30
    with pytest.raises(ArgsError) as error:
        ExpressRouteCircuitArgs.of(d.circuit(privatePeering=d.private_peering(sharedKey=key)))
    assert key not in str(error.value)
    with pytest.raises(ArgsError) as error:
        ExpressRouteCircuitArgs.of(d.circuit(privatePeering=d.private_peering(sharedKey=[key])))
    assert key not in str(error.value)
    assert "bgp-secret" not in repr(ExpressRouteCircuitArgs.of(d.circuit()))


def every_class() -> set[type[Args]]:
    """The classes of arguments this project has."""
    found: set[type[Args]] = set()
    waiting: list[type[Args]] = [Args]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting += below
    ours = {kind for kind in found if kind.__module__.startswith("hubspoke.")}
    for kind in ours:
        kind.model_rebuild()
    return ours


def test_a_secret_is_kept_out_of_a_nested_class_that_was_never_built_by_itself() -> None:
    program = f"from hubspoke import ExpressRouteCircuitArgs\nprint(repr(ExpressRouteCircuitArgs.of({d.circuit()!r})))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "PrivatePeeringArgs(" in shown
    assert "bgp-secret" not in shown


def test_every_secret_field_is_kept_out_of_messages() -> None:
    marked = {info.alias for kind in every_class() for info in kind.model_fields.values() if not info.repr}
    assert marked == {"sharedKey", "authorizationKey"}
    assert [name for name in marked if not is_secret_name(name)] == []


def test_an_error_says_everything_and_is_one_pulumi_prints_without_a_traceback() -> None:
    with pytest.raises(pulumi.RunError) as error:
        HubRef.of(d.hub_ref(addressSpace=["10.0.0.0"]))
    assert isinstance(error.value, SpecError)
    assert str(error.value) == (
        "1 problem in HubRef:\n  [HS110] addressSpace[0]: '10.0.0.0' has no prefix length; write 10.0.0.0/24"
    )


def test_the_text_under_a_field_is_its_description() -> None:
    bare = [
        f"{k.__name__}.{name}" for k in every_class() for name, info in k.model_fields.items() if not info.description
    ]
    assert bare == []
    assert RouteArgs.model_fields["next_hop"].description == (
        "VirtualNetworkGateway, VnetLocal, Internet, VirtualAppliance or None (drop)."
    )


def test_fields_are_such_as_a_schema_can_be_inferred_from() -> None:
    """Pulumi's inference takes no unions beside Optional and Input, no tuples, sets or lists of enums."""
    every = [(f"{k.__name__}.{n}", i.annotation) for k in every_class() for n, i in k.model_fields.items()]
    assert [name for name, annotation in every if not schema_type(annotation)] == []


def schema_type(annotation: Any) -> bool:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        plain = [argument for argument in arguments if argument is not NoneType and get_origin(argument) is None]
        inputs = [argument for argument in arguments if get_origin(argument) in {Awaitable, pulumi.Output}]
        containers = [a for a in arguments if get_origin(a) in {list, dict, Mapping}]
        return len(plain) + len(containers) == 1 and len(inputs) in {0, 2} and all(map(schema_type, plain + containers))
    if origin is list:
        return arguments[0] in {str, int, float, bool}
    if origin in {dict, Mapping}:
        return arguments[0] is str and schema_type(arguments[1])
    return annotation in {str, int, float, bool} or (
        isinstance(annotation, type) and issubclass(annotation, Args | Enum)
    )
