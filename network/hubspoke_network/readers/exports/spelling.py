"""Members in the spelling of the type's declaration, whatever the case an export gives them.

Releases of one program differ in the case of a name (`privateIPAddress`, `privateIpAddress`), and PowerShell begins all
of them with a capital.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from hubspoke_network.azure import ENVELOPE, ResourceType, table

Specs = Mapping[str, str]


def spelled(rt: ResourceType, members: Mapping[str, Any]) -> dict[str, Any]:
    """`members` of a resource with the names that azure-native gives them, at every depth; unknown ones as they are."""
    entry = table()["resources"][rt.token]
    specs = {**entry["in"], **entry["out"]}
    return _spelled(members, specs, _folded(tuple(specs)))


def _spelled(members: Mapping[str, Any], specs: Specs, names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in members.items():
        name = key if key in specs else names.get(key.lower(), key)
        found[name] = _value(value, specs[name]) if name in specs else value
    return found


def _value(value: Any, spec: str) -> Any:
    head, inner = spec[:1], spec[1:]
    if head == "[":
        return [_value(item, inner) for item in value] if isinstance(value, list) else value
    if head == "{":
        return {key: _value(item, inner) for key, item in value.items()} if isinstance(value, Mapping) else value
    if head == "@" and isinstance(value, Mapping):
        specs = _shape(inner.partition("|")[0])
        return _spelled(value, specs, _folded(tuple(specs)))
    return value


def _shape(key: str) -> Specs:
    """What a nested shape may have: as it is sent and, where the table has it, as it is answered."""
    props: Specs = table()["shapes"][key]["props"]
    return props


@cache
def _folded(names: tuple[str, ...]) -> Mapping[str, str]:
    return {name.lower(): name for name in (*ENVELOPE, *names)}
