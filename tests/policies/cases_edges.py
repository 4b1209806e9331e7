# ruff: noqa: E501 (messages stand whole)
"""Cases at the edges: each is told apart from its neighbour by one comparison in a rule."""

from dataclasses import replace
from typing import Any

from cases_gateways import TWO_HUBS
from cases_groups import placed
from cases_office365 import REGION, exchange
from cases_paths import DENY, NAT, excepting, leaving, office365, tiers, two
from cases_peerings import ELSEWHERE, OFFERS, SPOKE_GATEWAY, pair, with_gateway
from policy_cases import Case
from policy_resources import (
    circuit_peering,
    filter_rule,
    gateway,
    group,
    hub,
    nsg,
    peering,
    route,
    route_filter,
    rule,
    security_rule,
    subnet,
    table,
    vnet,
)
from policy_support import SUBSCRIPTION, Out, R, out

FAR_FILTER = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Network/routeFilters/far"


def placed_at(*subnets: Any) -> dict[str, Any]:
    """ip configurations, one a subnet; None for one without."""
    entries = [{"name": f"c{n}", **({} if of is None else {"subnet": {"id": of}})} for n, of in enumerate(subnets)]
    return {"ipConfigurations": entries}


def between(own: Any, other: Any, *more: R) -> list[R]:
    """A spoke with a gateway, its end of the peering (target and flags), the hub's end, and what else there is."""
    return [
        *hub(),
        vnet("spoke", "10.1.0.0/16"),
        *SPOKE_GATEWAY,
        *([] if own is None else [peering("up", "spoke", own[0], **own[1])]),
        *([] if other is None else [peering("down", "hub", other[0], **other[1])]),
        *more,
    ]


def reached_by(prefixes: Any, ports: Any = "22") -> list[R]:
    return placed(rule("in", 100, source=prefixes, ports=ports), DENY)


def odd(count: int) -> list[str]:
    """So many public addresses, no two of them neighbours."""
    return [f"8.0.{n // 128}.{n % 128 * 2 + 1}/32" for n in range(count)]


def perhaps_secret(**more: Any) -> list[R]:
    """A group that lets in what an internal-only one does not."""
    made = nsg("g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")])
    return [group(), replace(made, inputs={**made.inputs, **more})]


def others() -> list[R]:
    """Two networks more, each with a subnet for gateways."""
    return [
        vnet("a", "10.3.0.0/16"),
        subnet("gs3", "a", "10.3.0.0/26", called="GatewaySubnet"),
        vnet("b", "10.4.0.0/16"),
        subnet("gs4", "b", "10.4.0.0/26", called="GatewaySubnet"),
    ]


def fixed_hub() -> list[R]:
    """A hub whose id is known beforehand."""
    fixed = {"resourceGroupName": "net", "virtualNetworkName": "hub"}
    subnet_ = {**fixed, "subnetName": "GatewaySubnet", "addressPrefix": "10.0.0.0/26"}
    return [group(), R("network:VirtualNetwork", "net", fixed), R("network:Subnet", "gs", subnet_)]


ADDRESS = R("network:PublicIPAddress", "address", {"resourceGroupName": out("rg"), "sku": {"name": "Standard"}})


def machine(address: Any) -> R:
    """A network interface with a public address, at 10.1.1.4 of the subnet `app`."""
    entry = {
        "name": "a",
        "subnet": {"id": out("app")},
        "privateIPAddress": "10.1.1.4",
        "privateIPAllocationMethod": "Static",
    }
    if address is not None:
        entry["publicIPAddress"] = {"id": address}
    return R("network:NetworkInterface", "nic", {"resourceGroupName": out("rg"), "ipConfigurations": [entry]})


