"""Values of kinds that azure-native does not take are not known; everything else is left as it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubspoke_network.azure.readable import readable
from hubspoke_network.azure.resource_types import ResourceType, all_types, table, type_by_token
from hubspoke_network.core.unknown import Unknown

LATER = Unknown("is not known before deployment")


def of(title: str) -> ResourceType:
    rt = type_by_token(f"azure-native:network:{title}")
    assert rt is not None
    return rt


TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("Subnet", {"subnetName": "app", "addressPrefix": "10.0.0.0/24", "defaultOutboundAccess": False}),
    ("Subnet", {"subnetName": LATER, "networkSecurityGroup": {"id": LATER}, "routeTable": None, "delegations": []}),
    ("Subnet", {"defaultOutboundAccess": "False", "virtualNetworkName": ["left to those who ask for it"]}),
    ("SecurityRule", {"priority": 100.0, "sourceAddressPrefixes": ["10.0.0.0/8", LATER]}),
    ("SecurityRule", {"priority": "100"}),
    ("NetworkSecurityGroup", {"tags": {"a": "b", "c": LATER, "d": None}, "notOfTheType": {"x": [1]}}),
    ("VirtualNetwork", {"addressSpace": LATER, "subnets": [{"name": "a", "addressPrefixes": ["10.0.0.0/24"]}]}),
]
STRANGE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Subnet", {"addressPrefix": ["x"]}, {"addressPrefix": Unknown("is a list, where azure-native takes a text")}),
    ("Subnet", {"subnetName": {"x": 1}}, {"subnetName": Unknown("is a map, where azure-native takes a text")}),
    ("Subnet", {"natGateway": "nat"}, {"natGateway": Unknown("is a text, where azure-native takes a map")}),
    (
        "Subnet",
        {"natGateway": {"id": ["x"]}},
        {"natGateway": {"id": Unknown("is a list, where azure-native takes a text")}},
    ),
    (
        "Subnet",
        {"defaultOutboundAccess": 0},
        {"defaultOutboundAccess": Unknown("is a number, where azure-native takes true or false")},
    ),
    (
        "Subnet",
        {"defaultOutboundAccess": "no"},
        {"defaultOutboundAccess": Unknown("is a text, where azure-native takes true or false")},
    ),
    ("Subnet", {"addressPrefixes": "x"}, {"addressPrefixes": Unknown("is a text, where azure-native takes a list")}),
    ("Subnet", {"addressPrefixes": [None]}, {"addressPrefixes": [Unknown("is null")]}),
    ("SecurityRule", {"priority": "first"}, {"priority": Unknown("is a text, where azure-native takes a number")}),
    (
        "SecurityRule",
        {"priority": True},
        {"priority": Unknown("is true or false, where azure-native takes a number")},
    ),
    ("SecurityRule", {"destinationPortRange": 22}, {"destinationPortRange": "22"}),
    ("SecurityRule", {"sourceAddressPrefixes": [True]}, {"sourceAddressPrefixes": ["true"]}),
    (
        "NetworkSecurityGroup",
        {"tags": {"a": ["b"], "c": 1}},
        {"tags": {"a": Unknown("is a list, where azure-native takes a text"), "c": "1"}},
    ),
    ("NetworkSecurityGroup", {"tags": "a"}, {"tags": Unknown("is a text, where azure-native takes a map")}),
    (
        "VirtualNetwork",
        {"subnets": [7, {"natGateway": 7}]},
        {
            "subnets": [
                Unknown("is a number, where azure-native takes a map"),
                {"natGateway": Unknown("is a number, where azure-native takes a map")},
            ]
        },
    ),
]


@pytest.mark.parametrize(("title", "properties"), TAKEN)
def test_what_azure_native_takes_is_left(title: str, properties: dict[str, Any]) -> None:
    assert readable(of(title), properties) == properties


@pytest.mark.parametrize(("title", "properties", "expected"), STRANGE)
def test_what_it_does_not_take_is_not_known(title: str, properties: dict[str, Any], expected: dict[str, Any]) -> None:
    assert readable(of(title), properties) == expected


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just(LATER),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name"]), inner, max_size=2),
    max_leaves=8,
)


@given(st.sampled_from(all_types()), values)
def test_it_changes_nothing_twice(rt: ResourceType, value: Any) -> None:
    once = readable(rt, dict.fromkeys(table()["resources"][rt.token]["in"], value))
    assert readable(rt, once) == once
