"""What every component promises, checked for each: a new one joins by its example in descriptions.py."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy, is_secret
from pulumi.runtime.rpc import UNKNOWN
from pulumi_azure_native import Provider

from hubspoke.base.component import Component
from hubspoke.plugin.served import COMPONENTS as SERVED
from hubspoke.plugin.served import args_class
from hubspoke_network.azure.resource_types import type_by_token


@dataclass(frozen=True)
class Make:
    """Makes a component from its description."""

    kind: type[Component]
    data: Callable[..., dict[str, Any]]

    def __call__(self, name: str, opts: pulumi.ResourceOptions | None = None, **more: Any) -> Component:
        return self.kind(name, self.data(**more), opts)  # type: ignore[call-arg, arg-type]


KINDS = {kind.__name__: kind for kind in SERVED}
COMPONENTS = {name: Make(KINDS[name], data) for name, data in d.EXAMPLES.items()}
every = pytest.mark.parametrize("make", COMPONENTS.values(), ids=COMPONENTS.keys())
SINGLE = {name: make for name, make in COMPONENTS.items() if name != "Estate"}
single = pytest.mark.parametrize("make", SINGLE.values(), ids=SINGLE.keys())
TAGGED = {name: make for name, make in COMPONENTS.items() if "tags" in args_class(make.kind).model_fields}
"""Those that make more than peerings, which take no tags."""


@cache
def recorded(make: Make, *, preview: bool = False) -> Recording:
    """What a component registers; not to be changed by a test, since all share it."""

    def program() -> None:
        make("net")

    return deploy(program, preview=preview)


def test_every_component_has_an_example() -> None:
    missing = sorted(KINDS.keys() - d.EXAMPLES.keys())
    assert missing == [], "add a description of each to EXAMPLES in docs/measuring/descriptions.py"


@every
def test_children_are_named_after_their_parent_and_lie_below_it(make: Make) -> None:
    recording = recorded(make)
    roots = [item for item in recording if not item.parent]
    assert [item.name for item in roots] == ["net"]
    for item in recording.children():
        parent = recording.resources[item.parent]
        assert item.name.startswith(f"{parent.name}-")
        assert not parent.custom


@every
def test_a_component_has_its_own_type_and_no_inputs(make: Make) -> None:
    root = recorded(make).named("net")
    assert re.fullmatch(r"hubspoke:index:[A-Z]\w+", root.type)
    assert root.inputs == {}


@every
def test_every_declared_output_is_registered_and_documented(make: Make) -> None:
    component: list[Component] = []
    root = deploy(lambda: component.append(make("net"))).named("net")
    kind = type(component[0])
    declared = {name for name in inspect.get_annotations(kind) if not name.startswith("_")}
    camel = {re.sub(r"_(\w)", lambda match: match[1].upper(), name) for name in declared}
    assert set(root.outputs or {}) == camel
    assert kind.__doc__
    source = inspect.getsource(kind)
    assert [name for name in declared if not re.search(rf'^    {name}: .*\n    """', source, re.MULTILINE)] == []


@every
def test_nothing_is_made_that_a_preview_does_not_show(make: Make) -> None:
    shown, done = recorded(make, preview=True), recorded(make)
    assert set(shown.resources) == set(done.resources)


@every
def test_names_and_places_are_known_at_preview(make: Make) -> None:
    """Policies and references by name need them; ids never are there."""
    for item in recorded(make, preview=True):
        for key, value in item.inputs.items():
            if key.endswith("Name") or key == "location":
                assert value != UNKNOWN, f"{item.name}.{key}"


@pytest.mark.slow
@every
def test_two_of_a_kind_stand_side_by_side(make: Make) -> None:
    def program() -> None:
        make("one")
        make("two")

    recording = deploy(program)
    names = [item.name for item in recording]
    assert len(names) == len(set(names))


@every
def test_version_aliases_are_dropped(make: Make) -> None:
    kept = {alias["spec"]["type"] for item in recorded(make) for alias in item.aliases}
    # A type that had another name in earlier releases of the SDK keeps that one.
    assert kept <= {"azure-native:insights:DiagnosticSetting"}


@pytest.mark.slow
@single
def test_version_aliases_are_kept_on_demand(make: Make) -> None:
    kept = deploy(lambda: make("net", keepVersionAliases=True))
    azure = [item for item in kept if item.type.startswith("azure-native:")]
    assert azure
    assert all(len(item.aliases) > 3 for item in azure)


@pytest.mark.slow
@every
def test_an_alias_of_the_users_stays(make: Make) -> None:
    old = pulumi.Alias(name="before")
    recording = deploy(lambda: make("net", pulumi.ResourceOptions(aliases=[old])))
    assert [alias["spec"]["name"] for alias in recording.named("net").aliases] == ["before"]


@every
def test_protect_reaches_every_child(make: Make) -> None:
    recording = deploy(lambda: make("net", pulumi.ResourceOptions(protect=True)))
    assert [item.name for item in recording if not item.protect] == []


@single
def test_a_provider_reaches_every_child(make: Make) -> None:
    def program() -> None:
        provider = Provider("other", subscription_id=d.SUBSCRIPTION)
        make("net", pulumi.ResourceOptions(providers=[provider]))

    recording = deploy(program)
    urn = recording.named("other").urn
    own = [item for item in recording.children() if item.custom and not item.type.startswith("pulumi:providers")]
    elsewhere = {item.name for item in own if not item.provider.startswith(f"{urn}::")}
    assert elsewhere <= {"net-connection-weu"}, "only what lies in the hub's subscription has another provider"


@every
def test_what_azure_gets_is_named_and_placed_by_us(make: Make) -> None:
    """Autonaming would make names unknown at preview."""
    for item in recorded(make):
        if item.type.startswith("azure-native:"):
            own_name = _name_property(item.inputs)
            assert own_name, item.name
            assert all(value for value in own_name.values())


def _name_property(inputs: dict[str, Any]) -> dict[str, Any]:
    own = {k: value for k, value in inputs.items() if (k.endswith("Name") or k == "name") and k != "resourceGroupName"}
    return own or {key: value for key, value in inputs.items() if key == "resourceGroupName"}


@every
def test_no_secret_is_registered_in_plain(make: Make) -> None:
    for item in recorded(make):
        for key in ("sharedKey", "authorizationKey"):
            assert key not in item.inputs or key in item.secrets, f"{item.name}.{key}"


def test_keys_of_authorizations_are_secret_on_their_way_out() -> None:
    recording = recorded(COMPONENTS["ExpressRouteCircuit"])
    assert recording.named("net-authorization-partner").secret_outputs == ("authorizationKey",)
    outputs = recording.named("net").outputs or {}
    assert is_secret(outputs["authorizationKeys"])
    assert not is_secret(outputs["serviceKey"])


@pytest.mark.parametrize("make", TAGGED.values(), ids=TAGGED.keys())
def test_user_tags_reach_everything_that_takes_tags(make: Make) -> None:
    recording = deploy(lambda: make("net", tags={"team": "red"}))
    takes = {
        kind.token for kind in map(type_by_token, {item.type for item in recording}) if kind and "tags" in kind.envelope
    }
    # The groups that an estate makes have no tags.
    tagged = [item for item in recording if item.type in takes - {"azure-native:resources:ResourceGroup"}]
    assert tagged
    assert [item.name for item in tagged if item.inputs.get("tags", {}).get("team") != "red"] == []


@every
def test_mistakes_are_told_before_anything_is_made(make: Make) -> None:
    def program() -> None:
        with pytest.raises(pulumi.RunError, match="HS102"):
            make("net", colour="red")

    assert list(deploy(program)) == []
