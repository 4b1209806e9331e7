"""What the language host runs beside programs: policy packs and component plugins, in the environment they name."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]

EXPORTS_PYTHON = "import sys, pulumi\npulumi.export('python', sys.prefix)\npulumi.export('path', sys.path[0])\n"

PACK = """
import pulumi
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def validate(args, report):
    report(f"{args.name}: {pulumi.get_project()} {pulumi.get_stack()} {pulumi.Config('demo').get('limit')}")

policy = ResourceValidationPolicy("speaks", "says what it knows", validate)
PolicyPack("pack", policies=[policy], enforcement_level=EnforcementLevel.MANDATORY)
"""

PLUGIN = """
from typing import Optional, TypedDict
import pulumi
from pulumi.provider.experimental import component_provider_host

class TagArgs(TypedDict):
    text: pulumi.Input[str]

class Tag(pulumi.ComponentResource):
    def __init__(self, name: str, args: TagArgs, opts: Optional[pulumi.ResourceOptions] = None):
        super().__init__("tags:index:Tag", name, {}, opts)

if __name__ == "__main__":
    component_provider_host(name="tags", components=[Tag], version="1.2.3")
"""


def test_a_policy_pack_knows_the_stack_and_stops_it(offline_project: Make) -> None:
    project = offline_project(
        "import pulumi\npulumi.log.debug('a word for debugging')\n",
        config={"demo:limit": "7"},
        files={"pack/PulumiPolicy.yaml": "runtime: python\n", "pack/__main__.py": PACK},
    )

    run = project.preview("--policy-pack", "pack", "--debug", check=False)

    assert run.code == 1
    assert "demo-dev: demo dev 7" in run.output
    assert "a word for debugging" in run.output
    assert "Traceback" not in run.output


def test_a_component_plugin_tells_its_schema(offline_project: Make) -> None:
    project = offline_project(
        "import pulumi\n", files={"plugin/PulumiPlugin.yaml": "runtime: python\n", "plugin/__main__.py": PLUGIN}
    )

    schema = json.loads(project.must("package", "get-schema", "./plugin").stdout)

    assert (schema["name"], schema["version"], list(schema["resources"])) == ("tags", "1.2.3", ["tags:index:Tag"])


def test_a_program_runs_in_the_environment_that_its_project_names(offline_project: Make) -> None:
    options = "name: demo\nruntime:\n  name: python\n  options: {virtualenv: environment}\nmain: source\n"
    project = offline_project(
        "", files={"Pulumi.yaml": options, "source/__main__.py": EXPORTS_PYTHON, "environment/pyvenv.cfg": ""}
    )
    (project.directory / "environment" / "bin").mkdir()
    interpreter = project.directory / "environment" / "bin" / "python"
    interpreter.symlink_to(Path(sys.executable).resolve())
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (project.directory / "environment" / "pyvenv.cfg").write_text(
        f"home = {os.path.realpath(sys.base_prefix)}/bin\ninclude-system-site-packages = false\n"
    )
    site = project.directory / "environment" / "lib" / version / "site-packages"
    site.mkdir(parents=True)
    (site / "shared.pth").write_text(f"{packages}\n")

    project.up()

    assert project.outputs() == {
        "python": str(project.directory / "environment"),
        "path": str(project.directory / "source"),
    }


def test_a_missing_environment_is_told_and_replaced(offline_project: Make) -> None:
    options = "name: demo\nruntime:\n  name: python\n  options: {virtualenv: nowhere}\n"
    project = offline_project(EXPORTS_PYTHON, files={"Pulumi.yaml": options})

    run = project.up()

    assert f"{project.directory / 'nowhere'} does not exist" in run.output
    assert project.outputs()["python"] == sys.prefix
