"""Security rules in the words of the estate, turned into those Azure takes: names of groups become their members.

Azure has no object groups for security rules. A name among a rule's ends becomes prefixes, or ids of application
security groups; one among its ports becomes the ports of a protocol, and so a rule of its own for each protocol.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from hubspoke.vnet.internal_only_rules import RulePlan
from hubspoke.vnet.security_rule_args import SecurityRuleArgs, is_name, is_service
from hubspoke_network.core import Problem
from hubspoke_network.rules import rule_problems
from hubspoke_network.sets.object_groups import PROTOCOLS, ObjectGroups, Service, ServiceError, merged, read_service

_OFFSETS = {protocol: offset for offset, protocol in enumerate(["Tcp", "Udp", "Icmp", "Esp", "Ah", "*"])}
"""How far behind its rule's priority a protocol of a service group stands: its own place, whatever others there are."""

PLACES = len(_OFFSETS)
"""How many priorities a rule with services takes up."""


def protocol_offset(protocol: str) -> int:
    """The place of a protocol behind its rule's priority."""
    return _OFFSETS[protocol]


@dataclass(frozen=True)
class Objects:
    """What names stand for in the rules of one network. `asgs` are application security groups made in it."""

    groups: ObjectGroups
    asgs: Collection[str] = ()

    def rules(self, name: str, rule: SecurityRuleArgs) -> list[RulePlan]:
        """The rules that one comes to: one, or one for each protocol of its services. Mistakes leave members out."""
        return list(self._made(name, rule, []))

    def problems(self, name: str, rule: SecurityRuleArgs) -> list[Problem]:
        """What is wrong with the names in a rule, and with what they come to; paths are relative to the rule."""
        found: list[Problem] = []
        made = list(self._made(name, rule, found))
        if not found:
            told = {problem.message for problem in rule.own_problems()}
            for item in made:
                document = {"name": item.name, "properties": _readable(item.properties)}
                for wrong in rule_problems(document):
                    message = f"is refused by Azure: {wrong.message}"
                    if message not in told:
                        found.append(Problem("HS140", "", wrong.value, message, wrong.instead))
        return found

    def _made(self, name: str, rule: SecurityRuleArgs, problems: list[Problem]) -> Iterator[RulePlan]:
        ends: dict[str, object] = {}
        for path, field, texts in (
            ("sources", "source", rule.sources),
            ("destinations", "destination", rule.destinations),
        ):
            ends |= self._end(path, field, texts, problems)
        document = rule.document() | {"sourceAddressPrefix": None, "destinationAddressPrefix": None}
        for key in ("sourceAddressPrefixes", "destinationAddressPrefixes"):
            document.pop(key, None)
        document = {key: value for key, value in document.items() if value is not None} | ends
        if not any(is_service(text) for text in rule.ports or ()):
            yield RulePlan(name, document)
            return
        for key in ("destinationPortRange", "destinationPortRanges"):
            document.pop(key, None)
        for service in self.services("ports", rule.ports or [], problems):
            offset = _OFFSETS[service.protocol]
            properties = document | {"protocol": service.protocol, "priority": rule.priority + offset}
            yield RulePlan(
                f"{name}-{word(service.protocol)}", properties | _plural("destinationPortRange", _ports(service))
            )

    def _end(self, path: str, field: str, texts: Sequence[str] | None, problems: list[Problem]) -> dict[str, object]:
        prefixes: dict[str, None] = {}
        asgs: dict[str, None] = {}
        for index, text in enumerate(texts or ["*"]):
            kind = self._kind(text)
            if kind == "addresses":
                prefixes |= dict.fromkeys(str(prefix) for prefix in self.groups.address_set(text).prefixes())
            elif kind == "applicationSecurityGroups":
                asgs |= dict.fromkeys(self._asgs_of(text))
            elif is_name(text):
                problems.append(self._unknown(f"{path}[{index}]", text, kind))
            else:
                prefixes[text] = None
        if prefixes and asgs:
            message = "mixes application security groups with addresses, which Azure does not take"
            problems.append(Problem("HS403", path, ", ".join(texts or ()), message, "write a rule for each"))
        if asgs:
            return {f"{field}ApplicationSecurityGroups": tuple(sorted(asgs))}
        return _plural(f"{field}AddressPrefix", list(prefixes))

    def services(self, path: str, texts: Sequence[str], problems: list[Problem]) -> tuple[Service, ...]:
        """The services that texts name, one entry a protocol; what is wrong is added to `problems`."""
        found: list[Service] = []
        for index, text in enumerate(texts):
            where = f"{path}[{index}]"
            if not is_service(text):
                continue  # told where the rule is written
            if self._kind(text) == "services":
                found += self.groups.services_of(text)
            elif is_name(text) and text.lower() not in {*PROTOCOLS, "any"}:
                problems.append(self._unknown(where, text, self._kind(text), services=True))
            else:
                try:
                    found += read_service(text)
                except ServiceError as error:
                    problems.append(Problem("HS406", where, text, error.reason, error.instead))
        return merged(found)

    def _kind(self, text: str) -> str | None:
        if any(text.lower() == known.lower() for known in self.asgs):
            return "applicationSecurityGroups"
        return self.groups.kind(text)

    def _asgs_of(self, text: str) -> tuple[str, ...]:
        own = next((known for known in self.asgs if known.lower() == text.lower()), None)
        return (own,) if own is not None else self.groups.asgs_of(text)

    def _unknown(self, path: str, text: str, kind: str | None, *, services: bool = False) -> Problem:
        if kind is not None:
            return Problem("HS409", path, text, f"is a group of another kind, {kind}", "write one that fits here")
        fitting: list[str] = [*self.groups.services] if services else [*self.groups.addresses, *self.asgs]
        close = get_close_matches(text, fitting, 3, 0.5)
        instead = f"write {' or '.join(close)}" if close else "define it under objectGroups"
        what = "is no service and no group of services" if services else "is no object group and no service tag"
        return Problem("HS403", path, text, what, instead)


def word(protocol: str) -> str:
    """A protocol as a part of a rule's name."""
    return "any" if protocol == "*" else protocol.lower()


def _ports(service: Service) -> list[str]:
    return str(service.ports).split(",")


def _plural(field: str, values: list[str]) -> dict[str, object]:
    if len(values) == 1:
        return {field: values[0]}
    return {f"{field}es" if field.endswith("x") else f"{field}s": values}


def _readable(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with stand-ins for the ids of application security groups, which are not known yet."""
    found = dict(properties)
    for key in ("sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"):
        if key in found:
            found[key] = [{"id": item} for item in found[key]]
    return found
