"""Overlapping writes on one virtual network, with the switch on."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_offline.arm import Arm, Response
from azure_offline.arm.administration import set_conflicts
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile

from .bodies import peering, plain, subnet, vnet
from .conftest import Azure, network

pytestmark = pytest.mark.slow

HUB = network("virtualNetworks/hub")


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Azure]:
    store = Store(tmp_path / "azure.sqlite")
    azure = Azure(Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=True), tmp_path)
    azure.make(HUB, vnet("10.0.0.0/16"))
    azure.make("virtualNetworks/spoke", vnet("10.1.0.0/16"))
    yield azure
    store.close()


def hold(azure: Azure, *targets: str, name: str = "PutSubnetOperation", process: int = 0) -> int:
    """Let an operation be in progress on virtual networks."""
    import os

    with azure.arm.store.write() as transaction:
        tokens = [
            transaction.begin_operation(network(target).lower(), name, process or os.getpid(), time.time() + 60)
            for target in targets
        ]
    return tokens[0]


def release(azure: Azure, token: int) -> None:
    with azure.arm.store.write() as transaction:
        transaction.end_operation(token)


def test_a_write_during_another_on_the_same_network_is_refused(busy: Azure) -> None:
    token = hold(busy, "virtualNetworks/hub")
    answer = busy.put(f"{HUB}/subnets/s", subnet("10.0.0.0/24"))
    assert (answer.status, answer.code) == (409, "AnotherOperationInProgress")
    head, _, tail = answer.message.partition("/operations/")
    assert head == (
        "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: "
        "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Network"
        "/locations/westeurope"
    )
    assert tail.endswith("?api-version=2024-05-01.")
    assert busy.put("routeTables/t", plain()).ok
    assert busy.put("virtualNetworks/spoke/subnets/s", subnet("10.1.0.0/24")).ok
    release(busy, token)
    assert busy.put(f"{HUB}/subnets/s", subnet("10.0.0.0/24")).ok


def test_a_peering_waits_for_both_networks(busy: Azure) -> None:
    to_spoke = (f"{HUB}/virtualNetworkPeerings/p", peering("virtualNetworks/spoke"))
    token = hold(busy, "virtualNetworks/spoke")
    answer = busy.put(*to_spoke)
    assert (answer.status, answer.code) == (400, "ReferencedResourceNotProvisioned")
    assert answer.message == (
        f"Cannot proceed with operation because resource {network('virtualNetworks/spoke')} used by resource "
        f"{HUB}/virtualNetworkPeerings/p is not in Succeeded state. Resource is in Updating state and the last "
        "operation that updated/is updating the resource is PutSubnetOperation."
    )
    release(busy, token)
    token = hold(busy, "virtualNetworks/spoke", name="PutVirtualNetworkPeeringOperation")
    assert busy.put(*to_spoke).code == "AnotherOperationInProgress"
    release(busy, token)
    assert busy.put(*to_spoke).ok
    token = hold(busy, "virtualNetworks/spoke")
    assert busy.delete(to_spoke[0]).status in {400, 409}
    release(busy, token)
    assert busy.delete(to_spoke[0]).status == 200


def test_the_record_of_a_dead_process_counts_no_more(busy: Azure) -> None:
    hold(busy, "virtualNetworks/hub", process=2**22 + 1)
    assert busy.put(f"{HUB}/subnets/s", subnet("10.0.0.0/24")).ok


def test_waiting_ends_with_the_operation_that_was_met(busy: Azure) -> None:
    to_hub = ("virtualNetworks/spoke/virtualNetworkPeerings/p", peering("virtualNetworks/hub"))
    token = hold(busy, "virtualNetworks/hub", name="PutVirtualNetworkPeeringOperation")
    assert busy.put(*to_hub).code == "AnotherOperationInProgress"
    waited = threading.Event()

    def wait() -> None:
        busy.arm.wait_for_operations(network(to_hub[0]), timeout=30)
        waited.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not waited.wait(0.05)
    release(busy, token)
    assert waited.wait(10)
    thread.join()
    assert busy.put(*to_hub).ok


def _in_parallel(azure: Azure, count: int) -> list[Response]:
    """Write `count` subnets at once, each with azure-native's three retries."""
    answers: list[Response] = []

    def work(index: int) -> None:
        id_ = f"{HUB}/subnets/s{index}"
        for _ in range(4):
            answer = azure.put(id_, subnet(f"10.0.{index}.0/24"))
            if answer.status != 409:
                break
            azure.arm.wait_for_operations(id_)
        answers.append(answer)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_parallel_writes_with_azure_natives_retries_all_arrive(busy: Azure) -> None:
    assert [answer.status for answer in _in_parallel(busy, 16)] == [201] * 16
    assert len(busy.get(HUB)["properties"]["subnets"]) == 16
    with busy.arm.store.read() as transaction:
        assert any(entry.code == "AnotherOperationInProgress" for entry in transaction.entries())
        assert transaction.operations([HUB.lower()]) == []


def test_more_writes_than_the_retries_outlast_are_refused(busy: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("azure_offline.arm.operations.QUEUE_LENGTH", 2)
    token = hold(busy, "virtualNetworks/hub")
    waiting = [
        threading.Thread(target=busy.arm.wait_for_operations, args=(f"{HUB}/subnets/w{index}",)) for index in range(2)
    ]
    for thread in waiting:
        thread.start()
    while _queue(busy) < 2:
        pass
    codes = set()
    for _ in range(4):
        codes.add(busy.put(f"{HUB}/subnets/late", subnet("10.0.9.0/24")).code)
        busy.arm.wait_for_operations(f"{HUB}/subnets/late")
    assert codes == {"AnotherOperationInProgress"}
    release(busy, token)
    for thread in waiting:
        thread.join()


def _queue(azure: Azure) -> int:
    with azure.arm.store.read() as transaction:
        return sum(name.startswith("~") for _, _, name, _, _ in transaction.operations([HUB.lower()]))


def test_the_switch_is_in_the_store_for_every_process(azure: Azure) -> None:
    azure.make(HUB, vnet("10.0.0.0/16"))
    arm = Arm(azure.arm.store, azure.arm.world)
    token = hold(azure, "virtualNetworks/hub")
    first = arm.request("PUT", f"{HUB}/subnets/a", subnet("10.0.0.0/24"), api_version="1")
    set_conflicts(arm, on=True)
    second = arm.request("PUT", f"{HUB}/subnets/b", subnet("10.0.1.0/24"), api_version="1")
    assert (first.status, second.status) == (201, 409)
    release(azure, token)
