"""Which Python runs a program: what `runtime.options` of `Pulumi.yaml`, `PulumiPolicy.yaml` or `PulumiPlugin.yaml` say.

`virtualenv` is a folder relative to that file. `toolchain` is `pip` (the default), `uv` or `poetry`; without it, a
`uv.lock` or `poetry.lock` in or above the program's folder tells.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHON_VARIABLE = "AZURE_OFFLINE_PYTHON"
"""Environment variable with the Python for programs that name no environment of their own."""


class EnvironmentNotFound(Exception):
    """The options name an environment or a tool that is not there; the text says what to do."""


@dataclass(frozen=True)
class PythonEnvironment:
    """A Python executable, and the virtual environment that it belongs to if any."""

    python: Path
    virtualenv: Path | None = None
    notice: str = ""
    """What the user should know about this choice; empty where it is the one that was asked for."""

    def variables(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the environment variables of a process in this environment, as activating it would set them."""
        result = dict(base)
        if self.virtualenv is not None:
            result.pop("PYTHONHOME", None)
            result["VIRTUAL_ENV"] = str(self.virtualenv)
            result["PATH"] = os.pathsep.join([str(self.virtualenv / "bin"), base.get("PATH", "")]).rstrip(os.pathsep)
        return result


def toolchain_of(options: Mapping[str, object], program_directory: Path) -> str:
    """Return `pip`, `uv` or `poetry`. Raises EnvironmentNotFound for any other word."""
    named = options.get("toolchain")
    if isinstance(named, str) and named:
        if named.lower() not in {"pip", "uv", "poetry"}:
            raise EnvironmentNotFound(f"runtime option toolchain: {named!r} is unknown; write pip, uv or poetry")
        return named.lower()
    for tool, lock in (("uv", "uv.lock"), ("poetry", "poetry.lock")):
        if nearest(program_directory, lock) is not None:
            return tool
    return "pip"


def python_environment(options: Mapping[str, object], root: Path, program_directory: Path) -> PythonEnvironment:
    """Return the environment that a program's runtime options ask for.

    A virtual environment that does not exist is replaced by the Python that `pulumi-offline` runs under, with a notice.
    Raises EnvironmentNotFound where the toolchain is unknown or its program is missing.
    """
    folder = virtualenv_folder(options, root, program_directory)
    if folder is None:
        return default_environment()
    python = folder / "bin" / "python"
    if python.is_file():
        return PythonEnvironment(python, folder)
    fallback = default_environment()
    return PythonEnvironment(
        fallback.python,
        fallback.virtualenv,
        f"{folder} does not exist (runtime option virtualenv): running under {fallback.python}. Create it with"
        f" `python3 -m venv {shlex.quote(str(folder))}` and install the program's requirements into it.",
    )


def default_environment() -> PythonEnvironment:
    """Return the environment for programs that name none: that of `pulumi-offline`."""
    python = Path(os.environ.get(PYTHON_VARIABLE) or os.environ.get("PULUMI_PYTHON_CMD") or sys.executable)
    found = shutil.which(python)
    if found is None:
        raise EnvironmentNotFound(f"{PYTHON_VARIABLE} names {python}, which is not an executable file")
    folder = Path(found).parent.parent
    return PythonEnvironment(Path(found), folder if (folder / "pyvenv.cfg").is_file() else None)


def virtualenv_folder(options: Mapping[str, object], root: Path, program_directory: Path) -> Path | None:
    """Return the folder of the virtual environment that the options ask for, which may be missing; None for none."""
    tool = toolchain_of(options, program_directory)
    named = options.get("virtualenv")
    if tool == "poetry":
        return _poetry_folder(program_directory)
    if isinstance(named, str) and named:
        return root / named
    if tool == "pip":
        return None
    lock = nearest(program_directory, "uv.lock") or nearest(program_directory, "pyproject.toml")
    project = lock.parent if lock is not None else program_directory
    return project / (os.environ.get("UV_PROJECT_ENVIRONMENT") or ".venv")


def nearest(folder: Path, name: str) -> Path | None:
    """Return the file of this name in the folder or the closest one above it, or None."""
    return next((parent / name for parent in (folder, *folder.parents) if (parent / name).is_file()), None)


def _poetry_folder(program_directory: Path) -> Path:
    poetry = shutil.which("poetry")
    if poetry is None:
        raise EnvironmentNotFound("runtime option toolchain: poetry is not on PATH; install it, or use pip or uv")
    answer = subprocess.run(
        [poetry, "env", "info", "--path"], cwd=program_directory, capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    if answer.returncode != 0 or not path:
        raise EnvironmentNotFound(
            f"`poetry env info --path` in {program_directory} names no environment; run `poetry install`"
        )
    return Path(path)
