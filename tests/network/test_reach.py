"""Documented subtleties of reachability, each in a small network of its own: verdict, reason, and where it ends."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hubspoke_network.core.errors import UnknownSubject
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.reach.answers import Answer
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.prefixes import parse_prefix

Maker = Callable[..., dict[str, Any]]
ANYTHING = Appliance(FlowSet.everything())


def told(answer: Answer) -> list[tuple[str, str]]:
    """Verdict and reason of each part."""
    return sorted({(part.verdict, part.reason or part.end) for part in answer.parts})


def hub_and_spokes(estate: Any, **flags: Any) -> Any:
    """A hub with room for everything, and two spokes `a` and `b`."""
    estate.vnet(
        "hub", "10.0.0.0/16", Gateway="10.0.0.0/26", Firewall="10.0.0.64/26", app="10.0.1.0/24", nva="10.0.2.0/24"
    )
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24", db="10.1.1.0/24")
    estate.vnet("b", "10.2.0.0/16", web="10.2.0.0/24")
    estate.peer("hub", "a", **flags)
    return estate.peer("hub", "b", **flags)


def test_one_network_and_its_peers(estate: Any) -> None:
    hub_and_spokes(estate)
    assert told(estate.ask("a/web", "a/db")) == [("allowed", "a/db")]
    assert told(estate.ask("a/web", "a/web")) == [("allowed", "a/web")]
    assert told(estate.ask("a/web", "hub/app")) == [("allowed", "hub/app")]
    assert told(estate.ask("hub/app", "b/web")) == [("allowed", "b/web")]


def test_peering_is_not_transitive(estate: Any) -> None:
    hub_and_spokes(estate, allowForwardedTraffic=True)
    assert told(estate.ask("a/web", "b/web")) == [
        (
            "denied",
            "system default route sends them to the Internet, which does not route private addresses; a and b are not "
            "peered with each other, and peering is not transitive",
        )
    ]


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("Connected", None, ("allowed", "hub/app")),
        ("Initiated", None, ("allowed", "hub/app")),  # a state is only as new as its last refresh
        ("Disconnected", None, ("denied", "peering a/to-hub is Disconnected: its other end was deleted")),
    ],
)
def test_states_of_a_peering(estate: Any, here: str, there: str | None, expected: tuple[str, str]) -> None:
    hub_and_spokes(estate)
    estate.of("virtualNetworks/virtualNetworkPeerings", "a/to-hub")["peeringState"] = here
    (verdict, reason), *_ = told(estate.ask("a/web", "hub/app"))
    assert (verdict, reason.rpartition("; ")[2]) == expected


def test_one_end_alone_carries_nothing(estate: Any) -> None:
    hub_and_spokes(estate)
    del estate.documents[estate.id("virtualNetworks/virtualNetworkPeerings", "hub/to-a")["id"]]
    ((verdict, reason),) = told(estate.ask("a/web", "hub/app"))
    assert (verdict, reason.rpartition("; ")[2]) == (
        "denied",
        "peering a/to-hub is not connected: there is no peering back",
    )


def test_access_off_and_not_given(estate: Any) -> None:
    hub_and_spokes(estate, left_allowVirtualNetworkAccess=False)
    denied = ("denied", "peering hub/to-a gives no access (allowVirtualNetworkAccess is false)")
    assert told(estate.ask("hub/app", "a/web")) == [denied]
    del estate.of("virtualNetworks/virtualNetworkPeerings", "hub/to-a")["allowVirtualNetworkAccess"]
    unknown = "peering hub/to-a does not give allowVirtualNetworkAccess, which has no default on record"
    assert told(estate.ask("hub/app", "a/web")) == [("unknown", unknown)]


def test_routes_follow_the_last_sync_of_a_peering(estate: Any) -> None:
    hub_and_spokes(estate)
    estate.of("virtualNetworks/virtualNetworkPeerings", "hub/to-a")["remoteAddressSpace"] = {
        "addressPrefixes": ["10.1.0.0/24"]
    }
    assert estate.ask("hub/app", "a/web").verdict == "allowed"
    assert estate.ask("hub/app", "a/db").verdict == "denied"


def test_subnet_peering_routes_listed_subnets_only(estate: Any) -> None:
    hub_and_spokes(estate)
    estate.of("virtualNetworks/virtualNetworkPeerings", "hub/to-a").update(
        peerCompleteVnets=False, remoteSubnetNames=["web"]
    )
    assert estate.ask("hub/app", "a/web").verdict == "allowed"
    assert estate.ask("hub/app", "a/db").verdict == "denied"


def through_firewall(estate: Any, **flags: Any) -> Any:
    hub_and_spokes(estate, **{"allowForwardedTraffic": True, **flags})
    estate.firewall("afw", "hub", "10.0.0.68")
    for spoke in ("a", "b"):
        estate.table(f"rt-{spoke}", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.0.68"))
    estate.subnet("a/web", table="rt-a")
    return estate.subnet("b/web", table="rt-b")


def test_transit_through_a_firewall(estate: Any) -> None:
    through_firewall(estate)
    assert told(estate.ask("a/web", "b/web")) == [("denied", "afw: no rule allows them")]
    facts = Facts(appliances={"afw": ANYTHING})
    answer = estate.ask("a/web", "b/web", facts=facts)
    assert told(answer) == [("allowed", "b/web")]
    assert [hop.place for hop in answer.parts[0].hops if hop.kind == "appliance"] == ["hub/AzureFirewallSubnet"]
    some = Facts(appliances={"10.0.0.68": Appliance(FlowSet.parse("tcp * -> *:443"))})
    assert told(estate.ask("a/web", "b/web", "443,80", facts=some)) == [
        ("allowed", "b/web"),
        ("denied", "afw does not let them through"),
    ]


def test_a_firewall_lets_through_what_its_policy_says(estate: Any) -> None:
    through_firewall(estate)
    estate.of("azureFirewalls", "afw")["firewallPolicy"] = estate.id("firewallPolicies", "afwp")
    rule = {"ruleType": "NetworkRule", "name": "web", "ipProtocols": ["TCP"], "destinationPorts": ["443"]}
    rule |= {"sourceAddresses": ["10.1.0.0/16"], "destinationAddresses": ["10.2.0.0/16"]}
    kind = {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "action": {"type": "Allow"}, "priority": 100}
    estate.add("firewallPolicies", "afwp", {})
    group = {"priority": 200, "ruleCollections": [{"name": "spokes", **kind, "rules": [rule]}]}
    estate.add("firewallPolicies/ruleCollectionGroups", "afwp/g", group)

    answer = estate.ask("a/web", "b/web", "443,80")

    assert told(answer) == [("allowed", "b/web"), ("denied", "afw: no rule allows them")]
    hops = [(hop.place, hop.by) for hop in answer.parts[0].hops if hop.kind == "appliance"]
    assert hops == [("hub/AzureFirewallSubnet", "afw"), ("afw", "afwp/g/spokes: web")]
    assert told(estate.ask("b/web", "a/web", "443")) == [("denied", "afw: no rule allows them")]


def test_forwarded_traffic_must_be_let_in_by_the_receiving_end(estate: Any) -> None:
    through_firewall(estate, right_allowForwardedTraffic=False)
    facts = Facts(appliances={"afw": ANYTHING})
    reason = "peering b/to-hub does not let forwarded traffic in (allowForwardedTraffic is false)"
    assert told(estate.ask("a/web", "b/web", facts=facts)) == [("denied", reason)]


def test_the_way_back_must_pass_the_same_firewall(estate: Any) -> None:
    through_firewall(estate)
    estate.table("rt-b", False)
    facts = Facts(appliances={"afw": ANYTHING})
    (verdict, reason), *_ = told(estate.ask("a/web", "b/web", facts=facts))
    assert (verdict, reason[:26]) == ("denied", "there is no way back: syst")
    estate.peer("a", "b")
    estate.subnet("b/web", table="rt-b")
    estate.of("routeTables", "rt-a")
    estate.table("rt-a", False, b=("10.2.0.0/16", "VirtualAppliance", "10.0.0.68"))
    expected = (
        "the way back is another one: only one of the two ways passes afw, which drops replies to flows it has not seen"
    )
    assert told(estate.ask("a/web", "b/web", facts=facts)) == [("denied", expected)]
    stateless = Facts(appliances={"afw": replace(ANYTHING, stateful=False)})
    assert estate.ask("a/web", "b/web", facts=stateless).verdict == "allowed"


def test_network_virtual_appliances(estate: Any) -> None:
    through_firewall(estate)
    for spoke in ("a", "b"):
        estate.table(f"rt-{spoke}", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.2.4"))
    facts = Facts(appliances={"10.0.2.4": ANYTHING})
    assert estate.ask("a/web", "b/web", facts=facts).verdict == "allowed"  # whatever it is, it is said what it passes
    unknown = "no appliance among the resources given has the address 10.0.2.4 of route rt-a/default"
    assert told(estate.ask("a/web", "b/web")) == [("unknown", unknown)]
    estate.nic("nva", "hub/nva", "10.0.2.4")
    off = "nva does not forward (enableIPForwarding is off)"
    assert told(estate.ask("a/web", "b/web", facts=facts)) == [("denied", off)]
    estate.nic("nva", "hub/nva", "10.0.2.4", enableIPForwarding=True)
    assert estate.ask("a/web", "b/web", facts=facts).verdict == "allowed"
    estate.table("rt-a", False, default=("0.0.0.0/0", "VirtualAppliance", "172.20.0.4"))
    far = "route rt-a/default sends them to 172.20.0.4, which neither a nor a direct peer holds"
    assert told(estate.ask("a/web", "b/web", facts=facts)) == [("denied", far)]


def test_security_groups_on_the_way_through_an_appliance(estate: Any, rule: Maker) -> None:
    through_firewall(estate)
    for spoke in ("a", "b"):
        estate.table(f"rt-{spoke}", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.2.4"))
    estate.nsg("nva-in", rule("no", 100, "Inbound", "Deny", "10.1.0.0/16", "10.2.0.0/16", "80"))
    estate.nsg("nva-out", rule("nope", 100, "Outbound", "Deny", "*", "*", "81"))
    estate.nic("nva", "hub/nva", "10.0.2.4", enableIPForwarding=True, nsg="nva-out").subnet("hub/nva", nsg="nva-in")
    facts = Facts(appliances={"nva": ANYTHING})
    assert told(estate.ask("a/web", "b/web", "80", facts=facts)) == [("denied", "inbound rule nva-in: no denies them")]
    assert told(estate.ask("a/web", "b/web", "81", facts=facts)) == [
        ("denied", "outbound rule nva-out: nope denies them")
    ]
    assert estate.ask("a/web", "b/web", "82", facts=facts).verdict == "allowed"


def test_internal_load_balancer_in_front_of_appliances(estate: Any) -> None:
    through_firewall(estate)
    for spoke in ("a", "b"):
        estate.table(f"rt-{spoke}", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.2.10"))
    front = {"privateIPAddress": "10.0.2.10", "subnet": estate.id("virtualNetworks/subnets", "hub/nva")}
    estate.add("loadBalancers", "ilb", {"frontendIPConfigurations": [{"name": "f", "properties": front}]})
    for n in (4, 5):
        estate.nic(f"nva{n}", "hub/nva", f"10.0.2.{n}", enableIPForwarding=n == 4, pools=["ilb/pool"])
    facts = Facts(appliances={"ilb": ANYTHING})
    assert estate.ask("a/web", "b/web", facts=facts).verdict == "unknown"  # one backend forwards, the other does not
    estate.nic("nva5", "hub/nva", "10.0.2.5", enableIPForwarding=True, pools=["ilb/pool"])
    assert estate.ask("a/web", "b/web", facts=facts).verdict == "allowed"


def test_routes_in_a_circle(estate: Any) -> None:
    through_firewall(estate)
    estate.table("rt-fw", default=("10.2.0.0/16", "VirtualAppliance", "10.0.0.68"))
    estate.subnet("hub/AzureFirewallSubnet", table="rt-fw")
    facts = Facts(appliances={"afw": ANYTHING})
    loop = "they go round in a loop by hub/AzureFirewallSubnet"
    assert told(estate.ask("a/web", "b/web", facts=facts)) == [("denied", loop)]


def with_gateway(estate: Any, *prefixes: str, kind: str = "ExpressRoute", **flags: Any) -> Any:
    hub_and_spokes(estate, **{"left_allowGatewayTransit": True, "right_useRemoteGateways": True, **flags})
    return estate.gateway("hub", kind, *prefixes)


def test_gateway_transit(estate: Any) -> None:
    with_gateway(estate, "192.168.0.0/16")
    assert told(estate.ask("onpremises", "a/web")) == [("allowed", "a/web")]
    assert told(estate.ask("a/web", "onpremises")) == [("allowed", "on-premises")]
    assert told(estate.ask("hub/app", "192.168.1.1")) == [("allowed", "on-premises")]


def test_gateway_transit_needs_both_flags(estate: Any) -> None:
    with_gateway(estate, "192.168.0.0/16", left_allowGatewayTransit=False)
    reason = "the gateways of hub do not advertise 10.1.0.0/24"
    assert told(estate.ask("onpremises", "a/web")) == [("denied", reason)]
    assert estate.ask("a/web", "onpremises").verdict == "denied"
    assert estate.ask("hub/app", "onpremises").verdict == "allowed"


def test_on_premises_prefixes_that_are_not_given(estate: Any) -> None:
    with_gateway(estate)
    connection = {"virtualNetworkGateway1": estate.id("virtualNetworkGateways", "gw-hub-ExpressRoute")}
    estate.add("connections", "con", connection | {"connectionType": "ExpressRoute"})
    answer = estate.ask("a/web", "onpremises")
    assert answer.verdict == "unknown"
    (reason,) = {part.reason for part in answer.unknown and answer.parts if part.verdict == "unknown"}
    assert "the prefixes that con learns from on-premises are not given" in reason
    assert estate.ask("a/web", "hub/app").verdict == "allowed"
    assert estate.ask("a/web", "internet").verdict == "unknown"  # a default route may be advertised
    facts = Facts(on_premises=(parse_prefix("192.168.0.0/16"),))
    assert estate.ask("a/web", "onpremises", facts=facts).verdict == "allowed"
    assert estate.ask("a/web", "internet", facts=facts).verdict == "allowed"
    assert (
        estate.ask("a/web", "onpremises", facts=Facts(hubs={"hub": (parse_prefix("10.9.0.0/16"),)})).verdict
        == "allowed"
    )


def test_facts_count_before_tags(estate: Any) -> None:
    with_gateway(estate, "192.168.0.0/16")
    assert estate.ask("a/web", "192.168.1.1").verdict == "allowed"
    facts = Facts(on_premises=(parse_prefix("172.16.0.0/12"),))
    assert estate.ask("a/web", "192.168.1.1", facts=facts).verdict == "denied"
    assert estate.ask("a/web", "172.16.1.1", facts=facts).verdict == "allowed"


def test_facts_by_connection_and_circuit(estate: Any) -> None:
    with_gateway(estate)
    ends = {"virtualNetworkGateway1": estate.id("virtualNetworkGateways", "gw-hub-ExpressRoute")}
    peer = {"peer": {"id": "/subscriptions/x/resourceGroups/r/providers/Microsoft.Network/expressRouteCircuits/ERC"}}
    estate.add("connections", "con", ends | peer | {"connectionType": "ExpressRoute"})
    prefixes = (parse_prefix("192.168.0.0/16"),)
    for facts in (Facts(circuits={"erc": prefixes}), Facts(connections={"con": prefixes})):
        assert estate.ask("a/web", "onpremises", facts=facts).verdict == "allowed"


def test_spokes_by_way_of_on_premises(estate: Any) -> None:
    with_gateway(estate, "10.0.0.0/8")
    ((verdict, reason),) = told(estate.ask("a/web", "b/web"))
    assert (verdict, reason) == (
        "unknown",
        "on-premises, by gw-hub-ExpressRoute advertises 10.0.0.0/8, which covers them although they are in Azure: "
        "whether on-premises sends them back is not known",
    )


def test_propagation_switched_off(estate: Any) -> None:
    with_gateway(estate, "192.168.0.0/16")
    estate.table("rt", False).subnet("a/web", table="rt")
    assert estate.ask("a/web", "onpremises").verdict == "denied"
    assert estate.ask("a/db", "onpremises").verdict == "allowed"
    # What comes in has no way back.
    ((verdict, reason),) = told(estate.ask("onpremises", "a/web"))
    assert (verdict, reason[:21]) == ("denied", "there is no way back:")


def test_propagated_routes_bypass_the_firewall(estate: Any) -> None:
    """A default route to the firewall does not catch what the gateway advertises more precisely."""
    with_gateway(estate, "192.168.0.0/16", allowForwardedTraffic=True)
    estate.firewall("afw", "hub", "10.0.0.68")
    estate.table("rt", True, default=("0.0.0.0/0", "VirtualAppliance", "10.0.0.68")).subnet("a/web", table="rt")
    facts = Facts(appliances={"afw": ANYTHING})
    answer = estate.ask("a/web", "onpremises", facts=facts)
    assert [part.appliances for part in answer.parts] == [()]
    assert answer.verdict == "allowed"
    estate.table("rt", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.0.68"))
    answer = estate.ask("a/web", "onpremises", facts=facts)
    assert {part.appliances for part in answer.parts} == {("afw",)}
    # Replies come straight over the peering: GatewaySubnet needs a route to the firewall, as precise as the spoke.
    assert answer.verdict == "denied"
    estate.table("rt-gw", a=("10.1.0.0/16", "VirtualAppliance", "10.0.0.68")).subnet("hub/GatewaySubnet", table="rt-gw")
    assert estate.ask("a/web", "onpremises", facts=facts).verdict == "allowed"
    assert estate.ask("onpremises", "a/web", facts=facts).verdict == "allowed"


def test_forced_tunnelling_by_bgp(estate: Any) -> None:
    with_gateway(estate, "0.0.0.0/0")
    ((verdict, reason),) = told(estate.ask("a/web", "8.8.8.8"))
    assert verdict == "unknown"
    assert reason.endswith("advertises 0.0.0.0/0: whether they get on from on-premises is not known")
    estate.nat("ng").subnet("a/web", nat="ng")
    assert estate.ask("a/web", "8.8.8.8").verdict == "unknown"  # a NAT gateway does not win over a route
    estate.table("rt", True, out=("8.8.8.0/24", "Internet")).subnet("a/web", table="rt")
    assert estate.ask("a/web", "8.8.8.8").verdict == "allowed"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Vpn", "whether the site behind gw-hub-Vpn takes them is not known"),
        ("ExpressRoute", "route rt/tunnel: Azure does not support this next hop with an ExpressRoute gateway"),
    ],
)
def test_forced_tunnelling_by_user_defined_route(estate: Any, kind: str, expected: str) -> None:
    with_gateway(estate, "192.168.0.0/16", kind=kind)
    estate.table("rt", tunnel=("0.0.0.0/0", "VirtualNetworkGateway")).subnet("a/web", table="rt")
    assert told(estate.ask("a/web", "8.8.8.8")) == [("unknown", expected)]


def test_gateway_route_without_a_gateway(estate: Any) -> None:
    hub_and_spokes(estate)
    estate.table("rt", tunnel=("0.0.0.0/0", "VirtualNetworkGateway")).subnet("a/web", table="rt")
    assert told(estate.ask("a/web", "8.8.8.8")) == [
        ("denied", "route rt/tunnel sends them to a gateway that a does not have")
    ]


def test_none_routes(estate: Any) -> None:
    hub_and_spokes(estate)
    estate.table("rt", nothing=("0.0.0.0/0", "None")).subnet("a/web", table="rt")
    assert told(estate.ask("a/web", "8.8.8.8")) == [("denied", "route rt/nothing drops them (next hop None)")]
    assert told(estate.ask("a/db", "192.168.1.1")) == [("denied", "system route drops them (next hop None)")]
    assert told(estate.ask("a/db", "100.64.1.1")) == [("denied", "system route drops them (next hop None)")]


def test_a_more_specific_user_route_beats_the_peering(estate: Any) -> None:
    hub_and_spokes(estate)
    estate.table("rt", part=("10.0.1.0/25", "None")).subnet("a/web", table="rt")
    assert told(estate.ask("a/web", "hub/app")) == [
        ("allowed", "hub/app"),
        ("denied", "route rt/part drops them (next hop None)"),
    ]


def test_a_more_specific_gateway_route_does_not(estate: Any) -> None:
    with_gateway(estate, "10.0.1.0/25", "10.1.1.0/24")
    assert estate.ask("a/web", "hub/app").verdict == "allowed"
    assert estate.ask("a/web", "a/db").verdict == "allowed"


def test_expressroute_before_vpn_on_equal_prefixes(estate: Any) -> None:
    with_gateway(estate, "192.168.0.0/16", kind="Vpn")
    estate.gateway("hub", "ExpressRoute", "192.168.0.0/16")
    answer = estate.ask("a/web", "192.168.1.1")
    assert [hop.by for part in answer.parts for hop in part.hops if hop.kind == "gateway"] == [
        "gateway gw-hub-ExpressRoute"
    ]


def test_site_to_site_prefixes_come_from_the_local_network_gateway(estate: Any) -> None:
    with_gateway(estate, kind="Vpn")
    estate.add("localNetworkGateways", "site", {"localNetworkAddressSpace": {"addressPrefixes": ["192.168.0.0/24"]}})
    ends = {
        "virtualNetworkGateway1": estate.id("virtualNetworkGateways", "gw-hub-Vpn"),
        "localNetworkGateway2": estate.id("localNetworkGateways", "site"),
    }
    estate.add("connections", "s2s", ends | {"connectionType": "IPsec"})
    assert estate.ask("a/web", "192.168.0.9").verdict == "allowed"
    assert estate.ask("a/web", "192.168.1.9").verdict == "denied"
    estate.add("connections", "s2s", ends | {"connectionType": "IPsec", "enableBgp": True})
    assert estate.ask("a/web", "192.168.0.9").verdict == "allowed"
    assert estate.ask("a/web", "192.168.1.9").verdict == "unknown"


def test_networks_over_one_circuit_only_where_both_gateways_allow_it(estate: Any) -> None:
    with_gateway(estate, allowRemoteVnetTraffic=True)
    estate.vnet("far", "10.8.0.0/16", Gateway="10.8.0.0/26", app="10.8.1.0/24")
    circuit = {"peer": estate.id("expressRouteCircuits", "erc")}
    for hub, allows in (("hub", True), ("far", False)):
        estate.gateway(hub, "ExpressRoute", allowRemoteVnetTraffic=allows)
        ends = {"virtualNetworkGateway1": estate.id("virtualNetworkGateways", f"gw-{hub}-ExpressRoute")}
        estate.add("connections", f"con-{hub}", ends | circuit | {"connectionType": "ExpressRoute"})
    facts = Facts(on_premises=(parse_prefix("192.168.0.0/16"),))
    assert estate.ask("hub/app", "far/app", facts=facts).verdict == "denied"
    estate.of("virtualNetworkGateways", "gw-far-ExpressRoute")["allowRemoteVnetTraffic"] = True
    answer = estate.ask("hub/app", "far/app", facts=facts)
    assert told(answer) == [("allowed", "far/app")]


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda e: e, ("allowed", "default outbound access")),
        (lambda e: e.subnet("a/web", defaultOutboundAccess=False), ("denied", "no way out: the subnet is private")),
        (lambda e: e.nat("ng").subnet("a/web", nat="ng", defaultOutboundAccess=False), ("allowed", "NAT gateway ng")),
        (
            lambda e: e.nat("ng").subnet("a/web", nat="ng").nic("vm", "a/web", "10.1.0.4", public="pip"),
            ("allowed", "NAT gateway ng"),
        ),
    ],
)
def test_ways_out(estate: Any, prepare: Callable[[Any], Any], expected: tuple[str, str]) -> None:
    prepare(hub_and_spokes(estate))
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    answer = estate.ask("a/web", "internet")
    ways = {hop.by for part in answer.parts for hop in part.hops if hop.kind == "egress"}
    assert (answer.verdict, *ways) == expected


def test_an_address_of_its_own_is_a_way_out_for_one_host(estate: Any) -> None:
    hub_and_spokes(estate).subnet("a/web", defaultOutboundAccess=False).nic("vm", "a/web", "10.1.0.4", public="pip")
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    answer = estate.ask("a/web", "8.8.8.8")
    assert answer.verdict == "partly"
    assert str(answer.allowed) == "tcp 10.1.0.4 -> 8.8.8.8"
    assert estate.ask("vm", "8.8.8.8").verdict == "allowed"


def test_load_balancer_as_a_way_out(estate: Any) -> None:
    hub_and_spokes(estate).subnet("a/web", defaultOutboundAccess=False).nic("vm", "a/web", "10.1.0.4", pools=["lb/p"])
    pool = {"id": estate.id("loadBalancers/backendAddressPools", "lb/p")["id"]}
    properties: dict[str, Any] = {
        "frontendIPConfigurations": [{"properties": {"publicIPAddress": estate.id("publicIPAddresses", "pip")}}],
        "loadBalancingRules": [{"name": "r", "properties": {"backendAddressPool": pool, "disableOutboundSnat": True}}],
    }
    estate.add("loadBalancers", "lb", properties)
    assert estate.ask("vm", "8.8.8.8").verdict == "denied"
    properties["outboundRules"] = [{"properties": {"backendAddressPool": pool}}]
    assert estate.ask("vm", "8.8.8.8").verdict == "allowed"


def test_firewall_as_a_way_out(estate: Any) -> None:
    through_firewall(estate)
    facts = Facts(appliances={"afw": Appliance(FlowSet.parse("tcp * -> *:443"))})
    answer = estate.ask("a/web", "internet", facts=facts)
    assert (answer.verdict, str(answer.allowed.destination_ports())) == ("partly", "443")
    assert [hop.by for hop in answer.shown.hops if hop.kind == "egress"] == ["public addresses of afw"]


def test_appliance_as_a_way_out_must_translate(estate: Any) -> None:
    through_firewall(estate).nic("nva", "hub/nva", "10.0.2.4", enableIPForwarding=True)
    estate.table("rt-a", False, default=("0.0.0.0/0", "VirtualAppliance", "10.0.2.4"))
    plain = "nva does not translate their source, which the Internet does not route"
    assert told(estate.ask("a/web", "8.8.8.8", facts=Facts(appliances={"nva": ANYTHING}))) == [("denied", plain)]
    translating = Facts(appliances={"nva": replace(ANYTHING, translates=True)})
    assert estate.ask("a/web", "8.8.8.8", facts=translating).verdict == "allowed"


def test_internal_only_by_explicit_prefixes(estate: Any, rule: Maker) -> None:
    """The field notes' group; and what becomes of the weaker one, with a user-defined default route."""
    hub_and_spokes(estate)
    private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    estate.nsg("only", rule("in", 100, "Outbound", "Allow", "*", private), rule("no", 4096, "Outbound", "Deny"))
    estate.nsg("weak", rule("no", 130, "Outbound", "Deny", "*", "Internet"))
    estate.subnet("a/web", nsg="only").subnet("a/db", nsg="weak")
    assert told(estate.ask("a/web", "internet")) == [("denied", "outbound rule only: no denies them")]
    assert estate.ask("a/db", "internet").verdict == "denied"
    estate.table("rt", out=("0.0.0.0/0", "Internet")).subnet("a/db", table="rt").subnet("a/web", table="rt")
    assert estate.ask("a/db", "internet").verdict == "allowed"  # VirtualNetwork holds everything now
    assert estate.ask("a/web", "internet").verdict == "denied"


