"""Address plans, made ready to be shown: as text, as JSON, as Markdown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hubspoke_cli.outputs.tables import Table

if TYPE_CHECKING:
    from hubspoke.estate import AddressPlan, PlannedPrefix, PoolPlan


def plan_tables(plan: "AddressPlan", *, subnets: bool) -> list[Table]:
    """The plan as tables: pools, what fits next, networks, and subnets where asked for or not kept by anything."""
    shown = plan.subnets if subnets else [item for item in plan.subnets if item in plan.unpinned]
    found = [_pools(plan.pools), _fits(plan.pools), _prefixes("networks", plan.networks), _prefixes("subnets", shown)]
    held = tuple((path, prefix, "a pin of what is not there any more") for path, prefix in plan.held.items())
    kept = tuple(("addresses.reserved", prefix, "reserved") for prefix in plan.reserved)
    others = tuple((path, prefix, "not a virtual network's") for path, prefix in plan.others.items())
    found.append(Table("taken by others", ("path", "prefix", "why"), (*held, *kept, *others)))
    return [table for table in found if table.rows]


def _pools(pools: "Sequence[PoolPlan]") -> Table:
    rows = tuple(
        (
            pool.key,
            ", ".join(pool.prefixes),
            f"{pool.size:,}",
            f"{pool.size - pool.free.size:,}",
            f"{pool.free.size:,}",
            pool.largest_free or "none",
        )
        for pool in pools
    )
    return Table("pools", ("pool", "prefixes", "addresses", "taken", "free", "largest free block"), rows)


def _fits(pools: "Sequence[PoolPlan]") -> Table:
    rows = tuple(
        (pool.key, f"/{fit.length}", f"{fit.count:,}", fit.next or "nothing") for pool in pools for fit in pool.fits
    )
    return Table("what fits next", ("pool", "size", "how many", "the next one"), rows)


def _prefixes(title: str, items: "Sequence[PlannedPrefix]") -> Table:
    rows = tuple((item.path, item.asked, item.prefix, item.kept_by.value) for item in items)
    return Table(title, ("path", "asked for", "prefix", "kept by"), rows)


def plan_json(stack: str, plan: "AddressPlan") -> dict[str, Any]:
    """The whole plan as JSON. Sizes are in addresses."""
    return {
        "stack": stack,
        "pools": [
            {
                "pool": pool.key,
                "prefixes": list(pool.prefixes),
                "size": pool.size,
                "taken": pool.size - pool.free.size,
                "free": pool.free.size,
                "freePrefixes": [str(block) for block in pool.free.prefixes()],
                "largestFree": pool.largest_free,
                "fits": [{"size": f"/{fit.length}", "count": fit.count, "next": fit.next} for fit in pool.fits],
            }
            for pool in plan.pools
        ],
        "networks": [_item(item) for item in plan.networks],
        "subnets": [_item(item) for item in plan.subnets],
        "unpinned": [item.path for item in plan.unpinned],
        "held": dict(plan.held),
        "reserved": list(plan.reserved),
        "others": dict(plan.others),
    }


def _item(item: "PlannedPrefix") -> dict[str, str]:
    return {"path": item.path, "asked": item.asked, "prefix": item.prefix, "keptBy": item.kept_by.value}