CASES = {
    "gateway-coexistence": [
        Case(
            "Basic beside two",
            [*hub(), gateway("er-b", out("gs")), gateway("er-a", out("gs")), gateway("vpn", out("gs"), "Vpn", "Basic")],
            violations=(
                (
                    "vpn",
                    "vpn sku.name: 'Basic' cannot stand beside the ExpressRoute gateway er-a in one virtual network; write a SKU from VpnGw1AZ on",
                ),
            ),
        ),
    ],
    "gateway-subnet-size": [
        Case(
            "a /29 for a VPN gateway that is not Basic",
            [
                *hub()[:2],
                subnet("gs", "hub", "10.0.0.0/29", called="GatewaySubnet"),
                gateway("vpn", out("gs"), "Vpn", "VpnGw1AZ"),
            ],
            violations=(
                (
                    "gs",
                    "gs addressPrefix: '10.0.0.0/29' is too small for gateways, which take a /27 or larger; write a prefix of /27 or shorter",
                ),
            ),
        ),
        Case(
            "the widest option",
            hub(),
            config={"longestPrefix": 8},
            violations=(
                (
                    "gs",
                    "gs addressPrefix: '10.0.0.0/26' is too small for gateways, which take a /8 or larger; write a prefix of /8 or shorter",
                ),
            ),
        ),
        Case(
            "an option beyond what Azure takes",
            hub(),
            config={"longestPrefix": 30},
            violations=(
                (
                    "the",
                    "the rule's configuration cannot be used, and its defaults were: 1 problem in the settings of gateway-subnet-size: [HS702] gateway-subnet-size.longestPrefix: '30' is not taken: Input should be less than or equal to 29; see the rule's page for its options; mend the policy configuration",
                ),
            ),
        ),
    ],
    "one-gateway-per-kind": [
        Case(
            "two, one with a second ip configuration",
            [*hub(), gateway("a", out("gs"), **placed_at(out("gs"), None)), gateway("b", out("gs"))],
            violations=(
                (
                    "b",
                    "b gatewayType: 'ExpressRoute' is a second ExpressRoute gateway in hub, beside a; keep one gateway of a kind in a virtual network, or put the other into a virtual network of its own",
                ),
            ),
        ),
        Case(
            "two, one in something that is no subnet",
            [*hub(), gateway("a", "strange"), gateway("b", out("gs"))],
            undecided=(
                (
                    "a",
                    "a ipConfigurations: may be a second gateway of its kind beside b: its virtual network is not known: ipConfigurations[0].subnet.id is 'strange', which names none of the subnets; give the gateway's subnet as the id of a subnet in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "two, one in something else",
            [*hub(), gateway("a", ELSEWHERE), gateway("b", out("gs"))],
            undecided=(
                (
                    "a",
                    "a ipConfigurations: may be a second gateway of its kind beside b: its virtual network is not known: ipConfigurations[0].subnet.id is '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/far', which names none of the subnets; give the gateway's subnet as the id of a subnet in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case("two, one with an empty place", [*hub(), gateway("a", ""), gateway("b", out("gs"))], respell=False),
        Case(
            "two, one in what comes from something else",
            [*hub(), gateway("a", Out(("rg",))), gateway("b", out("gs"))],
            undecided=(
                (
                    "a",
                    "a ipConfigurations: may be a second gateway of its kind beside b: its virtual network is not known: ipConfigurations[0].subnet.id is not known before rg is deployed; give the gateway's subnet as the id of a subnet in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "office365-needs-premium": [
        Case(
            "one of two filters, one not known",
            [
                *exchange("Standard")[:2],
                route_filter("a"),
                filter_rule("ra", "a", Out(())),
                route_filter("b"),
                filter_rule("rb", "b", [REGION]),
                circuit_peering("microsoft", "circuit", route_filter=Out(("a", "b"))),
            ],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: communities is not known before deployment; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a filter of another program",
            [*exchange("Standard")[:2], circuit_peering("microsoft", "circuit", route_filter=FAR_FILTER)],
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: the route filter far is not in this program; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
        ),
        Case(
            "two entries not known",
            exchange("Standard", (REGION, Out(()), Out(("rg",)))),
            undecided=(
                (
                    "microsoft",
                    "microsoft routeFilter.id: may carry Office 365 on a circuit that is not Premium: communities[1] is not known before rg is deployed; keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "office365-symmetric-path": [
        Case(
            "one prefix at one location only",
            office365("Amsterdam", "Frankfurt", prefixes={0: ["203.0.113.0/29", "203.0.113.8/29"]}),
            violations=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.8/29' are not announced by m1: if this location fails, their answers find no way; announce the same prefixes at m1",
                ),
            ),
        ),
    ],
    "dmz-adjacent-tiers-only": [
        Case(
            "one tier by option",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                nsg("g", [DENY], {"network-intent": "dmz/web"}),
                subnet("web", "net", "10.1.1.0/24", nsg=out("g")),
            ],
            config={"tiers": ["web"]},
        ),
        Case(
            "neighbours, and two subnets whose groups are not known",
            [
                *tiers(),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
                subnet("more", "net", "10.1.5.0/24", nsg=Out(())),
            ],
            undecided=(
                (
                    "g-app",
                    "g-app: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-web",
                    "g-web: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "past one tier, and a subnet whose group is not known",
            [
                *tiers(data=[rule("all", 100, source="10.1.0.0/16"), DENY]),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
            ],
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'all' lets web (tier web) into data by the rule all, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:1); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
            undecided=(
                (
                    "g-app",
                    "g-app: may be attached where a far tier gets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-web",
                    "g-web: may be attached where a far tier gets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "let in, and what is let out not known",
            tiers(
                web=[rule("perhaps", 100, "Outbound", Out(())), rule("in", 100, source="Internet"), DENY],
                data=[rule("web", 100, source="10.1.1.0/24", ports="443"), DENY],
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: what the other group lets out is not known; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "by the first of two rules, a part of it",
            tiers(
                web=[
                    rule("some", 100, "Outbound", ports=["5000", "6200"], protocol="Tcp"),
                    rule("none", 110, "Outbound", "Deny"),
                    DENY,
                ],
                data=[
                    rule("high", 100, source="10.1.1.0/24", ports="6000-6500", protocol="Tcp"),
                    rule("low", 110, source="10.1.1.0/24", ports="5000", protocol="Tcp"),
                    DENY,
                ],
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'high' lets web (tier web) into data by the rule high, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:6200); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "by the second of two rules that are not known",
            [
                *tiers(
                    web=[
                        rule("some", 100, "Outbound", ports="2000", protocol="Tcp"),
                        rule("none", 110, "Outbound", "Deny"),
                        DENY,
                    ],
                    app=[DENY],
                    data=[DENY],
                ),
                security_rule("g-data", rule("one", 100, source=Out(()), ports="1000", protocol="Tcp")),
                security_rule("g-data", rule("two", 110, source=Out(("rg",)), ports="2000", protocol="Tcp")),
            ],
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before rg is deployed; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "lateral-movement": [
        Case(
            "denied, and a subnet whose group is not known",
            [*two(DENY), subnet("some", "net", "10.1.4.0/24", nsg=Out(()))],
            undecided=(
                (
                    "g",
                    "g: may be attached where it lets other subnets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "let in, and a subnet whose group is not known",
            [
                *two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
            ],
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.2.0/24' lets in 10.1.2.0/24 of other subnets to the ports 22, by the security rule ssh (for example 10.1.2.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
    ],
    "egress-as-declared": [
        Case(
            "directly, and an appliance",
            leaving("egress/internet", route("0.0.0.0/0")),
            violations=(
                (
                    "app",
                    "app routeTable: lets packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes leave by route te3b98a4d/default, and t declares egress/internet: directly to the Internet by an address of your own (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "declared by one of two groups, not by a third",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                nsg("g", [], {"network-intent": "egress/nat"}),
                nsg("h", []),
                nsg("k", [], {"network-intent": "egress/nat"}),
                subnet("app", "net", "10.1.1.0/24", nsg=Out(("g", "h"))),
            ],
            undecided=(
                (
                    "g",
                    "g tags: may declare a way out: neta08a0fcb/app networkSecurityGroup.id is one of gcd0aa985, haaa94026; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "declared by whatever table it has",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                table("t", [], tags={"network-intent": "egress/nat"}),
                table("plain", []),
                subnet("app", "net", "10.1.1.0/24", table=Out(())),
            ],
            undecided=(
                (
                    "t",
                    "t tags: may declare a way out: neta08a0fcb/app routeTable.id: is not known before deployment; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "one machine out by its own address",
            [*leaving("egress/internet", route("0.0.0.0/0", "Internet")), ADDRESS, machine(out("address"))],
        ),
        Case(
            "one machine perhaps out",
            [*leaving("egress/none", route("0.0.0.0/0", "Internet")), machine(Out(()))],
            undecided=(
                (
                    "app",
                    "app routeTable: may break what t declares, egress/none (not at all), for packets to 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes: nic0e1733ef ipConfigurations[0].publicIPAddress.id: is not known before app is deployed; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "beyond the exceptions",
            excepting("8.8.8.8, AzureMonitor", route("0.0.0.0/0"), route("8.8.8.0/30", "Internet", name="dns")),
            violations=(
                (
                    "app",
                    "app routeTable: keeps packets for 8.8.8.0/30 in (no way out: the subnet is private), and t declares egress/firewall: by an appliance (for example 8.8.8.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "exceptions that are none",
            excepting("8.8.8.8 nobody", route("0.0.0.0/0")),
            undecided=(
                (
                    "t",
                    "t tags.network-egress-exceptions: may except more than it should: 'nobody' is not an address, a prefix, a range a-b or *; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
        ),
        Case(
            "exceptions that are not known",
            excepting(Out(()), route("0.0.0.0/0")),
            undecided=(
                (
                    "t",
                    "t tags.network-egress-exceptions: may except more than it should: is not known before deployment; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "IPv6 alone",
            [
                *leaving("egress/nat", route("0.0.0.0/0", "Internet"))[:-1],
                subnet("app", "net", "fd00:1::/64", table=out("t"), defaultOutboundAccess=False),
            ],
        ),
        Case(
            "two families",
            [
                *leaving("egress/nat", route("0.0.0.0/0", "Internet"), nat={"id": out("nat")})[:-1],
                subnet(
                    "app",
                    "net",
                    None,
                    table=out("t"),
                    defaultOutboundAccess=False,
                    natGateway={"id": out("nat")},
                    addressPrefixes=["10.1.1.0/24", "fd00:1::/64"],
                ),
                NAT,
            ],
        ),
    ],
    "peering-flags-agree": [
        Case(
            "closed, and the other end elsewhere",
            [*hub(), peering("far", "hub", ELSEWHERE, allowVirtualNetworkAccess=False)],
            undecided=(
                (
                    "far",
                    "far allowVirtualNetworkAccess: may differ from the other end: far is not in this program; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
        ),
        Case("open, and the other end elsewhere", [*hub(), peering("far", "hub", ELSEWHERE)]),
        Case(
            "nothing said, and the other end elsewhere",
            [*hub(), peering("far", "hub", ELSEWHERE, allowVirtualNetworkAccess=None)],
        ),
    ],
    "gateway-only-in-hub": [
        Case(
            "peered with something that is not known",
            between((Out(()), {}), None),
            undecided=(
                (
                    "er2",
                    "er2 ipConfigurations: may stand in a spoke: the network at its other end remoteVirtualNetwork.id is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case("offering its own to something that is not known", between((Out(()), OFFERS), None), respell=False),
        Case(
            "peered with a network whose end is not known",
            between((out("hub"), {}), (Out(()), OFFERS), gateway("er", out("gs"))),
            undecided=(
                (
                    "er2",
                    "er2 ipConfigurations: may stand in a spoke: the other end of down remoteVirtualNetwork.id is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "in a hub by its id",
            [*fixed_hub(), gateway("er", out("gs"))],
            config={"hubs": {"ids": ["*/virtualNetworks/HUB"]}},
        ),
        Case(
            "in a hub by a tag that is not known",
            [
                *hub()[:1],
                vnet("hub", "10.0.0.0/16", tags=Out(())),
                hub()[2],
                gateway("er", out("gs")),
                peering("far", "hub", ELSEWHERE),
            ],
            config={"hubs": {"tags": {"role": "hub"}}},
            undecided=(
                (
                    "er",
                    "er ipConfigurations: may stand in a spoke: is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "in none of the hubs by name, tags not known",
            [
                *hub()[:1],
                vnet("hub", "10.0.0.0/16", tags=Out(())),
                hub()[2],
                gateway("er", out("gs")),
                peering("far", "hub", ELSEWHERE),
            ],
            config={"hubs": {"names": ["core*"]}},
            violations=(
                (
                    "er",
                    "er ipConfigurations: 'hub' stands in hub, which is none of the hubs; use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out",
                ),
            ),
            respell=False,
        ),
    ],
    "internal-only-is-rfc1918": [
        Case(
            "a name that is not known, matched perhaps",
            perhaps_secret(networkSecurityGroupName=Out(())),
            config={"match": {"names": ["secret*"]}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "a name that is not known, matched by the program's",
            perhaps_secret(networkSecurityGroupName=Out(())),
            config={"match": {"names": ["h", "G"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
            respell=False,
        ),
        Case(
            "an id that is not known, matched perhaps",
            perhaps_secret(resourceGroupName=Out(())),
            config={"match": {"ids": ["*/resourceGroups/secret/*"]}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: its id is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "an id of which enough is known",
            perhaps_secret(networkSecurityGroupName="g"),
            config={"match": {"ids": ["*/networkSecurityGroups/G"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
        ),
        Case(
            "an id that is known, not matched",
            perhaps_secret(resourceGroupName="net", networkSecurityGroupName="g"),
            config={"match": {"ids": ["*/networkSecurityGroups/h"]}},
            not_applicable=True,
        ),
        Case(
            "a tag that is not known, matched perhaps",
            perhaps_secret(tags={"zone": Out(())}),
            config={"match": {"tags": {"Zone": "inner*"}}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "another tag, not matched",
            perhaps_secret(tags={"zone": "outer"}),
            config={"match": {"tags": {"Zone": "inner*", "Tier": "*"}}},
            not_applicable=True,
        ),
        Case(
            "matched by the name in Azure alone",
            [
                group(),
                replace(
                    nsg("g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")]),
                    inputs={
                        **nsg(
                            "g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")]
                        ).inputs,
                        "networkSecurityGroupName": "secret-rules",
                    },
                ),
            ],
            config={"match": {"names": ["secret*"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
        ),
    ],
    "no-overlapping-address-space": [
        Case(
            "sharing one address",
            [
                group(),
                vnet("one", "10.0.0.0/16"),
                vnet("other", "10.0.255.255/32"),
                peering("there", "one", out("other")),
                peering("back", "other", out("one")),
            ],
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.255.255/32' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.255.255); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "a gateway in one of two networks, beside a third",
            [*TWO_HUBS, vnet("third", "10.2.0.0/16"), gateway("er", Out(("gs", "gs2")))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: the network of the gateway er may be any of hub, hub2; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
                (
                    "hub2",
                    "hub2 addressSpace: may overlap what it is connected to: the network of the gateway er may be any of hub, hub2; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "a gateway in whatever network",
            [*TWO_HUBS, gateway("er", Out(()))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: the network of the gateway er ipConfigurations[0].subnet.id is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
                (
                    "hub2",
                    "hub2 addressSpace: may overlap what it is connected to: the network of the gateway er ipConfigurations[0].subnet.id is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
    ],
    "spoke-uses-hub-gateway": [
        Case(
            "an end in a network that nobody knows",
            [
                r if r.name != "up" else replace(r, inputs={**r.inputs, "virtualNetworkName": Out(())})
                for r in with_gateway(OFFERS)
            ],
            undecided=(
                (
                    "up",
                    "up: could not be read: virtualNetworkName is not known before deployment; write properties as azure-native documents them, and names as text or from resources of the program",
                ),
            ),
            respell=False,
        ),
        Case(
            "an end in a network whose name is a list",
            [
                r if r.name != "up" else replace(r, inputs={**r.inputs, "virtualNetworkName": ["spoke"]})
                for r in with_gateway(OFFERS)
            ],
            undecided=(
                (
                    "up",
                    "up: could not be read: azure-native:network:VirtualNetworkPeering: expected string value for path parameter 'virtualNetworkName', got list; write properties as azure-native documents them, and names as text or from resources of the program",
                ),
            ),
            respell=False,
        ),
        Case(
            "a gateway in one of two networks, not the hub",
            [*pair(OFFERS), *others(), gateway("er", Out(("gs3", "gs4")))],
            not_applicable=True,
            respell=False,
        ),
        Case(
            "a gateway in the hub or elsewhere",
            [*pair(OFFERS), *others(), gateway("er", Out(("gs", "gs4")))],
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may pass the gateways of hub by: a gateway's network may be any of b, hub; keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "no-internet-ingress": [
        Case(
            "two prefixes of three",
            reached_by(["10.0.0.0/8", "8.8.8.0/24", "9.9.9.0/24"]),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.8.8.0/24, 9.9.9.0/24' lets in 8.8.8.0/24, 9.9.9.0/24 from the Internet to the ports 22, by the security rule in (for example 8.8.8.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "a tag in a list",
            reached_by(["Internet", "10.0.0.0/8"]),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: 'Internet, 10.0.0.0/8' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule in in the subnet sub (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "six prefixes",
            reached_by(odd(6)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "seven prefixes",
            reached_by(odd(7)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 1 more prefix' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 1 more prefix from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "eight prefixes",
            reached_by(odd(8)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 2 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 2 more prefixes from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "as many prefixes as are counted",
            reached_by(odd(100)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 94 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 94 more prefixes from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "more prefixes than are counted",
            reached_by(odd(101)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 95 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and more, 101 ranges in all from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
    ],
}
