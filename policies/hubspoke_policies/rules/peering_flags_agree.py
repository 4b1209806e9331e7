"""The flags of the two ends of a peering agree."""

from collections.abc import Iterator

from hubspoke_network.azure import GATEWAY, PEERING, SUBNET, VNET
from hubspoke_network.core import Finding, Unknown, flag
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, gateway_program, gateways_in, logical_name, may_stand_in, program
from hubspoke_policies.reading.peerings import SEGMENT, USES, Ends, ends_of, first_unknown, peered

ACCESS = "allowVirtualNetworkAccess"


def check(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report flags of one end that the other end, or the networks, contradict."""
    ends = ends_of(model, peering)
    found = [*_gateways(ends, model, context), *_others(ends, model, context), *_access(ends, context)]
    if not found and ends.doubt and ends.peering.uses_remote_gateways is not False:
        reason = f"asks for gateways, and whether the other end offers them is not known: {ends.doubt}"
        return [context.undecided(peering, USES, reason)]
    if not found and ends.doubt and _given(peering) not in {None, True}:
        return [context.undecided(peering, ACCESS, f"may differ from the other end: {ends.doubt}")]
    return found


def _gateways(ends: Ends, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    """Gateways that are asked for, but not offered, not there, or asked for by both."""
    peering, back = ends.resource, ends.back
    uses = ends.peering.uses_remote_gateways
    if uses is False or back is None:
        return
    name = logical_name(back.resource)
    offered = back.transit
    unknown = first_unknown(uses, offered)
    if unknown is not None:
        reason = f"may ask for gateways that {name} does not offer: {unknown.reason}"
        yield context.undecided(peering, USES, reason)
    elif offered is False:
        message = f"asks for gateways that {name} does not offer"
        yield context.finding(peering, USES, True, message, f"write allowGatewayTransit true in {name}, or false here")
    remote = model.by_id(ends.remote.certain or "")
    if remote is not None and uses is True and offered is True and not gateways_in(model, remote):
        where = logical_name(remote)
        maybe = may_stand_in(model, remote)
        if maybe:
            reason = f"asks for gateways of {where}, and whether it has one is not known: {maybe[0][1]}"
            yield context.undecided(peering, USES, reason)
        else:
            message = f"asks for gateways of {where}, which has none"
            yield context.finding(peering, USES, True, message, f"make a gateway in {where}, or write false")


def _others(ends: Ends, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    """A network that asks for remote gateways has none of its own, and asks one peer only."""
    peering, uses = ends.resource, ends.peering.uses_remote_gateways
    home = model.by_id(ends.home)
    if uses is False or home is None:
        return
    rivals: list[tuple[Resource, str, Unknown | None]] = [
        *((gateway, "has a gateway of its own", None) for gateway in gateways_in(model, home)),
        *((gateway, "may have a gateway of its own", Unknown(why)) for gateway, why in may_stand_in(model, home)),
        *((other, "already uses those of", first_unknown(_uses(other))) for other in _rivals(model, home, peering)),
    ]
    for rival, told, doubt in rivals:
        detail = f"{logical_name(home)} {told}, {logical_name(rival)}"
        unknown = first_unknown(uses, doubt)
        if unknown is not None:
            yield context.undecided(peering, USES, f"may ask for gateways though {detail}: {unknown.reason}")
        else:
            message = f"asks for remote gateways though {detail}"
            yield context.finding(peering, USES, True, message, "write false, or take the other away")


def _rivals(model: NetworkModel, home: Resource, peering: Resource) -> list[Resource]:
    """The network's other peerings that use remote gateways or may; of two, the later by name is the one reported."""
    return [p for p in model.children(home, SEGMENT) if p.key < peering.key and _uses(p) is not False]


def _access(ends: Ends, context: Context[NoOptions]) -> Iterator[Finding]:
    """Access is open from both ends or from none; an end that says nothing is taken to agree."""
    if ends.back is None:
        return
    mine, theirs = (_given(end.resource) for end in (ends.peering, ends.back))
    if mine is None or theirs is None or mine is True:
        return
    name = logical_name(ends.back.resource)
    unknown = first_unknown(mine, theirs)
    if unknown is not None and theirs is not False:
        yield context.undecided(ends.resource, ACCESS, f"may differ from {name}: {unknown.reason}")
    elif mine is False and theirs is True:
        message = f"closes this direction, while {name} opens the other"
        yield context.finding(ends.resource, ACCESS, False, message, "write the same at both ends")


def _given(peering: Resource) -> bool | Unknown | None:
    if peering.at(f"properties.{ACCESS}") is None:
        return None
    return flag(peering.document, f"properties.{ACCESS}", default=True)


def _uses(peering: Resource) -> bool | Unknown:
    return flag(peering.document, f"properties.{USES}", default=False)


RULE = Rule(
    id="peering-flags-agree",
    title="The two ends of a peering agree",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((PEERING,), check, reads=(VNET, SUBNET, GATEWAY)),
    options=NoOptions,
    what=(
        "An end that uses remote gateways meets one that offers transit, in a network that has a gateway; its own "
        "network has none and uses those of one peer only. allowVirtualNetworkAccess is the same at both ends."
    ),
    why=(
        "Azure refuses most of these when the second end is written, after gateways have taken their 45 minutes. "
        "Access that differs is taken, and then one side reaches the other and not the reverse."
    ),
    remediation="Set the flags by role: the hub offers transit, the spoke uses it; the components do.",
    good=(Example("hub and spoke", program(HUB, gateway_program(), peered())),),
    bad=(
        Example(
            "gateways that are not offered",
            program(HUB, gateway_program(), peered(transit=False)),
            breaks="spoke-to-hub",
        ),
    ),
    evidence=(
        "Documented (virtual-network-manage-peering); the texts of two refusals have been published, their codes "
        "have not."
    ),
    links=("https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering",),
    decidable="keep both networks and both ends in one program, and write the flags as plain true or false",
)
