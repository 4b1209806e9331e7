"""Modules of an azure-native package, without the hundreds beside them.

The SDK puts a package off until something of it is asked for, and loads it whole then: `network` has three hundred
modules, of which the components use a tenth. Its own modules ask for something (`from . import outputs`) while they are
loaded, so that importing just one loads all.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import pulumi_azure_native

SDK = pulumi_azure_native.__name__


@contextmanager
def by_parts(name: str) -> Iterator[None]:
    """While it lasts, imports from the package load single modules. A package that is put off stays so: the program's
    own first use of it loads it whole, as ever. One that is loaded already is left alone.
    """
    package = sys.modules.get(f"{SDK}.{name}")
    if package is None or type(package) is ModuleType:
        yield
        return
    lazy = type(package)
    package.__class__ = ModuleType
    before = set(vars(package))
    try:
        yield
    finally:
        # Loading the package whole would put these over functions of the same name.
        for added in vars(package).keys() - before:
            if added in getattr(vars(package)[added], "__all__", ()):
                delattr(package, added)
        package.__class__ = lazy


def whole(name: str) -> dict[str, Any]:
    """Everything a package has: slower, but right for every SDK whose package has the same names."""
    package = import_module(f"{SDK}.{name}")
    package.outputs  # noqa: B018  (the first use of anything loads it)
    return {key: value for key, value in vars(package).items() if not key.startswith("__")}
