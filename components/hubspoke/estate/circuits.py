"""Arguments of the circuits and route filters of an estate, and what is wrong between them and the hubs."""

from collections.abc import Iterator, Mapping

from hubspoke.circuit import CircuitShape, ConnectionShape, MicrosoftPeeringShape, RouteFilterShape, link_problems
from hubspoke.estate.others import EstateOtherHubArgs
from hubspoke.estate.vnets import EstateHubArgs
from hubspoke.hub import ExpressRouteGatewayArgs
from hubspoke.vnet import key_problems
from hubspoke_network.azure import gateway_sku
from hubspoke_network.core import Problem

FAST_PATH_UNITS = 10


class EstateMicrosoftPeeringArgs(MicrosoftPeeringShape):
    """Peering with Microsoft's public services."""

    route_filter: str | None = None
    """Key of its route filter, of those under `routeFilters`. Without one Microsoft announces nothing."""


class EstateConnectionArgs(ConnectionShape):
    """A link from a circuit to a hub of the estate, made here or elsewhere."""


class EstateCircuitArgs(CircuitShape):
    """An ExpressRoute circuit of an estate."""

    microsoft_peering: EstateMicrosoftPeeringArgs | None = None
    """Peering with Microsoft's public services."""
    hubs: dict[str, EstateConnectionArgs] | None = None
    """Hubs whose ExpressRoute gateways the circuit is linked to, by key: of `hubs` or `otherHubs`."""
    location: str | None = None
    """Azure region of the circuit's record. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    resource_group: str | None = None
    """Name of a resource group that exists. Default: one is made for circuits and route filters."""

    def connection_keys(self) -> list[str]:
        """Keys of the links to gateways."""
        return list(self.hubs or {})

    def own_problems(self) -> Iterator[Problem]:
        """Keys, and more links than the circuit may have."""
        yield from super().own_problems()
        yield from key_problems("hubs", self.hubs)
        yield from link_problems(self, len(self.hubs or {}))


class EstateRouteFilterArgs(RouteFilterShape):
    """A route filter of an estate."""

    location: str | None = None
    """Azure region: its circuit's. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    resource_group: str | None = None
    """Name of a resource group that exists. Default: one is made for circuits and route filters."""


def unknown(path: str, value: str, where: str, known: Mapping[str, object] | None) -> Problem:
    """A key that refers to nothing."""
    instead = f"write one of {', '.join(known)}" if known else f"add it under {where}"
    return Problem("HS150", path, value, f"is not among {where}", instead)


def circuit_problems(
    circuits: Mapping[str, EstateCircuitArgs],
    filters: Mapping[str, EstateRouteFilterArgs],
    hubs: Mapping[str, EstateHubArgs],
    others: Mapping[str, EstateOtherHubArgs],
) -> Iterator[Problem]:
    """Links to hubs that are not there or cannot take them, and route filters that are not there.

    What gateway a hub of another stack has is not told here, so only Azure can say whether it takes FastPath.
    """
    linked: dict[str, list[str]] = {}
    for key, circuit in circuits.items():
        path = f"circuits.{key}"
        wanted = circuit.microsoft_peering.route_filter if circuit.microsoft_peering else None
        if wanted is not None and wanted not in filters:
            yield unknown(f"{path}.microsoftPeering.routeFilter", wanted, "routeFilters", filters)
        for hub_key, link in (circuit.hubs or {}).items():
            hub, other = hubs.get(hub_key), others.get(hub_key)
            if hub is None and other is None:
                yield unknown(f"{path}.hubs", hub_key, "hubs", {**hubs, **others})
                continue
            yield from _link_problems(f"{path}.hubs.{hub_key}", hub_key, link, hub, other)
            if hub is not None and hub.express_route_gateway is not None:
                linked.setdefault(hub_key, []).append(key)
    for hub_key, keys in linked.items():
        gateway = hubs[hub_key].express_route_gateway
        sku = gateway_sku("ExpressRoute", gateway.sku_name) if gateway else None
        if sku is not None and sku.max_circuits and len(keys) > sku.max_circuits:
            message = f"is one of {len(keys)} circuits on a {sku.name} gateway, which takes {sku.max_circuits}"
            yield Problem(
                "HS165", f"circuits.{keys[-1]}.hubs.{hub_key}", "", message, "write a larger sku for the gateway"
            )


def _link_problems(
    path: str,
    key: str,
    link: EstateConnectionArgs,
    hub: EstateHubArgs | None,
    other: EstateOtherHubArgs | None,
) -> Iterator[Problem]:
    gateway = hub.express_route_gateway if hub is not None else None
    if gateway is None and (other is None or not other.ways.express_route):
        instead = f"write expressRoute: true under otherHubs.{key} if it has one"
        instead = f"add hubs.{key}.expressRouteGateway" if other is None else instead
        yield Problem("HS162", path, "", "links to a hub without ExpressRoute gateway", instead)
    elif gateway is not None and link.fast_path:
        yield from _fast_path_problems(f"{path}.fastPath", gateway)


def _fast_path_problems(path: str, gateway: ExpressRouteGatewayArgs) -> Iterator[Problem]:
    sku = gateway_sku("ExpressRoute", gateway.sku_name)
    scaled = gateway.scale_units is not None and gateway.scale_units.minimum >= FAST_PATH_UNITS
    if sku is not None and not sku.fastpath and not scaled:
        message = f"is not possible with a {sku.name} gateway"
        yield Problem("HS169", path, "true", message, "write sku ErGw3AZ, or ErGwScale from 10 units, for the gateway")
