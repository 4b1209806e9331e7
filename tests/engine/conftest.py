"""A Pulumi project per test, run by the real engine against an offline Azure of its own."""

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from azure_offline.engine import ensure_engine
from azure_offline.testing.project import OfflineProject

REPOSITORY = Path(__file__).parents[2]

ProjectFactory = Callable[..., OfflineProject]


@pytest.fixture(scope="session")
def engine_path() -> Path:
    """The engine, found or built before the first test that runs it."""
    return ensure_engine().path


def make_project(
    root: Path,
    program: str | None,
    *,
    config: Mapping[str, str] | None = None,
    stack: str = "dev",
    name: str = "demo",
    folder: str = "project",
    files: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> OfflineProject:
    """Write a project below `root`: with the program given, or with the repository's own where it is None."""
    directory = root / folder
    directory.mkdir(parents=True)
    if program is None:
        for path in ("Pulumi.yaml", "__main__.py"):
            shutil.copy2(REPOSITORY / path, directory / path)
        shutil.copytree(REPOSITORY / "stacks", directory / "stacks")
    else:
        (directory / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (directory / "__main__.py").write_text(program)
        lines = [f"  {key}: {value}\n" for key, value in (config or {}).items()]
        (directory / f"Pulumi.{stack}.yaml").write_text("".join(["config:\n", *lines]) if lines else "{}\n")
    for path, text in (files or {}).items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text)
    return OfflineProject(directory, stack, dict(variables or {}))


@pytest.fixture
def offline_project(tmp_path: Path, engine_path: Path) -> ProjectFactory:
    """Return a function that makes a project with a given `__main__.py`, or a copy of the repository's own program.

    `make(program, config={...}, stack="dev", name="demo", folder="project", files={path: text}, variables={...})`;
    `make(None)` copies the repository's `Pulumi.yaml`, `__main__.py` and `stacks/`.
    """
    return partial(make_project, tmp_path)
