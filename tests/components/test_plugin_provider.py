"""The plugin's provider without an engine: what it serves, what it refuses, and the order it keeps."""

import asyncio
import importlib
import pkgutil
from typing import Any

import pulumi
import pytest

import hubspoke
from hubspoke.base.component import Component
from hubspoke.base.hub_ref import Anchor
from hubspoke.plugin.anchors import Anchors
from hubspoke.plugin.provider import HubspokeProvider
from hubspoke.plugin.served import COMPONENTS, args_class, member_docs
from hubspoke.plugin.values import ReadArguments
from hubspoke.plugin.wire import Wire
from hubspoke.spoke.args import SpokeArgs

VNET = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-core"


def test_every_component_is_given_out_and_served() -> None:
    for module in pkgutil.walk_packages(hubspoke.__path__, "hubspoke."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    written = {kind for kind in Component.__subclasses__() if kind.__module__.startswith("hubspoke.")}

    missing = sorted(kind.__name__ for kind in written - set(COMPONENTS))

    assert missing == [], "add them, and their Args classes, to components/hubspoke/__init__.pyi"
    assert written == set(COMPONENTS)
    assert [component.__name__ for component in COMPONENTS] == sorted(component.__name__ for component in COMPONENTS)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__)
def test_a_component_keeps_to_the_form(component: Any) -> None:
    """Token, Args class and outputs are what the schema takes them to be, and each output has its text."""
    docs = member_docs(component)

    assert f"hubspoke:index:{component.__name__}" == component.TYPE
    assert args_class(component).__name__ == f"{component.__name__}Args"
    assert [name for name, _ in component.declared_outputs() if name not in docs] == []


def _refusal(kind: str, inputs: dict[str, Wire]) -> tuple[str, list[Any]]:
    async def work() -> tuple[str, list[Any]]:
        with pytest.raises(pulumi.InputPropertiesError) as caught:
            HubspokeProvider().construct("web", f"hubspoke:index:{kind}", inputs)
        return caught.value.message, caught.value.errors or []

    return asyncio.run(work())


def test_every_mistake_is_refused_by_its_path() -> None:
    message, errors = _refusal(
        "Hub",
        {
            "location": Wire("westeurope", secret=True),
            "resourceGroupName": Wire(5.0),
            "addressSpace": Wire([Wire("10.0.0.1/16")]),
            "subnet": Wire({}),
            "tags": Wire([Wire("hidden", secret=True)]),
        },
    )

    assert message == "Hub 'web' has 5 problems in its arguments:"
    assert [(error["property_path"], error["reason"].partition("; ")[0]) for error in errors] == [
        ("addressSpace[0]", "[HS110] has host bits set"),
        ("location (secret)", "[HS105] is secret, but decides what is made"),
        ("resourceGroupName", "[HS103] is not text"),
        ("subnet", "[HS102] is not known here"),
        ("tags (secret)", "[HS103] is not a map"),
    ]


def test_an_unknown_type_is_refused_by_name() -> None:
    message, errors = _refusal("Hubb", {})

    assert message.startswith(
        "hubspoke:index:Hubb is not served by this plugin; it serves hubspoke:index:AttachedSpoke, "
    )
    assert errors == []


def _spoke(anchors: Anchors, vnet_id: Wire) -> Anchor:
    """The anchor that a spoke is given whose hub has this id."""
    hub = {"vnet_id": VNET, "vnet_name": "vnet-core", "resource_group_name": "rg", "address_space": ["10.0.0.0/16"]}
    args = SpokeArgs.of(
        {
            "resource_group_name": "rg",
            "location": "westeurope",
            "address_space": ["10.1.0.0/16"],
            "hub": {**hub, "location": "westeurope"},
        }
    )
    return anchors.attach(args, ReadArguments(hubs={("hub",): vnet_id})).hub.anchor


def test_references_to_one_hub_share_its_order_of_work() -> None:
    anchors = Anchors()
    unknown = Wire(None, unknown=True, dependencies=frozenset({"urn:vnet"}))

    by_id = _spoke(anchors, Wire(VNET))
    by_origin = _spoke(anchors, unknown)

    assert _spoke(anchors, Wire(VNET.upper(), dependencies=frozenset({"urn:x"}))) is by_id
    assert _spoke(anchors, unknown) is by_origin
    assert by_origin is not by_id
    assert _spoke(anchors, Wire(VNET + "2")) is not by_id
    assert _spoke(anchors, Wire(None, unknown=True)) is not _spoke(anchors, Wire(None, unknown=True))


def test_a_reference_to_a_hub_made_here_finds_it() -> None:
    class Made:
        """As much of a hub as is asked for."""

        def __init__(self) -> None:
            self.anchor = Anchor(local=True)
            self.resources = self
            self.vnet = self
            self.urn = pulumi.Output.from_input("urn:vnet")
            self.ref = self

    async def work() -> tuple[Anchor, Anchor]:
        anchors, made = Anchors(), Made()
        anchors.remember(made)  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await made.urn.future()
        for _ in range(3):
            await asyncio.sleep(0)
        found = _spoke(anchors, Wire(VNET, dependencies=frozenset({"urn:hub", "urn:vnet"})))
        return found, made.anchor

    found, expected = asyncio.run(work())
    assert found is expected
