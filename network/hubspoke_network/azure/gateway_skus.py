"""SKUs of virtual network gateways and what each can do."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from hubspoke_network.azure.service_data import load

GatewayKind = Literal["ExpressRoute", "Vpn"]


@dataclass(frozen=True, slots=True)
class GatewaySku:
    """One SKU. `mbps`, `vms`, `routes` and `max_circuits` are the documented capacities (0: does not apply).

    `creation_refused_since` is the day from which ARM refuses new gateways of it. `scale_units` is the range of
    `autoScaleConfiguration.bounds` (ErGwScale only).
    """

    name: str
    kind: str
    family: str
    zone_redundant: bool
    mbps: int = 0
    vms: int = 0
    routes: int = 0
    max_circuits: int = 0
    fastpath: bool = False
    active_active: bool = False
    bgp: bool = True
    coexistence: bool = True
    creation_refused_since: date | None = None
    scale_units: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _skus() -> dict[tuple[str, str], GatewaySku]:
    found = {}
    for kind, rows in load("gateway_skus")["skus"].items():
        for name, row in rows.items():
            values = dict(row)
            if "creation_refused_since" in values:
                values["creation_refused_since"] = date.fromisoformat(values["creation_refused_since"])
            if "scale_units" in values:
                values["scale_units"] = tuple(values["scale_units"])
            found[kind.lower(), name.lower()] = GatewaySku(name=name, kind=kind, **values)
    return found


def gateway_sku(kind: str, name: str) -> GatewaySku | None:
    """The SKU of that gateway kind (`ExpressRoute`, `Vpn`), compared without case; None where there is none."""
    return _skus().get((kind.lower(), name.lower()))


def gateway_sku_names(kind: str, *, creatable_on: date | None = None) -> tuple[str, ...]:
    """Names of a kind's SKUs; with `creatable_on` only those a new gateway may have on that day."""
    return tuple(
        sku.name
        for (sku_kind, _), sku in _skus().items()
        if sku_kind == kind.lower()
        and not (creatable_on and sku.creation_refused_since and sku.creation_refused_since <= creatable_on)
    )