def test_in_from_the_internet(estate: Any, rule: Maker) -> None:
    hub_and_spokes(estate).nic("vm", "a/web", "10.1.0.4", public="pip")
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    closed = "a Standard public address is closed where there is no security group"
    nowhere = "no public address leads to a/web"
    assert told(estate.ask("internet", "a/web")) == [("denied", closed), ("denied", nowhere)]
    estate.nsg("open", rule("web", 100, "Inbound", "Allow", "Internet", "*", "443")).subnet("a/web", nsg="open")
    answer = estate.ask("internet", "a/web", "443")
    assert (answer.verdict, str(answer.allowed.destinations())) == ("partly", "10.1.0.4")
    assert told(estate.ask("internet", "vm", "22")) == [("denied", "inbound rule open: DenyAllInBound denies them")]
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Basic"})
    del estate.of("virtualNetworks/subnets", "a/web")["networkSecurityGroup"]
    assert estate.ask("internet", "vm").verdict == "allowed"


def test_replies_to_the_internet_must_not_leave_by_an_appliance(estate: Any, rule: Maker) -> None:
    through_firewall(estate).nic("vm", "a/web", "10.1.0.4", public="pip")
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    estate.nsg("open", rule("web", 100, "Inbound", "Allow")).subnet("a/web", nsg="open")
    ((verdict, reason),) = told(estate.ask("internet", "vm"))
    assert (verdict, reason[:49]) == ("unknown", "their replies do not leave the way they came: the")


