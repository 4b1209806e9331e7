"""Check: names, default location, api-version, validation."""

from collections.abc import Mapping
from typing import Any

from azure_offline.provider.azure import Azure
from azure_offline.provider.configuration import Configuration
from azure_offline.provider.metadata import TypeInfo
from azure_offline.provider.properties import API_VERSION, UNKNOWN, Autonaming, fill_name, without_nulls
from azure_offline.provider.properties.validation import failures
from hubspoke_network.core import Unknown

GROUP_API_VERSION = "2020-10-01"


class Checker:
    """Checks inputs; remembers the locations of resource groups for the provider's life."""

    def __init__(self, azure: Azure, configuration: Configuration) -> None:
        self._azure = azure
        self._configuration = configuration
        self._locations: dict[str, str] = {}

    def check(
        self,
        info: TypeInfo,
        logical_name: str,
        news: Mapping[str, Any],
        olds: Mapping[str, Any],
        *,
        seed: bytes = b"",
        autonaming: Autonaming | None = None,
    ) -> tuple[dict[str, Any], list[str]]:
        """The inputs with what was filled in, and the reasons to refuse them."""
        inputs: dict[str, Any] = without_nulls(dict(news))
        fill_name(info, logical_name, inputs, olds, seed, autonaming)
        if info.takes_location and "location" not in inputs:
            location = self._default_location(inputs, olds)
            if location is not None:
                inputs["location"] = location
        inputs.setdefault(API_VERSION, info.rt.api_version)
        return inputs, failures(info, inputs)

    def asks_azure(self, info: TypeInfo, news: Mapping[str, Any], olds: Mapping[str, Any]) -> bool:
        """Whether a check of these inputs has to look up a resource group first."""
        if not info.takes_location or news.get("location") is not None or "location" in olds:
            return False
        group = news.get("resourceGroupName")
        return not self._configuration.location and isinstance(group, str) and group.lower() not in self._locations

    def _default_location(self, inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Any:
        """The old location, else the configured one, else that of the resource group; None where there is none."""
        if "location" in olds:
            return olds["location"]
        if self._configuration.location:
            return self._configuration.location
        group = inputs.get("resourceGroupName")
        if isinstance(group, Unknown):
            return UNKNOWN
        return self._group_location(group) if isinstance(group, str) else None

    def _group_location(self, group: str) -> str | None:
        key = group.lower()
        if key not in self._locations:
            target = f"/subscriptions/{self._configuration.subscription}/resourceGroups/{group}"
            response = self._azure.request("GET", target, api_version=GROUP_API_VERSION)
            location = (response.body or {}).get("location") if response.ok else None
            if not isinstance(location, str):
                return None
            self._locations[key] = location
        return self._locations[key]
