"""The record of azure-native's ways, held against the code and the tests it names."""

import re
from importlib.util import find_spec
from pathlib import Path

from azure_offline.provider.behaviours import behaviours

TESTS = Path(__file__).parents[2]


def test_each_is_done_and_shown_or_left_out_with_a_reason() -> None:
    for row in behaviours():
        assert bool(row.where) != bool(row.reason), row.known
        assert bool(row.where) == bool(row.shown), row.known
        assert set(re.split(", ?", row.evidence)) <= set("SGKPIF"), row.known
    assert len({row.known for row in behaviours()}) == len(behaviours())


def test_the_modules_it_names_exist() -> None:
    for name in {name for row in behaviours() for name in row.where} - {"sdk", "engine"}:
        kind, _, module = name.rpartition(":")
        assert find_spec(f"azure_offline.{kind or 'provider'}.{module}"), name


def test_the_tests_it_names_exist() -> None:
    for name in {name for row in behaviours() for name in row.shown}:
        file, _, function = name.partition("::")
        path = TESTS / file if file.startswith("engine/") else TESTS / "offline" / file
        assert re.search(rf"^ *def {function}\(", path.read_text(), re.MULTILINE), name
