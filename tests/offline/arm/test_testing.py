"""What other teams get: an offline Azure per test, with and without Pulumi."""

import subprocess
import sys
from pathlib import Path

import pytest

from azure_offline.testing import OfflineAzure, Refused, offline_azure  # noqa: F401
from azure_offline.world.records import default_world

from .bodies import circuit, plain
from .conftest import ONE, network


def test_it_is_asked_without_an_engine(offline_azure: OfflineAzure) -> None:  # noqa: F811
    offline_azure.put(ONE, {"location": "westeurope"})
    offline_azure.put(network("routeTables/t"), plain())
    assert offline_azure.names("routeTables") == ["t"]
    assert offline_azure.get(network("routeTables/t"))["location"] == "westeurope"
    with pytest.raises(Refused, match=r"PUT .*InvalidResourceName: Resource name -x is invalid"):
        offline_azure.put(network("routeTables/-x"), plain())
    offline_azure.put(network("expressRouteCircuits/er"), circuit())
    offline_azure.provision("er", provisioned=False)
    shown = offline_azure.get(network("expressRouteCircuits/er"))["properties"]
    assert shown["serviceProviderProvisioningState"] == "NotProvisioned"
    offline_azure.authorise_office365(authorised=False)
    assert offline_azure.arm.world.subscriptions[0].office365 is False
    offline_azure.delete(network("expressRouteCircuits/er"))
    assert [entry.status for entry in offline_azure.log()] == [201, 201, 200, 400, 201, 200, 200]
    assert [document["name"] for document in offline_azure.resources()] == ["rg", "t"]


def test_it_takes_another_world_and_options(tmp_path: Path) -> None:
    world = default_world().with_office365("00000000-0000-0000-0000-000000000001", authorised=False)
    with OfflineAzure.at(tmp_path, world=world, refuse_undeclared=True) as azure:
        azure.put(ONE, {"location": "westeurope"})
        assert azure.arm.world == world
        with pytest.raises(Refused, match="no declaration of type"):
            azure.put(f"{ONE}/providers/Contoso.Widgets/widgets/w", {})


PROGRAM = """
import pulumi
import pytest
from azure_offline.testing import OfflineAzure, offline_azure  # noqa: F401
from pulumi import automation


def resource(type_, name, **inputs):  # without the SDK of azure-native, which takes a minute to import
    return pulumi.CustomResource(f"azure-native:{type_}", name, inputs, pulumi.ResourceOptions(version="3.29.0"))


def program():
    space = pulumi.Config("test").require("space")
    group = resource("resources:ResourceGroup", "rg", resourceGroupName="rg", location="westeurope")
    resource(
        "network:VirtualNetwork",
        "hub",
        virtualNetworkName="hub",
        resourceGroupName=group.id.apply(lambda found: found.rpartition("/")[2]),
        location="westeurope",
        addressSpace={"addressPrefixes": [space]},
    )


def test_the_program(offline_azure: OfflineAzure) -> None:
    stack = offline_azure.stack(program, config={"test:space": "10.0.0.0/16"})
    stack.up()
    assert offline_azure.names("virtualNetworks") == ["hub"]
    (hub,) = offline_azure.resources("virtualNetworks")
    assert hub["properties"]["addressSpace"] == {"addressPrefixes": ["10.0.0.0/16"]}
    stack.set_config("test:space", automation.ConfigValue("10.0.0.0/99"))
    with pytest.raises(automation.CommandError, match="InvalidAddressPrefixFormat"):
        stack.up()
    stack.set_config("test:space", automation.ConfigValue("10.0.0.0/15"))
    stack.up()
    stack.destroy()
    assert offline_azure.names() == []
"""

# Hypothesis imports itself at the end of a run. CPython 3.11 fails to parse what it imports (a SystemError) where the
# garbage collector strikes meanwhile and finds what Pulumi's SDK left behind.
QUIETLY = ("-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest")


@pytest.mark.engine
def test_a_program_is_deployed_with_the_automation_api(tmp_path: Path) -> None:
    (tmp_path / "test_program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "pytest", *QUIETLY, "test_program.py"]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
