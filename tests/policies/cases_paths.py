# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules about ways: between tiers and subnets, out to the Internet, and back from Office 365."""

from typing import Any

from policy_cases import Case
from policy_resources import (
    circuit,
    circuit_peering,
    filter_rule,
    group,
    nsg,
    route,
    route_filter,
    rule,
    subnet,
    table,
    vnet,
)
from policy_support import Out, R, out

DENY = rule("deny", 4096, access="Deny")
EXCHANGE = ["12076:5010"]


def office365(*locations: Any, prefixes: Any = None, communities: Any = None) -> list[R]:
    """Circuits with Office 365, one a location; `prefixes` by number of the circuit."""
    program = [group(), route_filter(), filter_rule("accepted", "filter", communities or EXCHANGE)]
    for number, location in enumerate(locations):
        announced = (prefixes or {}).get(number, ["203.0.113.0/29"])
        program += [
            circuit(f"c{number}", serviceProviderProperties={"peeringLocation": location}),
            circuit_peering(
                f"m{number}",
                f"c{number}",
                route_filter=out("filter"),
                microsoftPeeringConfig={"advertisedPublicPrefixes": announced},
            ),
        ]
    return program


def tiers(
    *, web: Any = None, app: Any = None, data: Any = None, data_name: Any = "dmz/data", data_prefix: Any = "10.1.3.0/24"
) -> list[R]:
    from_web, from_app = rule("in", 100, source="10.1.1.0/24"), rule("in", 100, source="10.1.2.0/24")
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        nsg("g-web", web or [rule("in", 100, source="Internet", ports="443"), DENY], {"network-intent": "dmz/web"}),
        nsg("g-app", app or [from_web, DENY], {"network-intent": "dmz/app"}),
        nsg("g-data", data or [from_app, DENY], {"network-intent": data_name}),
        subnet("web", "net", "10.1.1.0/24", nsg=out("g-web")),
        subnet("app", "net", "10.1.2.0/24", nsg=out("g-app")),
        subnet("data", "net", data_prefix, nsg=out("g-data")),
    ]


def two(*rules: Any, prefix: Any = "10.1.2.0/24", name: str | None = None) -> list[R]:
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        nsg("g", list(rules)),
        subnet("app", "net", "10.1.1.0/24", nsg=out("g")),
        subnet("web", "net", prefix, called=name),
    ]


def leaving(kind: Any, *routes: Any, nat: Any = None, **more: Any) -> list[R]:
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        table("t", list(routes), tags={"network-intent": kind}),
        subnet("app", "net", "10.1.1.0/24", table=out("t"), defaultOutboundAccess=False, natGateway=nat, **more),
    ]


def excepting(exceptions: Any, *routes: Any) -> list[R]:
    """A firewall is declared, and the tag beside it excepts destinations."""
    made = leaving("egress/firewall", *routes)
    tags = {"network-intent": "egress/firewall", "network-egress-exceptions": exceptions}
    return [table("t", list(routes), tags=tags) if item.name == "t" else item for item in made]


NAT = R("network:NatGateway", "nat", {"resourceGroupName": out("rg"), "publicIpAddresses": [{"id": Out(())}]})