def test_firewall_translation_as_a_way_in(estate: Any) -> None:
    through_firewall(estate)
    assert told(estate.ask("internet", "a/web")) == [("denied", "no public address leads to a/web")]
    estate.of("azureFirewalls", "afw")["firewallPolicy"] = estate.id("firewallPolicies", "afwp")
    assert estate.ask("internet", "a/web").verdict == "unknown"
    nat = {
        "ruleCollectionType": "FirewallPolicyNatRuleCollection",
        "rules": [{"name": "r", "translatedAddress": "10.1.0.4"}],
    }
    estate.add("firewallPolicies", "afwp", {})
    estate.add("firewallPolicies/ruleCollectionGroups", "afwp/g", {"ruleCollections": [nat]})
    answer = estate.ask("internet", "a/web")
    assert (answer.verdict, str(answer.unknown.destinations())) == ("unknown", "10.1.0.4")


def test_groups_on_interface_and_subnet(estate: Any, rule: Maker) -> None:
    hub_and_spokes(estate)
    estate.nsg("nic", rule("no-ssh", 100, "Inbound", "Deny", ports="22")).nsg(
        "net", rule("no-rdp", 100, "Inbound", "Deny", ports="3389")
    )
    estate.nic("vm", "a/db", "10.1.1.4", nsg="nic").subnet("a/db", nsg="net")
    assert told(estate.ask("a/web", "vm", "22")) == [("denied", "inbound rule nic: no-ssh denies them")]
    assert told(estate.ask("a/web", "vm", "3389")) == [("denied", "inbound rule net: no-rdp denies them")]
    assert estate.ask("a/web", "vm", "443").verdict == "allowed"
    assert str(estate.ask("a/web", "a/db", "22").denied) == "tcp 10.1.0.0/24 -> 10.1.1.4:22"
    hops = estate.ask("a/web", "vm", "443").parts[0].hops
    assert [hop.by for hop in hops if hop.place == "a/db"] == ["net: AllowVnetInBound", "nic: AllowVnetInBound"]
    outbound = estate.nsg("out", rule("no", 100, "Outbound", "Deny", ports="25")).nic(
        "src", "a/web", "10.1.0.9", nsg="out"
    )
    assert told(outbound.ask("src", "vm", "25")) == [("denied", "outbound rule out: no denies them")]


