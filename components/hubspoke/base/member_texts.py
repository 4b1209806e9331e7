"""The texts under the members of classes, read from the source when somebody asks for them.

Pydantic would read those of the arguments while each class is made. A program that deploys needs none of them, and they
were half of what importing the classes costs.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


@cache
def field_texts(model: type[BaseModel]) -> Mapping[str, str]:
    """What each field of `model` is for, by its Python name; empty where nothing is written."""
    found = dict.fromkeys(model.model_fields, "")
    for owner in reversed(model.__mro__):
        declared = found.keys() & inspect.get_annotations(owner).keys()
        if declared:
            written = own_texts(owner)
            found |= {name: written.get(name, "") for name in declared}
    given = {name: info.description for name, info in model.model_fields.items() if info.description}
    return found | given


def own_texts(owner: type) -> Mapping[str, str]:
    """The texts under what a class itself declares, annotated or assigned, as the members of an enum are."""
    return _written(owner.__module__).get(owner.__qualname__, {})


@cache
def _written(module: str) -> Mapping[str, Mapping[str, str]]:
    """The texts in a module's source, by class and member; none where there is no source."""
    try:
        source = inspect.getsource(sys.modules[module])
    except (KeyError, OSError, TypeError):
        return {}
    return dict(_classes(ast.parse(source).body))


def _classes(body: list[ast.stmt], above: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            name = f"{above}{statement.name}"
            yield name, dict(_texts(statement.body))
            yield from _classes(statement.body, f"{name}.")
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _classes(statement.body, f"{above}{statement.name}.<locals>.")


def _texts(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for member, below in pairwise(body):
        name = _target(member)
        if name and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            yield name, inspect.cleandoc(str(below.value.value))


def _target(statement: ast.stmt) -> str:
    if isinstance(statement, ast.AnnAssign):
        target: ast.expr = statement.target
    elif isinstance(statement, ast.Assign):
        target = statement.targets[0]
    else:
        return ""
    return target.id if isinstance(target, ast.Name) else ""
