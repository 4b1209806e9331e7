"""The published examples, as data: what is asked, and every property of what is answered.

A file a type. `path` begins with `@group`, which stands for a resource group (`@` alone: for the subscription) and,
before a slash, for its Microsoft.Network resources. `responses` has the properties by their paths, for each status
(`200,201`: both answer the same). Source: the examples beside API version 2024-05-01 in Azure's public REST API
specifications (Azure/azure-rest-api-specs, specification/network), read on 2026-11-26; descriptions are left out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"

_SHORT = re.compile(r"@([^/]*)(/.+)?")


@dataclass(frozen=True)
class Example:
    """One example. `responses` maps a status to the paths and values that are answered."""

    type: str
    name: str
    method: str
    path: str
    responses: Mapping[int, Mapping[str, Any]]
    request: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """Every example, by type and in the order of its file."""
    return tuple(
        _example(file.stem, entry) for file in sorted(FOLDER.glob("*.json")) for entry in json.loads(file.read_text())
    )


def _example(type_name: str, entry: dict[str, Any]) -> Example:
    responses = entry.pop("responses")
    by_status = {int(status): body for statuses, body in responses.items() for status in statuses.split(",")}
    return Example(type_name, responses=by_status, **entry)


def full(value: Any) -> Any:
    """A value with every short id written out."""
    if isinstance(value, Mapping):
        return {key: full(item) for key, item in value.items()}
    if isinstance(value, list):
        return [full(item) for item in value]
    short = _SHORT.fullmatch(value) if isinstance(value, str) else None
    if short is None:
        return value
    group = f"{SUBSCRIPTION}/resourceGroups/{short[1]}" if short[1] else SUBSCRIPTION
    return f"{group}/providers/Microsoft.Network{short[2]}" if short[2] else group


def nested(paths: Mapping[str, Any]) -> Any:
    """The document that has these values at these paths."""
    root: dict[str, Any] = {}
    for path, value in paths.items():
        words = path.replace("[", ".[").split(".")
        here: Any = root
        for word, following in pairwise(words):
            here = _step(here, word, [] if following.startswith("[") else {})
        _step(here, words[-1], value)
    return root


def _step(here: Any, word: str, fresh: Any) -> Any:
    if not word.startswith("["):
        return here.setdefault(word, fresh)
    index = int(word[1:-1])
    if index == len(here):
        here.append(fresh)
    return here[index]


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """The values of a document by their paths; empty lists and objects are values."""
    found: dict[str, Any] = {}
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            found |= flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            found |= flat(item, f"{path}[{index}]")
    else:
        found[path] = value
    return found
