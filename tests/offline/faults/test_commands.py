"""`azure-offline fault`, `drift` and `doctor`, as a user runs them."""

import json
import subprocess
from pathlib import Path

from azure_offline.arm import Arm
from azure_offline.faults.planned import Fault, Faults
from azure_offline.store.store import Use

from .conftest import GROUP, NETWORK, TABLE, VERSION, Command


def make_table(arm: Arm) -> None:
    assert arm.request("PUT", TABLE, {"location": "westeurope"}, api_version=VERSION).ok


def test_faults_are_asked_for_listed_and_cleared(arm: Arm, command: Command) -> None:
    added = command("fault", "add", "throttle", "--type", "subnets", "--verb", "put", "--count", "2", "--attempts", "4")
    assert added.stdout == "fault 1: throttle: 2 calls, PUT subnets, 4 of 4 attempts\n"
    command("fault", "add", "crash-engine", "--probability", "0.25", "--seed", "7", "--when", "before", "--count", "0")
    shown = command("fault", "list").stdout
    assert [line.split("  ")[0] for line in shown.splitlines()] == ["NUMBER", "1", "2"]
    assert "crash-engine: every call, writes any type, with probability 0.25 (seed 7)" in shown
    listed = json.loads(command("fault", "list", "--format", "json").stdout)
    assert [(one["number"], one["kind"], one["struck"], one["left"]) for one in listed] == [
        (1, "throttle", 0, 2),
        (2, "crash-engine", 0, None),
    ]
    assert command("fault", "clear", "1").stdout == "1 faults cleared\n"
    assert command("fault", "clear").stdout == "1 faults cleared\n"
    assert command("fault", "list").stdout == "no faults\n"
    assert "there is no fault 9" in command("fault", "clear", "9", expect=1).stderr


def test_a_fault_that_cannot_be_is_refused(command: Command) -> None:
    told = command("fault", "add", "error", "--status", "404", "--probability", "2", expect=3).stderr
    assert "[HS670] probability: '2.0' is no probability; over 0, at most 1" in told
    assert "[HS670] status: '404' is not retried; 500, 502, 503, 504" in told


def test_drift_changes_what_there_is(arm: Arm, command: Command) -> None:
    make_table(arm)
    words = ["properties.disableBgpRoutePropagation=true", "tags.owner=web", 'tags.n="1"']
    assert command("drift", "set", "rt", *words).stdout == f"changed {TABLE}\n"
    command("drift", "set", "rt", 'properties.routes.0={"name":"r","properties":{"nextHopType":"None"}}', expect=1)
    route = '{"name":"r","properties":{"addressPrefix":"10.0.0.0/8","nextHopType":"None"}}'
    command("drift", "set", TABLE, f"properties.routes.0={route}")
    command("drift", "set", "rt", "properties.routes.0.properties.addressPrefix=10.1.0.0/16")
    command("drift", "unset", "rt", "tags.n")
    document = arm.request("GET", TABLE, api_version=VERSION).body or {}
    assert document["tags"] == {"owner": "web"}
    assert document["properties"]["disableBgpRoutePropagation"] is True
    assert [route["properties"]["addressPrefix"] for route in document["properties"]["routes"]] == ["10.1.0.0/16"]


