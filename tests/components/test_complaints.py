"""What users of other hub-and-spoke modules complain about, and defects in their code, rebuilt: here each one holds.

`docs/compared.md` names these tests, and others that were there already.
"""

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import ArgsError, Estate, EstateArgs, FlowLogsArgs, Hub, HubArgs, Spoke, SpokeArgs, internal_rules

PAID = {
    "AzureFirewall",
    "BastionHost",
    "DdosProtectionPlan",
    "ExpressRouteCircuit",
    "NatGateway",
    "PublicIPAddress",
    "StorageAccount",
    "VirtualNetworkGateway",
    "Workspace",
}


@cache
def estate() -> Recording:
    """Two hubs, spokes in two subscriptions, a circuit, flow logs."""
    return deploy(lambda: Estate("net", EstateArgs.of(d.estate())))


@cache
def spoke() -> Recording:
    return deploy(lambda: Spoke("net", SpokeArgs.of(d.spoke())))


def kinds(recording: Recording) -> set[str]:
    return {item.type.rpartition(":")[2] for item in recording if item.custom}


def peerings() -> dict[str, dict[str, Any]]:
    return {item.name: item.inputs for item in estate().of_type("VirtualNetworkPeering")}


def test_one_description_makes_hubs_spokes_and_both_ends_of_every_peering() -> None:
    args = EstateArgs.of(d.estate())
    for key, planned in (args.spokes or {}).items():
        hub = args.hub_of(planned)
        here, there = peerings()[f"net-spoke-{key}-peering"], peerings()[f"net-spoke-{key}-hub-peering"]
        assert here["remoteVirtualNetwork"] == {"id": f"net-hub-{hub}-vnet_id"}
        assert there["remoteVirtualNetwork"] == {"id": f"net-spoke-{key}-vnet_id"}


def test_with_several_hubs_each_peering_leads_to_its_own() -> None:
    """A module looked the local hub up by an index over the peerings of all hubs."""
    turned = d.estate()
    turned["spokes"] = dict(reversed(turned["spokes"].items()))
    again = deploy(lambda: Estate("net", EstateArgs.of(turned)))
    assert {i.name: i.inputs["remoteVirtualNetwork"] for i in again.of_type("VirtualNetworkPeering")} == {
        name: inputs["remoteVirtualNetwork"] for name, inputs in peerings().items()
    }


def test_no_two_ends_of_a_peering_both_use_the_others_gateway() -> None:
    """A module copied the flags of one end to the other."""
    used = {name: inputs["useRemoteGateways"] for name, inputs in peerings().items() if inputs["useRemoteGateways"]}
    assert set(used) == {"net-spoke-apps-peering", "net-spoke-data-peering"}


def test_a_tag_more_updates_what_has_tags_and_strips_nothing() -> None:
    before, after = d.hub(), d.hub(tags={"owner": "net", "team": "red"})
    one, two = (deploy(lambda data=data: Hub("net", HubArgs.of(data))).tree() for data in (before, after))
    assert one.keys() == two.keys()
    for urn, (_, inputs) in one.items():
        assert {k: v for k, v in two[urn][1].items() if k != "tags"} == {k: v for k, v in inputs.items() if k != "tags"}


def test_nothing_that_has_a_price_is_made_unasked() -> None:
    bare = {"resourceGroupName": "rg", "location": "westeurope", "addressSpace": ["10.0.0.0/22"]}
    made = deploy(lambda: Hub("hub", HubArgs.of(bare)))
    small = d.spoke(natGateways=None, subnets={"app": {"prefix": "10.1.0.0/24"}})
    assert kinds(made) & PAID == set()
    assert kinds(deploy(lambda: Spoke("spoke", SpokeArgs.of(small)))) & PAID == set()


def test_a_flow_log_of_a_security_group_is_refused_before_azure_does() -> None:
    group = d.VNET_ID.replace("virtualNetworks/vnet-hub", "networkSecurityGroups/nsg")
    with pytest.raises(ArgsError, match=r"HS173.*virtual network"):
        FlowLogsArgs.of(d.flow_logs(targets={"web": {"resourceId": group, "location": "westeurope"}}))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"expressRouteGateway": {"sku": "ErGw9AZ"}}, "HS120"),
        ({"vpnGateway": {"sku": "VpnGw1"}}, "HS121"),
        ({"expressRouteGateway": {"sku": "ErGwScale"}}, "HS123"),
        ({"vpnGateway": {"sku": "VpnGw1AZ", "zones": ["4"]}}, "HS127"),
        ({"gatewaySubnet": "10.0.0.0/28"}, "HS116"),
    ],
)
def test_skus_zones_and_sizes_are_judged_before_anything_is_made(more: dict[str, Any], code: str) -> None:
    with pytest.raises(ArgsError) as caught:
        HubArgs.of(d.hub(**{"vpnGateway": None, "firewall": None, "bastion": None, **more}))
    assert code in {problem.code for problem in caught.value.problems}


