"""`hubspoke migrate arm`: what documents become in settings, what is left out, and where program and Azure differ."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from hubspoke_cli.verbs.migrate import answered_by_azure, app
from hubspoke_migration.arm.adopt import adopt
from hubspoke_migration.arm.compare import differences
from hubspoke_migration.arm.documents import Documents, documents_of
from hubspoke_migration.arm.drafting import draft_of
from hubspoke_migration.arm.files import adoption_files
from hubspoke_migration.arm.program import Registered
from hubspoke_network.azure.type_names import VNET
from hubspoke_network.core.errors import ReadError

pytestmark = pytest.mark.slow

OWN = "00000000-0000-0000-0000-000000000001"
OTHER = "00000000-0000-0000-0000-000000000002"
Json = dict[str, Any]


def arm(kind: str, name: str, properties: Json, *, group: str = "net", subscription: str = OWN, **more: Any) -> Json:
    """A document of Microsoft.Network in North Europe."""
    scope = f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network"
    head = {
        "id": f"{scope}/{kind}/{name}",
        "name": name,
        "type": f"Microsoft.Network/{kind}",
        "location": "northeurope",
    }
    return head | more | {"properties": properties}


def ref(kind: str, name: str, group: str = "net", subscription: str = OWN) -> Json:
    return {"id": arm(kind, name, {}, group=group, subscription=subscription)["id"]}


def subnet(name: str, prefix: str, **properties: Any) -> Json:
    policies = {"privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled"}
    shown = {"addressPrefix": prefix, "defaultOutboundAccess": False, "provisioningState": "Succeeded"}
    return {"name": name, "properties": shown | policies | properties}


def peering(name: str, remote: str, **properties: Any) -> Json:
    space = {"addressPrefixes": ["10.0.0.0/16" if remote == "hub" else "10.1.0.0/16"]}
    switches = {
        "allowVirtualNetworkAccess": True,
        "peeringState": "Connected",
        "peeringSyncLevel": "FullyInSync",
        "remoteVirtualNetworkAddressSpace": space,
    }
    return {
        "name": name,
        "properties": {"remoteVirtualNetwork": ref("virtualNetworks", remote)} | switches | properties,
    }


def vnet(
    name: str, prefix: str, subnets: list[Json] | None = None, peerings: list[Json] | None = None, **more: Any
) -> Json:
    properties = {
        "addressSpace": {"addressPrefixes": [prefix]},
        "subnets": subnets or [],
        "virtualNetworkPeerings": peerings or [],
    }
    return arm("virtualNetworks", name, properties | more.pop("properties", {}), **more)


def gateway(name: str, network: str, kind: str = "ExpressRoute", sku: str = "ErGw1AZ", **more: Any) -> Json:
    where = {"id": f"{ref('virtualNetworks', network)['id']}/subnets/GatewaySubnet"}
    configuration = {"name": "default", "properties": {"subnet": where, "privateIPAllocationMethod": "Dynamic"}}
    properties = {"gatewayType": kind, "sku": {"name": sku, "tier": sku}, "ipConfigurations": [configuration]}
    return arm("virtualNetworkGateways", name, properties | more)


HUB = vnet(
    "hub",
    "10.0.0.0/16",
    [subnet("GatewaySubnet", "10.0.0.0/26")],
    [peering("to-shop", "shop", allowGatewayTransit=True)],
)
SHOP = vnet("shop", "10.1.0.0/16", [subnet("web", "10.1.0.0/24")], [peering("to-hub", "hub", useRemoteGateways=True)])


def settings(*documents: Json) -> tuple[Json, dict[str, str]]:
    """Drafted settings, and what is left out by the ids' ends."""
    draft = draft_of(documents_of(documents), OWN)
    return draft.settings, {key.partition("/microsoft.network/")[2] or key: why for key, why in draft.left.items()}


