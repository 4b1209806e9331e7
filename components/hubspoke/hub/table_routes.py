"""Makes routes in tables of a hub, one resource each, so that whoever adds one touches no other."""

from collections.abc import Iterable, Sequence

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Dependency
from hubspoke.hub.tables import TableRoute
from hubspoke.vnet import NextHop


def make_routes(
    component: Component,
    plans: Iterable[TableRoute],
    group: pulumi.Input[str],
    names: dict[str, pulumi.Input[str]],
    inspector: pulumi.Input[str] | None,
    *,
    after: Sequence[Dependency] = (),
    provider: pulumi.ProviderResource | None = None,
) -> dict[str, network.Route]:
    """The routes, by logical name: one after the other, as each is a write on its table.

    `names` are the tables' names by id, `inspector` the address of what inspects.
    """
    made: dict[str, network.Route] = {}
    waits = list(after)
    for plan in plans:
        by_inspector = plan.next_hop is None
        route = network.Route(
            component.logical(plan.role, plan.key),
            route_name=plan.azure_name,
            route_table_name=names[plan.table],
            resource_group_name=group,
            address_prefix=plan.prefix,
            next_hop_type=(plan.next_hop or NextHop.VIRTUAL_APPLIANCE).value,
            next_hop_ip_address=inspector if by_inspector else plan.next_hop_address,
            opts=component.child(plan.role, plan.key, after=waits, provider=provider),
        )
        made[component.logical(plan.role, plan.key)] = route
        waits = [*after, route]
    return made
