"""The recipe: a Go module that pins the engine and everything it is made of."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from azure_offline.home import cache_folder

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_MODULE = re.compile(r"^\s*github\.com/pulumi/pulumi/pkg/v3 (v\S+)", re.MULTILINE)
_GO_LINE = re.compile(r"^go (\d+)\.(\d+)(?:\.(\d+))?$", re.MULTILINE)
_RECIPE = Path(__file__).parent / "recipe"


@dataclass(frozen=True)
class Recipe:
    """What to build, and with what."""

    version: str
    """Version of the engine, `v3.259.0`."""
    minimum_go: tuple[int, int, int]
    files: tuple[tuple[str, bytes], ...]

    @property
    def linker_flags(self) -> str:
        """Flags for the linker: no debug tables (half the size), and the version, which the module itself lacks."""
        return f"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={self.version}"

    @property
    def digest(self) -> str:
        """A short hash of everything that decides what is built."""
        content = hashlib.sha256(self.linker_flags.encode())
        for name, text in self.files:
            content.update(name.encode() + b"\0" + text)
        return content.hexdigest()[:12]

    @property
    def folder(self) -> Path:
        """Where the built engine is kept in the user's cache."""
        return cache_folder() / "engine" / f"{self.version.removeprefix('v')}-{self.digest}"

    @property
    def executable(self) -> Path:
        """The built `pulumi`."""
        return self.folder / "pulumi"


@cache
def read_recipe() -> Recipe:
    """Read the recipe that is part of this package."""
    files = tuple((name, (_RECIPE / name).read_bytes()) for name in ("go.mod", "go.sum"))
    text = files[0][1].decode()
    version, go = _MODULE.search(text), _GO_LINE.search(text)
    if version is None or go is None:
        raise ValueError(f"{_RECIPE / 'go.mod'} names no engine or no Go version")
    return Recipe(version[1], (int(go[1]), int(go[2]), int(go[3] or 0)), files)
