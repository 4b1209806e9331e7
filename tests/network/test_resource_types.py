import subprocess
import sys

import pytest

from hubspoke_network.azure.resource_types import (
    PathError,
    all_types,
    resource_id,
    sdk_version,
    type_by_arm,
    type_by_token,
)
from hubspoke_network.core.unknown import Unknown

SUBNET = type_by_token("azure-native:network:Subnet")
assert SUBNET is not None


def test_a_type_is_found_by_token_versioned_token_and_arm_type() -> None:
    assert SUBNET.arm == "Microsoft.Network/virtualNetworks/subnets"
    assert SUBNET.api_version == "2024-05-01"
    assert SUBNET.path_properties == ("resourceGroupName", "virtualNetworkName", "subnetName")
    assert SUBNET.name_property == "subnetName"
    assert SUBNET.envelope == frozenset({"id", "name", "type", "etag"})
    assert SUBNET.parent == "Microsoft.Network/virtualNetworks"
    assert type_by_token("azure-native:network/v20240501:Subnet") is SUBNET
    assert type_by_arm("microsoft.network/VIRTUALNETWORKS/subnets") is SUBNET
    assert type_by_token("azure-native:network:Nothing") is None
    assert type_by_arm("Microsoft.Network/nothing") is None


@pytest.mark.parametrize(
    ("token", "arm", "version", "name_property"),
    [
        ("resources:ResourceGroup", "Microsoft.Resources/resourceGroups", "2024-03-01", "resourceGroupName"),
        ("network:ExpressRouteCircuit", "Microsoft.Network/expressRouteCircuits", "2024-05-01", "circuitName"),
        (
            "network:VirtualNetworkGatewayConnection",
            "Microsoft.Network/connections",
            "2024-05-01",
            "virtualNetworkGatewayConnectionName",
        ),
        ("network:RouteFilterRule", "Microsoft.Network/routeFilters/routeFilterRules", "2024-05-01", "ruleName"),
        ("privatedns:PrivateZone", "Microsoft.Network/privateDnsZones", "2024-06-01", "privateZoneName"),
        ("storage:StorageAccount", "Microsoft.Storage/storageAccounts", "2024-01-01", "accountName"),
        ("operationalinsights:Workspace", "Microsoft.OperationalInsights/workspaces", "2023-09-01", "workspaceName"),
        ("authorization:ManagementLockByScope", "Microsoft.Authorization/locks", "2020-05-01", "lockName"),
    ],
)
def test_declared_types(token: str, arm: str, version: str, name_property: str) -> None:
    found = type_by_token(f"azure-native:{token}")
    assert found is not None
    assert (found.arm, found.api_version, found.name_property) == (arm, version, name_property)


def test_arm_types_are_distinct() -> None:
    assert len({rt.arm.lower() for rt in all_types()}) == len(all_types()) == 37


def test_the_lists_that_the_provider_keeps() -> None:
    maintained = {rt.title: rt.maintained for rt in all_types() if rt.maintained}
    assert maintained == {
        "VirtualNetwork": ("subnets", "virtualNetworkPeerings"),
        "NetworkSecurityGroup": ("securityRules",),
        "RouteTable": ("routes",),
        "VirtualNetworkGateway": ("natRules",),
        "ExpressRouteCircuit": ("authorizations", "peerings"),
        "ExpressRouteCircuitPeering": ("connections",),
        "RouteFilter": ("rules",),
        "LoadBalancer": ("backendAddressPools", "inboundNatRules"),
    }
    replaces = {rt.title: rt.replaces for rt in all_types() if rt.replaces and rt.module == "network"}
    assert replaces == {
        "VirtualNetwork": ("location",),
        "PublicIPAddress": ("location", "publicIPAddressVersion", "publicIPPrefix", "sku"),
        "PrivateEndpoint": ("subnet",),
    }


def test_resource_id() -> None:
    inputs = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "a/b"}
    head = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub/subnets"
    assert resource_id(SUBNET, inputs, "S") == f"{head}/a%2Fb"
    unknown = Unknown("not made yet")
    assert resource_id(SUBNET, {**inputs, "resourceGroupName": unknown}, "S") is unknown
    assert resource_id(SUBNET, inputs, unknown) is unknown


def test_the_id_of_a_lock_starts_with_its_scope() -> None:
    lock = type_by_token("azure-native:authorization:ManagementLockByScope")
    assert lock is not None
    scope = "/subscriptions/S/resourceGroups/rg"
    expected = f"{scope}/providers/Microsoft.Authorization/locks/keep"
    assert resource_id(lock, {"scope": scope, "lockName": "keep"}, Unknown("no subscription")) == expected


def test_the_id_of_a_diagnostic_setting_starts_with_what_it_is_of() -> None:
    setting = type_by_token("azure-native:monitor:DiagnosticSetting")
    assert setting is not None
    gateway = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworkGateways/g"
    made = resource_id(setting, {"resourceUri": gateway, "name": "logs"}, Unknown("no subscription"))
    assert made == f"{gateway}/providers/Microsoft.Insights/diagnosticSettings/logs"
    unknown = Unknown("not made yet")
    assert resource_id(setting, {"resourceUri": unknown, "name": "logs"}, "S") is unknown


def test_a_missing_or_wrong_path_value_is_named() -> None:
    with pytest.raises(PathError) as missing:
        resource_id(SUBNET, {"resourceGroupName": "rg", "virtualNetworkName": "hub"}, "S")
    assert str(missing.value) == (
        "azure-native:network:Subnet: subnetName is missing, and the resource id is made of it"
    )
    with pytest.raises(PathError) as wrong:
        resource_id(SUBNET, {"resourceGroupName": 3}, "S")
    assert str(wrong.value) == (
        "azure-native:network:Subnet: expected string value for path parameter 'resourceGroupName', got int"
    )


def test_the_table_is_read_when_first_asked_and_without_the_sdk() -> None:
    code = (
        "import sys, hubspoke_network.azure.shapes as s, hubspoke_network.azure.resource_types as r;"
        "assert r.table.cache_info().currsize == 0;"
        "assert not any(m.startswith('pulumi') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert sdk_version() == "3.29.0"
