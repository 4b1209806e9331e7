"""Plans without Pulumi: what a description comes to, and that adding to it touches nothing else."""

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import deploy

from hubspoke import (
    Estate,
    EstateArgs,
    ExpressRouteCircuitArgs,
    HubArgs,
    SpokeArgs,
    internal_rules,
    plan_circuit,
    plan_estate,
    plan_hub,
    plan_spoke,
)
from hubspoke.vnet.plan import SubnetPlan

pytestmark = pytest.mark.slow


def rules(internet: bool = False, probes: bool = False) -> list[tuple[Any, ...]]:
    keys = ("direction", "priority", "access", "sourceAddressPrefix", "destinationAddressPrefix")
    return [
        (rule.name, *(rule.properties[key] for key in keys))
        for rule in internal_rules(internet=internet, probes=probes)
    ]


INBOUND = [
    ("Inbound-10", "Inbound", 100, "Allow", "10.0.0.0/8", "*"),
    ("Inbound-172", "Inbound", 110, "Allow", "172.16.0.0/12", "*"),
    ("Inbound-192", "Inbound", 120, "Allow", "192.168.0.0/16", "*"),
]
OUTBOUND = [
    ("Outbound-10", "Outbound", 100, "Allow", "*", "10.0.0.0/8"),
    ("Outbound-172", "Outbound", 110, "Allow", "*", "172.16.0.0/12"),
    ("Outbound-192", "Outbound", 120, "Allow", "*", "192.168.0.0/16"),
]
DENY_IN = [("Inbound-DenyAll", "Inbound", 4096, "Deny", "*", "*")]
DENY_OUT = [("Outbound-DenyAll", "Outbound", 4096, "Deny", "*", "*")]


def test_the_rules_of_an_internal_only_group() -> None:
    no_internet = [("NoInternet", "Outbound", 130, "Deny", "*", "Internet")]
    assert rules() == [*INBOUND, *DENY_IN, *OUTBOUND, *no_internet, *DENY_OUT]


def test_the_variant_for_proxies_opens_the_way_out_alone() -> None:
    internet = [("Outbound-Internet", "Outbound", 130, "Allow", "*", "Internet")]
    assert rules(internet=True) == [*INBOUND, *DENY_IN, *OUTBOUND, *internet, *DENY_OUT]


def test_probes_get_in_on_demand() -> None:
    probes = [("Inbound-Probes", "Inbound", 130, "Allow", "AzureLoadBalancer", "*")]
    assert set(rules(probes=True)) - set(rules()) == set(probes)


def test_a_hub_with_both_gateways() -> None:
    plan = plan_hub("hub", HubArgs.of(d.hub()))
    assert plan.vnet.subnets == (
        SubnetPlan("", "GatewaySubnet", "10.0.0.0/26", role="gateway-subnet"),
        SubnetPlan("shared", "snet-hub-shared", "10.0.1.0/24", group="shared", table="", nat="out"),
        SubnetPlan("AzureBastionSubnet", "AzureBastionSubnet", "10.0.2.0/26"),
    )
    assert [(g.key, g.type, g.sku, len(g.addresses)) for g in plan.gateways] == [
        ("er", "ExpressRoute", "ErGw2AZ", 0),
        ("vpn", "Vpn", "VpnGw2AZ", 2),
    ]
    assert [(nat.key, [address.key for address in nat.addresses]) for nat in plan.vnet.nats] == [
        ("out", ["out", "out-2"])
    ]


def test_a_bare_hub_costs_nothing() -> None:
    plan = plan_hub("hub", HubArgs.of({"resourceGroupName": "r", "location": "w", "addressSpace": ["10.0.0.0/22"]}))
    assert (plan.gateways, plan.vnet.subnets, plan.vnet.nats, plan.vnet.tables) == ((), (), (), ())