def test_replies_pass_security_groups(estate: Any, rule: Maker) -> None:
    hub_and_spokes(estate)
    estate.nsg("shut", rule("no", 100, "Outbound", "Deny")).subnet("a/db", nsg="shut")
    assert estate.ask("a/web", "a/db").verdict == "allowed"
    assert estate.ask("a/db", "a/web").verdict == "denied"


def test_interfaces_without_an_address_yet(estate: Any, rule: Maker) -> None:
    hub_and_spokes(estate).nsg("nic", rule("no", 100, "Inbound", "Deny"))
    estate.nic("vm", "a/db", nsg="nic")
    ((verdict, reason),) = told(estate.ask("a/web", "a/db"))
    assert verdict == "unknown"
    assert reason == "where interfaces with security groups of their own are is not known yet"
    assert estate.ask("a/web", "vm").verdict == "unknown"


def test_icmp_and_protocols(estate: Any, rule: Maker) -> None:
    hub_and_spokes(estate).nsg(
        "ping", rule("ping", 100, "Inbound", "Allow", protocol="Icmp"), rule("no", 200, "Inbound", "Deny")
    )
    estate.subnet("a/db", nsg="ping")
    assert estate.ask("a/web", "a/db", protocol="Icmp").verdict == "allowed"
    assert estate.ask("a/web", "a/db", protocol="Tcp").verdict == "denied"
    answer = estate.ask("a/web", "a/db", protocol="*")
    assert (answer.verdict, answer.allowed.protocols()) == ("partly", frozenset({1}))


