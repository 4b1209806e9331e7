"""What a foreign package keeps to itself is touched in one module a package, with a reason and a way without it."""

import importlib.util
from pathlib import Path

import pytest
from tests.contract.private_names import offenders, uses

PACKAGES = (
    "azure_offline",
    "hubspoke",
    "hubspoke_cli",
    "hubspoke_migration",
    "hubspoke_network",
    "hubspoke_policies",
)


@pytest.mark.parametrize("package", PACKAGES)
def test_private_names_are_touched_in_one_module(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None

    found = offenders(Path(spec.origin).parent)

    assert found == [], "move each to the package's _pulumi.py, with what it is for and a way without it"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from pulumi_policy.policy import _Servicer", ["pulumi_policy.policy._Servicer"]),
        ("from pulumi._types import input_type", ["pulumi._types.input_type"]),
        ("import pulumi._utils", ["pulumi._utils"]),
        ("import pulumi\nx = pulumi.Output._from_data", ["pulumi.Output._from_data"]),
        ("import pulumi as p\nx = p._types.set", ["pulumi._types", "pulumi._types.set"]),
        ("from pulumi import Output\nx = Output._from_data(1)", ["pulumi.Output._from_data"]),
        ("def f(pulumi):\n    return pulumi._types", ["pulumi._types"]),
        ("import pulumi\nx = getattr(pulumi, '_types')", ["pulumi._types"]),
        ("import importlib\nimportlib.import_module('pulumi._types')", ["pulumi._types"]),
        ("from pulumi_azure_native import _utilities", ["pulumi_azure_native._utilities"]),
        ("from pydantic import BaseModel\nBaseModel.f(_types_namespace={})", ["pydantic.BaseModel.f._types_namespace"]),
        (
            "from pulumi.provider.experimental.component import ComponentProvider",
            ["pulumi.provider.experimental.component.ComponentProvider"],
        ),
        ("from pulumi.provider import experimental", ["pulumi.provider.experimental"]),
        ("from pulumi.resource import DependencyResource", ["pulumi.resource.DependencyResource"]),
        ("from pulumi.runtime.config import CONFIG", ["pulumi.runtime.config.CONFIG"]),
        (
            "from pulumi.provider.server import ProviderServicer as S\nclass T(S):\n    def _construct_inputs(): ...",
            ["pulumi.provider.server.ProviderServicer._construct_inputs"],
        ),
    ],
)
def test_a_planted_use_is_found(source: str, found: list[str]) -> None:
    assert sorted(name for _, name in uses(source)) == found


@pytest.mark.parametrize(
    "source",
    [
        "import pulumi\nx = pulumi.__name__",
        "from pulumi import Output\nx = Output.all()",
        "from hubspoke.base import _own",
        "from . import _own",
        "import pulumi\nclass C(pulumi.ComponentResource):\n    def _mine(self): return self._args",
        "import json\nx = json._default_encoder",
        "from pulumi.provider.server import ProviderServicer",
    ],
)
def test_what_is_public_or_ones_own_is_not(source: str) -> None:
    assert list(uses(source)) == []


def test_a_use_is_told_by_file_and_line_and_the_one_module_may(tmp_path: Path) -> None:
    package = tmp_path / "mine"
    package.mkdir()
    (package / "_pulumi.py").write_text("from pulumi import _types\n")
    (package / "other.py").write_text("import os\nfrom pulumi import _types\n")

    assert offenders(package) == ["mine/other.py:2 pulumi._types"]
