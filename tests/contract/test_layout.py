"""The floor plan: how large a folder may be, that imports never go round, and that old paths lead somewhere."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

PACKAGES = ("azure_offline", "hubspoke", "hubspoke_cli", "hubspoke_migration", "hubspoke_network", "hubspoke_policies")
MOST = 15
REGISTRIES = {"azure_offline.arm.types", "hubspoke_policies.rules"}
"""Folders of one thing a file, to which a thing is added by adding a file."""


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


OLD_PATHS = {
    package: json.loads(path.read_text(encoding="utf-8"))
    for package in PACKAGES
    if (path := folder_of(package) / "old_paths.json").is_file()
}


@cache
def graph() -> grimp.ImportGraph:
    """Every import, those for the type checker alone included."""
    return grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=False)


def is_folder(module: str) -> bool:
    return bool(graph().find_children(module)) or module in PACKAGES


def home(module: str) -> str:
    return module if is_folder(module) else module.rpartition(".")[0]


def circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of nodes that lead to each other: what is left once every node without a way in or out is taken away."""
    left = {(a, b) for a, b in edges if a != b}
    while True:
        sources, targets = {a for a, _ in left}, {b for _, b in left}
        inside = {(a, b) for a, b in left if a in targets and b in sources}
        if inside == left:
            return sorted([a, b] for a, b in left)
        left = inside


def test_circles_are_found() -> None:
    assert circles([("a", "b"), ("b", "c"), ("c", "d"), ("z", "a")]) == []
    assert circles([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]) == [["b", "c"], ["c", "b"]]


def imports() -> list[tuple[str, str]]:
    found = graph()
    return [(module, other) for module in found.modules for other in found.find_modules_directly_imported_by(module)]


def test_no_module_imports_itself_by_others() -> None:
    assert circles(imports()) == []


def test_no_folder_imports_itself_by_others() -> None:
    assert circles((home(module), home(other)) for module, other in imports()) == []


def test_no_folder_is_too_large() -> None:
    sizes = Counter(home(module) for module in graph().modules)
    large = {name: size for name, size in sizes.items() if size > MOST and name not in REGISTRIES}
    assert large == {}, f"a folder holds at most {MOST} modules; put what belongs together into a folder of its own"


def test_registries_hold_one_thing_a_file() -> None:
    from hubspoke_policies.sets.registry import RULES

    names = {module.rpartition(".")[2] for module in graph().find_descendants("hubspoke_policies.rules")}
    assert {rule.id.replace("-", "_") for rule in RULES} <= names


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_says_what_it_holds(package: str) -> None:
    told = {}
    for module in [package, *graph().find_descendants(package)]:
        if is_folder(module):
            path = folder_of(package).joinpath(*module.split(".")[1:], "__init__.py")
            told[module] = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert [module for module, text in sorted(told.items()) if len(text.split()) < 8] == [], "write a paragraph"


IMPORT_ALL = """
import importlib, json, sys
for package, paths in json.load(sys.stdin).items():
    importlib.import_module(package)
    for old, new in paths.items():
        assert importlib.import_module(old) is importlib.import_module(new), (old, new)
        assert sys.modules[new].__name__ == sys.modules[new].__spec__.name == new, new
print("all")
"""


@pytest.mark.slow
def test_old_paths_give_the_new_modules() -> None:
    """In an interpreter of its own, where each is imported by its old path first."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        input=json.dumps(OLD_PATHS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("all\n", 0), done.stderr


def test_old_paths_name_modules_that_are_no_more() -> None:
    modules = graph().modules
    assert [old for paths in OLD_PATHS.values() for old in paths if old in modules] == []
    assert [new for paths in OLD_PATHS.values() for new in paths.values() if new not in modules] == []
    assert sum(map(len, OLD_PATHS.values())) > 100


PACKAGES_THAT_WERE_MODULES = {
    "hubspoke_network.model": ("Resource", "NetworkModel", "build_model", "VNET", "INLINE_CHILDREN"),
    "hubspoke_network.reach": ("Network", "Answer"),
    "hubspoke_policies.adapter": ("policies",),
    "hubspoke_policies.sets": ("SETS", "settings_of"),
}


@pytest.mark.parametrize("package", PACKAGES_THAT_WERE_MODULES)
def test_packages_that_were_modules_have_their_names(package: str) -> None:
    module = __import__(package, fromlist=["x"])
    assert [name for name in PACKAGES_THAT_WERE_MODULES[package] if not hasattr(module, name)] == []
    assert not hasattr(module, "of_nothing")
