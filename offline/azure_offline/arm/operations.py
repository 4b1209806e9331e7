"""Overlapping writes on one virtual network, answered as Azure answers them. Off unless asked for.

Azure serialises writes on a virtual network, its subnets and its peerings; a second write meanwhile is refused. Here a
write holds a record in the store for a short real time, so that writes that run in parallel do overlap.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from azure_offline.arm.resources import ArmView, Target, guid, stated, top_key
from azure_offline.store.store import Store, Transaction
from hubspoke_network.core import is_running
from hubspoke_network.refusals import BadShape, Refusal, RefusalRule, text

HOLD_SECONDS = 0.03
"""How long a write on a virtual network takes while conflicts are on."""

EXPIRY_SECONDS = 10.0
"""After this long a record counts no more, whatever became of its process."""

QUEUE_LENGTH = 20
"""Writes on one virtual network that Azure carries out while azure-native waits for its last retry."""

TURN_SECONDS = 2.0
"""How long a write that has waited keeps its turn."""

_WAITING = "~"
"""First letter of a record that stands for a place in the queue, before the key of what waits."""

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
    needs="the operations in flight",
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
    needs="the operations in flight",
)
CONFLICT_RULES: tuple[RefusalRule[ArmView], ...] = (IN_PROGRESS, NOT_PROVISIONED)


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
        if target.kind not in _NAMES or target.collection or not self.enabled():
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
        """Wait in turn until `target` may be written, or for `timeout` seconds.

        azure-native waits 20, 60 and 120 seconds before its three retries, in which Azure carries out some twenty
        writes. Here the wait is virtual, so whoever waits gets a place in a queue of that length and its write a turn;
        with more before it the wait ends at once, and the retries run out as they would in Azure.
        """
        if not self.enabled():
            return
        networks = self._met.get(target.key) or (target.top,)
        ticket = f"{_WAITING}{target.key}"
        deadline = time.monotonic() + timeout
        with self._store.write() as transaction:
            queue = [row for row in _live(transaction, networks) if row[2][0] == _WAITING]
            for token in (row[0] for row in queue if row[2] == ticket):
                transaction.end_operation(token)
            if len({name for _, _, name in queue} - {ticket}) >= QUEUE_LENGTH:
                return
            until = time.time() + timeout + TURN_SECONDS
            tokens = [transaction.begin_operation(network, ticket, os.getpid(), until) for network in networks]
        while time.monotonic() < deadline:
            with self._store.read() as transaction:
                live = _live(transaction, networks)
            if not any(row[2] != ticket and (row[0] < tokens[0] or row[2][0] != _WAITING) for row in live):
                break
            time.sleep(0.002)
        with self._store.write() as transaction:  # the turn lasts only so long, in case nobody takes it
            for token in tokens:
                transaction.extend_operation(token, time.time() + TURN_SECONDS)

    def enabled(self) -> bool:
        """Whether overlapping writes conflict."""
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
        own = f"{_WAITING}{target.key}"
        with self._store.write() as transaction:
            transaction.drop_operations(time.time())
            live = _live(transaction, networks)
            mine = min((row[0] for row in live if row[2] == own), default=None)
            met = [row for row in live if row[2][0] != _WAITING or (row[2] != own and (mine is None or row[0] < mine))]
            if met:
                self._met[target.key] = networks
                raise _refusal(target, met[0], transaction, version)
            self._met.pop(target.key, None)
            for token, _, found in live:
                if found == own:
                    transaction.end_operation(token)
            until = time.time() + EXPIRY_SECONDS
            return [transaction.begin_operation(network, name, os.getpid(), until) for network in networks]


def _remote(document: Mapping[str, Any]) -> str | None:
    try:
        found = text(document, "properties.remoteVirtualNetwork.id")
    except BadShape:
        return None
    return top_key(found.rstrip("/").lower()) if found else None


def _live(transaction: Transaction, networks: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Operations on the networks, and places in their queue, that count: (token, network, name)."""
    now = time.time()
    return [
        (token, network, name)
        for token, network, name, process, until in transaction.operations(networks)
        if until > now and is_running(process)
    ]


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
