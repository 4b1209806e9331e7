"""Where what the program sends differs from what Azure has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_migration.arm.documents import Document
from hubspoke_migration.arm.program import Registered
from hubspoke_network.azure import ResourceType, table, to_document, to_flat, type_by_token
from hubspoke_network.core import normal_location

_OWN = frozenset({"name", "id", "type", "etag", "provisioningState"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What Azure answers for a type without being told: names that it alone sets, and values that it fills in."""

    read_only: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)


AnsweredOf = Callable[[str], Answered]
"""What Azure answers for an ARM type."""


def type_of(resource: Registered) -> ResourceType | None:
    """The declared type of a registered resource."""
    return type_by_token(resource.token)


def differences(resource: Registered, document: Document, answered: AnsweredOf) -> list[str]:
    """Every property that an update would change, with both values; empty where Azure has what the program says."""
    rt = type_of(resource)
    if rt is None:
        return []
    wanted = to_document(rt, resource.inputs)
    return [*_differs(wanted, document.body, ""), *_unsaid(rt, resource, document, answered(rt.arm))]


def _differs(wanted: Any, found: Any, path: str) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping | None):
        for key, value in wanted.items():
            if path or key not in _OWN:
                yield from _differs(value, (found or {}).get(key), f"{path}.{key}" if path else key)
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for index, (left, right) in enumerate(zip(_ordered(wanted), _ordered(found), strict=True)):
            yield from _differs(left, right, f"{path}[{index}]")
    elif not _same(wanted, found, path):
        yield f"{path}: the program says {_shown(wanted)}, Azure has {_shown(found)}"


def _same(wanted: Any, found: Any, path: str) -> bool:
    if found is None or found == [] or found == {}:
        return wanted in (None, False, 0, "", [], {})
    if isinstance(wanted, str) and isinstance(found, str):
        if path == "location":
            return normal_location(wanted) == normal_location(found)
        return wanted == found or (wanted.startswith("/subscriptions/") and wanted.lower() == found.lower())
    return bool(wanted == found)


def _ordered(items: list[Any]) -> list[Any]:
    """Named items by name, others as they are."""
    if all(isinstance(item, Mapping) and isinstance(item.get("name"), str) for item in items):
        return sorted(items, key=lambda item: str(item["name"]))
    if all(isinstance(item, str) for item in items):
        return sorted(items)
    return items


def _unsaid(rt: ResourceType, resource: Registered, document: Document, answered: Answered) -> Iterator[str]:
    """Properties that Azure has and the program does not say: a write of the whole resource would unset them."""
    takes = table()["resources"][rt.token]["in"]
    skipped = {*rt.maintained, *rt.path_properties, *rt.query, *_OWN, "location"} | answered.read_only
    for name, value in to_flat(rt, document.body).items():
        if name in takes and name not in resource.inputs and name not in skipped:
            if name == "bgpSettings" and document.get("enableBgp") is not True:
                continue  # Azure shows the defaults of a BGP that is off
            if (
                value in (None, False, 0, "", [], {})
                or answered.defaults.get(name) == value
                or _AZURES.get(name) == value
            ):
                continue
            yield f"{name}: the program says nothing, Azure has {_shown(value)}"


_AZURES = {
    "idleTimeoutInMinutes": 4,
    "privateEndpointNetworkPolicies": "Disabled",
    "privateLinkServiceNetworkPolicies": "Enabled",
    "privateEndpointVNetPolicies": "Disabled",
    "peerCompleteVnets": True,
    "vpnGatewayGeneration": "None",
    "state": "Enabled",
    "connectionMode": "Default",
    "connectionProtocol": "IKEv2",
}
"""What Azure fills in by itself, by azure-native's property; writing nothing keeps it."""


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 400 else text[:397] + "..."
