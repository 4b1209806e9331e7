"""The wheel, as another team installs it: nothing is missing from it, and nothing is read from the checkout."""

import hashlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("azure_offline", "hubspoke", "hubspoke_cli", "hubspoke_migration", "hubspoke_network", "hubspoke_policies")
FOLDERS = {"components": "hubspoke", "network": "hubspoke_network", "policies": "hubspoke_policies"} | {
    "migration": "hubspoke_migration",
    "offline": "azure_offline",
    "cli": "hubspoke_cli",
}

PROGRAM = f"""
import sys
import pulumi
from pulumi_azure_native import resources
import hubspoke

group = resources.ResourceGroup("rg", resource_group_name="rg-network", location="westeurope")
where = dict(resource_group_name="rg-network", location="westeurope")
wait = pulumi.ResourceOptions(depends_on=[group])
hub = hubspoke.Hub("core", hubspoke.HubArgs(address_space=["10.0.0.0/16"], **where), wait)
spoke = hubspoke.Spoke("web", hubspoke.SpokeArgs(address_space=["10.1.0.0/16"],
    subnets={{"app": hubspoke.SubnetArgs(prefix="10.1.0.0/24")}}, hub=hub.ref, **where), wait)
pulumi.export("state", spoke.peering_state)
found = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
checkout = {str(REPOSITORY)!r}
pulumi.export("ofCheckout", [path for path in found if path.startswith(checkout) and "site-packages" not in path])
"""


def _build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_everything_that_the_packages_hold(wheel: Path) -> None:
    expected = {
        path.relative_to(REPOSITORY / folder).as_posix()
        for folder, package in FOLDERS.items()
        for path in (REPOSITORY / folder / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    names = set(zipfile.ZipFile(wheel).namelist())

    assert expected - names == set()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    assert "hubspoke/plugin/schema.json" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")] != []
    entry_points = next(name for name in names if name.endswith("entry_points.txt"))
    scripts = zipfile.ZipFile(wheel).read(entry_points).decode()
    assert [name for name in ("hubspoke", "pulumi-offline", "azure-offline") if f"{name} = " not in scripts] == []


def test_the_build_is_reproducible(wheel: Path, tmp_path: Path) -> None:
    again = _build(tmp_path)

    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


@pytest.mark.engine
def test_a_program_elsewhere_runs_on_the_wheel_alone(wheel: Path, tmp_path: Path, engine_path: Path) -> None:
    environment, project = tmp_path / "env", tmp_path / "project"
    python = environment / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    # Other distributions come from where these tests run; a line in a .pth file takes no editable install with it.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: demo\nruntime: python\n")
    (project / "__main__.py").write_text(PROGRAM)
    _run(python, "hubspoke_cli.main", "policies", "write", "pack", folder=project)
    _run(python, "azure_offline.commands.pulumi.main", "stack", "init", "dev", folder=project)

    arguments = ["up", "--yes", "--skip-preview", "--stack", "dev", "--policy-pack", "pack", "--non-interactive"]
    run = _run(python, "azure_offline.commands.pulumi.main", *arguments, folder=project)

    outputs = OfflineProject(project).outputs()
    assert outputs == {"state": "Connected", "ofCheckout": []}
    assert "hubspoke@v" in run.partition("Policies:")[2]
    assert sorted(path.name for path in (project / "pack").iterdir() if path.name != "__pycache__") == [
        "PulumiPolicy.yaml",
        "__main__.py",
        "requirements.txt",
        "settings.yaml",
    ]


def _run(python: Path, module: str, *arguments: str, folder: Path) -> str:
    kept = ("PULUMI_", "AZURE_OFFLINE_", "PYTHONPATH", "VIRTUAL_ENV")
    variables = {name: text for name, text in os.environ.items() if not name.startswith(kept)}
    command = [str(python), "-P", "-m", module, *arguments]
    run = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


@pytest.fixture(scope="session")
def engine_path() -> Path:
    """The engine, found or built before the first test that runs it."""
    from azure_offline.engine import ensure_engine

    return ensure_engine().path
