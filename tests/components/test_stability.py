"""Whatever comes, goes or changes in a stack changes nothing else, as far as the program goes."""

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from measuring.recording import deploy
from tests.components.estate_changes import CHANGES, Config, Expected, start, unexpected

from hubspoke import Estate, read_settings

pytestmark = pytest.mark.slow

STACK = Path(__file__).parents[2] / "stacks" / "Pulumi.dev.yaml"


@cache
def settings() -> Config:
    config: Config = yaml.safe_load(STACK.read_text(encoding="utf-8"))["config"]
    start(config)
    return config


def tree(config: Config) -> dict[str, Any]:
    values = {key.partition(":")[2]: value for key, value in config.items() if key.startswith("hubspoke:")}
    return deploy(lambda: Estate("net", read_settings(values, STACK.name))).tree()


@cache
def before() -> dict[str, Any]:
    return tree(settings())


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_nothing_else_changes(change: Callable[[Config], None], expected: Expected) -> None:
    config = copy.deepcopy(settings())
    change(config)
    old, new = before(), tree(config)
    steps = dict.fromkeys(new.keys() - old.keys(), "create") | dict.fromkeys(old.keys() - new.keys(), "delete")
    steps |= {urn: "update" for urn in new.keys() & old.keys() if new[urn] != old[urn]}
    assert unexpected(steps, expected) == ({}, [])
