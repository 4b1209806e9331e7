"""The provider before the real offline ARM: life cycles that no fake could prove."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from azure_offline.arm import open_arm

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
RG = {"resourceGroupName": "rg"}
VNET = {**RG, "virtualNetworkName": "hub", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
RULE = {
    "name": "in",
    "priority": 100,
    "access": "Allow",
    "direction": "Inbound",
    "protocol": "*",
    "sourceAddressPrefix": "10.0.0.0/8",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "*",
}
# A resource of each kind below one VNet, with inputs as the SDK sends them.
RESOURCES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("network:RouteTable", {**RG, "routeTableName": "rt", "disableBgpRoutePropagation": True}, {"tags": {"a": "b"}}),
    (
        "network:Route",
        {**RG, "routeTableName": "rt", "routeName": "r", "addressPrefix": "10.9.0.0/16", "nextHopType": "None"},
        {"addressPrefix": "10.8.0.0/16"},
    ),
    (
        "network:NetworkSecurityGroup",
        {**RG, "networkSecurityGroupName": "n", "securityRules": [RULE]},
        {"securityRules": [{**RULE, "priority": 110}]},
    ),
    (
        "network:Subnet",
        {
            **RG,
            "virtualNetworkName": "hub",
            "subnetName": "app",
            "addressPrefix": "10.0.1.0/24",
            "networkSecurityGroup": {"id": f"{NETWORK}/networkSecurityGroups/n"},
            "routeTable": {"id": f"{NETWORK}/routeTables/rt"},
            "privateEndpointNetworkPolicies": "Disabled",
            "privateLinkServiceNetworkPolicies": "Enabled",
        },
        {"serviceEndpoints": [{"service": "Microsoft.Storage"}]},
    ),
    (
        "network:PublicIPAddress",
        {**RG, "publicIpAddressName": "ip", "publicIPAllocationMethod": "Static", "sku": {"name": "Standard"}},
        {"idleTimeoutInMinutes": 5},
    ),
]


class Stack:
    """Carries resources through the steps of an `up`, a `refresh` and a `destroy`."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.made: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {}

    def up(self, token: str, news: dict[str, Any]) -> str:
        """Check, then create or update; what was done."""
        old = self.made.get(token)
        inputs, failures = self.engine.check(token, news, old[1] if old else {})
        assert failures == []
        if old is None:
            made, state = self.engine.create(token, inputs)
            self.made[token] = (made, inputs, state)
            return "created"
        change = self.engine.diff(token, old[1], inputs, old[2])
        if change["changes"] == "DIFF_NONE":
            return "same"
        assert change["replaces"] == []
        self.made[token] = (old[0], inputs, self.engine.update(token, old[0], inputs, old[2]))
        return "updated"

    def refresh(self, token: str) -> bool:
        """Whether a refresh changed the inputs."""
        made, inputs, state = self.made[token]
        again, outputs, refreshed = self.engine.read(token, made, inputs, state)
        assert again == made
        self.made[token] = (made, refreshed, outputs)
        return bool(refreshed != inputs)


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[Any]:
    opened = open_arm(tmp_path / "azure")
    yield opened
    opened.store.close()


@pytest.fixture
def stack(engine: Any) -> Stack:
    made = Stack(engine)
    made.up("resources:ResourceGroup", {**RG, "location": "West Europe"})
    made.up("network:VirtualNetwork", VNET)
    return made


