"""Security groups as rules look at them: read with their separate rules, and where each security rule was written."""

from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.addresses import AddressSet
from hubspoke_network.flows import FlowSet
from hubspoke_network.model import NSG, RULE, NetworkModel, Resource
from hubspoke_network.public_space import PUBLIC
from hubspoke_network.security_groups import Part, SecurityGroup, TagContext, decide, read_group
from hubspoke_network.security_rule_fields import is_filled, items
from hubspoke_network.security_rules import Direction, SecurityRule
from hubspoke_network.unknown import Unknown

SEGMENT = "securityRules"
READS = (NSG, RULE)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Written:
    """A security rule of a group and the resource, path and value that a finding about one of its ends names."""

    resource: Resource
    path: str
    value: str


def group_of(model: NetworkModel, resource: Resource) -> SecurityGroup:
    """The group with all its rules, those inside its document and those that are resources of their own."""
    separate = [child.document for child in model.children(resource, SEGMENT) if not child.inside]
    inline = {str(child.name).lower() for child in model.children(resource, SEGMENT) if child.inside}
    return read_group(resource.document, [d for d in separate if str(d.get("name")).lower() not in inline])


def decided(group: SecurityGroup, direction: Direction, tags: TagContext, within: FlowSet) -> tuple[Part, ...]:
    """What the group decides about the flows `within`; quick where the surroundings do not matter.

    Estates give hundreds of groups the same rules. What these decide wherever they are is worked out once; only what
    is left open then is asked again with the tags of the place.
    """
    anywhere = _anywhere(group.rules, direction, within)
    if all(part.access != "Unknown" for part in anywhere):
        return anywhere
    return decide(group, direction, tags, within).parts


@lru_cache(maxsize=4096)
def _anywhere(rules: tuple[SecurityRule, ...], direction: Direction, within: FlowSet) -> tuple[Part, ...]:
    return decide(SecurityGroup("", "", rules), direction, TagContext(), within).parts


def rule_named(group: SecurityGroup, name: str, direction: Direction) -> SecurityRule:
    """The rule of a decision's part: of two with one name, the one of that direction. Raises KeyError."""
    called = [rule for rule in group.rules if rule.name == name]
    if not called:
        raise KeyError(name)
    return next((rule for rule in called if rule.direction == direction), called[0])


def written(
    model: NetworkModel, group: Resource, rule: SecurityRule, direction: Direction, beyond: AddressSet
) -> Written:
    """Where the end of a rule that faces away from the group was written: its source inbound, else its destination.

    Of a list only the entry that holds addresses of `beyond` is named, if it is one alone.
    """
    if rule.default:
        return Written(group, SEGMENT, rule.name)
    owner, prefix = group, rule.path
    if not rule.path:
        owner = next((c for c in model.children(group, SEGMENT) if c.name == rule.name and not c.inside), group)
        prefix = ""
    if prefix and isinstance(owner.at(prefix), Unknown):
        return Written(owner, prefix, "")
    end = "source" if direction == "Inbound" else "destination"
    for field in (f"{end}AddressPrefix", f"{end}AddressPrefixes", f"{end}ApplicationSecurityGroups"):
        path = ".".join(part for part in (prefix, "properties", field) if part)
        value = owner.at(path)
        if is_filled(value):
            return _narrowed(owner, path, value, beyond)
    return Written(owner, prefix, rule.name)


def _narrowed(owner: Resource, path: str, value: object, beyond: AddressSet) -> Written:
    entries = [(index, item) for index, item in enumerate(items(value)) if isinstance(item, str)]
    guilty = [(index, item) for index, item in entries if _reaches(item, beyond)]
    if len(guilty) == 1:
        return Written(owner, f"{path}[{guilty[0][0]}]", guilty[0][1])
    shown = ", ".join(item for _, item in guilty or entries) if entries else str(value)
    return Written(owner, path, shown)


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
    prefixes = [str(prefix) for prefix in addresses.prefixes()]
    rest = len(prefixes) - SHOWN
    return ", ".join(prefixes[:SHOWN]) + (f" and {rest} more prefixes" if rest > 0 else "")