def test_a_gateway_makes_the_hub() -> None:
    found, left = settings(HUB, SHOP, gateway("er", "hub"))
    assert left == {}
    assert found == {
        "location": "northeurope",
        "hubs": {
            "hub": {
                "resourceGroup": "net",
                "addressSpace": ["10.0.0.0/16"],
                "names": {"vnet": "hub", "gateway-er": "er"},
                "gatewaySubnet": "10.0.0.0/26",
                "expressRouteGateway": {"sku": "ErGw1AZ"},
            }
        },
        "spokes": {
            "shop": {
                "resourceGroup": "net",
                "addressSpace": ["10.1.0.0/16"],
                "names": {"vnet": "shop", "hub-peering": "to-shop", "peering": "to-hub", "subnet-web": "web"},
                "subnets": {"web": {"prefix": "10.1.0.0/24", "security": "none"}},
            }
        },
    }


def test_without_gateways_the_centre_is_the_hub() -> None:
    centre = vnet("b", "10.0.0.0/16", peerings=[peering("to-a", "a"), peering("to-c", "c")])
    found, left = settings(
        centre,
        vnet("a", "10.1.0.0/16", peerings=[peering("x", "b")]),
        vnet("c", "10.2.0.0/16"),
        vnet("d", "10.3.0.0/16"),
    )
    assert (list(found["hubs"]), list(found["spokes"])) == (["b"], ["a", "c"])
    assert left == {"virtualnetworks/d": "it is peered with no hub"}


def test_the_scheme_and_shared_tags_are_recognised() -> None:
    named = [
        vnet("vnet-weu-prod", "10.0.0.0/16", peerings=[peering("p", "vnet-shop-prod")], tags={"a": "1", "b": "2"}),
        vnet("vnet-shop-prod", "10.1.0.0/16", tags={"a": "1", "c": "3"}),
    ]
    found, _ = settings(*named)
    assert (found["naming"], found["tags"]) == ({"environment": "prod"}, {"a": "1"})
    assert (list(found["hubs"]), list(found["spokes"])) == (["weu"], ["shop"])
    assert {**found["hubs"], **found["spokes"]}["weu"]["tags"] == {"b": "2"}


RULE = {
    "direction": "Inbound",
    "access": "Allow",
    "priority": 100,
    "protocol": "Tcp",
    "sourceAddressPrefix": "10.0.0.0/8",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRanges": ["443", "8443"],
}


def group(name: str, *rules: Json, where: str = "net") -> Json:
    listed = [{"name": f"r{index}", "properties": rule} for index, rule in enumerate(rules)]
    return arm("networkSecurityGroups", name, {"securityRules": listed}, group=where)


@pytest.mark.parametrize(
    ("documents", "expected", "left"),
    [
        pytest.param(
            [group("own", RULE)],
            {
                "rules": {
                    "r0": {
                        "direction": "Inbound",
                        "access": "Allow",
                        "priority": 100,
                        "protocol": "Tcp",
                        "sources": ["10.0.0.0/8"],
                        "ports": ["443", "8443"],
                    }
                }
            },
            {},
            id="own rules",
        ),
        pytest.param(
            [group("own", RULE | {"sourceApplicationSecurityGroups": [{"id": "/x"}]})],
            {"networkSecurityGroupId": ref("networkSecurityGroups", "own")["id"]},
            {"networksecuritygroups/own": "a rule of it uses what settings do not say; the subnet refers to it"},
            id="application security groups",
        ),
        pytest.param(
            [],
            {"networkSecurityGroupId": ref("networkSecurityGroups", "own")["id"]},
            {},
            id="a group outside the export",
        ),
    ],
)
def test_security_of_a_subnet(documents: list[Json], expected: Json, left: dict[str, str]) -> None:
    web = subnet("web", "10.1.0.0/24", networkSecurityGroup=ref("networkSecurityGroups", "own"))
    found, out = settings(
        HUB, gateway("er", "hub"), vnet("shop", "10.1.0.0/16", [web], [peering("x", "hub")]), *documents
    )
    assert found["spokes"]["shop"]["subnets"]["web"] == {"prefix": "10.1.0.0/24"} | expected
    assert out == left


