# ruff: noqa: E501 (messages stand whole)
"""Cases of `gateway-subnet-size`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, group, hub, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_gateway_subnets import gateway_subnet

CASES = {
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
        Case(
            "a /29 for Basic VPN, and another of unknown place",
            [
                *gateway_subnet("10.0.0.0/29"),
                gateway("vpn", out("gs"), "Vpn", "Basic"),
                gateway("vpn2", Out(()), "Vpn", "Basic"),
            ],
            respell=False,
        ),
        Case(
            "a /29 for Basic VPN, and another elsewhere",
            [
                *gateway_subnet("10.0.0.0/29"),
                vnet("other", "10.1.0.0/16"),
                subnet("gs2", "other", "10.1.0.0/26", called="GatewaySubnet"),
                gateway("vpn", out("gs"), "Vpn", "Basic"),
                gateway("er", out("gs2")),
            ],
        ),
        Case(
            "a /29 for Basic VPN, and ExpressRoute of unknown place",
            [*gateway_subnet("10.0.0.0/29"), gateway("vpn", out("gs"), "Vpn", "Basic"), gateway("er", Out(()))],
            undecided=(
                (
                    "gs",
                    "gs addressPrefix: may be too small for gateways: whether er is in it is not known; write the subnet's name and prefix as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a /29 for Basic VPN, and ExpressRoute in one of two",
            [
                *gateway_subnet("10.0.0.0/29"),
                vnet("other", "10.1.0.0/16"),
                subnet("gs2", "other", "10.1.0.0/26", called="GatewaySubnet"),
                gateway("vpn", out("gs"), "Vpn", "Basic"),
                gateway("er", Out(("gs", "gs2"))),
            ],
            undecided=(
                (
                    "gs",
                    "gs addressPrefix: may be too small for gateways: whether er is in it is not known; write the subnet's name and prefix as plain text",
                ),
            ),
            respell=False,
        ),
        Case("none", [group(), vnet("hub", "10.0.0.0/16")], not_applicable=True),
        Case("a /27", gateway_subnet("10.0.0.0/27")),
        Case(
            "a /28",
            gateway_subnet("10.0.0.0/28"),
            violations=(
                (
                    "gs",
                    "gs addressPrefix: '10.0.0.0/28' is too small for gateways, which take a /27 or larger; write a prefix of /27 or shorter",
                ),
            ),
        ),
        Case(
            "in lower case and plural",
            [*gateway_subnet(None, "gatewaysubnet", addressPrefixes=["10.0.0.0/29"])],
            violations=(
                (
                    "gs",
                    "gs addressPrefixes[0]: '10.0.0.0/29' is too small for gateways, which take a /27 or larger; write a prefix of /27 or shorter",
                ),
            ),
        ),
        Case(
            "a /27 where a /26 is asked",
            gateway_subnet("10.0.0.0/27"),
            violations=(
                (
                    "gs",
                    "gs addressPrefix: '10.0.0.0/27' is too small for gateways, which take a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
            config={"longestPrefix": 26},
        ),
        Case("a /29 for Basic VPN", [*gateway_subnet("10.0.0.0/29"), gateway("vpn", out("gs"), "Vpn", "Basic")]),
        Case(
            "a /29 for more than Basic VPN",
            [*gateway_subnet("10.0.0.0/29"), gateway("vpn", out("gs"), "Vpn", "Basic"), gateway("er", out("gs"))],
            violations=(
                (
                    "gs",
                    "gs addressPrefix: '10.0.0.0/29' is too small for gateways, which take a /27 or larger; write a prefix of /27 or shorter",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [group(), vnet("hub", "10.0.0.0/16", subnets=[{"name": "GatewaySubnet", "addressPrefix": "10.0.0.0/28"}])],
            violations=(
                (
                    "hub",
                    "hub subnets[0].addressPrefix: '10.0.0.0/28' is too small for gateways, which take a /27 or larger; write a prefix of /27 or shorter",
                ),
            ),
        ),
        Case(
            "prefix not known",
            gateway_subnet(Out(())),
            undecided=(
                (
                    "gs",
                    "gs addressPrefix: may be too small for gateways: is not known before deployment; write the subnet's name and prefix as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            gateway_subnet("10.0.0.0/28", Out(())),
            undecided=(
                (
                    "gs",
                    "gs addressPrefix: may be too small for gateways: is not known before deployment; write the subnet's name and prefix as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "SKU not known",
            [*gateway_subnet("10.0.0.0/29"), gateway("vpn", out("gs"), "Vpn", Out(()))],
            undecided=(
                (
                    "gs",
                    "gs addressPrefix: may be too small for gateways: is not known before deployment; write the subnet's name and prefix as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
