# ruff: noqa: E501 (messages stand whole)
"""Cases of `one-gateway-per-kind`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, group, hub
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_edges import placed_at
from tests.policies.programs_gateways import SECOND, TWO_HUBS
from tests.policies.programs_peerings import ELSEWHERE

CASES = {
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
        Case(
            "one without a place, the other's not known",
            [*hub(), gateway("b", None, ipConfigurations=[]), gateway("c", Out(()))],
            respell=False,
        ),
        Case("no gateway", hub(), not_applicable=True),
        Case("an edge gateway", [*hub(), gateway("edge", out("gs"), "LocalGateway")], not_applicable=True),
        Case("one without a type", [*hub(), gateway("a", out("gs")), gateway("c", out("gs"), None)]),
        Case("none with a type", [*hub(), gateway("a", out("gs"), Out(())), gateway("c", out("gs"), None)]),
        Case("one without a place", [*hub(), gateway("a", out("gs")), gateway("c", out("gs"), ipConfigurations=[])]),
        Case("one", [*hub(), gateway("er", out("gs"))]),
        Case(
            "VPN beside ExpressRoute", [*hub(), gateway("er", out("gs")), gateway("vpn", out("gs"), "Vpn", "VpnGw1AZ")]
        ),
        Case("one in each of two networks", [*TWO_HUBS, gateway("a", out("gs")), gateway("b", out("gs2"))]),
        Case(
            "two of a kind",
            [*hub(), gateway("b", out("gs")), gateway("a", out("gs"))],
            violations=(("b", SECOND.format("b", "ExpressRoute", "ExpressRoute", "hub", "a")),),
        ),
        Case(
            "two of a kind in another case",
            [*hub(), gateway("a", out("gs"), "VPN"), gateway("b", out("gs"), "vpn")],
            violations=(("b", SECOND.format("b", "vpn", "VPN", "hub", "a")),),
        ),
        Case(
            "three of a kind",
            [*hub(), gateway("a", out("gs")), gateway("b", out("gs")), gateway("c", out("gs"))],
            violations=(
                ("b", SECOND.format("b", "ExpressRoute", "ExpressRoute", "hub", "a")),
                ("c", SECOND.format("c", "ExpressRoute", "ExpressRoute", "hub", "a")),
            ),
        ),
        Case(
            "subnet inside the network's document",
            [
                group(),
                R(
                    "network:VirtualNetwork",
                    "hub",
                    {
                        "resourceGroupName": out("rg"),
                        "subnets": [{"name": "GatewaySubnet", "addressPrefix": "10.0.0.0/26"}],
                    },
                ),
                gateway("a", out("hub")),
                gateway("b", out("hub")),
            ],
            violations=(("b", SECOND.format("b", "ExpressRoute", "ExpressRoute", "hub", "a")),),
            respell=False,
        ),
        Case(
            "one of two subnets, and both networks have a gateway",
            [*TWO_HUBS, gateway("a", out("gs")), gateway("b", out("gs2")), gateway("c", Out(("gs", "gs2")))],
            violations=(("c", SECOND.format("c", "ExpressRoute", "ExpressRoute", "hub or hub2", "a")),),
            respell=False,
        ),
        Case(
            "one of two subnets, and one network has a gateway",
            [*TWO_HUBS, gateway("a", out("gs")), gateway("c", Out(("gs", "gs2")))],
            undecided=(
                (
                    "c",
                    "c ipConfigurations: may be a second gateway of its kind beside a: its virtual network is not known: may "
                    "be any of hub, hub2; give the gateway's subnet as the id of a subnet in the same program, or as plain "
                    "text",
                ),
            ),
            respell=False,
        ),
        Case(
            "nothing is known of the subnet",
            [*hub(), gateway("a", out("gs")), gateway("c", Out(()))],
            undecided=(
                (
                    "c",
                    "c ipConfigurations: may be a second gateway of its kind beside a: its virtual network is not known: "
                    "ipConfigurations[0].subnet.id is not known before deployment; give the gateway's subnet as the id of a "
                    "subnet in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "nothing is known of the type",
            [*hub(), gateway("a", out("gs")), gateway("c", out("gs"), Out(()))],
            undecided=(
                (
                    "c",
                    "c gatewayType: may be a second gateway of its kind beside a: the type of one of the two gateways is not "
                    "known; give the gateway's subnet as the id of a subnet in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
