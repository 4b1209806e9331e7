"""The life of the core types before the real offline ARM: one estate, and a row of a table for each type."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from azure_offline.arm import open_arm

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
RG = {"resourceGroupName": "rg"}
HUB = f"{NETWORK}/virtualNetworks/hub"
SPOKE = f"{NETWORK}/virtualNetworks/spoke"
RULE = {
    "priority": 100,
    "access": "Allow",
    "direction": "Inbound",
    "protocol": "*",
    "sourceAddressPrefix": "10.0.0.0/8",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "*",
}


@dataclass(frozen=True)
class Life:
    """One type's row.

    `changed` is an update in place, `replaced` a change that azure-native answers by replacement, `refused` one that
    it sends and ARM refuses (with the code). `in_use` is ARM's code when the resource is deleted while the estate
    stands, empty where nothing holds it. `appears` are inputs that a first refresh takes in, because another resource
    changed this one. `drift` is a change made in Azure by hand, and what a refresh then takes in.
    """

    token: str
    inputs: dict[str, Any]
    changed: dict[str, Any]
    replaced: dict[str, Any]
    refused: tuple[dict[str, Any], str] | None = None
    in_use: str = ""
    appears: dict[str, Any] = field(default_factory=dict)
    drift: tuple[dict[str, Any], dict[str, Any]] = field(default=({"tags": {"by": "hand"}}, {"tags": {"by": "hand"}}))


def subnet(name: str, prefix: str, **more: Any) -> dict[str, Any]:
    return {**RG, "virtualNetworkName": "hub", "subnetName": name, "addressPrefix": prefix, **more}


# In the order in which they can be made.
ESTATE: dict[str, Life] = {
    "group": Life(
        "resources:ResourceGroup",
        {**RG, "location": "westeurope"},
        {"tags": {"a": "b"}},
        {"location": "northeurope"},
    ),
    "security group": Life(
        "network:NetworkSecurityGroup",
        {**RG, "networkSecurityGroupName": "nsg"},
        {"tags": {"a": "b"}},
        {"networkSecurityGroupName": "other"},
        refused=({"location": "northeurope"}, "InvalidResourceLocation"),
        in_use="InUseNetworkSecurityGroupCannotBeDeleted",
    ),
    "security rule": Life(
        "network:SecurityRule",
        {**RG, "networkSecurityGroupName": "nsg", "securityRuleName": "in", **RULE},
        {"priority": 200},
        {"networkSecurityGroupName": "other"},
        refused=({"priority": 5000}, "SecurityRuleInvalidPriority"),
        drift=({"properties": {"priority": 300}}, {"priority": 300}),
    ),
    "route table": Life(
        "network:RouteTable",
        {**RG, "routeTableName": "rt", "disableBgpRoutePropagation": True},
        {"disableBgpRoutePropagation": False},
        {"routeTableName": "other"},
        refused=({"location": "northeurope"}, "InvalidResourceLocation"),
        in_use="InUseRouteTableCannotBeDeleted",
    ),
    "route": Life(
        "network:Route",
        {**RG, "routeTableName": "rt", "routeName": "r", "addressPrefix": "10.9.0.0/16", "nextHopType": "None"},
        {"addressPrefix": "10.8.0.0/16"},
        {"routeName": "other"},
        refused=({"addressPrefix": "10.8.0.0/33"}, "NotVerified"),
        drift=({"properties": {"addressPrefix": "10.7.0.0/16"}}, {"addressPrefix": "10.7.0.0/16"}),
    ),
    "public address": Life(
        "network:PublicIPAddress",
        {
            **RG,
            "publicIpAddressName": "ip",
            "sku": {"name": "Standard"},
            "publicIPAllocationMethod": "Static",
            "zones": ["1", "2", "3"],
        },
        {"idleTimeoutInMinutes": 10},
        {"publicIPAddressVersion": "IPv6"},
        in_use="PublicIPAddressCannotBeDeleted",
    ),
    "gateway address": Life(
        "network:PublicIPAddress",
        {
            **RG,
            "publicIpAddressName": "gateway-ip",
            "sku": {"name": "Standard"},
            "publicIPAllocationMethod": "Static",
            "zones": ["1", "2", "3"],
        },
        {"tags": {"a": "b"}},
        {"sku": {"name": "Basic"}},
        in_use="PublicIPAddressCannotBeDeleted",
    ),
    "NAT gateway": Life(
        "network:NatGateway",
        {
            **RG,
            "natGatewayName": "nat",
            "sku": {"name": "Standard"},
            "publicIpAddresses": [{"id": f"{NETWORK}/publicIPAddresses/ip"}],
        },
        {"idleTimeoutInMinutes": 10},
        {"natGatewayName": "other"},
        in_use="InUseNatGatewayCannotBeDeleted",
    ),
    "VNet": Life(
        "network:VirtualNetwork",
        {**RG, "virtualNetworkName": "hub", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
        {"flowTimeoutInMinutes": 10},
        {"location": "northeurope"},
        refused=({"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}, "NetcfgSubnetRangeOutsideVnet"),
        in_use="InUseSubnetCannotBeDeleted",
    ),
    "other VNet": Life(
        "network:VirtualNetwork",
        {**RG, "virtualNetworkName": "spoke", "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}},
        {"tags": {"a": "b"}},
        {"virtualNetworkName": "other"},
    ),
    "subnet": Life(
        "network:Subnet",
        subnet(
            "app",
            "10.0.1.0/24",
            networkSecurityGroup={"id": f"{NETWORK}/networkSecurityGroups/nsg"},
            routeTable={"id": f"{NETWORK}/routeTables/rt"},
            natGateway={"id": f"{NETWORK}/natGateways/nat"},
            privateEndpointNetworkPolicies="Disabled",
            privateLinkServiceNetworkPolicies="Enabled",
        ),
        {"serviceEndpoints": [{"service": "Microsoft.Storage"}]},
        {"subnetName": "other"},
        refused=({"addressPrefix": "10.5.0.0/24"}, "NetcfgSubnetRangeOutsideVnet"),
        drift=(
            {"properties": {"serviceEndpoints": [{"service": "Microsoft.Sql"}]}},
            {"serviceEndpoints": [{"service": "Microsoft.Sql"}]},
        ),
    ),
    "gateway subnet": Life(
        "network:Subnet",
        subnet("GatewaySubnet", "10.0.0.0/26"),
        {"privateEndpointNetworkPolicies": "Enabled"},
        {"virtualNetworkName": "spoke"},
        refused=(
            {"networkSecurityGroup": {"id": f"{NETWORK}/networkSecurityGroups/nsg"}},
            "NetworkSecurityGroupCannotBeAttachedToGatewaySubnet",
        ),
        in_use="InUseSubnetCannotBeDeleted",
        drift=({"properties": {"defaultOutboundAccess": True}}, {"defaultOutboundAccess": True}),
    ),
    "peering": Life(
        "network:VirtualNetworkPeering",
        {
            **RG,
            "virtualNetworkName": "hub",
            "virtualNetworkPeeringName": "to-spoke",
            "remoteVirtualNetwork": {"id": SPOKE},
            "allowVirtualNetworkAccess": True,
        },
        {"allowForwardedTraffic": True},
        {"virtualNetworkPeeringName": "other"},
        refused=({"remoteVirtualNetwork": {"id": HUB}}, "ChangingRemoteVirtualNetworkNotAllowed"),
        drift=({"properties": {"allowGatewayTransit": True}}, {"allowGatewayTransit": True}),
    ),
    "VPN gateway": Life(
        "network:VirtualNetworkGateway",
        {
            **RG,
            "virtualNetworkGatewayName": "vpn",
            "gatewayType": "Vpn",
            "vpnType": "RouteBased",
            "sku": {"name": "VpnGw1AZ", "tier": "VpnGw1AZ"},
            "ipConfigurations": [
                {
                    "name": "default",
                    "subnet": {"id": f"{HUB}/subnets/GatewaySubnet"},
                    "publicIPAddress": {"id": f"{NETWORK}/publicIPAddresses/gateway-ip"},
                }
            ],
        },
        {"sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"}},
        {"virtualNetworkGatewayName": "other"},
        refused=({"gatewayType": "ExpressRoute"}, "InvalidGatewaySkuSpecifiedForGatewayDeploymentType"),
        in_use="VirtualNetworkGatewayCannotBeDeleted",
    ),
    "site": Life(
        "network:LocalNetworkGateway",
        {
            **RG,
            "localNetworkGatewayName": "site",
            "gatewayIpAddress": "203.0.113.4",
            "localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/16"]},
        },
        {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/17"]}},
        {"localNetworkGatewayName": "other"},
        in_use="NotVerified",
    ),
    "connection": Life(
        "network:VirtualNetworkGatewayConnection",
        {
            **RG,
            "virtualNetworkGatewayConnectionName": "to-site",
            "connectionType": "IPsec",
            "virtualNetworkGateway1": {"id": f"{NETWORK}/virtualNetworkGateways/vpn"},
            "localNetworkGateway2": {"id": f"{NETWORK}/localNetworkGateways/site"},
            "sharedKey": "hunter2",
        },
        {"routingWeight": 10},
        {"virtualNetworkGatewayConnectionName": "other"},
        refused=({"connectionType": "ExpressRoute"}, "NotVerified"),
    ),
    "circuit": Life(
        "network:ExpressRouteCircuit",
        {
            **RG,
            "circuitName": "er",
            "sku": {"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
            "serviceProviderProperties": {
                "serviceProviderName": "Equinix",
                "peeringLocation": "Amsterdam",
                "bandwidthInMbps": 50,
            },
        },
        {"tags": {"a": "b"}},
        {"circuitName": "other"},
        in_use="NotVerified",
    ),
    "circuit peering": Life(
        "network:ExpressRouteCircuitPeering",
        {
            **RG,
            "circuitName": "er",
            "peeringName": "AzurePrivatePeering",
            "peeringType": "AzurePrivatePeering",
            "peerASN": 65010,
            "primaryPeerAddressPrefix": "172.16.0.0/30",
            "secondaryPeerAddressPrefix": "172.16.0.4/30",
            "vlanId": 100,
        },
        {"vlanId": 101},
        {"circuitName": "other"},
        refused=({"primaryPeerAddressPrefix": "172.16.0.0/29"}, "NotVerified"),
        drift=({"properties": {"vlanId": 102}}, {"vlanId": 102}),
    ),
    "authorization": Life(
        "network:ExpressRouteCircuitAuthorization",
        {**RG, "circuitName": "er", "authorizationName": "team"},
        {},
        {"authorizationName": "other"},
        drift=({}, {}),
    ),
    "route filter": Life(
        "network:RouteFilter",
        {**RG, "routeFilterName": "o365"},
        {"tags": {"a": "b"}},
        {"routeFilterName": "other"},
        refused=({"location": "northeurope"}, "InvalidResourceLocation"),
    ),
    "route filter rule": Life(
        "network:RouteFilterRule",
        {
            **RG,
            "routeFilterName": "o365",
            "ruleName": "allow",
            "access": "Allow",
            "routeFilterRuleType": "Community",
            "communities": ["12076:5040"],
        },
        {"communities": ["12076:5040", "12076:5050"]},
        {"ruleName": "other"},
        refused=({"access": "Deny"}, "NotVerified"),
        drift=({"properties": {"communities": ["12076:5060"]}}, {"communities": ["12076:5060"]}),
    ),
}


class Estate:
    """The estate in the offline Azure, and the state an engine would hold of it."""

    def __init__(self, engine: Any, arm: Any) -> None:
        self.engine, self.arm = engine, arm
        self.made: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {}
        for key, life in ESTATE.items():
            inputs, failures = engine.check(life.token, life.inputs)
            assert failures == []
            made, state = engine.create(life.token, inputs)
            self.made[key] = (made, inputs, state)

    def plan(self, key: str, change: dict[str, Any]) -> tuple[dict[str, Any], Any]:
        """New checked inputs, and what differs."""
        life = ESTATE[key]
        _, olds, state = self.made[key]
        news, failures = self.engine.check(life.token, {**life.inputs, **change}, olds)
        assert failures == []
        return news, self.engine.diff(life.token, olds, news, state)

    def refresh(self, key: str) -> dict[str, Any]:
        """Read, and what changed in the inputs."""
        made, inputs, state = self.made[key]
        again, outputs, refreshed = self.engine.read(ESTATE[key].token, made, inputs, state)
        assert again == made
        self.made[key] = (made, refreshed, outputs)
        assert inputs.keys() <= refreshed.keys()
        return {name: value for name, value in refreshed.items() if inputs.get(name) != value}

    def change_by_hand(self, key: str, change: dict[str, Any]) -> None:
        """A write from elsewhere: read, merge, write."""
        made, api = self.made[key][0], self.made[key][1]["azureApiVersion"]
        document = self.arm.request("GET", made, api_version=api).body
        merged = {**document, **change}
        if "properties" in change:
            merged["properties"] = {**document["properties"], **change["properties"]}
        assert self.arm.request("PUT", made, merged, api_version=api).ok


@pytest.fixture
def arm(tmp_path: Path) -> Iterator[Any]:
    opened = open_arm(tmp_path / "azure")
    yield opened
    opened.store.close()


@pytest.fixture
def estate(engine: Any, arm: Any) -> Estate:
    return Estate(engine, arm)


@pytest.mark.parametrize("key", ESTATE)
def test_life(estate: Estate, key: str) -> None:
    life, engine = ESTATE[key], estate.engine
    made = estate.made[key][0]
    _, difference = estate.plan(key, {})
    assert difference["changes"] == "DIFF_NONE"
    assert estate.refresh(key) == life.appears
    _, difference = estate.plan(key, {**life.replaced, **life.appears})
    assert difference["replaces"] == [_path(life.replaced)]
    assert difference["before"] is True

    if life.refused:
        news, difference = estate.plan(key, life.refused[0])
        assert (difference["changes"], difference["replaces"]) == ("DIFF_SOME", [])
        error = engine.refused("update", life.token, made, news, estate.made[key][2])
        assert f' Code="{life.refused[1]}" ' in error.text
        assert estate.refresh(key) == {}

    if life.changed:
        news, difference = estate.plan(key, {**life.changed, **life.appears})
        assert (difference["changes"], difference["replaces"]) == ("DIFF_SOME", [])
        estate.made[key] = (made, news, engine.update(life.token, made, news, estate.made[key][2]))
        assert estate.plan(key, {**life.changed, **life.appears})[1]["changes"] == "DIFF_NONE"
        assert estate.refresh(key) == {}

    by_hand, taken_in = life.drift
    if by_hand:
        estate.change_by_hand(key, by_hand)
        assert estate.refresh(key) == taken_in
        assert estate.refresh(key) == {}

    if life.in_use:
        assert f' Code="{life.in_use}" ' in engine.refused("delete", life.token, made).text
        assert engine.read(life.token, made)[0] == made
    else:
        engine.delete(life.token, made)
        engine.delete(life.token, made)
        assert engine.read(life.token, made) == ("", {}, {})


@pytest.mark.parametrize("key", ESTATE)
def test_an_import_gives_at_least_what_was_written(estate: Estate, key: str) -> None:
    life = ESTATE[key]
    made, inputs, _ = estate.made[key]
    _, outputs, imported = estate.engine.read(life.token, made)
    kinds = estate.engine.diff(life.token, imported, inputs, outputs)["kinds"]
    # What Azure filled in is in the imported inputs beyond what was written; it never tells a key that was set.
    added = {path for path, kind in kinds.items() if not kind.startswith("DELETE")}
    assert added == ({"sharedKey"} if "sharedKey" in inputs else set())


def _path(change: dict[str, Any]) -> str:
    """The path of the one value in a change: `sku.name`."""
    ((name, value),) = change.items()
    return f"{name}.{_path(value)}" if isinstance(value, dict) else name


def test_the_estate_goes_in_the_opposite_order(estate: Estate) -> None:
    for key in reversed(ESTATE):
        estate.engine.delete(ESTATE[key].token, estate.made[key][0])
    assert estate.arm.request("GET", GROUP, api_version="2024-03-01").status == 404


def test_a_group_takes_everything_with_it(estate: Estate) -> None:
    estate.engine.delete("resources:ResourceGroup", GROUP)
    for key, life in ESTATE.items():
        assert estate.engine.read(life.token, estate.made[key][0]) == ("", {}, {})