def test_ipv6(estate: Any, rule: Maker) -> None:
    estate.vnet("a", "10.1.0.0/16", "fd00:1::/48").vnet("b", "10.2.0.0/16", "fd00:2::/48").peer("a", "b")
    for name, four, six in (("a/web", "10.1.0.0/24", "fd00:1::/64"), ("b/web", "10.2.0.0/24", "fd00:2::/64")):
        estate.add("virtualNetworks/subnets", name, {"addressPrefixes": [four, six]})
    estate.nsg("four", rule("no", 100, "Inbound", "Deny", "0.0.0.0/0")).subnet("b/web", nsg="four")
    answer = estate.ask("a/web", "b/web")
    assert (str(answer.denied), str(answer.allowed)) == (
        "tcp 10.1.0.0/24 -> 10.2.0.0/24",
        "tcp [fd00:1::/64] -> [fd00:2::/64]",
    )
    out = estate.ask("a/web", "2001:db8::1")
    assert told(out) == [("denied", "no way out: IPv6 has no default outbound access")]


def test_service_endpoints(estate: Any) -> None:
    hub_and_spokes(estate).subnet("a/web", serviceEndpoints=[{"service": "Microsoft.Storage"}])
    assert estate.ask("a/web", "8.8.8.8").verdict == "allowed"  # to the service or out to the Internet: both get there
    estate.table("rt", nothing=("0.0.0.0/0", "None")).subnet("a/web", table="rt")
    ((verdict, reason),) = told(estate.ask("a/web", "8.8.8.8"))
    assert verdict == "unknown"
    assert reason == "the addresses behind the service endpoint Microsoft.Storage of a/web are not given"


