"""Faults strike what they were asked to strike, below azure-native's retries."""

from typing import Any

import pytest

from azure_offline.arm import Arm, Response
from azure_offline.faults.calls import ArmWithFaults
from azure_offline.faults.planned import Fault, Faults, Kind
from azure_offline.provider.azure import Azure
from hubspoke_network.core.errors import SpecError, UnknownSubject

from .conftest import GROUP, NETWORK, TABLE, VERSION

BODY = {"location": "westeurope"}


class Ended(Exception):
    """Stands for the end of the process."""


def end(fault: Fault) -> None:
    raise Ended(fault.kind)


@pytest.fixture
def azure(arm: Arm) -> Azure:
    """What the provider asks: azure-native's retries over the faults over the offline Azure."""
    return Azure(lambda: ArmWithFaults(arm, end), lambda _type, _text: None)


def write(azure: Azure, resource_id: str = TABLE, method: str = "PUT") -> Response:
    return azure.request(method, resource_id, BODY if method == "PUT" else None, api_version=VERSION)


def statuses(arm: Arm, resource_id: str = TABLE) -> list[tuple[str, int]]:
    with arm.store.read() as transaction:
        return [(entry.method, entry.status) for entry in transaction.entries() if entry.id == resource_id]


def exists(arm: Arm, resource_id: str = TABLE) -> bool:
    return arm.request("GET", resource_id, api_version=VERSION).ok


@pytest.mark.parametrize(
    ("kind", "options", "status"),
    [("throttle", {}, 429), ("conflict", {}, 409), *[("error", {"status": s}, s) for s in (500, 502, 503, 504)]],
)
def test_a_refusal_is_healed_by_a_retry(
    arm: Arm, azure: Azure, kind: Kind, options: dict[str, Any], status: int
) -> None:
    Faults(arm.store).add(Fault(kind, **options))
    assert write(azure).status == 201
    assert statuses(arm) == [("PUT", status), ("PUT", 201)]


@pytest.mark.parametrize(
    ("attempts", "answer", "sent"), [(1, 201, 2), (2, 201, 3), (3, 201, 4), (4, 429, 4), (9, 429, 4)]
)
def test_three_retries_and_no_more(arm: Arm, azure: Azure, attempts: int, answer: int, sent: int) -> None:
    Faults(arm.store).add(Fault("throttle", attempts=attempts))
    response = write(azure)
    assert response.status == answer
    assert len(statuses(arm)) == sent
    assert exists(arm) == (answer == 201)
    if answer == 429:
        assert (response.code, response.message) == ("RetryableError", "A retryable error occurred.")


def test_a_lost_answer_leaves_the_write_in_azure(arm: Arm, azure: Azure) -> None:
    Faults(arm.store).add(Fault("lost"))
    response = write(azure)
    assert (response.status, response.code) == (504, "GatewayTimeout")
    assert exists(arm)
    assert write(azure).status == 200


def test_a_write_that_azure_refuses_has_no_answer_to_lose(arm: Arm, azure: Azure) -> None:
    Faults(arm.store).add(Fault("lost"))
    assert azure.request("PUT", TABLE, {"location": 5}, api_version=VERSION).status == 400


def test_a_late_failure_leaves_the_resource(arm: Arm, azure: Azure) -> None:
    Faults(arm.store).add(Fault("late"))
    response = write(azure)
    assert (response.status, response.accepted, response.code) == (500, True, "InternalServerError")
    assert exists(arm)


@pytest.mark.parametrize(("when", "done"), [("before", False), ("after", True)])
@pytest.mark.parametrize("kind", ["crash-provider", "crash-engine"])
def test_a_crash_comes_before_or_after_the_write(arm: Arm, azure: Azure, kind: Kind, when: Any, done: bool) -> None:
    Faults(arm.store).add(Fault(kind, when=when))
    with pytest.raises(Ended, match=kind):
        write(azure)
    assert exists(arm) == done


