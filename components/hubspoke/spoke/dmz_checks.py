"""What is wrong between a DMZ's tiers, the spoke's subnets and the object groups."""

from collections.abc import Iterable, Iterator, Mapping

from hubspoke.base import parsed
from hubspoke.base.args import moved
from hubspoke.spoke.base_args import SpokeBase
from hubspoke.spoke.dmz_args import INTERNET, DmzRulesArgs, InfrastructureArgs
from hubspoke.spoke.dmz_rules import OWN, OWN_SLOTS, infrastructure_priority, names_made
from hubspoke.vnet import PLACES, Egress, Objects, clashes, is_name
from hubspoke_network.azure import reserved_subnet, tag_name
from hubspoke_network.core import Problem
from hubspoke_network.rules import rule_problems
from hubspoke_network.sets import AddressSet

_ANY = {
    "access": "Allow",
    "priority": 100,
    "protocol": "Tcp",
    "sourceAddressPrefix": "*",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "*",
}
_NO_WAY_BACK = (Egress.NONE, Egress.FORCED_TUNNEL)
"""Ways out by which replies to the Internet do not leave as their requests came."""


def tier_problems(spoke: SpokeBase, dmz: DmzRulesArgs) -> Iterator[Problem]:
    """Tiers without subnets, with a security beside their own, and rules outside of their band."""
    subnets = spoke.subnets or {}
    for key, tier in dmz.tiers.items():
        path = f"dmz.tiers.{key}"
        if key not in subnets:
            instead = f"write one of {', '.join(subnets)}, or add subnets.{key}"
            yield Problem("HS150", path, key, "is not among subnets", instead)
            continue
        subnet = subnets[key]
        for name, value in (
            ("security", subnet.security),
            ("rules", subnet.rules),
            ("networkSecurityGroupId", subnet.network_security_group_id),
            ("loadBalancerProbes", subnet.load_balancer_probes),
        ):
            if value is not None:
                message = "is given beside the tier that the subnet is"
                yield Problem("HS106", f"subnets.{key}.{name}", "", message, f"remove it, or write it under {path}")
        if reserved_subnet(spoke.subnet_name(key)) is not None:
            yield Problem("HS116", path, key, "is a subnet that Azure keeps for itself", "take another subnet")
        if INTERNET in (tier.inbound or {}) and spoke.egress in _NO_WAY_BACK:
            message = f"asks a tier whose replies do not get back: egress is {spoke.egress.value}"
            instead = "write egress internet, nat or firewall; the tier's group lets nothing out by itself"
            yield Problem("HS190", f"{path}.inbound.{INTERNET}", INTERNET, message, instead)
        made = names_made(key, dmz) if key in dmz.ordered else frozenset()
        for name, rule in (tier.rules or {}).items():
            if rule.priority not in OWN or rule.priority + PLACES - 1 not in OWN:
                message = "is outside of the priorities of own rules"
                instead = f"write {OWN.start} to {OWN.stop - PLACES}"
                yield Problem("HS194", f"{path}.rules.{name}.priority", str(rule.priority), message, instead)
            if name.lower() in made or name.lower().startswith(tuple(f"{text}-" for text in made)):
                yield Problem(
                    "HS194", f"{path}.rules.{name}", name, "is the name of a rule made for the tier", "rename"
                )
    yield from _slot_problems(dmz)


def _slot_problems(dmz: DmzRulesArgs) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for name, item in (dmz.infrastructure or {}).items():
        path = f"dmz.infrastructure.{name}"
        if item.slot is not None and item.slot not in OWN_SLOTS:
            instead = f"write {OWN_SLOTS.start} to {OWN_SLOTS.stop - 1}, or leave it out"
            yield Problem("HS194", f"{path}.slot", str(item.slot), "is out of range", instead)
        place = infrastructure_priority(name, item)
        other = taken.setdefault(place, name)
        if other != name:
            message = f"has the place of {other} among the priorities"
            instead = f"give one of the two a slot of its own, {OWN_SLOTS.start} to {OWN_SLOTS.stop - 1}"
            yield Problem("HS194", f"{path}.slot", "" if item.slot is None else str(item.slot), message, instead)


