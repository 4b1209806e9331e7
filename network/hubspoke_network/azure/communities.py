"""BGP service communities: the service each stands for and what Microsoft asks before it may be used.

Source: expressroute-routing (azure-docs); see `data/communities.json` for the day it was read.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure.service_data import load
from hubspoke_network.core import normal_location


@dataclass(frozen=True, slots=True)
class Community:
    """One community. `needs_authorisation`: only for subscriptions Microsoft has approved; `needs_premium`: only on a
    Premium circuit. `service` is a name without spaces (`ExchangeOnline`, `Microsoft.westeurope`), `name` for people.
    """

    value: str
    service: str
    name: str
    cloud: str
    needs_authorisation: bool
    needs_premium: bool
    region: str = ""


@lru_cache(maxsize=1)
def communities() -> tuple[Community, ...]:
    """Every community on record: services first, then the regional ones."""
    data = load("communities")
    found = [Community(**row) for row in data["services"]]
    for kind, digit in data["regional_kinds"].items():
        for region, number in data["regions"].items():
            found.append(_regional(f"12076:5{digit}{number}", kind, region, "public"))
    for cloud, regions in data["sovereign_regions"].items():
        found += [_regional(f"12076:{number}", "microsoft", region, cloud) for region, number in regions.items()]
    return tuple(found)


def _regional(value: str, kind: str, region: str, cloud: str) -> Community:
    return Community(
        value, f"{kind.capitalize()}.{region}", f"{kind} services in {region}", cloud, False, False, region
    )


@lru_cache(maxsize=1)
def _by_value() -> dict[str, Community]:
    return {community.value: community for community in communities()}


def community(value: str) -> Community | None:
    """The record of a community such as `12076:5010`; None where there is none (it may be newer than the data)."""
    return _by_value().get(value.strip())


def well_formed(value: str) -> bool:
    """Whether `value` has the form of a Microsoft service community."""
    return re.fullmatch(load("communities")["pattern"], value) is not None


def office365_communities(cloud: str = "public") -> tuple[Community, ...]:
    """The communities Microsoft counts as Office 365: those that need its authorisation."""
    return tuple(c for c in communities() if c.needs_authorisation and c.cloud == cloud)


def service_communities(cloud: str = "public") -> dict[str, Community]:
    """Services by name (`ExchangeOnline`) in one cloud: `public`, `usgovernment` or `china`."""
    return {c.service: c for c in communities() if c.cloud == cloud}


def regional_community(kind: str, region: str) -> Community | None:
    """The community of a region; `kind` is private, microsoft, storage, sql, cosmosdb or backup."""
    wanted = normal_location(region)
    return next(
        (c for c in communities() if c.region == wanted and c.service.startswith(f"{kind.capitalize()}.")), None
    )


def approval_note() -> str:
    """How long Microsoft's approval takes, in words."""
    return str(load("communities")["approval"])
