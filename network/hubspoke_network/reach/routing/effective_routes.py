"""Which route a packet takes: longest prefix, then user-defined over gateway over system, with Azure's exceptions.

Source: azure-docs virtual-networks-udr-overview. System routes to the network, its peers and service endpoints win over
gateway routes even where those are more specific; service endpoints and private endpoints win over user-defined routes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hubspoke_network.core import Unknown
from hubspoke_network.model import Endpoint, Resource, Topology, endpoints_in, policy, possible_addresses
from hubspoke_network.reach.routing.routes import (
    ANY4,
    Route,
    gateway_routes,
    peering_routes,
    propagation_of,
    service_endpoint_routes,
    system_routes,
    table_of,
    unseen_gateways,
    user_routes,
)
from hubspoke_network.rules import ServiceTags
from hubspoke_network.sets import AddressSet


@dataclass(frozen=True, slots=True)
class Choice:
    """Where packets to some destinations go. Several routes where it is not known which of them is taken.

    The last route is taken if none before it is there after all.
    """

    destinations: AddressSet
    routes: tuple[Route, ...]


class Router:
    """The routes of every subnet of a model, each worked out when first asked for."""

    def __init__(self, topology: Topology, tags: ServiceTags | None = None) -> None:
        self.topology, self.tags = topology, tags or ServiceTags.shipped()
        self._routes: dict[str, EffectiveRoutes] = {}
        self._endpoints: dict[str, list[Endpoint]] = {}

    def routes_of(self, subnet: Resource, vnet: Resource) -> "EffectiveRoutes":
        """The routes of a subnet of `vnet`."""
        if subnet.key not in self._routes:
            self._routes[subnet.key] = EffectiveRoutes(self, subnet, vnet)
        return self._routes[subnet.key]

    def endpoints(self, vnet: Resource) -> list[Endpoint]:
        """The private endpoints in a network."""
        if vnet.key not in self._endpoints:
            self._endpoints[vnet.key] = endpoints_in(self.topology, vnet)
        return self._endpoints[vnet.key]


class EffectiveRoutes:
    """The routes of one subnet, and what becomes of a destination."""

    def __init__(self, router: Router, subnet: Resource, vnet: Resource) -> None:
        topology, tags = router.topology, router.tags
        table = table_of(topology, subnet)
        propagation = propagation_of(table)
        self.subnet, self.vnet, self.propagation = subnet, vnet, propagation
        self.user = tuple(user_routes(topology, table, tags))
        own_default = any(route.network == ANY4 for route in self.user)
        system = tuple(system_routes(topology, vnet, own_default))
        self.local = tuple(route for route in system if route.hop == "VnetLocal")
        self.system = tuple(route for route in system if route.hop != "VnetLocal")
        self.peerings = tuple(peering_routes(topology, vnet))
        self.gateways = (
            *gateway_routes(topology, vnet, propagation),
            *(_unseen(why) for _, why in unseen_gateways(topology, vnet) if propagation is not False),
        )
        self.service_endpoints = tuple(service_endpoint_routes(subnet, tags))
        self._topology = topology
        own: list[tuple[Endpoint, Route | None]] = [(endpoint, None) for endpoint in router.endpoints(vnet)]
        self._endpoints = own + [
            (endpoint, route)
            for route in self.peerings
            if route.peering is not None and isinstance(route.peering.remote, Resource)
            for endpoint in router.endpoints(route.peering.remote)
        ]

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every route, whether it is ever taken or not."""
        return (
            *self.user,
            *self.service_endpoints,
            *self.gateways,
            *self.local,
            *self.peerings,
            *self.system,
        )

    def choose(self, destinations: AddressSet) -> list[Choice]:
        """Where packets to `destinations` go, as disjoint choices that cover all of them."""
        pieces = _Pieces(destinations)
        for layer in self._layers():
            if not pieces.open:
                break
            pieces.lay(layer)
        return pieces.done()

    def _layers(self) -> Iterator[tuple[AddressSet, Route]]:
        """Routes in the order in which they are taken, each with the part of its region where that order holds."""
        yield from self._private_endpoints()
        yield from ((route.region, route) for route in self.service_endpoints)
        strong = [route for route in (*self.local, *self.peerings) if route.certain]
        inside = AddressSet.union(route.region for route in strong)
        # Where the network or a peer is, gateway routes do not count.
        for route in _ordered([*self.user, *strong]):
            yield route.region & inside, route
        for doubtful in (route for route in (*self.local, *self.peerings) if not route.certain):
            # Whatever is at least as specific comes first; after it, everything as if it were not there.
            for route in _ordered(self.user):
                if route.length >= doubtful.length and route.certain:
                    yield route.region & doubtful.region, route
            yield doubtful.region, doubtful
        for route in _ordered([*self.user, *self.gateways, *self.system]):
            yield route.region, route

    def _private_endpoints(self) -> Iterator[tuple[AddressSet, Route]]:
        for endpoint, over in self._endpoints:
            addresses = possible_addresses(self._topology, endpoint)
            doubts = [endpoint.addresses, endpoint.subnet, over.peering.link.up if over and over.peering else True]
            why = next((doubt.reason for doubt in doubts if isinstance(doubt, Unknown)), "")
            place = endpoint.subnet
            applies = place if isinstance(place, Unknown) else policy(place, "RouteTable")
            overriding = AddressSet.empty()
            if applies is not False:
                length = self._space_length(over, addresses)
                longer = [route for route in self.user if route.certain and route.length >= length]
                overriding = AddressSet.union(route.region for route in longer)
            yield addresses - overriding, _endpoint_route(endpoint, addresses, why, over)
            if isinstance(applies, Unknown):
                yield addresses & overriding, _endpoint_route(endpoint, addresses, applies.reason, over)

    def _space_length(self, over: Route | None, addresses: AddressSet) -> int:
        """Length of the network prefix that holds an endpoint: a user-defined route must be as long to override it."""
        spaces = self.local if over is None else (over,)
        return max((route.length for route in spaces if addresses <= route.region and route.network), default=129)


