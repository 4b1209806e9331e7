"""Build the generators' command from the modules that the engine is built from, once per user."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from azure_offline.engine.build import build_environment
from azure_offline.engine.go_tool import find_go
from azure_offline.engine.recipe_files import Recipe, read_recipe
from azure_offline.home import cache_folder
from hubspoke_network.core import HubspokeError, terminal

_MAIN = Path(__file__).with_name("main.go")
_REQUIRED_TOO = "\nrequire github.com/iancoleman/strcase v0.3.0 // indirect\n"
"""What the generators need beside the engine's own modules; its checksum is in the engine's list."""


class CodegenFailed(HubspokeError):
    """The generators could not be built, or refused the schema; the text has what they wrote."""


def ensure_codegen() -> Path:
    """Return the generators' command, building it where the user's cache has none.

    After the engine was built here this takes seconds to a minute; otherwise some minutes, once. Raises CodegenFailed,
    and EngineError where there is no Go.
    """
    recipe = read_recipe()
    executable = _folder(recipe) / "codegen"
    if executable.is_file():
        return executable
    executable.parent.mkdir(parents=True, exist_ok=True)
    with (executable.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not executable.is_file():
            _build(recipe, executable)
    return executable


def _folder(recipe: Recipe) -> Path:
    content = hashlib.sha256(recipe.digest.encode() + _MAIN.read_bytes() + _REQUIRED_TOO.encode())
    return cache_folder() / "codegen" / f"{recipe.version.removeprefix('v')}-{content.hexdigest()[:12]}"


def _build(recipe: Recipe, executable: Path) -> None:
    go = find_go(recipe.minimum_go)
    told = f"Building the SDK generators {recipe.version} with {go}: once, into {executable.parent}"
    sys.stderr.write(f"{terminal(told)}\n")
    folder = Path(tempfile.mkdtemp(prefix=".building-", dir=executable.parent))
    try:
        for name, text in recipe.files:
            (folder / name).write_bytes(text + (_REQUIRED_TOO.encode() if name == "go.mod" else b""))
        shutil.copyfile(_MAIN, folder / "main.go")
        command = [str(go), "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "codegen", "."]
        built = subprocess.run(
            command,
            cwd=folder,
            env=build_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if built.returncode != 0:
            raise CodegenFailed("[HS606] building the SDK generators failed:", *built.stderr.strip().split("\n"))
        (folder / "codegen").replace(executable)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
