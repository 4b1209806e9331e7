"""Rules on Global Reach connections."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import text
from hubspoke_network.refusals.rule import Values, rule
from hubspoke_network.refusals.view import View


@rule(
    "global-reach-local",
    grade="A",
    source="expressroute/expressroute-faqs",
    message="Circuit {circuit} of tier Local cannot have Global Reach.",
)
def global_reach_local(change: Change, view: View) -> Iterator[Values]:
    """A Local circuit is linked to another circuit."""
    other = text(change.document, "properties.peerExpressRouteCircuitPeering.id") or ""
    for peering_id in (change.parent, other.lower()):
        circuit = view.get(peering_id.partition("/peerings/")[0])
        if circuit is not None and (text(circuit.document, "sku.tier") or "").lower() == "local":
            yield {"circuit": circuit.id}
