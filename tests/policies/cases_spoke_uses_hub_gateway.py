# ruff: noqa: E501 (messages stand whole)
"""Cases of `spoke-uses-hub-gateway`."""

from dataclasses import replace

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, hub, peering
from tests.policies.policy_support import Out
from tests.policies.programs_edges import others
from tests.policies.programs_peerings import ELSEWHERE, OFFERS, SPOKE_GATEWAY, USES, pair, with_gateway

CASES = {
    "spoke-uses-hub-gateway": [
        Case(
            "an end in a network that nobody knows",
            [
                r if r.name != "up" else replace(r, inputs={**r.inputs, "virtualNetworkName": Out(())})
                for r in with_gateway(OFFERS)
            ],
            undecided=(
                (
                    "up",
                    "up: could not be read: virtualNetworkName is not known before deployment; write properties as azure-native documents them, and names as text or from resources of the program",
                ),
            ),
            respell=False,
        ),
        Case(
            "an end in a network whose name is a list",
            [
                r if r.name != "up" else replace(r, inputs={**r.inputs, "virtualNetworkName": ["spoke"]})
                for r in with_gateway(OFFERS)
            ],
            undecided=(
                (
                    "up",
                    "up: could not be read: azure-native:network:VirtualNetworkPeering: expected string value for path parameter 'virtualNetworkName', got list; write properties as azure-native documents them, and names as text or from resources of the program",
                ),
            ),
            respell=False,
        ),
        Case(
            "a gateway in one of two networks, not the hub",
            [*pair(OFFERS), *others(), gateway("er", Out(("gs3", "gs4")))],
            not_applicable=True,
            respell=False,
        ),
        Case(
            "a gateway in the hub or elsewhere",
            [*pair(OFFERS), *others(), gateway("er", Out(("gs", "gs4")))],
            undecided=(
                (
                    "up",
                    "up useRemoteGateways: may pass the gateways of hub by: a gateway's network may be any of b, hub; keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
                ),
            ),
            respell=False,
        ),
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
}
