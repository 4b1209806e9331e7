"""Management locks of an estate: on what is dear, last to come and first to go."""

from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from tests.components.test_hub_ref import provider_name

from hubspoke import Estate

pytestmark = pytest.mark.slow


def estate(**more: Any) -> Recording:
    return deploy(lambda: Estate("net", d.estate(**more)))  # type: ignore[arg-type]


def test_without_being_asked_nothing_is_locked() -> None:
    assert estate().of_type("ManagementLockByScope") == []


def test_gateways_and_circuits_are_locked_in_their_own_subscription() -> None:
    hubs = d.estate()["hubs"]
    hubs["weu"]["subscription"] = "data"
    made = estate(locks=True, hubs=hubs)
    locks = made.of_type("ManagementLockByScope")
    assert {lock.name: (lock.inputs["scope"], provider_name(made, lock.name)) for lock in locks} == {
        "net-lock-hub-weu-er": ("net-hub-weu-gateway-er_id", "net-provider-data"),
        "net-lock-circuit-ams": ("net-circuit-ams-circuit_id", "net-own-provider"),
    }
    assert {(lock.inputs["level"], lock.inputs["lockName"]) for lock in locks} == {("CanNotDelete", "do-not-delete")}


def test_a_firewall_is_locked_as_well() -> None:
    parts = ("addressSpace", "firewall", "firewallSubnet", "firewallManagementSubnet")
    hub = {key: d.inspected_hub()[key] for key in parts}
    made = deploy(lambda: Estate("net", {"location": "westeurope", "locks": True, "hubs": {"weu": hub}}))  # type: ignore[arg-type]
    assert [lock.name for lock in made.of_type("ManagementLockByScope")] == ["net-lock-hub-weu-firewall"]


def test_a_lock_comes_after_everything_that_lies_in_what_it_locks() -> None:
    made = estate(locks=True)
    inside = {item.name for item in made if item.name.startswith("net-circuit-ams-") and item.custom}
    assert len(inside) > 2
    assert inside <= made.after(made.named("net-lock-circuit-ams"))


def test_a_circuit_of_somebody_else_is_not_ours_to_lock() -> None:
    circuits = d.estate()["circuits"]
    theirs = {"circuitId": d.CIRCUIT_ID, "circuitName": "erc", "resourceGroupName": "rg"}
    circuits["ams"] = {"existing": theirs, "hubs": {"weu": {}}}
    assert [lock.name for lock in estate(locks=True, circuits=circuits).of_type("ManagementLockByScope")] == [
        "net-lock-hub-weu-er"
    ]
