# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules about peerings and hubs."""

from typing import Any

from policy_cases import Case
from policy_resources import gateway, hub, peering, subnet, vnet
from policy_support import SUBSCRIPTION, Out, R, out

ELSEWHERE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/far"
OFFERS = {"allowGatewayTransit": True}
USES = {"useRemoteGateways": True}


def pair(hub_flags: Any = None, spoke_flags: Any = None, *more: R) -> list[R]:
    return [
        *hub(),
        vnet("spoke", "10.1.0.0/16"),
        peering("down", "hub", out("spoke"), **(hub_flags or {})),
        peering("up", "spoke", out("hub"), **(spoke_flags or {})),
        *more,
    ]


def with_gateway(hub_flags: Any = None, spoke_flags: Any = None, *more: R) -> list[R]:
    return pair(hub_flags, spoke_flags, gateway("er", out("gs")), *more)


SPOKE_GATEWAY = [subnet("gs2", "spoke", "10.1.0.0/26", called="GatewaySubnet"), gateway("er2", out("gs2"))]

CASES = {
    "peering-has-both-ends": [
        Case("no peering", hub(), not_applicable=True),
        Case("both", pair()),
        Case(
            "inside the networks' documents",
            [
                *hub()[:1],
                vnet(
                    "hub",
                    "10.0.0.0/16",
                    virtualNetworkPeerings=[{"name": "down", "remoteVirtualNetwork": {"id": out("spoke")}}],
                ),
                vnet(
                    "spoke",
                    "10.1.0.0/16",
                    virtualNetworkPeerings=[{"name": "up", "remoteVirtualNetwork": {"id": out("hub")}}],
                ),
            ],
        ),
        Case(
            "one",
            pair()[:-1],
            violations=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: 'spoke' leads to a network that has no peering back to hub, so that nothing passes; add a peering in spoke whose remoteVirtualNetwork is hub",
                ),
            ),
        ),
        Case(
            "back to another network",
            [*pair()[:-1], vnet("third", "10.2.0.0/16"), peering("up", "spoke", out("third"))],
            violations=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: 'spoke' leads to a network that has no peering back to hub, so that nothing passes; add a peering in spoke whose remoteVirtualNetwork is hub",
                ),
                (
                    "up",
                    "up remoteVirtualNetwork.id: 'third' leads to a network that has no peering back to spoke, so that nothing passes; add a peering in third whose remoteVirtualNetwork is spoke",
                ),
            ),
        ),
        Case(
            "to a network of another program",
            [*hub(), peering("down", "hub", ELSEWHERE)],
            undecided=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: may have no other end: far is not in this program; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
            ),
        ),
        Case(
            "to one of two networks",
            [*pair()[:-2], vnet("third", "10.2.0.0/16"), peering("down", "hub", Out(("spoke", "third")))],
            undecided=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: may have no other end: the network at its other end may be any of spoke, third; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
            ),
            respell=False,
        ),
        Case(
            "back to one of two networks",
            [*pair()[:-1], vnet("third", "10.2.0.0/16"), peering("up", "spoke", Out(("hub", "third")))],
            undecided=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: may have no other end: the other end of up may be any of hub, third; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
                (
                    "up",
                    "up remoteVirtualNetwork.id: may have no other end: the network at its other end may be any of hub, third; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
            ),
            respell=False,
        ),
        Case(
            "peerings not known",
            [
                *hub(),
                vnet("spoke", "10.1.0.0/16", virtualNetworkPeerings=Out(())),
                peering("down", "hub", out("spoke")),
            ],
            undecided=(
                (
                    "down",
                    "down remoteVirtualNetwork.id: may have no other end: the peerings of spoke: is not known before deployment; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
                (
                    "spoke",
                    "spoke virtualNetworkPeerings: holds virtualNetworkPeerings of which nothing is known: is not known before deployment; keep both networks and both ends in one program, or exempt the peering and name who makes the other",
                ),
            ),
            respell=False,
        ),
    ],
    "peering-flags-agree": [
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
    "spoke-uses-hub-gateway": [
        Case("no peering", hub(), not_applicable=True),
        Case("no gateway", pair(OFFERS), not_applicable=True),
        Case("not offered", with_gateway(), not_applicable=True),
        Case("a gateway of its own", with_gateway(OFFERS, {}, *SPOKE_GATEWAY), not_applicable=True),
        Case("used", with_gateway(OFFERS, USES)),
        Case(
            "not used",
            with_gateway(OFFERS, {"useRemoteGateways": False}),
            violations=(
                (
                    "up",
                    "up useRemoteGateways: 'false' passes the gateway er of hub by, though it is offered; write true, or false as allowGatewayTransit at the hub's end",
                ),
            ),
        ),
        Case(
            "not given",
            with_gateway(OFFERS),
            violations=(
                (
                    "up",
                    "up useRemoteGateways: 'false' passes the gateway er of hub by, though it is offered; write true, or false as allowGatewayTransit at the hub's end",
                ),
            ),
        ),
        Case(
            "not known",
            with_gateway(OFFERS, {"useRemoteGateways": Out(())}),
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may pass the gateways of hub by: is not known before deployment; keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "the place of the gateway not known",
            pair(OFFERS, {}, gateway("er", Out(()))),
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may pass the gateways of hub by: a gateway's network ipConfigurations[0].subnet.id is not known before deployment; keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a hub of another program",
            [*hub(), peering("up", "hub", ELSEWHERE)],
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may pass gateways by: far is not in this program; keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
                ),
            ),
        ),
    ],
    "gateway-only-in-hub": [
        Case("no gateway", hub(), not_applicable=True),
        Case("in the hub", with_gateway(OFFERS, USES)),
        Case("in two hubs that share nothing", with_gateway({}, {}, *SPOKE_GATEWAY)),
        Case(
            "in a hub that is peered with one of another program",
            [*hub(), gateway("er", out("gs")), peering("far", "hub", ELSEWHERE)],
        ),
        Case(
            "using one of another program",
            [*hub(), gateway("er", out("gs")), peering("far", "hub", ELSEWHERE, **USES)],
            undecided=(
                (
                    "er",
                    "er ipConfigurations: may stand in a spoke: far is not in this program; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
        ),
        Case("in a hub by option", with_gateway(OFFERS, USES), config={"hubs": {"names": ["HUB*"]}}),
        Case(
            "in a spoke that uses another",
            with_gateway(OFFERS, USES, *SPOKE_GATEWAY),
            violations=(
                (
                    "er2",
                    "er2 ipConfigurations: 'spoke' stands in spoke, a spoke of hub, whose gateway it can use; use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out",
                ),
            ),
        ),
        Case(
            "in a spoke that is offered another",
            with_gateway(OFFERS, {}, *SPOKE_GATEWAY),
            violations=(
                (
                    "er2",
                    "er2 ipConfigurations: 'spoke' stands in spoke, a spoke of hub, whose gateway it can use; use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out",
                ),
            ),
        ),
        Case(
            "in none of the hubs",
            with_gateway({}, {}),
            violations=(
                (
                    "er",
                    "er ipConfigurations: 'hub' stands in hub, which is none of the hubs; use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out",
                ),
            ),
            config={"hubs": {"names": ["core-*"]}},
        ),
        Case(
            "flag not known",
            with_gateway({"allowGatewayTransit": Out(())}, {}, *SPOKE_GATEWAY),
            undecided=(
                (
                    "er2",
                    "er2 ipConfigurations: may stand in a spoke: is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "its place not known",
            pair(OFFERS, {}, gateway("er", Out(()))),
            undecided=(
                (
                    "er",
                    "er ipConfigurations: may stand in a spoke: ipConfigurations[0].subnet.id is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "the tag of a hub not known",
            [*hub()[:1], vnet("hub", "10.0.0.0/16", tags={"role": Out(())}), hub()[2], gateway("er", out("gs"))],
            undecided=(
                (
                    "er",
                    "er ipConfigurations: may stand in a spoke: is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            config={"hubs": {"tags": {"role": "hub"}}},
            respell=False,
        ),
    ],
}
