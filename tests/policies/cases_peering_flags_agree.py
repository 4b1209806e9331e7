# ruff: noqa: E501 (messages stand whole)
"""Cases of `peering-flags-agree`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, hub, peering, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_peerings import ELSEWHERE, OFFERS, SPOKE_GATEWAY, USES, pair, with_gateway

CASES = {
    "peering-flags-agree": [
        Case(
            "closed, and the other end elsewhere",
            [*hub(), peering("far", "hub", ELSEWHERE, allowVirtualNetworkAccess=False)],
            undecided=(
                (
                    "far",
                    "far allowVirtualNetworkAccess: may differ from the other end: far is not in this program; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
        ),
        Case("open, and the other end elsewhere", [*hub(), peering("far", "hub", ELSEWHERE)]),
        Case(
            "nothing said, and the other end elsewhere",
            [*hub(), peering("far", "hub", ELSEWHERE, allowVirtualNetworkAccess=None)],
        ),
        Case(
            "asked of one of two hubs",
            [
                *with_gateway(OFFERS),
                vnet("hub2", "10.2.0.0/16"),
                subnet("gs3", "hub2", "10.2.0.0/26", called="GatewaySubnet"),
                gateway("er3", out("gs3")),
                peering("down2", "hub2", out("spoke"), **OFFERS),
                peering("up2", "spoke", out("hub2"), **USES),
            ],
        ),
        Case("no peering", hub(), not_applicable=True),
        Case("no gateways asked for", pair(OFFERS)),
        Case("asked for and offered", with_gateway(OFFERS, USES)),
        Case(
            "access closed at both ends",
            pair({"allowVirtualNetworkAccess": False}, {"allowVirtualNetworkAccess": False}),
        ),
        Case(
            "access not given at one end",
            pair({"allowVirtualNetworkAccess": None}, {"allowVirtualNetworkAccess": False}),
        ),
        Case(
            "not offered",
            with_gateway({}, USES),
            violations=(
                (
                    "up",
                    "up useRemoteGateways: 'true' asks for gateways that down does not offer; write allowGatewayTransit true in down, or false here",
                ),
            ),
        ),
        Case(
            "no gateway there",
            pair(OFFERS, USES),
            violations=(
                (
                    "up",
                    "up useRemoteGateways: 'true' asks for gateways of hub, which has none; make a gateway in hub, or write false",
                ),
            ),
        ),
        Case(
            "asked for by both",
            with_gateway({**OFFERS, **USES}, {**OFFERS, **USES}, *SPOKE_GATEWAY),
            violations=(
                (
                    "down",
                    "down useRemoteGateways: 'true' asks for remote gateways though hub has a gateway of its own, er; write false, or take the other away",
                ),
                (
                    "up",
                    "up useRemoteGateways: 'true' asks for remote gateways though spoke has a gateway of its own, er2; write false, or take the other away",
                ),
            ),
        ),
        Case(
            "a gateway of its own",
            with_gateway(OFFERS, USES, *SPOKE_GATEWAY),
            violations=(
                (
                    "up",
                    "up useRemoteGateways: 'true' asks for remote gateways though spoke has a gateway of its own, er2; write false, or take the other away",
                ),
            ),
        ),
        Case(
            "asked of two hubs",
            [
                *with_gateway(OFFERS, USES),
                vnet("hub2", "10.2.0.0/16"),
                subnet("gs3", "hub2", "10.2.0.0/26", called="GatewaySubnet"),
                gateway("er3", out("gs3")),
                peering("down2", "hub2", out("spoke"), **OFFERS),
                peering("up2", "spoke", out("hub2"), **USES),
            ],
            violations=(
                (
                    "up2",
                    "up2 useRemoteGateways: 'true' asks for remote gateways though spoke already uses those of, up; write false, or take the other away",
                ),
            ),
        ),
        Case(
            "access differs",
            pair({}, {"allowVirtualNetworkAccess": False}),
            violations=(
                (
                    "up",
                    "up allowVirtualNetworkAccess: 'false' closes this direction, while down opens the other; write the same at both ends",
                ),
            ),
        ),
        Case(
            "a flag not known",
            with_gateway({"allowGatewayTransit": Out(())}, USES),
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may ask for gateways that down does not offer: is not known before deployment; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
            respell=False,
        ),
        Case(
            "access not known",
            pair({}, {"allowVirtualNetworkAccess": Out(())}),
            undecided=(
                (
                    "up",
                    "up allowVirtualNetworkAccess: may differ from down: is not known before deployment; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
            respell=False,
        ),
        Case(
            "asked of a hub of another program",
            [*hub(), peering("up", "hub", ELSEWHERE, **USES)],
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: asks for gateways, and whether the other end offers them is not known: far is not in this program; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
        ),
        Case(
            "the place of the gateway not known",
            pair(OFFERS, USES, gateway("er", Out(()))),
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: asks for gateways of hub, and whether it has one is not known: ipConfigurations[0].subnet.id is not known before deployment; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
                (
                    "up",
                    "up useRemoteGateways: may ask for gateways though spoke may have a gateway of its own, er: ipConfigurations[0].subnet.id is not known before deployment; keep both networks and both ends in one program, and write the flags as plain true or false",
                ),
            ),
            respell=False,
        ),
    ],
}
