"""The provider's configuration: keys, environment variables, and which credentials are complete."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from azure_offline.provider.properties import ProviderError
from azure_offline.world.records import DEFAULT_SUBSCRIPTION, DEFAULT_TENANT

PREFIX = "azure-native:config:"
OFFLINE_CLIENT = "00000000-0000-0000-0000-0000000000c1"
OFFLINE_OBJECT = "00000000-0000-0000-0000-0000000000b1"

_VARIABLES = {
    "subscriptionId": ("ARM_SUBSCRIPTION_ID",),
    "tenantId": ("ARM_TENANT_ID",),
    "clientId": ("ARM_CLIENT_ID",),
    "clientSecret": ("ARM_CLIENT_SECRET",),
    "clientCertificatePath": ("ARM_CLIENT_CERTIFICATE_PATH",),
    "environment": ("ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"),
    "useMsi": ("ARM_USE_MSI",),
    "useOidc": ("ARM_USE_OIDC",),
    "useDefaultAzureCredential": ("ARM_USE_DEFAULT_AZURE_CREDENTIAL",),
    "skipReadOnUpdate": ("ARM_SKIP_READ_ON_UPDATE",),
}
_SECRET = "authenticating as a Service Principal using a Client Secret"  # noqa: S105  (words of a message)
_CERTIFICATE = "authenticating as a Service Principal using a Client Certificate"
_OIDC = "authenticating with OIDC"


@dataclass(frozen=True)
class Configuration:
    """What the provider was configured with."""

    subscription: str = DEFAULT_SUBSCRIPTION
    tenant: str = DEFAULT_TENANT
    client: str = OFFLINE_CLIENT
    object: str = OFFLINE_OBJECT
    location: str = ""
    skip_read_on_update: bool = False
    refuse_undeclared: bool = False


def read_configuration(
    variables: Mapping[str, str], environment: Mapping[str, str] | None = None, *, refuse_undeclared: bool = False
) -> Configuration:
    """The configuration of a Configure request.

    A key that is present wins over its environment variable, even when it is empty. Credentials are not used offline,
    but half of a pair is refused here as azure-native refuses it. Raises ProviderError.
    """
    env = os.environ if environment is None else environment
    config = {key.removeprefix(PREFIX): value for key, value in variables.items()}

    def value(key: str) -> str:
        if key in config:
            return config[key]
        return next((env[name] for name in _VARIABLES.get(key, ()) if env.get(name)), "")

    _check_credentials({key: value(key) for key in _VARIABLES})
    return Configuration(
        subscription=value("subscriptionId") or DEFAULT_SUBSCRIPTION,
        tenant=value("tenantId") or DEFAULT_TENANT,
        client=value("clientId") or OFFLINE_CLIENT,
        location=config.get("location", ""),
        skip_read_on_update=value("skipReadOnUpdate") == "true",
        refuse_undeclared=refuse_undeclared,
    )


def _check_credentials(values: Mapping[str, str]) -> None:
    """The first credential that is configured has to be complete; the Azure CLI, the last, needs nothing."""
    if values["useDefaultAzureCredential"] == "true":
        return
    for key, words in (("clientCertificatePath", _CERTIFICATE), ("clientSecret", _SECRET), ("useOidc", _OIDC)):
        if not values[key] or (key == "useOidc" and values[key] != "true"):
            continue
        for needed, name in (("subscriptionId", "Subscription"), ("clientId", "Client"), ("tenantId", "Tenant")):
            if not values[needed]:
                raise ProviderError(f"A {name} ID must be configured when {words}.")
        return
