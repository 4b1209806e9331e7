"""Descriptions of networks that tests start from; each call gives a fresh one to spoil."""

from collections.abc import Callable
from typing import Any

SUBSCRIPTION = "00000000-0000-0000-0000-000000000002"
VNET_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub"
CIRCUIT_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/erc"

NETWORK_RULE: dict[str, Any] = {"sources": ["10.0.0.0/8"], "destinations": ["10.0.0.0/8"]}
NAT_RULE: dict[str, Any] = {"sources": ["*"], "port": "443", "translatedAddress": "10.1.0.4"}


def hub(**more: Any) -> dict[str, Any]:
    """A hub with both gateways, shared subnets and a NAT gateway."""
    return {
        "resourceGroupName": "rg-hub",
        "location": "westeurope",
        "addressSpace": ["10.0.0.0/22"],
        "gatewaySubnet": "10.0.0.0/26",
        "expressRouteGateway": {"sku": "ErGw2AZ"},
        "vpnGateway": vpn_gateway(),
        "natGateways": {"out": {"addresses": 2}},
        "subnets": {
            "shared": {"prefix": "10.0.1.0/24", "natGateway": "out", "security": "internalAndInternet"},
            "AzureBastionSubnet": {"prefix": "10.0.2.0/26"},
        },
        "tags": {"owner": "net"},
    } | more


def inspected_hub(**more: Any) -> dict[str, Any]:
    """The hub with an Azure Firewall that has rules of every kind, and a Bastion host."""
    subnets = {
        "shared": {"prefix": "10.0.1.0/24"},
        "proxies": {"prefix": "10.0.2.0/26", "natGateway": "out", "security": "internalAndInternet"},
        "tools": {"prefix": "10.0.2.64/26", "routes": {"site": {"prefix": "192.0.2.0/24", "nextHop": "None"}}},
    }
    inspection = {
        "firewallSubnet": "10.0.0.64/26",
        "firewallManagementSubnet": "10.0.0.128/26",
        "bastionSubnet": "10.0.0.192/26",
        "firewall": firewall(),
        "bastion": {"sku": "Standard"},
        "subnets": subnets,
    }
    return hub(**inspection | more)


def firewall(**more: Any) -> dict[str, Any]:
    """An Azure Firewall with rules of every kind."""
    return {"addresses": 2, "ruleGroups": {"spokes": rule_group(), "inside": rule_group(nat=True, priority=300)}} | more


def rule_group(*, nat: bool = False, **more: Any) -> dict[str, Any]:
    """A rule collection group: rules on addresses and on names, or rules that lead inside."""
    out = {"updates": {"sources": ["10.0.0.0/8"], "nameTags": ["WindowsUpdate"]}}
    filters = {
        "between": {"priority": 100, "networkRules": {"all": NETWORK_RULE}},
        "out": {"priority": 200, "applicationRules": out},
    }
    return {
        "priority": 200,
        "collections": {"in": {"priority": 100, "natRules": {"web": NAT_RULE}}} if nat else filters,
    } | more


def vpn_gateway(**more: Any) -> dict[str, Any]:
    """An active-active VPN gateway with BGP and a tunnel to a site."""
    return {"sku": "VpnGw2AZ", "activeActive": True, "bgp": True, "sites": {"branch": site()}} | more


def site(**more: Any) -> dict[str, Any]:
    """A site on-premises."""
    return {"address": "203.0.113.10", "prefixes": ["192.168.10.0/24"], "sharedKey": "not-to-be-seen"} | more


def hub_ref(**more: Any) -> dict[str, Any]:
    """A hub that somebody else made."""
    return {
        "vnetId": VNET_ID,
        "vnetName": "vnet-hub",
        "resourceGroupName": "rg-hub",
        "addressSpace": ["10.0.0.0/22"],
        "location": "westeurope",
        "hasGateway": True,
        "expressRouteGatewayId": f"/subscriptions/{SUBSCRIPTION}/gateway",
    } | more


def exported_hub(**more: Any) -> dict[str, Any]:
    """The same hub, as its own stack exports it."""
    gateway = f"/subscriptions/{SUBSCRIPTION}/gateway"
    return hub_ref(gatewayId=gateway, expressRouteGatewayId=gateway) | more


def meshed_hub(index: int, region: str, **more: Any) -> dict[str, Any]:
    """A hub of a mesh that somebody else made, with a firewall and tables of its gateways' subnet and shared ones."""
    vnet = f"vnet-{region}"
    return hub_ref(
        vnetId=VNET_ID.replace("vnet-hub", vnet),
        vnetName=vnet,
        addressSpace=[f"10.{index}.0.0/22"],
        inspected=True,
        firewallAddress=f"10.{index}.0.4",
        firewallTableName=f"rt-{region}-firewall",
        inspectedTables={"gateway": f"rt-{region}-gateway", "shared": f"rt-{region}-shared"},
        **more,
    )


