"""Where the offline things of a project are kept: everything lies in one ignored folder beside its `Pulumi.yaml`."""

import hashlib
import json
import os
import shlex
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

FOLDER = ".azure-offline"
PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
FOLDER_VARIABLE = "AZURE_OFFLINE_FOLDER"
"""Environment variable that moves the whole folder (engine's home, state, offline Azure) elsewhere."""
HOME_VARIABLE = "AZURE_OFFLINE_HOME"
"""Environment variable with the folder of the offline Azure alone (`azure.sqlite`, `world.yaml`)."""
DEBUG_VARIABLE = "AZURE_OFFLINE_DEBUG"
"""Environment variable: 1 has programs send their debug messages to the engine (`host/run_child.py`)."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project: its file and what of it matters here."""

    file: Path
    name: str
    stack_config_dir: str
    virtualenv: str

    @property
    def directory(self) -> Path:
        """The folder of the project file."""
        return self.file.parent

    def stack_file(self, stack: str) -> Path:
        """Return the path of a stack's file in the project, whether it exists or not."""
        return self.directory / self.stack_config_dir / f"Pulumi.{stack}{self.file.suffix}"

    def stacks(self) -> tuple[str, ...]:
        """Return the names of the stacks that have a file, sorted."""
        folder = self.directory / self.stack_config_dir
        found = folder.glob(f"Pulumi.?*{self.file.suffix}")
        return tuple(sorted(path.name.removeprefix("Pulumi.").removesuffix(self.file.suffix) for path in found))


@dataclass(frozen=True)
class OfflineFolder:
    """The folder with everything offline of one project."""

    root: Path

    @property
    def pulumi_home(self) -> Path:
        """PULUMI_HOME: plugins and the selected stack."""
        return self.root / "pulumi"

    @property
    def state(self) -> Path:
        """The file backend."""
        return self.root / "state"

    @property
    def azure(self) -> Path:
        """The offline Azure: `azure.sqlite` and `world.yaml`."""
        return self.root / "azure"

    @property
    def stacks(self) -> Path:
        """A shadow of the project: a bare project file and the copies of the stack files."""
        return self.root / "stacks"

    def create(self) -> None:
        """Make the folders that are missing, and keep git away from them."""
        for path in (self.pulumi_home, self.state, self.azure, self.stacks):
            path.mkdir(parents=True, exist_ok=True)
        write_if_changed(self.root / ".gitignore", "*\n")

    def stack_exists(self, project: Project, stack: str) -> bool:
        """Tell whether the file backend holds this stack."""
        folder = self.state / ".pulumi" / "stacks" / project.name
        return any((folder / f"{stack}.json{suffix}").exists() for suffix in ("", ".gz", ".zst"))

    def existing_stacks(self, project: Project) -> tuple[str, ...]:
        """Return the names of the project's stacks in the file backend, sorted."""
        folder = self.state / ".pulumi" / "stacks" / project.name
        return tuple(sorted({path.name.partition(".json")[0] for path in folder.glob("*.json*") if _is_stack(path)}))

    def selected_stack(self, project: Project) -> str | None:
        """Return the stack that `pulumi stack select` chose here, or None."""
        for path in _spellings(project.file):
            digest = hashlib.sha1(str(path).encode(), usedforsecurity=False).hexdigest()
            settings = self.pulumi_home / "workspaces" / f"{project.name}-{digest}-workspace.json"
            if settings.is_file():
                return _stack_of(cast("Mapping[str, object]", json.loads(settings.read_text())))
        return None


def _is_stack(path: Path) -> bool:
    return path.name.endswith((".json", ".json.gz", ".json.zst"))


def _spellings(file: Path) -> Iterator[Path]:
    """Yield the paths under which the engine may know a project: it believes $PWD, so links count."""
    yield file
    yield file.resolve()


def _stack_of(settings: Mapping[str, object]) -> str | None:
    chosen = settings.get("stacks")
    names = [*chosen.values()] if isinstance(chosen, dict) else [settings.get("stack")]
    name = next((name for name in names if isinstance(name, str) and name), None)
    return name.rsplit("/", 1)[-1] if name else None


def find_project(start: Path) -> Project | None:
    """Return the project that `start` lies in, looking upwards as the engine does, or None."""
    for folder in (start, *start.parents):
        for name in PROJECT_FILES:
            if (folder / name).is_file():
                return read_project(folder / name)
    return None


def read_project(file: Path) -> Project:
    """Read the parts of a project file that matter here; what is malformed is left for the engine to refuse."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        content = None
    document = content if isinstance(content, dict) else {}
    runtime = document.get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    virtualenv = options.get("virtualenv") if isinstance(options, dict) else None
    # `config: <folder>` is the old spelling of stackConfigDir; `config: {...}` declares configuration keys.
    folder = document.get("stackConfigDir") or document.get("config")
    return Project(
        file=file,
        name=str(document.get("name") or file.parent.name),
        stack_config_dir=folder if isinstance(folder, str) else "",
        virtualenv=virtualenv if isinstance(virtualenv, str) else "",
    )


def cache_folder() -> Path:
    """Return the user's cache folder of this project (`$XDG_CACHE_HOME/hubspoke`, `~/.cache/hubspoke`)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "hubspoke"


def offline_folder(project: Project | None) -> OfflineFolder:
    """Return a project's offline folder; outside of any project, one in the user's cache."""
    chosen = os.environ.get(FOLDER_VARIABLE, "")
    if chosen:
        return OfflineFolder(Path(chosen).absolute())
    return OfflineFolder(project.directory / FOLDER if project else cache_folder() / "no-project")


def write_if_changed(path: Path, text: str, *, executable: bool = False) -> None:
    """Write a file whole or not at all, and only where its content differs: parallel runs never see half a file."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    mode = 0o666 | (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH if executable else 0)
    Path(name).chmod(mode & ~_umask())
    Path(name).replace(path)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def python_launcher(python: str, module: str, *words: str) -> str:
    """Return a shell script that becomes `python -m module words...` and tells it who its parent is."""
    return (
        "#!/bin/sh\n"
        f'AZURE_OFFLINE_PARENT="$PPID"\nexport AZURE_OFFLINE_PARENT\n'
        f'exec {shlex.quote(python)} -P -m {shlex.join([module, *words])} "$@"\n'
    )
