"""Which Azure regions an ExpressRoute peering location reaches: geopolitical regions, and metros of Local circuits.

Source: expressroute-locations-providers (azure-docs); see `data/geography.json`. The lists are not complete, so every
answer may be None: not known.
"""

from hubspoke_network.azure.service_data import load
from hubspoke_network.core import normal_location


def geography_of_region(region: str) -> str | None:
    """The geopolitical region an Azure region lies in; None where it is not on record."""
    wanted = normal_location(region)
    rows = load("geography")["geographies"].items()
    return next((name for name, row in rows if wanted in row["regions"]), None)


def geography_of_location(location: str) -> str | None:
    """The geopolitical region of a peering location; `Amsterdam2` lies where `Amsterdam` does. None: not on record."""
    wanted = _plain(location)
    rows = load("geography")["geographies"].items()
    return next((name for name, row in rows if wanted in {_plain(place) for place in row["locations"]}), None)


def metro_regions(location: str) -> tuple[str, ...]:
    """The regions a Local circuit of a peering location may be linked to; empty where they are not on record."""
    wanted = _plain(location)
    return next(
        (tuple(regions) for place, regions in load("geography")["metros"].items() if _plain(place) == wanted), ()
    )


def _plain(location: str) -> str:
    return location.strip().rstrip("0123456789").replace(" ", "").lower()