def test_a_spoke() -> None:
    plan = plan_spoke("web", SpokeArgs.of(d.spoke()))
    assert plan.vnet.subnets == (
        SubnetPlan("app", "snet-web-app", "10.1.0.0/24", group="app", table=""),
        SubnetPlan("proxies", "snet-web-proxies", "10.1.1.0/24", group="proxies", table="", nat="out"),
        SubnetPlan("web", "snet-web-web", "10.1.2.0/24", group="web", table="web"),
    )
    assert {group.key: group.intent for group in plan.vnet.groups} == {
        "app": "internal-only",
        "proxies": "egress/internet",
        "web": "",
    }
    (own,) = [group for group in plan.vnet.groups if group.key == "web"]
    assert [(rule.name, rule.properties["priority"]) for rule in own.rules] == [("ssh", 100), ("https", 200)]
    assert own.rules[0].properties["destinationPortRanges"] == ["22", "2222"]


@pytest.mark.parametrize(
    ("hub", "spoke", "uses", "forwarded"),
    [
        ({"hasGateway": True}, {}, True, False),
        ({"hasGateway": False}, {}, False, False),
        ({"hasGateway": True}, {"useHubGateway": False}, False, False),
        ({"hasGateway": True, "inspected": True, "firewallAddress": "10.0.1.4"}, {}, True, True),
        (
            {"hasGateway": True, "firewallAddress": "10.0.1.4"},
            {"egress": "firewall", "natGateways": {}, "subnets": {}},
            True,
            True,
        ),
    ],
)
def test_the_switches_of_a_peering_follow_from_the_roles(
    hub: dict[str, Any], spoke: dict[str, Any], uses: bool, forwarded: bool
) -> None:
    plan = plan_spoke("s", SpokeArgs.of(d.spoke(hub=d.hub_ref(**hub), **spoke)))
    assert (plan.spoke_end.use_remote_gateways, plan.spoke_end.allow_forwarded_traffic) == (uses, forwarded)
    assert (plan.spoke_end.allow_gateway_transit, plan.hub_end.allow_gateway_transit) == (False, True)
    assert plan.hub_end.use_remote_gateways is False


def test_each_end_carries_the_others_addresses_so_that_a_change_of_them_is_synchronised() -> None:
    plan = plan_spoke("s", SpokeArgs.of(d.spoke()))
    assert plan.hub_end.remote_address_space == ("10.1.0.0/22",)
    assert plan.spoke_end.remote_address_space == ("10.0.0.0/22",)


def test_an_ordered_circuit_has_no_peerings_yet() -> None:
    plan = plan_circuit("er", ExpressRouteCircuitArgs.of(d.circuit(stage="ordered")))
    assert (plan.azure_name, plan.sku) == ("erc-er", "Premium_MeteredData")
    assert (plan.peerings, plan.connections) == ((), ())
    assert [item.key for item in plan.authorizations] == ["partner"]


def test_a_provisioned_circuit_is_peered_and_linked() -> None:
    plan = plan_circuit("er", ExpressRouteCircuitArgs.of(d.circuit()))
    assert plan.peerings == ("AzurePrivatePeering", "MicrosoftPeering")
    assert [(link.key, link.authorization) for link in plan.connections] == [("weu", "link-weu")]
    assert [item.key for item in plan.authorizations] == ["partner", "link-weu"]


def test_a_link_in_one_subscription_needs_no_authorization() -> None:
    plan = plan_circuit("er", ExpressRouteCircuitArgs.of(d.circuit(connections={"weu": {"hub": d.hub_ref()}})))
    assert [link.authorization for link in plan.connections] == [None]


def grown(path: str, key: str, value: Any, at: int) -> dict[str, Any]:
    """The estate with one entry more, at a place among the others."""
    changed = deepcopy(d.estate())
    target: Any = changed
    for part in path.split("."):
        target = target[part]
    items = [*target.items()]
    items.insert(at, (key, value))
    target.clear()
    target.update(items)
    return changed