def test_drift_adds_and_deletes(arm: Arm, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    file.write_text('{"location": "westeurope"}')
    assert command("drift", "put", TABLE, str(file)).stdout == f"wrote {TABLE}\n"
    assert command("drift", "delete", "rt").stdout == f"deleted {TABLE}\n"
    assert arm.request("GET", TABLE, api_version=VERSION).status == 404
    file.write_text("{")
    assert "is not JSON" in command("drift", "put", TABLE, str(file), expect=1).stderr


def test_drift_says_what_is_wrong(arm: Arm, command: Command) -> None:
    make_table(arm)
    cases = [
        (("set", "nothing", "a=1"), 1, "'nothing' is no resource"),
        (("set", "rt", "a"), 3, "[HS671] drift: 'a' is no assignment; write PATH=VALUE"),
        (("set", "rt", "properties.routes.5=1"), 3, "needs an index where '5' stands; 0 to 0"),
        (("set", "rt", "location.x=1"), 3, "leads into a value that has no members"),
        (("unset", "rt", "properties.nothing"), 3, "is not in the resource"),
        (("unset", "rt", "properties.nothing.more"), 3, "has no member 'nothing' on its way"),
    ]
    for words, code, text in cases:
        assert text in command("drift", *words, expect=code).stderr


def test_arm_refuses_drift_in_its_own_words(arm: Arm, command: Command) -> None:
    make_table(arm)
    vnet = f"{NETWORK}/virtualNetworks/vn"
    subnet = {"properties": {"addressPrefix": "10.0.0.0/24", "routeTable": {"id": TABLE}}}
    body = {"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
    assert arm.request("PUT", vnet, body, api_version=VERSION).ok
    assert arm.request("PUT", f"{vnet}/subnets/s", subnet, api_version=VERSION).ok
    assert "InUseRouteTableCannotBeDeleted" in command("drift", "delete", "rt", expect=1).stderr


def test_doctor_finds_nothing_where_nothing_is_wrong(arm: Arm, command: Command, home: Path) -> None:
    make_table(arm)
    assert command("doctor").stdout == f"{home} is sound\n"
    Faults(arm.store).add(Fault("lost"))
    assert command("doctor").stdout.splitlines() == [
        "note: fault 1 is asked for: lost: 1 call, writes any type",
        f"{home} is sound",
    ]


def dead_process() -> int:
    child = subprocess.Popen(["true"])
    child.wait()
    return child.pid


def test_doctor_finds_and_mends_what_dead_runs_left(arm: Arm, command: Command, home: Path) -> None:
    import socket

    make_table(arm)
    gone = dead_process()
    with arm.store.write() as transaction:
        transaction.begin_operation(TABLE.lower(), "PutRouteTableOperation", gone, 4e9)
        stored = transaction.get(TABLE.lower())
        assert stored is not None
    lock = home.parent / "state/.pulumi/locks/organization/p/dev/one.json"
    lock.parent.mkdir(parents=True)
    lock.write_text(json.dumps({"pid": gone, "hostname": socket.gethostname()}))
    (lock.parent / "elsewhere.json").write_text(json.dumps({"pid": gone, "hostname": "another-machine"}))
    sidecar = home.parent / "state/.pulumi/stacks/p/dev.json.attrs"
    sidecar.parent.mkdir(parents=True)
    sidecar.touch()
    found = command("doctor", expect=4).stdout.splitlines()
    assert found == [
        f"wrong: {TABLE.lower()} has PutRouteTableOperation in progress, of process {gone}, which has ended "
        "(--repair mends it)",
        "wrong: one.json is the lock of a run that was killed (--repair mends it)",
        "wrong: dev.json.attrs is empty: an engine was killed while it wrote it (--repair mends it)",
    ]
    assert command("doctor", "--repair").stdout.splitlines()[-1] == f"{home} is sound"
    assert not sidecar.exists()
    assert [path.name for path in lock.parent.iterdir()] == ["elsewhere.json"]
    assert command("doctor").stdout == f"{home} is sound\n"


def test_doctor_finds_what_refers_to_nothing(arm: Arm, command: Command) -> None:
    make_table(arm)
    subnet = f"{NETWORK}/virtualNetworks/vn/subnets/s"
    body = {"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
    assert arm.request("PUT", f"{NETWORK}/virtualNetworks/vn", body, api_version=VERSION).ok
    document = {"properties": {"addressPrefix": "10.0.0.0/24", "routeTable": {"id": TABLE}}}
    assert arm.request("PUT", subnet, document, api_version=VERSION).ok
    with arm.store.write() as transaction:
        transaction.delete(TABLE.lower())
        stored = transaction.get(subnet.lower())
        assert stored is not None
        transaction.put(stored, [])
    found = json.loads(command("doctor", "--format", "json", expect=4).stdout)["complaints"]
    assert [(one["subject"], one["text"], one["repairable"]) for one in found] == [
        (subnet, f"refers at properties.routeTable.id to {TABLE.lower()}, which is not there", False),
        (subnet, "is indexed with other references than it has", True),
    ]
    left = json.loads(command("doctor", "--repair", "--format", "json", expect=4).stdout)
    assert [one["text"] for one in left["repaired"]] == ["is indexed with other references than it has"]
    assert len(left["complaints"]) == 1
    with arm.store.read() as transaction:
        target = TABLE.lower()
        assert transaction.uses_of(target)[0] == Use(
            subnet.lower(),
            "properties.routeTable.id",
            "microsoft.network/virtualnetworks/subnets",
            "properties.routeTable.id",
            target,
        )


def test_doctor_finds_children_without_a_parent(arm: Arm, command: Command) -> None:
    make_table(arm)
    with arm.store.write() as transaction:
        transaction.delete(GROUP.lower())
    assert f"{TABLE} lies in {GROUP.lower()}, which is not there" in command("doctor", expect=4).stdout
