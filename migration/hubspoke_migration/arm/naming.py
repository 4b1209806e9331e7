"""Keys and the naming scheme that existing names follow, if they follow one."""

import re
from collections.abc import Iterable

from hubspoke_migration.arm.documents import Document

_KEY = re.compile(r"[^A-Za-z0-9_-]+")


def environment_of(networks: Iterable[Document]) -> str:
    """The last part that all networks' names share (`prod` of vnet-a-prod and vnet-b-prod); empty for none."""
    ends = {name.rpartition("-")[2] for name in (network.name for network in networks) if name.startswith("vnet-")}
    names = [network.name for network in networks]
    shared = len(ends) == 1 and all(name.startswith("vnet-") and name.count("-") >= 2 for name in names)
    return ends.pop() if shared else ""


def bare(name: str, abbreviation: str, environment: str, label: str = "") -> str:
    """`name` without the abbreviation before it, the label after that, and the environment behind it."""
    text = name.removeprefix(f"{abbreviation}-")
    text = text.removesuffix(f"-{environment}") if environment else text
    return text.removeprefix(f"{label}-") if label else text


def key_of(name: str, taken: set[str]) -> str:
    """A key made of `name` that is not in `taken`, to which it is added."""
    cleaned = _KEY.sub("-", name)[:40].strip("-_") or "x"
    key, number = cleaned, 1
    while key.lower() in taken:
        number += 1
        key = f"{cleaned}-{number}"
    taken.add(key.lower())
    return key
