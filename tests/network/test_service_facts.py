"""The dated facts: each file names its source, and the records answer as documented."""

import re
from datetime import date
from importlib.resources import files

import pytest

from hubspoke_network.azure.circuits import circuit_bandwidths, circuit_tier, microsoft_asn, reserved_asn
from hubspoke_network.azure.communities import (
    Community,
    communities,
    community,
    office365_communities,
    regional_community,
    service_communities,
    well_formed,
)
from hubspoke_network.azure.gateway_skus import gateway_sku, gateway_sku_names
from hubspoke_network.azure.limits import limit
from hubspoke_network.azure.names import name_rule
from hubspoke_network.azure.reserved_subnets import bastion_rules, reserved_subnet
from hubspoke_network.azure.service_data import load

DATED = ("names", "reserved_subnets", "gateway_skus", "circuits", "communities", "limits")


@pytest.mark.parametrize("name", DATED)
def test_every_data_file_names_its_source_and_day(name: str) -> None:
    data = load(name)
    assert len(data["source"]) > 20
    assert date.fromisoformat(data["retrieved"]) <= date(2100, 1, 1)
    assert (files("hubspoke_network") / "azure" / "data" / f"{name}.json").is_file()


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        ("Microsoft.Network/virtualNetworks", "hub", None),
        ("microsoft.network/VIRTUALNETWORKS", "hub", None),
        ("Microsoft.Network/virtualNetworks", "h", "has 1 characters; 2 to 64 are allowed"),
        ("Microsoft.Network/virtualNetworks", "v" * 65, "has 65 characters; 2 to 64 are allowed"),
        ("Microsoft.Network/virtualNetworks/subnets", "a_", None),
        ("Microsoft.Storage/storageAccounts", "stprodlogs1", None),
        ("Microsoft.Network/networkWatchers/flowLogs", "x", None),
    ],
)
def test_names(kind: str, name: str, wrong: str | None) -> None:
    rule = name_rule(kind)
    assert rule is not None
    assert rule.problem(name) == wrong


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Microsoft.Network/virtualNetworks", "hub-"),
        ("Microsoft.Network/virtualNetworks", "-hub"),
        ("Microsoft.Network/networkSecurityGroups", "a b"),
        ("Microsoft.Storage/storageAccounts", "St-1"),
        ("Microsoft.Resources/resourceGroups", "rg."),
        ("Microsoft.Network/privateDnsZones", "onelabel"),
    ],
)
def test_names_with_characters_azure_refuses(kind: str, name: str) -> None:
    rule = name_rule(kind)
    assert rule is not None
    assert "characters that" in str(rule.problem(name))


def test_a_type_without_a_record_has_no_rule() -> None:
    assert name_rule("Microsoft.Compute/virtualMachines") is None


def test_reserved_subnets() -> None:
    gateway = reserved_subnet("gatewaysubnet")
    assert gateway is not None
    assert (gateway.name, gateway.longest_prefix, gateway.longest_prefix_basic_vpn) == ("GatewaySubnet", 27, 29)
    assert gateway.nsg_forbidden
    assert not gateway.route_table_refused
    bastion = reserved_subnet("AzureBastionSubnet")
    assert bastion is not None
    assert bastion.route_table_refused
    assert not bastion.nsg_forbidden
    assert reserved_subnet("app") is None
    assert len(bastion_rules()) == 8


def test_gateway_skus() -> None:
    scale = gateway_sku("expressroute", "ergwscale")
    assert scale is not None
    assert (scale.name, scale.scale_units, scale.zone_redundant) == ("ErGwScale", (1, 40), True)
    assert gateway_sku("Vpn", "ErGw1AZ") is None
    assert gateway_sku_names("Vpn", creatable_on=date(2026, 1, 1)) == (
        "Basic",
        "VpnGw1AZ",
        "VpnGw2AZ",
        "VpnGw3AZ",
        "VpnGw4AZ",
        "VpnGw5AZ",
    )
    assert "VpnGw1" in gateway_sku_names("Vpn", creatable_on=date(2025, 10, 31))


@pytest.mark.parametrize(
    ("tier", "mbps", "links"),
    [("Premium", 50, 20), ("premium", 1000, 50), ("Premium", 1500, 50), ("Standard", 10000, 10), ("Local", 1000, 10)],
)
def test_links_of_a_circuit(tier: str, mbps: int, links: int) -> None:
    record = circuit_tier(tier)
    assert record is not None
    assert record.max_links(mbps) == links


def test_circuit_facts() -> None:
    premium, local = circuit_tier("Premium"), circuit_tier("Local")
    assert premium is not None
    assert local is not None
    assert (premium.office365, local.office365, local.families) == (True, False, ("UnlimitedData",))
    assert circuit_tier("Gold") is None
    assert circuit_bandwidths() == (50, 100, 200, 500, 1000, 2000, 5000, 10000)
    assert microsoft_asn() == 12076
    assert [asn for asn in (65514, 65515, 65520, 65521) if reserved_asn(asn)] == [65515, 65520]


def test_communities() -> None:
    exchange = Community("12076:5010", "ExchangeOnline", "Exchange Online", "public", True, True)
    assert community("12076:5010") == exchange
    assert service_communities()["ExchangeOnline"] == exchange
    assert community("12076:9999") is None
    assert [c.value for c in office365_communities()] == ["12076:5010", "12076:5020", "12076:5030", "12076:5100"]
    assert [c.value for c in office365_communities("usgovernment")] == [
        "12076:5110",
        "12076:5120",
        "12076:5130",
        "12076:5200",
    ]
    west = regional_community("microsoft", "West Europe")
    assert west is not None
    assert (west.value, west.needs_authorisation) == ("12076:51002", False)
    assert regional_community("microsoft", "atlantis") is None


def test_every_community_is_well_formed_and_named_once_per_cloud() -> None:
    assert [c.value for c in communities() if not well_formed(c.value)] == []
    names = [(c.cloud, c.service) for c in communities()]
    assert sorted(set(names)) == sorted(names)
    assert not well_formed("12076:500")
    assert not well_formed("65000:5010")


def test_limits_are_whole_numbers_by_name() -> None:
    assert limit("peerings_per_virtual_network") == 500
    with pytest.raises(KeyError, match=re.escape("no_such_limit")):
        limit("no_such_limit")
