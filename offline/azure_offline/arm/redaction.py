"""Keeping secrets out of the activity log."""

import json
import re
from collections.abc import Mapping
from typing import Any

SECRET_NAMES = frozenset(
    {
        "authorizationkey",
        "sharedkey",
        "password",
        "adminpassword",
        "secret",
        "key1",
        "key2",
        "connectionstring",
        "presharedkey",
        "psk",
        "radiusserversecret",
        "primarysharedkey",
        "secondarysharedkey",
        "customdata",
    }
)
"""Property names, in lower case, whose values are never written to the log."""

HIDDEN = "[secret]"

_IN_TEXT = re.compile(rf"(?i)\b({'|'.join(sorted(SECRET_NAMES))})(['\"]?\s*[:=]\s*['\"]?)[^\s'\",;]+")


def redacted(text: str) -> str:
    """A message without the values of secrets it names."""
    return _IN_TEXT.sub(rf"\1\2{HIDDEN}", text)


def redacted_json(body: Any) -> str:
    """A request body as JSON, secrets hidden; whatever JSON cannot carry as its Python text."""
    return json.dumps(_hidden(body, 0), separators=(",", ":"), default=repr)


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
