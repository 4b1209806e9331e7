"""How a spoke's subnets leave for the Internet: one choice, from which routes, propagation and tags follow together.

A route table alone does not decide it. What a gateway learns is more specific than a default route, a peering's own
route is more specific than the firewall's, a service endpoint overrides every route, and a subnet without its NAT
gateway has no way at all. So whatever opens another way beside the declared one is refused.
"""

import re
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Network

from hubspoke.base import HubRef, parsed
from hubspoke.vnet.internal_only_rules import INTENT_TAG
from hubspoke.vnet.subnet_args import NextHop, RouteArgs
from hubspoke_network.azure import PUBLIC
from hubspoke_network.sets import AddressSet
from hubspoke_network.sets.prefixes import RFC1918, Network

ANYWHERE, ANYWHERE6 = "0.0.0.0/0", "::/0"
EXCEPTIONS_TAG = "network-egress-exceptions"


class Egress(Enum):
    """How a spoke's subnets leave for the Internet."""

    INTERNET = "internet"
    """Directly, by addresses of their own: those of instances, load balancers or NAT gateways."""
    NAT = "nat"
    """By a NAT gateway, every subnet."""
    FIREWALL = "firewall"
    """By the firewall in the hub."""
    FORCED_TUNNEL = "forcedTunnel"
    """By on-premises: a default route that it advertises, or the VPN gateway's default site."""
    NONE = "none"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class HubWays:
    """What of a hub decides how its spokes leave. `tunnels`: its firewall sends everything on to on-premises."""

    gateway: bool
    express_route: bool
    firewall: bool
    inspected: bool
    tunnels: bool

    @classmethod
    def of(cls, hub: HubRef) -> "HubWays":
        """The ways of the hub that a reference describes."""
        return cls(
            gateway=bool(hub.has_gateway),
            express_route=hub.express_route_gateway_id is not None,
            firewall=hub.firewall_address is not None,
            inspected=bool(hub.inspected),
            tunnels=bool(hub.firewall_tunnels),
        )


@dataclass(frozen=True, slots=True)
class Ways:
    """What every route table of a network has, beside the routes of a single subnet.

    `tags` go on the tables; `nat` is the NAT gateway of subnets that name none; `internet_intent` is the tag of
    security groups that let their subnet out, empty for the groups' own.
    """

    routes: tuple[tuple[str, RouteArgs], ...] = ()
    propagation: bool = True
    tags: tuple[tuple[str, str], ...] = ()
    nat: str | None = None
    internet_intent: str = ""


def hop_of(egress: Egress, hub: HubWays) -> NextHop | None:
    """Where the default route of a spoke points; None where it is one that on-premises advertises."""
    if egress is Egress.FORCED_TUNNEL:
        if hub.inspected:
            return NextHop.VIRTUAL_APPLIANCE
        # Azure supports a route to the gateway with VPN gateways only: ExpressRoute has to advertise the default route.
        return None if hub.express_route else NextHop.VIRTUAL_NETWORK_GATEWAY
    return _HOPS[egress]


_HOPS = {
    Egress.INTERNET: NextHop.INTERNET,
    Egress.NAT: NextHop.INTERNET,
    Egress.FIREWALL: NextHop.VIRTUAL_APPLIANCE,
    Egress.NONE: NextHop.NONE,
}


def intent_of(egress: Egress, hub: HubWays) -> str:
    """The value of the tag network-intent: where packets leave the spoke. What the firewall does then is its own."""
    if egress is Egress.FORCED_TUNNEL:
        return "egress/firewall" if hub.inspected else "egress/on-premises"
    return f"egress/{egress.value}"


def egress_routes(
    egress: Egress | None, hub: HubRef, address_space: list[str], exceptions: dict[str, str]
) -> tuple[tuple[str, RouteArgs], ...]:
    """The routes of a spoke's tables by name, in the names' order."""
    ways = HubWays.of(hub)
    found: dict[str, RouteArgs] = {}

    def to(name: str, prefix: str, hop: NextHop) -> None:
        address = hub.firewall_address if hop is NextHop.VIRTUAL_APPLIANCE else None
        if hop is not NextHop.VIRTUAL_APPLIANCE or address is not None:  # else a mistake, which is told elsewhere
            found[name] = RouteArgs(prefix=prefix, next_hop=hop, next_hop_address=address)

    hop = hop_of(egress, ways) if egress is not None else None
    if hop is not None:
        to("egress", ANYWHERE, hop)
    if egress is not None and any(":" in prefix for prefix in address_space):
        # The hub's firewall and NAT gateways know IPv4 only: IPv6 would leave past them.
        to("egress-ipv6", ANYWHERE6, NextHop.INTERNET if egress is Egress.INTERNET else NextHop.NONE)
    if ways.inspected:
        for private in RFC1918:
            to(f"private-{str(private).partition('.')[0]}", str(private), NextHop.VIRTUAL_APPLIANCE)
        for text in hub.inspected_space:
            # The peering's own route may be as specific as the prefix: only the same prefix takes its place.
            network = parsed(text)
            if network is not None and network not in RFC1918:
                to(f"hub-{_name(network)}", text, _inspected_hop(network))
    for name, prefix in exceptions.items():
        to(f"exception-{name}", prefix, NextHop.INTERNET)
    return tuple(sorted(found.items()))


def _inspected_hop(network: Network) -> NextHop:
    return NextHop.VIRTUAL_APPLIANCE if isinstance(network, IPv4Network) else NextHop.NONE


def _name(network: Network) -> str:
    return re.sub(r"[./:]+", "-", str(network))


def opens_another_way(route: RouteArgs, egress: Egress, hub: HubWays) -> bool:
    """Whether a route takes packets for public addresses another way than the declared one. Dropping them is none."""
    if route.next_hop in {NextHop.NONE, hop_of(egress, hub)}:
        return False
    network = parsed(route.prefix)
    return network is None or not AddressSet.of([network]).isdisjoint(PUBLIC)


def passes_the_firewall(route: RouteArgs, own: list[Network]) -> bool:
    """Whether a route takes packets past the firewall of an inspected hub; `own` are the spoke's prefixes."""
    if route.next_hop not in {NextHop.VIRTUAL_NETWORK_GATEWAY, NextHop.VNET_LOCAL}:
        return False
    network = parsed(route.prefix)
    return network is None or not AddressSet.of([network]) <= AddressSet.of(own)


def exceptions_text(exceptions: dict[str, str]) -> str:
    """The exceptions as the value of the tag that tells policies of them."""
    return " ".join(sorted(set(exceptions.values())))


def ways_of(
    egress: Egress | None,
    hub: HubRef,
    address_space: list[str],
    exceptions: dict[str, str],
    nat_gateways: list[str],
    propagate: bool | None,
) -> Ways:
    """What the tables of a spoke have in common. An inspected hub switches propagation off: what gateways learn is more
    specific than the routes to the firewall.
    """
    intent = "" if egress is None else intent_of(egress, HubWays.of(hub))
    tags = [(INTENT_TAG, intent)] if intent else []
    if exceptions:
        tags.append((EXCEPTIONS_TAG, exceptions_text(exceptions)))
    return Ways(
        routes=egress_routes(egress, hub, address_space, exceptions),
        propagation=propagate is not False and not hub.inspected,
        tags=tuple(tags),
        nat=nat_gateways[0] if egress is Egress.NAT and len(nat_gateways) == 1 else None,
        internet_intent=intent,
    )
