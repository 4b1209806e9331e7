"""What ARM refuses in security rules: each with ARM's code and message, and how sure we are of them.

Sources: azure-docs network-security-groups-overview and azure-virtual-network-limits for the rules; published ARM
responses for codes and messages. `grade` tells the evidence: A documentation, B a published response, C a code named in
published material without its text, D inferred. A refusal whose code nobody has published carries `NotVerified`.

Leaves that are not known yet are skipped: they are refused once they are known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any, Literal

from hubspoke_network.azure import deny_only, limit, tag_name
from hubspoke_network.core import Unknown
from hubspoke_network.rules.security_rule_fields import (
    ACCESSES,
    DIRECTIONS,
    ENDS,
    PROTOCOLS,
    address_kind,
    is_filled,
    items,
    leaf_text,
    network_version,
    port_span,
    priority_of,
)

NOT_VERIFIED = "NotVerified"

Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One refusal. `path` is relative to what was asked about, `message` is ARM's text where it is known.

    `grade` is the evidence for the refusal itself; an inferred one (D) is not to be taken for certain.
    """

    code: str
    message: str
    path: str
    value: str
    grade: Grade
    instead: str


def rule_problems(rule: Mapping[str, Any]) -> list[RuleProblem]:
    """What ARM refuses in one rule, given as its ARM document (`{"name", "id", "properties": {...}}`)."""
    properties = rule.get("properties")
    if isinstance(properties, Unknown):
        return []
    if not isinstance(properties, Mapping):
        return [_unverified("properties", properties, "A", "a security rule needs properties", "write its properties")]
    known = (
        leaf_text(value) for value in (rule.get("id"), rule.get("name")) if not isinstance(value, Unknown) and value
    )
    name = next(known, "")
    found = [*_enum_problems(properties), *_priority_problems(properties), *_description_problems(properties)]
    for end in ENDS:
        found += _address_problems(properties, end, name)
        found += _port_problems(properties, end)
    found += _family_problems(properties)
    return found


def group_problems(rules: Sequence[Mapping[str, Any]]) -> list[RuleProblem]:
    """What ARM refuses between the rules of one group, and in their number.

    A conflict is told of the later rule. Paths are relative to the group's properties:
    `securityRules[2].properties.priority`.
    """
    return [*_conflicts(rules), *_group_limits(rules)]


def _conflicts(rules: Sequence[Mapping[str, Any]]) -> Iterator[RuleProblem]:
    slots: dict[tuple[str, int], str] = {}
    names: set[str] = set()
    for index, rule in enumerate(rules):
        name = rule.get("name")
        if isinstance(name, str) and name:
            if name.lower() in names:
                message = f"two security rules of the group are called '{name}'"
                yield _unverified(f"securityRules[{index}].name", name, "D", message, "give each rule its own name")
            names.add(name.lower())
        slot = _slot(rule)
        if slot is None:
            continue
        if slot in slots:
            yield RuleProblem(
                "SecurityRuleConflict",
                f"Security rule {name} conflicts with rule {slots[slot]}. Rules cannot have the same Priority and "
                "Direction. To learn more, see aka.ms/nsgrules.",
                f"securityRules[{index}].properties.priority",
                str(slot[1]),
                "B",
                f"give it a priority that no other {slot[0].capitalize()} rule has",
            )
        slots.setdefault(slot, leaf_text(name))


def _slot(rule: Mapping[str, Any]) -> tuple[str, int] | None:
    properties = rule.get("properties")
    if not isinstance(properties, Mapping):
        return None
    priority, direction = properties.get("priority"), properties.get("direction")
    number = None if isinstance(priority, Unknown) else priority_of(priority)
    return (direction.lower(), number) if isinstance(direction, str) and number is not None else None


