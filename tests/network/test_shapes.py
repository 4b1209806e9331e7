from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.azure.resource_types import ResourceType, all_types, table, type_by_token
from hubspoke_network.azure.shapes import to_document, to_flat
from hubspoke_network.core.unknown import Unknown

pytestmark = pytest.mark.slow

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "s": st.text(max_size=3),
    "i": st.integers(0, 9),
    "n": st.integers(0, 9) | st.just(1.5),
    "b": st.booleans(),
    "a": st.none() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
}
UNKNOWN = st.just(Unknown("not made yet"))


def rt_of(name: str) -> ResourceType:
    found = type_by_token(f"azure-native:{name}")
    assert found is not None
    return found


def values(spec: str, depth: int) -> st.SearchStrategy[Any]:
    if spec[0] == "[":
        return st.lists(values(spec[1:], depth), max_size=2)
    if spec[0] == "{":
        return st.dictionaries(st.text(max_size=3), values(spec[1:], depth), max_size=2)
    if spec[0] == "@":
        names = [part[1:] for part in spec.split("|")]
        return st.one_of([shape(name, depth) for name in names]) | UNKNOWN
    return SCALARS[spec] | UNKNOWN


def shape(name: str, depth: int) -> st.SearchStrategy[Any]:
    entry = table()["shapes"][name]
    constants = {key: st.just(value) for key, value in entry.get("constants", {}).items()}
    if depth == 0:
        return st.fixed_dictionaries(constants)
    rest = {key: st.deferred(lambda spec=spec: values(spec, depth - 1)) for key, spec in entry["props"].items()}
    return st.fixed_dictionaries(constants, optional={k: v for k, v in rest.items() if k not in constants})


def flats(rt: ResourceType) -> st.SearchStrategy[dict[str, Any]]:
    out = table()["resources"][rt.token]["out"]
    chosen = st.lists(st.sampled_from(sorted(out)), unique=True, max_size=4)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({k: values(out[k], 2) for k in keys}))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(all_types()).flatmap(lambda rt: st.tuples(st.just(rt), flats(rt))))
def test_a_document_turned_flat_and_back_is_the_same(case: tuple[ResourceType, dict[str, Any]]) -> None:
    rt, flat = case
    document = to_document(rt, flat)
    assert to_flat(rt, document) == flat
    assert to_document(rt, to_flat(rt, document)) == document


def test_a_vnet_with_everything_nested() -> None:
    rt = rt_of("network:VirtualNetwork")
    unknown = Unknown("not made yet")
    inputs = {
        "resourceGroupName": "rg",
        "virtualNetworkName": "hub",
        "location": "westeurope",
        "tags": {"network-intent": "hub"},
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "flowTimeoutInMinutes": 4.0,
        "subnets": [
            {
                "name": "app",
                "addressPrefix": "10.0.0.0/24",
                "networkSecurityGroup": {"id": unknown},
                "delegations": [{"name": "d", "serviceName": "Microsoft.Web/serverFarms"}],
                "serviceEndpoints": [{"service": "Microsoft.Storage", "locations": ["*"]}],
                "routeTable": unknown,
            }
        ],
        "__createBeforeDelete": True,
        "azureApiVersion": "2024-05-01",
    }
    assert to_document(rt, inputs) == {
        "name": "hub",
        "location": "westeurope",
        "tags": {"network-intent": "hub"},
        "properties": {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "flowTimeoutInMinutes": 4,
            "subnets": [
                {
                    "name": "app",
                    "properties": {
                        "addressPrefix": "10.0.0.0/24",
                        "networkSecurityGroup": {"id": unknown},
                        "delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
                        "serviceEndpoints": [{"service": "Microsoft.Storage", "locations": ["*"]}],
                        "routeTable": unknown,
                    },
                }
            ],
        },
    }


