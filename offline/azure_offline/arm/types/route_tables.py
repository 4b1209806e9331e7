"""Route tables and routes."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Inline, TypeSpec, stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE
from hubspoke_network.refusals.networks import ROUTE, TABLE, duplicate_prefix, route_quota, table_quota

_SUBNET = "microsoft.network/virtualnetworks/subnets"

TABLE_IN_USE = stated(
    "route-table-in-use",
    "A route table that a subnet has is deleted.",
    grade="B",
    source="published responses",
    code="InUseRouteTableCannotBeDeleted",
    message="Route table {name} is in use and cannot be deleted.",
    seen=True,
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(table: Resource, view: ArmView) -> Mapping[str, Any]:
    subnets = list(view.referring(table.key, _SUBNET))
    return {"subnets": [{"id": subnet.id} for subnet in subnets]} if subnets else {}


ROUTE_TABLE = TypeSpec(
    type=TABLE,
    inline=(Inline("routes", ROUTE),),
    read_only=frozenset({"subnets"}),
    defaults={"disableBgpRoutePropagation": False},
    guid=True,
    rules=(duplicate_prefix, route_quota, table_quota),
    in_use=TABLE_IN_USE,
    present=_present,
)
