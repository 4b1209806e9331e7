"""What each package loads when imported, seen in a fresh interpreter."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SDK = ("pulumi_azure_native",)
PULUMI = ("pulumi", "pulumi_policy", "pulumi_azure_native", "grpc")
HELP = """
import contextlib, io, sys
from hubspoke_cli.main import run
sys.argv = ["hubspoke", "--help"]
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    run()
assert "Usage" in shown.getvalue()
"""


def loaded(statement: str) -> set[str]:
    """Top-level names of the modules that `statement` loads."""
    program = f"import sys\n{statement}\nprint(' '.join(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def every_module(package: str) -> str:
    """A statement that imports a package with all its modules, apart from the entry points that run on import."""
    return (
        f"import importlib, pkgutil, {package}\n"
        f"for m in pkgutil.walk_packages({package}.__path__, '{package}.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)"
    )


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        pytest.param(every_module("hubspoke_network"), PULUMI, id="the whole model without Pulumi"),
        pytest.param(every_module("hubspoke_policies"), SDK, id="every rule without azure-native"),
        pytest.param(every_module("azure_offline"), SDK, id="the offline Azure without azure-native"),
        pytest.param(every_module("hubspoke_cli"), SDK, id="the command line without azure-native"),
        pytest.param("import hubspoke", PULUMI, id="hubspoke is lazy"),
        pytest.param(HELP, PULUMI, id="help of the command line"),
    ],
)
def test_what_an_import_loads(statement: str, forbidden: tuple[str, ...]) -> None:
    assert loaded(statement) & set(forbidden) == set()


def test_the_check_sees_what_is_loaded() -> None:
    assert "json" in loaded("import json")
