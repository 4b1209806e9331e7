"""What each type does from create to delete: what a GET shows, what an update keeps, what refers back."""

from dataclasses import replace
from typing import Any

import pytest

from azure_offline.arm import Arm
from azure_offline.arm.service import NOTICE
from azure_offline.arm.types import DECLARED
from azure_offline.world.records import NetworkWatchers, World, default_world

from .bodies import (
    Body,
    address,
    circuit,
    connection,
    filter_rule,
    gateway,
    inline,
    interface,
    microsoft_peering,
    plain,
    private_peering,
    ref,
    route,
    rule,
    site,
    subnet,
    vnet,
)
from .conftest import ONE, TWO, Azure, network

V = "virtualNetworks/vn"
ELSEWHERE = f"{ONE}/providers"
SETUP: list[tuple[str, Body]] = [
    (V, vnet("10.0.0.0/16")),
    (f"{V}/subnets/s", subnet("10.0.1.0/24")),
    (f"{V}/subnets/GatewaySubnet", subnet("10.0.2.0/26")),
    (f"{V}/subnets/AzureFirewallSubnet", subnet("10.0.3.0/26")),
    (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.4.0/26")),
    ("virtualNetworks/far", vnet("10.9.0.0/16")),
    ("publicIPAddresses/p", address()),
    ("networkSecurityGroups/g", plain()),
    ("routeTables/t", plain()),
    ("expressRouteCircuits/er", circuit()),
    ("expressRouteCircuits/er/peerings/AzurePrivatePeering", private_peering()),
    ("virtualNetworkGateways/gw", gateway(vnet_name="vn")),
    ("routeFilters/rf", plain()),
    ("firewallPolicies/fp", plain()),
    ("privateDnsZones/corp.example", {"location": "global"}),
    ("privateEndpoints/pe", plain(subnet=ref(f"{V}/subnets/s"))),
    ("networkInterfaces/base", interface("vn/subnets/s")),
    (f"{ELSEWHERE}/Microsoft.Storage/storageAccounts/logs1", plain(sku="Standard_LRS")),
    ("networkWatchers/w", plain(location="northeurope")),
]

AT_FIREWALL = [{"name": "c", "properties": {"subnet": ref(f"{V}/subnets/AzureFirewallSubnet")}}]
AT_BASTION = [{"name": "c", "properties": {"subnet": ref(f"{V}/subnets/AzureBastionSubnet")}}]

LIVES: dict[str, tuple[str, Body]] = {
    "Microsoft.Resources/resourceGroups": (f"{ONE}2", {"location": "westeurope"}),
    "Microsoft.Network/virtualNetworks": ("virtualNetworks/new", vnet("10.5.0.0/16")),
    "Microsoft.Network/virtualNetworks/subnets": (f"{V}/subnets/new", subnet("10.0.9.0/24")),
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings": (
        f"{V}/virtualNetworkPeerings/new",
        {"properties": {"remoteVirtualNetwork": ref("virtualNetworks/far")}},
    ),
    "Microsoft.Network/networkSecurityGroups": ("networkSecurityGroups/new", plain()),
    "Microsoft.Network/networkSecurityGroups/securityRules": ("networkSecurityGroups/g/securityRules/new", rule()),
    "Microsoft.Network/applicationSecurityGroups": ("applicationSecurityGroups/new", plain()),
    "Microsoft.Network/routeTables": ("routeTables/new", plain()),
    "Microsoft.Network/routeTables/routes": ("routeTables/t/routes/new", route("10.0.0.0/8")),
    "Microsoft.Network/publicIPAddresses": ("publicIPAddresses/new", address()),
    "Microsoft.Network/publicIPPrefixes": ("publicIPPrefixes/new", plain(sku="Standard", prefixLength=30)),
    "Microsoft.Network/natGateways": ("natGateways/new", plain(sku="Standard", publicIpAddresses=[])),
    "Microsoft.Network/virtualNetworkGateways": (
        "virtualNetworkGateways/new",
        gateway("Vpn", "VpnGw1AZ", vnet_name="vn", addresses=("publicIPAddresses/p",)),
    ),
    "Microsoft.Network/localNetworkGateways": ("localNetworkGateways/new", site("20.0.0.9")),
    "Microsoft.Network/connections": ("connections/new", connection()),
    "Microsoft.Network/expressRouteCircuits": ("expressRouteCircuits/new", circuit()),
    "Microsoft.Network/expressRouteCircuits/peerings": (
        "expressRouteCircuits/er/peerings/MicrosoftPeering",
        microsoft_peering(),
    ),
    "Microsoft.Network/expressRouteCircuits/peerings/connections": (
        "expressRouteCircuits/er/peerings/AzurePrivatePeering/connections/new",
        {"properties": {"addressPrefix": "192.168.8.0/29"}},
    ),
    "Microsoft.Network/expressRouteCircuits/authorizations": ("expressRouteCircuits/er/authorizations/new", {}),
    "Microsoft.Network/routeFilters": ("routeFilters/new", plain()),
    "Microsoft.Network/routeFilters/routeFilterRules": (
        "routeFilters/rf/routeFilterRules/new",
        filter_rule("12076:5010"),
    ),
    "Microsoft.Network/networkInterfaces": ("networkInterfaces/new", interface("vn/subnets/s")),
    "Microsoft.Network/azureFirewalls": ("azureFirewalls/new", plain(ipConfigurations=AT_FIREWALL)),
    "Microsoft.Network/firewallPolicies": ("firewallPolicies/new", plain()),
    "Microsoft.Network/firewallPolicies/ruleCollectionGroups": (
        "firewallPolicies/fp/ruleCollectionGroups/new",
        {"properties": {"priority": 100, "ruleCollections": []}},
    ),
    "Microsoft.Network/bastionHosts": ("bastionHosts/new", plain(sku="Standard", ipConfigurations=AT_BASTION)),
    "Microsoft.Network/ipGroups": ("ipGroups/new", plain(ipAddresses=["10.0.0.0/8"])),
    "Microsoft.Network/ddosProtectionPlans": ("ddosProtectionPlans/new", plain()),
    "Microsoft.Network/networkWatchers": ("networkWatchers/new", plain(location="uksouth")),
    "Microsoft.Network/networkWatchers/flowLogs": (
        f"{ONE.removesuffix('rg')}NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/"
        "NetworkWatcher_westeurope/flowLogs/new",
        plain(
            targetResourceId=network(V), storageId=f"{ELSEWHERE}/Microsoft.Storage/storageAccounts/logs1", enabled=True
        ),
    ),
    "Microsoft.Network/privateEndpoints": ("privateEndpoints/new", plain(subnet=ref(f"{V}/subnets/s"))),
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups": (
        "privateEndpoints/pe/privateDnsZoneGroups/new",
        {"properties": {"privateDnsZoneConfigs": []}},
    ),
    "Microsoft.Network/loadBalancers": (
        "loadBalancers/new",
        plain(
            sku="Standard",
            frontendIPConfigurations=[{"name": "f", "properties": {"subnet": ref(f"{V}/subnets/s")}}],
            loadBalancingRules=[
                {
                    "name": "r",
                    "properties": {"frontendIPConfiguration": ref("loadBalancers/new/frontendIPConfigurations/f")},
                }
            ],
        ),
    ),
    "Microsoft.Network/privateDnsZones": ("privateDnsZones/new.example", {"location": "global"}),
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks": (
        "privateDnsZones/corp.example/virtualNetworkLinks/new",
        {"location": "global", "properties": {"virtualNetwork": ref(V), "registrationEnabled": False}},
    ),
    "Microsoft.Storage/storageAccounts": (
        f"{ELSEWHERE}/Microsoft.Storage/storageAccounts/new1",
        {**plain(sku="Standard_LRS"), "kind": "StorageV2"},
    ),
    "Microsoft.OperationalInsights/workspaces": (
        f"{ELSEWHERE}/Microsoft.OperationalInsights/workspaces/newspace",
        plain(retentionInDays=30),
    ),
    "Microsoft.Authorization/locks": (
        f"{network('routeTables/t')}/providers/Microsoft.Authorization/locks/new",
        {"properties": {"level": "CanNotDelete"}},
    ),
    "Microsoft.Insights/diagnosticSettings": (
        f"{network('virtualNetworkGateways/gw')}/providers/Microsoft.Insights/diagnosticSettings/new",
        {
            "properties": {
                "storageAccountId": f"{ELSEWHERE}/Microsoft.Storage/storageAccounts/logs1",
                "logs": [{"categoryGroup": "allLogs", "enabled": True}],
                "metrics": [{"category": "AllMetrics", "enabled": True}],
            }
        },
    ),
    "Microsoft.Compute/virtualMachines": (
        f"{ELSEWHERE}/Microsoft.Compute/virtualMachines/new",
        plain(networkProfile={"networkInterfaces": [ref("networkInterfaces/base")]}),
    ),
}