def test_up_again_update_refresh_and_down(stack: Stack) -> None:
    for token, inputs, _ in RESOURCES:
        assert stack.up(token, inputs) == "created"
    everything = [("network:VirtualNetwork", VNET, {}), *RESOURCES]
    for token, inputs, _ in everything:
        assert stack.up(token, inputs) == "same", token
        assert not stack.refresh(token), token
        assert stack.up(token, inputs) == "same", token
    for token, inputs, change in RESOURCES:
        assert stack.up(token, {**inputs, **change}) == "updated"
        assert not stack.refresh(token), token
    for token, _, _ in everything:
        assert not stack.refresh(token), token
    for token in reversed([token for token, _, _ in RESOURCES]):
        stack.engine.delete(token, stack.made[token][0])
    stack.engine.delete("network:VirtualNetwork", stack.made["network:VirtualNetwork"][0])
    stack.engine.delete("resources:ResourceGroup", GROUP)
    assert stack.engine.read("resources:ResourceGroup", GROUP) == ("", {}, {})


def test_the_vnet_keeps_its_subnets_on_an_update(stack: Stack) -> None:
    stack.up("network:Subnet", {**RG, "virtualNetworkName": "hub", "subnetName": "app", "addressPrefix": "10.0.1.0/24"})
    assert stack.up("network:VirtualNetwork", {**VNET, "tags": {"a": "b"}}) == "updated"
    _, _, state = stack.made["network:VirtualNetwork"]
    assert [subnet["name"] for subnet in state["subnets"]] == ["app"]
    assert not stack.refresh("network:Subnet")


def test_what_a_vnet_answers(stack: Stack) -> None:
    made, inputs, state = stack.made["network:VirtualNetwork"]
    assert made == f"{NETWORK}/virtualNetworks/hub"
    assert inputs["location"] == "westeurope"
    assert {"id", "name", "type", "etag", "provisioningState", "resourceGuid", "subnets"} <= state.keys()
    assert state["type"] == "Microsoft.Network/virtualNetworks"


def test_import_gives_inputs_that_differ_by_nothing_but_children(stack: Stack) -> None:
    stack.up("network:RouteTable", RESOURCES[0][1])
    made, inputs, _ = stack.made["network:RouteTable"]
    _, outputs, imported = stack.engine.read("network:RouteTable", made)
    assert stack.engine.diff("network:RouteTable", imported, inputs, outputs)["changes"] == "DIFF_NONE"


def test_the_same_again_is_refused_before_anything_is_written(stack: Stack) -> None:
    _, inputs, _ = stack.made["network:VirtualNetwork"]
    error = stack.engine.refused("create", "network:VirtualNetwork", inputs)
    assert error.text == f"cannot create already existing resource '{NETWORK}/virtualNetworks/hub'"


def test_arms_refusals_come_as_one_line(stack: Stack) -> None:
    outside = {**RG, "virtualNetworkName": "hub", "subnetName": "out", "addressPrefix": "192.168.0.0/24"}
    error = stack.engine.refused("create", "network:Subnet", outside)
    assert error.text == (
        'Status=400 Code="NetcfgSubnetRangeOutsideVnet" Message="Subnet \'out\' is not valid because its IP address '
        "range is outside the IP address range of virtual network 'hub'.\""
    )
    lost = stack.engine.refused("create", "network:Subnet", {**outside, "virtualNetworkName": "nowhere"})
    assert lost.text.startswith("Status=404 Code=")


def test_the_missing_is_told_by_an_invoke(stack: Stack) -> None:
    error = stack.engine.refused(
        "invoke", "azure-native:network:getVirtualNetwork", {**RG, "virtualNetworkName": "nowhere"}
    )
    assert error.text.startswith(
        f'request failed {NETWORK}/virtualNetworks/nowhere: Status=404 Code="ResourceNotFound" Message="'
    )


def test_an_undeclared_type_lives_too(stack: Stack) -> None:
    vault = {**RG, "vaultName": "kv", "properties": {"tenantId": "t", "sku": {"name": "standard", "family": "A"}}}
    assert stack.up("keyvault:Vault", vault) == "created"
    assert stack.up("keyvault:Vault", vault) == "same"
    assert not stack.refresh("keyvault:Vault")
    assert len(stack.engine.warnings) >= 1
    stack.engine.delete("keyvault:Vault", stack.made["keyvault:Vault"][0])