def private_endpoint(estate: Any, address: str | None = "10.0.1.9") -> Any:
    properties: dict[str, Any] = {"subnet": estate.id("virtualNetworks/subnets", "hub/app")}
    if address:
        properties["customDnsConfigs"] = [{"fqdn": "x", "ipAddresses": [address]}]
    estate.add("privateEndpoints", "pe", properties)
    return estate


def test_private_endpoints_ignore_groups_and_routes_by_default(estate: Any, rule: Maker) -> None:
    private_endpoint(hub_and_spokes(estate)).nsg("shut", rule("no", 100, "Inbound", "Deny")).subnet(
        "hub/app", nsg="shut"
    )
    answer = estate.ask("a/web", "hub/app")
    assert (answer.verdict, str(answer.allowed.destinations())) == ("partly", "10.0.1.9")
    estate.subnet("hub/app", privateEndpointNetworkPolicies="NetworkSecurityGroupEnabled")
    assert estate.ask("a/web", "hub/app").verdict == "denied"
    estate.subnet("hub/app", privateEndpointNetworkPolicies="Disabled")
    estate.table("rt", nothing=("10.0.0.0/16", "None")).subnet("a/web", table="rt")
    assert str(estate.ask("a/web", "hub/app").allowed.destinations()) == "10.0.1.9"
    estate.subnet("hub/app", privateEndpointNetworkPolicies="RouteTableEnabled")
    assert estate.ask("a/web", "hub/app").verdict == "denied"
    estate.table("rt", nothing=("0.0.0.0/0", "None"))
    assert "10.0.1.9" in str(estate.ask("a/web", "hub/app").allowed.destinations())  # too short to override it


