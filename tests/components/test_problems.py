"""Every code a component or the settings may tell: one mistake each, with the whole problem it is told by."""

from collections.abc import Callable
from typing import Any

import pytest
from measuring import descriptions as d
from tests.components.cases_hub import HUB_CASES

from hubspoke import (
    Args,
    ArgsError,
    EstateArgs,
    ExpressRouteCircuitArgs,
    FlowLogsArgs,
    HubArgs,
    HubRef,
    NamingArgs,
    Office365RouteFilterArgs,
    SecurityRuleArgs,
    SpokeArgs,
    SubnetArgs,
)
from hubspoke_network.core.codes import PROBLEM_CODES
from hubspoke_network.core.errors import Problem

Case = tuple[type[Args], Callable[[], dict[str, Any]], Problem]


def rule(**more: Any) -> dict[str, Any]:
    return {"direction": "Inbound", "access": "Allow", "priority": 100} | more


def subnet(**more: Any) -> dict[str, Any]:
    return {"prefix": "10.0.0.0/24"} | more


def with_vnets(**more: Any) -> dict[str, Any]:
    hubs = {"weu": {"addressSpace": ["10.0.0.0/22"]} | more}
    return {"location": "westeurope", "hubs": hubs}


def sized(pins: dict[str, str] | None = None, size: str = "/22", **addresses: Any) -> dict[str, Any]:
    pool = {"pools": {"p": ["10.0.0.0/16"]}, "pins": pins or {}, "allowUnpinned": True} | addresses
    return {"location": "w", "addresses": pool, "hubs": {"weu": {"addressSpace": [size]}}}


def one_subnet(index: int, key: str) -> dict[str, Any]:
    return {"hub": "weu", "addressSpace": [f"10.1{index}.0.0/16"], "subnets": {key: {"prefix": f"10.1{index}.0.0/24"}}}


