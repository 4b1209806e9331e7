"""The example of another team's program: its own tests pass, and `pulumi-offline` deploys it as it lies there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from azure_offline.testing import OfflineAzure

pytestmark = pytest.mark.engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "other-program"


@pytest.fixture
def example(tmp_path: Path, engine_path: Path) -> Path:
    """A copy of it, where no settings of this repository reach."""
    folder = tmp_path / "other-program"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return folder


def test_its_own_tests_pass(example: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "."]
    finished = subprocess.run(command, cwd=example, capture_output=True, text=True, timeout=300, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "1 passed" in finished.stdout


def test_it_is_deployed_as_it_lies_there(example: Path, tmp_path: Path) -> None:
    with OfflineAzure.at(tmp_path / "azure") as azure:
        project = azure.project(example, "dev")
        told = project.up().output
        assert "azure-native:compute:VirtualMachine is not declared in the offline Azure" in told
        assert azure.names("virtualMachines") == [project.outputs()["machine"]]
        assert sorted(path.name for path in example.iterdir() if path.name != "__pycache__") == [
            "Pulumi.yaml",
            "__main__.py",
            "program.py",
            "test_program.py",
        ]
        assert project.steps() == {}
        project.destroy()
        assert azure.names("virtualMachines") == []
