"""One declaration per resource type: every `TypeSpec` of a module here is in force."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from azure_offline.arm.resources import TypeSpec


def _declared() -> tuple[TypeSpec, ...]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    specs = {value.type: value for module in modules for value in vars(module).values() if isinstance(value, TypeSpec)}
    return tuple(specs[name] for name in sorted(specs))


DECLARED: tuple[TypeSpec, ...] = _declared()
"""Every type the offline Azure knows, by name."""

SPECS: Mapping[str, TypeSpec] = {spec.kind: spec for spec in DECLARED}
"""The declarations by type in lower case."""