def _group_limits(rules: Sequence[Mapping[str, Any]]) -> Iterator[RuleProblem]:
    most = limit("rules_per_security_group")
    if len(rules) > most:
        message = f"a network security group holds at most {most} rules"
        yield _unverified("securityRules", len(rules), "A", message, "split the group")
    most = limit("application_security_groups_per_security_group")
    asgs = {
        leaf_text(item["id"]).lower()
        for rule in rules
        if isinstance(properties := rule.get("properties"), Mapping)
        for end in ENDS
        for item in items(properties.get(f"{end}ApplicationSecurityGroups"))
        if isinstance(item, Mapping) and isinstance(item.get("id"), str)
    }
    if len(asgs) > most:
        message = f"the rules of a network security group name at most {most} application security groups"
        yield _unverified("securityRules", len(asgs), "A", message, "split the group, or use fewer")


def _enum_problems(properties: Mapping[str, Any]) -> Iterator[RuleProblem]:
    for key, values in (("direction", DIRECTIONS), ("access", ACCESSES), ("protocol", PROTOCOLS)):
        value = properties.get(key)
        if isinstance(value, Unknown):
            continue
        if leaf_text(value).lower() not in {known.lower() for known in values}:
            words = ", ".join(values)
            message = f"Security rule needs a {key}; it takes {words}"
            yield _unverified(f"properties.{key}", value, "A", message, f"write one of {words}")


def _priority_problems(properties: Mapping[str, Any]) -> Iterator[RuleProblem]:
    value = properties.get("priority")
    if isinstance(value, Unknown):
        return
    first, last = limit("rule_priority_highest"), limit("rule_priority_lowest")
    number = priority_of(value)
    if number is None or not first <= number <= last:
        text = "" if value is None else leaf_text(value)
        yield RuleProblem(
            "SecurityRuleInvalidPriority",
            f"Security rule has invalid Priority. Value provided: {text} Allowed range {first}-{last}.",
            "properties.priority",
            text,
            "C",
            f"write a whole number from {first} to {last}",
        )


def _description_problems(properties: Mapping[str, Any]) -> Iterator[RuleProblem]:
    value, most = properties.get("description"), limit("rule_description_characters")
    if isinstance(value, str) and len(value) > most:
        message = f"the description of a security rule has at most {most} characters, this one {len(value)}"
        yield _unverified("properties.description", value, "A", message, "shorten it")


def _address_problems(properties: Mapping[str, Any], end: str, rule: str) -> Iterator[RuleProblem]:
    single, many = f"{end}AddressPrefix", f"{end}AddressPrefixes"
    asgs = f"{end}ApplicationSecurityGroups"
    yield from _exactly_one(properties, (single, many, asgs))
    if is_filled(properties.get(single)):
        yield from _single_address(properties, single)
    for index, value in enumerate(items(properties.get(many))):
        kind = "prefix" if isinstance(value, Unknown) else address_kind(value)
        path = f"properties.{many}[{index}]"
        if kind in {"any", "tag"}:
            yield RuleProblem(
                "SecurityRuleParameterContainsUnsupportedValue",
                f"Security rule parameter {_capital(single)} for rule with Id {rule} cannot specify existing "
                f"VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: {value}.",
                path,
                leaf_text(value),
                "B",
                f"write a tag or '*' as {single}, alone",
            )
        elif kind == "bad":
            yield _bad_address(path, value)
    for key, most in (
        (many, limit("prefixes_per_rule_end")),
        (asgs, limit("application_security_groups_per_rule_end")),
    ):
        count = len(items(properties.get(key)))
        if count > most:
            yield _unverified(f"properties.{key}", count, "A", f"{key} holds at most {most} entries", "split the rule")


def _single_address(properties: Mapping[str, Any], key: str) -> Iterator[RuleProblem]:
    value = properties[key]
    if isinstance(value, Unknown):
        return
    if address_kind(value) == "bad":
        yield _bad_address(f"properties.{key}", value)
        return
    tag, access = tag_name(value), properties.get("access")
    if tag and deny_only(tag) and isinstance(access, str) and access.lower() == "allow":
        message = f"Security rule has invalid Access. The tag {tag} is for rules that deny; allowed value: Deny"
        yield RuleProblem(
            "SecurityRuleInvalidAccessType",
            message,
            "properties.access",
            access,
            "B",
            "write Deny, or leave the rule out: the platform's services are open without it",
        )