def test_private_endpoint_without_an_address_yet(estate: Any, rule: Maker) -> None:
    private_endpoint(hub_and_spokes(estate), None).nsg("shut", rule("no", 100, "Inbound", "Deny")).subnet(
        "hub/app", nsg="shut"
    )
    assert estate.ask("a/web", "hub/app").verdict == "unknown"


def test_reserved_subnets(estate: Any) -> None:
    """Gateway and Bastion subnets are subnets: reached like others, and left by their own routes."""
    with_gateway(estate, "192.168.0.0/16")
    estate.add("virtualNetworks/subnets", "hub/AzureBastionSubnet", {"addressPrefix": "10.0.3.0/26"})
    assert estate.ask("hub/AzureBastionSubnet", "a/web", "22").verdict == "allowed"
    assert estate.ask("a/web", "hub/AzureBastionSubnet").verdict == "allowed"
    estate.table("rt", a=("10.1.0.0/16", "None")).subnet("hub/GatewaySubnet", table="rt")
    assert told(estate.ask("onpremises", "a/web")) == [("denied", "route rt/a drops them (next hop None)")]


def test_addresses_in_use_twice(estate: Any) -> None:
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24").vnet("twin", "10.1.0.0/16", web="10.1.0.0/24")
    assert estate.ask("a/web", "a/web").verdict == "allowed"
    reason = "they are delivered in a/web, which has the same addresses"
    assert told(estate.ask("a/web", "twin/web")) == [("denied", reason)]
    estate.subnet("twin/web", defaultOutboundAccess=False)
    assert told(estate.ask("10.1.0.4", "8.8.8.8")) == [
        ("unknown", "several networks have these addresses, and they differ")
    ]


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("a/wbe", "'a/wbe' is nothing in this model; write a/web or"),
        ("zzz", "'zzz' is nothing in this model; write vnet/subnet, an id, an address, internet or onpremises"),
        ("10.1.2.3/16", "'10.1.2.3/16' is nothing in this model: it has host bits set; write 10.1.0.0/16"),
        ("onpremises", "no gateway learns anything from on-premises; give its prefixes"),
        (
            "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/a",
            "is not among the resources",
        ),
        ("10.99.0.1", "no network given holds 10.99.0.1; nothing begins there"),
    ],
)
def test_unknown_subjects(estate: Any, subject: str, message: str) -> None:
    hub_and_spokes(estate)
    with pytest.raises(UnknownSubject) as caught:
        estate.ask(subject, "a/web")
    assert message in str(caught.value)


