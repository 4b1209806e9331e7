"""Rules on peerings."""

from collections.abc import Iterator

from azure_offline.arm.documents import flag
from azure_offline.arm.networks import (
    PEERING,
    address_space,
    counterpart,
    gateways_of,
    has_gateway,
    parsed,
    peered_prefixes,
    peered_with,
    peering_state,
    peerings_of,
    remote_key,
)
from azure_offline.arm.rules import CREATE, UPDATE, Values, rule
from azure_offline.arm.view import View
from azure_offline.arm.writes.changes import Change
from azure_offline.store.store import Resource
from hubspoke_network.sets.prefixes import overlapping

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
    for use in view.transaction.uses_of(remote_key(new), source_below=new.parent, parts=False):
        other = view.get(use.source)
        if other is not None and use.kind == PEERING.lower() and other.key != new.key:
            yield {"id": change.id, "other": other.id, "remote": _remote_id(new, view)}


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
    "peering-remote-disconnected",
    grade="B",
    source="published text in an error table of another client (positions of the ids not certain)",
    code="RemotePeeringIsDisconnected",
    message="Cannot create or update peering {id} because remote peering {other} referencing parent virtual network "
    "{network} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. "
    "Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.",
    seen=True,
)
def remote_disconnected(change: Change, view: View) -> Iterator[Values]:
    """The other half is Disconnected."""
    new = change.new
    other = counterpart(new, view) if new is not None else None
    if new is not None and other is not None and peering_state(other, view) == "Disconnected":
        yield {"id": change.id, "other": other.id, "network": new.id.rsplit("/", 2)[0]}


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
    "peering-overlap-third",
    grade="B",
    source="published code; text in outline",
    code="VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
    message="Cannot create or update peering {id}. Virtual networks {local} and {remote} cannot be peered because "
    "address space of the first virtual network overlaps with address space of third virtual network {third} already "
    "peered with the second virtual network.",
    seen=True,
)
def overlap_third(change: Change, view: View) -> Iterator[Values]:
    """The local space overlaps that of a third network the remote one is peered with, deleted or not."""
    new = change.new
    local = view.get(new.parent) if new is not None else None
    remote = view.get(remote_key(new)) if new is not None else None
    if new is None or local is None or remote is None:
        return
    for peering in peered_with(address_space(local), remote.key, view):
        third = remote_key(peering)
        if third != local.key:
            found = view.get(third)
            names = {"local": local.id, "remote": remote.id, "third": found.id if found else third}
            yield {"id": change.id, **names}


@rule(
    "peering-overlap-third-of-local",
    grade="C",
    source="published code; scripts that handle it for this direction",
    code="VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
    message="Cannot create or update peering {id}. Virtual networks {remote} and {local} cannot be peered because "
    "address space of the first virtual network overlaps with address space of third virtual network {third} already "
    "peered with the second virtual network.",
)
def overlap_third_of_local(change: Change, view: View) -> Iterator[Values]:
    """The remote space overlaps that of a third network the local one is peered with, deleted or not."""
    new = change.new
    local = view.get(new.parent) if new is not None else None
    remote = view.get(remote_key(new)) if new is not None else None
    if new is None or local is None or remote is None:
        return
    for peering in peered_with(address_space(remote), local.key, view):
        third = remote_key(peering)
        if third != remote.key:
            found = view.get(third)
            names = {"local": local.id, "remote": remote.id, "third": found.id if found else third}
            yield {"id": change.id, **names}


@rule(
    "peering-no-remote-gateway",
    grade="B",
    source="hashicorp/terraform#30569, Azure/terraform-azurerm-lz-vending#398",
    code="RemoteVnetHasNoGateways",
    message="Peering {id} cannot have UseRemoteGateway flag set to true because remote virtual network {remote} "
    "referenced by the peering does not have any gateways.",
    seen=True,
)
def no_remote_gateway(change: Change, view: View) -> Iterator[Values]:
    """UseRemoteGateways is set and the remote network has no gateway that is ready."""
    new = change.new
    if new is not None and flag(new.document, _REMOTE) and not has_gateway(remote_key(new), view):
        yield {"id": change.id, "remote": _remote_id(new, view)}


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
    count = view.transaction.count_children(change.target.parent, PEERING.lower())
    if count > most:
        yield {"network": change.target.parent, "count": count, "limit": most}


def _remote_id(peering: Resource, view: View) -> str:
    found = view.get(remote_key(peering))
    return found.id if found else remote_key(peering)


PEERING_RULES = (
    remote_changed,
    duplicate,
    with_itself,
    remote_disconnected,
    overlap,
    overlap_third,
    overlap_third_of_local,
    no_remote_gateway,
    no_transit,
    second_remote_gateway,
    local_gateway,
    transit_needed,
    quota,
)
