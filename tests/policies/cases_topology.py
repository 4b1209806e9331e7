# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules about address spaces, names of subnets, and the shape of route filters."""

from typing import Any

from policy_cases import Case
from policy_resources import (
    circuit,
    circuit_peering,
    filter_rule,
    gateway,
    group,
    hub,
    peering,
    route_filter,
    subnet,
    vnet,
)
from policy_support import SUBSCRIPTION, Out, R, out

ELSEWHERE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/far"
ON_PREMISES = "network-on-premises"


def pair(one: Any, other: Any, **more: Any) -> list[R]:
    return [
        group(),
        vnet("one", *one, **more),
        vnet("other", *other),
        peering("there", "one", out("other")),
        peering("back", "other", out("one")),
    ]


def star(*spokes: str) -> list[R]:
    program = hub()
    for index, space in enumerate(spokes):
        program += [
            vnet(f"s{index}", space),
            peering(f"down{index}", "hub", out(f"s{index}")),
            peering(f"up{index}", f"s{index}", out("hub")),
        ]
    return program


def learning(space: str, prefixes: Any) -> list[R]:
    """A spoke of a hub whose gateway learns prefixes from on-premises."""
    hub_, spoke = star(space), {"tags": {ON_PREMISES: prefixes}}
    return [*hub_, R(**{**vars(gateway("er", out("gs"))), "inputs": {**gateway("er", out("gs")).inputs, **spoke}})]


def user(kind: str, name: str, subnet_id: Any) -> R:
    inputs = {"resourceGroupName": out("rg"), "ipConfigurations": [{"name": "a", "subnet": {"id": subnet_id}}]}
    return R(kind, name, inputs)


