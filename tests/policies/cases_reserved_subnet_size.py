# ruff: noqa: E501 (messages stand whole)
"""Cases of `reserved-subnet-size`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, subnet
from tests.policies.policy_support import Out
from tests.policies.programs_documents import network

CASES = {
    "reserved-subnet-size": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("ordinary subnet", [group(), network(), subnet("app", "net", "10.1.0.0/29")], not_applicable=True),
        Case(
            "a small gateway subnet",
            [group(), network(), subnet("gs", "net", "10.1.0.0/29", called="GatewaySubnet")],
            not_applicable=True,
        ),
        Case("large enough", [group(), network(), subnet("fw", "net", "10.1.0.0/26", called="AzureFirewallSubnet")]),
        Case(
            "no prefix",
            [group(), network(), subnet("fw", "net", "10.1.0.0/99", called="AzureFirewallSubnet")],
            undecided=(
                (
                    "fw",
                    "fw addressPrefix: is no prefix: '10.1.0.0/99' is not in CIDR notation, for example 10.0.0.0/24; write the subnet's prefix as plain text",
                ),
            ),
        ),
        Case(
            "large enough for any name",
            [group(), network(), subnet("fw", "net", "10.1.0.0/24", called=Out(()))],
            respell=False,
        ),
        Case(
            "too small",
            [group(), network(), subnet("fw", "net", "10.1.0.0/27", called="AzureFirewallSubnet")],
            violations=(
                (
                    "fw",
                    "fw addressPrefix: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "in another case",
            [group(), network(), subnet("b", "net", "10.1.0.0/28", called="azurebastionsubnet")],
            violations=(
                (
                    "b",
                    "b addressPrefix: '10.1.0.0/28' is too small for AzureBastionSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "named after its resource",
            [group(), network(), subnet("RouteServerSubnet", "net", "10.1.0.0/28")],
            violations=(
                (
                    "RouteServerSubnet",
                    "RouteServerSubnet addressPrefix: '10.1.0.0/28' is too small for RouteServerSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "in the plural field",
            [group(), network(), subnet("fw", "net", called="AzureFirewallSubnet", addressPrefixes=["10.1.0.0/27"])],
            violations=(
                (
                    "fw",
                    "fw addressPrefixes[0]: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [
                group(),
                network(
                    subnets=[
                        {"name": "app", "addressPrefix": "10.1.1.0/24"},
                        {"name": "AzureFirewallSubnet", "addressPrefix": "10.1.0.0/27"},
                    ]
                ),
            ],
            violations=(
                (
                    "net",
                    "net subnets[1].addressPrefix: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "prefix not known",
            [group(), network(), subnet("fw", "net", Out(()), called="AzureFirewallSubnet")],
            undecided=(
                ("fw", "fw addressPrefix: is not known before deployment; write the subnet's prefix as plain text"),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            [group(), network(), subnet("fw", "net", "10.1.0.0/27", called=Out(()))],
            undecided=(
                (
                    "fw",
                    "fw addressPrefix: may be too small for a reserved subnet: its name is not known before deployment; write the subnet's name as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "subnets not known",
            [group(), network(subnets=Out(()))],
            undecided=(
                (
                    "net",
                    "net subnets: holds subnets of which nothing is known: is not known before deployment; write the subnet's prefix as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
