"""The `azure-offline` command line, as a user runs it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from azure_offline.commands.app import build

from .bodies import circuit, plain, subnet, vnet
from .conftest import ONE, TWO, Azure, network

Command = Callable[..., Result]


@pytest.fixture
def command(azure: Azure, monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("AZURE_OFFLINE_HOME", "AZURE_OFFLINE_FOLDER"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, expect: int = 0) -> Result:
        result = CliRunner().invoke(build(), [*words, "--home", str(azure.home)])
        assert result.exit_code == expect, result.output
        return result

    return run


def test_list_shows_what_there_is_and_takes_a_type(azure: Azure, command: Command) -> None:
    azure.make("virtualNetworks/vn", vnet("10.0.0.0/16", subnets=[{"name": "s", **subnet("10.0.0.0/24")}]))
    listed = json.loads(command("list", "subnets", "--format", "json").stdout)
    assert listed == [
        {
            "id": network("virtualNetworks/vn/subnets/s"),
            "type": "Microsoft.Network/virtualNetworks/subnets",
            "name": "s",
            "subscription": "00000000-0000-0000-0000-000000000001",
            "resourceGroup": "rg",
            "location": "",
        }
    ]
    lines = command("list", "Microsoft.Network/virtualNetworks").stdout.splitlines()
    assert lines == [
        "TYPE                               NAME  GROUP  LOCATION    SUBSCRIPTION",
        "Microsoft.Network/virtualNetworks  vn    rg     westeurope  00000000-0000-0000-0000-000000000001",
    ]
    assert command("list", "routeTables").stdout == "no resources\n"


def test_show_takes_an_id_or_a_name_that_is_not_ambiguous(azure: Azure, command: Command) -> None:
    azure.make("networkSecurityGroups/nsg", plain())
    azure.make("virtualNetworks/vn", vnet("10.0.0.0/16"))
    azure.make("virtualNetworks/vn/subnets/s", subnet("10.0.0.0/24", networkSecurityGroup="networkSecurityGroups/nsg"))
    by_name = json.loads(command("show", "NSG", "--format", "json").stdout)
    by_id = json.loads(command("show", network("networkSecurityGroups/nsg").upper(), "--format", "json").stdout)
    assert by_name == by_id == azure.get("networkSecurityGroups/nsg")
    assert network("virtualNetworks/vn/subnets/s") in command("show", "nsg").stdout
    missing = command("show", "nothing", expect=1)
    assert missing.stderr == "error: 'nothing' is no resource\n"
    several = command("show", "rg", expect=1)
    assert several.stderr == f"error: 'rg' means several resources, give the id of one:\n  {ONE}\n  {TWO}\n"


def test_log_holds_requests_answers_and_no_secret(azure: Azure, command: Command) -> None:
    azure.put("connections/c", plain(sharedKey="hunter2", connectionType="IPsec"))
    azure.read("virtualNetworks/none")
    entries = json.loads(command("log", "--last", "2", "--format", "json", "--bodies").stdout)
    assert [(e["method"], e["status"], e["code"]) for e in entries] == [
        ("PUT", 400, "LinkedInvalidPropertyId"),
        ("GET", 404, "ResourceNotFound"),
    ]
    assert json.loads(entries[0]["body"])["properties"]["sharedKey"] == "[secret]"
    assert "hunter2" not in command("log", "--last", "0", "--bodies").stdout
    refused = json.loads(command("log", "--refused", "--format", "json").stdout)
    assert [entry["sequence"] for entry in refused] == [3, 4]


def test_export_and_reset(azure: Azure, command: Command, tmp_path: Path) -> None:
    azure.make("routeTables/t", plain())
    documents = json.loads(command("export").stdout)
    assert documents == azure.arm.export()
    assert [document["name"] for document in documents] == ["rg", "t", "rg"]
    command("export", "--out", str(tmp_path / "out.json"))
    assert json.loads((tmp_path / "out.json").read_text()) == documents
    assert command("reset").stdout == "removed 3 resources\n"
    assert command("list").stdout == "no resources\n"


def test_office365_is_authorised_and_revoked(azure: Azure, command: Command) -> None:
    second = "00000000-0000-0000-0000-000000000002"
    assert command("office365", "revoke", "Offline two").stdout == (
        f"subscription {second} is not authorised for Office 365 over ExpressRoute\n"
    )
    found = azure.arm.world.subscription(second)
    assert found is not None
    assert found.office365 is False
    command("office365", "authorise", second)
    again = azure.arm.world.subscription(second)
    assert again is not None
    assert again.office365 is True
    assert "is no subscription of this world" in command("office365", "revoke", "nobody", expect=1).stderr


def test_a_circuit_is_provisioned_and_deprovisioned(azure: Azure, command: Command) -> None:
    azure.make("expressRouteCircuits/er", circuit())
    state = "serviceProviderProvisioningState"
    command("circuit", "deprovision", "er")
    assert azure.get("expressRouteCircuits/er")["properties"][state] == "NotProvisioned"
    assert f"{network('expressRouteCircuits/er')}: NotProvisioned" in command("world").stdout
    command("circuit", "provision", network("expressRouteCircuits/er"))
    assert azure.get("expressRouteCircuits/er")["properties"][state] == "Provisioned"
    refused = command("circuit", "provision", "other", expect=1)
    assert refused.stderr == "error: 'other' is no circuit; there are: er\n"


def test_conflicts_are_switched(command: Command) -> None:
    assert command("conflicts").stdout == "conflicts are off\n"
    assert command("conflicts", "on").stdout == "conflicts are on\n"
    assert command("conflicts").stdout == "conflicts are on\n"


def test_rules_are_listed_with_their_evidence() -> None:
    result = CliRunner().invoke(build(), ["rules", "virtualNetworkPeerings", "--format", "json"])
    listed = json.loads(result.stdout)
    assert {"peering-overlap", "peering-no-remote-gateway"} <= {entry["name"] for entry in listed}
    assert {entry["grade"] for entry in listed} <= set("ABCD")


def test_a_broken_world_is_told_with_every_mistake(azure: Azure, command: Command) -> None:
    text = "subscriptions:\n- id: nope\n  office365: maybe\ncircuits: {provisioning: slowly}\nextra: 1\n"
    (azure.home / "world.yaml").write_text(text)
    told = command("world", expect=3).stderr
    for part in ("subscriptions[0].id", "subscriptions[0].office365", "circuits.provisioning", "extra"):
        assert part in told, told


def test_without_a_home_the_folder_of_the_project_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_OFFLINE_HOME", "AZURE_OFFLINE_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    result = CliRunner().invoke(build(), ["list"])
    assert (result.exit_code, result.stdout) == (0, "no resources\n")
    assert (tmp_path / ".azure-offline" / "azure" / "azure.sqlite").is_file()
    assert (tmp_path / ".azure-offline" / ".gitignore").read_text() == "*\n"
