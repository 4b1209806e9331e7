"""The route tables of a hub whose traffic is inspected, and the routes in them: pure.

On-premises reaches spokes and shared subnets by what inspects, so that the gateways' subnet has a route for each of
their prefixes; its own prefix stays local, and it keeps the routes that gateways learn. Shared subnets answer by the
same way: they have a route to each spoke, and no learnt ones. All these routes are resources of their own, since every
spoke adds some and takes them away with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pulumi

from hubspoke.base import Namer
from hubspoke.hub.args import HubArgs
from hubspoke.hub.firewall_args import FirewallArgs
from hubspoke.hub.subnets import FIREWALLS, GATEWAYS, MANAGEMENT
from hubspoke.vnet import INTENT_TAG, TABLE, NextHop, RouteArgs, SubnetPlan, TablePlan, VnetPlan
from hubspoke_network.sets.prefixes import RFC1918, SHARED

ROUTE = "Microsoft.Network/routeTables/routes"
ANYWHERE = "0.0.0.0/0"
GATEWAY_TABLE = "gateway-routes:"
FIREWALL_TABLE = "firewall-routes:"
INSPECTED_TABLE = "inspected-routes:"
NAT_TABLE = "nat-routes:"


@dataclass(frozen=True, slots=True)
class TableRoute:
    """A route in a table of the hub. Without next hop it leads to what inspects, whose address is not known yet."""

    table: str
    role: str
    key: str
    azure_name: str
    prefix: str
    next_hop: NextHop | None = None
    next_hop_address: pulumi.Input[str] | None = None


@dataclass(frozen=True, slots=True)
class HubTables:
    """The network with its tables, the hub's own routes in them, and the tables that take a route to each spoke.

    `inspected` is role to table id; `prefixes` are those of the hub that are reached by what inspects.
    """

    vnet: VnetPlan
    routes: tuple[TableRoute, ...] = ()
    inspected: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[str, ...] = ()


def slug(prefix: str) -> str:
    """A prefix as part of a name: 10-1-0-0-22."""
    return "".join(letter if letter.isalnum() else "-" for letter in prefix)


def plan_tables(vnet: VnetPlan, args: HubArgs, namer: Namer) -> HubTables:
    """The network with the tables that inspection needs; as it is where nothing inspects."""
    if args.firewall_management_subnet is not None:
        vnet = _with_management_table(vnet, namer)
    if not args.inspected:
        return HubTables(vnet)
    stands_in = args.appliance.stands_in(args.subnet_prefixes()) if args.appliance else None
    subnets = tuple(_moved(subnet, args, stands_in) for subnet in vnet.subnets)
    shared = [subnet for subnet in subnets if subnet.table is not None and subnet.table.startswith(_SHARED)]
    used = dict.fromkeys(subnet.table for subnet in subnets if subnet.table is not None)
    kept = tuple(table for table in vnet.tables if table.role == "management-routes")
    tables = (*kept, *(_table(table, namer) for table in used if table not in {t.id for t in kept}))
    routes = (*_gateway_routes(subnets, shared, namer), *_firewall_routes(args, stands_in, used, namer))
    return HubTables(
        vnet=replace(vnet, subnets=subnets, tables=tables),
        routes=(*routes, *_shared_routes(shared, args, namer)),
        inspected=tuple((_spoke_role(table), table) for table in used if table.startswith((GATEWAY_TABLE, *_SHARED))),
        prefixes=tuple(subnet.prefix for subnet in shared),
    )


_SHARED = (INSPECTED_TABLE, NAT_TABLE)


def _with_management_table(vnet: VnetPlan, namer: Namer) -> VnetPlan:
    """A firewall is managed from the Internet, whatever default route on-premises advertises."""
    route = RouteArgs(prefix=ANYWHERE, next_hop=NextHop.INTERNET)
    name = namer.name(TABLE, "management-routes", part=MANAGEMENT.azure_name)
    table = TablePlan("", name, (("internet", route),), propagation=False, role="management-routes")
    subnets = tuple(
        replace(subnet, table=table.id) if subnet.id == MANAGEMENT.id else subnet for subnet in vnet.subnets
    )
    return replace(vnet, subnets=subnets, tables=(*vnet.tables, table))


def _moved(subnet: SubnetPlan, args: HubArgs, stands_in: str | None) -> SubnetPlan:
    """The subnet with the table it has where the hub's traffic is inspected."""
    if subnet.id == GATEWAYS.id:
        return replace(subnet, table=GATEWAY_TABLE)
    if subnet.id == FIREWALLS.id and args.firewall is not None:
        return replace(subnet, table=FIREWALL_TABLE)
    if subnet.role != "subnet" or subnet.table is None:
        return subnet
    if subnet.key == stands_in:
        return replace(subnet, table=FIREWALL_TABLE)
    if subnet.table:
        return replace(subnet, table=f"{INSPECTED_TABLE}{subnet.key}")
    return replace(subnet, table=NAT_TABLE if subnet.nat is not None else INSPECTED_TABLE)


