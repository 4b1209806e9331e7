"""Faults seen through the real engine, and `hubspoke recover` after a killed engine and a lost answer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engine.campaign import documents, recover
from tests.engine.support import azure_offline, offline_azure

from azure_offline.testing.project import OfflineProject

pytestmark = [pytest.mark.engine, pytest.mark.prove]

Make = Callable[..., OfflineProject]

PROGRAM = (Path(__file__).parent / "recovery_program.py").read_text()
VNET = (
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks"
)


@pytest.fixture
def project(offline_project: Make) -> OfflineProject:
    return offline_project(PROGRAM)


def ask(project: OfflineProject, *words: str) -> None:
    azure_offline(project, "fault", "add", *words)


def test_retries_heal_what_passes_and_name_what_does_not(project: OfflineProject) -> None:
    ask(project, "throttle", "--type", "routeTables", "--attempts", "3", "--count", "2")
    ask(project, "error", "--name", "*-nsg", "--status", "503", "--attempts", "4")
    ask(project, "conflict", "--name", "hub", "--attempts", "2")
    run = project.up(check=False)
    assert run.code != 0
    assert "RetryableError" not in run.output
    assert "AnotherOperationInProgress" not in run.output
    assert 'Status=503 Code="ServiceUnavailable" Message="The service is not available.' in run.output
    azure_offline(project, "fault", "clear")
    project.up()
    assert azure_offline(project, "doctor").endswith("is sound\n")


def test_lost_answers_are_found_again(project: OfflineProject) -> None:
    ask(project, "lost", "--name", "hub")
    assert 'Status=504 Code="GatewayTimeout"' in project.up(check=False).output
    refused = project.up(check=False)
    assert refused.code != 0
    assert f"cannot create already existing resource '{VNET}/hub'" in refused.output

    recovered = recover(project)

    assert recovered.code == 0, recovered.output
    assert "taken into the state: azure-native:network:VirtualNetwork hub" in recovered.stdout
    assert f"{VNET}/hub\n" in recovered.stderr
    project.up()
    project.refresh("--expect-no-changes")
    project.preview("--expect-no-changes")


def test_a_killed_engine_is_recovered_from(project: OfflineProject) -> None:
    ask(project, "crash-engine", "--name", "red-vnet", "--when", "after")
    killed = project.up(check=False)
    assert killed.code == -9
    assert [one["type"] for one in project.export()["deployment"]["pending_operations"]].count("creating") >= 1

    recovered = recover(project)

    assert recovered.code == 0, recovered.output
    assert "taken into the state: azure-native:network:VirtualNetwork red-vnet" in recovered.stdout
    settled = r"^\d+ operations of the last run had not ended; they are settled\.$"
    assert re.search(settled, recovered.stdout, re.MULTILINE)
    assert "pending_operations" not in project.export()["deployment"]
    project.up()
    project.preview("--expect-no-changes")
    assert recover(project).stdout == "Nothing that `up` would create can be in Azure already.\n"


def test_a_foreign_lock_is_shown_and_taken_away(project: OfflineProject) -> None:
    project.up()
    lock = project.directory / ".azure-offline/state/.pulumi/locks/organization/demo/dev/one.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text('{"pid":4520,"username":"ada","hostname":"elsewhere","timestamp":"2026-01-01T00:00:00Z"}')
    recovered = recover(project)
    assert recovered.code == 0, recovered.output
    assert "created by ada@elsewhere (pid 4520)" in recovered.stderr
    assert recovered.stdout.startswith("The lock of the last run was taken away.\n")
    assert not lock.exists()


RANDOM = """
from recovery_program import Azure
group = Azure("resources:ResourceGroup", "group", {"resourceGroupName": "rg", "location": "westeurope"})
Azure("network:RouteTable", "table", {"resourceGroupName": group.name})
"""


def test_random_names_are_named_after_a_lost_answer_and_found_after_a_kill(offline_project: Make) -> None:
    helper = PROGRAM.replace("\n\nmain()\n", "\n")
    lost = offline_project(RANDOM, folder="lost", files={"recovery_program.py": helper})
    ask(lost, "lost", "--type", "routeTables")
    assert lost.up(check=False).code != 0
    told = recover(lost)
    assert (told.code, told.stdout) == (
        3,
        "cannot be placed: azure-native:network:RouteTable table has a random name; "
        "give it one, or import it by hand\n",
    )
    killed = offline_project(RANDOM, folder="killed", files={"recovery_program.py": helper})
    ask(killed, "crash-engine", "--type", "routeTables", "--when", "after")
    assert killed.up(check=False).code == -9
    found = recover(killed)
    assert (found.code, "taken into the state: azure-native:network:RouteTable table" in found.stdout) == (0, True)
    killed.up("--expect-no-changes", check=False)
    with offline_azure(killed) as arm:
        assert len([one for one in arm.export() if one["type"] == "Microsoft.Network/routeTables"]) == 1


def test_a_provider_that_dies_is_told_and_survived(project: OfflineProject) -> None:
    ask(project, "crash-provider", "--name", "blue-vnet", "--when", "before")
    run = project.up(check=False)
    assert run.code not in {0, -9}
    recover(project)
    project.up()
    project.preview("--expect-no-changes")


def test_drift_is_seen_and_put_right(project: OfflineProject) -> None:
    project.up()
    before = documents(project)
    azure_offline(project, "drift", "set", "red-rt", "properties.disableBgpRoutePropagation=true", "tags.by=hand")
    azure_offline(project, "drift", "delete", "red-spoke")
    assert "red-spoke" in project.refresh().output
    steps = project.steps()
    assert sorted(urn.rpartition("::")[2] for urn in steps) == ["red-hub", "red-rt", "red-spoke"]
    project.up()
    assert documents(project) == before
