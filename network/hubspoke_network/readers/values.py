"""Values as the engine writes them in states and previews, turned into plain ones: unknown leaves, secrets, bounds."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.core import SECRET_TEXT, SIGNATURE, ReadError, Unknown, is_secret_name, is_unknown

MAX_DEPTH = 64

SEALED = Unknown("it is a secret, which stays sealed")


def plain(value: Any, unknown: Unknown, where: str, depth: int = 0) -> Any:
    """`value` with unknown leaves replaced by `unknown` and secrets sealed. Raises `ReadError` if nested too deep."""
    if isinstance(value, str):
        if is_unknown(value):
            return unknown
        return SEALED if value == SECRET_TEXT else value
    if isinstance(value, Mapping):
        if depth >= MAX_DEPTH:
            raise ReadError(f"{where}: nested deeper than {MAX_DEPTH} levels, which no Azure resource is")
        if SIGNATURE in value:
            return SEALED
        return {
            str(key): SEALED if is_secret_name(str(key)) else plain(item, unknown, where, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        if depth >= MAX_DEPTH:
            raise ReadError(f"{where}: nested deeper than {MAX_DEPTH} levels, which no Azure resource is")
        return [plain(item, unknown, where, depth + 1) for item in value]
    return value