def _ordered(routes: Iterable[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: (-route.length, route.rank))


def _unseen(why: Unknown) -> Route:
    every = AddressSet.everything()
    return Route("VirtualNetworkGateway", "VirtualNetworkGateway", "gateways of a peer", every, None, False, why.reason)


def _endpoint_route(endpoint: Endpoint, addresses: AddressSet, doubt: str, over: Route | None) -> Route:
    label = f"private endpoint {endpoint.resource.label}"
    peering = over.peering if over else None
    return Route(
        "Default", "InterfaceEndpoint", label, addresses, None, not doubt, doubt, peering=peering,
        resource=endpoint.resource,
    )  # fmt: skip


class _Pieces:
    """Destinations still without a route, each piece with the routes that may have taken it."""

    def __init__(self, destinations: AddressSet) -> None:
        self.open: list[tuple[AddressSet, tuple[Route, ...]]] = [(destinations, ())] if destinations else []
        self._taken: list[Choice] = []

    def lay(self, layer: tuple[AddressSet, Route]) -> None:
        region, route = layer
        still: list[tuple[AddressSet, tuple[Route, ...]]] = []
        for addresses, maybes in self.open:
            hit = addresses & region
            if not hit:
                still.append((addresses, maybes))
                continue
            rest = addresses - region
            if rest:
                still.append((rest, maybes))
            if route.certain:
                self._taken.append(Choice(hit, (*maybes, route)))
            else:
                still.append((hit, (*maybes, route)))
        self.open = still

    def done(self) -> list[Choice]:
        """The choices; what no route matched has none."""
        return [*self._taken, *(Choice(addresses, maybes) for addresses, maybes in self.open)]
