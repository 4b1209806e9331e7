"""Service tags: names in any case, ranges from the published file, and what is no such file."""

import json
from pathlib import Path

import pytest

from hubspoke_network.azure.service_data import load
from hubspoke_network.azure.tags import deny_only, tag_name
from hubspoke_network.core.errors import ReadError
from hubspoke_network.rules.service_tags import ServiceTags
from hubspoke_network.sets.addresses import AddressSet


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Internet", "Internet"),
        ("INTERNET", "Internet"),
        ("virtualnetwork", "VirtualNetwork"),
        ("storage.westeurope", "Storage.westeurope"),
        ("AzureFrontDoor.Backend", "AzureFrontDoor.Backend"),
        ("AzureBastionSubnet", None),
        ("Storage.", None),
        ("Storage.West Europe", None),
        (".Storage", None),
        ("", None),
        ("10.0.0.0/8", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert tag_name(text) == name


def test_platform_tags_only_deny() -> None:
    assert [tag for tag in load("service_tags")["names"] if deny_only(tag)] == [
        "AzurePlatformDNS",
        "AzurePlatformIMDS",
        "AzurePlatformLKM",
    ]


def test_shipped_ranges_are_those_that_never_change() -> None:
    tags = ServiceTags.shipped()
    assert tags.of("AzureLoadBalancer") == AddressSet.parse("168.63.129.16")
    assert tags.of("azureplatformimds") == AddressSet.parse("169.254.169.254")
    assert tags.of("Storage") is None


def test_published_file(tmp_path: Path) -> None:
    path = tmp_path / "ServiceTags_Public_20261123.json"
    values = [
        {"name": "Storage", "properties": {"addressPrefixes": ["20.60.0.0/16", "2603:1000::/24"]}},
        {"name": "Storage.WestEurope", "properties": {"addressPrefixes": ["20.60.1.0/24"]}},
    ]
    path.write_text(json.dumps({"changeNumber": 1, "cloud": "Public", "values": values}))
    tags = ServiceTags.read(path)
    assert tags.of("STORAGE") == AddressSet.parse("20.60.0.0/16", "2603:1000::/24")
    assert tags.of("Storage.westeurope") == AddressSet.parse("20.60.1.0/24")
    assert tags.of("AzureLoadBalancer") == AddressSet.parse("168.63.129.16")
    assert tags.source == str(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"values": 7}',
        '{"values": [{}]}',
        '{"values": [{"name": "x", "properties": {"addressPrefixes": ["y"]}}]}',
    ],
)
def test_other_files(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tags.json"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"not a service tag file .*; give the ServiceTags_Public_<date>.json"):
        ServiceTags.read(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not a service tag file"):
        ServiceTags.read(tmp_path / "none.json")
