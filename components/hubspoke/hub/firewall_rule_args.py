"""Arguments of an Azure Firewall's rules: groups of collections of rules, by the user's names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pulumi

from hubspoke.base import Args
from hubspoke.vnet import Access, key_problems
from hubspoke_network.core import Problem

# Source: azure-docs firewall/policy-rule-sets (priorities, kinds of collections), firewall/firewall-faq (protocols).
PRIORITIES = (100, 65000)
NETWORK_PROTOCOLS = ("Any", "TCP", "UDP", "ICMP")
APPLICATION_PROTOCOLS = ("Http", "Https", "Mssql")


class FirewallSources(Args):
    """Where flows of a firewall's rule come from."""

    sources: list[str] | None = None
    """Where from: addresses, prefixes and ranges, or * for anywhere."""
    source_groups: dict[str, pulumi.Input[str]] | None = None
    """Where from: ids of IP groups, by any name."""

    def own_problems(self) -> Iterator[Problem]:
        """A rule for nobody."""
        if not self.sources and not self.source_groups:
            yield Problem("HS157", "sources", "", "is missing", "write sources or sourceGroups; * is anywhere")


class FirewallNetworkRuleArgs(FirewallSources):
    """A firewall's rule on addresses and ports."""

    destinations: list[str] | None = None
    """Where to: addresses, prefixes, ranges and service tags, or * for anywhere."""
    destination_groups: dict[str, pulumi.Input[str]] | None = None
    """Where to: ids of IP groups, by any name."""
    destination_names: list[str] | None = None
    """Where to: names in DNS, with the firewall as DNS proxy."""
    ports: list[str] | None = None
    """Ports (443) and ranges (8000-8080). Default: any."""
    protocols: list[str] | None = None
    """Any (the default), TCP, UDP, ICMP."""

    def own_problems(self) -> Iterator[Problem]:
        """A rule without ends, and unknown protocols."""
        yield from super().own_problems()
        if not (self.destinations or self.destination_groups or self.destination_names):
            instead = "write destinations, destinationGroups or destinationNames; * is anywhere"
            yield Problem("HS157", "destinations", "", "is missing", instead)
        yield from _choice_problems("protocols", self.protocols, NETWORK_PROTOCOLS)


class FirewallApplicationRuleArgs(FirewallSources):
    """A firewall's rule on names of web servers and the like."""

    names: list[str] | None = None
    """Names in DNS (www.example.org, *.example.org)."""
    name_tags: list[str] | None = None
    """Azure's lists of names (WindowsUpdate)."""
    protocols: list[str] | None = None
    """Protocols with their ports, Https:443 (the default), Http:80, Mssql:1433."""

    @property
    def protocol_ports(self) -> list[tuple[str, int]]:
        """The protocols and their ports, with the default."""
        parts = [text.partition(":") for text in self.protocols or ["Https:443"]]
        return [(protocol, int(port)) for protocol, _, port in parts]

    def own_problems(self) -> Iterator[Problem]:
        """A rule for no name, and protocols that are not."""
        yield from super().own_problems()
        if not self.names and not self.name_tags:
            yield Problem("HS157", "names", "", "is missing", "write names or nameTags")
        for index, text in enumerate(self.protocols or []):
            protocol, _, port = text.partition(":")
            if protocol not in APPLICATION_PROTOCOLS or not port.isdecimal() or not 1 <= int(port) <= 64000:
                instead = "write one such as Https:443, Http:80, Mssql:1433"
                yield Problem("HS157", f"protocols[{index}]", text, "is not a protocol with its port", instead)


class FirewallNatRuleArgs(FirewallSources):
    """A firewall's rule that leads flows to one of its public addresses on to a host inside."""

    port: str
    """Port that is called (443)."""
    destination: pulumi.Input[str] | None = None
    """Public address that is called. Default: the firewall's first one."""
    protocols: list[str] | None = None
    """TCP (the default), UDP."""
    translated_address: pulumi.Input[str]
    """Address of the host inside."""
    translated_port: str | None = None
    """Port at the host. Default: the one that is called."""

    def own_problems(self) -> Iterator[Problem]:
        """Unknown protocols."""
        yield from super().own_problems()
        yield from _choice_problems("protocols", self.protocols, ("TCP", "UDP"))


class FirewallCollectionArgs(Args):
    """Rules of one kind that are judged together."""

    priority: int
    """100 to 65000, its own in the group; the lowest number is judged first."""
    action: Access | None = None
    """Allow (the default) or Deny; not with NAT rules."""
    network_rules: dict[str, FirewallNetworkRuleArgs] | None = None
    """Rules on addresses and ports, by name."""
    application_rules: dict[str, FirewallApplicationRuleArgs] | None = None
    """Rules on names, by name."""
    nat_rules: dict[str, FirewallNatRuleArgs] | None = None
    """Rules that lead flows inside, by name."""

    def own_problems(self) -> Iterator[Problem]:
        """Rules of several kinds, or of none."""
        yield from priority_problems(self.priority)
        kinds = {
            "networkRules": self.network_rules,
            "applicationRules": self.application_rules,
            "natRules": self.nat_rules,
        }
        given = [path for path, rules in kinds.items() if rules]
        if len(given) != 1:
            message = "has no rules" if not given else f"has rules of several kinds: {', '.join(given)}"
            yield Problem("HS157", given[1] if given else "networkRules", "", message, "give each kind its collection")
        if self.nat_rules and self.action is not None:
            yield Problem("HS157", "action", self.action.value, "has no meaning with natRules", "remove it")
        for path, rules in kinds.items():
            yield from key_problems(path, rules)


class FirewallRuleGroupArgs(Args):
    """Collections that are written together (a rule collection group)."""

    priority: int
    """100 to 65000, its own in the policy; the lowest number is judged first."""
    collections: dict[str, FirewallCollectionArgs]
    """Collections by name."""

    def own_problems(self) -> Iterator[Problem]:
        """Collections that have one priority."""
        yield from priority_problems(self.priority)
        yield from key_problems("collections", self.collections)
        yield from same_priority("collections", self.collections)


class _Prioritised(Protocol):
    @property
    def priority(self) -> int: ...


def priority_problems(priority: int) -> Iterator[Problem]:
    """A priority out of range."""
    low, high = PRIORITIES
    if not low <= priority <= high:
        yield Problem("HS128", "priority", str(priority), "is out of range", f"write {low} to {high}")


def same_priority(path: str, items: Mapping[str, _Prioritised]) -> Iterator[Problem]:
    """Items that have the priority of one told before them."""
    seen: dict[int, str] = {}
    for key, item in items.items():
        if item.priority in seen:
            message = f"is the priority of {seen[item.priority]} too"
            where = f"{path}.{key}.priority"
            yield Problem("HS157", where, str(item.priority), message, "give it a priority of its own")
        seen.setdefault(item.priority, key)


def _choice_problems(path: str, values: list[str] | None, known: Iterable[str]) -> Iterator[Problem]:
    for index, value in enumerate(values or []):
        if value not in known:
            instead = f"write one of {', '.join(known)}"
            yield Problem("HS104", f"{path}[{index}]", value, "is not one of the choices", instead)
