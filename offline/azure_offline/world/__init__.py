"""The world outside the program: tenants, subscriptions, approvals, limits that support has raised."""

from azure_offline.world.file import WorldFile
from azure_offline.world.records import (
    DEFAULT_SUBSCRIPTION,
    DEFAULT_TENANT,
    FOURTH_SUBSCRIPTION,
    SECOND_SUBSCRIPTION,
    THIRD_SUBSCRIPTION,
    Circuits,
    NetworkWatchers,
    Subscription,
    Tenant,
    World,
    default_world,
)

__all__ = [
    "DEFAULT_SUBSCRIPTION",
    "DEFAULT_TENANT",
    "FOURTH_SUBSCRIPTION",
    "SECOND_SUBSCRIPTION",
    "THIRD_SUBSCRIPTION",
    "Circuits",
    "NetworkWatchers",
    "Subscription",
    "Tenant",
    "World",
    "WorldFile",
    "default_world",
]
