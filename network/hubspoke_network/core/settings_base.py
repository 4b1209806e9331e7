"""Settings that several stacks share: a file beside the stack files, over which each stack writes what is its own."""

from collections.abc import Mapping
from typing import Any

BASE = "base"
"""The setting, behind the project's name, that names the file."""


def over_base(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` over `base`: maps are merged, everything else is replaced, and null takes away."""
    found = dict(base)
    for key, value in own.items():
        below = found.get(key)
        if value is None:
            found.pop(key, None)
        else:
            maps = isinstance(below, Mapping) and isinstance(value, Mapping)
            found[key] = over_base(below or {}, value) if maps else value
    return found


def namespace_of(config: Mapping[Any, Any], settings: tuple[str, ...]) -> str:
    """The project's name before the keys of a stack's configuration that has one of `settings`; empty where none has.

    The first in the order of the file; `hubspoke` before all others.
    """
    found = [key.partition(":")[0] for key in config if isinstance(key, str) and key.partition(":")[2] in settings]
    return "hubspoke" if "hubspoke" in found else next(iter(found), "")
