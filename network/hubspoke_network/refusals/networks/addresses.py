"""Rules on address prefixes that virtual networks and subnets share."""

from collections.abc import Iterator, Sequence

from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.network_questions import NETWORK, SUBNET, address_space, parsed, subnet_prefixes
from hubspoke_network.refusals.rule import Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import Network, PrefixError, covers, overlapping, parse_prefix


def _written(change: Change) -> list[str]:
    if change.new is None:
        return []
    return address_space(change.new) if change.type == NETWORK else subnet_prefixes(change.new)


def _malformed(change: Change) -> Iterator[PrefixError]:
    for prefix in _written(change):
        try:
            parse_prefix(prefix)
        except PrefixError as error:
            yield error


@rule(
    "prefix-format",
    grade="B",
    source="published responses",
    code="InvalidAddressPrefixFormat",
    message="Address prefix {prefix} of resource {id} is not formatted correctly. It should follow CIDR notation, for "
    "example 10.0.0.0/24.",
    seen=True,
)
def prefix_format(change: Change, _view: View) -> Iterator[Values]:
    """A prefix is not in CIDR notation."""
    for error in _malformed(change):
        if not error.corrected or "/" not in error.text:
            yield {"prefix": error.text, "id": change.id}


@rule(
    "prefix-host-bits",
    grade="B",
    source="published responses (code and the sentence's end)",
    code="InvalidCIDRNotation",
    message="The address prefix {prefix} in resource {id} has an invalid CIDR notation. For the given prefix length, "
    "the address prefix should be {corrected}.",
)
def prefix_host_bits(change: Change, _view: View) -> Iterator[Values]:
    """A prefix has bits set behind its length."""
    for error in _malformed(change):
        if error.corrected and "/" in error.text:
            yield {"prefix": error.text, "id": change.id, "corrected": error.corrected}


@rule(
    "subnet-outside-network",
    grade="B",
    source="published responses",
    code="NetcfgSubnetRangeOutsideVnet",
    message="Subnet '{subnet}' is not valid because its IP address range is outside the IP address range of virtual "
    "network '{network}'.",
    seen=True,
)
def subnet_outside_network(change: Change, view: View) -> Iterator[Values]:
    """A subnet is outside its network's space, also when the network gives the space up."""
    network = change.new if change.type == NETWORK else view.get(change.parent)
    if network is None or (change.type == SUBNET and not change.requested):
        return  # inline subnets are checked with their network
    space = parsed(address_space(network))
    for subnet in _subnets(change, network, view):
        if not all(covers(space, prefix) for prefix in parsed(subnet_prefixes(subnet))):
            yield {"subnet": subnet.name, "network": network.name}


@rule(
    "subnets-overlap",
    grade="B",
    source="published code; text from operators' reports",
    code="NetcfgSubnetRangesOverlap",
    message="Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet in "
    "virtual network '{network}'.",
)
def subnets_overlap(change: Change, view: View) -> Iterator[Values]:
    """Two subnets of a network overlap."""
    if change.type == SUBNET:
        if change.requested and change.new is not None:
            yield from _overlaps_sibling(change.new, view)
        return
    network = change.new
    if network is None:
        return
    owners: dict[Network, str] = {}
    for subnet in view.children(network.key, SUBNET):
        for prefix in parsed(subnet_prefixes(subnet)):
            if prefix in owners:
                yield {"subnet": subnet.name, "network": network.name}
            owners.setdefault(prefix, subnet.name)
    nested = [pair for pair in overlapping(owners, owners) if pair[0] != pair[1]]
    for left, right in nested:
        later = max(left, right, key=list(owners).index)
        yield {"subnet": owners[later], "network": network.name}


def _overlaps_sibling(subnet: Resource, view: View) -> Iterator[Values]:
    own = parsed(subnet_prefixes(subnet))
    for sibling in view.children(subnet.parent, SUBNET):
        if sibling.key == subnet.key:
            continue
        for other in parsed(subnet_prefixes(sibling)):
            if any(prefix.version == other.version and prefix.overlaps(other) for prefix in own):
                yield {"subnet": subnet.name, "network": subnet.parent.rpartition("/")[2]}


def _subnets(change: Change, network: Resource, view: View) -> Sequence[Resource]:
    if change.type == NETWORK:
        return view.children(network.key, SUBNET)
    return [change.new] if change.new is not None else []
