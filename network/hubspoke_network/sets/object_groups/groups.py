"""Object groups: named sets of addresses, services and application security groups, defined once and nested by name.

The document has up to three parts, each a map from a group's name to the list of its members:

    addresses:
      activeDirectory: [10.0.1.4, 10.0.1.5]
      infrastructure: [activeDirectory, 10.0.9.0/24]
    services:
      ldap: [tcp/389, udp/389, tcp/636]
    applicationSecurityGroups:
      web: [/subscriptions/.../applicationSecurityGroups/web]

Names compare without case and are unique over the three parts, so that a name alone is a subject of a question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from hubspoke_network.core import Problem, SpecError, UnknownSubject, parse_id
from hubspoke_network.sets.addresses import AddressError, AddressSet
from hubspoke_network.sets.object_groups.members import KINDS, GroupKind, LiteralError, Reader, read_members, resolve
from hubspoke_network.sets.object_groups.services import PROTOCOLS, Service, ServiceError, merged, read_service

_ASG = "microsoft.network/applicationsecuritygroups"
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class ObjectGroups:
    """Resolved groups by name. Made by `read_object_groups`."""

    addresses: Mapping[str, AddressSet] = field(default_factory=dict)
    services: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)
    application_security_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def kind(self, name: str) -> GroupKind | None:
        """Which part of the groups has `name`, or None."""
        parts = (self.addresses, self.services, self.application_security_groups)
        return next((kind for kind, part in zip(KINDS, parts, strict=True) if _spelling(name, part)), None)

    def address_set(self, name: str) -> AddressSet:
        """The addresses of a group. Raises `UnknownSubject`."""
        return _looked_up(name, self.addresses, "address group")

    def services_of(self, name: str) -> tuple[Service, ...]:
        """The services of a group, one entry a protocol. Raises `UnknownSubject`."""
        return _looked_up(name, self.services, "service group")

    def asgs_of(self, name: str) -> tuple[str, ...]:
        """The ids of the application security groups in a group, sorted. Raises `UnknownSubject`."""
        return _looked_up(name, self.application_security_groups, "group of application security groups")


def _spelling(name: str, names: Iterable[str]) -> str | None:
    return next((known for known in names if known.lower() == name.lower()), None)


def _looked_up(name: str, part: Mapping[str, _Value], what: str) -> _Value:
    known = _spelling(name, part)
    if known is None:
        raise UnknownSubject(f"there is no {what} {name!r}; {_suggestion(name, part)}")
    return part[known]


def _suggestion(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    close = get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return f"write {' or '.join(close)}"
    return f"write one of {', '.join(known[:20])}" if known else "none is defined"


def read_object_groups(document: object, path: str = "objectGroups", asgs: Collection[str] = ()) -> ObjectGroups:
    """The groups that a document defines (see the module), `path` being where it stands in the settings.

    `asgs` are names of application security groups that may stand for their ids, for those the program itself makes.
    Raises `SpecError` with every problem: HS401 to HS409.
    """
    problems: list[Problem] = []
    written = read_members(document, path, problems)
    own = {name.lower(): name for name in asgs}

    def one_asg(text: str) -> tuple[str, ...]:
        return (own.get(text.lower()) or _asg_id(text),)

    addresses = resolve(written, _ADDRESSES, problems)
    services = resolve(written, _SERVICES, problems)
    reader = Reader("applicationSecurityGroups", "HS407", one_asg, _joined_asgs, lambda text: text.lower() in own)
    members = resolve(written, reader, problems)
    if problems:
        raise SpecError(problems)
    return ObjectGroups(addresses, services, members)


def _addresses(text: str) -> AddressSet:
    try:
        return AddressSet(text)
    except AddressError as error:
        instead = f"write {error.corrected}" if error.corrected else "write an address, a prefix, a-b or a group's name"
        raise LiteralError(error.reason, instead) from None


def _services(text: str) -> tuple[Service, ...]:
    try:
        return read_service(text)
    except ServiceError as error:
        raise LiteralError(error.reason, error.instead) from None


def _asg_id(text: str) -> str:
    parsed = parse_id(text)
    if parsed is None or parsed.type.lower() != _ASG:
        instead = "write /subscriptions/.../providers/Microsoft.Network/applicationSecurityGroups/<name>"
        raise LiteralError("is not the id of an application security group", instead)
    return text


def _joined_asgs(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every id once, whatever its case, sorted."""
    by_key: dict[str, str] = {}
    for asg in (asg for asgs in many for asg in asgs):
        by_key.setdefault(asg.lower(), asg)
    return tuple(by_key[key] for key in sorted(by_key))


_ADDRESSES = Reader("addresses", "HS405", _addresses, AddressSet.union, lambda _: False)
_SERVICES = Reader(
    "services",
    "HS406",
    _services,
    lambda many: merged(service for services in many for service in services),
    lambda text: text.lower() in PROTOCOLS or text.lower() == "any",
)
