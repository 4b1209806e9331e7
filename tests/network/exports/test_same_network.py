"""One network in the forms that programs export it in: every reader gives the same documents.

The forms follow the published references: `az network vnet list` and `az network nsg list` (azure-cli 2.91),
`az graph query` (resource-graph extension), `Get-AzVirtualNetwork` and `Get-AzResource` (Az.Network 7, Az.Resources 7),
deployments what-if (Microsoft.Resources 2024-03-01), the list operations of Microsoft.Network 2024-05-01.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hubspoke_network.core.errors import ReadError
from hubspoke_network.readers.files import Reading, read_file

SUB = "00000000-0000-0000-0000-000000000001"
BASE = f"/subscriptions/{SUB}/resourceGroups/rg-net/providers/Microsoft.Network"
VNET = f"{BASE}/virtualNetworks/vnet-a"
NSG = f"{BASE}/networkSecurityGroups/nsg-web"
SPOKE = f"{BASE}/virtualNetworks/vnet-b"

ARM: list[dict[str, Any]] = [
    {
        "id": VNET,
        "name": "vnet-a",
        "type": "Microsoft.Network/virtualNetworks",
        "location": "westeurope",
        "tags": {"env": "prod"},
        "properties": {
            "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
            "subnets": [
                {
                    "id": f"{VNET}/subnets/web",
                    "name": "web",
                    "properties": {"addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": NSG}},
                }
            ],
            "virtualNetworkPeerings": [
                {
                    "id": f"{VNET}/virtualNetworkPeerings/to-b",
                    "name": "to-b",
                    "properties": {
                        "peeringState": "Connected",
                        "allowForwardedTraffic": True,
                        "remoteVirtualNetwork": {"id": SPOKE},
                    },
                }
            ],
        },
    },
    {
        "id": NSG,
        "name": "nsg-web",
        "type": "Microsoft.Network/networkSecurityGroups",
        "location": "westeurope",
        "properties": {
            "securityRules": [
                {
                    "id": f"{NSG}/securityRules/ssh",
                    "name": "ssh",
                    "properties": {
                        "priority": 100,
                        "direction": "Inbound",
                        "access": "Allow",
                        "protocol": "Tcp",
                        "sourceAddressPrefix": "Internet",
                        "sourcePortRange": "*",
                        "destinationAddressPrefix": "*",
                        "destinationPortRanges": ["22", "3389"],
                    },
                }
            ]
        },
    },
]

AZ = [
    {
        "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
        "id": VNET,
        "location": "westeurope",
        "name": "vnet-a",
        "resourceGroup": "rg-net",
        "subnets": [
            {
                "addressPrefix": "10.1.0.0/24",
                "id": f"{VNET}/subnets/web",
                "name": "web",
                "networkSecurityGroup": {"id": NSG, "resourceGroup": "rg-net"},
                "resourceGroup": "rg-net",
            }
        ],
        "tags": {"env": "prod"},
        "type": "Microsoft.Network/virtualNetworks",
        "virtualNetworkPeerings": [
            {
                "allowForwardedTraffic": True,
                "id": f"{VNET}/virtualNetworkPeerings/to-b",
                "name": "to-b",
                "peeringState": "Connected",
                "remoteVirtualNetwork": {"id": SPOKE, "resourceGroup": "rg-net"},
                "resourceGroup": "rg-net",
            }
        ],
    },
    {
        "id": NSG,
        "location": "westeurope",
        "name": "nsg-web",
        "resourceGroup": "rg-net",
        "securityRules": [
            {
                "access": "Allow",
                "destinationAddressPrefix": "*",
                "destinationPortRanges": ["22", "3389"],
                "direction": "Inbound",
                "id": f"{NSG}/securityRules/ssh",
                "name": "ssh",
                "priority": 100,
                "protocol": "Tcp",
                "resourceGroup": "rg-net",
                "sourceAddressPrefix": "Internet",
                "sourcePortRange": "*",
            }
        ],
        "tags": None,
        "type": "Microsoft.Network/networkSecurityGroups",
    },
]

POWERSHELL = [
    {
        "Name": "vnet-a",
        "ResourceGroupName": "rg-net",
        "Location": "westeurope",
        "Id": VNET,
        "Type": "Microsoft.Network/virtualNetworks",
        "Tag": {"env": "prod"},
        "TagsTable": "\r\nName  Value\r\n",
        "AddressSpace": {
            "AddressPrefixes": ["10.1.0.0/16"],
            "AddressPrefixesText": '[\r\n  "10.1.0.0/16"\r\n]',
        },
        "Subnets": [
            {
                "Name": "web",
                "Id": f"{VNET}/subnets/web",
                "AddressPrefix": ["10.1.0.0/24"],
                "NetworkSecurityGroup": {"Id": NSG},
                "RouteTable": None,
            }
        ],
        "VirtualNetworkPeerings": [
            {
                "Name": "to-b",
                "Id": f"{VNET}/virtualNetworkPeerings/to-b",
                "ResourceGroupName": "rg-net",
                "VirtualNetworkName": "vnet-a",
                "PeeringState": "Connected",
                "AllowForwardedTraffic": True,
                "RemoteVirtualNetwork": {"Id": SPOKE},
            }
        ],
        "AddressSpaceText": '{ "AddressPrefixes": [ "10.1.0.0/16" ] }',
        "SubnetsText": "[]",
    },
    {
        "Name": "nsg-web",
        "ResourceGroupName": "rg-net",
        "Location": "westeurope",
        "Id": NSG,
        "Type": "Microsoft.Network/networkSecurityGroups",
        "SecurityRules": [
            {
                "Name": "ssh",
                "Id": f"{NSG}/securityRules/ssh",
                "Priority": 100,
                "Direction": "Inbound",
                "Access": "Allow",
                "Protocol": "Tcp",
                "SourceAddressPrefix": ["Internet"],
                "SourcePortRange": ["*"],
                "DestinationAddressPrefix": ["*"],
                "DestinationPortRange": ["22", "3389"],
            }
        ],
        "DefaultSecurityRules": [{"Name": "DenyAllInBound", "Priority": 65500}],
    },
]

EXPANDED = [
    {
        "ResourceId": row["id"],
        "Id": row["id"],
        "Name": row["name"],
        "ResourceName": row["name"],
        "ResourceType": row["type"],
        "ResourceGroupName": "rg-net",
        "Location": row["location"],
        "Tags": row.get("tags"),
        "Properties": row["properties"],
        "Sku": None,
    }
    for row in ARM
]

CUT = [
    {**POWERSHELL[0], "Subnets": ["Microsoft.Azure.Commands.Network.Models.PSSubnet"]}
    | {"SubnetsText": json.dumps(POWERSHELL[0]["Subnets"], indent=2)},
    POWERSHELL[1],
]

WHAT_IF = {
    "status": "Succeeded",
    "error": None,
    "changes": [
        {"resourceId": VNET, "changeType": "Ignore", "before": ARM[0], "after": None},
        {"resourceId": NSG, "changeType": "Create", "before": None, "after": ARM[1]},
        {"resourceId": f"{BASE}/routeTables/old", "changeType": "Delete", "before": {"name": "old"}, "after": None},
    ],
}

TABLE = {
    "totalRecords": 2,
    "count": 2,
    "resultTruncated": "false",
    "data": {
        "columns": [
            {"name": name, "type": "string"} for name in ("id", "name", "type", "location", "tags", "properties")
        ],
        "rows": [[row.get(n) for n in ("id", "name", "type", "location", "tags", "properties")] for row in ARM],
    },
}

FORMS: dict[str, Any] = {
    "documents in a list": ARM,
    "a page of the API": {"value": ARM},
    "pages in a list": [{"value": ARM[:1], "nextLink": "https://example.invalid/next"}, {"value": ARM[1:]}],
    "lists in a list": [[ARM[0]], [ARM[1]]],
    "documents by id": {row["id"]: row for row in ARM},
    "documents by group": {"rg-net": ARM},
    "az network ... list": AZ,
    "an inventory with properties as text": [{**row, "properties": json.dumps(row["properties"])} for row in ARM],
    "properties encoded twice": [{**row, "properties": json.dumps(json.dumps(row["properties"]))} for row in ARM],
    "Resource Graph by az": {"count": 2, "data": ARM, "skip_token": None, "total_records": 2},
    "Resource Graph as a table": TABLE,
    "Resource Graph by PowerShell": {"Data": ARM, "SkipToken": None},
    "Get-Az...": POWERSHELL,
    "Get-Az... cut off, with its texts": CUT,
    "Get-AzResource -ExpandProperties": EXPANDED,
    "what-if by az": WHAT_IF,
    "what-if by the API": {"status": "Succeeded", "properties": {"changes": WHAT_IF["changes"]}},
}


def read(tmp_path: Path, raw: bytes) -> Reading:
    file = tmp_path / "export.json"
    file.write_bytes(raw)
    return read_file(file)


def meaning(reading: Reading) -> dict[str, Any]:
    """What each resource is, apart from fields that say nothing."""
    return {
        resource.key: {
            key: value
            for key, value in resource.document.items()
            if key in {"name", "location", "properties", "tags"} and value
        }
        for resource in reading.resources
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_documents(form: Any, tmp_path: Path) -> None:
    expected = meaning(read(tmp_path, json.dumps(ARM).encode()))

    reading = read(tmp_path, json.dumps(form).encode())

    assert meaning(reading) == expected
    assert (reading.notes, reading.partial) == ((), "")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("\n".join(json.dumps(row) for row in ARM).encode(), id="a document a line"),
        pytest.param("\n\n".join(json.dumps(row) for row in ARM).encode() + b"\n \n", id="blank lines between"),
        pytest.param(gzip.compress(json.dumps(ARM).encode()), id="gzip"),
        pytest.param(b"\xef\xbb\xbf" + json.dumps(ARM).encode(), id="a byte order mark"),
        pytest.param(json.dumps(ARM).encode("utf-16"), id="UTF-16 with a mark, as Windows PowerShell writes it"),
        pytest.param(json.dumps(ARM).encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(b"WARNING: This command is in preview [0].\n" + json.dumps(ARM).encode(), id="a warning before"),
    ],
)
def test_every_encoding_gives_the_same_documents(raw: bytes, tmp_path: Path) -> None:
    assert meaning(read(tmp_path, raw)) == meaning(read(tmp_path, json.dumps(ARM).encode()))


def test_a_folder_holds_one_document_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for index, row in enumerate(ARM):
        (folder / f"{index}.json").write_text(json.dumps(row))

    assert meaning(read_file(folder)) == meaning(read(tmp_path, json.dumps(ARM).encode()))


@pytest.mark.parametrize(
    ("document", "partial"),
    [
        pytest.param({"value": ARM, "nextLink": "https://example.invalid/2"}, "there is a next page", id="nextLink"),
        pytest.param(
            {"count": 2, "data": ARM, "skip_token": "x", "total_records": 2000}, "2 of 2000 resources", id="skip_token"
        ),
        pytest.param(
            {"data": ARM, "totalRecords": 2, "resultTruncated": "true"}, "there is a next page", id="truncated"
        ),
        pytest.param({"data": ARM, "totalRecords": 2, "$skipToken": "x"}, "there is a next page", id="$skipToken"),
        pytest.param({"Data": ARM, "SkipToken": "x"}, "there is a next page", id="SkipToken"),
        pytest.param(
            [{"value": ARM[:1]}, {"value": ARM[1:], "nextLink": "https://example.invalid/3"}],
            "there is a next page",
            id="the last page of several has a next one",
        ),
    ],
)
def test_a_page_is_not_the_whole(document: Any, partial: str, tmp_path: Path) -> None:
    reading = read(tmp_path, json.dumps(document).encode())

    told = f"{tmp_path / 'export.json'}: is only a part of what there is ({partial}); export all pages into one file"
    assert (len(reading.resources), reading.partial, reading.notes) == (2, partial, (told,))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(b"[]", "holds no resources, so there is nothing to judge", id="an empty list"),
        pytest.param(b'{"value": []}', "holds no resources, so there is nothing to judge", id="an empty page"),
        pytest.param(b'[{"id": "/x"},]', "no JSON: line 1, column 1", id="a comma too many"),
        pytest.param(b"\x1f\x8b\x08damaged", "is compressed by gzip and damaged; write the file again", id="bad gzip"),
        pytest.param(
            json.dumps([{**ARM[0], "properties": "{broken"}]).encode(),
            "document 0: properties is a text that begins as JSON and is none",
            id="text that is no JSON",
        ),
        pytest.param(
            json.dumps([{"ResourceId": VNET, "ResourceType": "x", "Properties": None}]).encode(),
            "comes without its properties; write Get-AzResource -ExpandProperties | ConvertTo-Json -Depth 50",
            id="Get-AzResource without properties",
        ),
        pytest.param(
            json.dumps({"id": NSG, "properties": {"validatedResources": [{"id": NSG}]}}).encode(),
            "or its validation lists ids and no networks; give what `az deployment group what-if",
            id="a validation",
        ),
        pytest.param(b'[[[[[[[[[[{"id": "/x"}]]]]]]]]]]', "lists nested deeper than 8", id="lists in lists in lists"),
    ],
)
def test_what_is_told_of_an_input_that_is_not_read(raw: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"export\.json: ") as caught:
        read(tmp_path, raw)

    assert told in str(caught.value)


def test_what_was_cut_off_is_unknown(tmp_path: Path) -> None:
    rows: list[Mapping[str, Any]] = [{**POWERSHELL[0], "Subnets": ["System.Object"], "SubnetsText": None}]

    (resource,) = read(tmp_path, json.dumps(rows).encode()).resources

    assert resource.at("properties.subnets").reason == "Subnets was cut off by ConvertTo-Json; write -Depth 50"
    assert resource.at("properties.addressSpace.addressPrefixes") == ["10.1.0.0/16"]


def test_what_a_what_if_cannot_tell_is_unknown_and_told(tmp_path: Path) -> None:
    changes = [
        {
            "resourceId": VNET,
            "changeType": "Unsupported",
            "unsupportedReason": "expression",
            "before": None,
            "after": None,
        },
        {
            "resourceId": NSG,
            "changeType": "Create",
            "after": {
                "name": "nsg-web",
                "properties": {"securityRules": "[reference('x').rules]", "note": "[[literal]"},
            },
        },
    ]

    reading = read(tmp_path, json.dumps({"changes": changes}).encode())

    vnet, nsg = reading.resources
    assert vnet.at("properties").reason == "the what-if does not tell its properties (unsupported)"
    assert nsg.at("properties.securityRules").reason == "it is an expression that Azure evaluates at deployment"
    assert nsg.at("properties.note") == "[[literal]"
    assert reading.notes == (f"{tmp_path / 'export.json'}: the what-if does not support {VNET}",)


def test_ids_and_keys_that_stand_there_twice_are_told(tmp_path: Path) -> None:
    other = json.dumps([ARM[1], {**ARM[1], "properties": {"securityRules": []}}])
    twice = other.replace('"location"', '"name": "x", "location"', 1)

    reading = read(tmp_path, twice.encode())

    where = tmp_path / "export.json"
    assert reading.notes == (
        f"{where}: {NSG} stands there twice with different contents; the last one counts",
        f"{where}: an object has 'name' twice; the last one counts",
    )
    assert len(reading.resources) == 1
