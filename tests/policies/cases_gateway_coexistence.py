# ruff: noqa: E501 (messages stand whole)
"""Cases of `gateway-coexistence`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, hub, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_gateway_subnets import VPN

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
        Case("no gateway", hub(), not_applicable=True),
        Case("VPN alone", [*hub(), gateway("vpn", out("gs"), "Vpn", "Basic")], not_applicable=True),
        Case("ExpressRoute alone", [*hub(), gateway("er", out("gs"))], not_applicable=True),
        Case(
            "in two networks",
            [
                *hub(),
                vnet("other", "10.1.0.0/16"),
                subnet("gs2", "other", "10.1.0.0/26", called="GatewaySubnet"),
                gateway("er", out("gs")),
                gateway("vpn", out("gs2"), "Vpn", "Basic"),
            ],
            not_applicable=True,
        ),
        Case(
            "fit to coexist",
            [*hub(), gateway("er", out("gs")), gateway("vpn", out("gs"), "Vpn", VPN, vpnType="RouteBased")],
        ),
        Case(
            "Basic",
            [*hub(), gateway("er", out("gs")), gateway("vpn", out("gs"), "Vpn", "basic")],
            violations=(
                (
                    "vpn",
                    "vpn sku.name: 'basic' cannot stand beside the ExpressRoute gateway er in one virtual network; write a SKU from VpnGw1AZ on",
                ),
            ),
        ),
        Case(
            "PolicyBased",
            [
                *hub(),
                gateway("er", out("gs"), "expressroute"),
                gateway("vpn", out("gs"), "VPN", VPN, vpnType="policybased"),
            ],
            violations=(
                (
                    "vpn",
                    "vpn vpnType: 'policybased' cannot stand beside the ExpressRoute gateway er in one virtual network; write RouteBased",
                ),
            ),
        ),
        Case(
            "SKU not known",
            [*hub(), gateway("er", out("gs")), gateway("vpn", out("gs"), "Vpn", Out(()))],
            undecided=(
                (
                    "vpn",
                    "vpn sku.name: may not go with the ExpressRoute gateway er: is not known before deployment; give the SKU and the vpnType as plain text, and the subnet as the id of one in the same program",
                ),
            ),
            respell=False,
        ),
        Case(
            "its place not known",
            [*hub(), gateway("er", out("gs")), gateway("vpn", Out(()), "Vpn", "Basic")],
            undecided=(
                (
                    "vpn",
                    "vpn sku.name: may not go with the ExpressRoute gateway er: its virtual network ipConfigurations[0].subnet.id is not known before deployment; give the SKU and the vpnType as plain text, and the subnet as the id of one in the same program",
                ),
            ),
            respell=False,
        ),
        Case(
            "the other's kind not known",
            [*hub(), gateway("er", out("gs"), Out(())), gateway("vpn", out("gs"), "Vpn", "Basic")],
            undecided=(
                (
                    "vpn",
                    "vpn sku.name: may not go with the ExpressRoute gateway er: is not known before deployment; give the SKU and the vpnType as plain text, and the subnet as the id of one in the same program",
                ),
            ),
            respell=False,
        ),
    ],
}
