# ruff: noqa: E501 (messages stand whole)
"""Cases of `peering-has-both-ends`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import hub, peering, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_peerings import ELSEWHERE, pair

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
}
