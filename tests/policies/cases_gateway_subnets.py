# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules about gateways in their subnet."""

from typing import Any

from policy_cases import Case
from policy_resources import gateway, group, hub, nsg, route, subnet, table, vnet
from policy_support import Out, R, out

VPN = "VpnGw1AZ"


def gateway_subnet(prefix: Any = "10.0.0.0/26", name: Any = "GatewaySubnet", **more: Any) -> list[R]:
    return [group(), vnet("hub", "10.0.0.0/16"), subnet("gs", "hub", prefix, called=name, **more)]


def separate_route(of: str, prefix: Any, name: str) -> R:
    inputs = {"resourceGroupName": out("rg"), "routeTableName": out(of), "nextHopType": "Internet"}
    return R("network:Route", name, {**inputs, "addressPrefix": prefix})


CASES = {
    "gateway-coexistence": [
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
    "gateway-subnet-size": [
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
    "gateway-subnet-clean": [
        Case("none", [group(), vnet("hub", "10.0.0.0/16")], not_applicable=True),
        Case("clean", gateway_subnet()),
        Case(
            "routes to spokes",
            [*gateway_subnet(table=out("t")), table("t", [route("10.1.0.0/16"), route("0.0.0.0/1", name="half")])],
        ),
        Case(
            "a group",
            [*gateway_subnet(nsg=out("g")), nsg("g", [])],
            violations=(
                (
                    "gs",
                    "gs networkSecurityGroup: is given, and GatewaySubnet takes no security group; leave networkSecurityGroup out",
                ),
            ),
        ),
        Case(
            "a NAT gateway and a delegation",
            gateway_subnet(natGateway={"id": Out(())}, delegations=[{"name": "x"}]),
            violations=(
                ("gs", "gs delegations: is given, and GatewaySubnet takes none; leave delegations out"),
                ("gs", "gs natGateway: is given, and GatewaySubnet takes no NAT gateway; leave natGateway out"),
            ),
        ),
        Case(
            "a default route",
            [*gateway_subnet(table=out("t")), table("t", [route("10.1.0.0/16", name="ok"), route("0.0.0.0/0")])],
            violations=(
                (
                    "t",
                    "t routes[1].addressPrefix: '0.0.0.0/0' makes a default route for gs, whose gateways then lose their way to Azure; leave it out; route the prefixes that are meant, spoke by spoke",
                ),
            ),
        ),
        Case(
            "a default route of its own",
            [*gateway_subnet(table=out("t")), table("t"), separate_route("t", "0.0.0.0/0", "default")],
            violations=(
                (
                    "default",
                    "default addressPrefix: '0.0.0.0/0' makes a default route for gs, whose gateways then lose their way to Azure; leave it out; route the prefixes that are meant, spoke by spoke",
                ),
            ),
        ),
        Case(
            "a default route in halves",
            [
                *gateway_subnet(table=out("t")),
                table("t"),
                separate_route("t", "0.0.0.0/1", "low"),
                separate_route("t", "128.0.0.0/1", "high"),
            ],
            violations=(
                (
                    "low",
                    "low addressPrefix: '0.0.0.0/1' makes with the other routes of its table a default route for gs, whose gateways then lose their way to Azure; leave it out; route the prefixes that are meant, spoke by spoke",
                ),
            ),
        ),
        Case(
            "propagation off",
            [*gateway_subnet(table=out("t")), table("t", disableBgpRoutePropagation=True)],
            violations=(
                (
                    "t",
                    "t disableBgpRoutePropagation: 'true' cuts the gateways in gs off from what they learn; write false, or use another table",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [
                group(),
                table("t", [route("0.0.0.0/0")]),
                vnet(
                    "hub",
                    "10.0.0.0/16",
                    subnets=[{"name": "GatewaySubnet", "addressPrefix": "10.0.0.0/26", "routeTable": {"id": out("t")}}],
                ),
            ],
            violations=(
                (
                    "t",
                    "t routes[0].addressPrefix: '0.0.0.0/0' makes a default route for hub08d33503/GatewaySubnet, whose gateways then lose their way to Azure; leave it out; route the prefixes that are meant, spoke by spoke",
                ),
            ),
        ),
        Case(
            "table of another program",
            gateway_subnet(table=Out(())),
            undecided=(
                (
                    "gs",
                    "gs routeTable: may hold a default route: hub08d33503/GatewaySubnet routeTable.id: is not known before deployment; write the subnet's name and the routes' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a prefix not known",
            [*gateway_subnet(table=out("t")), table("t", [route(Out(()))])],
            undecided=(
                (
                    "t",
                    "t routes: may hold a default route for gs: is not known before deployment; write the subnet's name and the routes' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            [*gateway_subnet(name=Out(()), nsg=out("g")), nsg("g", [])],
            undecided=(
                (
                    "gs",
                    "gs networkSecurityGroup: may be GatewaySubnet, which takes no such thing: its name is not known before deployment; write the subnet's name and the routes' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "group not known",
            gateway_subnet(networkSecurityGroup=Out(())),
            undecided=(
                (
                    "gs",
                    "gs networkSecurityGroup: may be given: is not known before deployment; write the subnet's name and the routes' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
