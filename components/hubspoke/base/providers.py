"""Providers of a stack's subscriptions."""

from collections.abc import Mapping
from typing import Any

import pulumi

from hubspoke_network.core import Problem, SpecError

# Settings of the default provider that an explicit one needs as well; it reads the environment by itself.
_SETTINGS = (
    "clientId",
    "environment",
    "location",
    "oidcRequestToken",
    "oidcRequestUrl",
    "oidcToken",
    "oidcTokenFilePath",
    "subscriptionId",
    "tenantId",
    "useDefaultAzureCredential",
    "useMsi",
    "useOidc",
)
_SECRETS = ("clientCertificatePassword", "clientCertificatePath", "clientSecret")


def default_provider_args() -> dict[str, Any]:
    """The stack's `azure-native:` settings as arguments of an explicit provider, which does not read them itself."""
    config = pulumi.Config("azure-native")
    found: dict[str, Any] = {key: config.get(key) for key in _SETTINGS}
    found |= {key: config.get_secret(key) for key in _SECRETS}
    found["auxiliaryTenantIds"] = config.get_object("auxiliaryTenantIds")
    return {_snake(key): value for key, value in found.items() if value is not None}


def tenant_args(tenants: Mapping[str, str], settings: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    """The tenant of a subscription's provider, and those it has to be known to for peerings with their networks.

    `tenants` are those of subscriptions by key. Raises SpecError where the stack's own tenant is not configured.
    """
    if not tenants:
        return {}
    own = settings.get("tenant_id")
    if own is None:
        message = "is not set, though tenants names others: each end of a peering is made with rights in both tenants"
        raise SpecError([Problem("HS150", "azure-native:tenantId", "", message, "write the stack's own")], "settings")
    mine = tenants.get(key or "", own)
    known = [*settings.get("auxiliary_tenant_ids", ()), own, *tenants.values()]
    others: dict[str, str] = {}
    for item in known:
        others.setdefault(item.lower(), item)  # an id is the same in capitals
    others.pop(mine.lower())
    return {"tenant_id": mine, "auxiliary_tenant_ids": list(others.values())}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