def mesh(**more: Any) -> dict[str, Any]:
    """Two meshed hubs, each with a spoke's prefix behind it."""
    return {
        "hubs": {
            "weu": {"hub": meshed_hub(0, "weu"), "prefixes": ["10.1.0.0/16"]},
            "neu": {"hub": meshed_hub(64, "neu"), "prefixes": ["10.65.0.0/16"]},
        }
    } | more


def spoke(**more: Any) -> dict[str, Any]:
    """A spoke with a subnet of each kind of security."""
    return {
        "resourceGroupName": "rg-spoke",
        "location": "westeurope",
        "addressSpace": ["10.1.0.0/22"],
        "hub": hub_ref(),
        "natGateways": {"out": {}},
        "subnets": {
            "app": {"prefix": "10.1.0.0/24"},
            "proxies": {"prefix": "10.1.1.0/24", "security": "internalAndInternet", "natGateway": "out"},
            "web": {
                "prefix": "10.1.2.0/24",
                "rules": {
                    "https": {"direction": "Inbound", "access": "Allow", "priority": 200, "ports": ["443"]},
                    "ssh": {"direction": "Inbound", "access": "Deny", "priority": 100, "ports": ["22", "2222"]},
                },
                "routes": {"out": {"prefix": "0.0.0.0/0", "nextHop": "VirtualAppliance", "nextHopAddress": "10.0.1.4"}},
            },
        },
    } | more


def vnet_id(name: str) -> str:
    """The id of a virtual network that somebody else made."""
    return VNET_ID.replace("vnet-hub", name)


def attached(**more: Any) -> dict[str, Any]:
    """A virtual network that somebody else made, to be attached to a hub."""
    return {"vnetId": vnet_id("vnet-old"), "addressSpace": ["10.7.0.0/22"], "hub": hub_ref()} | more


def direct(**more: Any) -> dict[str, Any]:
    """Two networks to be peered with each other."""
    return {
        "first": {"vnetId": vnet_id("vnet-one"), "addressSpace": ["10.8.0.0/22"]},
        "second": {"vnetId": vnet_id("vnet-two"), "addressSpace": ["10.8.4.0/22"]},
    } | more


def tiers(**more: Any) -> dict[str, Any]:
    """The three usual tiers; `more` is added to single ones."""
    usual: dict[str, Any] = {
        "web": {"prefix": "10.1.0.0/24", "inbound": {"internet": ["tcp/443"]}, "loadBalancerProbes": True},
        "app": {"prefix": "10.1.1.0/24", "inbound": {"web": ["tcp/8443"]}},
        "data": {"prefix": "10.1.2.0/24", "inbound": {"app": ["tcp/1433"]}, "within": ["tcp/5022"]},
    }
    return {key: usual.get(key, {}) | more.get(key, {}) for key in {**usual, **more}}


def dmz(**more: Any) -> dict[str, Any]:
    """A DMZ with the usual tiers and two services of the infrastructure."""
    return {
        "resourceGroupName": "rg-dmz",
        "location": "westeurope",
        "addressSpace": ["10.1.0.0/22"],
        "hub": hub_ref(),
        "objectGroups": {
            "addresses": {
                "activeDirectory": ["10.0.1.4", "10.0.1.5"],
                "scanners": ["10.0.9.0/24"],
                "everywhere": ["10.0.0.0/8"],
            },
            "services": {"ldap": ["tcp/389", "udp/389"]},
        },
        "tiers": tiers(),
        "infrastructure": {
            "activeDirectory": {"outbound": ["ldap", "udp/53"]},
            "antivirus": {"group": "scanners", "inbound": ["tcp/8014"], "outbound": ["tcp/443"]},
        },
    } | more


def circuit(**more: Any) -> dict[str, Any]:
    """A provisioned circuit with both peerings, an authorization and a link."""
    return {
        "resourceGroupName": "rg-er",
        "location": "westeurope",
        "tier": "Premium",
        "family": "MeteredData",
        "serviceProvider": {"name": "Equinix", "peeringLocation": "Amsterdam", "bandwidthMbps": 200},
        "stage": "provisioned",
        "privatePeering": private_peering(sharedKey="bgp-secret"),
        "microsoftPeering": microsoft_peering(),
        "authorizations": ["partner"],
        "connections": {"weu": {"hub": hub_ref(subscription=SUBSCRIPTION)}},
    } | more


def private_peering(**more: Any) -> dict[str, Any]:
    """A private peering."""
    return {
        "peerAsn": 65010,
        "primaryPrefix": "10.200.0.0/30",
        "secondaryPrefix": "10.200.0.4/30",
        "vlanId": 100,
    } | more


