# ruff: noqa: E501 (messages stand whole)
"""Cases of `reserved-subnet-names`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, group, hub, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_peerings import ELSEWHERE
from tests.policies.programs_topology import user

CASES = {
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
}