@pytest.fixture
def full(azure: Azure) -> Azure:
    for id_, body in SETUP:
        azure.make(id_, body)
    return azure


def test_every_declared_type_has_a_life() -> None:
    assert {spec.type for spec in DECLARED} == LIVES.keys()


@pytest.mark.parametrize("type_name", LIVES)
def test_a_life_from_create_to_delete(type_name: str, full: Azure) -> None:
    id_, body = LIVES[type_name]
    before = full.arm.export()
    assert full.read(id_).code in {"ResourceNotFound", "ResourceGroupNotFound"}
    created = full.put(id_, body)
    assert created.status == 201, created.message
    shown = created.body
    assert shown is not None
    assert shown["type"] == type_name
    assert shown["id"].rpartition("/")[2] == shown["name"]
    assert full.get(id_) == shown
    assert full.get(shown["id"].upper().replace("/PROVIDERS/", "/providers/"))["id"] == shown["id"]
    again = full.put(id_, body)
    assert again.status == 200
    assert again.body is not None
    assert without_etags(again.body) == without_etags(shown)
    returned = full.put(id_, shown)
    assert returned.status == 200, returned.message
    assert returned.body is not None
    assert without_etags(returned.body) == without_etags(shown)
    if "tags" not in shown and "location" in shown:
        tagged = full.make(id_, {**body, "tags": {"env": "test"}})
        assert tagged["tags"] == {"env": "test"}
        if "etag" in shown:
            assert tagged["etag"] != shown["etag"]
    assert full.delete(id_).status == 200
    assert full.delete(id_).status in {204, 404}
    assert without_etags(full.arm.export()) == without_etags(before)


