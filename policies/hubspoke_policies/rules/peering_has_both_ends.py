"""Every peering has its counterpart."""

from hubspoke_network.azure import PEERING, VNET
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, ends_of, name_of, peered, program


def check(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a peering whose other end is missing, though the network it leads to is in the program."""
    ends = ends_of(model, peering)
    if ends.back is not None:
        return []
    if ends.doubt:
        return [context.undecided(peering, "remoteVirtualNetwork.id", f"may have no other end: {ends.doubt}")]
    remote = name_of(model, ends.remote.certain or "")
    home = name_of(model, ends.home)
    return [
        context.finding(
            peering,
            "remoteVirtualNetwork.id",
            remote,
            f"leads to a network that has no peering back to {home}, so that nothing passes",
            f"add a peering in {remote} whose remoteVirtualNetwork is {home}",
        )
    ]


ONE_END = peered()[: peered().index('network.VirtualNetworkPeering(\n    "spoke-to-hub"')]

RULE = Rule(
    id="peering-has-both-ends",
    title="Every peering has its counterpart",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((PEERING,), check, reads=(VNET,)),
    options=NoOptions,
    what="A peering is made of two resources, one in each network. If a program holds one, it holds the other.",
    why=(
        "A single end stays in the state Initiated and passes no packet, and nothing says so. If the network at the "
        "other end is not in the program, this rule cannot decide."
    ),
    remediation="Add the missing end. The components make both.",
    good=(Example("two ends", program(HUB, peered(uses=False))),),
    bad=(Example("one end", program(HUB, ONE_END), breaks="hub-to-spoke"),),
    evidence="Documented (virtual-network-peering-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview",),
    decidable="keep both networks and both ends in one program, or exempt the peering and name who makes the other",
)
