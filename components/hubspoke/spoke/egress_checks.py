"""What contradicts a spoke's way out, or is not there for it."""

from collections.abc import Iterator

from hubspoke.base import parsed, prefix_problem
from hubspoke.spoke.base_args import SpokeBase
from hubspoke.vnet import (
    Egress,
    HubWays,
    NextHop,
    RouteArgs,
    SubnetSecurity,
    SubnetShape,
    exceptions_text,
    hop_of,
    opens_another_way,
    passes_the_firewall,
)
from hubspoke_network.azure import limit, reserved_subnet, tag_name
from hubspoke_network.core import Problem
from hubspoke_network.sets import Network

_BY_OTHERS = frozenset({Egress.FIREWALL, Egress.FORCED_TUNNEL})


def egress_problems(spoke: SpokeBase, hub: HubWays, space: list[str]) -> Iterator[Problem]:
    """What is wrong between a spoke's way out, its hub and what else the spoke has; `space` are its prefixes."""
    own = [network for text in space if (network := parsed(text)) is not None]
    yield from _propagation_problems(spoke, hub)
    yield from _exception_problems(spoke)
    if spoke.egress is not None:
        yield from _way_problems(spoke, spoke.egress, hub)
    for key, subnet in (spoke.subnets or {}).items():
        path = f"subnets.{key}"
        if spoke.egress is not None and reserved_subnet(spoke.subnet_name(key)) is None:
            yield from _subnet_problems(spoke, spoke.egress, subnet, path)
        for name, route in (subnet.routes or {}).items():
            yield from _route_problems(spoke, route, hub, own, f"{path}.routes.{name}")


def _propagation_problems(spoke: SpokeBase, hub: HubWays) -> Iterator[Problem]:
    path = "propagateGatewayRoutes"
    if hub.inspected and spoke.propagate_gateway_routes:
        message = "lets what gateways learn lead past the firewall that inspects the hub's spokes"
        yield Problem("HS190", path, "true", message, "remove it")
    tunnel = spoke.egress is Egress.FORCED_TUNNEL and not hub.inspected
    if tunnel and hub.express_route and spoke.propagate_gateway_routes is False:
        message = "keeps the default route away that on-premises advertises, which egress forcedTunnel follows"
        yield Problem("HS190", path, "false", message, "remove it")
    if tunnel and spoke.use_hub_gateway is False:
        message = "leaves no gateway, which egress forcedTunnel leaves by"
        yield Problem("HS190", "useHubGateway", "false", message, "remove it, or write another egress")


def _way_problems(spoke: SpokeBase, egress: Egress, hub: HubWays) -> Iterator[Problem]:
    asked = egress.value
    if egress is Egress.FIREWALL and not hub.firewall:
        message = "asks for a firewall that the hub does not have"
        yield Problem("HS191", "egress", asked, message, "give the hub a firewall, or write another egress")
    elif egress is Egress.FORCED_TUNNEL and hub.inspected and not hub.tunnels:
        message = "goes by the hub's firewall, which inspects everything and leaves by addresses of its own"
        instead = "write firewall, or give the hub a firewall that sends it on to on-premises (firewallTunnels)"
        yield Problem("HS191", "egress", asked, message, instead)
    elif egress is Egress.FORCED_TUNNEL and not hub.inspected and not hub.gateway:
        message = "asks for a gateway that the hub does not have"
        yield Problem("HS191", "egress", asked, message, "give the hub a gateway, or write another egress")
    elif egress is Egress.NAT and not spoke.nat_gateways:
        yield Problem("HS191", "egress", asked, "asks for a NAT gateway, and there is none", "add one to natGateways")


def _exception_problems(spoke: SpokeBase) -> Iterator[Problem]:
    exceptions = spoke.egress_exceptions or {}
    if exceptions and spoke.egress not in _BY_OTHERS:
        instead = "remove them, or write egress firewall or forcedTunnel"
        message = "are for a way out that is not direct anyway"
        yield Problem("HS190", "egressExceptions", ", ".join(exceptions), message, instead)
    for name, prefix in exceptions.items():
        path = f"egressExceptions.{name}"
        if parsed(prefix) is None and tag_name(prefix) is None:
            yield prefix_problem(path, prefix) or Problem("HS110", path, prefix, "is no prefix", "write one")
        elif (network := parsed(prefix)) is not None and network.prefixlen < 8:
            message = "is no exception but much of the Internet"
            yield Problem("HS190", path, prefix, message, "write a /8 or smaller, or another egress")
    text = exceptions_text(exceptions)
    most = limit("tag_value_characters")
    if len(text) > most:
        message = f"are longer than the {most} characters of a tag, by which policies know of them"
        yield Problem("HS190", "egressExceptions", f"{len(text)} characters", message, "join prefixes, or use tags")


def _subnet_problems(spoke: SpokeBase, egress: Egress, subnet: SubnetShape, path: str) -> Iterator[Problem]:
    if subnet.service_endpoints:
        message = f"are reached past every route, and so past egress {egress.value}"
        yield Problem(
            "HS190",
            f"{path}.serviceEndpoints",
            ", ".join(subnet.service_endpoints),
            message,
            "use private endpoints, or leave egress out",
        )
    gateways = spoke.nat_gateways or {}
    if egress is Egress.NAT and subnet.nat_gateway is None and len(gateways) > 1:
        message = "is missing: there are several"
        yield Problem("HS191", f"{path}.natGateway", "", message, f"write one of {', '.join(gateways)}")
    useless = egress is Egress.NONE or (egress in _BY_OTHERS and not spoke.egress_exceptions)
    if useless and subnet.nat_gateway is not None:
        message = f"is another way out than egress {egress.value}"
        yield Problem("HS190", f"{path}.natGateway", subnet.nat_gateway, message, "remove it, or write another egress")
    if egress is Egress.NONE and subnet.security is SubnetSecurity.INTERNAL_AND_INTERNET:
        message = "lets the subnet out, and egress none does not"
        instead = "write internalOnly, or another egress"
        yield Problem("HS190", f"{path}.security", subnet.security.value, message, instead)


def _route_problems(
    spoke: SpokeBase, route: RouteArgs, hub: HubWays, own: list[Network], path: str
) -> Iterator[Problem]:
    egress = spoke.egress
    if egress is not None and opens_another_way(route, egress, hub):
        hop = hop_of(egress, hub) or NextHop.VIRTUAL_NETWORK_GATEWAY
        message = f"leads to {route.next_hop.value}, another way out than egress {egress.value}"
        instead = f"write nextHop {hop.value} or None" + (
            ", or the prefix under egressExceptions" if egress in _BY_OTHERS else ""
        )
        yield Problem("HS190", path, route.prefix, message, instead)
    elif hub.inspected and passes_the_firewall(route, own):
        message = f"leads to {route.next_hop.value}, past the firewall that inspects the hub's spokes"
        yield Problem("HS190", path, route.prefix, message, "remove it, or write nextHop VirtualAppliance or None")
