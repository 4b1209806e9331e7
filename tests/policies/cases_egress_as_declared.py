# ruff: noqa: E501 (messages stand whole)
"""Cases of `egress-as-declared`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, route, subnet, table, vnet
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_edges import ADDRESS, machine
from tests.policies.programs_paths import NAT, excepting, leaving

CASES = {
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
        Case(
            "declared by the group",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                nsg("g", [], {"network-intent": "egress/nat"}),
                subnet("app", "net", "10.1.1.0/24", nsg=out("g"), defaultOutboundAccess=False),
            ],
            violations=(
                (
                    "app",
                    "app: keeps packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes in (no way out: the subnet is private), and g declares egress/nat: by a NAT gateway (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "declared by one of two groups",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                nsg("g", [], {"network-intent": "egress/nat"}),
                nsg("h", []),
                subnet("app", "net", "10.1.1.0/24", nsg=Out(("g", "h")), defaultOutboundAccess=False),
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
            "nothing declared",
            [group(), vnet("net", "10.1.0.0/16"), subnet("app", "net", "10.1.1.0/24")],
            not_applicable=True,
        ),
        Case("by a firewall", leaving("egress/firewall", route("0.0.0.0/0"))),
        Case(
            "by a firewall, in halves",
            leaving("Egress/Firewall", route("0.0.0.0/1", name="low"), route("128.0.0.0/1", name="high")),
        ),
        Case("not at all", leaving("egress/none", route("0.0.0.0/0", "None"))),
        Case("not at all, from a private subnet", leaving("egress/none")),
        Case("by a NAT gateway", [*leaving("egress/nat", nat={"id": out("nat")}), NAT]),
        Case("directly", [*leaving("egress/internet", nat={"id": out("nat")}), NAT]),
        Case("directly, while nothing has an address", leaving("egress/internet", route("0.0.0.0/0", "Internet"))),
        Case(
            "by a firewall, with exceptions",
            excepting(
                "8.8.8.8 AzureMonitor",
                route("0.0.0.0/0"),
                route("8.8.8.8/32", "Internet", name="dns"),
                route("AzureMonitor", "Internet", name="monitor"),
            ),
        ),
        Case(
            "half by a firewall",
            leaving("egress/firewall", route("0.0.0.0/1")),
            violations=(
                (
                    "app",
                    "app: keeps packets for 128.0.0.0/3, 160.0.0.0/5, 168.0.0.0/11, 168.32.0.0/12, 168.48.0.0/13, 168.56.0.0/14 and 49 more prefixes in (no way out: the subnet is private), and t declares egress/firewall: by an appliance (for example 128.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "one address beside the firewall",
            leaving("egress/firewall", route("0.0.0.0/0"), route("8.8.8.8/32", "Internet", name="dns")),
            violations=(
                (
                    "app",
                    "app routeTable: keeps packets for 8.8.8.8/32 in (no way out: the subnet is private), and t declares egress/firewall: by an appliance (for example 8.8.8.8); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "a NAT gateway without an address",
            [
                *leaving("egress/nat", nat={"id": out("nat")}),
                R("network:NatGateway", "nat", {"resourceGroupName": out("rg")}),
            ],
            violations=(
                (
                    "app",
                    "app: keeps packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes in (NAT gateway natd919a100), and t declares egress/nat: by a NAT gateway (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "no NAT gateway",
            leaving("egress/nat"),
            violations=(
                (
                    "app",
                    "app: keeps packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes in (no way out: the subnet is private), and t declares egress/nat: by a NAT gateway (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "on-premises by no gateway",
            leaving("egress/on-premises", route("0.0.0.0/0")),
            violations=(
                (
                    "app",
                    "app routeTable: lets packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes leave by route te3b98a4d/default, and t declares egress/on-premises: by a gateway (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "a way out where none is declared",
            [*leaving("egress/none", nat={"id": out("nat")}), NAT],
            violations=(
                (
                    "app",
                    "app: lets packets for 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes leave by NAT gateway natd919a100, and t declares egress/none: not at all (for example 1.0.0.0); give the subnet the route or the gateway that makes it so, or declare what is meant",
                ),
            ),
        ),
        Case(
            "a kind nobody knows",
            leaving("egress/pigeon", route("0.0.0.0/0")),
            violations=(
                (
                    "t",
                    "t tags.network-intent: 'egress/pigeon' declares a way out that is not one of internet, nat, firewall, on-premises, none; write one of them",
                ),
            ),
        ),
        Case(
            "a prefix not known",
            leaving("egress/firewall", route(Out(()))),
            undecided=(
                (
                    "app",
                    "app routeTable: may break what t declares, egress/firewall (by an appliance), for packets to 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes: is not known before deployment; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "the tag not known",
            leaving(Out(()), route("0.0.0.0/0")),
            undecided=(
                (
                    "t",
                    "t tags: may declare a way out: is not known before deployment; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "default outbound access not known",
            [
                group(),
                vnet("net", "10.1.0.0/16", tags={"network-intent": "egress/none"}),
                subnet("app", "net", "10.1.1.0/24", defaultOutboundAccess=Out(())),
            ],
            undecided=(
                (
                    "app",
                    "app: may break what net declares, egress/none (not at all), for packets to 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes: is not known before deployment; write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
    ],
}