def without_etags(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_etags(item) for key, item in value.items() if key != "etag"}
    if isinstance(value, list):
        return [without_etags(item) for item in value]
    return value


def test_what_a_network_lists_is_what_there_is(azure: Azure) -> None:
    azure.make(V, vnet("10.0.0.0/16", subnets=[inline("b", subnet("10.0.1.0/24")), inline("a", subnet("10.0.2.0/24"))]))
    assert names(azure, V, "subnets") == ["b", "a"]
    azure.make(f"{V}/subnets/c", subnet("10.0.3.0/24"))
    assert names(azure, V, "subnets") == ["b", "a", "c"]
    kept = azure.get(f"{V}/subnets/a")
    azure.make(V, vnet("10.0.0.0/16", subnets=[inline("a", subnet("10.0.2.0/24")), inline("d", subnet("10.0.4.0/24"))]))
    assert names(azure, V, "subnets") == ["a", "d"]
    assert azure.get(f"{V}/subnets/a") == kept
    azure.make(V, vnet("10.0.0.0/16"))
    assert names(azure, V, "subnets") == []


def names(azure: Azure, id_: str, property_: str) -> list[str]:
    return [found["name"] for found in azure.get(id_)["properties"][property_]]


def test_one_put_may_swap_two_priorities(azure: Azure) -> None:
    azure.make("networkSecurityGroups/g", plain(securityRules=[inline("a", rule(100)), inline("b", rule(200))]))
    azure.make("networkSecurityGroups/g", plain(securityRules=[inline("a", rule(200)), inline("b", rule(100))]))
    assert azure.get("networkSecurityGroups/g/securityRules/a")["properties"]["priority"] == 200


