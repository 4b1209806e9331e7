"""Peerings: two halves, a state computed from both."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Reference, TypeSpec, peering_state
from azure_offline.arm.state_rules.peerings import (
    no_remote_gateway,
    overlap_third,
    overlap_third_of_local,
    remote_disconnected,
)
from azure_offline.store.store import Resource
from hubspoke_network.refusals import table, text
from hubspoke_network.refusals.network_questions import (
    CLASSIC_NETWORK,
    NETWORK,
    PEERING,
    address_space,
    counterpart,
    of_peered_versions,
    peered_prefixes,
    remote_key,
    shown_communities,
)
from hubspoke_network.refusals.networks import (
    duplicate,
    local_gateway,
    no_transit,
    overlap,
    quota,
    remote_changed,
    second_remote_gateway,
    transit_needed,
    with_itself,
)


def _prepare(draft: Draft, view: ArmView) -> None:
    """Note what this half is connected with, and the remote prefixes at the last sync."""
    local = view.get(draft.target.parent)
    remote = view.get(text(draft.document, "properties.remoteVirtualNetwork.id") or "")
    if local is None or remote is None:
        return
    shown = Resource(draft.target.key, "", PEERING, local.key, "", 0, draft.document, {}, 0, 0)
    synced = draft.query.get("syncRemoteAddressSpace", "").lower() == "true"
    same_remote = draft.state.get("network") == remote.created
    if synced or not same_remote or "remote" not in draft.state:
        draft.state["remote"] = peered_prefixes(remote, shown, view, local=False)
    draft.state["network"] = remote.created
    other = counterpart(shown, view)
    if other is None:
        draft.state.pop("partner", None)
    elif draft.old is None:
        draft.state["partner"] = other.created


def _settle(peering: Resource, view: ArmView) -> None:
    """Tell the other half that it is connected now; one that is Disconnected stays so."""
    other = counterpart(peering, view)
    if other is not None and "partner" not in other.state:
        state = {**other.state, "partner": peering.created}
        view.transaction.set_state(other.key, state, view.transaction.revision)
        if peering.state.get("partner") != other.created:
            own = {**peering.state, "partner": other.created}
            view.transaction.set_state(peering.key, own, peering.revision)


def sync_level(peering: Resource, view: ArmView) -> str:
    """Which side's prefixes the other side does not know yet."""
    local, remote, other = view.get(peering.parent), view.get(remote_key(peering)), counterpart(peering, view)
    behind = remote is not None and peering.state.get("remote") != peered_prefixes(remote, peering, view, local=False)
    ahead = (
        other is not None
        and local is not None
        and other.state.get("remote") != peered_prefixes(local, other, view, local=False)
    )
    if behind and ahead:
        return "LocalAndRemoteNotInSync"
    if behind:
        return "RemoteNotInSync"
    return "LocalNotInSync" if ahead else "FullyInSync"


def _present(peering: Resource, view: ArmView) -> Mapping[str, Any]:
    local, remote = view.get(peering.parent), view.get(remote_key(peering))
    synced = peering.state.get("remote", [])
    carried = peered_prefixes(local, peering, view, local=True) if local else []
    here = of_peered_versions(address_space(local), peering) if local else []
    there = of_peered_versions(address_space(remote), peering) if remote else synced
    return {
        "peeringState": peering_state(peering, view),
        "peeringSyncLevel": sync_level(peering, view),
        "localAddressSpace": {"addressPrefixes": carried},
        "localVirtualNetworkAddressSpace": {"addressPrefixes": here},
        "remoteAddressSpace": {"addressPrefixes": synced},
        "remoteVirtualNetworkAddressSpace": {"addressPrefixes": there},
        **_remote_settings(remote),
    }


def _remote_settings(remote: Resource | None) -> Mapping[str, Any]:
    """What a peering answers about the remote network's communities and encryption, where it has any."""
    if remote is None:
        return {}
    shown = {
        "remoteBgpCommunities": shown_communities(remote),
        "remoteVirtualNetworkEncryption": table(remote.document, "properties.encryption"),
    }
    return {name: value for name, value in shown.items() if value}


VIRTUAL_NETWORK_PEERING = TypeSpec(
    type=PEERING,
    location="none",
    parent_code="ResourceNotFound",
    references=(
        Reference("properties.remoteVirtualNetwork.id", (NETWORK, CLASSIC_NETWORK), holds=False, required=True),
    ),
    read_only=frozenset(
        {
            "peeringState",
            "peeringSyncLevel",
            "localAddressSpace",
            "localVirtualNetworkAddressSpace",
            "remoteAddressSpace",
            "remoteVirtualNetworkAddressSpace",
            "remoteVirtualNetworkEncryption",
            "remoteBgpCommunities",
        }
    ),
    defaults={
        "allowVirtualNetworkAccess": True,
        "allowForwardedTraffic": False,
        "allowGatewayTransit": False,
        "useRemoteGateways": False,
        "doNotVerifyRemoteGateways": False,
        "peerCompleteVnets": True,
    },
    guid=True,
    rules=(
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
    ),
    prepare=_prepare,
    settle=_settle,
    present=_present,
)