CASES = {
    "office365-symmetric-path": [
        Case(
            "another without Office 365",
            [
                *office365("Amsterdam"),
                circuit("c9", serviceProviderProperties={"peeringLocation": "Frankfurt"}),
                circuit_peering("m9", "c9", microsoftPeeringConfig={"advertisedPublicPrefixes": ["203.0.113.0/29"]}),
            ],
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "another that may carry it",
            [
                *office365("Amsterdam"),
                route_filter("other"),
                filter_rule("r9", "other", Out(())),
                circuit("c9", serviceProviderProperties={"peeringLocation": "Frankfurt"}),
                circuit_peering("m9", "c9", route_filter=out("other")),
            ],
            undecided=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: may be the only location with Office 365: whether m9 carries it is not known; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
                (
                    "m9",
                    "m9 routeFilter: may carry Office 365: other: communities is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "one of two filters",
            [
                *office365("Amsterdam")[:3],
                route_filter("other"),
                circuit("c9"),
                circuit_peering("m9", "c9", route_filter=Out(("filter", "other"))),
            ],
            undecided=(
                (
                    "m9",
                    "m9 routeFilter: may carry Office 365: its route filter may be any of filter, other; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no circuit", [group()], not_applicable=True),
        Case("no Office 365", office365("Amsterdam", communities=["12076:51002"]), not_applicable=True),
        Case("two locations", office365("Amsterdam", "Frankfurt")),
        Case(
            "one location",
            office365("Amsterdam"),
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "one location twice",
            office365("Amsterdam", "amsterdam"),
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
                (
                    "c1",
                    "c1 serviceProviderProperties.peeringLocation: 'amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "nothing announced",
            office365("Amsterdam", "Frankfurt", prefixes={1: []}),
            violations=(
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: is empty: no address that the requests are translated to is announced, and no answer finds its way; list the public prefixes of your NAT",
                ),
            ),
        ),
        Case(
            "different prefixes",
            office365("Amsterdam", "Frankfurt", prefixes={1: ["203.0.113.8/29"]}),
            violations=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.0/29' are not announced by m1: if this location fails, their answers find no way; announce the same prefixes at m1",
                ),
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.8/29' are not announced by m0: if this location fails, their answers find no way; announce the same prefixes at m0",
                ),
            ),
        ),
        Case(
            "prefixes not known",
            office365("Amsterdam", "Frankfurt", prefixes={1: Out(())}),
            undecided=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: may differ from those of m1: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "location not known",
            office365(Out(())),
            undecided=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: may be the only location with Office 365: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "communities not known",
            office365("Amsterdam", communities=Out(())),
            undecided=(
                (
                    "m0",
                    "m0 routeFilter: may carry Office 365: filter: communities is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "dmz-adjacent-tiers-only": [
        Case(
            "what the web tier lets out not known",
            tiers(
                web=[rule("perhaps", 100, "Outbound", Out(())), rule("in", 100, source="Internet"), DENY],
                data=[rule("web", 100, source="10.1.1.0/24", ports="443"), rule("some", 110, source=Out(())), DENY],
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "from the Internet to app",
            tiers(app=[rule("world", 100, source="Internet", ports="443"), DENY]),
            violations=(
                (
                    "g-app",
                    "g-app securityRules: 'world' lets the Internet into app by the rule world, past the tiers between (for example tcp 1.0.0.0:* -> 10.1.2.0:443); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "by the second of two rules",
            tiers(
                web=[
                    rule("one", 100, "Outbound", destination="10.1.3.0/24", ports="5000", protocol="Tcp"),
                    rule("none", 110, "Outbound", "Deny"),
                    DENY,
                ],
                data=[
                    rule("other", 100, source="10.1.1.0/24", ports="4000", protocol="Tcp"),
                    rule("same", 110, source="10.1.1.0/24", ports="5000", protocol="Tcp"),
                    DENY,
                ],
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'same' lets web (tier web) into data by the rule same, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:5000); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "a rule not known after a denying one",
            tiers(
                data=[
                    rule("no", 100, access="Deny", source="*", ports="22", protocol="Tcp"),
                    rule("some", 110, source=Out(())),
                    DENY,
                ]
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no tier", two(DENY), not_applicable=True),
        Case("neighbours", tiers()),
        Case(
            "the web tier lets nothing out",
            tiers(
                web=[rule("in", 100, source="Internet"), rule("none", 100, "Outbound", "Deny"), DENY],
                data=[rule("all", 100, source="10.0.0.0/8"), DENY],
            ),
        ),
        Case(
            "from web to data",
            tiers(data=[rule("all", 100, source="10.0.0.0/8", ports="1433", protocol="Tcp"), DENY]),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'all' lets web (tier web) into data by the rule all, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:1433); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "from the Internet to data",
            tiers(
                data=[rule("app", 100, source="10.1.2.0/24"), rule("world", 110, source="Internet", ports="22"), DENY]
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'world' lets the Internet into data by the rule world, past the tiers between (for example tcp 1.0.0.0:* -> 10.1.3.0:22); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "a tier nobody knows",
            tiers(data_name="dmz/cellar"),
            violations=(
                (
                    "g-data",
                    "g-data tags.network-intent: 'cellar' names a tier that is not one of web, app, data; write one of them, or list it in the option tiers",
                ),
            ),
        ),
        Case("other tiers", tiers(data_name="dmz/app"), config={"tiers": ["web", "app"]}),
        Case(
            "a rule not known",
            tiers(data=[rule("some", 100, source=Out(())), DENY]),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a tier not known",
            tiers(data_name=Out(())),
            undecided=(
                (
                    "g-data",
                    "g-data tags: may name a tier: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "lateral-movement": [
        Case(
            "one group on both subnets",
            [
                *two(rule("ssh", 100, source="10.1.1.0/24", ports="22"), DENY)[:-1],
                subnet("web", "net", "10.1.2.0/24", nsg=out("g")),
            ],
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.1.0/24' lets in 10.1.1.0/24 of other subnets to the ports 22, by the security rule ssh (for example 10.1.1.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
        ),
        Case("denied, and the other subnet not known", two(DENY, prefix=Out(()))),
        Case(
            "allowed, and subnets of another network not known",
            [
                *two(rule("ssh", 100, source="10.9.0.0/16", ports="22"), DENY),
                vnet("other", "10.9.0.0/16", subnets=Out(())),
            ],
            undecided=(
                (
                    "g",
                    "g securityRules: may let other subnets in to management ports: the subnets of other: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
        Case("no group", [group()], not_applicable=True),
        Case("attached to nothing", [group(), nsg("g", [])], not_applicable=True),
        Case("denied", two(DENY)),
        Case("HTTPS", two(rule("web", 100, source="10.0.0.0/8", ports="443"), DENY)),
        Case("SSH in its own subnet", two(rule("own", 100, source="10.1.1.0/24", ports="22"), DENY)),
        Case("from Bastion", two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY, name="AzureBastionSubnet")),
        Case(
            "from administrators",
            two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY),
            config={"allowedSources": ["10.1.2.0/25", "10.1.2.128/25"]},
        ),
        Case(
            "by the default rule",
            two(),
            violations=(
                (
                    "g",
                    "g securityRules: 'AllowVnetInBound' lets in 10.1.2.0/24 of other subnets to the ports 22-23,135,139,445,3389,5985-5986, by the default rule AllowVnetInBound in the subnet app (for example 10.1.2.0); add a Deny of these ports, or of *, before the default rules",
                ),
            ),
        ),
        Case(
            "SSH from the other subnet",
            two(rule("ssh", 100, source="10.1.2.128/25", ports=["20-30"]), DENY),
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.2.128/25' lets in 10.1.2.128/25 of other subnets to the ports 22-23, by the security rule ssh (for example 10.1.2.128); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
        ),
        Case(
            "a port that is asked for",
            two(rule("db", 100, source="10.1.0.0/16", ports="5432"), DENY),
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.0.0/16' lets in 10.1.2.0/24 of other subnets to the ports 5432, by the security rule db (for example 10.1.2.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            config={"ports": ["5432"]},
        ),
        Case(
            "source not known",
            two(rule("ssh", 100, source=Out(()), ports="22"), DENY),
            undecided=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: may let in 10.1.2.0/24 of other subnets to the ports 22, by the security rule ssh in the subnet app: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
        Case(
            "the other subnet not known",
            two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY, prefix=Out(())),
            undecided=(
                (
                    "g",
                    "g securityRules: may let other subnets in to management ports: the prefix of web: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
    ],
    "egress-as-declared": [
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