def test_a_network_may_move_while_its_subnets_move_along(azure: Azure) -> None:
    azure.make(V, vnet("10.0.0.0/16", subnets=[inline("a", subnet("10.0.1.0/24"))]))
    azure.make(V, vnet("10.1.0.0/16", subnets=[inline("a", subnet("10.1.1.0/24"))]))
    assert azure.get(f"{V}/subnets/a")["properties"]["addressPrefix"] == "10.1.1.0/24"


def test_a_child_gives_its_parent_a_new_etag(azure: Azure) -> None:
    before = azure.make(V, vnet("10.0.0.0/16"))["etag"]
    azure.make(f"{V}/subnets/a", subnet("10.0.1.0/24"))
    assert azure.get(V)["etag"] != before


def test_the_default_rules_are_shown_and_cannot_be_written(azure: Azure) -> None:
    shown = azure.make("networkSecurityGroups/g", plain(defaultSecurityRules=[]))["properties"]["defaultSecurityRules"]
    assert [(found["name"], found["properties"]["priority"]) for found in shown] == [
        ("AllowVnetInBound", 65000),
        ("AllowAzureLoadBalancerInBound", 65001),
        ("DenyAllInBound", 65500),
        ("AllowVnetOutBound", 65000),
        ("AllowInternetOutBound", 65001),
        ("DenyAllOutBound", 65500),
    ]


def test_who_uses_what_is_shown_on_both_sides(full: Azure) -> None:
    user = {"id": network(f"{V}/subnets/web")}
    full.make("natGateways/n", plain(sku="Standard", publicIpAddresses=[ref("publicIPAddresses/p")]))
    references = {
        "networkSecurityGroup": "networkSecurityGroups/g",
        "routeTable": "routeTables/t",
        "natGateway": "natGateways/n",
    }
    full.make(f"{V}/subnets/web", subnet("10.0.8.0/24", **references))
    for used in references.values():
        assert full.get(used)["properties"]["subnets"] == [user]
    full.make("networkInterfaces/nic", interface("vn/subnets/web"))
    assert full.get(f"{V}/subnets/web")["properties"]["ipConfigurations"] == [
        ref("networkInterfaces/nic/ipConfigurations/c")
    ]
    gateway_subnet = full.get(f"{V}/subnets/GatewaySubnet")["properties"]
    assert gateway_subnet["ipConfigurations"] == [ref("virtualNetworkGateways/gw/ipConfigurations/c0")]
    assert full.get(f"{V}/subnets/s")["properties"]["privateEndpoints"] == [ref("privateEndpoints/pe")]
    full.delete("networkInterfaces/nic")
    full.make(f"{V}/subnets/web", subnet("10.0.8.0/24"))
    assert "subnets" not in full.get("networkSecurityGroups/g")["properties"]


def test_interfaces_get_the_first_free_addresses(full: Azure) -> None:
    def private(name: str) -> str:
        return str(full.get(name)["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"])

    assert private("networkInterfaces/base") == "10.0.1.4"
    full.make("networkInterfaces/two", interface("vn/subnets/s"))
    full.make("networkInterfaces/three", interface("vn/subnets/s"))
    assert [private("networkInterfaces/two"), private("networkInterfaces/three")] == ["10.0.1.5", "10.0.1.6"]
    full.delete("networkInterfaces/two")
    full.make("networkInterfaces/four", interface("vn/subnets/s"))
    assert private("networkInterfaces/four") == "10.0.1.5"
    full.make("networkInterfaces/three", {**interface("vn/subnets/s"), "tags": {"a": "b"}})
    assert private("networkInterfaces/three") == "10.0.1.6"


def test_a_connection_is_connected_when_the_circuit_is_ready_and_shows_no_key(full: Azure) -> None:
    shown = full.make("connections/c", connection(sharedKey="secret"))["properties"]
    assert shown["connectionStatus"] == "Connected"
    assert "sharedKey" not in shown
    full.make("expressRouteCircuits/idle", circuit(place="London"))
    idle = full.make("connections/d", connection("idle"))["properties"]
    assert idle["connectionStatus"] == "NotConnected"


