"""Storage accounts."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec, guid
from azure_offline.arm.types.flow_logs import STORAGE
from azure_offline.store.store import Resource
from hubspoke_network.refusals.services.other_services import storage_name


def _endpoints(account: Resource, _view: ArmView) -> Mapping[str, Any]:
    hosts = {"blob": "blob.core", "file": "file.core", "queue": "queue.core", "table": "table.core"}
    urls = {name: f"https://{account.name}.{host}.windows.net/" for name, host in hosts.items()}
    return {"primaryEndpoints": urls, "primaryLocation": account.location, "statusOfPrimary": "available"}


def _storage_keys(account: Resource, _view: ArmView) -> dict[str, Any]:
    return {
        "keys": [
            {"keyName": name, "value": guid("storage", account.key, name), "permissions": "FULL"}
            for name in ("key1", "key2")
        ]
    }


STORAGE_ACCOUNT = TypeSpec(
    type=STORAGE,
    etag=False,
    read_only=frozenset({"primaryEndpoints", "primaryLocation", "statusOfPrimary"}),
    rules=(storage_name,),
    present=_endpoints,
    actions={"listkeys": _storage_keys},
)
