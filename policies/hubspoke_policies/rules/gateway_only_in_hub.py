"""Gateways stand in hubs, not in spokes."""

from pydantic import Field

from hubspoke_network.azure import GATEWAY, PEERING, SUBNET, VNET
from hubspoke_network.core import Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, Match, gateway_program, gateways_in, logical_name, network_of, program
from hubspoke_policies.reading.peerings import SEGMENT, ends_of, first_unknown, peered


class HubOptions(Options):
    """Options of `gateway-only-in-hub`."""

    hubs: Match = Field(
        default=Match(), description="the networks that are hubs; where given, gateways stand nowhere else"
    )


def check(gateway: Resource, model: NetworkModel, context: Context[HubOptions]) -> Outcome:
    """Report a gateway in a network that is no hub."""
    hubs = context.options.hubs
    home = network_of(model, gateway)
    if not home.keys and not home.open:
        return NotApplicable("no gateway names a network")
    if not model.of_type(PEERING) and hubs == Match():
        return []
    network = model.by_id(home.certain or "")
    if network is None:
        reason = f"its network is not in this program: {home.certain}" if home.certain else home.reason(model)
        return [context.undecided(gateway, "ipConfigurations", f"may stand in a spoke: {reason}")]
    name = logical_name(network)
    if hubs != Match():
        matched = hubs.matches(network)
        if isinstance(matched, Unknown):
            return [context.undecided(gateway, "ipConfigurations", f"may stand in a spoke: {matched.reason}")]
        message = f"stands in {name}, which is none of the hubs"
        return [] if matched else [context.finding(gateway, "ipConfigurations", name, message, INSTEAD)]
    hub = _hub_of(model, network)
    if isinstance(hub, Unknown):
        return [context.undecided(gateway, "ipConfigurations", f"may stand in a spoke: {hub.reason}")]
    if hub is None:
        return []
    message = f"stands in {name}, a spoke of {logical_name(hub)}, whose gateway it can use"
    return [context.finding(gateway, "ipConfigurations", name, message, INSTEAD)]


def _hub_of(model: NetworkModel, network: Resource) -> Resource | Unknown | None:
    """The network whose gateways `network` uses or is offered without offering its own; that is what makes a spoke."""
    doubt = model.unknown_children(network, SEGMENT)
    for peering in model.children(network, SEGMENT):
        ends = ends_of(model, peering)
        if ends.back is None or ends.back.vnet is None:
            elsewhere = ends.remote.certain is not None and model.by_id(ends.remote.certain) is None
            offered_perhaps = not elsewhere and ends.peering.transit is not True
            if ends.doubt and (offered_perhaps or ends.peering.uses_remote_gateways is not False):
                doubt = doubt or Unknown(ends.doubt)
            continue
        uses, offers, offered = ends.peering.uses_remote_gateways, ends.peering.transit, ends.back.transit
        if uses is True or (offered is True and offers is False and gateways_in(model, ends.back.vnet)):
            return ends.back.vnet
        if offered is not False and offers is not True:
            doubt = doubt or first_unknown(offered, offers, uses)
    return doubt


INSTEAD = "use the hub's gateway (useRemoteGateways at the spoke's end of the peering), and leave this one out"

RULE = Rule(
    id="gateway-only-in-hub",
    title="Gateways stand in hubs, not in spokes",
    severity="medium",
    level="advisory",
    category="topology",
    check=Relation((GATEWAY,), check, reads=(VNET, SUBNET, PEERING)),
    options=HubOptions,
    what=(
        "A gateway does not stand in a network that uses the gateways of a peer, or that is offered them and offers "
        "none itself. With the option `hubs` gateways stand in the networks named there and nowhere else."
    ),
    why=(
        "A gateway costs money every hour, and a network with its own cannot use the hub's. That was the way before "
        "peering, and is left over in many estates."
    ),
    remediation=INSTEAD,
    good=(Example("in the hub", program(HUB, gateway_program(), peered())),),
    bad=(
        Example(
            "in the spoke too",
            program(
                HUB,
                gateway_program(),
                peered(uses=False),
                """
                spoke_gateways = network.Subnet(
                    "spoke-gateways",
                    resource_group_name=group.name,
                    virtual_network_name=spoke.name,
                    subnet_name="GatewaySubnet",
                    address_prefix="10.1.0.0/26",
                )
                """,
                gateway_program(name="spoke-er").replace("gateway_subnet.id", "spoke_gateways.id"),
            ),
            breaks="spoke-er",
        ),
    ),
    evidence="Documented: a network uses its own or a remote gateway (virtual-network-peering-overview).",
    links=("https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit",),
    decidable="keep hub, spoke and gateways in one program, or name the hubs in the option hubs",
)
