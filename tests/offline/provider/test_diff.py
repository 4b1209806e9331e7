from typing import Any

import pytest

from azure_offline.provider.properties.values import UNKNOWN

NONE = {"changes": "DIFF_NONE", "kinds": {}, "diffs": [], "replaces": [], "before": False, "detailed": False}
NSG = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/n"


def some(kinds: dict[str, str], diffs: list[str], replaces: tuple[str, ...] = (), *, before: bool = False) -> Any:
    return {
        "changes": "DIFF_SOME",
        "kinds": kinds,
        "diffs": diffs,
        "replaces": list(replaces),
        "before": before,
        "detailed": True,
    }


# Old inputs, new inputs, old outputs, and the answer.
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], Any]] = {
    "the same": ("network:VirtualNetwork", {"tags": {"a": "b"}}, {"tags": {"a": "b"}}, {}, NONE),
    "an output alone": ("network:VirtualNetwork", {"location": "we"}, {"location": "we"}, {"etag": "x"}, NONE),
    "a private key": ("network:VirtualNetwork", {"__createBeforeDelete": True}, {"__other": 1}, {}, NONE),
    "members of objects": (
        "network:NatGateway",
        {"tags": {"a": "1", "b": "1"}},
        {"tags": {"a": "2", "c": "1"}},
        {},
        some({"tags.a": "UPDATE", "tags.b": "DELETE", "tags.c": "ADD"}, ["tags"]),
    ),
    "arrays go by position": (
        "network:NetworkSecurityGroup",
        {"securityRules": [{"name": "a", "priority": 100}, {"name": "b", "priority": 110}]},
        {"securityRules": [{"name": "b", "priority": 110}]},
        {},
        some(
            {"securityRules[0].name": "UPDATE", "securityRules[0].priority": "UPDATE", "securityRules[1]": "DELETE"},
            ["securityRules"],
        ),
    ),
    "an array grows": (
        "network:VirtualNetwork",
        {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
        {"addressSpace": {"addressPrefixes": ["10.0.0.0/16", "10.1.0.0/16"]}},
        {},
        some({"addressSpace.addressPrefixes[1]": "ADD"}, ["addressSpace"]),
    ),
    "an unknown value updates": (
        "network:Subnet",
        {"networkSecurityGroup": {"id": NSG}},
        {"networkSecurityGroup": {"id": UNKNOWN}},
        {},
        some({"networkSecurityGroup.id": "UPDATE"}, ["networkSecurityGroup"]),
    ),
    "an unknown path value replaces": (
        "network:Subnet",
        {"virtualNetworkName": "v"},
        {"virtualNetworkName": UNKNOWN},
        {},
        some({"virtualNetworkName": "UPDATE_REPLACE"}, ["virtualNetworkName"], ("virtualNetworkName",), before=True),
    ),
    "an explicit name": (
        "network:RouteTable",
        {"routeTableName": "a"},
        {"routeTableName": "b"},
        {},
        some({"routeTableName": "UPDATE_REPLACE"}, ["routeTableName"], ("routeTableName",), before=True),
    ),
    "a random name is replaced after": (
        "network:RouteTable",
        {"routeTableName": "a1", "__createBeforeDelete": True},
        {"routeTableName": "b"},
        {},
        some({"routeTableName": "UPDATE_REPLACE"}, ["routeTableName"], ("routeTableName",)),
    ),
    "a VNet's location": (
        "network:VirtualNetwork",
        {"location": "westeurope"},
        {"location": "northeurope"},
        {},
        some({"location": "UPDATE_REPLACE"}, ["location"], ("location",), before=True),
    ),
    "any other location is an update": (
        "network:NetworkSecurityGroup",
        {"location": "westeurope"},
        {"location": "northeurope"},
        {},
        some({"location": "UPDATE"}, ["location"]),
    ),
    "a location written otherwise": (
        "network:VirtualNetwork",
        {"location": "West Europe"},
        {"location": "westeurope"},
        {},
        NONE,
    ),
    "a group written otherwise": (
        "network:VirtualNetwork",
        {"resourceGroupName": "RG-a"},
        {"resourceGroupName": "rg-A"},
        {},
        NONE,
    ),
    "the head of an id written otherwise": (
        "network:Subnet",
        {"networkSecurityGroup": {"id": NSG}},
        {"networkSecurityGroup": {"id": NSG.replace("resourceGroups/rg/", "resourcegroups/RG/")}},
        {},
        NONE,
    ),
    "the tail of an id written otherwise": (
        "network:Subnet",
        {"networkSecurityGroup": {"id": NSG}},
        {"networkSecurityGroup": {"id": NSG.replace("/n", "/N")}},
        {},
        some({"networkSecurityGroup.id": "UPDATE"}, ["networkSecurityGroup"]),
    ),
    "a public address's sku": (
        "network:PublicIPAddress",
        {"sku": {"name": "Basic"}},
        {"sku": {"name": "Standard"}},
        {},
        some({"sku.name": "UPDATE_REPLACE"}, ["sku"], ("sku.name",), before=True),
    ),
    "a part added to a replacing object": (
        "network:PublicIPAddress",
        {"sku": {"name": "Standard"}},
        {"sku": {"name": "Standard", "tier": "Regional"}},
        {},
        some({"sku.tier": "ADD"}, ["sku"]),
    ),
    "a replacing object taken out": (
        "network:PublicIPAddress",
        {"sku": {"name": "Standard"}},
        {},
        {},
        some({"sku": "DELETE_REPLACE"}, ["sku"], ("sku",), before=True),
    ),
    "a replacing property added that holds already": (
        "network:PublicIPAddress",
        {},
        {"location": "West Europe"},
        {"location": "westeurope"},
        some({"location": "ADD"}, ["location"]),
    ),
    "a replacing property added that is new": (
        "network:PublicIPAddress",
        {},
        {"publicIPAddressVersion": "IPv6"},
        {"publicIPAddressVersion": "IPv4"},
        some(
            {"publicIPAddressVersion": "ADD_REPLACE"},
            ["publicIPAddressVersion"],
            ("publicIPAddressVersion",),
            before=True,
        ),
    ),
    "a default added": (
        "network:VirtualNetwork",
        {},
        {"enableVmProtection": False},
        {},
        {**some({"enableVmProtection": "ADD"}, ["enableVmProtection"]), "changes": "DIFF_NONE"},
    ),
    "an endpoint's subnet": (
        "network:PrivateEndpoint",
        {"subnet": {"id": "a"}},
        {"subnet": {"id": "b"}},
        {},
        some({"subnet.id": "UPDATE_REPLACE"}, ["subnet"], ("subnet.id",), before=True),
    ),
    "immutable in Azure, yet an update": (
        "network:VirtualNetworkGateway",
        {"gatewayType": "Vpn"},
        {"gatewayType": "ExpressRoute"},
        {},
        some({"gatewayType": "UPDATE"}, ["gatewayType"]),
    ),
    "a query input": (
        "network:VirtualNetworkPeering",
        {},
        {"syncRemoteAddressSpace": "true"},
        {},
        some({"syncRemoteAddressSpace": "ADD"}, ["syncRemoteAddressSpace"]),
    ),
    "the api-version": (
        "network:Subnet",
        {"azureApiVersion": "2023-02-01"},
        {"azureApiVersion": "2024-05-01"},
        {},
        some({"azureApiVersion": "UPDATE"}, ["azureApiVersion"]),
    ),
    "an api-version known from the outputs only": (
        "network:Subnet",
        {},
        {"azureApiVersion": "2024-05-01"},
        {"azureApiVersion": "2024-05-01"},
        NONE,
    ),
    "true is not 1": (
        "network:VirtualNetwork",
        {"enableVmProtection": True},
        {"enableVmProtection": 1},
        {},
        some({"enableVmProtection": "UPDATE"}, ["enableVmProtection"]),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_differences(engine: Any, case: str) -> None:
    token, olds, news, state, expected = CASES[case]
    assert engine.diff(token, olds, news, state) == expected
