# ruff: noqa: E501 (messages stand whole)
"""Cases of `gateway-subnet-clean`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, route, table, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_gateway_subnets import gateway_subnet, separate_route

CASES = {
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
