"""What engine tests ask of a finished run and of the offline Azure behind it."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from azure_offline.arm import Arm, open_arm
from azure_offline.home import FOLDER
from azure_offline.testing.project import OfflineProject


@contextmanager
def offline_azure(project: OfflineProject) -> Iterator[Arm]:
    """The offline Azure of a project, opened beside the engine's own use of it."""
    home = project.variables.get("AZURE_OFFLINE_HOME")
    arm = open_arm(Path(home) if home else project.directory / FOLDER / "azure")
    try:
        yield arm
    finally:
        arm.store.close()


def creations(project: OfflineProject) -> Counter[str]:
    """How often each resource was made in the offline Azure, by its id in lower case."""
    with offline_azure(project) as arm, arm.store.read() as store:
        return Counter(e.id.lower() for e in store.entries() if e.method == "PUT" and e.status == 201)


def made_twice(project: OfflineProject) -> list[str]:
    """Ids of what was made more than once."""
    return [made for made, times in creations(project).items() if times > 1]


def left_over(project: OfflineProject) -> list[str]:
    """Ids of everything the offline Azure holds."""
    with offline_azure(project) as arm:
        return [document["id"] for document in arm.export()]


def edit_stack(project: OfflineProject, change: Any, path: str = "") -> None:
    """Rewrite the stack's YAML: `change` gets its `config` mapping and alters it."""
    file = project.directory / (path or f"stacks/Pulumi.{project.stack}.yaml")
    document = yaml.safe_load(file.read_text())
    change(document.setdefault("config", {}))
    file.write_text(yaml.safe_dump(document, sort_keys=False))


def azure_offline(project: OfflineProject, *arguments: str) -> str:
    """What `azure-offline` prints for these arguments, run in the project's folder; it must succeed."""
    command = [str(Path(sys.executable).parent / "azure-offline"), *arguments]
    run = subprocess.run(command, cwd=project.directory, env=project.environment(), capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
