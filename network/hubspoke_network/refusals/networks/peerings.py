"""Rules on peerings."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import flag
from hubspoke_network.refusals.network_questions import (
    PEERING,
    counterpart,
    gateways_of,
    parsed,
    peered_prefixes,
    peerings_of,
    remote_key,
)
from hubspoke_network.refusals.rule import CREATE, UPDATE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import overlapping

_TRANSIT = "properties.allowGatewayTransit"
_REMOTE = "properties.useRemoteGateways"
_MANAGE = "virtual-network/virtual-network-manage-peering"


@rule(
    "peering-remote-changed",
    grade="B",
    source="published responses",
    code="ChangingRemoteVirtualNetworkNotAllowed",
    message="Peering {id} points at {old}; its remote virtual network cannot be changed to {new}. Delete it and create "
    "it again.",
    on=UPDATE,
)
def remote_changed(change: Change, _view: View) -> Iterator[Values]:
    """An existing peering is pointed at another network."""
    if change.old is not None and change.new is not None and remote_key(change.old) != remote_key(change.new):
        yield {"id": change.id, "old": remote_key(change.old), "new": remote_key(change.new)}


@rule(
    "peering-duplicate",
    grade="B",
    source="published code; text from an error table of another client (positions of the ids not certain)",
    code="AnotherPeeringAlreadyReferencesRemoteVnet",
    message="Peering {other} already references remote virtual network {remote}. Cannot add another peering {id} "
    "referencing the same remote virtual network.",
    seen=True,
    on=CREATE,
)
def duplicate(change: Change, view: View) -> Iterator[Values]:
    """Another peering of the network already points at the remote one."""
    new = change.new
    if new is None:
        return
    for use in view.users(remote_key(new), below=new.parent, parts=False):
        other = view.get(use.source)
        if other is not None and use.kind == PEERING.lower() and other.key != new.key:
            yield {"id": change.id, "other": other.id, "remote": remote_id(new, view)}


@rule(
    "peering-with-itself",
    grade="D",
    source="inferred",
    message="Peering {id} points at its own virtual network.",
)
def with_itself(change: Change, _view: View) -> Iterator[Values]:
    """A network is peered with itself."""
    if change.new is not None and remote_key(change.new) == change.new.parent:
        yield {"id": change.id}


@rule(
    "peering-overlap",
    grade="B",
    source="published responses",
    code="VnetAddressSpacesOverlap",
    message="Cannot create or update peering {id}. Virtual networks {local} and {remote} cannot be peered because "
    "their address spaces overlap. Overlapping address prefixes: {left}, {right}",
    seen=True,
)
def overlap(change: Change, view: View) -> Iterator[Values]:
    """The address spaces of the two networks overlap (for a peering of subnets: those of the subnets)."""
    new = change.new
    local = view.get(new.parent) if new is not None else None
    remote = view.get(remote_key(new)) if new is not None else None
    if new is None or local is None or remote is None:
        return
    left = parsed(peered_prefixes(local, new, view, local=True))
    right = parsed(peered_prefixes(remote, new, view, local=False))
    if local.key != remote.key:
        for ours, theirs in overlapping(left, right):
            yield {"id": change.id, "local": local.id, "remote": remote.id, "left": ours, "right": theirs}


@rule(
    "peering-no-transit",
    grade="B",
    source="hashicorp/terraform#20298 (text; the code is not published)",
    message="Peering {id} cannot have UseRemoteGateways flag set to true, because corresponding remote peering {other} "
    "has AllowGatewayTransit flag set to false.",
    seen=True,
)
def no_transit(change: Change, view: View) -> Iterator[Values]:
    """UseRemoteGateways is set and the other half does not allow gateway transit."""
    new = change.new
    other = counterpart(new, view) if new is not None and flag(new.document, _REMOTE) else None
    if other is not None and not flag(other.document, _TRANSIT):
        yield {"id": change.id, "other": other.id}


@rule(
    "peering-second-remote-gateway",
    grade="B",
    source="one operator's report (text; the code is not published)",
    message="Peering {id} cannot have UseRemoteGateways flag set to true, because another peering {other} already has "
    "UseRemoteGateways flag set to true.",
    seen=True,
)
def second_remote_gateway(change: Change, view: View) -> Iterator[Values]:
    """Two peerings of one network use remote gateways."""
    new = change.new
    if new is None or not flag(new.document, _REMOTE):
        return
    for other in peerings_of(new.parent, view):
        if other.key != new.key and flag(other.document, _REMOTE):
            yield {"id": change.id, "other": other.id}


@rule(
    "peering-local-gateway",
    grade="A",
    source=_MANAGE,
    message="Peering {id} cannot use remote gateways: its virtual network has gateway {gateway} of its own.",
)
def local_gateway(change: Change, view: View) -> Iterator[Values]:
    """A network with a gateway of its own uses a remote one."""
    new = change.new
    if new is not None and flag(new.document, _REMOTE):
        for gateway in gateways_of(new.parent, view):
            yield {"id": change.id, "gateway": gateway.id}
        for use in view.users(f"{new.parent}/subnets/routeserversubnet"):
            yield {"id": change.id, "gateway": use.source}


@rule(
    "peering-transit-needed",
    grade="D",
    source="inferred",
    message="allowGatewayTransit of peering {id} cannot be switched off while remote peering {other} uses the gateway.",
    on=UPDATE,
)
def transit_needed(change: Change, view: View) -> Iterator[Values]:
    """Gateway transit is switched off while the other half uses it."""
    new = change.new
    other = counterpart(new, view) if new is not None and not flag(new.document, _TRANSIT) else None
    if other is not None and flag(other.document, _REMOTE):
        yield {"id": change.id, "other": other.id}


@rule(
    "peering-quota",
    grade="A",
    source="includes/azure-virtual-network-limits",
    message="Virtual network {network} would have {count} peerings; at most {limit} are allowed.",
    on=CREATE,
)
def quota(change: Change, view: View) -> Iterator[Values]:
    """More peerings than a network may have."""
    most = view.limit("peerings_per_virtual_network")
    count = view.count_children(change.parent, PEERING.lower())
    if count > most:
        yield {"network": change.parent, "count": count, "limit": most}


def remote_id(peering: Resource, view: View) -> str:
    """The id of the network a peering points at, as it was written when the network was made."""
    found = view.get(remote_key(peering))
    return found.id if found else remote_key(peering)
