"""The program against an offline Azure of its own per test: `pytest examples/other-program`."""

import ipaddress
import sys
from pathlib import Path

import pytest
from pulumi import automation

from azure_offline.faults.planned import Fault
from azure_offline.testing import OfflineAzure, offline_azure  # noqa: F401 - a fixture

sys.path.insert(0, str(Path(__file__).parent))
from program import deploy


def test_the_machine_is_reached_by_operators_only(offline_azure: OfflineAzure) -> None:  # noqa: F811
    stack = offline_azure.stack(deploy, project="other-program")
    outputs = stack.up().outputs
    assert ipaddress.ip_address(outputs["address"].value)
    (group,) = offline_azure.resources("networkSecurityGroups")
    assert [rule["properties"]["sourceAddressPrefix"] for rule in group["properties"]["securityRules"]] == [
        "192.0.2.0/24"
    ]
    (card,) = offline_azure.resources("networkInterfaces")
    assert card["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.20.0.4"
    # A change that Azure refuses fails here as it fails there.
    stack.set_config("other-program:operators", automation.ConfigValue("192.0.2.0/240"))
    with pytest.raises(automation.CommandError, match="Code="):
        stack.up()
    stack.set_config("other-program:operators", automation.ConfigValue("198.51.100.0/24"))
    # A fault that azure-native's retries heal goes unnoticed.
    offline_azure.faults.add(Fault("throttle", type="networkSecurityGroups", attempts=3))
    stack.up()
    assert [one.struck for one in offline_azure.faults.listed()] == [1]
    stack.destroy()
    assert [name for name in offline_azure.names() if not name.startswith("NetworkWatcher")] == []
