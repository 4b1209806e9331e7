"""Rules on virtual networks."""

import re
from collections.abc import Iterator

from hubspoke_network.azure import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, number, text, texts
from hubspoke_network.refusals.network_questions import (
    NETWORK,
    SUBNET,
    address_space,
    parsed,
)
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import FORBIDDEN, overlapping

_LIMITS = "includes/azure-virtual-network-limits"


@rule(
    "network-forbidden-range",
    grade="A",
    source="virtual-network/virtual-networks-faq",
    message="Address prefix {prefix} of virtual network {id} overlaps {forbidden}, which no virtual network may hold.",
)
def forbidden_range(change: Change, _view: View) -> Iterator[Values]:
    """The address space takes in multicast, loopback, link-local or Azure's own addresses."""
    if change.new is not None:
        for prefix, forbidden in overlapping(parsed(address_space(change.new)), FORBIDDEN):
            yield {"prefix": prefix, "id": change.id, "forbidden": forbidden}


@rule(
    "network-prefixes-overlap",
    grade="D",
    source="inferred",
    message="Address prefixes {left} and {right} of virtual network {id} overlap.",
)
def prefixes_overlap(change: Change, _view: View) -> Iterator[Values]:
    """Two prefixes of one address space overlap."""
    if change.new is None:
        return
    space = parsed(address_space(change.new))
    for index, left in enumerate(space):
        for right in space[index + 1 :]:
            if left.version == right.version and left.overlaps(right):
                yield {"left": left, "right": right, "id": change.id}


@rule(
    "network-dns-servers",
    grade="A",
    source=_LIMITS,
    message="Virtual network {id} names {count} DNS servers; at most {limit} are allowed.",
)
def dns_servers(change: Change, _view: View) -> Iterator[Values]:
    """More DNS servers than a network may have."""
    count, most = (
        len(texts(change.document, "properties.dhcpOptions.dnsServers")),
        limit("dns_servers_per_virtual_network"),
    )
    if count > most:
        yield {"id": change.id, "count": count, "limit": most}


@rule(
    "network-flow-timeout",
    grade="D",
    source="inferred",
    message="flowTimeoutInMinutes of virtual network {id} is {value}; 4 to 30 are allowed.",
)
def flow_timeout(change: Change, _view: View) -> Iterator[Values]:
    """The flow timeout is out of range."""
    value = number(change.document, "properties.flowTimeoutInMinutes")
    if value is not None and not 4 <= value <= 30:
        yield {"id": change.id, "value": value}


@rule(
    "network-bgp-community",
    grade="A",
    source="expressroute/expressroute-routing",
    message="virtualNetworkCommunity {value} of virtual network {id} must have the form 12076:20000.",
)
def bgp_community(change: Change, _view: View) -> Iterator[Values]:
    """The network's own BGP community is not of the form 12076:NNNNN."""
    value = text(change.document, "properties.bgpCommunities.virtualNetworkCommunity")
    if value is not None:
        match = re.fullmatch(r"12076:(\d{1,5})", value)
        if match is None or not 1 <= int(match[1]) <= 65534:
            yield {"id": change.id, "value": value}


@rule(
    "network-ddos-plan",
    grade="A",
    source="ddos-protection/manage-ddos-protection",
    message="Virtual network {id} has enableDdosProtection set and names no ddosProtectionPlan.",
)
def ddos_plan(change: Change, _view: View) -> Iterator[Values]:
    """DDoS protection is on without a plan."""
    enabled = flag(change.document, "properties.enableDdosProtection")
    if enabled and text(change.document, "properties.ddosProtectionPlan.id") is None:
        yield {"id": change.id}


@rule(
    "network-quota",
    grade="A",
    source=_LIMITS,
    code="VnetCountLimitReached",
    message="The subscription has its {limit} virtual networks in region {region}; {id} would be one more.",
    on=CREATE,
)
def network_quota(change: Change, view: View) -> Iterator[Values]:
    """More networks in a region of the subscription than allowed."""
    new, most = change.new, view.limit("virtual_networks")
    if new is not None and view.count(change.kind, new.subscription, new.location) > most:
        yield {"id": change.id, "limit": most, "region": new.location}


@rule(
    "network-subnet-quota",
    grade="A",
    source=_LIMITS,
    message="Virtual network {network} would have {count} subnets; at most {limit} are allowed.",
)
def subnet_quota(change: Change, view: View) -> Iterator[Values]:
    """More subnets than a network may have."""
    network = change.key if change.type == NETWORK else change.parent
    count, most = view.count_children(network, SUBNET.lower()), view.limit("subnets_per_virtual_network")
    if count > most and change.requested:
        yield {"network": network, "count": count, "limit": most}
