"""An export into settings whose program calls what exists by its names; and what that leaves out or would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hubspoke_migration.arm.compare import AnsweredOf, differences, type_of
from hubspoke_migration.arm.documents import Document, Documents
from hubspoke_migration.arm.draft import Draft, Settings
from hubspoke_migration.arm.drafting import draft_of
from hubspoke_migration.arm.program import Registered, Request, run_program
from hubspoke_network.azure import FIREWALL, FIREWALL_POLICY, RESOURCE_GROUP
from hubspoke_network.core import SpecError

_COMPONENTS = {"hubs": "net-hub", "spokes": "net-spoke", "circuits": "net-circuit", "routeFilters": "net-route-filter"}
_PARTS = ("subnets", "natGateways", "expressRouteGateway", "vpnGateway", "privatePeering", "microsoftPeering")
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Match:
    """A resource of the program that exists; `differences` are what an update would change."""

    resource: Registered
    document: Document
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """The outcome: settings, the program's resources, which of them exist, and what is left out with its reason."""

    stack: str
    subscription: str
    settings: Mapping[str, Any]
    resources: tuple[Registered, ...]
    matches: tuple[Match, ...]
    created: tuple[Registered, ...]
    left: Mapping[str, str]

    @property
    def changed(self) -> tuple[Match, ...]:
        """The matches that an update would change."""
        return tuple(match for match in self.matches if match.differences)

    @property
    def complete(self) -> bool:
        """Whether every network resource is adopted as it is, and nothing would be made."""
        return not (self.changed or self.created or any(reason not in _HARMLESS for reason in self.left.values()))


def adopt(documents: Documents, stack: str, subscription: str, answered: AnsweredOf) -> Adoption:
    """Find settings for the documents. Without a hub among them everything is left out.

    `answered` knows what Azure answers without being told: a program that does not say it changes nothing.
    """
    draft = draft_of(documents, subscription)
    if not draft.settings.get("hubs"):
        left = dict.fromkeys((document.key for document in documents), "there is no hub: no peering and no gateway")
        return Adoption(stack, subscription, {}, (), (), (), left)
    _make_valid(draft)
    _fold(draft, stack)
    _make_valid(draft)
    resources = _run(draft, stack)
    matches = tuple(
        Match(resource, document, tuple(differences(resource, document, answered)))
        for resource in resources
        if resource.arm_id and (document := documents.get(resource.arm_id)) is not None
    )
    created = tuple(item for item in resources if item.arm_id and documents.get(item.arm_id) is None)
    left = _left(draft, {match.document.key for match in matches})
    settings = {key: value for key, value in draft.settings.items() if value != {}}
    return Adoption(stack, subscription, settings, resources, matches, created, left)


def _run(draft: Draft, stack: str) -> tuple[Registered, ...]:
    ids = {document.key: str(document.id) for document in draft.documents}
    return run_program(Request(draft.settings, stack, draft.subscription, draft.location, ids))


def _make_valid(draft: Draft) -> None:
    """Take entries that the components refuse out of the settings, and leave out what they stand for."""
    from hubspoke.estate.settings import read_settings

    for _ in range(_ROUNDS):
        try:
            read_settings(draft.settings, "the drafted settings")
        except SpecError as error:
            if not any(
                _take_out(draft, problem.path, f"{problem.message}; {problem.instead}") for problem in error.problems
            ):
                raise
        else:
            return
    raise SpecError([], "the drafted settings")


def _take_out(draft: Draft, path: str, reason: str) -> bool:
    """Take the smallest entry around a path out of the settings. Says whether there was one."""
    parts = path.replace("[", ".").split(".")
    for section in ("spokes", "circuits", "routeFilters", "hubs"):
        members: Settings = draft.settings.get(section, {})
        if parts[0] != section or len(parts) < 2 or parts[1] not in members:
            continue
        member: Settings = members[parts[1]]
        if len(parts) > 3 and parts[2] == "names":
            return member.get("names", {}).pop(parts[3], None) is not None
        if len(parts) > 2 and parts[2] in _PARTS and parts[2] in member:
            return _take_part(draft, member, parts[2:], reason)
        if section != "hubs":
            _leave_named(draft, member, reason)
            del members[parts[1]]
            return True
    return False


