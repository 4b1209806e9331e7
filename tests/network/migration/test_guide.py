"""The guide's examples are what the readers take."""

import re
from pathlib import Path

from hubspoke_network.readers.classic.inventory import Inventory, VirtualNetwork, read_inventory
from hubspoke_network.readers.classic.inventory_csv import COLUMNS, read_inventory_csv

GUIDE = (Path(__file__).parents[3] / "docs" / "guides" / "classic-migration.md").read_text()


def block(language: str) -> bytes:
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1].encode()


def test_the_inventory_of_the_guide_is_read_and_shows_every_key() -> None:
    read = read_inventory(block("json"))
    assert read.cloud_services["shop-machines"].virtual_machines["shop-sql"].alerts
    shown = set(re.findall(r'"(\w+)":', block("json").decode()))
    for part in (Inventory, VirtualNetwork):
        keys = {field.alias for field in part.model_fields.values()}
        assert keys <= shown | {"subscription"}


def test_the_table_of_the_guide_is_read() -> None:
    read = read_inventory_csv(block("text"))
    assert list(read.virtual_networks) == ["shop"]
    assert list(read.cloud_services) == ["shop-site", "shop-machines"]
    assert all(f"`{column}`" in GUIDE for column in COLUMNS)
