"""A spoke whose hub offers its gateways uses them."""

from hubspoke_network.azure import GATEWAY, PEERING, SUBNET, VNET
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    USES,
    ends_of,
    first_unknown,
    gateway_program,
    gateways_in,
    logical_name,
    may_stand_in,
    peered,
    program,
)

NONE = NotApplicable("no peering is offered the gateways of a hub")


def check(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report an end that is offered gateways and does not use them."""
    ends = ends_of(model, peering)
    uses = ends.peering.uses_remote_gateways
    if uses is True:
        return []
    if ends.back is None:
        return [context.undecided(peering, USES, f"may pass gateways by: {ends.doubt}")] if ends.doubt else NONE
    hub, home = ends.back.vnet, model.by_id(ends.home)
    if ends.back.transit is False or hub is None or (home is not None and gateways_in(model, home)):
        return NONE
    certain, possible = gateways_in(model, hub), may_stand_in(model, hub)
    if not certain and not possible:
        return NONE
    unknown = first_unknown(uses, ends.back.transit)
    if unknown is not None or not certain:
        why = unknown.reason if unknown is not None else f"a gateway's network {possible[0][1]}"
        return [context.undecided(peering, USES, f"may pass the gateways of {logical_name(hub)} by: {why}")]
    message = f"passes the gateway {logical_name(certain[0])} of {logical_name(hub)} by, though it is offered"
    return [
        context.finding(peering, USES, uses, message, "write true, or false as allowGatewayTransit at the hub's end")
    ]


RULE = Rule(
    id="spoke-uses-hub-gateway",
    title="A spoke that is offered the hub's gateways uses them",
    severity="medium",
    level="advisory",
    category="topology",
    check=Relation((PEERING,), check, reads=(VNET, SUBNET, GATEWAY)),
    options=NoOptions,
    what="Where the hub's end of a peering offers gateway transit and the hub has a gateway, the spoke's end uses it.",
    why="Without useRemoteGateways the spoke has no way on-premises, and on-premises does not learn of the spoke.",
    remediation="Write useRemoteGateways true at the spoke's end.",
    good=(Example("used", program(HUB, gateway_program(), peered())),),
    bad=(Example("not used", program(HUB, gateway_program(), peered(uses=False)), breaks="spoke-to-hub"),),
    evidence="Documented (virtual-network-peering-overview, gateways and on-premises connectivity).",
    links=("https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit",),
    decidable="keep hub, gateway and both ends of the peering in one program, and write the flags as plain text",
)
