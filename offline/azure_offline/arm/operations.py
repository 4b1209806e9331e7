"""Overlapping writes on one virtual network, answered as Azure answers them. Off unless asked for.

Azure serialises writes on a virtual network, its subnets and its peerings; a second write meanwhile is refused. Here a
write holds a record in the store for a short real time, so that writes that run in parallel do overlap.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from azure_offline.arm.documents import BadShape, text
from azure_offline.arm.render import guid
from azure_offline.arm.responses import Refusal
from azure_offline.arm.rules import Rule, stated
from azure_offline.arm.targets import Target, top_key
from azure_offline.store import Store, Transaction

HOLD_SECONDS = 0.03
"""How long a write on a virtual network takes while conflicts are on."""

EXPIRY_SECONDS = 10.0
"""After this long a record counts no more, whatever became of its process."""

_NETWORK = "microsoft.network/virtualnetworks"
_PEERING = f"{_NETWORK}/virtualnetworkpeerings"
_NAMES = {
    _NETWORK: "VirtualNetworkOperation",
    f"{_NETWORK}/subnets": "SubnetOperation",
    _PEERING: "VirtualNetworkPeeringOperation",
}

IN_PROGRESS = stated(
    "another-operation-in-progress",
    "A write on a virtual network, its subnets or peerings meets another one that has not ended.",
    grade="B",
    source="published responses",
    code="AnotherOperationInProgress",
    message="Another operation on this or dependent resource is in progress. To retrieve status of the operation use "
    "uri: https://management.azure.com/subscriptions/{subscription}/providers/Microsoft.Network/locations/{region}"
    "/operations/{operation}?api-version={version}.",
    seen=True,
    status=409,
)
NOT_PROVISIONED = stated(
    "referenced-resource-not-provisioned",
    "A peering is written while the remote virtual network or one of its subnets is.",
    grade="B",
    source="published responses",
    code="ReferencedResourceNotProvisioned",
    message="Cannot proceed with operation because resource {target} used by resource {id} is not in Succeeded state. "
    "Resource is in Updating state and the last operation that updated/is updating the resource is {operation}.",
    seen=True,
)
CONFLICT_RULES: tuple[Rule, ...] = (IN_PROGRESS, NOT_PROVISIONED)


class Operations:
    """The records of operations in progress, shared through the store by every process that uses it."""

    def __init__(self, store: Store, conflicts: bool | None) -> None:
        self._store = store
        self._conflicts = conflicts
        self._met: dict[str, tuple[str, ...]] = {}

    @contextmanager
    def exclusive(self, target: Target, verb: str, body: object, version: str) -> Iterator[None]:
        """Hold the virtual networks a write touches while it runs; nothing where conflicts are off.

        Raises `Refusal` where another write holds one of them.
        """
        if target.kind not in _NAMES or target.collection or not self._enabled():
            yield
            return
        networks = self._networks(target, body)
        tokens = self._begin(
            target, networks, f"{'Delete' if verb == 'DELETE' else 'Put'}{_NAMES[target.kind]}", version
        )
        try:
            time.sleep(HOLD_SECONDS)
            yield
        finally:
            with self._store.write() as transaction:
                for token in tokens:
                    transaction.end_operation(token)

    def wait(self, target: Target, timeout: float) -> None:
        """Return when nothing is in progress that `target` met, or after `timeout` seconds."""
        networks = self._met.get(target.key) or (target.top,)
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._store.read() as transaction:
                if not _running(transaction, networks):
                    return
            time.sleep(0.002)

    def _enabled(self) -> bool:
        if self._conflicts is not None:
            return self._conflicts
        with self._store.read() as transaction:
            return transaction.setting("conflicts") == "on"

    def _networks(self, target: Target, body: object) -> tuple[str, ...]:
        """The keys of the networks a write touches: its own first, then the remote one of a peering."""
        if target.kind != _PEERING:
            return (target.top,)
        remote = None
        if isinstance(body, Mapping):
            remote = _remote(body)
        else:
            with self._store.read() as transaction:
                stored = transaction.get(target.key)
                remote = _remote(stored.document) if stored else None
        return tuple(dict.fromkeys((target.top, remote))) if remote else (target.top,)

    def _begin(self, target: Target, networks: tuple[str, ...], name: str, version: str) -> list[int]:
        with self._store.write() as transaction:
            running = _running(transaction, networks)
            if running:
                self._met[target.key] = networks
                raise _refusal(target, running[0], transaction, version)
            self._met.pop(target.key, None)
            until = time.time() + EXPIRY_SECONDS
            return [transaction.begin_operation(network, name, os.getpid(), until) for network in networks]


def _remote(document: Mapping[str, Any]) -> str | None:
    try:
        found = text(document, "properties.remoteVirtualNetwork.id")
    except BadShape:
        return None
    return top_key(found.rstrip("/").lower()) if found else None


def _running(transaction: Transaction, networks: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Operations on the networks that count: (token, network, name)."""
    now = time.time()
    return [
        (token, network, name)
        for token, network, name, process, until in transaction.operations(networks)
        if until > now and _alive(process)
    ]


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refusal(target: Target, running: tuple[int, str, str], transaction: Transaction, version: str) -> Refusal:
    token, network, name = running
    found = transaction.get(network)
    if target.kind == _PEERING and network != target.top and "Peering" not in name:
        shown = found.id if found else network
        return NOT_PROVISIONED.refusal({"target": shown, "id": target.id, "operation": name})
    region = found.location if found else "unknown"
    operation = guid("operation", token)
    values = {"subscription": target.subscription, "region": region, "operation": operation, "version": version}
    return IN_PROGRESS.refusal(values)
