"""What counts as API: every name can be imported, is documented and typed; the documentation uses nothing else."""

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
MODULES = ("hubspoke", "hubspoke_network", "hubspoke_policies", "azure_offline.testing")
NAMES = [(module, name) for module in MODULES for name in importlib.import_module(module).__all__]
PAGES = [
    path
    for pattern in ("README.md", "docs/**/*.md", "examples/**/*.py", "examples/**/*.md")
    for path in sorted(REPOSITORY.glob(pattern))
    if "sdks" not in path.parts
]
_IMPORT = re.compile(
    r"^ *from ((?:hubspoke|azure_offline)[\w.]*) import (\([^)]*\)|[^\n#]*)"
    r"|^ *import ((?:hubspoke|azure_offline)[\w.]*)",
    re.MULTILINE,
)


@pytest.mark.parametrize("module", MODULES)
def test_names_are_listed_once_and_in_order(module: str) -> None:
    names = importlib.import_module(module).__all__

    assert len(set(names)) == len(names)
    assert list(names) == sorted(names)
    assert [name for name in names if name.startswith("_")] == []


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda value: value)
def test_a_public_name_can_be_imported_and_says_what_it_is(module: str, name: str) -> None:
    value = getattr(importlib.import_module(module), name)

    if inspect.isclass(value) or inspect.isfunction(value):
        assert inspect.getdoc(value), f"{module}.{name} has no docstring"
        assert _untyped(value) == []


def _untyped(value: Any) -> list[str]:
    """The parameters without a type, of a function or of a class's own methods."""
    functions = [value] if inspect.isfunction(value) else [f for f in vars(value).values() if inspect.isfunction(f)]
    found = []
    for function in functions:
        if not function.__module__.startswith(("hubspoke", "azure_offline")) or function.__name__.startswith("_"):
            continue
        signature = inspect.signature(function)
        found += [
            f"{function.__qualname__}({parameter.name})"
            for parameter in signature.parameters.values()
            if parameter.annotation is parameter.empty and parameter.name not in {"self", "cls"}
        ]
        if signature.return_annotation is signature.empty:
            found.append(f"{function.__qualname__} -> ?")
    return found


def imports_of(text: str) -> list[tuple[str, str]]:
    """Every import of our packages in a page or an example: module and name, which is empty for a whole module."""
    found = []
    for match in _IMPORT.finditer(text):
        if match[3]:
            found.append((match[3], ""))
            continue
        names = re.sub(r"[()]|#.*", "", match[2]).replace("\n", " ").split(",")
        found += [(match[1], name.split(" as ")[0].strip()) for name in names if name.strip()]
    return found


def test_documentation_and_examples_use_names_that_exist_and_are_not_private() -> None:
    wrong = []
    for path in PAGES:
        for module, name in imports_of(path.read_text(encoding="utf-8")):
            private = any(part.startswith("_") for part in [*module.split("."), name])
            if private or (name and not hasattr(importlib.import_module(module), name)):
                wrong.append(f"{path.relative_to(REPOSITORY)}: {module} {name}")

    assert wrong == []


def test_imports_are_found_in_every_form() -> None:
    text = (
        "from hubspoke import (\n    Hub,\n    Spoke as S,  # two\n)\nimport hubspoke_network\nfrom pulumi import X\n"
    )

    assert imports_of(text) == [("hubspoke", "Hub"), ("hubspoke", "Spoke"), ("hubspoke_network", "")]
