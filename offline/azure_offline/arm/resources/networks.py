"""Questions about virtual networks that only the offline Azure can answer: what a peering has synced, what is ready."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.store.store import Resource
from hubspoke_network.refusals import CLASSIC_NETWORK, counterpart, gateways_of, parsed, peerings_of, remote_key


def peered_with(prefixes: list[str], network: str, view: ArmView) -> Iterator[Resource]:
    """The peerings of a network (by key) that carry remote addresses which overlap the prefixes.

    Quick: each new peering asks it of its hub, which has as many as there are spokes.
    """
    ours = _spans(tuple(prefixes))
    for peering in peerings_of(network, view):
        if _meet(ours, _spans(tuple(peering.state.get("remote", ())))):
            yield peering


def _meet(left: Iterable["_Span"], right: Iterable["_Span"]) -> bool:
    for version, first, last in left:
        for other, start, end in right:
            if version == other and first <= end and start <= last:
                return True
    return False


_Span = tuple[int, int, int]
"""Version, first and last address of a prefix."""


@lru_cache(maxsize=16_384)
def _spans(prefixes: tuple[str, ...]) -> tuple[_Span, ...]:
    """Each prefix that is well formed."""
    return tuple((net.version, int(net.network_address), int(net.broadcast_address)) for net in parsed(prefixes))


def has_gateway(network: str, view: ArmView) -> bool:
    """Whether a virtual network (by key) has a gateway that is ready, or a Route Server."""
    if any(
        gateway.state.get("provisioningState", "Succeeded") == "Succeeded" for gateway in gateways_of(network, view)
    ):
        return True
    return bool(view.users(f"{network}/subnets/routeserversubnet"))


def peering_state(peering: Resource, view: ArmView) -> str:
    """`Initiated`, `Connected` or `Disconnected`, from both halves as they are now.

    A half keeps which incarnation of the other half, and of the remote network, it was connected with: so it goes
    Disconnected when that one is deleted, also when another of the same name takes its place.
    """
    remote = view.get(remote_key(peering))
    if remote is None or peering.state.get("network") != remote.created:
        return "Disconnected"
    if remote.type == CLASSIC_NETWORK:
        return "Connected"  # a classic network holds no half of its own
    partner = peering.state.get("partner")
    if partner is None:
        return "Initiated"
    other = counterpart(peering, view)
    return "Connected" if other is not None and other.created == partner else "Disconnected"