def _take_part(draft: Draft, member: Settings, parts: list[str], reason: str) -> bool:
    """Take a subnet, NAT gateway, gateway, tunnel or peering out of a member's settings."""
    if parts[:2] == ["vpnGateway", "sites"] and len(parts) > 2:
        gateway: Settings = member["vpnGateway"]
        if gateway["sites"].pop(parts[2], None) is None:
            return False
        if gateway.get("defaultSite") == parts[2]:
            del gateway["defaultSite"]
    elif parts[0] not in ("subnets", "natGateways"):
        del member[parts[0]]
    elif len(parts) < 2 or member[parts[0]].pop(parts[1], None) is None:
        return False
    names: Settings = member.get("names", {})
    gone = {slot: names.pop(slot) for slot in _slots_of(parts, names) if slot in names}
    _leave_named(draft, {"names": gone, "resourceGroup": member.get("resourceGroup")}, reason)
    return True


def _slots_of(parts: list[str], names: Settings) -> tuple[str, ...]:
    """The roles, in `names`, of what a part of the settings makes."""
    if parts[:2] == ["vpnGateway", "sites"] and len(parts) > 2:
        return (f"site-{parts[2]}", f"connection-{parts[2]}")
    if parts[0] == "subnets":
        return tuple(f"{role}-{parts[1]}" for role in ("subnet", "nsg", "routes"))
    if parts[0] == "natGateways":
        return (f"nat-{parts[1]}", f"nat-ip-{parts[1]}")
    return {
        "vpnGateway": (
            *("gateway-vpn", "gateway-ip-vpn", "gateway-ip-vpn-2"),
            *(slot for slot in names if slot.startswith(("site-", "connection-"))),
        ),
        "expressRouteGateway": ("gateway-er",),
    }.get(parts[0], ())


def _leave_named(draft: Draft, member: Settings, reason: str) -> None:
    """Leave out whatever a member names, in its resource group."""
    group, names = str(member.get("resourceGroup") or "").lower(), set((member.get("names") or {}).values())
    for document in draft.documents:
        if document.id.resource_group.lower() == group and document.name in names:
            draft.leave(document, f"settings cannot say it: {reason}")


def _fold(draft: Draft, stack: str) -> None:
    """Take names out that the naming scheme makes anyway."""
    wanted = _take_names(draft)
    made = {item.name: _azure_name(item) for item in _run(draft, stack)}
    for (section, key), names in wanted.items():
        component = f"{_COMPONENTS[section]}-{key}"
        kept = {slot: name for slot, name in names.items() if made.get(f"{component}-{slot}") != name}
        if kept:
            draft.settings[section][key]["names"] = kept


def _take_names(draft: Draft) -> dict[tuple[str, str], Settings]:
    return {
        (section, key): member.pop("names")
        for section in _COMPONENTS
        for key, member in draft.settings.get(section, {}).items()
        if "names" in member
    }


def _azure_name(resource: Registered) -> str:
    rt = type_of(resource)
    return str(resource.inputs.get(rt.name_property, "")) if rt is not None else ""


def _left(draft: Draft, adopted: set[str]) -> dict[str, str]:
    """Every document that is not adopted, with the reason."""
    left: dict[str, str] = {}
    for document in draft.documents:
        if document.key not in adopted:
            left[document.key] = draft.left.get(document.key) or _reason(document)
    return left


_GROUP, _AZURES, _OTHER = "resource groups are referred to by name", "Azure's own", "not a network resource"
_FIREWALLS = (FIREWALL.lower(), FIREWALL_POLICY.lower())
_HARMLESS = (_GROUP, _AZURES, _OTHER)


def _reason(document: Document) -> str:
    if document.is_a(RESOURCE_GROUP):
        return _GROUP
    if document.type.startswith("microsoft.network/networkwatchers"):
        return _AZURES
    if not document.type.startswith(("microsoft.network/", "microsoft.classicnetwork/")):
        return _OTHER
    if document.type.startswith(_FIREWALLS):
        return "a firewall brings tables for every route through its hub, which settings are not drafted for"
    return "nothing in the settings stands for it"
