"""Templates and Terraform among the inputs: read whole, and what is left out makes them a part of the whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from hubspoke_network.core.errors import ReadError
from hubspoke_network.readers.files import read_file, read_files

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
PARAMETERS = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"
NETWORK: dict[str, Any] = {
    "type": "Microsoft.Network/virtualNetworks",
    "apiVersion": "2024-05-01",
    "name": "vnet-a",
    "location": "westeurope",
    "properties": {"addressSpace": {"addressPrefixes": ["[parameters('space')]"]}},
}
TEMPLATE = {
    "$schema": SCHEMA,
    "contentVersion": "1.0.0.0",
    "parameters": {"space": {"type": "string"}},
    "resources": [NETWORK],
}
FILE = {"$schema": PARAMETERS, "contentVersion": "1.0.0.0", "parameters": {"space": {"value": "10.1.0.0/16"}}}
STATE = {
    "format_version": "1.0",
    "terraform_version": "1.9.0",
    "values": {
        "root_module": {
            "resources": [
                {
                    "address": "azurerm_virtual_network.a",
                    "mode": "managed",
                    "type": "azurerm_virtual_network",
                    "name": "a",
                    "provider_name": "registry.terraform.io/hashicorp/azurerm",
                    "values": {
                        "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-a",
                        "name": "vnet-a",
                        "resource_group_name": "rg",
                        "location": "westeurope",
                        "address_space": ["10.1.0.0/16"],
                    },
                    "sensitive_values": {},
                }
            ]
        }
    },
}


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def space(path: Path) -> object:
    (resource,) = read_file(path).resources
    return resource.at("properties.addressSpace.addressPrefixes")


def test_a_template_takes_its_parameters_from_the_file_beside_it(tmp_path: Path) -> None:
    template, parameters = write(tmp_path / "t.json", TEMPLATE), write(tmp_path / "t.parameters.json", FILE)

    (reading,) = read_files([template, parameters])

    assert (reading.kind, [str(one.type) for one in reading.resources]) == ("template", [NETWORK["type"]])
    assert reading.resources[0].at("properties.addressSpace.addressPrefixes") == ["10.1.0.0/16"]


def test_a_template_in_a_list_or_with_comments_is_read_as_well(tmp_path: Path) -> None:
    known = {
        **TEMPLATE,
        "resources": [{**NETWORK, "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}}}],
    }
    text = json.dumps(known, indent=1).replace('"resources"', '/* what there is */ "resources"', 1)
    (tmp_path / "comments.json").write_text("// a template\n" + text, encoding="utf-8")

    assert space(write(tmp_path / "list.json", [known])) == ["10.1.0.0/16"]
    assert space(tmp_path / "comments.json") == ["10.1.0.0/16"]


def test_terraform_is_read_and_what_is_not_is_named(tmp_path: Path) -> None:
    resources = STATE["values"]["root_module"]["resources"]  # type: ignore[index]
    unread = {**resources[0], "address": "azurerm_frontdoor.f", "type": "azurerm_frontdoor", "values": {"name": "f"}}
    more = {**STATE, "values": {"root_module": {"resources": [*resources, unread]}}}

    assert space(write(tmp_path / "state.json", STATE)) == ["10.1.0.0/16"]
    assert read_file(write(tmp_path / "more.json", more)).partial == "not read: azurerm_frontdoor azurerm_frontdoor.f"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param({**TEMPLATE, "resources": []}, "is an ARM template and holds no resource", id="an empty template"),
        pytest.param(FILE, "a parameters file, which is read beside its template", id="parameters alone"),
        pytest.param(
            {"format_version": "1.0", "terraform_version": "1.9.0"},
            "is Terraform's and holds no resource that is read",
            id="an empty state",
        ),
    ],
)
def test_nothing_understood_is_a_mistake(content: object, told: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="input") as caught:
        read_file(write(tmp_path / "input.json", content))

    assert told in str(caught.value)
