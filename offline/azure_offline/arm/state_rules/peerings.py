"""Rules on peerings that need what the offline Azure knows of them: their state and what they have synced."""

from collections.abc import Iterator

from azure_offline.arm.resources import ArmView, has_gateway, peered_with, peering_state
from hubspoke_network.refusals import Change, address_space, counterpart, flag, remote_key
from hubspoke_network.refusals.networks import remote_id
from hubspoke_network.refusals.rule import Values, rule

_REMOTE = "properties.useRemoteGateways"


@rule(
    "peering-remote-disconnected",
    grade="B",
    source="published text in an error table of another client (positions of the ids not certain)",
    code="RemotePeeringIsDisconnected",
    message="Cannot create or update peering {id} because remote peering {other} referencing parent virtual network "
    "{network} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. "
    "Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.",
    seen=True,
    needs="the state of the peering",
)
def remote_disconnected(change: Change, view: ArmView) -> Iterator[Values]:
    """The other half is Disconnected."""
    new = change.new
    other = counterpart(new, view) if new is not None else None
    if new is not None and other is not None and peering_state(other, view) == "Disconnected":
        yield {"id": change.id, "other": other.id, "network": new.id.rsplit("/", 2)[0]}


@rule(
    "peering-overlap-third",
    grade="B",
    source="published code; text in outline",
    code="VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
    message="Cannot create or update peering {id}. Virtual networks {local} and {remote} cannot be peered because "
    "address space of the first virtual network overlaps with address space of third virtual network {third} already "
    "peered with the second virtual network.",
    seen=True,
    needs="what peerings have synced",
)
def overlap_third(change: Change, view: ArmView) -> Iterator[Values]:
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
    needs="what peerings have synced",
)
def overlap_third_of_local(change: Change, view: ArmView) -> Iterator[Values]:
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
    needs="whether the gateway is ready",
)
def no_remote_gateway(change: Change, view: ArmView) -> Iterator[Values]:
    """UseRemoteGateways is set and the remote network has no gateway that is ready."""
    new = change.new
    if new is not None and flag(new.document, _REMOTE) and not has_gateway(remote_key(new), view):
        yield {"id": change.id, "remote": remote_id(new, view)}
