"""Texts made from strangers' names: commands, Markdown, YAML, JSON, file names."""

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hubspoke_migration.classic.commands import command, quoted
from hubspoke_migration.classic.outputs import migration_files
from hubspoke_migration.classic.runbook import escaped
from hubspoke_migration.yaml_text import to_yaml
from hubspoke_network.azure.names import name_rule
from hubspoke_network.azure.type_names import VNET
from hubspoke_network.readers.classic.configuration import ClassicNetwork, NetworkConfiguration, classic_prefix
from hubspoke_network.readers.classic.inventory import Inventory
from hubspoke_network.refusals.classic.arm_names import slug, usable_name
from hubspoke_network.refusals.classic.case import Case

pytestmark = pytest.mark.slow

ANY = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30)
HOSTILE = [
    "x'; Remove-AzureVNetGateway -VNetName 'prod",
    "x\u2019; Remove-Item \u2018y",
    '$(Remove-Item C:\\) `" "',
    "```\n# [click](http://example.invalid) <img src=x>".replace("\n", " "),
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "true",
    "- a: b",
]


def unquoted(literal: str) -> str:
    """What PowerShell makes of a single-quoted literal; fails where it ends before its end."""
    assert literal[0] == literal[-1] == "'"
    inner, read = literal[1:-1], ""
    while inner:
        if inner[0] in "'\u2018\u2019\u201a\u201b":
            assert inner[0] == inner[1:2], "the literal ends inside"
            inner = inner[1:]
        read, inner = read + inner[0], inner[1:]
    return read


@given(ANY)
def test_a_quoted_name_is_one_word_and_nothing_else(name: str) -> None:
    assert unquoted(quoted(name)) == name


def test_commands() -> None:
    assert command("Get-X", "Force", Name="it's", Key=None) == "Get-X -Force -Name 'it''s' -Key <Key>"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names_in_every_output(name: str) -> None:
    space = classic_prefix("10.1.0.0/16")
    assert space is not None
    network = ClassicNetwork(name, "West Europe", None, (space,))
    inventory = Inventory.model_validate({"virtualNetworks": {name: {"gateways": [{"mode": "IPsec"}]}}})
    _, files = migration_files(Case(NetworkConfiguration(networks=(network,)), inventory))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?", path) for path in files)
    assert all(".." not in path for path in files)
    book = files["runbook.md"].decode()
    prose = [line for line in book.splitlines() if not line.startswith("    ")]
    assert escaped(f"Move {name}") in "\n".join(prose)
    moves = [line.strip() for line in book.splitlines() if line.strip().startswith("Move-AzureVirtualNetwork")]
    for line, verb in zip(moves, ("Prepare", "Commit"), strict=True):
        head = f"Move-AzureVirtualNetwork -{verb} -VirtualNetworkName "
        assert line.startswith(head)
        assert unquoted(line.removeprefix(head)) == name
    stack = yaml.safe_load(files["Pulumi.prod.yaml"])
    (spoke,) = stack["config"]["hubspoke:spokes"].values()
    assert spoke["resourceGroup"] == f"{name}-Migrated"
    (imports,) = [data for path, data in files.items() if path.startswith("imports/")]
    assert json.loads(imports)["resources"][1]["id"].endswith(
        f"/resourceGroups/{name}-Migrated/providers/Microsoft.Network/virtualNetworks/{usable_name(VNET, name)}"
    )


@given(ANY)
def test_a_usable_name_is_one_arm_takes(name: str) -> None:
    rule = name_rule(VNET)
    assert rule is not None
    usable = usable_name(VNET, name)
    assert rule.problem(usable) is None
    assert usable_name(VNET, usable) == usable


@given(st.lists(ANY, unique=True, max_size=20))
def test_keys_are_apart_and_harmless(names: list[str]) -> None:
    taken: set[str] = set()
    keys = [slug(name, taken) for name in names]
    assert len(set(keys)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*[a-z0-9]|[a-z]", key) for key in keys)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | ANY
    | st.sampled_from(["none", "Yes", "1.0", "0x1", "1:20", "~", "10.0.0.0/8"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(ANY, PLAIN, min_size=1, max_size=4))
def test_yaml_reads_back_the_same(data: dict[str, object]) -> None:
    assert yaml.safe_load(to_yaml(data)) == data  # type: ignore[arg-type]


def test_yaml_looks_as_one_would_write_it() -> None:
    data = {"a": {"b": ["10.0.0.0/8", "x y"], "c": {}}, "list": [{"k": 1, "l": [2]}, {"m": {"o": True}}], "no": None}
    assert to_yaml(data) == (
        'a:\n  b: [10.0.0.0/8, "x y"]\n  c: {}\nlist:\n  - k: 1\n    l: [2]\n  - m:\n      o: true\n"no": null\n'
    )
