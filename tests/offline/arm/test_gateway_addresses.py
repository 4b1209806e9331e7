"""The addresses a VPN gateway gives itself, as Microsoft's BGP guides show them."""

from typing import Any

import pytest

from .bodies import address, gateway, subnet, vnet
from .conftest import Azure, network

GATEWAY = network("virtualNetworkGateways/vpn")
PUBLIC = ("publicIPAddresses/p", "publicIPAddresses/q")


@pytest.fixture
def hub(azure: Azure) -> Azure:
    azure.make("virtualNetworks/hub", vnet("10.12.0.0/16"))
    azure.make("virtualNetworks/hub/subnets/GatewaySubnet", subnet("10.12.255.0/27"))
    for public in PUBLIC:
        azure.make(public, address())
    return azure


def parts(document: dict[str, Any]) -> list[str]:
    return [item["id"] for item in document["properties"]["ipConfigurations"]]


def test_one_instance_speaks_from_the_last_address(hub: Azure) -> None:
    made = hub.make(GATEWAY, gateway("Vpn", "VpnGw1AZ", addresses=PUBLIC[:1]))
    assert made["properties"]["bgpSettings"] == {
        "asn": 65515,
        "peerWeight": 0,
        "bgpPeeringAddress": "10.12.255.30",
        "bgpPeeringAddresses": [
            {
                "ipconfigurationId": parts(made)[0],
                "defaultBgpIpAddresses": ["10.12.255.30"],
                "customBgpIpAddresses": [],
                "tunnelIpAddresses": [hub.get(PUBLIC[0])["properties"]["ipAddress"]],
            }
        ],
    }


def test_two_instances_speak_from_the_first_addresses_and_from_those_asked_for(hub: Azure) -> None:
    asked = {"ipconfigurationId": f"{GATEWAY}/ipConfigurations/c1", "customBgpIpAddresses": ["169.254.21.1"]}
    settings = {"asn": 65010, "bgpPeeringAddresses": [asked]}
    body = gateway("Vpn", "VpnGw1AZ", addresses=PUBLIC, activeActive=True, bgpSettings=settings)
    made = hub.make(GATEWAY, body)
    found = made["properties"]["bgpSettings"]
    assert (found["asn"], found["bgpPeeringAddress"]) == (65010, "10.12.255.4,10.12.255.5")
    assert [item["defaultBgpIpAddresses"] for item in found["bgpPeeringAddresses"]] == [
        ["10.12.255.4"],
        ["10.12.255.5"],
    ]
    custom = {item["ipconfigurationId"]: item["customBgpIpAddresses"] for item in found["bgpPeeringAddresses"]}
    assert custom == {part: ["169.254.21.1"] if part.endswith("/c1") else [] for part in parts(made)}


def test_what_is_read_can_be_written_again(hub: Azure) -> None:
    made = hub.make(GATEWAY, gateway("Vpn", "VpnGw1AZ", addresses=PUBLIC[:1]))
    again = hub.make(GATEWAY, made)
    assert again["properties"] == made["properties"] | {"ipConfigurations": again["properties"]["ipConfigurations"]}


def test_a_gateway_of_expressroute_has_none(hub: Azure) -> None:
    assert "bgpSettings" not in hub.make(GATEWAY, gateway())["properties"]