# Each pair: flat properties of a type, and where they stand in its document.
PLACES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "network:PublicIPAddress",
        {"sku": {"name": "Standard"}, "zones": ["1"]},
        {"sku": {"name": "Standard"}, "zones": ["1"], "properties": {}},
    ),
    ("network:VirtualNetworkGateway", {"sku": {"name": "VpnGw1AZ"}}, {"properties": {"sku": {"name": "VpnGw1AZ"}}}),
    (
        "network:AzureFirewall",
        {"sku": {"tier": "Basic"}, "zones": ["1"]},
        {"zones": ["1"], "properties": {"sku": {"tier": "Basic"}}},
    ),
    ("network:FirewallPolicy", {"sku": {"tier": "Basic"}}, {"properties": {"sku": {"tier": "Basic"}}}),
    ("network:ExpressRouteCircuit", {"sku": {"tier": "Premium"}}, {"sku": {"tier": "Premium"}, "properties": {}}),
    (
        "network:ExpressRouteCircuit",
        {
            "peerings": [{"name": "p", "peerASN": 65001.0, "routeFilter": {"id": "f"}}],
            "authorizations": [{"name": "a", "authorizationKey": "k"}],
        },
        {
            "properties": {
                "peerings": [{"name": "p", "properties": {"peerASN": 65001, "routeFilter": {"id": "f"}}}],
                "authorizations": [{"name": "a", "properties": {"authorizationKey": "k"}}],
            }
        },
    ),
    (
        "network:RouteFilter",
        {"rules": [{"name": "r", "location": "we", "access": "Allow"}]},
        {"properties": {"rules": [{"name": "r", "location": "we", "properties": {"access": "Allow"}}]}},
    ),
    (
        "network:VirtualNetworkGateway",
        {"natRules": [{"name": "n", "type": "Static"}], "ipConfigurations": [{"name": "c", "subnet": {"id": "s"}}]},
        {
            "properties": {
                "natRules": [{"name": "n", "properties": {"type": "Static"}}],
                "ipConfigurations": [{"name": "c", "properties": {"subnet": {"id": "s"}}}],
            }
        },
    ),
    (
        "network:VirtualNetworkGatewayConnection",
        {"virtualNetworkGateway1": {"id": "g"}, "peer": {"id": "c"}},
        {"properties": {"virtualNetworkGateway1": {"id": "g"}, "peer": {"id": "c"}}},
    ),
    (
        "network:PrivateEndpoint",
        {
            "privateLinkServiceConnections": [{"name": "c", "groupIds": ["blob"]}],
            "ipConfigurations": [{"name": "i", "groupId": "g"}],
        },
        {
            "properties": {
                "privateLinkServiceConnections": [{"name": "c", "properties": {"groupIds": ["blob"]}}],
                "ipConfigurations": [{"name": "i", "properties": {"groupId": "g"}}],
            }
        },
    ),
    (
        "network:LoadBalancer",
        {
            "frontendIPConfigurations": [{"name": "f", "zones": ["1"], "privateIPAddress": "10.0.0.4"}],
            "backendAddressPools": [
                {
                    "name": "b",
                    "location": "we",
                    "loadBalancerBackendAddresses": [{"name": "x", "ipAddress": "10.0.0.5"}],
                }
            ],
        },
        {
            "properties": {
                "frontendIPConfigurations": [
                    {"name": "f", "zones": ["1"], "properties": {"privateIPAddress": "10.0.0.4"}}
                ],
                "backendAddressPools": [
                    {
                        "name": "b",
                        "properties": {
                            "location": "we",
                            "loadBalancerBackendAddresses": [{"name": "x", "properties": {"ipAddress": "10.0.0.5"}}],
                        },
                    }
                ],
            }
        },
    ),
    (
        "network:FirewallPolicyRuleCollectionGroup",
        {
            "ruleCollections": [
                {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "priority": 100.0, "rules": []}
            ]
        },
        {
            "properties": {
                "ruleCollections": [
                    {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "priority": 100, "rules": []}
                ]
            }
        },
    ),
    (
        "network:VirtualNetwork",
        {"addressSpace": {"ipamPoolPrefixAllocations": [{"id": "pool", "numberOfIpAddresses": "256"}]}},
        {
            "properties": {
                "addressSpace": {"ipamPoolPrefixAllocations": [{"pool": {"id": "pool"}, "numberOfIpAddresses": "256"}]}
            }
        },
    ),
    (
        "storage:StorageAccount",
        {
            "kind": "StorageV2",
            "enableHttpsTrafficOnly": True,
            "networkRuleSet": {"ipRules": [{"iPAddressOrRange": "1.2.3.4"}]},
        },
        {
            "kind": "StorageV2",
            "properties": {"supportsHttpsTrafficOnly": True, "networkAcls": {"ipRules": [{"value": "1.2.3.4"}]}},
        },
    ),
    (
        "resources:ResourceGroup",
        {"location": "we", "properties": {"provisioningState": "Succeeded"}},
        {"location": "we", "properties": {"provisioningState": "Succeeded"}},
    ),
    ("operationalinsights:Workspace", {"sku": {"name": "PerGB2018"}}, {"properties": {"sku": {"name": "PerGB2018"}}}),
]


@pytest.mark.parametrize(("name", "flat", "document"), PLACES)
def test_places(name: str, flat: dict[str, Any], document: dict[str, Any]) -> None:
    assert to_document(rt_of(name), flat) == document
    assert to_flat(rt_of(name), document) == flat


def test_identities_given_by_name_become_keys() -> None:
    rt = rt_of("network:FlowLog")
    document = to_document(rt, {"identity": {"type": "UserAssigned", "userAssignedIdentities": ["/id/a"]}})
    assert document["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {"/id/a": {}}}


def test_undeclared_members_are_kept() -> None:
    rt = rt_of("network:RouteTable")
    assert to_document(rt, {"future": 1, "tags": {}}) == {"tags": {}, "properties": {"future": 1}}
    assert to_flat(rt, {"future": 2, "properties": {"newer": 1, "tags": "mine"}}) == {"future": 2, "newer": 1}


@pytest.mark.parametrize("wrong", ["text", 3, None, True, [1, "x"], {"a": {"b": None}}])
def test_values_of_a_wrong_form_are_left_as_they_are(wrong: Any) -> None:
    rt = rt_of("network:VirtualNetwork")
    for name in ("addressSpace", "flowTimeoutInMinutes", "location", "dhcpOptions"):
        assert to_flat(rt, to_document(rt, {name: wrong})) == {name: wrong}