def microsoft_peering(**more: Any) -> dict[str, Any]:
    """A Microsoft peering of our own."""
    return {
        "peerAsn": 65010,
        "primaryPrefix": "203.0.113.0/30",
        "secondaryPrefix": "203.0.113.4/30",
        "vlanId": 101,
        "advertisedPrefixes": ["203.0.113.128/25"],
    } | more


def provider_peering(**more: Any) -> dict[str, Any]:
    """A Microsoft peering that the connectivity provider owns."""
    return {"owner": "provider", "peeringId": f"{CIRCUIT_ID}/peerings/MicrosoftPeering"} | more


def route_filter(**more: Any) -> dict[str, Any]:
    """A route filter for Exchange."""
    return {"resourceGroupName": "rg-er", "location": "westeurope", "services": ["ExchangeOnline"]} | more


def flow_logs(**more: Any) -> dict[str, Any]:
    """Flow logs of networks in two regions, with analytics, and diagnostics of two resources."""
    return {
        "resourceGroupName": "rg-logs",
        "location": "westeurope",
        "targets": {
            "hub": {"resourceId": VNET_ID, "location": "westeurope"},
            "apps": {"resourceId": VNET_ID.replace("hub", "apps"), "location": "westeurope"},
            "north": {"resourceId": VNET_ID.replace("hub", "north"), "location": "North Europe"},
        },
        "trafficAnalytics": {},
        "diagnostics": {
            "circuit": {"resourceId": CIRCUIT_ID},
            "firewall": {"resourceId": VNET_ID.replace("virtualNetworks", "azureFirewalls"), "ownTables": True},
        },
        "tags": {"owner": "net"},
    } | more


def estate(**more: Any) -> dict[str, Any]:
    """Two hubs, three spokes (one in another subscription), a circuit and a filter."""
    return {
        "location": "westeurope",
        "naming": {"environment": "test"},
        "subscriptions": {"data": SUBSCRIPTION},
        "onPremises": {"campus": ["192.168.0.0/16"]},
        "hubs": {
            "weu": {"addressSpace": ["10.0.0.0/22"], "gatewaySubnet": "10.0.0.0/26", "expressRouteGateway": {}},
            "neu": {"addressSpace": ["10.4.0.0/22"], "location": "northeurope"},
        },
        "spokes": {
            "apps": {
                "hub": "weu",
                "addressSpace": ["10.1.0.0/22"],
                "subnets": {"web": {"prefix": "10.1.0.0/24"}, "app": {"prefix": "10.1.1.0/24"}},
            },
            "data": {
                "hub": "weu",
                "subscription": "data",
                "addressSpace": ["10.1.4.0/22"],
                "subnets": {"sql": {"prefix": "10.1.4.0/24"}},
            },
            "north": {"hub": "neu", "location": "northeurope", "addressSpace": ["10.1.8.0/22"]},
        },
        "flowLogs": {"trafficAnalytics": {"intervalMinutes": 10}},
        "routeFilters": {"office365": {"services": ["ExchangeOnline"], "authorised": True}},
        "circuits": {
            "ams": {
                "tier": "Premium",
                "serviceProvider": {"name": "Equinix", "peeringLocation": "Amsterdam", "bandwidthMbps": 200},
                "stage": "provisioned",
                "privatePeering": private_peering(),
                "microsoftPeering": microsoft_peering(routeFilter="office365"),
                "hubs": {"weu": {}},
            }
        },
    } | more


def wide_estate(**more: Any) -> dict[str, Any]:
    """The same estate with a hub that it does not make, a network that is attached to it, and a pair of spokes."""
    others = {
        "otherHubs": {"uks": {"vnetId": vnet_id("vnet-uks"), "addressSpace": ["10.6.0.0/22"], "subscription": "data"}},
        "attachedSpokes": {"old": {"vnetId": vnet_id("vnet-old"), "addressSpace": ["10.7.0.0/22"], "hub": "uks"}},
        "connections": {"apps-old": {"spokes": ["apps", "old"]}},
    }
    return estate(**others) | more


def nsg(**more: Any) -> dict[str, Any]:
    """A security group for internal traffic, with the load balancers' probes."""
    return {"resourceGroupName": "rg", "location": "westeurope", "loadBalancerProbes": True} | more


EXAMPLES: dict[str, Callable[..., dict[str, Any]]] = {
    "Hub": inspected_hub,
    "Spoke": spoke,
    "Dmz": dmz,
    "AttachedSpoke": attached,
    "DirectPeering": direct,
    "HubMesh": mesh,
    "ExpressRouteCircuit": circuit,
    "Office365RouteFilter": route_filter,
    "InternalOnlyNsg": nsg,
    "FlowLogs": flow_logs,
    "Estate": wide_estate,
}
"""The description of each component that its contract is tested with, and its page shows. What several have in common
is told on the page of the first."""
