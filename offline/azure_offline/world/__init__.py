"""The world outside the program: tenants, subscriptions, approvals, limits that support has raised."""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("azure_offline.world.file")
