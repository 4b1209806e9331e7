from typing import Any

import pytest

from azure_offline.arm.responses import Response
from azure_offline.provider.properties.values import UNKNOWN

RG = {"resourceGroupName": "rg", "location": "westeurope"}
API = "2024-05-01"


def test_a_random_name_is_the_logical_name_and_eight_digits_of_the_seed(engine: Any) -> None:
    first, failures = engine.check("network:VirtualNetwork", RG, name="hub", seed=b"one")
    again, _ = engine.check("network:VirtualNetwork", RG, name="hub", seed=b"one")
    other, _ = engine.check("network:VirtualNetwork", RG, name="hub", seed=b"two")
    assert failures == []
    assert first == again
    name = first["virtualNetworkName"]
    assert name[:3] == "hub"
    assert len(name) == 11
    assert int(name[3:], 16) >= 0
    assert other["virtualNetworkName"] != name
    assert first == {**RG, "virtualNetworkName": name, "__createBeforeDelete": True, "azureApiVersion": API}


@pytest.mark.parametrize(
    ("token", "inputs", "key"),
    [
        ("network:Subnet", {"virtualNetworkName": "v"}, "subnetName"),
        ("network:VirtualNetworkPeering", {"virtualNetworkName": "v"}, "virtualNetworkPeeringName"),
        ("network:Route", {"routeTableName": "t", "nextHopType": "None"}, "routeName"),
        ("network:ExpressRouteCircuitPeering", {"circuitName": "c"}, "peeringName"),
        ("network:ExpressRouteCircuitAuthorization", {"circuitName": "c"}, "authorizationName"),
        ("network:FirewallPolicyRuleCollectionGroup", {"firewallPolicyName": "p"}, "ruleCollectionGroupName"),
    ],
)
def test_children_copy_the_logical_name(engine: Any, token: str, inputs: dict[str, Any], key: str) -> None:
    given = {"resourceGroupName": "rg", **inputs}
    assert engine.check(token, given, name="app") == ({**given, key: "app", "azureApiVersion": API}, [])


def test_an_explicit_name_is_taken_as_it_is(engine: Any) -> None:
    checked, _ = engine.check("network:VirtualNetwork", {**RG, "virtualNetworkName": "Hub"})
    assert checked == {**RG, "virtualNetworkName": "Hub", "azureApiVersion": API}


def test_the_old_name_is_kept_with_its_flag(engine: Any) -> None:
    olds = {"virtualNetworkName": "hub1", "__createBeforeDelete": True}
    checked, _ = engine.check("network:VirtualNetwork", RG, olds)
    assert checked == {**RG, **olds, "azureApiVersion": API}
    checked, _ = engine.check("network:VirtualNetwork", RG, {"virtualNetworkName": "explicit"})
    assert checked == {**RG, "virtualNetworkName": "explicit", "azureApiVersion": API}


SUBNET = {"resourceGroupName": "rg", "virtualNetworkName": "v"}


@pytest.mark.parametrize(
    ("token", "inputs", "mode", "expected"),
    [
        ("network:VirtualNetwork", RG, 0, {"virtualNetworkName": "proposed", "__createBeforeDelete": True}),
        ("network:VirtualNetwork", RG, 1, {"virtualNetworkName": "proposed", "__createBeforeDelete": True}),
        ("network:Subnet", SUBNET, 0, {"subnetName": "proposed", "__createBeforeDelete": True}),
        ("network:Subnet", SUBNET, 1, {"subnetName": "proposed", "__createBeforeDelete": True}),
    ],
)
def test_the_engine_proposes_names(
    engine: Any, token: str, inputs: dict[str, Any], mode: int, expected: dict[str, Any]
) -> None:
    checked, failures = engine.check(token, inputs, autonaming=("proposed", mode))
    assert (checked, failures) == ({**inputs, **expected, "azureApiVersion": API}, [])


def test_autonaming_switched_off_leaves_the_name_missing(engine: Any) -> None:
    checked, failures = engine.check("network:VirtualNetwork", RG, autonaming=("", 2))
    assert checked == {**RG, "azureApiVersion": API}
    assert failures == ["missing required property 'virtualNetworkName'"]


