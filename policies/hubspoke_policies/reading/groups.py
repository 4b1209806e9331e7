"""Security groups as rules look at them: read with their separate rules, and where each security rule was written."""

from dataclasses import dataclass

from hubspoke_network.azure import PUBLIC
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import Direction, SecurityGroup, SecurityRule, is_filled, items
from hubspoke_network.sets import AddressSet, Version

SEGMENT = "securityRules"
SHOWN = 6
MANY = 100
"""Of more ranges than these not every prefix is counted, which takes longer than finding them."""

VERSIONS: tuple[Version, Version] = (4, 6)


@dataclass(frozen=True, slots=True)
class Written:
    """A security rule of a group and the resource, path and value that a finding about one of its ends names."""

    resource: Resource
    path: str
    value: str


def rule_named(group: SecurityGroup, name: str) -> SecurityRule:
    """The rule of a decision's part. Of two with one name, as a program may call its own like a default one, the first.

    Raises StopIteration where there is none.
    """
    return next(rule for rule in group.rules if rule.name == name)


def written(
    model: NetworkModel, group: Resource, rule: SecurityRule, direction: Direction, beyond: AddressSet
) -> Written:
    """Where the end of a rule that faces away from the group was written: its source inbound, else its destination.

    Of a list only the entry that holds addresses of `beyond` is named, if it is one alone.
    """
    if rule.default:
        return Written(group, SEGMENT, rule.name)
    owner = next((child for child in model.children(group, SEGMENT) if child.name == rule.name), None)
    if owner is None:
        return Written(group, f"properties.{SEGMENT}", "")
    end = "source" if direction == "Inbound" else "destination"
    for field in (f"{end}AddressPrefix", f"{end}AddressPrefixes", f"{end}ApplicationSecurityGroups"):
        path = f"properties.{field}"
        value = owner.at(path)
        if is_filled(value):
            return _narrowed(owner, path, value, beyond)
    return Written(owner, "", rule.name)


def _narrowed(owner: Resource, path: str, value: object, beyond: AddressSet) -> Written:
    entries = [(index, item) for index, item in enumerate(items(value)) if isinstance(item, str)]
    guilty = [(index, item) for index, item in entries if _reaches(item, beyond)]
    if len(guilty) == 1:
        return Written(owner, f"{path}[{guilty[0][0]}]", guilty[0][1])
    return Written(owner, path, _first([item for _, item in guilty or entries]) if entries else str(value))


def _reaches(prefix: str, beyond: AddressSet) -> bool:
    try:
        return not AddressSet.parse(prefix).isdisjoint(beyond)
    except ValueError:
        return False


def witness_of(addresses: AddressSet) -> str:
    """An address as an example: the first public one, or where there is none, the first."""
    return str((addresses & PUBLIC or addresses).first())


def shown(addresses: AddressSet) -> str:
    """A set for a message: its first prefixes, and how many more there are."""
    ranges = [(version, low, high) for version in VERSIONS for low, high in addresses.ranges(version)]
    if len(ranges) > MANY:
        first = AddressSet.from_ranges(ranges[:SHOWN]).prefixes()
        return ", ".join(str(prefix) for prefix in first[:SHOWN]) + f" and more, {len(ranges)} ranges in all"
    return _first([str(prefix) for prefix in addresses.prefixes()])


def _first(prefixes: list[str]) -> str:
    rest = len(prefixes) - SHOWN
    more = f" and {rest} more {'prefix' if rest == 1 else 'prefixes'}" if rest > 0 else ""
    return ", ".join(prefixes[:SHOWN]) + more