def tier_object_problems(dmz: DmzRulesArgs, objects: Objects) -> Iterator[Problem]:
    """Names of services and groups that stand for nothing."""
    for key, tier in dmz.tiers.items():
        path = f"dmz.tiers.{key}"
        for source, services in (tier.inbound or {}).items():
            yield from _service_problems(f"{path}.inbound.{source}", services, objects)
        yield from _service_problems(f"{path}.within", tier.within or [], objects)
        made = {}
        for name, rule in (tier.rules or {}).items():
            yield from (moved(problem, f"{path}.rules.{name}") for problem in objects.problems(name, rule))
            made[name] = objects.rules(name, rule)
        yield from clashes(made, f"{path}.rules")
    for name, item in (dmz.infrastructure or {}).items():
        path = f"dmz.infrastructure.{name}"
        yield from _service_problems(f"{path}.outbound", item.outbound or [], objects)
        yield from _service_problems(f"{path}.inbound", item.inbound or [], objects)
        group = item.group or name
        if is_name(group) and objects.groups.kind(group) not in {"addresses", "applicationSecurityGroups"}:
            message = "is no group of addresses" if item.group else "has no object group of its name"
            instead = "write an object group or a service tag as group, or define it under objectGroups.addresses"
            yield Problem("HS403", f"{path}.group", group, message, instead)
        elif not is_name(group):
            for message in _refusals(group, item):
                instead = "write an object group, a prefix such as 10.0.9.0/24, or a service tag"
                yield Problem("HS140", f"{path}.group", group, f"is refused by Azure: {message}", instead)


def _refusals(group: str, item: InfrastructureArgs) -> Iterable[str]:
    """Why ARM refuses rules of a group that is written as an address, a prefix or a tag; each reason once."""
    ends = ((item.inbound, "Inbound", "source"), (item.outbound, "Outbound", "destination"))
    found: dict[str, None] = {}
    for services, direction, end in ends:
        if services:
            properties = _ANY | {"direction": direction, f"{end}AddressPrefix": group}
            told = rule_problems({"name": "rule", "properties": properties})
            found |= dict.fromkeys(problem.message for problem in told)
    return found


def _service_problems(path: str, services: list[str], objects: Objects) -> list[Problem]:
    problems: list[Problem] = []
    objects.services("", services, problems)
    return [Problem(p.code, f"{path}{p.path}", p.value, p.message, p.instead) for p in problems]


def overlap_problems(dmz: DmzRulesArgs, prefixes: Mapping[str, str], objects: Objects) -> Iterator[Problem]:
    """Infrastructure whose group holds addresses of a tier, by which a far tier would get in; or of another family."""
    tiers = {
        key: AddressSet.of([network])
        for key in dmz.tiers
        if key in prefixes and (network := parsed(prefixes[key])) is not None
    }
    for name, item in (dmz.infrastructure or {}).items():
        group = item.group or name
        path = f"dmz.infrastructure.{name}.group"
        if group == "*" or (tag_name(group) or "").lower() == "virtualnetwork":
            message = "holds every tier, and all that is routed"
            yield Problem("HS193", path, group, message, "write a group of the servers")
        addresses = _addresses(group, objects)
        for key, prefix in tiers.items():
            if not addresses.isdisjoint(prefix):
                message = f"holds addresses of the tier {key}: {addresses & prefix}"
                instead = f"take them out of the group, or write {key} under inbound of its neighbours"
                yield Problem("HS193", path, group, message, instead)
            elif not dmz.members and (item.tiers is None or key in item.tiers):
                yield from _family_problems(path, group, addresses, key, prefix)


def _family_problems(path: str, group: str, addresses: AddressSet, key: str, tier: AddressSet) -> Iterator[Problem]:
    there, here = ({prefix.version for prefix in each.prefixes()} for each in (addresses, tier))
    if there - here:
        told = " and ".join(f"IPv{version}" for version in sorted(there))
        message = f"holds {told}, and the tier {key} is IPv{min(here)}: a rule takes one of them"
        yield Problem("HS140", path, group, message, "write a group of the tier's family alone, or other tiers")


def _addresses(group: str, objects: Objects) -> AddressSet:
    if objects.groups.kind(group) == "addresses":
        return objects.groups.address_set(group)
    network = parsed(group)
    return AddressSet.of([network]) if network is not None else AddressSet.empty()
