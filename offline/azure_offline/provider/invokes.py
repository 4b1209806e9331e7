"""Functions: get* reads a resource, list* posts to one, and who is configured."""

import re
from collections.abc import Mapping
from typing import Any

from azure_offline.provider.azure import Azure
from azure_offline.provider.configuration import Configuration
from azure_offline.provider.lifecycle import Lifecycle
from azure_offline.provider.properties import ProviderError, error_line, outputs_of
from azure_offline.provider.registry import Registry

_GET = re.compile(r"^(azure-native:\w+?)(?:/v\w+)?:get(\w+)$")
_VERSION = re.compile(r"/v\w+(?=:)")
# Functions that post to a resource: the type they belong to and the last segment of the path.
_POSTS = {
    "azure-native:storage:listStorageAccountKeys": ("azure-native:storage:StorageAccount", "listKeys"),
    "azure-native:operationalinsights:getSharedKeys": ("azure-native:operationalinsights:Workspace", "sharedKeys"),
    "azure-native:network:listVirtualNetworkGatewayRadiusSecrets": (
        "azure-native:network:VirtualNetworkGateway",
        "listRadiusSecrets",
    ),
}


class Invoker:
    """Answers functions."""

    def __init__(self, azure: Azure, configuration: Configuration, lifecycle: Lifecycle, registry: Registry) -> None:
        self._azure = azure
        self._configuration = configuration
        self._lifecycle = lifecycle
        self._registry = registry

    def invoke(self, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The result of a function. Raises ProviderError, also for what does not exist: never an empty result."""
        plain = _VERSION.sub("", token)
        if plain == "azure-native:authorization:getClientConfig":
            return self._client_config()
        if plain == "azure-native:authorization:getClientToken":
            return {"token": "offline"}
        if plain in _POSTS:
            return self._post(*_POSTS[plain], arguments)
        match = _GET.match(token)
        info = self._registry.find(f"{match[1]}:{match[2]}") if match else None
        if info is None:
            raise ProviderError(f"Invoke type {token} not found")
        target = self._lifecycle.id_of(info, arguments)
        response = self._azure.request("GET", target, api_version=info.rt.api_version)
        if not response.ok:
            raise ProviderError(f"request failed {target}: {error_line(response)}")
        return outputs_of(info, response.body or {})

    def _post(self, type_token: str, action: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        info = self._registry.get(type_token)
        target = f"{self._lifecycle.id_of(info, arguments)}/{action}"
        body = {key: value for key, value in arguments.items() if key not in info.rt.path_properties}
        response = self._azure.request("POST", target, body, api_version=info.rt.api_version)
        if not response.ok:
            raise ProviderError(f"request failed {target}: {error_line(response)}")
        return response.body if isinstance(response.body, dict) else {"value": response.body}

    def _client_config(self) -> dict[str, Any]:
        configured = self._configuration
        return {
            "clientId": configured.client,
            "objectId": configured.object,
            "subscriptionId": configured.subscription,
            "tenantId": configured.tenant,
        }