def test_two_networks_connect_when_both_ends_are_there(azure: Azure) -> None:
    for index, name in enumerate(("aa", "bb")):
        azure.make(f"virtualNetworks/{name}", vnet(f"10.{index}.0.0/16"))
        azure.make(f"virtualNetworks/{name}/subnets/GatewaySubnet", subnet(f"10.{index}.0.0/26"))
        azure.make(f"publicIPAddresses/{name}", address())
        azure.make(
            f"virtualNetworkGateways/{name}",
            gateway("Vpn", "VpnGw1AZ", vnet_name=name, addresses=(f"publicIPAddresses/{name}",)),
        )

    def ends(one: str, two: str) -> Body:
        at = {f"virtualNetworkGateway{i}": ref(f"virtualNetworkGateways/{name}") for i, name in ((1, one), (2, two))}
        return plain(connectionType="Vnet2Vnet", **at)

    first = azure.make("connections/ab", ends("aa", "bb"))
    assert first["properties"]["connectionStatus"] == "NotConnected"
    azure.make("connections/ba", ends("bb", "aa"))
    assert azure.get("connections/ab")["properties"]["connectionStatus"] == "Connected"


def test_an_authorization_knows_its_user_and_takes_it_along(full: Azure) -> None:
    authorization = "expressRouteCircuits/er/authorizations/a"
    shown = full.make(authorization)["properties"]
    assert shown["authorizationUseStatus"] == "Available"
    full.make("connections/c", connection(authorizationKey=shown["authorizationKey"]))
    used = full.get(authorization)["properties"]
    assert (used["authorizationUseStatus"], used["connectionResourceUri"]) == ("InUse", network("connections/c"))
    assert full.delete(authorization).status == 200
    assert full.read("connections/c").status == 404


def test_a_network_watcher_comes_with_the_first_network_of_a_region_and_goes_with_the_last(azure: Azure) -> None:
    group = ONE.removesuffix("rg") + "NetworkWatcherRG"
    watcher = f"{group}/providers/Microsoft.Network/networkWatchers/NetworkWatcher_westeurope"
    azure.make("virtualNetworks/aa", vnet("10.0.0.0/16"))
    azure.make("virtualNetworks/bb", vnet("10.0.0.0/16"))
    assert azure.get(watcher)["location"] == "westeurope"
    azure.delete("virtualNetworks/aa")
    assert azure.read(watcher).ok
    azure.delete("virtualNetworks/bb")
    assert azure.read(group).status == 404


def test_a_world_may_do_without_automatic_watchers(azure: Azure) -> None:
    world: World = replace(default_world(), network_watchers=NetworkWatchers(creation="none"))
    arm = Arm(azure.arm.store, world)
    assert arm.request("PUT", network(V), vnet("10.0.0.0/16"), api_version="1").ok
    assert azure.read(ONE.removesuffix("rg") + "NetworkWatcherRG").status == 404


def test_deleting_a_group_takes_everything_unless_something_outside_needs_it(full: Azure) -> None:
    far = network("virtualNetworks/far", TWO)
    full.make(far, vnet("10.50.0.0/16"))
    full.make(f"{far}/virtualNetworkPeerings/p", {"properties": {"remoteVirtualNetwork": ref(V)}})
    needed = f"{ONE}2"
    full.make(needed, {"location": "westeurope"})
    full.make(network("routeTables/shared", needed), plain())
    using = {
        "properties": {"addressPrefix": "10.0.8.0/24", "routeTable": {"id": network("routeTables/shared", needed)}}
    }
    full.make(f"{V}/subnets/web", using)
    refused = full.delete(needed)
    assert refused.code == "InUseRouteTableCannotBeDeleted"
    assert full.delete(ONE).status == 200
    assert full.delete(needed).status == 200
    assert full.get(f"{far}/virtualNetworkPeerings/p")["properties"]["peeringState"] == "Disconnected"
    left = {document["id"] for document in full.arm.export()}
    assert left >= {TWO, far}
    assert not any(id_.startswith(f"{ONE}/") for id_ in left)


