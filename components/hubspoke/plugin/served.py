"""Which components the plugin serves, with the classes of their arguments and their outputs."""

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic.alias_generators import to_camel

import hubspoke
from hubspoke.base import Args, Component, SchemaType, schema_type_of


def _public_components() -> Iterator[type[Component]]:
    for name in sorted(dir(hubspoke)):
        item = getattr(hubspoke, name)
        if isinstance(item, type) and issubclass(item, Component):
            yield item


COMPONENTS = tuple(_public_components())
"""Every component that the plugin serves, by name: those that the package gives out (`hubspoke/__init__.pyi`)."""

SECRET_OUTPUTS = frozenset({"ExpressRouteCircuit.authorizationKeys"})
"""Outputs that are secret whatever goes into them."""


def args_class(component: type[Component]) -> type[Args]:
    """The class of a component's arguments, as its constructor names it."""
    found = inspect.get_annotations(component.__init__).get("args")
    if not (isinstance(found, type) and issubclass(found, Args)):
        raise TypeError(f"{component.__name__}: the constructor's `args` must be annotated with an Args class")
    return found


def output_types(component: type[Component]) -> dict[str, SchemaType]:
    """The shapes of a component's outputs, by their names in other languages."""
    return {
        to_camel(name): schema_type_of(annotation, f"{component.__name__}.{name}")
        for name, annotation in component.declared_outputs()
    }


def member_docs(cls: type[Any]) -> dict[str, str]:
    """The texts that stand below a class's annotated attributes, or below the members of an enum."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("hubspoke"):
            (written,) = ast.parse(dedent(inspect.getsource(base))).body
            found |= dict(_texts_in(written))
    return found


def _texts_in(written: ast.stmt) -> Iterator[tuple[str, str]]:
    """The members of a class with the text that stands below each."""
    for member, below in pairwise(written.body if isinstance(written, ast.ClassDef) else ()):
        if isinstance(member, ast.AnnAssign | ast.Assign) and isinstance(below, ast.Expr):
            target = member.target if isinstance(member, ast.AnnAssign) else member.targets[0]
            if isinstance(target, ast.Name) and isinstance(below.value, ast.Constant):
                yield target.id, inspect.cleandoc(str(below.value.value))
