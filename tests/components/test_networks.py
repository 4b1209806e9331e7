"""What Azure is sent for networks, subnets, groups, tables, NAT and VPN gateways."""

from typing import Any

from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import Hub, InternalOnlyNsg, Spoke


def hub(**more: Any) -> Recording:
    return deploy(lambda: Hub("hub", d.hub(**more)).vnet_id)  # type: ignore[arg-type]


def spoke(**more: Any) -> Recording:
    return deploy(lambda: Spoke("s", d.spoke(**more)).vnet_id)  # type: ignore[arg-type]


def test_a_network_never_lists_its_subnets() -> None:
    """azure-native keeps what is left out on updates; a list would take away what others made."""
    assert spoke(dnsServers=["10.0.0.4"]).named("s-vnet").inputs == {
        "resourceGroupName": "rg-spoke",
        "virtualNetworkName": "vnet-s",
        "location": "westeurope",
        "addressSpace": {"addressPrefixes": ["10.1.0.0/22"]},
        "dhcpOptions": {"dnsServers": ["10.0.0.4"]},
        "enableDdosProtection": False,
        "enableVmProtection": False,
    }


def test_a_subnet_has_its_group_and_table_from_its_first_moment() -> None:
    assert spoke().named("s-subnet-proxies").inputs == {
        "resourceGroupName": "rg-spoke",
        "virtualNetworkName": "vnet-s",
        "subnetName": "snet-s-proxies",
        "addressPrefix": "10.1.1.0/24",
        "defaultOutboundAccess": False,
        "networkSecurityGroup": {"id": "s-nsg-proxies_id"},
        "routeTable": {"id": "s-routes_id"},
        "natGateway": {"id": "s-nat-out_id"},
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
    }


def test_subnets_of_the_platform_are_left_without_what_azure_refuses_there() -> None:
    made = hub()
    for name in ("hub-gateway-subnet", "hub-subnet-AzureBastionSubnet"):
        assert not {"networkSecurityGroup", "routeTable", "natGateway"} & made.named(name).inputs.keys()
    assert made.named("hub-gateway-subnet").inputs["subnetName"] == "GatewaySubnet"


def test_a_subnet_takes_a_group_made_elsewhere_and_delegations() -> None:
    subnet = {
        "prefix": "10.1.0.0/24",
        "networkSecurityGroupId": "/nsg",
        "delegation": "Microsoft.Web/serverFarms",
        "serviceEndpoints": ["Microsoft.Storage"],
    }
    made = spoke(subnets={"a": subnet})
    inputs = made.named("s-subnet-a").inputs
    assert made.of_type("NetworkSecurityGroup") == []
    assert inputs["networkSecurityGroup"] == {"id": "/nsg"}
    assert inputs["delegations"] == [{"name": "Microsoft.Web/serverFarms", "serviceName": "Microsoft.Web/serverFarms"}]
    assert inputs["serviceEndpoints"] == [{"service": "Microsoft.Storage"}]


def test_a_table_says_so_when_it_has_no_routes() -> None:
    """Left out, azure-native would keep the routes that were taken away."""
    made = spoke(propagateGatewayRoutes=False)
    assert (made.named("s-routes").inputs["routes"], made.named("s-routes").inputs["disableBgpRoutePropagation"]) == (
        [],
        True,
    )
    assert made.named("s-routes-web").inputs["routes"] == [
        {
            "name": "out",
            "addressPrefix": "0.0.0.0/0",
            "nextHopType": "VirtualAppliance",
            "nextHopIpAddress": "10.0.1.4",
        }
    ]


def test_intent_is_written_on_the_groups() -> None:
    made = spoke(tags={"team": "a"})
    assert {item.name: item.inputs["tags"] for item in made.of_type("NetworkSecurityGroup")} == {
        "s-nsg-app": {"team": "a", "network-intent": "internal-only"},
        "s-nsg-proxies": {"team": "a", "network-intent": "egress/internet"},
        "s-nsg-web": {"team": "a"},
    }


def test_a_group_of_its_own() -> None:
    made = deploy(
        lambda: (
            InternalOnlyNsg(
                "only",
                {"resourceGroupName": "rg", "location": "westeurope"},  # type: ignore[arg-type]
            ).network_security_group_name
        )
    )
    group = made.named("only-nsg")
    assert made.value == "nsg-only"
    assert group.inputs["tags"] == {"network-intent": "internal-only"}
    assert [(rule["name"], rule["priority"], rule["access"]) for rule in group.inputs["securityRules"]] == [
        ("Inbound-10", 100, "Allow"),
        ("Inbound-172", 110, "Allow"),
        ("Inbound-192", 120, "Allow"),
        ("Inbound-DenyAll", 4096, "Deny"),
        ("Outbound-10", 100, "Allow"),
        ("Outbound-172", 110, "Allow"),
        ("Outbound-192", 120, "Allow"),
        ("NoInternet", 130, "Deny"),
        ("Outbound-DenyAll", 4096, "Deny"),
    ]


def test_an_expressroute_gateway_has_no_address_of_ours() -> None:
    inputs = hub().named("hub-gateway-er").inputs
    assert inputs["ipConfigurations"] == [
        {
            "name": "default",
            "privateIPAllocationMethod": "Dynamic",
            "subnet": {"id": "hub-gateway-subnet_id"},
        }
    ]
    assert (inputs["gatewayType"], inputs["sku"]) == ("ExpressRoute", {"name": "ErGw2AZ", "tier": "ErGw2AZ"})


def test_a_gateway_that_scales_has_its_bounds() -> None:
    made = hub(expressRouteGateway={"sku": "ErGwScale", "scaleUnits": {"minimum": 2, "maximum": 10}})
    inputs = made.named("hub-gateway-er").inputs
    assert inputs["autoScaleConfiguration"] == {"bounds": {"min": 2, "max": 10}}


def test_an_active_active_vpn_gateway_has_two_zonal_addresses() -> None:
    made = hub()
    inputs = made.named("hub-gateway-vpn").inputs
    assert [item["publicIPAddress"]["id"] for item in inputs["ipConfigurations"]] == [
        "hub-gateway-ip-vpn_id",
        "hub-gateway-ip-vpn-2_id",
    ]
    assert (inputs["activeActive"], inputs["vpnType"], inputs["bgpSettings"]) == (True, "RouteBased", {"asn": 65515})
    address = made.named("hub-gateway-ip-vpn").inputs
    assert (address["sku"], address["publicIPAllocationMethod"], address["zones"]) == (
        {"name": "Standard"},
        "Static",
        ["1", "2", "3"],
    )


def test_only_what_is_dear_is_protected() -> None:
    protected = {item.name for item in hub(protect=True) if item.protect}
    assert protected == {"hub-gateway-er", "hub-gateway-vpn"}


def test_what_azure_would_not_change_in_place_is_made_anew() -> None:
    made = hub()
    expected = {
        "hub-nsg-shared": {"location"},
        "hub-routes": {"location"},
        "hub-nat-out": {"location", "zones"},
        "hub-nat-ip-out": {"zones"},
        "hub-gateway-er": {"location", "gatewayType", "vpnType"},
    }
    assert {name: set(made.named(name).replace_on) for name in expected} == expected