def test_subjects(estate: Any) -> None:
    hub_and_spokes(estate).nic("vm", "a/web", "10.1.0.4", asgs=["asg-web"])
    estate.add("applicationSecurityGroups", "asg-web", {}).rpartition("/")
    estate.add("applicationSecurityGroups", "asg-none", {})
    for subject in ("vm", "ASG-WEB", "10.1.0.4", estate.id("networkInterfaces", "vm")["id"].upper()):
        answer = estate.ask(subject, "A/DB")
        assert (answer.verdict, str(answer.asked)) == ("allowed", "tcp 10.1.0.4 -> 10.1.1.0/24")
    assert estate.ask("a", "hub/app").verdict == "allowed"
    assert str(estate.ask("10.1.0.0/16", "hub/app").allowed.sources()) == "10.1.0.0/23"
    assert estate.ask("asg-none", "a/db").verdict == "unknown"


def test_object_groups_as_subjects(estate: Any) -> None:
    from hubspoke_network.sets.object_groups.groups import read_object_groups

    hub_and_spokes(estate)
    groups = read_object_groups({"addresses": {"servers": ["10.1.0.4", "10.2.0.4"]}})
    answer = estate.ask("hub/app", "Servers", facts=Facts(object_groups=groups))
    assert (answer.verdict, answer.destination) == ("allowed", "Servers")
    assert str(answer.asked.destinations()) == "10.1.0.4, 10.2.0.4"


def test_parts_cover_what_was_asked(estate: Any, rule: Maker) -> None:
    with_gateway(estate, "10.0.0.0/8", "0.0.0.0/0")
    estate.nsg("n", rule("a", 100, "Outbound", "Deny", ports="80")).subnet("a/web", nsg="n")
    for destination in ("internet", "hub", "b", "10.0.0.0/8", "0.0.0.0/0", "onpremises"):
        answer = estate.ask("a/web", destination)
        assert FlowSet.union(part.flows for part in answer.parts) == answer.asked
        assert sum(part.flows.size for part in answer.parts) == answer.asked.size
