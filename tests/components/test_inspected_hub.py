"""A hub whose traffic is inspected: what it consists of, and what the network model says of it with its spokes."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from tests.components.networks import findings, model_of

from hubspoke import ArgsError, Hub, HubArgs, Spoke, plan_hub
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.ports import PortSet
from hubspoke_network.sets.prefixes import parse_prefix

pytestmark = pytest.mark.slow

OPEN = {
    f"all-{direction.lower()}": {"direction": direction, "access": "Allow", "priority": 100}
    for direction in ("Inbound", "Outbound")
}
SITE = parse_prefix("192.168.0.0/16")
FIREWALL, APPLIANCE = "afw-hub", "10.0.3.4"
EVERYTHING = Appliance(FlowSet.everything(), translates=True)
FACTS = Facts(on_premises=(SITE,), appliances={FIREWALL: EVERYTHING, APPLIANCE: EVERYTHING})
INSPECTORS: dict[str, dict[str, Any]] = {
    "firewall": {},
    "appliance": {"firewall": None, "appliance": {"address": APPLIANCE}},
}


def hub(**more: Any) -> dict[str, Any]:
    """A hub with shared subnets of every kind, open to everything, so that routes alone decide."""
    subnets = {
        "shared": {"prefix": "10.0.1.0/24", "rules": OPEN},
        "proxies": {"prefix": "10.0.2.0/26", "natGateway": "out", "rules": OPEN},
        "tools": {
            "prefix": "10.0.2.64/26",
            "rules": OPEN,
            "routes": {"nowhere": {"prefix": "198.51.100.0/24", "nextHop": "None"}},
        },
        "edge": {"prefix": "10.0.3.0/26", "rules": OPEN, "natGateway": "out"},
    }
    return d.inspected_hub(subnets=subnets, vpnGateway=None, **more)


def spoke(index: int, hub: Hub, **more: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": f"rg-s{index}",
        "location": "westeurope",
        "addressSpace": [f"10.{index}.0.0/22", f"10.{index}.8.0/24"],
        "hub": hub.ref,
        "egress": "firewall",
        "subnets": {"app": {"prefix": f"10.{index}.0.0/24", "rules": OPEN}},
    } | more


@cache
def recorded(inspector: str, spokes: int = 2) -> Recording:
    def program() -> None:
        made = Hub("hub", hub(**INSPECTORS[inspector]))  # type: ignore[arg-type]
        for index in range(1, spokes + 1):
            Spoke(f"s{index}", spoke(index, made))  # type: ignore[arg-type]

    return deploy(program)


@cache
def network(inspector: str) -> Network:
    return Network(model_of(recorded(inspector), FACTS))


def passed(answer: Answer) -> set[tuple[str, ...]]:
    """What inspects on the ways of an answer of which all is allowed."""
    assert answer.verdict == "allowed", [(part.verdict, part.reason) for part in answer.parts]
    return {part.appliances for part in answer.parts}


APP1, APP2 = "vnet-s1/snet-s1-app", "vnet-s2/snet-s2-app"
SHARED, PROXIES, TOOLS = (f"vnet-hub/snet-hub-{key}" for key in ("shared", "proxies", "tools"))
every = pytest.mark.parametrize("inspector", INSPECTORS)


@every
@pytest.mark.parametrize(
    ("source", "destination"),
    [(APP1, APP2), *((APP1, place) for place in (SHARED, PROXIES, TOOLS)), (APP1, "onpremises")]
    + [(place, "onpremises") for place in (SHARED, PROXIES, TOOLS)],
)
def test_all_of_it_is_inspected_both_ways(inspector: str, source: str, destination: str) -> None:
    by = APPLIANCE if inspector == "appliance" else FIREWALL
    for here, there in ((source, destination), (destination, source)):
        assert passed(network(inspector).reach(here, there)) == {(by,)}, (here, there)


@every
def test_the_internet_is_behind_what_is_declared(inspector: str) -> None:
    by = APPLIANCE if inspector == "appliance" else FIREWALL
    for place, way in ((APP1, (by,)), (SHARED, (by,)), (TOOLS, (by,)), (PROXIES, ())):
        answer = network(inspector).reach(place, "internet")
        assert {part.appliances for part in answer.parts if part.verdict == "allowed"} == {way}, place


@every
def test_policies_have_nothing_to_say(inspector: str) -> None:
    model = network(inspector).model
    assert findings(model, "egress-as-declared") == []
    assert findings(model, "gateway-subnet-clean") == []


def test_the_gateways_subnet_stays_local_and_learns() -> None:
    made = recorded("firewall")
    table = made.named("hub-gateway-routes").inputs
    assert (table["disableBgpRoutePropagation"], "routes" in table) == (False, False)
    routes = [item.inputs for item in made.of_type("Route") if item.inputs["routeTableName"] == table["routeTableName"]]
    assert sorted(route["addressPrefix"] for route in routes) == [
        "10.0.1.0/24",
        "10.0.2.0/26",
        "10.0.2.64/26",
        "10.0.3.0/26",
        "10.1.0.0/22",
        "10.1.8.0/24",
        "10.2.0.0/22",
        "10.2.8.0/24",
    ]
    assert {(route["nextHopType"], route["nextHopIpAddress"]) for route in routes} == {
        ("VirtualAppliance", "10.0.0.68")
    }
    assert made.named("hub-gateway-subnet").inputs["routeTable"] == {"id": "hub-gateway-routes_id"}


@pytest.mark.parametrize(("table", "propagated"), [("firewall", True), ("inspected", False), ("nat", False)])
def test_learnt_routes_lead_nobody_past_what_inspects(table: str, propagated: bool) -> None:
    inputs = recorded("firewall").named(f"hub-{table}-routes").inputs
    assert inputs["disableBgpRoutePropagation"] is not propagated


def test_a_firewall_is_managed_from_the_internet_alone() -> None:
    inputs = recorded("firewall").named("hub-management-routes").inputs
    assert inputs["disableBgpRoutePropagation"] is True
    assert [(r["addressPrefix"], r["nextHopType"]) for r in inputs["routes"]] == [("0.0.0.0/0", "Internet")]


def test_a_firewall_knows_the_internet_whatever_is_advertised_unless_it_tunnels() -> None:
    out = recorded("firewall").named("hub-firewall-route-internet").inputs
    assert (out["addressPrefix"], out["nextHopType"]) == ("0.0.0.0/0", "Internet")
    tunnels = deploy(lambda: Hub("hub", d.inspected_hub(firewall={"forcedTunnel": True})))  # type: ignore[arg-type]
    assert [item.name for item in tunnels if item.name == "hub-firewall-route-internet"] == []


def test_a_spoke_more_is_creates_alone() -> None:
    before, after = recorded("firewall", 2).tree(), recorded("firewall", 3).tree()
    assert {urn: after.get(urn) for urn in before} == before
    added = [item for item in recorded("firewall", 3).of_type("Route") if item.urn not in before]
    assert {item.name for item in added} == {
        f"s3-hub-route-{table}-{prefix}"
        for table in ("gateway", "shared", "nat", "shared-tools")
        for prefix in ("10-3-0-0-22", "10-3-8-0-24")
    }


def test_nothing_is_peered_before_what_inspects_is_there() -> None:
    made = recorded("firewall")
    before = made.after(made.named("s1-hub-peering"))
    assert {"hub-firewall", "hub-rule-group-inside", "s1-hub-route-gateway-10-1-0-0-22"} <= before
    assert {"hub-firewall-policy", "hub-firewall-ip", "hub-firewall-route-internet"} <= made.after(
        made.named("hub-firewall")
    )


def test_writes_on_the_hubs_tables_follow_each_other() -> None:
    made = recorded("firewall")
    routes = [item for item in made.of_type("Route") if item.inputs["routeTableName"] == "rt-hub-GatewaySubnet"]
    for earlier, later in pairwise(routes):
        assert earlier.name in made.after(later), (earlier.name, later.name)


def test_an_azure_firewall_with_its_policy() -> None:
    made = recorded("firewall")
    firewall = made.named("hub-firewall").inputs
    assert firewall["sku"] == {"name": "AZFW_VNet", "tier": "Standard"}
    assert firewall["zones"] == ["1", "2", "3"]
    assert firewall["firewallPolicy"] == {"id": "hub-firewall-policy_id"}
    assert firewall["ipConfigurations"] == [
        {
            "name": "default",
            "subnet": {"id": "hub-firewall-subnet_id"},
            "publicIPAddress": {"id": "hub-firewall-ip_id"},
        },
        {"name": "2", "publicIPAddress": {"id": "hub-firewall-ip-2_id"}},
    ]
    assert firewall["managementIpConfiguration"]["subnet"] == {"id": "hub-firewall-management-subnet_id"}
    policy = made.named("hub-firewall-policy").inputs
    assert (policy["sku"], policy["threatIntelMode"]) == ({"tier": "Standard"}, "Alert")


def test_rules_come_in_the_order_of_their_priorities() -> None:
    made = recorded("firewall")
    group = made.named("hub-rule-group-spokes").inputs
    assert (group["priority"], [item["name"] for item in group["ruleCollections"]]) == (200, ["between", "out"])
    assert group["ruleCollections"][0]["rules"] == [
        {
            "ruleType": "NetworkRule",
            "name": "all",
            "sourceAddresses": ["10.0.0.0/8"],
            "sourceIpGroups": [],
            "destinationAddresses": ["10.0.0.0/8"],
            "destinationIpGroups": [],
            "destinationFqdns": [],
            "destinationPorts": ["*"],
            "ipProtocols": ["Any"],
        }
    ]
    (rule,) = group["ruleCollections"][1]["rules"]
    assert (rule["fqdnTags"], rule["protocols"]) == (["WindowsUpdate"], [{"protocolType": "Https", "port": 443}])
    (inside,) = made.named("hub-rule-group-inside").inputs["ruleCollections"]
    assert inside["action"] == {"type": "DNAT"}
    assert (inside["rules"][0]["translatedAddress"], inside["rules"][0]["translatedPort"]) == ("10.1.0.4", "443")


def test_a_policy_that_is_made_elsewhere_is_used_as_it_is() -> None:
    made = deploy(lambda: Hub("hub", d.inspected_hub(firewall={"policyId": "of-others"})))  # type: ignore[arg-type]
    assert made.named("hub-firewall").inputs["firewallPolicy"] == {"id": "of-others"}
    assert made.of_type("FirewallPolicy") == made.of_type("FirewallPolicyRuleCollectionGroup") == []


def test_another_tier_makes_another_policy_beside_the_old_one() -> None:
    def policy(tier: str) -> str | None:
        plan = plan_hub("hub", HubArgs.of(d.inspected_hub(firewall={"tier": tier})))
        return plan.firewall.policy_name if plan.firewall else None

    assert policy("Standard") != policy("Premium")
    assert str(policy("Standard")).startswith("afwp-hub-")


def test_bastion_has_the_group_that_it_needs_and_no_table() -> None:
    made = recorded("firewall")
    host, subnet = made.named("hub-bastion").inputs, made.named("hub-bastion-subnet").inputs
    assert (host["sku"], host["scaleUnits"]) == ({"name": "Standard"}, 2)
    assert subnet["networkSecurityGroup"] == {"id": "hub-bastion-nsg_id"}
    assert "routeTable" not in subnet
    rules = made.named("hub-bastion-nsg").inputs["securityRules"]
    assert [rule["name"] for rule in rules][-1] == "Outbound-DenyAll"
    assert len(rules) == 10


def test_bastion_reaches_spokes_past_what_inspects_and_is_answered_the_same_way() -> None:
    bastion = "vnet-hub/AzureBastionSubnet"
    assert passed(network("firewall").reach(bastion, APP1, "Tcp", PortSet.parse("22"))) == {()}


def test_the_reference_says_what_spokes_need() -> None:
    refs = []

    def program() -> None:
        refs.append(Hub("hub", hub()).ref)

    deploy(program)
    (ref,) = refs
    assert ref.inspected is True
    assert ref.inspected_tables == {
        "gateway": "rt-hub-GatewaySubnet",
        "shared": "rt-hub-inspected",
        "nat": "rt-hub-inspected-nat",
        "shared-tools": "rt-hub-tools-inspected",
    }
    assert ref.inspected_prefixes == ["10.0.1.0/24", "10.0.2.0/26", "10.0.2.64/26", "10.0.3.0/26"]
    assert ref.firewall_table_name == "rt-hub-AzureFirewallSubnet"


def test_an_appliance_known_after_deployment_names_its_subnet() -> None:
    address = pulumi.Output.from_input

    def program() -> None:
        with pytest.raises(ArgsError, match=r"HS101\] appliance.subnet: is missing"):
            Hub("hub", hub(firewall=None, appliance={"address": address(APPLIANCE)}))  # type: ignore[arg-type]
        Hub("other", hub(firewall=None, appliance={"address": address(APPLIANCE), "subnet": "edge"}))  # type: ignore[arg-type]

    made = deploy(program)
    assert made.named("other-inspected-routes").inputs["tags"]["network-intent"] == "egress/firewall"
    assert made.named("other-subnet-edge").inputs["routeTable"] == {"id": "other-firewall-routes_id"}


CHANGES: list[tuple[str, Callable[[], dict[str, Any]]]] = [
    ("an appliance", lambda: hub(firewall=None, appliance={"address": APPLIANCE})),
    ("nothing", lambda: hub(firewall=None)),
]


@pytest.mark.parametrize(("what", "after"), CHANGES, ids=[case[0] for case in CHANGES])
def test_names_do_not_meet_while_a_hub_changes_over(what: str, after: Callable[[], dict[str, Any]]) -> None:
    """A table of another role is made before the old one goes: both names must be free."""
    before = plan_hub("hub", HubArgs.of(hub())).vnet.tables
    later = plan_hub("hub", HubArgs.of(after())).vnet.tables
    old = {table.azure_name: table.id for table in before}
    assert [t.azure_name for t in later if old.get(t.azure_name, t.id) != t.id] == [], what
