"""What meshed hubs will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterator
from dataclasses import dataclass

from hubspoke.base import Namer, NamingArgs
from hubspoke.hub import ROUTE, TableRoute, slug
from hubspoke.peerings.hub_mesh_args import HubMeshArgs, MeshedHubArgs
from hubspoke.peerings.plan import EndPlan
from hubspoke.vnet import PEERING

FIREWALL_TABLE = "firewall"


@dataclass(frozen=True, slots=True)
class MeshEndPlan:
    """What one hub gets towards another: its end of the peering, and routes.

    `to_other` lead to the other hub's firewall, `to_own` to the hub's own.
    """

    here: str
    there: str
    end: EndPlan
    to_other: tuple[TableRoute, ...]
    to_own: tuple[TableRoute, ...]

    @property
    def key(self) -> str:
        """Its part of logical names."""
        return f"{self.here}-to-{self.there}"


@dataclass(frozen=True, slots=True)
class HubMeshPlan:
    """Both ends of every pair of hubs, one after the other."""

    ends: tuple[MeshEndPlan, ...]


def plan_hub_mesh(name: str, args: HubMeshArgs) -> HubMeshPlan:
    """The plan of the mesh called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, "", args.naming or NamingArgs(), args.names or {})
    both = sorted(args.pairs(), key=lambda pair: (sorted(pair), pair))
    return HubMeshPlan(tuple(_end(here, there, args, namer) for here, there in both))


def _end(here: str, there: str, args: HubMeshArgs, namer: Namer) -> MeshEndPlan:
    mine, other, key = args.hubs[here], args.hubs[there], f"{here}-to-{there}"
    inspected = bool(mine.hub.inspected and other.hub.inspected)
    end = EndPlan(
        azure_name=namer.name(PEERING, "peering", key),
        remote_address_space=tuple(other.hub.address_space),
        # What the other hub's firewall passes on comes from outside that hub's own addresses.
        allow_forwarded_traffic=True,
        allow_gateway_transit=False,
        use_remote_gateways=False,
    )
    if not inspected:
        return MeshEndPlan(here, there, end, (), ())
    return MeshEndPlan(here, there, end, tuple(_onward(mine, other, key, namer)), tuple(_own(mine, other, key, namer)))


def _onward(mine: MeshedHubArgs, other: MeshedHubArgs, key: str, namer: Namer) -> Iterator[TableRoute]:
    """From firewall to firewall, for the other's region."""
    for prefix in other.region if mine.hub.firewall_table_name is not None else ():
        yield _route(FIREWALL_TABLE, "route", key, prefix, namer)


def _own(mine: MeshedHubArgs, other: MeshedHubArgs, key: str, namer: Namer) -> Iterator[TableRoute]:
    """From the hub's own subnets to its firewall, for the other hub's addresses: the peering would lead past it."""
    for table in mine.hub.inspected_tables or {}:
        for prefix in other.hub.address_space:
            yield _route(table, f"route-{table}", key, prefix, namer)


def _route(table: str, role: str, key: str, prefix: str, namer: Namer) -> TableRoute:
    part = f"{key}-{slug(prefix)}"
    return TableRoute(table, role, part, namer.name(ROUTE, role, part), prefix)
