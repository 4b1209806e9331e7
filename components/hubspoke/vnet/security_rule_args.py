"""Arguments of a security rule, and what its texts can be: an address, a port, or a name."""

import re
from collections.abc import Iterator
from enum import Enum

from hubspoke.base import Args
from hubspoke_network.azure import tag_name
from hubspoke_network.core import Problem
from hubspoke_network.rules import rule_problems

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


class Direction(Enum):
    """Which way a security rule looks."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"


class Access(Enum):
    """What a security rule does."""

    ALLOW = "Allow"
    DENY = "Deny"


class SecurityRuleArgs(Args):
    """One rule of a network security group."""

    direction: Direction
    """Inbound or Outbound."""
    access: Access
    """Allow or Deny."""
    priority: int
    """100 to 4096; the lowest number that matches decides."""
    protocol: str | None = None
    """Tcp, Udp, Icmp, Esp, Ah or * (the default)."""
    sources: list[str] | None = None
    """Where from: addresses, prefixes and groups of them by name, or application security groups, or one service tag.
    Default: anywhere."""
    source_ports: list[str] | None = None
    """Ports (443) and ranges (8000-8080). Default: any."""
    destinations: list[str] | None = None
    """Where to: addresses, prefixes and groups of them by name, or application security groups, or one service tag.
    Default: anywhere."""
    ports: list[str] | None = None
    """Destination ports (443) and ranges (8000-8080); or services (tcp/443) and groups of them by name, which say the
    protocol too: one rule a protocol comes of it, each up to five priorities further. Default: any."""
    description: str | None = None
    """What the rule is for, at most 140 characters."""

    def own_problems(self) -> Iterator[Problem]:
        """What ARM refuses in this rule, in ARM's words."""
        services = [text for text in self.ports or () if is_service(text)]
        if services and self.protocol is not None:
            yield Problem("HS106", "protocol", self.protocol, "is said by the services in ports", "remove it")
        elif services and len(services) < len(self.ports or ()):
            message = "holds ports without a protocol beside services"
            instead = "write them as services too, for example tcp/443"
            yield Problem("HS106", "ports", ", ".join(self.ports or ()), message, instead)
        # What names stand for is looked at where the groups are known.
        plain = self.model_copy(
            update={
                "sources": [text for text in self.sources or () if not is_name(text)] or None,
                "destinations": [text for text in self.destinations or () if not is_name(text)] or None,
                "ports": [text for text in self.ports or () if not is_service(text)] or None,
            }
        )
        for found in rule_problems({"name": "rule", "properties": plain.document()}):
            path = _OWN_PATHS.get(found.path.removeprefix("properties.").partition("[")[0], "")
            yield Problem("HS140", path or "rule", found.value, f"is refused by Azure: {found.message}", found.instead)

    def document(self) -> dict[str, object]:
        """The rule's ARM properties."""
        properties: dict[str, object] = {
            "direction": self.direction.value,
            "access": self.access.value,
            "priority": self.priority,
            "protocol": self.protocol or "*",
        }
        if self.description:
            properties["description"] = self.description
        for field, values in (
            ("sourceAddressPrefix", self.sources),
            ("sourcePortRange", self.source_ports),
            ("destinationAddressPrefix", self.destinations),
            ("destinationPortRange", self.ports),
        ):
            if values is not None and len(values) > 1:
                properties[f"{field}es" if field.endswith("x") else f"{field}s"] = list(values)
            else:
                properties[field] = (values or ["*"])[0]
        return properties


def is_name(text: str) -> bool:
    """Whether `text` can only be the name of an object group: no address, no tag and no `*`."""
    return _NAME.fullmatch(text) is not None and tag_name(text) is None


def is_service(text: str) -> bool:
    """Whether `text` among ports is a service (tcp/443) or a group of services, and no port."""
    return text != "*" and not text[:1].isdigit()


def rule_conflicts(rules: dict[str, SecurityRuleArgs]) -> Iterator[Problem]:
    """Rules of one direction that have one priority."""
    slots: dict[tuple[Direction, int], str] = {}
    for name, rule in rules.items():
        slot = (rule.direction, rule.priority)
        if slot in slots:
            message = f"is the priority of {slots[slot]} too, in the same direction"
            yield Problem(
                "HS143", f"rules.{name}.priority", str(rule.priority), message, "give it a priority of its own"
            )
        slots.setdefault(slot, name)


_OWN_PATHS = {
    "direction": "direction",
    "access": "access",
    "priority": "priority",
    "protocol": "protocol",
    "description": "description",
    "sourceAddressPrefix": "sources",
    "sourceAddressPrefixes": "sources",
    "sourcePortRange": "sourcePorts",
    "sourcePortRanges": "sourcePorts",
    "destinationAddressPrefix": "destinations",
    "destinationAddressPrefixes": "destinations",
    "destinationPortRange": "ports",
    "destinationPortRanges": "ports",
}
