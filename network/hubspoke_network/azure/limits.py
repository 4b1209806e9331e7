"""Limits of Azure networking, by name. They age: see `data/limits.json` for source and date."""

from hubspoke_network.azure.service_data import load


def limit(name: str) -> int:
    """The figure behind a name such as `peerings_per_virtual_network`. Raises KeyError for a name not on record."""
    return int(load("limits")["limits"][name])
