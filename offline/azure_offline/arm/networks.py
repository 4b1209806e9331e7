"""Questions about virtual networks that several rules ask: prefixes, gateways, the other half of a peering."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from azure_offline.arm.documents import flag, items, text, texts
from azure_offline.arm.view import View
from azure_offline.store.store import Resource
from hubspoke_network.azure.communities import regional_community
from hubspoke_network.sets.prefixes import Network, PrefixError, parse_prefix

NETWORK = "Microsoft.Network/virtualNetworks"
CLASSIC_NETWORK = "Microsoft.ClassicNetwork/virtualNetworks"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
PEERING = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
GATEWAY = "Microsoft.Network/virtualNetworkGateways"

GATEWAY_SUBNET = "gatewaysubnet"


def parsed(prefixes: Iterable[str]) -> list[Network]:
    """The prefixes that are well formed; others are refused by a rule of their own."""
    found = []
    for prefix in prefixes:
        try:
            found.append(parse_prefix(prefix))
        except PrefixError:
            continue
    return found


def peered_with(prefixes: list[str], network: str, view: View) -> Iterator[Resource]:
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


def address_space(network: Resource) -> list[str]:
    """The prefixes of a virtual network, as written."""
    return texts(network.document, "properties.addressSpace.addressPrefixes")


def subnet_prefixes(subnet: Resource) -> list[str]:
    """The prefixes of a subnet, as written."""
    single = text(subnet.document, "properties.addressPrefix")
    return ([single] if single is not None else []) + [
        prefix for prefix in texts(subnet.document, "properties.addressPrefixes") if prefix != single
    ]


def network_key(subnet_id: str) -> str:
    """The key of the virtual network a subnet's id lies in."""
    return subnet_id.rstrip("/").lower().rpartition("/subnets/")[0]


def gateways_of(network: str, view: View) -> list[Resource]:
    """The gateways in a virtual network (by key)."""
    return list(view.referring(f"{network}/subnets/{GATEWAY_SUBNET}", GATEWAY.lower()))


def gateway_network(gateway: Resource) -> str:
    """The key of the virtual network a gateway is in; empty where it names none."""
    for configuration in items(gateway.document, "properties.ipConfigurations"):
        subnet = text(configuration, "properties.subnet.id")
        if subnet:
            return network_key(subnet)
    return ""


def has_gateway(network: str, view: View) -> bool:
    """Whether a virtual network (by key) has a gateway that is ready, or a Route Server."""
    if any(
        gateway.state.get("provisioningState", "Succeeded") == "Succeeded" for gateway in gateways_of(network, view)
    ):
        return True
    return bool(view.users(f"{network}/subnets/routeserversubnet"))


def remote_key(peering: Resource) -> str:
    """The key of the virtual network a peering names; empty where it names none."""
    return (text(peering.document, "properties.remoteVirtualNetwork.id") or "").rstrip("/").lower()


def counterpart(peering: Resource, view: View) -> Resource | None:
    """The peering of the remote virtual network that points back, whatever its state."""
    uses = view.transaction.uses_of(peering.parent, source_below=remote_key(peering), parts=False)
    for use in uses:
        if use.kind == PEERING.lower():
            return view.get(use.source)
    return None


def peering_state(peering: Resource, view: View) -> str:
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


def peered_prefixes(network: Resource, peering: Resource, view: View, *, local: bool) -> list[str]:
    """The prefixes of `network` that a peering carries: all, or those of the subnets it lists on that side."""
    if flag(peering.document, "properties.peerCompleteVnets") is not False:
        return address_space(network)
    listed = texts(peering.document, f"properties.{'local' if local else 'remote'}SubnetNames")
    wanted = {name.lower() for name in listed}
    subnets = view.children(network.key, SUBNET)
    found = [prefix for subnet in subnets if subnet.name.lower() in wanted for prefix in subnet_prefixes(subnet)]
    return of_peered_versions(found, peering)


def of_peered_versions(prefixes: list[str], peering: Resource) -> list[str]:
    """Those of the prefixes that a peering is about: the IPv6 ones alone where it is for IPv6 only."""
    only_six = flag(peering.document, "properties.enableOnlyIPv6Peering") is True
    return [prefix for prefix in prefixes if ":" in prefix] if only_six else prefixes


def shown_communities(network: Resource) -> dict[str, str]:
    """The BGP communities of a network: its own and, once that is set, the one of its region."""
    own = text(network.document, "properties.bgpCommunities.virtualNetworkCommunity")
    if own is None:
        return {}
    regional = regional_community("private", network.location)
    return {"virtualNetworkCommunity": own, **({"regionalCommunity": regional.value} if regional else {})}


def peerings_of(network: str, view: View) -> Iterator[Resource]:
    """The peerings of a virtual network (by key)."""
    yield from view.children(network, PEERING)
