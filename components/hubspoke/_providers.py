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
    found: dict[str, Any] = {_snake(key): value for key in _SETTINGS if (value := config.get(key)) is not None}
    found |= {_snake(key): value for key in _SECRETS if (value := config.get_secret(key)) is not None}
    return found


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