def test_what_is_shared_or_elsewhere_is_referred_to() -> None:
    both = {"networkSecurityGroup": ref("networkSecurityGroups", "own")}
    away = {"networkSecurityGroup": ref("networkSecurityGroups", "away", "else")}
    subnets = [
        subnet("a", "10.1.0.0/24", **both),
        subnet("b", "10.1.1.0/24", **both),
        subnet("c", "10.1.2.0/24", **away),
    ]
    found, left = settings(
        HUB,
        gateway("er", "hub"),
        vnet("shop", "10.1.0.0/16", subnets, [peering("x", "hub")]),
        group("own", RULE),
        group("away", where="else"),
    )
    assert {key: list(value) for key, value in found["spokes"]["shop"]["subnets"].items()} == {
        key: ["prefix", "networkSecurityGroupId"] for key in "abc"
    }
    assert left == {
        "networksecuritygroups/own": "several subnets share it; they refer to it",
        "networksecuritygroups/away": "its resource group is not its network's; the subnet refers to it",
    }


def test_routes_ways_out_and_services() -> None:
    default = {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.1.4"}
    table = arm(
        "routeTables",
        "rt",
        {"disableBgpRoutePropagation": True, "routes": [{"name": "default", "properties": default}]},
    )
    nat = arm("natGateways", "ng", {"publicIpAddresses": [ref("publicIPAddresses", "ip")], "idleTimeoutInMinutes": 10})
    app_subnet = subnet(
        "app",
        "10.1.0.0/24",
        routeTable=ref("routeTables", "rt"),
        natGateway=ref("natGateways", "ng"),
        serviceEndpoints=[{"service": "Microsoft.Storage"}],
        delegations=[{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
    )
    found, left = settings(
        HUB,
        gateway("er", "hub"),
        vnet("shop", "10.1.0.0/16", [app_subnet], [peering("x", "hub")]),
        table,
        nat,
        arm("publicIPAddresses", "ip", {}),
    )
    spoke = found["spokes"]["shop"]
    assert left == {}
    assert spoke["propagateGatewayRoutes"] is False
    assert spoke["useHubGateway"] is False
    assert spoke["natGateways"] == {"ng": {"idleTimeoutMinutes": 10}}
    assert spoke["names"] | {"routes-app": "rt", "nat-ng": "ng", "nat-ip-ng": "ip"} == spoke["names"]
    assert spoke["subnets"]["app"] == {
        "prefix": "10.1.0.0/24",
        "security": "none",
        "routes": {"default": {"prefix": "0.0.0.0/0", "nextHop": "VirtualAppliance", "nextHopAddress": "10.0.1.4"}},
        "natGateway": "ng",
        "serviceEndpoints": ["Microsoft.Storage"],
        "delegation": "Microsoft.Web/serverFarms",
    }


def test_connectivity() -> None:
    provider = {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 1000}
    session = {"peerASN": 65010, "primaryPeerAddressPrefix": "10.9.0.0/30", "secondaryPeerAddressPrefix": "10.9.0.4/30"}
    peerings = [
        {"name": "AzurePrivatePeering", "properties": session | {"vlanId": 200}},
        {"name": "AzurePublicPeering", "properties": session | {"vlanId": 202}},
    ]
    circuit = arm(
        "expressRouteCircuits",
        "er1",
        {"serviceProviderProperties": provider, "peerings": peerings},
        sku={"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
    )
    direct = arm("expressRouteCircuits", "er2", {"expressRoutePort": {"id": "/x"}}, sku={"tier": "Standard"})

    def connection(name: str, to: str, **more: Any) -> Json:
        gateway_ref = ref("virtualNetworkGateways", more.pop("via", "er"))
        peer = ref("expressRouteCircuits", to)
        properties = {"connectionType": "ExpressRoute", "virtualNetworkGateway1": gateway_ref, "peer": peer}
        return arm("connections", name, properties | more)

    found, left = settings(
        HUB,
        SHOP,
        gateway("er", "hub"),
        circuit,
        direct,
        connection("one", "er1", routingWeight=10),
        connection("two", "er1"),
        connection("three", "er2"),
        connection("four", "gone"),
        connection("five", "er1", via="nowhere"),
        connection("six", "er1", connectionType="IPsec"),
        connection("seven", "er1", connectionType="Vnet2Vnet"),
    )
    assert found["circuits"] == {
        "er1": {
            "resourceGroup": "net",
            "tier": "Premium",
            "family": "MeteredData",
            "serviceProvider": {"name": "Equinix", "peeringLocation": "Amsterdam", "bandwidthMbps": 1000},
            "privatePeering": {
                "peerAsn": 65010,
                "primaryPrefix": "10.9.0.0/30",
                "secondaryPrefix": "10.9.0.4/30",
                "vlanId": 200,
            },
            "stage": "provisioned",
            "hubs": {"hub": {"routingWeight": 10}},
            "names": {"circuit": "er1", "connection-hub": "one"},
        }
    }
    assert left == {
        "connections/two": "the hub is linked to the circuit already",
        "connections/three": "its circuit is left out",
        "connections/four": "its circuit is not in the export",
        "connections/five": "its gateway is in no hub",
        "connections/six": "its gateway is left out, or has no tunnels",
        "connections/seven": "tunnels between networks are not part of the settings",
        "expressroutecircuits/er1/peerings/azurepublicpeering": "public peering is not part of the settings",
        "expressroutecircuits/er2": "it is on a port of its own (ExpressRoute Direct)",
    }


def site(name: str, **properties: Any) -> Json:
    """A local network gateway."""
    space = {"addressPrefixes": ["192.168.0.0/24"]}
    shown = {"gatewayIpAddress": "203.0.113.9", "localNetworkAddressSpace": space, "provisioningState": "Succeeded"}
    return arm("localNetworkGateways", name, shown | properties)


def tunnel(name: str, to: str, **properties: Any) -> Json:
    """A connection of the VPN gateway to a site, as Azure shows it: without its key."""
    ends = {
        "connectionType": "IPsec",
        "virtualNetworkGateway1": ref("virtualNetworkGateways", "vpn"),
        "localNetworkGateway2": ref("localNetworkGateways", to),
    }
    shown = {
        "connectionProtocol": "IKEv2",
        "enableBgp": False,
        "routingWeight": 0,
        "usePolicyBasedTrafficSelectors": False,
        "useLocalAzureIpAddress": False,
        "ipsecPolicies": [],
        "trafficSelectorPolicies": [],
        "dpdTimeoutSeconds": 0,
        "connectionMode": "Default",
    }
    return arm("connections", name, ends | shown | properties)


POLICY = {
    "ikeEncryption": "AES256",
    "ikeIntegrity": "SHA256",
    "dhGroup": "DHGroup14",
    "ipsecEncryption": "AES256",
    "ipsecIntegrity": "SHA256",
    "pfsGroup": "PFS14",
    "saLifeTimeSeconds": 3600,
    "saDataSizeKilobytes": 2048000,
}


def test_tunnels_become_sites_that_keep_their_keys() -> None:
    instances = ref("virtualNetworkGateways", "vpn")["id"] + "/ipConfigurations"
    speakers = [{"ipconfigurationId": f"{instances}/default", "customBgpIpAddresses": ["169.254.21.5"]}]
    vpn = gateway(
        "vpn",
        "hub",
        "Vpn",
        "VpnGw2AZ",
        enableBgp=True,
        bgpSettings={"asn": 65001, "bgpPeeringAddresses": speakers},
        gatewayDefaultSite=ref("localNetworkGateways", "lgw-branch"),
    )
    found, left = settings(
        HUB,
        vpn,
        site("lgw-branch"),
        tunnel("to-branch", "lgw-branch", connectionMode="InitiatorOnly", dpdTimeoutSeconds=30, routingWeight=5),
        site(
            "campus",
            gatewayIpAddress=None,
            fqdn="vpn.example.com",
            localNetworkAddressSpace={"addressPrefixes": []},
            bgpSettings={"asn": 65020, "bgpPeeringAddress": "192.168.10.1"},
        ),
        tunnel("to-campus", "campus", enableBgp=True, ipsecPolicies=[POLICY]),
    )
    assert left == {}
    hub = found["hubs"]["hub"]
    assert hub["names"] == {
        "vnet": "hub",
        "gateway-vpn": "vpn",
        "site-branch": "lgw-branch",
        "connection-branch": "to-branch",
        "site-campus": "campus",
        "connection-campus": "to-campus",
    }
    assert hub["vpnGateway"] == {
        "sku": "VpnGw2AZ",
        "bgp": True,
        "asn": 65001,
        "linkLocalAddresses": ["169.254.21.5"],
        "defaultSite": "branch",
        "sites": {
            "branch": {
                "address": "203.0.113.9",
                "prefixes": ["192.168.0.0/24"],
                "adopted": True,
                "mode": "InitiatorOnly",
                "dpdTimeoutSeconds": 30,
                "routingWeight": 5,
            },
            "campus": {
                "fqdn": "vpn.example.com",
                "adopted": True,
                "bgp": {"asn": 65020, "peerAddress": "192.168.10.1"},
                "ipsec": {
                    "ikeEncryption": "AES256",
                    "ikeIntegrity": "SHA256",
                    "dhGroup": "DHGroup14",
                    "ipsecEncryption": "AES256",
                    "ipsecIntegrity": "SHA256",
                    "pfsGroup": "PFS14",
                    "lifetimeSeconds": 3600,
                    "lifetimeKilobytes": 2048000,
                },
            },
        },
    }


def test_tunnels_that_settings_cannot_say_are_left_out_with_their_sites() -> None:
    found, left = settings(
        HUB,
        gateway("vpn", "hub", "Vpn", "VpnGw1AZ"),
        *(site(name) for name in ("a", "b", "c", "d")),
        tunnel("1", "a", connectionProtocol="IKEv1", usePolicyBasedTrafficSelectors=True),
        tunnel("2", "b", ipsecPolicies=[POLICY, POLICY]),
        tunnel("3", "c"),
        tunnel("4", "c"),
        tunnel("5", "gone"),
        arm("connections", "6", tunnel("6", "d")["properties"], group="else"),
    )
    assert list(found["hubs"]["hub"]["vpnGateway"]["sites"]) == ["c"]
    assert left == {
        "connections/1": "settings do not say its connectionProtocol, usePolicyBasedTrafficSelectors",
        "localnetworkgateways/a": "its connection is left out",
        "connections/2": "it has several IPsec policies; a tunnel of the stack has one",
        "localnetworkgateways/b": "its connection is left out",
        "connections/4": "its local network gateway has a tunnel already",
        "connections/5": "its local network gateway is not in the export",
        "connections/6": "it or its local network gateway is in another resource group than the gateway",
        "localnetworkgateways/d": "its connection is left out",
    }


def test_a_site_that_the_components_refuse_takes_its_own_tunnel_out_only() -> None:
    overlapping = site("near", localNetworkAddressSpace={"addressPrefixes": ["10.0.4.0/24"]})
    vpn = gateway("vpn", "hub", "Vpn", "VpnGw1AZ", gatewayDefaultSite=ref("localNetworkGateways", "near"))
    documents = [HUB, SHOP, vpn, overlapping, tunnel("n", "near"), site("far"), tunnel("f", "far")]
    found = adopt(documents_of(documents), "prod", OWN, answered_by_azure)
    assert list(found.settings["hubs"]["hub"]["vpnGateway"]["sites"]) == ["far"]
    refused = {key.rpartition("/")[2]: why for key, why in found.left.items() if "settings cannot say it" in why}
    assert sorted(refused) == ["n", "near"]
    adopted = {match.document.name: match.differences for match in found.matches if match.document.name in {"f", "far"}}
    assert adopted == {"f": (), "far": ()}


FIREWALLS = "a firewall brings tables for every route through its hub, which settings are not drafted for"


def test_a_firewall_is_left_out_with_its_policy() -> None:
    documents = [HUB, SHOP, gateway("er", "hub"), arm("azureFirewalls", "fw", {}), arm("firewallPolicies", "rules", {})]
    found = adopt(documents_of(documents), "prod", OWN, answered_by_azure)
    reasons = {key.rpartition("/")[2]: why for key, why in found.left.items()}
    assert reasons == {"fw": FIREWALLS, "rules": FIREWALLS}
    assert not found.complete


def registered(**inputs: Any) -> Registered:
    given = {"virtualNetworkName": "shop", "resourceGroupName": "net"} | inputs
    return Registered("azure-native:network:VirtualNetwork", "n", "", "", True, given, False, "")


@pytest.mark.parametrize(
    ("inputs", "properties", "more", "expected"),
    [
        ({"location": "North Europe"}, {}, {}, []),
        ({"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}, {}, {}, []),
        (
            {"addressSpace": {"addressPrefixes": ["10.2.0.0/16"]}},
            {},
            {},
            ["properties.addressSpace.addressPrefixes[0]: the program says 10.2.0.0/16, Azure has 10.1.0.0/16"],
        ),
        ({"enableDdosProtection": False}, {}, {}, []),
        (
            {"enableDdosProtection": True},
            {},
            {},
            ["properties.enableDdosProtection: the program says True, Azure has nothing"],
        ),
        ({"tags": {"a": "1"}}, {}, {"tags": {"a": "1"}}, []),
        ({"tags": {"a": "1"}}, {}, {"tags": {"a": "2"}}, ["tags.a: the program says 1, Azure has 2"]),
        (
            {},
            {"ddosProtectionPlan": {"id": "/subscriptions/x"}},
            {},
            ["ddosProtectionPlan: the program says nothing, Azure has {'id': '/subscriptions/x'}"],
        ),
        ({}, {"provisioningState": "Succeeded", "resourceGuid": "x", "subnets": [{"name": "s"}]}, {}, []),
        ({"dhcpOptions": {"dnsServers": []}}, {}, {}, []),
        (
            {"ddosProtectionPlan": {"id": "/subscriptions/x/a"}},
            {"ddosProtectionPlan": {"id": "/subscriptions/X/A"}},
            {},
            [],
        ),
        (
            {"ddosProtectionPlan": {"id": "/subscriptions/x/a"}},
            {"ddosProtectionPlan": {"id": "/subscriptions/x/b"}},
            {},
            ["properties.ddosProtectionPlan.id: the program says /subscriptions/x/a, Azure has /subscriptions/x/b"],
        ),
        ({}, {}, {"tags": {"a": "1"}}, ["tags: the program says nothing, Azure has {'a': '1'}"]),
    ],
)
def test_differences(inputs: Json, properties: Json, more: Json, expected: list[str]) -> None:
    given = {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}} | inputs
    document = next(iter(documents_of([vnet("shop", "10.1.0.0/16", properties=properties, **more)]).of_type(VNET)))
    assert differences(registered(**given), document, answered_by_azure) == expected


def small() -> Documents:
    """A hub with one spoke whose subnet has a way out that the program takes away, and one with a bad size."""
    bad = [subnet("web", "10.1.0.0/24"), subnet("tiny", "10.1.9.0/30")]
    shop = vnet("shop", "10.1.0.0/16", bad, [peering("to-hub", "hub", useRemoteGateways=True)])
    return documents_of([HUB, shop, gateway("er", "hub"), arm("azureFirewalls", "fw", {})])


def test_an_adoption_tells_everything() -> None:
    adoption = adopt(small(), "prod", OWN, answered_by_azure)
    files = adoption_files(adoption)
    assert sorted(files) == ["Pulumi.prod.yaml", "imports.json", "report.txt", "runbook.md"]
    left = {key.partition("/microsoft.network/")[2]: why for key, why in adoption.left.items()}
    assert list(left) == ["virtualnetworks/shop/subnets/tiny", "azurefirewalls/fw"]
    assert left["virtualnetworks/shop/subnets/tiny"].startswith("settings cannot say it: ")
    assert left["azurefirewalls/fw"] == FIREWALLS
    assert [item.name for item in adoption.created] == ["net-spoke-shop-routes"]
    table = {"id": ref("routeTables", "rt-shop")["id"]}
    assert {match.resource.name: match.differences for match in adoption.changed} == {
        "net-spoke-shop-subnet-web": (f"properties.routeTable.id: the program says {table['id']}, Azure has nothing",)
    }
    entries = {entry["name"]: entry for entry in json.loads(files["imports.json"])["resources"]}
    assert entries["net-spoke-shop"] == {
        "type": "hubspoke:index:Spoke",
        "name": "net-spoke-shop",
        "parent": "net",
        "component": True,
    }
    assert entries["net-spoke-shop-vnet"]["id"] == ref("virtualNetworks", "shop")["id"]
    assert entries["net-spoke-shop-vnet"]["inputs"]["azureApiVersion"] == "2024-05-01"
    assert "inputs" not in entries["net-spoke-shop-subnet-web"]
    assert "net-spoke-shop-routes" not in entries
    stack = yaml.safe_load(files["Pulumi.prod.yaml"])["config"]
    assert stack["hubspoke:spokes"]["shop"]["subnets"] == {"web": {"prefix": "10.1.0.0/24", "security": "none"}}
    assert adoption_files(adopt(small(), "prod", OWN, answered_by_azure)) == files


def run(tmp_path: Path, text: str, *options: str) -> tuple[int, str, str]:
    (tmp_path / "export.json").write_text(text)
    words = ["arm", str(tmp_path / "export.json"), "--out", str(tmp_path / "out"), *options]
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr.replace(str(tmp_path), ".")


def test_the_command(tmp_path: Path) -> None:
    text = json.dumps([HUB, SHOP, gateway("er", "hub")])
    code, report, progress = run(tmp_path, text)
    assert code == 3
    assert progress.startswith(
        "reading ./export.json\ndescribing 7 resources\n4 files written, 0 unchanged, in ./out\n"
    )
    assert report == (tmp_path / "out" / "report.txt").read_text()
    (tmp_path / "out" / "runbook.md").write_text("ticked")
    assert "give --force or another --out" in run(tmp_path, text)[2]


@pytest.mark.parametrize(
    ("text", "options", "code", "told"),
    [
        ("[]", [], 0, "describing 0 resources"),
        ("{", [], 1, "error: "),
        ('{"a": 1}', [], 1, "error: "),
        ('[{"name": "x"}]', [], 1, "error: ./export.json: document 0 has no resource id"),
        ("[]", ["--stack", "../x"], 1, "error: '../x' is not a stack name"),
        (json.dumps([vnet("alone", "10.0.0.0/16")]), [], 3, "1 files written"),
    ],
)
def test_exports_that_hold_no_hub(tmp_path: Path, text: str, options: list[str], code: int, told: str) -> None:
    found, _, progress = run(tmp_path, text, *options)
    assert found == code
    assert told in progress


def test_documents_need_ids() -> None:
    with pytest.raises(ReadError, match="document 1 has no resource id"):
        documents_of([HUB, {"name": "x"}])
