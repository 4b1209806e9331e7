"""Providers of a stack's subscriptions."""

from typing import Any

import pulumi

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
    return {_snake(key): value for key, value in found.items() if value is not None}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
