"""What a peering will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterator
from dataclasses import dataclass

from hubspoke.base import HubRef, Namer
from hubspoke.hub import ROUTE, TableRoute, slug
from hubspoke.vnet import PEERING


@dataclass(frozen=True, slots=True)
class EndPlan:
    """One end of a peering. Its switches follow from the role of the network it lies in."""

    azure_name: str
    remote_address_space: tuple[str, ...]
    allow_forwarded_traffic: bool
    allow_gateway_transit: bool
    use_remote_gateways: bool


@dataclass(frozen=True, slots=True)
class HubPeeringPlan:
    """Both ends of a peering with a hub, and the routes to the network in the hub's tables, by what inspects there."""

    hub_end: EndPlan
    spoke_end: EndPlan
    routes: tuple[TableRoute, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectPeeringPlan:
    """Both ends of a peering of two spokes, neither of which is the other's way out."""

    first_end: EndPlan
    second_end: EndPlan


def plan_hub_peering(
    namer: Namer, hub: HubRef, address_space: list[str], use_hub_gateway: bool | None
) -> HubPeeringPlan:
    """The peering of a network that has `address_space` with `hub`. Raises `ArgsError` where a name cannot be made."""
    uses_gateway = bool(hub.has_gateway) if use_hub_gateway is None else use_hub_gateway
    return HubPeeringPlan(
        hub_end=EndPlan(
            azure_name=namer.name(PEERING, "hub-peering"),
            remote_address_space=tuple(address_space),
            allow_forwarded_traffic=False,
            # Always on: it does nothing without a gateway, and taking a gateway away would else have to switch it off
            # here before the spoke stops using it, which Azure refuses.
            allow_gateway_transit=True,
            use_remote_gateways=False,
        ),
        spoke_end=EndPlan(
            azure_name=namer.name(PEERING, "peering", part="hub"),
            remote_address_space=tuple(hub.address_space),
            # What a firewall in the hub passes on comes from outside the hub's own addresses.
            allow_forwarded_traffic=bool(hub.inspected) or hub.firewall_address is not None,
            allow_gateway_transit=False,
            use_remote_gateways=uses_gateway,
        ),
        routes=tuple(_routes(namer, hub, address_space)),
    )


def _routes(namer: Namer, hub: HubRef, address_space: list[str]) -> Iterator[TableRoute]:
    """One a prefix, in each table of the hub that wants them: exactly as long as the peering's own, which would win."""
    for table in hub.inspected_tables or {}:
        for prefix in address_space:
            role, part = f"hub-route-{table}", slug(prefix)
            yield TableRoute(table, role, part, namer.name(ROUTE, role, part), prefix)


def plan_direct_peering(namer: Namer, first: list[str], second: list[str]) -> DirectPeeringPlan:
    """The peering of two networks with these address spaces. Raises `ArgsError` where a name cannot be made."""
    ends = [
        EndPlan(namer.name(PEERING, role, part="direct"), tuple(remote), False, False, False)
        for role, remote in (("first-peering", second), ("second-peering", first))
    ]
    return DirectPeeringPlan(*ends)
