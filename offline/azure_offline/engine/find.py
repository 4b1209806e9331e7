"""Find a usable engine, building one where the machine has none."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from azure_offline.engine.build import build
from azure_offline.engine.errors import EngineError
from azure_offline.engine.recipe_files import read_recipe
from azure_offline.home import cache_folder, write_if_changed

MINIMUM_VERSION = (3, 259, 0)
"""The oldest engine that is taken from PATH: the one this project is tested with."""
PATH_VARIABLE = "HUBSPOKE_PULUMI"
"""Environment variable with the path of the `pulumi` to use, whatever its version."""
SOURCE_VARIABLE = "HUBSPOKE_ENGINE"
"""Environment variable: `build` passes over the `pulumi` on PATH."""

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class Engine:
    """A `pulumi` executable and where it came from."""

    path: Path
    version: str
    source: Literal["named", "path", "built"]


def ensure_engine() -> Engine:
    """Return an engine: the one HUBSPOKE_PULUMI names, a new enough one on PATH, or one built into the user's cache.

    Building takes some minutes the first time and tells its progress on stderr. Raises EngineError where there is none
    and none can be built.
    """
    named = os.environ.get(PATH_VARIABLE, "")
    if named:
        return _named_engine(named)
    on_path = None if os.environ.get(SOURCE_VARIABLE) == "build" else shutil.which("pulumi")
    if on_path:
        version = installed_version(Path(on_path))
        if version is not None and version >= MINIMUM_VERSION:
            return Engine(Path(on_path), "v" + ".".join(map(str, version)), "path")
    recipe = read_recipe()
    if not recipe.executable.is_file():
        build(recipe)
    return Engine(recipe.executable, recipe.version, "built")


def parse_version(text: str) -> tuple[int, int, int] | None:
    """Return the release in what `pulumi version` prints (`v3.259.0`, `3.260.1-alpha.2`), or None."""
    match = _VERSION.match(text.strip())
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def installed_version(executable: Path) -> tuple[int, int, int] | None:
    """Return the version of an installed `pulumi`, asking it only when the file has changed since the last time."""
    real = executable.resolve()
    status = real.stat()
    key = f"{real}:{status.st_size}:{status.st_mtime_ns}"
    notes = cache_folder() / "engine" / "installed-versions.json"
    known = _known_versions(notes)
    if key not in known:
        known = {**known, key: _ask_version(executable)}
        write_if_changed(notes, json.dumps(known, indent=1))
    return parse_version(known[key])


def _named_engine(named: str) -> Engine:
    path = shutil.which(named)
    if path is None:
        raise EngineError(f"{PATH_VARIABLE} names {named!r}, which is not an executable file.")
    version = installed_version(Path(path))
    return Engine(Path(path), "v" + ".".join(map(str, version)) if version else "", "named")


def _known_versions(notes: Path) -> dict[str, str]:
    try:
        content = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, str]", content) if isinstance(content, dict) else {}


def _ask_version(executable: Path) -> str:
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(
            [executable, "version"], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
