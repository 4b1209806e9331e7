"""Security rules as the model sees them: read from ARM documents, every form, with what is not known kept as unknown.

Sources: azure-docs network-security-groups-overview (fields, default rules).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hubspoke_network.azure import tag_name
from hubspoke_network.core import Unknown
from hubspoke_network.rules.security_rule_fields import (
    ACCESSES,
    DIRECTIONS,
    PROTOCOLS,
    is_filled,
    leaf_text,
    priority_of,
)
from hubspoke_network.sets import AddressError, AddressSet, PortError, PortSet

Direction = Literal["Inbound", "Outbound"]
Access = Literal["Allow", "Deny"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A service tag as one end of a rule, spelt as Azure does."""

    name: str


@dataclass(frozen=True, slots=True)
class Asg:
    """An application security group as one end of a rule, by its id in lower case."""

    id: str


Term = AddressSet | Tag | Asg | Unknown


@dataclass(frozen=True, slots=True)
class SecurityRule:
    """One rule. Each end is the union of its terms. `default` marks the six that every group has."""

    name: str
    direction: Direction | Unknown
    access: Access | Unknown
    priority: int | Unknown
    protocol: str | Unknown
    source: tuple[Term, ...]
    destination: tuple[Term, ...]
    source_ports: PortSet | Unknown
    destination_ports: PortSet | Unknown
    default: bool = False
    path: str = ""


def read_rule(document: Mapping[str, Any], path: str = "") -> SecurityRule:
    """The rule in an ARM document. A field that is missing, null, unknown or not of ARM's form becomes unknown."""
    name = document.get("name")
    properties = document.get("properties")
    label = leaf_text(name) if is_filled(name) and not isinstance(name, Unknown) else "(unnamed rule)"
    if isinstance(properties, Unknown):
        return unknown_rule(label, properties, path)
    if not isinstance(properties, Mapping):
        return unknown_rule(label, Unknown(f"rule {label} has no properties"), path)
    return SecurityRule(
        name=label,
        direction=_choice(properties, "direction", DIRECTIONS, label),
        access=_choice(properties, "access", ACCESSES, label),
        priority=_priority(properties.get("priority"), label),
        protocol=_choice(properties, "protocol", PROTOCOLS, label),
        source=_end(properties, "source", label),
        destination=_end(properties, "destination", label),
        source_ports=_ports(properties, "source", label),
        destination_ports=_ports(properties, "destination", label),
        path=path,
    )


def unknown_rule(name: str, why: Unknown, path: str = "") -> SecurityRule:
    """A rule of which nothing is known but that it may be there."""
    return SecurityRule(name, why, why, why, why, (why,), (why,), why, why, path=path)


def _choice(properties: Mapping[str, Any], key: str, values: Iterable[str], rule: str) -> Any:
    value = properties.get(key)
    if isinstance(value, Unknown):
        return value
    found = {known.lower(): known for known in values}.get(leaf_text(value).lower())
    return found or _unreadable(rule, key, value)


def _priority(value: object, rule: str) -> int | Unknown:
    if isinstance(value, Unknown):
        return value
    number = priority_of(value)
    return _unreadable(rule, "priority", value) if number is None else number


def _end(properties: Mapping[str, Any], end: str, rule: str) -> tuple[Term, ...]:
    single, many, asgs = f"{end}AddressPrefix", f"{end}AddressPrefixes", f"{end}ApplicationSecurityGroups"
    filled = [key for key in (single, many, asgs) if is_filled(properties.get(key))]
    if len(filled) != 1:
        told = " and ".join(filled) if filled else f"no {end} address"
        return (Unknown(f"rule {rule} gives {told}; Azure takes exactly one of {single}, {many}, {asgs}"),)
    value = properties[filled[0]]
    if isinstance(value, Unknown):
        return (value,)
    values = value if isinstance(value, list | tuple) else [value]
    read = _asg if filled == [asgs] else _address
    return tuple(read(item, filled[0], rule) for item in values)


def _address(value: object, key: str, rule: str) -> Term:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, str):
        tag = tag_name(value)
        if tag:
            return Tag(tag)
        try:
            return AddressSet.parse(value)
        except AddressError as error:
            return Unknown(f"rule {rule}: Azure takes no such {key}: {error}")
    return _unreadable(rule, key, value)


def _asg(value: object, key: str, rule: str) -> Term:
    reference = value.get("id") if isinstance(value, Mapping) else value
    if isinstance(reference, Unknown):
        return reference
    return Asg(reference.lower()) if isinstance(reference, str) and reference else _unreadable(rule, key, reference)


def _ports(properties: Mapping[str, Any], end: str, rule: str) -> PortSet | Unknown:
    single, many = f"{end}PortRange", f"{end}PortRanges"
    filled = [key for key in (single, many) if is_filled(properties.get(key))]
    if len(filled) != 1:
        told = " and ".join(filled) if filled else f"no {end} port"
        return Unknown(f"rule {rule} gives {told}; Azure takes exactly one of {single}, {many}")
    value = properties[filled[0]]
    values = value if isinstance(value, list | tuple) else [value]
    unknown = next((item for item in values if isinstance(item, Unknown)), None)
    if unknown is not None:
        return unknown
    try:
        return PortSet.parse(*(leaf_text(item) for item in values))
    except PortError as error:
        return Unknown(f"rule {rule}: Azure takes no such {filled[0]}: {error}")


def _unreadable(rule: str, key: str, value: object) -> Unknown:
    told = "has no" if not is_filled(value) else f"has {leaf_text(value)!r} as"
    return Unknown(f"rule {rule} {told} {key}")


def _default(name: str, priority: int, source: Term, destination: Term) -> SecurityRule:
    direction: Direction = "Inbound" if name.endswith("InBound") else "Outbound"
    access: Access = "Allow" if name.startswith("Allow") else "Deny"
    every = PortSet.everything()
    return SecurityRule(name, direction, access, priority, "*", (source,), (destination,), every, every, default=True)


_VNET, _ANY = Tag("VirtualNetwork"), AddressSet.everything()

DEFAULT_RULES = (
    _default("AllowVnetInBound", 65000, _VNET, _VNET),
    _default("AllowAzureLoadBalancerInBound", 65001, Tag("AzureLoadBalancer"), _ANY),
    _default("DenyAllInBound", 65500, _ANY, _ANY),
    _default("AllowVnetOutBound", 65000, _VNET, _VNET),
    _default("AllowInternetOutBound", 65001, _ANY, Tag("Internet")),
    _default("DenyAllOutBound", 65500, _ANY, _ANY),
)
"""The rules every group has below its own; they cannot be removed or changed."""