def _port_problems(properties: Mapping[str, Any], end: str) -> Iterator[RuleProblem]:
    single, many = f"{end}PortRange", f"{end}PortRanges"
    yield from _exactly_one(properties, (single, many))
    value = properties.get(single)
    if is_filled(value) and not isinstance(value, Unknown) and port_span(value) is None:
        yield _bad_port(f"properties.{single}", value)
    for index, item in enumerate(items(properties.get(many))):
        if isinstance(item, Unknown):
            continue
        path = f"properties.{many}[{index}]"
        if item == "*":
            yield RuleProblem(
                "SecurityRuleParameterContainsInvalidPortRanges",
                f"Security rule parameter {_capital(many)} contains '*', which stands alone in {single} only",
                path,
                "*",
                "B",
                f"write '*' as {single}, or 0-65535 here",
            )
        elif port_span(item) is None:
            yield _bad_port(path, item)


def _family_problems(properties: Mapping[str, Any]) -> Iterator[RuleProblem]:
    """IPv4 and IPv6 do not meet in one rule, on either end."""
    first = 0
    for path, value in _prefixes(properties):
        version = network_version(value)
        if version and first and version != first:
            message = f"Security rule has invalid Address prefix. Value provided: {value}"
            instead = f"keep IPv4 and IPv6 in rules of their own; the rule's first prefix is IPv{first}"
            yield RuleProblem("SecurityRuleInvalidAddressPrefix", message, path, value, "B", instead)
            return
        first = first or version


def _prefixes(properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for end in ENDS:
        value = properties.get(f"{end}AddressPrefix")
        if isinstance(value, str):
            yield f"properties.{end}AddressPrefix", value
        for index, item in enumerate(items(properties.get(f"{end}AddressPrefixes"))):
            if isinstance(item, str):
                yield f"properties.{end}AddressPrefixes[{index}]", item


def _exactly_one(properties: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[RuleProblem]:
    filled = [key for key in keys if is_filled(properties.get(key))]
    if len(filled) != 1:
        told = f"gives {' and '.join(filled)}" if filled else f"gives none of {', '.join(keys)}"
        message = f"the rule {told}; ARM takes exactly one of them"
        yield _unverified(f"properties.{filled[-1] if filled else keys[0]}", "", "D", message, "keep one of them")


def _bad_address(path: str, value: object) -> RuleProblem:
    text = leaf_text(value)
    return RuleProblem(
        "SecurityRuleInvalidAddressPrefix",
        f"Security rule has invalid Address prefix. Value provided: {text}",
        path,
        text,
        "B",
        _correction(text) or "write '*', an address, a CIDR such as 10.0.0.0/24, or a service tag such as Internet",
    )


def _bad_port(path: str, value: object) -> RuleProblem:
    text = leaf_text(value)
    return RuleProblem(
        "SecurityRuleInvalidPortRange",
        f"Security rule has invalid Port range. Value provided: {text}. Value should be an integer OR integer range "
        "with '-' delimiter. Valid range 0-65535.",
        path,
        text,
        "B",
        "write one port or a range such as 80-90; several go into the plural field, one an entry",
    )


def _unverified(path: str, value: object, grade: Grade, message: str, instead: str) -> RuleProblem:
    return RuleProblem(NOT_VERIFIED, message, path, "" if value is None else leaf_text(value), grade, instead)


def _correction(text: str) -> str:
    try:
        return f"write {ip_network(text, strict=False)}"
    except ValueError:
        return ""


def _capital(key: str) -> str:
    return key[0].upper() + key[1:]
