import json

import pytest

from azure_offline.provider.metadata.generate import generate, text
from azure_offline.provider.undeclared import sdk_root, undeclared_type
from hubspoke_network.azure.resource_types import table

pytestmark = pytest.mark.slow

SOME = frozenset(
    {
        "azure-native:resources:ResourceGroup",
        "azure-native:privatedns:VirtualNetworkLink",
        "azure-native:operationalinsights:Workspace",
        "azure-native:authorization:ManagementLockByScope",
        "azure-native:storage:StorageAccount",
        "azure-native:monitor:DiagnosticSetting",
    }
)


def test_the_table_is_what_the_installed_sdk_gives() -> None:
    made = generate(SOME)
    assert made["sdk"] == table()["sdk"]
    assert made["resources"] == {token: table()["resources"][token] for token in SOME}
    assert made["shapes"] == {name: table()["shapes"][name] for name in made["shapes"]}
    assert json.loads(text(made)) == made


def test_a_subnet_in_the_table() -> None:
    entry = table()["resources"]["azure-native:network:Subnet"]
    assert entry["required"] == ["resourceGroupName", "virtualNetworkName"]
    assert entry["defaults"] == {
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
    }
    assert entry["in"]["delegations"] == "[@network.DelegationArgs"
    assert entry["out"]["delegations"] == "[@network.DelegationResponse"
    assert set(entry["out"]) - set(entry["in"]) == {
        "etag",
        "ipConfigurationProfiles",
        "ipConfigurations",
        "privateEndpoints",
        "provisioningState",
        "purpose",
        "resourceNavigationLinks",
        "serviceAssociationLinks",
    }
    assert table()["shapes"]["network.SecurityRuleArgs"]["required"] == ["access", "direction", "protocol"]
    assert len(table()["shapes"]["network.IpsecPolicyArgs"]["required"]) == 8


def test_an_undeclared_type_is_read_from_the_sdk() -> None:
    found = undeclared_type("azure-native:compute:VirtualMachine", sdk_root())
    assert found is not None
    assert found.rt.arm == "Microsoft.Compute/virtualMachines"
    assert found.rt.path_properties == ("resourceGroupName", "vmName")
    assert "hardwareProfile" in found.given
    assert "instanceView" in found.answered
    vault = undeclared_type("azure-native:keyvault/v20230701:Vault", sdk_root())
    assert vault is not None
    assert (vault.rt.arm, vault.rt.name_property) == ("Microsoft.KeyVault/vaults", "vaultName")


def test_an_undeclared_type_without_the_sdk() -> None:
    found = undeclared_type("azure-native:compute:VirtualMachine", None)
    assert found is not None
    assert found.rt.path_properties == ("resourceGroupName", "name")
    assert undeclared_type("aws:ec2:Vpc", None) is None
    assert undeclared_type("azure-native:compute:NoSuchThing", sdk_root()) is None
    assert undeclared_type("azure-native:nothere:NoSuchThing", sdk_root()) is None
