"""Questions about virtual networks that several rules ask: prefixes, gateways, the other half of a peering."""

from collections.abc import Iterable, Iterator

from hubspoke_network.azure import regional_community
from hubspoke_network.refusals.change import Resource
from hubspoke_network.refusals.documents import flag, items, text, texts
from hubspoke_network.refusals.view import Found_co, Questions, View
from hubspoke_network.sets import Network, PrefixError, parse_prefix

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


def gateways_of(network: str, view: Questions[Found_co]) -> list[Found_co]:
    """The gateways in a virtual network (by key)."""
    return list(view.referring(f"{network}/subnets/{GATEWAY_SUBNET}", GATEWAY.lower()))


def gateway_network(gateway: Resource) -> str:
    """The key of the virtual network a gateway is in; empty where it names none."""
    for configuration in items(gateway.document, "properties.ipConfigurations"):
        subnet = text(configuration, "properties.subnet.id")
        if subnet:
            return network_key(subnet)
    return ""


def remote_key(peering: Resource) -> str:
    """The key of the virtual network a peering names; empty where it names none."""
    return (text(peering.document, "properties.remoteVirtualNetwork.id") or "").rstrip("/").lower()


def counterpart(peering: Resource, view: Questions[Found_co]) -> Found_co | None:
    """The peering of the remote virtual network that points back, whatever its state."""
    for use in view.users(peering.parent, kind=PEERING.lower(), below=remote_key(peering), parts=False):
        return view.get(use.source)
    return None


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


def peerings_of(network: str, view: Questions[Found_co]) -> Iterator[Found_co]:
    """The peerings of a virtual network (by key)."""
    yield from view.children(network, PEERING)
