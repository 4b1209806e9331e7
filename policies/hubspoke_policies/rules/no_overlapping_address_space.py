"""Networks that are connected share no address."""

from collections.abc import Iterator

from pydantic import Field

from hubspoke_network.azure import PEERING, SUBNET, VNET
from hubspoke_network.core import Finding, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, LEARNED, Overlap, connections, name_of, peered, program, shared_address


class OverlapOptions(Options):
    """Options of `no-overlapping-address-space`."""

    on_premises_summaries: bool = Field(
        default=False,
        description="let be on-premises prefixes that hold a network's whole prefix and more, so summaries",
    )


def check(vnet: Resource, model: NetworkModel, context: Context[OverlapOptions]) -> Outcome:
    """Report what a network shares with connected networks and with on-premises; of two networks, at the later."""
    return list(_check(vnet, model, context))


def _check(vnet: Resource, model: NetworkModel, context: Context[OverlapOptions]) -> Iterator[Finding]:
    connected = connections(model)
    doubts = []
    for overlap in connected.overlaps(vnet):
        told = f"overlaps {overlap.other.network} of {name_of(model, overlap.other.owner)}"
        if overlap.certain:
            yield _finding(vnet, overlap, f"{told}, to which it is connected", context)
        else:
            doubts.append(f"{told}, to which it may be connected")
    for overlap in connected.on_premises(vnet, summaries=context.options.on_premises_summaries):
        told = f"overlaps {overlap.other.network} of {stripped(overlap.other.source)}"
        if overlap.certain:
            yield _finding(vnet, overlap, told, context)
        else:
            doubts.append(f"{told}, to which it may be connected")
    doubt = connected.doubt(vnet)
    if doubt:
        doubts.append(f"may overlap what it is connected to: {stripped(doubt)}")
    yield from (context.undecided(vnet, "addressSpace", text) for text in doubts)


def _finding(vnet: Resource, overlap: Overlap, told: str, context: Context[OverlapOptions]) -> Finding:
    mine = overlap.mine
    return context.finding(vnet, mine.path, str(mine.network), told, INSTEAD, witness=shared_address(overlap))


INSTEAD = "give one of them a prefix that nobody uses; `hubspoke plan` finds one"

RULE = Rule(
    id="no-overlapping-address-space",
    title="Connected networks share no address",
    severity="critical",
    level="mandatory",
    category="topology",
    check=Relation((VNET,), check, reads=(PEERING, SUBNET, *LEARNED)),
    options=OverlapOptions,
    what=(
        "No two networks that peerings connect, directly or through others, share an address, and none shares one with "
        "what a gateway among them learns from on-premises. A default route from there is not counted."
    ),
    why=(
        "Azure refuses the peering of two networks that overlap, also where they only share a hub. What overlaps "
        "on-premises is taken, and then one of the two cannot be reached."
    ),
    remediation=INSTEAD,
    good=(Example("two ranges", program(HUB, peered(uses=False))),),
    bad=(Example("a spoke inside the hub's range", program(HUB, peered("10.0.128.0/24", uses=False)), breaks="spoke"),),
    evidence="Documented; code and text of the refusal have been published (VnetAddressSpacesOverlap).",
    links=("https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview",),
    decidable="keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
)