def test_patch_changes_what_it_names(azure: Azure) -> None:
    azure.make("routeTables/t", {**plain(disableBgpRoutePropagation=True), "tags": {"a": "1"}})
    azure.make("routeTables/t/routes/r", route("10.0.0.0/8"))
    answer = azure.arm.request("PATCH", network("routeTables/t"), {"tags": {"b": "2"}}, api_version="1")
    assert answer.status == 200
    shown = azure.get("routeTables/t")
    assert shown["tags"] == {"b": "2"}
    assert shown["properties"]["disableBgpRoutePropagation"] is True
    assert names(azure, "routeTables/t", "routes") == ["r"]
    missing = azure.arm.request("PATCH", network("routeTables/none"), {"tags": {}}, api_version="1")
    assert missing.code == "ResourceNotFound"


def test_an_undeclared_type_is_stored_with_a_notice_or_refused(azure: Azure) -> None:
    path = f"{ELSEWHERE}/Contoso.Widgets/widgets/w"
    answer = azure.put(path, {"location": "westeurope", "properties": {"size": 3, "sharedKey": "x"}})
    assert answer.status == 201
    assert "nothing was checked" in answer.headers[NOTICE]
    assert azure.get(path)["properties"]["size"] == 3
    assert azure.delete(path).status == 200
    strict = Arm(azure.arm.store, azure.arm.world, refuse_undeclared=True)
    refused = strict.request("PUT", path, {}, api_version="1")
    assert (refused.status, refused.code) == (400, "NotVerified")
    assert "no declaration of type Contoso.Widgets/widgets" in refused.message


def test_collections_subscriptions_and_actions_answer(azure: Azure) -> None:
    azure.make("routeTables/t", plain())
    azure.make(network("routeTables/u", TWO), plain())
    listed = azure.get(f"{ONE}/providers/Microsoft.Network/routeTables")["value"]
    assert [found["name"] for found in listed] == ["t"]
    subscription = ONE.removesuffix("/resourceGroups/rg")
    assert [found["name"] for found in azure.get(f"{subscription}/resourceGroups")["value"]] == ["rg"]
    assert azure.get(subscription)["tenantId"] == "00000000-0000-0000-0000-0000000000aa"
    values = azure.get(f"{subscription}/providers/Microsoft.Network/bgpServiceCommunities")["value"]
    assert any(found["properties"]["serviceName"] == "ExchangeOnline" for found in values)
    account = f"{ELSEWHERE}/Microsoft.Storage/storageAccounts/logs1"
    azure.make(account, plain(sku="Standard_LRS"))
    keys = azure.arm.request("POST", f"{account}/listKeys", api_version="1")
    assert keys.body is not None
    assert [key["keyName"] for key in keys.body["keys"]] == ["key1", "key2"]
    assert azure.arm.request("POST", f"{account}/explode", api_version="1").status == 404


def test_every_request_and_its_answer_is_in_the_log(azure: Azure) -> None:
    azure.put("routeTables/t", plain())
    azure.read("routeTables/none")
    azure.delete("routeTables/t")
    azure.arm.request("GET", "nonsense", api_version="1")
    with azure.arm.store.read() as transaction:
        entries = [(e.method, e.status, e.code) for e in transaction.entries()][2:]
    assert entries == [
        ("PUT", 201, ""),
        ("GET", 404, "ResourceNotFound"),
        ("DELETE", 200, ""),
        ("GET", 404, "InvalidResourceUri"),
    ]


def test_two_stores_with_the_same_requests_answer_the_same(azure: Azure, tmp_path: Any) -> None:
    from azure_offline.arm import open_arm

    twin = Azure(open_arm(tmp_path / "twin"), tmp_path / "twin")
    for id_, body in SETUP:
        assert azure.make(id_, body) == twin.make(id_, body)
    assert azure.arm.export() == twin.arm.export()
    twin.arm.store.close()