SECURITY_GROUP = d.VNET_ID.replace("virtualNetworks/vnet-hub", "networkSecurityGroups/nsg")
SPACE = "hubs.weu.addressSpace[0]"
HUB_CHOICES = "write one of VpnGw1AZ"
CASES: list[Case] = [
    (
        SubnetArgs,
        dict,
        Problem(
            "HS101",
            "prefix",
            "",
            "is missing",
            "write prefix: The subnet's prefix, inside the network's address space",
        ),
    ),
    (
        SubnetArgs,
        lambda: subnet(securty="none"),
        Problem("HS102", "securty", "none", "is not known here", "write security, or remove it"),
    ),
    (
        HubArgs,
        lambda: d.hub(peeringLanes="many"),
        Problem("HS103", "peeringLanes", "many", "is not a whole number", "write a whole number"),
    ),
    (
        SubnetArgs,
        lambda: subnet(security="open"),
        Problem(
            "HS104",
            "security",
            "open",
            "is not one of the choices",
            "write one of internalOnly, internalAndInternet, none",
        ),
    ),
    (
        SubnetArgs,
        lambda: subnet(security="none", rules={"a": rule()}),
        Problem("HS106", "rules", "", "is given beside security", "keep one of security, rules"),
    ),
    (
        HubArgs,
        lambda: d.hub(subnets={"a b": {"prefix": "10.0.1.0/24"}}),
        Problem(
            "HS107",
            "subnets",
            "a b",
            "cannot be part of a resource's name",
            "write letters, digits, - and _, at most 50, a letter or digit at both ends",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(dnsServers=["dns.example"]),
        Problem("HS108", "dnsServers[0]", "dns.example", "is not an address", "write one such as 10.0.0.4"),
    ),
    (
        HubArgs,
        lambda: d.hub(tags={"a/b": "c"}),
        Problem("HS109", "tags", "a/b", "is not a tag's name", "write at most 512 characters, none of < > % & \\ ? /"),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(subnets={"app": {"prefix": "10.1.0.9/24"}}),
        Problem("HS110", "subnets.app.prefix", "10.1.0.9/24", "has host bits set", "write 10.1.0.0/24"),
    ),
    (
        HubRef,
        lambda: d.hub_ref(addressSpace=["169.254.0.0/24"]),
        Problem(
            "HS111",
            "addressSpace[0]",
            "169.254.0.0/24",
            "holds addresses of 169.254.0.0/16, which no virtual network may have",
            "write a private range, for example 10.0.0.0/16",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(addressSpace=["10.0.0.0/24"], subnets={}),
        Problem(
            "HS112",
            "addressSpace[0]",
            "10.0.0.0/24",
            "overlaps the hub's 10.0.0.0/22",
            "write a range that nothing else has",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(subnets={"app": {"prefix": "10.9.0.0/24"}}),
        Problem(
            "HS113",
            "subnets.app.prefix",
            "10.9.0.0/24",
            "lies outside the address space 10.1.0.0/22",
            "write a /24 inside it, for example 10.1.0.0/24",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(subnets={"a": {"prefix": "10.1.0.0/24"}, "b": {"prefix": "10.1.0.128/25"}}),
        Problem(
            "HS114",
            "subnets.b.prefix",
            "10.1.0.128/25",
            "overlaps subnets.a.prefix 10.1.0.0/24",
            "write a range that nothing else has",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(subnets={"a": {"prefix": "10.1.0.0/30"}}),
        Problem(
            "HS115",
            "subnets.a.prefix",
            "10.1.0.0/30",
            "is smaller than a /29: Azure keeps 5 addresses of every subnet",
            "write a /29 or larger",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(gatewaySubnet="10.0.0.0/28"),
        Problem(
            "HS116",
            "gatewaySubnet",
            "10.0.0.0/28",
            "is too small for gateways, which need a /27",
            "write 10.0.0.0/27 or larger, free of other subnets",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(expressRouteGateway={"sku": "ErGw9"}),
        Problem(
            "HS120",
            "expressRouteGateway.sku",
            "ErGw9",
            "is not a SKU of an ExpressRoute gateway",
            "write one of Standard, HighPerformance, UltraPerformance, ErGw1AZ, ErGw2AZ, ErGw3AZ, ErGwScale",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway={"sku": "VpnGw1"}),
        Problem(
            "HS121",
            "vpnGateway.sku",
            "VpnGw1",
            "is refused by Azure for new gateways since 2025-11-01",
            "write one of Basic, VpnGw1AZ, VpnGw2AZ, VpnGw3AZ, VpnGw4AZ, VpnGw5AZ",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(gatewaySubnet=None),
        Problem(
            "HS122",
            "gatewaySubnet",
            "",
            "is missing: a gateway needs it",
            "write its prefix, a /27 or larger",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(expressRouteGateway={"sku": "ErGwScale"}),
        Problem(
            "HS123",
            "expressRouteGateway.scaleUnits",
            "",
            "is missing: ErGwScale needs its bounds",
            "write minimum and maximum",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway={"sku": "Basic"}),
        Problem(
            "HS124",
            "vpnGateway.sku",
            "Basic",
            "cannot stand beside an ExpressRoute gateway (Basic)",
            "write VpnGw1AZ or larger",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway={"sku": "Basic", "activeActive": True}, expressRouteGateway=None),
        Problem(
            "HS125",
            "vpnGateway.activeActive",
            "true",
            "is not possible with Basic",
            "write another sku, or leave it out",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway={"asn": 65517}),
        Problem(
            "HS126",
            "vpnGateway.asn",
            "65517",
            "is an AS number that Azure keeps for itself",
            "write 65515 or one of your own",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway={"zones": ["4"]}),
        Problem("HS127", "vpnGateway.zones[0]", "4", "is not an availability zone", 'write "1", "2" or "3"'),
    ),
    (
        HubArgs,
        lambda: d.hub(peeringLanes=0),
        Problem("HS128", "peeringLanes", "0", "is out of range", "write 1 to 32"),
    ),
    (
        NamingArgs,
        lambda: {"pattern": "{name}-{team}"},
        Problem(
            "HS130",
            "pattern",
            "{name}-{team}",
            "has the unknown part {team}",
            "use {abbreviation}, {environment}, {key}, {location}, {name}",
        ),
    ),
    (
        NamingArgs,
        lambda: {"patterns": {"Microsoft.Web/sites": "{name}"}},
        Problem(
            "HS131",
            "patterns",
            "Microsoft.Web/sites",
            "is not a type with a naming rule",
            "write an ARM type such as Microsoft.Network/virtualNetworks",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(names={"vnet": "v"}),
        Problem(
            "HS132",
            "names.vnet",
            "v",
            "has 1 characters; 2 to 64 are allowed",
            "write a name that Azure takes",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(subnets={}, natGateways={}, names={"vnett": "vnet-x"}),
        Problem(
            "HS133",
            "names.vnett",
            "vnet-x",
            "names no resource of this component",
            "write one of hub-peering, peering, routes, vnet",
        ),
    ),
    (
        SecurityRuleArgs,
        lambda: rule(ports=["80-"]),
        Problem(
            "HS140",
            "ports",
            "80-",
            "is refused by Azure: Security rule has invalid Port range. Value provided: 80-. Value should be an "
            "integer OR integer range with '-' delimiter. Valid range 0-65535.",
            "write one port or a range such as 80-90; several go into the plural field, one an entry",
        ),
    ),
    (
        SubnetArgs,
        lambda: subnet(routes={"out": {"prefix": "0.0.0.0/0", "nextHop": "VirtualAppliance"}}),
        Problem(
            "HS141",
            "routes.out.nextHopAddress",
            "",
            "is missing: a route to an appliance needs its address",
            "write the appliance's address",
        ),
    ),
    (
        SubnetArgs,
        lambda: subnet(routes={k: {"prefix": "10.9.0.0/16", "nextHop": "None"} for k in "ab"}),
        Problem("HS142", "routes.b.prefix", "10.9.0.0/16", "is routed by a already", "keep one of the two"),
    ),
    (
        SubnetArgs,
        lambda: subnet(rules={"a": rule(), "b": rule(access="Deny")}),
        Problem(
            "HS143",
            "rules.b.priority",
            "100",
            "is the priority of a too, in the same direction",
            "give it a priority of its own",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(natGateways={"out": {"addresses": 17}}),
        Problem("HS144", "natGateways.out.addresses", "17", "is out of range", "write 1 to 16"),
    ),
    (
        EstateArgs,
        lambda: with_vnets(subscription="data"),
        Problem("HS150", "hubs.weu.subscription", "data", "is not among subscriptions", "add it under subscriptions"),
    ),
    (
        HubRef,
        lambda: d.hub_ref(vnetId="vnet-hub"),
        Problem(
            "HS151",
            "vnetId",
            "vnet-hub",
            "is not the id of a virtual network",
            "write /subscriptions/.../virtualNetworks/NAME",
        ),
    ),
    (
        SpokeArgs,
        lambda: d.spoke(hub=d.hub_ref(hasGateway=False), useHubGateway=True),
        Problem(
            "HS152",
            "useHubGateway",
            "true",
            "asks for a gateway that the hub does not have",
            "give the hub a gateway, or leave this out",
        ),
    ),
    (
        HubRef,
        lambda: d.hub_ref(vnetName="vnet-other"),
        Problem("HS154", "vnetName", "vnet-other", "is not what the id says", "write vnet-hub"),
    ),
    (EstateArgs, lambda: {"hubs": {}}, Problem("HS153", "hubs", "", "has no hub", "write at least one")),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(serviceProvider={"name": "E", "peeringLocation": "A", "bandwidthMbps": 300}),
        Problem(
            "HS161",
            "serviceProvider.bandwidthMbps",
            "300",
            "is not a bandwidth that is sold",
            "write one of 50, 100, 200, 500, 1000, 2000, 5000, 10000",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(connections={"weu": {"hub": d.hub_ref(expressRouteGatewayId=None)}}),
        Problem(
            "HS162",
            "connections.weu.hub.expressRouteGatewayId",
            "",
            "is missing: the hub has no such gateway",
            "give the hub an ExpressRoute gateway",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(privatePeering=d.private_peering(vlanId=101)),
        Problem("HS163", "microsoftPeering.vlanId", "101", "is the private peering's VLAN too", "write another VLAN"),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(tier="Local"),
        Problem(
            "HS164",
            "family",
            "MeteredData",
            "is not a family that Local circuits are sold with",
            "write one of UnlimitedData",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(tier="Standard", connections={f"h{i}": {"hub": d.hub_ref()} for i in range(11)}),
        Problem(
            "HS165",
            "connections",
            "11",
            "are more links than a Standard circuit of that bandwidth takes",
            "keep 10, or order Premium or more bandwidth",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(privatePeering=d.private_peering(primaryPrefix="10.200.1.0/29")),
        Problem(
            "HS166",
            "privatePeering.primaryPrefix",
            "10.200.1.0/29",
            "is not a /30",
            "write the /30 of this session alone",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(privatePeering=d.private_peering(sharedKey="x" * 26)),
        Problem("HS167", "privatePeering.sharedKey", "[secret]", "is too long", "write at most 25 characters"),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(microsoftPeering=d.microsoft_peering(advertisedPrefixes=["10.0.0.0/24"])),
        Problem(
            "HS168",
            "microsoftPeering.advertisedPrefixes[0]",
            "10.0.0.0/24",
            "is not public",
            "write a public prefix that you own",
        ),
    ),
    (
        EstateArgs,
        lambda: d.estate(circuits={"ams": d.estate()["circuits"]["ams"] | {"hubs": {"weu": {"fastPath": True}}}}),
        Problem(
            "HS169",
            "circuits.ams.hubs.weu.fastPath",
            "true",
            "is not possible with a ErGw1AZ gateway",
            "write sku ErGw3AZ, or ErGwScale from 10 units, for the gateway",
        ),
    ),
    (
        Office365RouteFilterArgs,
        lambda: d.route_filter(cloud="china"),
        Problem(
            "HS170",
            "cloud",
            "china",
            "has no Office 365 communities",
            "write one of public, usgovernment",
        ),
    ),
    (
        Office365RouteFilterArgs,
        lambda: d.route_filter(regions=["atlantis"]),
        Problem("HS171", "regions[0]", "atlantis", "has no community on record", "write its value under communities"),
    ),
    (
        Office365RouteFilterArgs,
        lambda: d.route_filter(communities=["65000:1"]),
        Problem("HS172", "communities[0]", "65000:1", "is not a Microsoft community", "write 12076:5nnnn"),
    ),
    (
        FlowLogsArgs,
        lambda: d.flow_logs(targets={"web": {"resourceId": SECURITY_GROUP, "location": "westeurope"}}),
        Problem(
            "HS173",
            "targets.web.resourceId",
            SECURITY_GROUP,
            "is nothing that flow logs are made of",
            "write the id of a virtual network; its flow log has the traffic of all its security groups",
        ),
    ),
    (
        FlowLogsArgs,
        lambda: d.flow_logs(watchers={"uksouth": {"name": "w", "resourceGroupName": "rg"}}),
        Problem(
            "HS174",
            "watchers",
            "uksouth",
            "is a region without networks here",
            "write one of northeurope, westeurope",
        ),
    ),
    (
        EstateArgs,
        lambda: sized({SPACE: "172.16.0.0/22"}),
        Problem(
            "HS180",
            SPACE,
            "172.16.0.0/22",
            "is pinned outside the pool 10.0.0.0/16",
            "pin it inside, or widen the pool",
        ),
    ),
    (
        EstateArgs,
        lambda: sized({SPACE: "10.0.0.0/24"}),
        Problem(
            "HS181",
            SPACE,
            "10.0.0.0/24",
            "is pinned, but a /22 is asked for",
            "ask for /24, or take the pin away",
        ),
    ),
    (
        EstateArgs,
        lambda: sized({SPACE: "10.0.0.0/22"}, reserved=["10.0.3.0/24"]),
        Problem(
            "HS182",
            SPACE,
            "10.0.0.0/22",
            "is pinned over 10.0.3.0/24, which is taken",
            "give it another prefix",
        ),
    ),
    (
        EstateArgs,
        lambda: sized(size="/8"),
        Problem(
            "HS183",
            SPACE,
            "/8",
            "does not fit: it needs 16,777,216 addresses in one block; the pool 10.0.0.0/16 has 65,536, 0 are taken, "
            "65,536 are free, and the largest free block is 10.0.0.0/16 (65,536)",
            "ask for less, widen the pool, or give something back",
        ),
    ),
    (
        EstateArgs,
        lambda: sized(allowUnpinned=False),
        Problem(
            "HS184",
            SPACE,
            "",
            "is not pinned: it would be 10.0.0.0/22 now, and could be another range after the next change",
            "run hubspoke plan --pin, or write 10.0.0.0/22",
        ),
    ),
]
ELSEWHERE = {"HS210", "HS105", "HS190", "HS191", "HS192", "HS193", "HS194", "HS201", "HS202", "HS203", "HS204"}
"""Tested where they arise: an Output in place of a plain value, what is wrong with files and command lines."""


@pytest.mark.parametrize(("kind", "data", "problem"), CASES, ids=[case[2].code for case in CASES])
def test_a_mistake_is_told_whole(kind: type[Args], data: Callable[[], dict[str, Any]], problem: Problem) -> None:
    with pytest.raises(ArgsError) as error:
        kind.of(data())
    assert error.value.problems == (problem,)


@pytest.mark.parametrize(("kind", "data", "problem"), HUB_CASES)
def test_a_mistake_in_a_hub_is_told_whole(
    kind: type[Args], data: Callable[[], dict[str, Any]], problem: Problem
) -> None:
    with pytest.raises(ArgsError) as error:
        kind.of(data())
    assert error.value.problems == (problem,)


def test_every_code_has_a_case() -> None:
    ours = {code for code in PROBLEM_CODES if code[2] in "12"}
    assert {case[2].code for case in [*CASES, *HUB_CASES]} | ELSEWHERE == ours


MORE: list[Case] = [
    (
        EstateArgs,
        lambda: with_vnets(location=None) | {"location": None},
        Problem("HS101", "hubs.weu.location", "", "is missing", "write it here, or for the whole estate"),
    ),
    (
        EstateArgs,
        lambda: d.estate(spokes={"a": {"addressSpace": ["10.1.0.0/22"]}}),
        Problem("HS101", "spokes.a.hub", "", "is missing: there is more than one hub", "write one of weu, neu"),
    ),
    (
        EstateArgs,
        lambda: d.estate(spokes={"a": {"addressSpace": ["10.1.0.0/22"], "hub": "suk"}}),
        Problem("HS150", "spokes.a.hub", "suk", "is not among hubs", "write one of weu, neu"),
    ),
    (
        EstateArgs,
        lambda: d.estate(spokes={"a": {"addressSpace": ["192.168.4.0/22"], "hub": "weu"}}),
        Problem(
            "HS112",
            "spokes.a.addressSpace[0]",
            "192.168.4.0/22",
            "overlaps onPremises.campus[0] 192.168.0.0/16",
            "write a range that nothing else has",
        ),
    ),
    (
        EstateArgs,
        lambda: d.estate(spokes={"a": one_subnet(1, "b-subnet-c"), "a-subnet-b": one_subnet(2, "c")}),
        Problem(
            "HS107",
            "spokes.a-subnet-b.subnets",
            "c",
            "together with its network's key makes the same name as spokes.a.subnets.b-subnet-c",
            "write another key",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(subnets={"AzureBastionSubnet": {"prefix": "10.0.1.0/27"}}),
        Problem(
            "HS116",
            "subnets.AzureBastionSubnet.prefix",
            "10.0.1.0/27",
            "is too small for AzureBastionSubnet, which needs a /26",
            "write 10.0.1.0/26 or larger",
        ),
    ),
    (
        ExpressRouteCircuitArgs,
        lambda: d.circuit(microsoftPeering=d.provider_peering(vlanId=5)),
        Problem(
            "HS106",
            "microsoftPeering.vlanId",
            "5",
            "is the provider's to set",
            "remove it, or write owner customer",
        ),
    ),
]


@pytest.mark.parametrize(("kind", "data", "problem"), MORE)
def test_more_mistakes(kind: type[Args], data: Callable[[], dict[str, Any]], problem: Problem) -> None:
    with pytest.raises(ArgsError) as error:
        kind.of(data())
    assert error.value.problems == (problem,)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (HubArgs, d.hub),
        (HubRef, d.hub_ref),
        (SpokeArgs, d.spoke),
        (ExpressRouteCircuitArgs, d.circuit),
        (ExpressRouteCircuitArgs, lambda: d.circuit(microsoftPeering=d.provider_peering(adopted=True))),
        (Office365RouteFilterArgs, d.route_filter),
        (EstateArgs, d.estate),
    ],
)
def test_what_the_cases_spoil_is_right(kind: type[Args], data: Callable[[], dict[str, Any]]) -> None:
    assert kind.of(data()) == kind.of(data())