CASES = {
    "no-overlapping-address-space": [
        Case("no network", [group()], not_applicable=True),
        Case("the same space, not connected", [group(), vnet("one", "10.0.0.0/16"), vnet("other", "10.0.0.0/16")]),
        Case("side by side", pair(["10.0.0.0/17"], ["10.0.128.0/17", "fd00::/48"])),
        Case("two spokes side by side", star("10.1.0.0/24", "10.1.1.0/24")),
        Case("on-premises elsewhere", learning("10.1.0.0/16", "10.128.0.0/9 0.0.0.0/0")),
        Case("on-premises in summary", learning("10.1.0.0/16", "10.0.0.0/8"), config={"onPremisesSummaries": True}),
        Case(
            "one inside the other",
            pair(["10.0.0.0/16"], ["192.168.0.0/16", "10.0.255.0/24"]),
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[1]: '10.0.255.0/24' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.255.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "the same in both",
            pair(["10.0.0.0/16", "fd00::/48"], ["10.0.0.0/16", "fd00::/64"]),
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
                (
                    "other",
                    "other addressSpace.addressPrefixes[1]: 'fd00::/64' overlaps fd00::/48 of one, to which it is connected (for example fd00::); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "two spokes of one hub",
            star("10.1.0.0/16", "10.1.7.0/24"),
            violations=(
                (
                    "s1",
                    "s1 addressSpace.addressPrefixes[0]: '10.1.7.0/24' overlaps 10.1.0.0/16 of s0, to which it is connected (for example 10.1.7.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "with on-premises",
            learning("10.1.0.0/16", "10.1.2.0/24"),
            violations=(
                (
                    "s0",
                    "s0 addressSpace.addressPrefixes[0]: '10.1.0.0/16' overlaps 10.1.2.0/24 of on-premises, by ercc7e4412 (for example 10.1.2.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "with on-premises in summary",
            learning("10.1.0.0/16", "10.0.0.0/8"),
            violations=(
                (
                    "hub",
                    "hub addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/8 of on-premises, by ercc7e4412 (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
                (
                    "s0",
                    "s0 addressSpace.addressPrefixes[0]: '10.1.0.0/16' overlaps 10.0.0.0/8 of on-premises, by ercc7e4412 (for example 10.1.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "one end of a peering is enough",
            pair(["10.0.0.0/16"], ["10.0.0.0/16"])[:-1],
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "a space not known",
            pair([Out(())], ["10.0.0.0/16"]),
            undecided=(
                (
                    "one",
                    "one addressSpace: may overlap what it is connected to: its address space addressSpace.addressPrefixes[0] is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "with one of two",
            [
                *pair(["10.0.0.0/16"], ["10.1.0.0/16"]),
                vnet("third", "10.1.0.0/24"),
                peering("p", "one", Out(("other", "third"))),
            ],
            undecided=(
                (
                    "third",
                    "third addressSpace: overlaps 10.1.0.0/16 of other, to which it may be connected; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "with a network of another program",
            [*hub(), peering("p", "hub", ELSEWHERE)],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: p leads to far, which is not in this program; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
        ),
        Case(
            "what is learnt not known",
            [*learning("10.1.0.0/16", Out(()))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: what er learns from on-premises: is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
    ],
    "reserved-subnet-names": [
        Case("in a subnet of another program", [group(), gateway("er", f"{ELSEWHERE}/subnets/GatewaySubnet")]),
        Case(
            "in a wrong subnet of another program",
            [group(), gateway("er", f"{ELSEWHERE}/subnets/gateways")],
            violations=(
                (
                    "er",
                    "er ipConfigurations[0].subnet.id: 'gateways' is not GatewaySubnet, where Azure wants it; use a subnet called GatewaySubnet",
                ),
            ),
        ),
        Case(
            "in one of two subnets",
            [*hub(), subnet("app", "hub", "10.0.3.0/24"), gateway("er", Out(("app", "gs")))],
            undecided=(
                (
                    "er",
                    "er ipConfigurations[0].subnet.id: may be a subnet of the wrong name: may be any of app, gs; write the subnet's name as plain text, and refer to it by its id",
                ),
            ),
            respell=False,
        ),
        Case(
            "in one of two right subnets",
            [
                *hub(),
                vnet("other", "10.1.0.0/16"),
                subnet("gs2", "other", "10.1.0.0/26", called="GatewaySubnet"),
                gateway("er", Out(("gs", "gs2"))),
            ],
            respell=False,
        ),
        Case("no subnet", [group(), vnet("net", "10.1.0.0/16")], not_applicable=True),
        Case(
            "ordinary subnets",
            [group(), vnet("net", "10.1.0.0/16"), subnet("app", "net", "10.1.1.0/24")],
            not_applicable=True,
        ),
        Case(
            "in their places",
            [
                *hub(),
                gateway("er", out("gs")),
                subnet("fs", "hub", "10.0.1.0/26", called="AzureFirewallSubnet"),
                user("network:AzureFirewall", "fw", out("fs")),
                subnet("bs", "hub", "10.0.2.0/26", called="AzureBastionSubnet"),
                user("network:BastionHost", "bastion", out("bs")),
                subnet("app", "hub", "10.0.3.0/24"),
                user("network:NetworkInterface", "nic", out("app")),
            ],
        ),
        Case(
            "a gateway elsewhere",
            [*hub()[:2], subnet("app", "hub", "10.0.3.0/24"), gateway("er", out("app"))],
            violations=(
                (
                    "er",
                    "er ipConfigurations[0].subnet.id: 'app' is not GatewaySubnet, where Azure wants it; use a subnet called GatewaySubnet",
                ),
            ),
        ),
        Case(
            "a firewall in Bastion's",
            [
                *hub()[:2],
                subnet("bs", "hub", "10.0.2.0/26", called="AzureBastionSubnet"),
                user("network:AzureFirewall", "fw", out("bs")),
            ],
            violations=(
                (
                    "fw",
                    "fw ipConfigurations[0].subnet.id: 'AzureBastionSubnet' is not AzureFirewallSubnet, where Azure wants it; use a subnet called AzureFirewallSubnet",
                ),
            ),
        ),
        Case(
            "an interface among gateways",
            [*hub(), user("network:NetworkInterface", "nic", out("gs"))],
            violations=(
                (
                    "nic",
                    "nic ipConfigurations[0].subnet.id: 'GatewaySubnet' is kept for virtualNetworkGateways; use an ordinary subnet",
                ),
            ),
        ),
        Case(
            "nearly a name",
            [*hub()[:2], subnet("gs", "hub", "10.0.0.0/26", called="gateway-subnets")],
            violations=(
                (
                    "gs",
                    "gs name: 'gateway-subnets' is nearly GatewaySubnet, and not the name that Azure knows; write GatewaySubnet, or a name that says something else",
                ),
            ),
        ),
        Case(
            "nearly a name, inside the network's document",
            [
                group(),
                vnet("net", "10.1.0.0/16", subnets=[{"name": "Azure-Bastion-Subnet", "addressPrefix": "10.1.0.0/26"}]),
            ],
            violations=(
                (
                    "net",
                    "net subnets[0].name: 'Azure-Bastion-Subnet' is nearly AzureBastionSubnet, and not the name that Azure knows; write AzureBastionSubnet, or a name that says something else",
                ),
            ),
        ),
        Case(
            "a subnet not known",
            [*hub()[:2], gateway("er", Out(()))],
            undecided=(
                (
                    "er",
                    "er ipConfigurations[0].subnet.id: may be a subnet of the wrong name: ipConfigurations[0].subnet.id is not known before deployment; write the subnet's name as plain text, and refer to it by its id",
                ),
            ),
            respell=False,
        ),
        Case(
            "a name not known",
            [*hub()[:2], subnet("gs", "hub", "10.0.0.0/26", called=Out(())), gateway("er", out("gs"))],
            undecided=(
                (
                    "er",
                    "er ipConfigurations[0].subnet.id: may be a subnet of the wrong name: may be any of gs; write the subnet's name as plain text, and refer to it by its id",
                ),
                (
                    "gs",
                    "gs name: may be nearly a reserved name: is not known before deployment; write the subnet's name as plain text, and refer to it by its id",
                ),
            ),
            respell=False,
        ),
    ],
    "route-filter-shape": [
        Case("none", [group()], not_applicable=True),
        Case(
            "one rule",
            [
                group(),
                route_filter(),
                filter_rule("r", "filter", ["12076:5060"]),
                circuit(),
                circuit_peering("m", "circuit", route_filter=out("filter")),
            ],
        ),
        Case(
            "two rules",
            [
                group(),
                route_filter(),
                filter_rule("a", "filter", ["12076:5060"]),
                filter_rule("b", "filter", ["12076:51002"]),
            ],
            violations=(("b", "b: is a second rule of filter, beside a; list all communities in one rule"),),
        ),
        Case(
            "two rules inside",
            [
                group(),
                route_filter(
                    rules=[
                        {"name": "a", "access": "Allow", "communities": ["12076:5060"]},
                        {"name": "b", "access": "allow", "communities": ["12076:51002"]},
                    ]
                ),
            ],
            violations=(
                (
                    "filter",
                    "filter rules[1]: is a second rule of filter, beside filterdfc3376b/a; list all communities in one rule",
                ),
            ),
        ),
        Case(
            "denying, of another type, and empty",
            [
                group(),
                route_filter(
                    rules=[{"name": "a", "access": "Deny", "routeFilterRuleType": "Prefix", "communities": []}]
                ),
            ],
            violations=(
                ("filter", "filter rules[0].access: 'Deny' is not what a route filter takes; write Allow"),
                ("filter", "filter rules[0].communities: is empty; list at least one community, or leave the rule out"),
                (
                    "filter",
                    "filter rules[0].routeFilterRuleType: 'Prefix' is not what a route filter takes; write Community",
                ),
            ),
        ),
        Case(
            "on private peering",
            [
                group(),
                route_filter(),
                circuit(),
                circuit_peering("p", "circuit", "AzurePrivatePeering", route_filter=out("filter")),
            ],
            violations=(
                (
                    "p",
                    "p routeFilter.id: 'AzurePrivatePeering' attaches a route filter to AzurePrivatePeering, which takes none; attach it to the Microsoft peering",
                ),
            ),
        ),
        Case(
            "access not known",
            [group(), route_filter(rules=[{"name": "a", "access": Out(()), "communities": ["12076:5060"]}])],
            undecided=(
                (
                    "filter",
                    "filter rules[0].access: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "rules not known",
            [group(), route_filter(rules=Out(()))],
            undecided=(
                (
                    "filter",
                    "filter rules: holds rules of which nothing is known: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "kind of peering not known",
            [
                group(),
                route_filter(),
                circuit(),
                circuit_peering("p", "circuit", route_filter=out("filter"), peeringType=Out(())),
            ],
            undecided=(
                (
                    "p",
                    "p routeFilter.id: may be on private peering: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
