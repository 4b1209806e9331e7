"""Keeping secrets out of the activity log."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from hubspoke_network.core.secret_names import SECRET_NAMES

HIDDEN = "[secret]"


@cache
def _assigned() -> re.Pattern[str]:
    """A secret's name and what is set equal to it."""
    return re.compile(rf"(?i)\b({'|'.join(sorted(SECRET_NAMES))})(['\"]?\s*[:=]\s*['\"]?)[^\s'\",;]+")


_TOLD_BY = tuple(name for name in SECRET_NAMES if not any(one in name for one in SECRET_NAMES - {name}))
"""Names of which one is part of every name there is."""


def _names_one(text: str) -> bool:
    """Whether a text may name a secret. Quick: nearly every text that is logged names none."""
    lower = text.lower()
    return any(name in lower for name in _TOLD_BY)


def redacted(text: str) -> str:
    """A message without the values of secrets it names."""
    return _assigned().sub(rf"\1\2{HIDDEN}", text) if text and _names_one(text) else text


def redacted_json(body: Any) -> str:
    """A request body as JSON, secrets hidden; whatever JSON cannot carry as its Python text."""
    try:
        text = _encode(body)
    except (TypeError, ValueError, RecursionError):  # keys that are no texts, values in circles, far too deep
        return _encode(_hidden(body, 0))
    return _encode(_hidden(body, 0)) if _names_one(text) else text


_encode = json.JSONEncoder(separators=(",", ":"), default=repr).encode


def _hidden(value: Any, depth: int) -> Any:
    if depth > 40:
        return "..."
    if isinstance(value, Mapping):
        return {
            str(key): HIDDEN if str(key).lower() in SECRET_NAMES and item else _hidden(item, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_hidden(item, depth + 1) for item in value]
    return value