ADDITIONS = [
    (
        "spokes",
        "between",
        {"hub": "weu", "addressSpace": ["10.1.12.0/22"], "subnets": {"x": {"prefix": "10.1.12.0/24"}}},
    ),
    ("spokes.apps.subnets", "between", {"prefix": "10.1.2.0/24"}),
    ("hubs", "between", {"addressSpace": ["10.8.0.0/22"], "location": "uksouth"}),
    ("routeFilters", "between", {"services": ["EntraId"]}),
]


def tree(data: dict[str, Any]) -> dict[str, Any]:
    return deploy(lambda: Estate("net", data)).tree()  # type: ignore[arg-type]


@cache
def estate_as_it_is() -> dict[str, Any]:
    return tree(d.estate())


@pytest.mark.parametrize(("path", "key", "value"), ADDITIONS, ids=[f"{case[0]}" for case in ADDITIONS])
@pytest.mark.parametrize("at", [0, 1, 9])
def test_one_more_changes_nothing_about_the_others(path: str, key: str, value: Any, at: int) -> None:
    before, after = estate_as_it_is(), tree(grown(path, key, value, at))
    assert {urn: after.get(urn) for urn in before} == before
    assert len(after) > len(before)


@pytest.mark.parametrize("at", [0, 1, 9])
def test_a_pinned_network_stays_when_another_comes(at: int) -> None:
    sized = {
        "location": "westeurope",
        "addresses": {"pools": {"p": ["10.0.0.0/14"]}, "allowUnpinned": True},
        "hubs": {"weu": {"addressSpace": ["/22"]}},
        "spokes": {key: {"addressSpace": ["/22"], "subnets": {"a": {"prefix": "/24"}}} for key in ("b", "d")},
    }
    first = EstateArgs.of(sized)
    items = list(sized["spokes"].items())  # type: ignore[attr-defined]
    items.insert(at, ("c", {"addressSpace": ["/20"], "subnets": {"a": {"prefix": "/24"}, "0": {"prefix": "/25"}}}))
    pinned = sized | {
        "spokes": dict(items),
        "addresses": {"pools": {"p": ["10.0.0.0/14"]}, "pins": dict(first.placement.prefixes), "allowUnpinned": True},
    }
    second = EstateArgs.of(pinned)
    assert {path: second.placement.prefixes[path] for path in first.placement.prefixes} == first.placement.prefixes
    assert {path.split(".")[1] for path in second.placement.unpinned} == {"c"}


def test_an_estate_places_its_members() -> None:
    plan = plan_estate(EstateArgs.of(d.estate()))
    assert plan.subscriptions == ("data",)
    assert {hub.place.key: (hub.place.group, hub.place.location) for hub in plan.hubs} == {
        "weu": ("rg-weu-test", "westeurope"),
        "neu": ("rg-neu-test", "northeurope"),
    }
    assert [(circuit.place.group, circuit.route_filter) for circuit in plan.circuits] == [
        ("rg-connectivity-test", "office365")
    ]
    assert [item.place.group for item in plan.filters] == ["rg-connectivity-test"]


def test_a_named_group_is_not_made() -> None:
    data = d.estate()
    data["hubs"]["weu"]["resourceGroup"] = "rg-of-others"
    plan = plan_estate(EstateArgs.of(data))
    assert (plan.hubs[0].place.group, plan.hubs[0].place.group_made) == ("rg-of-others", None)
    groups = {item.inputs["resourceGroupName"] for item in deploy(lambda: Estate("net", data)).of_type("ResourceGroup")}  # type: ignore[arg-type]
    assert "rg-of-others" not in groups


@pytest.mark.parametrize(
    ("tier", "services", "warned"),
    [
        ("Premium", ["ExchangeOnline"], False),
        ("Standard", ["ExchangeOnline"], True),
        ("Standard", ["EntraId"], False),
    ],
)
def test_a_tier_that_azure_will_refuse_is_warned_of(tier: str, services: list[str], warned: bool) -> None:
    data = d.estate(routeFilters={"office365": {"services": services, "authorised": True}})
    data["circuits"]["ams"]["tier"] = tier
    (circuit,) = plan_estate(EstateArgs.of(data)).circuits
    assert bool(circuit.warning) is warned