def _table(table: str, namer: Namer) -> TablePlan:
    role, _, key = table.partition(":")
    # Another name than the network's own tables have, which are still there while these are made.
    part = _PARTS.get(table, f"{key}-inspected")
    name = namer.name(TABLE, role, key, part=part)
    propagation = table in {GATEWAY_TABLE, FIREWALL_TABLE}
    declared = {INSPECTED_TABLE: "egress/firewall", NAT_TABLE: "egress/nat"}.get(table)
    tags = ((INTENT_TAG, declared),) if declared else ()
    return TablePlan(key, name, (), propagation, role=role, separate=True, tags=tags)


_PARTS = {
    GATEWAY_TABLE: GATEWAYS.azure_name,
    FIREWALL_TABLE: FIREWALLS.azure_name,
    INSPECTED_TABLE: "inspected",
    NAT_TABLE: "inspected-nat",
}


def _spoke_role(table: str) -> str:
    """How a reference to the hub calls a table: gateway, shared, nat, or shared-KEY."""
    known = {GATEWAY_TABLE: "gateway", INSPECTED_TABLE: "shared", NAT_TABLE: "nat"}
    return known.get(table) or f"shared-{table.partition(':')[2]}"


def _gateway_routes(subnets: tuple[SubnetPlan, ...], shared: list[SubnetPlan], namer: Namer) -> Iterator[TableRoute]:
    if any(subnet.table == GATEWAY_TABLE for subnet in subnets):
        for subnet in shared:
            name = namer.name(ROUTE, "gateway-route", subnet.key)
            yield TableRoute(GATEWAY_TABLE, "gateway-route", subnet.key, name, subnet.prefix)


def _firewall_routes(args: HubArgs, stands_in: str | None, used: dict[str, None], namer: Namer) -> Iterator[TableRoute]:
    """Where what inspects sends packets itself: an Azure Firewall must know the Internet, whatever is advertised."""
    if FIREWALL_TABLE not in used:
        return
    own: dict[str, RouteArgs] = {}
    if isinstance(args.firewall, FirewallArgs) and not args.firewall.forced_tunnel:
        own["internet"] = RouteArgs(prefix=ANYWHERE, next_hop=NextHop.INTERNET)
    elif stands_in is not None and args.subnets is not None and stands_in in args.subnets:
        own = args.subnets[stands_in].routes or {}
    yield from _own(FIREWALL_TABLE, "firewall-route", "", own, namer)


def _shared_routes(shared: list[SubnetPlan], args: HubArgs, namer: Namer) -> Iterator[TableRoute]:
    """Everything leaves by what inspects; with a NAT gateway everything private, since the Internet is behind it."""
    done: set[str] = set()
    for subnet in shared:
        table = subnet.table or ""
        if table in done:
            continue
        done.add(table)
        role, _, key = table.partition(":")
        role = role.removesuffix("s")
        own = (args.subnets or {})[key].routes or {} if key else {}
        yield from _own(table, role, key, own, namer)
        taken = {route.prefix for route in own.values()}
        for prefix in PRIVATE if subnet.nat is not None else (ANYWHERE,):
            if prefix not in taken:
                part = "-".join(item for item in (key, slug(prefix)) if item)
                yield TableRoute(table, role, part, namer.name(ROUTE, role, part, part=slug(prefix)), prefix)


PRIVATE = tuple(str(network) for network in (*RFC1918, SHARED))


def _own(table: str, role: str, key: str, routes: dict[str, RouteArgs], namer: Namer) -> Iterator[TableRoute]:
    for name, route in sorted(routes.items()):
        part = "-".join(item for item in (key, name) if item)
        azure_name = namer.name(ROUTE, role, part, part=name)
        yield TableRoute(table, role, part, azure_name, route.prefix, route.next_hop, route.next_hop_address)
