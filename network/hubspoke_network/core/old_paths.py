"""Modules under the paths they had before: an import of one gives the module that took its place.

Each package lists its own in `old_paths.json`, and in `old_names.json` what was renamed in them: by the old name, the
new one in the module that took the place, or `module:name` where it lies elsewhere now. The finder stands before all
others: below a folder that has moved they would find the modules by its old name, and load them a second time.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any


class _OldPath(Loader):
    def __init__(self, new: str, names: Mapping[str, str]) -> None:
        self._new, self._names = new, names

    def create_module(self, _spec: ModuleSpec) -> ModuleType:
        module = import_module(self._new)
        self._own = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing: the module has run under its own name. It keeps that name's spec, and gets its old names."""
        module.__spec__ = self._own
        for old, new in self._names.items():
            home, _, name = new.rpartition(":")
            setattr(module, old, getattr(import_module(home) if home else module, name))


class _OldPaths(MetaPathFinder):
    packages: tuple[str, ...] = ()

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package = fullname.partition(".")[0]
        new = _listed(package, "old_paths").get(fullname) if package in self.packages else None
        if new is None:
            return None
        return ModuleSpec(fullname, _OldPath(new, _listed(package, "old_names").get(fullname, {})))


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
def _listed(package: str, file: str) -> dict[str, Any]:
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    found: dict[str, Any] = json.loads((folder / f"{file}.json").read_text(encoding="utf-8"))
    return found
