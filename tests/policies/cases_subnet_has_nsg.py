# ruff: noqa: E501 (messages stand whole)
"""Cases of `subnet-has-nsg`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, hub, nsg, subnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_documents import network

CASES = {
    "subnet-has-nsg": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("a gateway subnet", hub(), not_applicable=True),
        Case(
            "with a group",
            [group(), network(), nsg("rules", []), subnet("app", "net", "10.1.0.0/24", nsg=out("rules"))],
        ),
        Case("with some group", [group(), network(), subnet("app", "net", "10.1.0.0/24", nsg=Out(()))]),
        Case(
            "exempt by option",
            [group(), network(), subnet("lab-1", "net", "10.1.0.0/24")],
            config={"exempt": ["LAB-*"]},
            not_applicable=True,
        ),
        Case(
            "without",
            [group(), network(), subnet("app", "net", "10.1.0.0/24")],
            violations=(
                (
                    "app",
                    "app networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "Bastion without",
            [group(), network(), subnet("b", "net", "10.1.0.0/26", called="AzureBastionSubnet")],
            violations=(
                (
                    "b",
                    "b networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [group(), network(subnets=[{"name": "app", "addressPrefix": "10.1.0.0/24"}])],
            violations=(
                (
                    "net",
                    "net subnets[0].networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "name not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", called=Out(()))],
            undecided=(
                (
                    "app",
                    "app networkSecurityGroup: may be missing: is not known before deployment; write the subnet's name as plain text",
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
                    "net subnets: holds subnets of which nothing is known: is not known before deployment; write the subnet's name as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
