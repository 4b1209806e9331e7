"""Values as the engine writes them in states and previews, turned into plain ones: unknown leaves, secrets, bounds."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.core.errors import ReadError
from hubspoke_network.core.unknown import Unknown

MAX_DEPTH = 64

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that marks an object as something else than an object (sdk/go/common/resource/sig)."""

UNKNOWNS = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""What the engine writes for a value that is not known yet (sdk/go/common/resource/plugin/rpc.go)."""

SECRET_TEXT = "[secret]"  # noqa: S105 (what the engine shows instead of one)
SECRET_PROPERTIES = frozenset({"authorizationkey", "sharedkey", "radiusserversecret", "adminpassword"})
"""Properties whose values stay sealed although azure-native does not mark them; lower case."""

SECRET = Unknown("it is a secret, which stays sealed")


def is_unknown(value: object) -> bool:
    """Whether the engine wrote `value` for something that is not known yet."""
    return isinstance(value, str) and value in UNKNOWNS


def plain(value: Any, unknown: Unknown, where: str, depth: int = 0) -> Any:
    """`value` with unknown leaves replaced by `unknown` and secrets sealed. Raises `ReadError` if nested too deep."""
    if isinstance(value, str):
        if value in UNKNOWNS:
            return unknown
        return SECRET if value == SECRET_TEXT else value
    if isinstance(value, Mapping):
        if depth >= MAX_DEPTH:
            raise ReadError(f"{where}: nested deeper than {MAX_DEPTH} levels, which no Azure resource is")
        if SIGNATURE in value:
            return SECRET
        return {
            str(key): SECRET if str(key).lower() in SECRET_PROPERTIES else plain(item, unknown, where, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        if depth >= MAX_DEPTH:
            raise ReadError(f"{where}: nested deeper than {MAX_DEPTH} levels, which no Azure resource is")
        return [plain(item, unknown, where, depth + 1) for item in value]
    return value
