"""ExpressRoute circuits: tiers, families, bandwidths and what each allows."""

from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure.service_data import load

ON_PREMISES_TAG = "network-on-premises"
"""Tag of a circuit or a gateway that says which prefixes are behind it."""


@dataclass(frozen=True, slots=True)
class CircuitTier:
    """One circuit tier. `families` are the billing models it is sold with; `office365` whether its Microsoft peering
    may carry Office 365 communities.
    """

    name: str
    families: tuple[str, ...]
    office365: bool
    legacy: bool
    links: tuple[tuple[int, int], ...]
    """(bandwidth in Mbps, most VNet links at it), ascending; one entry with bandwidth 0 where it does not matter."""

    def max_links(self, mbps: int) -> int:
        """How many virtual networks a circuit of that bandwidth (Mbps) may be linked to."""
        best = 0
        for bandwidth, links in self.links:
            if mbps >= bandwidth:
                best = links
        return best


@lru_cache(maxsize=1)
def circuit_tiers() -> dict[str, CircuitTier]:
    """Every tier by its name in lower case."""
    tiers = {}
    for name, row in load("circuits")["tiers"].items():
        by_mbps = row.get("max_links_by_mbps")
        links = (
            tuple((int(k), int(v)) for k, v in by_mbps.items()) if by_mbps else ((0, int(row.get("max_links", 10))),)
        )
        tiers[name.lower()] = CircuitTier(
            name, tuple(row.get("families", ())), bool(row.get("office365")), bool(row.get("legacy")), links
        )
    return tiers


def circuit_tier(name: str) -> CircuitTier | None:
    """The tier of that name, compared without case."""
    return circuit_tiers().get(name.lower())


def circuit_bandwidths() -> tuple[int, ...]:
    """Bandwidths, in Mbps, a circuit of a service provider is sold with."""
    return tuple(load("circuits")["bandwidths_mbps"])


def microsoft_asn() -> int:
    """The autonomous system of Microsoft's edge."""
    return int(load("circuits")["microsoft_asn"])


def reserved_asn(asn: int) -> bool:
    """Whether Azure keeps this AS number for itself, so that a peer must not use it."""
    return any(low <= asn <= high for low, high in load("circuits")["reserved_asns"])