class TestLocation:
    VNET = {"resourceGroupName": "rg", "virtualNetworkName": "v"}

    def test_the_old_location_comes_first(self, make_engine: Any) -> None:
        engine = make_engine(location="configured")
        checked, _ = engine.check("network:VirtualNetwork", self.VNET, {"location": "old"})
        assert checked["location"] == "old"

    def test_then_the_configured_one(self, make_engine: Any) -> None:
        engine = make_engine(location="configured")
        engine.arm.put("/subscriptions/S/resourceGroups/rg", {"location": "group"})
        checked, _ = engine.check("network:VirtualNetwork", self.VNET)
        assert checked["location"] == "configured"
        assert engine.arm.log == []

    def test_then_that_of_the_group_asked_once(self, engine: Any) -> None:
        group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
        engine.arm.put(group, {"location": "westeurope"})
        for _ in range(2):
            checked, failures = engine.check("network:VirtualNetwork", self.VNET)
            assert (checked["location"], failures) == ("westeurope", [])
        assert engine.arm.log == [("GET", group)]
        assert engine.arm.versions == ["2020-10-01"]

    def test_a_failed_look_up_is_silent_and_tried_again(self, engine: Any) -> None:
        for _ in range(2):
            checked, failures = engine.check("network:VirtualNetwork", self.VNET)
            assert "location" not in checked
            assert failures == []
        assert len(engine.arm.log) == 2

    def test_an_unknown_group_makes_it_unknown(self, engine: Any) -> None:
        news = {"resourceGroupName": UNKNOWN, "virtualNetworkName": "v"}
        checked, _ = engine.check("network:VirtualNetwork", news)
        assert checked["location"] is UNKNOWN

    def test_where_the_type_requires_it_the_hint_is_given(self, engine: Any) -> None:
        _, failures = engine.check("resources:ResourceGroup", {"resourceGroupName": "rg"})
        assert failures == [
            "missing required property 'location'. Either set it explicitly or configure it with "
            "'pulumi config set azure-native:location <value>'."
        ]

    def test_route_filter_rules_get_one_and_subnets_do_not(self, make_engine: Any) -> None:
        engine = make_engine(location="configured")
        rule, _ = engine.check("network:RouteFilterRule", {"resourceGroupName": "rg", "routeFilterName": "f"})
        subnet, _ = engine.check("network:Subnet", SUBNET)
        assert rule["location"] == "configured"
        assert "location" not in subnet


VNET = {**RG, "virtualNetworkName": "v"}
GATEWAY_RULE = {"resourceGroupName": "rg", "networkSecurityGroupName": "n", "securityRuleName": "r"}
# Inputs that are refused, and why.
FAILURES: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "network:VirtualNetwork",
        {**VNET, "enableVmProtection": "yes"},
        ["'enableVmProtection' should be of type 'boolean' but got a string"],
    ),
    (
        "network:RouteFilter",
        {"resourceGroupName": "rg", "routeFilterName": "f"},
        [
            "missing required property 'location'. Either set it explicitly or configure it with "
            "'pulumi config set azure-native:location <value>'."
        ],
    ),
    ("network:VirtualNetwork", {"virtualNetworkName": "v"}, ["missing required property 'resourceGroupName'"]),
    (
        "network:SecurityRule",
        {**GATEWAY_RULE, "access": "Allow"},
        [
            "missing required property 'direction'",
            "missing required property 'priority'",
            "missing required property 'protocol'",
        ],
    ),
    (
        "network:NetworkSecurityGroup",
        {**RG, "networkSecurityGroupName": "n", "securityRules": [{"access": "Allow", "direction": "Inbound"}]},
        ["missing required property 'securityRules[0].protocol'"],
    ),
    ("network:VirtualNetwork", {**VNET, "tags": "x"}, ["'tags' should be of type 'object' but got a string"]),
    ("network:VirtualNetwork", {**VNET, "subnets": "x"}, ["'subnets' should be of type 'array' but got a string"]),
    ("network:VirtualNetwork", {**VNET, "subnets": 3}, ["'subnets' should be of type 'array' but got a number"]),
    (
        "network:VirtualNetwork",
        {**VNET, "addressSpace": ["10.0.0.0/16"]},
        ["'addressSpace' should be of type 'object' but got an array"],
    ),
    (
        "network:VirtualNetwork",
        {**VNET, "addressSpace": {"addressPrefixes": [1]}},
        ["'addressSpace.addressPrefixes[0]' should be of type 'string' but got a number"],
    ),
    (
        "network:VirtualNetwork",
        {**VNET, "flowTimeoutInMinutes": 4.5},
        ["'flowTimeoutInMinutes' must be an integer but got 4.500000"],
    ),
    (
        "network:VirtualNetwork",
        {**VNET, "subnets": [{"delegations": [{"serviceName": ["x"]}]}]},
        ["'subnets[0].delegations[0].serviceName' should be of type 'string' but got an array"],
    ),
    ("network:VirtualNetwork", {**VNET, "location": 3}, ["'location' should be of type 'string' but got a number"]),
    (
        "network:ExpressRouteCircuitPeering",
        {"resourceGroupName": "rg", "circuitName": "c", "peerASN": 0},
        ["'peerASN' is too low (0.000000 < 1.000000)"],
    ),
    (
        "network:BastionHost",
        {**RG, "bastionHostName": "b", "scaleUnits": 51},
        ["'scaleUnits' is too high (51.000000 > 50.000000)"],
    ),
    (
        "storage:StorageAccount",
        {**RG, "accountName": "A", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
        [
            "'accountName' is too short (1): at least 3 characters required",
            "'accountName' does not match expression '^[a-z0-9]+$'",
        ],
    ),
    (
        "operationalinsights:Workspace",
        {**RG, "workspaceName": "w" * 64},
        ["'workspaceName' is too long (64): at most 63 characters allowed"],
    ),
    (
        "network:FirewallPolicyRuleCollectionGroup",
        {
            "resourceGroupName": "rg",
            "firewallPolicyName": "p",
            "ruleCollections": [{"ruleCollectionType": "FirewallPolicyNatRuleCollection", "priority": 99}],
        },
        ["'ruleCollections[0].priority' is too low (99.000000 < 100.000000)"],
    ),
    (
        "network:BastionHost",
        {**RG, "bastionHostName": "b", "ipConfigurations": [{"name": "c"}]},
        ["missing required property 'ipConfigurations[0].subnet'"],
    ),
    (
        "network:VirtualNetworkPeering",
        {**SUBNET, "syncRemoteAddressSpace": 1},
        ["'syncRemoteAddressSpace' should be of type 'string' but got a number"],
    ),
]


