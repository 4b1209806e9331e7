# ruff: noqa: E501 (messages stand whole)
"""Cases of `gateway-only-in-hub`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, hub, peering, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_edges import between, fixed_hub
from tests.policies.programs_peerings import ELSEWHERE, OFFERS, SPOKE_GATEWAY, USES, pair, with_gateway

CASES = {
    "gateway-only-in-hub": [
        Case(
            "peered with something that is not known",
            between((Out(()), {}), None),
            undecided=(
                (
                    "er2",
                    "er2 ipConfigurations: may stand in a spoke: the network at its other end remoteVirtualNetwork.id is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case("offering its own to something that is not known", between((Out(()), OFFERS), None), respell=False),
        Case(
            "peered with a network whose end is not known",
            between((out("hub"), {}), (Out(()), OFFERS), gateway("er", out("gs"))),
            undecided=(
                (
                    "er2",
                    "er2 ipConfigurations: may stand in a spoke: the other end of down remoteVirtualNetwork.id is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "in a hub by its id",
            [*fixed_hub(), gateway("er", out("gs"))],
            config={"hubs": {"ids": ["*/virtualNetworks/HUB"]}},
        ),
        Case(
            "in a hub by a tag that is not known",
            [
                *hub()[:1],
                vnet("hub", "10.0.0.0/16", tags=Out(())),
                hub()[2],
                gateway("er", out("gs")),
                peering("far", "hub", ELSEWHERE),
            ],
            config={"hubs": {"tags": {"role": "hub"}}},
            undecided=(
                (
                    "er",
                    "er ipConfigurations: may stand in a spoke: is not known before deployment; keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
                ),
            ),
            respell=False,
        ),
        Case(
            "in none of the hubs by name, tags not known",
            [
                *hub()[:1],
                vnet("hub", "10.0.0.0/16", tags=Out(())),
                hub()[2],
                gateway("er", out("gs")),
                peering("far", "hub", ELSEWHERE),
            ],
            config={"hubs": {"names": ["core*"]}},
            violations=(
                (
                    "er",
                    "er ipConfigurations: 'hub' stands in hub, which is none of the hubs; use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out",
                ),
            ),
            respell=False,
        ),
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
