"""The rules of an Azure Firewall, in the order in which they are tried: of its policies, or its own classic ones.

Sources: azure-docs firewall/rule-processing and firewall/policy-rule-sets (a parent policy before its child, groups and
collections by priority, network rules before application rules), firewall classic rules.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hubspoke_network.azure import FIREWALL_POLICY, FIREWALL_RULE_COLLECTION_GROUP
from hubspoke_network.core import Unknown, at, listed, text
from hubspoke_network.model import Resource, ResourceIndex, may_be

RuleKind = Literal["nat", "network", "application"]

NAT: tuple[RuleKind, ...] = ("nat",)
"""Rules that lead from a public address of the firewall to a host."""
FILTER: tuple[RuleKind, ...] = ("network", "application")
"""Rules that let flows through or deny them."""

_COLLECTIONS = {"firewallpolicynatrulecollection": "nat", "firewallpolicyfilterrulecollection": "filter"}
_RULES: dict[str, RuleKind] = {"natrule": "nat", "networkrule": "network", "applicationrule": "application"}
_CLASSIC: dict[str, RuleKind] = {
    "natRuleCollections": "nat",
    "networkRuleCollections": "network",
    "applicationRuleCollections": "application",
}


@dataclass(frozen=True, slots=True)
class FirewallRule:
    """One rule. `owner` and `path` are where references in it start; `order` sorts rules of one kind."""

    kind: RuleKind
    label: str
    allows: bool
    document: Mapping[str, Any]
    order: tuple[int, int, int, int]
    owner: Resource
    path: str


def rules_of(model: ResourceIndex, firewall: Resource, kinds: Collection[RuleKind]) -> list[FirewallRule] | Unknown:
    """The rules of a firewall of these kinds, first to last; Unknown where one is not known, or which come first."""
    found: list[FirewallRule] = []
    for rule in (*_classic(firewall, kinds), *_of_policies(model, firewall, kinds)):
        if isinstance(rule, Unknown):
            return Unknown(f"the rules of {firewall.label}: {rule.reason}", rule.candidates)
        if rule.kind in kinds:
            found.append(rule)
    return sorted(found, key=lambda rule: rule.order)


def _classic(firewall: Resource, kinds: Collection[RuleKind]) -> Iterator[FirewallRule | Unknown]:
    for key, kind in _CLASSIC.items():
        if kind not in kinds:
            continue
        for path, collection in _entries(firewall, f"properties.{key}"):
            name, inner = at(collection, "name"), f"{path}.properties"
            # A reader that flattens documents leaves the envelope of a collection out.
            inside = inner if isinstance(at(collection, "properties"), Mapping) else path
            yield from _rules(firewall, inside, f"{firewall.label}/{name}", (0, 0), lambda _, kind=kind: kind)


def _of_policies(
    model: ResourceIndex, firewall: Resource, kinds: Collection[RuleKind]
) -> Iterator[FirewallRule | Unknown]:
    chain: list[Resource] = []
    policy = model.resolve(firewall, "properties.firewallPolicy.id", FIREWALL_POLICY)
    while isinstance(policy, Resource) and policy not in chain:
        chain.append(policy)
        policy = model.resolve(policy, "properties.basePolicy.id", FIREWALL_POLICY)
    if isinstance(policy, Unknown):
        yield policy
    for level, one in enumerate(reversed(chain)):
        yield from (why for _, why in model.orphans(FIREWALL_RULE_COLLECTION_GROUP) if may_be(why, one))
        for group in model.children(one, "ruleCollectionGroups"):
            yield from _of_group(group, level, kinds)


def _of_group(group: Resource, level: int, kinds: Collection[RuleKind]) -> Iterator[FirewallRule | Unknown]:
    for path, collection in _entries(group, "properties.ruleCollections"):
        kind = _COLLECTIONS.get(str(at(collection, "ruleCollectionType")).lower())
        label = f"{group.label}/{at(collection, 'name')}"
        if kind is None:
            yield collection if isinstance(collection, Unknown) else Unknown(f"{label}: what kind of collection it is")
        elif kind == "nat" and "nat" in kinds:
            # Which translation comes first does not matter to where they lead.
            yield from _rules(group, path, label, (level, 0), lambda _: "nat")
        elif kind == "filter" and set(kinds) & set(FILTER):
            priority = _priority(group, "properties")
            if isinstance(priority, Unknown):
                yield priority
            else:
                yield from _rules(group, path, label, (level, priority), _kind_of)


def _rules(
    owner: Resource, path: str, label: str, place: tuple[int, int], kind_of: Any
) -> Iterator[FirewallRule | Unknown]:
    """The rules of one collection, whose document stands at `path` of `owner`."""
    priority, allows = _priority(owner, path), _allows(owner, path)
    for index, (where, document) in enumerate(_entries(owner, f"{path}.rules")):
        kind = kind_of(document)
        if not isinstance(document, Mapping) or kind is None:
            why = Unknown(f"{owner.label} {where}: what kind of rule it is")
            yield document if isinstance(document, Unknown) else why
        elif kind != "nat" and isinstance(priority, Unknown):
            yield priority
        elif kind != "nat" and isinstance(allows, Unknown):
            yield allows
        else:
            name, order = f"{label}: {at(document, 'name')}", 0 if isinstance(priority, Unknown) else priority
            yield FirewallRule(kind, name, allows is True, document, (*place, order, index), owner, where)


def _kind_of(rule: object) -> RuleKind | None:
    return _RULES.get(str(at(rule, "ruleType")).lower())


def _priority(owner: Resource, path: str) -> int | Unknown:
    value = owner.at(f"{path}.priority")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value)
    return value if isinstance(value, Unknown) else Unknown(f"{owner.label} {path} has no priority")


def _allows(owner: Resource, path: str) -> bool | Unknown:
    action = text(owner.document, f"{path}.action.type")
    if isinstance(action, Unknown):
        return action
    told = {"allow": True, "deny": False}.get((action or "").lower())
    return Unknown(f"{owner.label} {path} neither allows nor denies") if told is None else told


def _entries(owner: Resource, path: str) -> Iterator[tuple[str, Any]]:
    """Path and value of the entries of a list; the list itself where it is not known."""
    items = listed(owner.document, path)
    if isinstance(items, Unknown):
        yield path, items
    else:
        yield from ((f"{path}[{index}]", item) for index, item in enumerate(items))
