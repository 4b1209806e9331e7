# ruff: noqa: E501 (messages stand whole)
"""Cases of `no-default-outbound`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, hub, subnet
from tests.policies.policy_support import Out
from tests.policies.programs_documents import network

CASES = {
    "no-default-outbound": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("a gateway subnet", hub(), not_applicable=True),
        Case("switched off", [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=False)]),
        Case("a NAT gateway", [group(), network(), subnet("app", "net", "10.1.0.0/24", natGateway={"id": Out(())})]),
        Case(
            "switched on",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=True)],
            violations=(
                (
                    "app",
                    "app defaultOutboundAccess: 'true' lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "not given",
            [group(), network(), subnet("app", "net", "10.1.0.0/24")],
            violations=(
                (
                    "app",
                    "app defaultOutboundAccess: is not given and on by default, which lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [group(), network(subnets=[{"name": "app", "addressPrefix": "10.1.0.0/24"}])],
            violations=(
                (
                    "net",
                    "net subnets[0].defaultOutboundAccess: is not given and on by default, which lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=Out(()))],
            undecided=(
                (
                    "app",
                    "app defaultOutboundAccess: may be on: is not known before deployment; write defaultOutboundAccess as plain false",
                ),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", called=Out(()))],
            undecided=(
                (
                    "app",
                    "app defaultOutboundAccess: may be on: is not known before deployment; write defaultOutboundAccess as plain false",
                ),
            ),
            respell=False,
        ),
    ],
}