def test_a_slow_call_takes_its_time(arm: Arm, azure: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[tuple[float, bool]] = []
    monkeypatch.setattr("azure_offline.faults.calls.time.sleep", lambda seconds: slept.append((seconds, exists(arm))))
    faults = Faults(arm.store)
    faults.add(Fault("slow", seconds=7, when="before"))
    faults.add(Fault("slow", seconds=8))
    assert write(azure).status == 201
    assert write(azure).status == 200
    assert slept == [(7, False), (8, True)]


MATCHES: list[tuple[dict[str, Any], str, str, bool]] = [
    ({}, "PUT", TABLE, True),
    ({}, "DELETE", TABLE, True),
    ({}, "GET", TABLE, False),
    ({"verb": "*"}, "GET", TABLE, True),
    ({"verb": "GET"}, "PUT", TABLE, False),
    ({"type": "routeTables"}, "PUT", TABLE, True),
    ({"type": "microsoft.network/ROUTETABLES"}, "PUT", TABLE, True),
    ({"type": "routes"}, "PUT", TABLE, False),
    ({"type": "Tables"}, "PUT", TABLE, False),
    ({"type": "routes"}, "PUT", f"{TABLE}/routes/r", True),
    ({"type": "routeTables/routes"}, "PUT", f"{TABLE}/routes/r", True),
    ({"name": "RT"}, "PUT", TABLE, True),
    ({"name": "r?"}, "PUT", TABLE, True),
    ({"name": "other"}, "PUT", TABLE, False),
    ({"name": "*/resourceGroups/rg/*"}, "PUT", TABLE, True),
    ({"name": "*/resourceGroups/rg/*"}, "PUT", GROUP, False),
    ({}, "PUT", "no id", False),
]


@pytest.mark.parametrize(("options", "method", "resource_id", "matches"), MATCHES)
def test_whom_it_is_meant_for(options: dict[str, Any], method: str, resource_id: str, matches: bool) -> None:
    assert Fault("throttle", **options).matches(method, resource_id) is matches


def test_so_many_calls_after_so_many_that_pass(arm: Arm) -> None:
    faults = Faults(arm.store)
    faults.add(Fault("throttle", skip=2, count=2))
    assert [faults.strike("PUT", TABLE) is not None for _ in range(6)] == [False, False, True, True, False, False]
    assert [(one.struck, one.left) for one in faults.listed()] == [(2, 0)]


def test_without_end(arm: Arm) -> None:
    faults = Faults(arm.store)
    faults.add(Fault("throttle", count=0))
    assert all(faults.strike("PUT", TABLE) for _ in range(5))
    assert [(one.struck, one.left) for one in faults.listed()] == [(5, None)]


def test_chance_depends_on_the_seed_and_the_call_and_on_no_order(arm: Arm) -> None:
    faults = Faults(arm.store)
    calls = [f"{NETWORK}/routeTables/t{index}" for index in range(60)]

    def struck(seed: int, order: list[str]) -> set[str]:
        with arm.store.write() as transaction:
            transaction.set_setting("faults.last", "0")
        faults.add(Fault("throttle", count=0, probability=0.5, seed=seed))
        found = {call for call in order if faults.strike("PUT", call)}
        faults.clear()
        return found

    first = struck(1, calls)
    assert struck(1, calls[::-1]) == first
    assert struck(2, calls) != first
    assert 15 < len(first) < 45


def test_faults_are_numbered_listed_and_taken_back(arm: Arm) -> None:
    faults = Faults(arm.store)
    first, second = faults.add(Fault("throttle")), faults.add(Fault("lost", name="x"))
    assert [first.number, second.number] == [1, 2]
    with pytest.raises(UnknownSubject, match="there is no fault 7; there are: 1, 2"):
        faults.clear([7])
    assert faults.clear([1]) == 1
    assert [one.fault for one in faults.listed()] == [second]
    assert faults.clear() == 1
    assert faults.listed() == []
    assert faults.add(Fault("slow")).number == 3


def test_the_first_that_was_asked_for_strikes(arm: Arm) -> None:
    faults = Faults(arm.store)
    faults.add(Fault("throttle"))
    faults.add(Fault("lost"))
    assert [f.kind for f in (faults.strike("PUT", TABLE), faults.strike("PUT", TABLE)) if f] == ["throttle", "lost"]
    assert faults.strike("PUT", TABLE) is None


def test_every_mistake_is_told_at_once(arm: Arm) -> None:
    wrong = Fault("slow", verb="put", skip=-1, count=-1, attempts=-1, probability=0, status=400, seconds=9000)
    with pytest.raises(SpecError) as raised:
        Faults(arm.store).add(wrong)
    paths = [(problem.code, problem.path) for problem in raised.value.problems]
    assert paths == [
        ("HS670", path) for path in ("attempts", "count", "probability", "seconds", "skip", "status", "verb")
    ]
