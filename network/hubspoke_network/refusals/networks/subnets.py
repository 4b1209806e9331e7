"""Rules on subnets of any name: size, what may change while they are in use, private subnets."""

from collections.abc import Iterator

from hubspoke_network.azure import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, items, text
from hubspoke_network.refusals.network_questions import parsed, subnet_prefixes
from hubspoke_network.refusals.rule import UPDATE, Values, rule
from hubspoke_network.refusals.view import View

_FAQ = "virtual-network/virtual-networks-faq"


@rule(
    "subnet-size",
    grade="A",
    source=f"{_FAQ}; text: Azure/azure-rest-api-specs#11861",
    message="Subnet '{subnet}' is not valid in virtual network '{network}'.",
    seen=True,
)
def subnet_size(change: Change, _view: View) -> Iterator[Values]:
    """An IPv4 subnet is smaller than /29 or larger than /2."""
    longest, shortest = limit("ipv4_subnet_longest_prefix"), limit("ipv4_subnet_shortest_prefix")
    for prefix in parsed(subnet_prefixes(change.new)) if change.new else ():
        if prefix.version == 4 and not shortest <= prefix.prefixlen <= longest:
            yield {"subnet": change.name, "network": change.parent_name}


@rule(
    "subnet-size-ipv6",
    grade="A",
    source=_FAQ,
    message="IPv6 prefix {prefix} of subnet {id} must be a /{length}.",
)
def subnet_size_ipv6(change: Change, _view: View) -> Iterator[Values]:
    """An IPv6 subnet is not a /64."""
    length = limit("ipv6_subnet_prefix")
    for prefix in parsed(subnet_prefixes(change.new)) if change.new else ():
        if prefix.version == 6 and prefix.prefixlen != length:
            yield {"prefix": prefix, "id": change.id, "length": length}


@rule(
    "subnet-without-prefix",
    grade="D",
    source="inferred",
    message="Subnet {id} has neither addressPrefix nor addressPrefixes.",
)
def subnet_without_prefix(change: Change, _view: View) -> Iterator[Values]:
    """A subnet has no prefix at all."""
    pools = items(change.document, "properties.ipamPoolPrefixAllocations")
    if change.new is not None and not subnet_prefixes(change.new) and not pools:
        yield {"id": change.id}


@rule(
    "subnet-prefix-in-use",
    grade="B",
    source="published responses of 2025 and 2026",
    code="InUsePrefixCannotBeDeleted",
    message="IpPrefix {prefix} on Subnet {subnet} has active allocations and cannot be deleted.",
    seen=True,
    on=UPDATE,
)
def prefix_in_use(change: Change, view: View) -> Iterator[Values]:
    """A prefix with addresses in use is changed, be it only grown."""
    if change.old is None or change.new is None:
        return
    kept = set(subnet_prefixes(change.new))
    gone = [prefix for prefix in subnet_prefixes(change.old) if prefix not in kept]
    if gone and view.users(change.key, holding=True):
        yield {"prefix": gone[0], "subnet": change.name}


@rule(
    "subnet-delegation-in-use",
    grade="B",
    source="published codes",
    code="InUseSubnetCannotBeUpdated",
    message="Subnet {subnet} is in use and cannot be updated.",
    on=UPDATE,
)
def delegation_in_use(change: Change, view: View) -> Iterator[Values]:
    """A delegation is added or removed while the subnet is in use."""
    before = {text(item, "properties.serviceName") for item in items(change.before, "properties.delegations")}
    after = {text(item, "properties.serviceName") for item in items(change.document, "properties.delegations")}
    if before != after and view.users(change.key, holding=True):
        yield {"subnet": change.name}


@rule(
    "subnet-outbound-in-use",
    grade="D",
    source="inferred",
    message="defaultOutboundAccess and sharingScope of subnet {id} can only change while the subnet is empty.",
    on=UPDATE,
)
def outbound_in_use(change: Change, view: View) -> Iterator[Values]:
    """Implicit outbound access or sharing is switched while the subnet is in use."""
    before, after = change.before.get("properties", {}), change.document.get("properties", {})
    changed = any(before.get(name) != after.get(name) for name in ("defaultOutboundAccess", "sharingScope"))
    if changed and view.users(change.key, holding=True):
        yield {"id": change.id}


@rule(
    "subnet-shared-and-outbound",
    grade="C",
    source="terraform-provider-azurerm internal/services/network/subnet_resource.go",
    message="Subnet {id} sets sharingScope together with defaultOutboundAccess; a shared subnet must be private.",
)
def shared_and_outbound(change: Change, _view: View) -> Iterator[Values]:
    """A shared subnet has implicit outbound access."""
    if text(change.document, "properties.sharingScope") and flag(change.document, "properties.defaultOutboundAccess"):
        yield {"id": change.id}


@rule(
    "subnet-nat-network",
    grade="A",
    source="nat-gateway/nat-gateway-resource",
    message="NAT gateway {nat} serves virtual network {other}; subnet {id} is in another.",
)
def nat_network(change: Change, view: View) -> Iterator[Values]:
    """A NAT gateway is put on subnets of two networks."""
    nat = text(change.document, "properties.natGateway.id")
    for other in view.referring(nat.lower(), change.kind) if nat else ():
        if other.parent != change.parent:
            yield {"nat": nat, "other": other.parent, "id": change.id}


SUBNET_RULES = (
    subnet_size,
    subnet_size_ipv6,
    subnet_without_prefix,
    shared_and_outbound,
    nat_network,
    prefix_in_use,
    delegation_in_use,
    outbound_in_use,
)