@pytest.mark.parametrize(("token", "inputs", "expected"), FAILURES)
def test_failure_texts(engine: Any, token: str, inputs: dict[str, Any], expected: list[str]) -> None:
    _, failures = engine.check(token, inputs)
    assert failures == expected


@pytest.mark.parametrize(
    "extra",
    [
        {"flowTimeoutInMinutes": True},
        {"futureProperty": {"a": [1]}},
        {"privateEndpointVNetPolicies": "NoSuchValue"},
        {"addressSpace": UNKNOWN, "subnets": [{"addressPrefix": UNKNOWN}]},
        {"location": {"an": "object"}},
        {"tags": {"a": True}},
    ],
)
def test_what_is_not_checked(engine: Any, extra: dict[str, Any]) -> None:
    checked, failures = engine.check("network:VirtualNetwork", {**VNET, **extra})
    assert failures == []
    assert checked == {**VNET, **extra, "azureApiVersion": API}


def test_nulls_are_dropped_and_case_is_kept(engine: Any) -> None:
    news = {**VNET, "location": "West Europe", "addressSpace": {"addressPrefixes": [], "x": None}, "tags": None}
    checked, _ = engine.check("network:VirtualNetwork", news)
    assert checked == {
        **VNET,
        "location": "West Europe",
        "addressSpace": {"addressPrefixes": []},
        "azureApiVersion": API,
    }


def test_an_unknown_type(engine: Any) -> None:
    error = engine.refused("check", "network:NoSuchThing", {})
    assert error.text == "Resource type azure-native:network:NoSuchThing not found"


def test_a_version_in_the_token_is_let_pass(engine: Any) -> None:
    checked, failures = engine.check("network/v20240501:Subnet", SUBNET, name="app")
    assert (checked["subnetName"], failures) == ("app", [])


class TestUndeclared:
    VM = {**RG, "vmName": "vm1", "hardwareProfile": {"vmSize": "Standard_B1s"}}
    NOTICE = (
        "azure-native:compute:VirtualMachine is not declared in the offline Azure: "
        "it is stored, and nothing about it is checked"
    )

    def test_it_is_let_through_with_a_notice(self, engine: Any) -> None:
        checked, failures = engine.check("compute:VirtualMachine", self.VM)
        assert failures == []
        assert checked == {**self.VM, "azureApiVersion": checked["azureApiVersion"]}
        assert [text for _, text, _ in engine.warnings] == [self.NOTICE]

    def test_it_is_named_as_the_type_says(self, engine: Any) -> None:
        checked, _ = engine.check("compute:VirtualMachine", RG, name="vm")
        assert checked["vmName"].startswith("vm")
        assert checked["__createBeforeDelete"] is True
        extension, failures = engine.check(
            "compute:VirtualMachineExtension", {**RG, "vmName": "vm1", "type": "CustomScript"}, name="ext"
        )
        assert (extension["vmExtensionName"], failures) == ("ext", [])

    def test_it_is_made_below_a_path_of_its_token(self, engine: Any) -> None:
        made, outputs = engine.create("compute:VirtualMachine", self.VM)
        group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
        assert made == f"{group}/providers/Microsoft.Compute/virtualMachines/vm1"
        assert outputs["hardwareProfile"] == {"vmSize": "Standard_B1s"}
        assert engine.arm.bodies == [
            {"location": "westeurope", "properties": {"hardwareProfile": {"vmSize": "Standard_B1s"}}}
        ]

    def test_the_switch_refuses_it(self, make_engine: Any) -> None:
        engine = make_engine(refuse_undeclared=True)
        _, failures = engine.check("compute:VirtualMachine", self.VM)
        assert failures == [
            "[HS650] the offline Azure has no declaration of azure-native:compute:VirtualMachine "
            "and was told to refuse such types"
        ]


def test_a_failing_look_up_leaves_the_location_out(engine: Any) -> None:
    engine.arm.script("GET", Response(403, {"error": {"code": "AuthorizationFailed", "message": "no"}}))
    checked, failures = engine.check("network:VirtualNetwork", {"resourceGroupName": "rg", "virtualNetworkName": "v"})
    assert "location" not in checked
    assert failures == []
