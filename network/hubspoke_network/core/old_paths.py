"""Modules under the paths they had before: an import of one gives the module that took its place.

Each package lists its own in `old_paths.json`. The finder stands before all others: below a folder that has moved they
would find the modules by its old name, and load them a second time.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any


class _OldPath(Loader):
    def __init__(self, new: str) -> None:
        self._new = new

    def create_module(self, _spec: ModuleSpec) -> ModuleType:
        module = import_module(self._new)
        self._own = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: the module has run under its own name. It keeps that name's spec."""
        module.__spec__ = self._own


class _OldPaths(MetaPathFinder):
    packages: tuple[str, ...] = ()

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package = fullname.partition(".")[0]
        new = _old_paths(package).get(fullname) if package in self.packages else None
        return None if new is None else ModuleSpec(fullname, _OldPath(new))


_FINDER = _OldPaths()


def keep_old_paths(package: str) -> None:
    """Let what `package` lists in its `old_paths.json` be imported as before."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    _FINDER.packages += (package,)


def names_of(*homes: str) -> Callable[[str], Any]:
    """A `__getattr__` for a package that was a module: its names are those of `homes`, loaded at the first use."""

    def named(name: str) -> Any:
        if not name.startswith("__"):
            for home in homes:
                if hasattr(module := import_module(home), name):
                    return getattr(module, name)
        raise AttributeError(name)

    return named


@cache
def _old_paths(package: str) -> dict[str, str]:
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    found: dict[str, str] = json.loads((folder / "old_paths.json").read_text(encoding="utf-8"))
    return found