def test_a_bastion_subnet_that_is_too_small_is_refused() -> None:
    """A sample has a /29, which Azure refuses."""
    with pytest.raises(ArgsError) as caught:
        HubArgs.of(d.hub(bastionSubnet="10.0.0.192/29"))
    assert "HS116" in {problem.code for problem in caught.value.problems}


def test_every_group_and_table_that_is_made_is_in_use() -> None:
    """Modules make route tables for firewall and users, and attach them to nothing."""
    recording = estate()
    attached = {
        inputs[name]["id"]
        for inputs in (item.inputs for item in recording.of_type("Subnet"))
        for name in ("networkSecurityGroup", "routeTable")
        if inputs.get(name)
    }
    made = [*recording.of_type("NetworkSecurityGroup"), *recording.of_type("network:RouteTable")]
    assert {f"{item.name}_id" for item in made} == attached


def test_no_subnet_uses_the_group_of_another_network() -> None:
    """A sample gives the second spoke's subnet the first one's group."""
    for item in estate().of_type("Subnet"):
        owner = item.name.partition("-subnet-")[0].partition("-gateway-subnet")[0]
        for name in ("networkSecurityGroup", "routeTable"):
            assert item.inputs.get(name, {}).get("id", owner).startswith(owner), item.name


def test_every_subnet_of_a_spoke_has_a_security_group() -> None:
    assert [item.name for item in spoke().of_type("Subnet") if "networkSecurityGroup" not in item.inputs] == []


@pytest.mark.parametrize("direction", ["Inbound", "Outbound"])
def test_deny_all_denies_all(direction: str) -> None:
    """A sample's "deny all" denies TCP 443 alone."""
    rules = [rule.properties for rule in internal_rules(internet=False, probes=False)]
    last = max((rule for rule in rules if rule["direction"] == direction), key=lambda rule: int(str(rule["priority"])))
    assert (last["access"], last["protocol"], last["priority"]) == ("Deny", "*", 4096)
    assert {last[f"{end}{part}"] for end in ("source", "destination") for part in ("AddressPrefix", "PortRange")} == {
        "*"
    }


def test_nothing_opens_a_way_in_from_anywhere_unasked() -> None:
    """A sample opens SSH and RDP to any."""
    opened = [
        (group.name, rule["name"])
        for group in estate().of_type("NetworkSecurityGroup")
        for rule in group.inputs["securityRules"]
        if rule["direction"] == "Inbound"
        and rule["access"] == "Allow"
        and rule.get("sourceAddressPrefix") in {"*", "Internet", "0.0.0.0/0"}
    ]
    assert opened == []


def test_public_addresses_are_standard_and_static() -> None:
    """Samples make dynamic ones without a SKU, of a kind that has ended."""
    addresses = [item.inputs for item in deploy(lambda: Hub("net", HubArgs.of(d.hub()))).of_type("PublicIPAddress")]
    assert addresses
    assert {(a["sku"]["name"], a["publicIPAllocationMethod"]) for a in addresses} == {("Standard", "Static")}


def test_routes_of_one_name_in_two_networks_stand_side_by_side() -> None:
    """A module keeps the routes of all hubs in one map, by the route's name."""
    data = d.estate()
    for key in ("apps", "data"):
        for subnet in data["spokes"][key]["subnets"].values():
            subnet["routes"] = {"out": {"prefix": "192.0.2.0/24", "nextHop": "None"}}
    tables = deploy(lambda: Estate("net", EstateArgs.of(data))).of_type("network:RouteTable")
    named = [item.name for item in tables if [r["name"] for r in item.inputs["routes"]] == ["out"]]
    assert sorted(named) == [
        "net-spoke-apps-routes-app",
        "net-spoke-apps-routes-web",
        "net-spoke-data-routes-sql",
    ]


def test_hubs_and_spokes_have_resource_groups_of_their_own() -> None:
    """A sample has one group for everything."""
    groups = {item.name: item.inputs["resourceGroupName"] for item in estate().of_type("VirtualNetwork")}
    assert len(set(groups.values())) == len(groups)


def test_several_regions_come_up_in_one_run() -> None:
    """A sample needs two passes for two hubs: what one pass makes waits for nothing that another would have to give."""
    first = deepcopy(d.estate())
    shown = deploy(lambda: Estate("net", EstateArgs.of(first)), preview=True)
    assert set(shown.resources) == set(estate().resources)
    assert {item.inputs["location"] for item in estate().of_type("VirtualNetwork")} == {"westeurope", "northeurope"}
