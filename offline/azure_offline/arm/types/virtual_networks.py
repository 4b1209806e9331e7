"""Virtual networks."""

import re
from collections.abc import Iterator

from azure_offline.arm.hooks.automatic_watchers import abandoned_watcher, make_watcher
from azure_offline.arm.resources.arm_view import ArmView
from azure_offline.arm.resources.declarations import Inline, Reference, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.azure.limits import limit
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, number, text, texts
from hubspoke_network.refusals.network_questions import (
    NETWORK,
    PEERING,
    SUBNET,
    address_space,
    parsed,
    shown_communities,
)
from hubspoke_network.refusals.networks.addresses import (
    prefix_format,
    prefix_host_bits,
    subnet_outside_network,
    subnets_overlap,
)
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.sets.prefixes import FORBIDDEN, overlapping

_LINK = "microsoft.network/privatednszones/virtualnetworklinks"
_LIMITS = "includes/azure-virtual-network-limits"


@rule(
    "network-forbidden-range",
    grade="A",
    source="virtual-network/virtual-networks-faq",
    message="Address prefix {prefix} of virtual network {id} overlaps {forbidden}, which no virtual network may hold.",
)
def forbidden_range(change: Change, _view: ArmView) -> Iterator[Values]:
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
def prefixes_overlap(change: Change, _view: ArmView) -> Iterator[Values]:
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
def dns_servers(change: Change, _view: ArmView) -> Iterator[Values]:
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
def flow_timeout(change: Change, _view: ArmView) -> Iterator[Values]:
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
def bgp_community(change: Change, _view: ArmView) -> Iterator[Values]:
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
def ddos_plan(change: Change, _view: ArmView) -> Iterator[Values]:
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
def network_quota(change: Change, view: ArmView) -> Iterator[Values]:
    """More networks in a region of the subscription than allowed."""
    new, most = change.new, view.limit("virtual_networks")
    if new is not None:
        scope = f"/subscriptions/{new.subscription}"
        if view.transaction.count(change.kind, scope, new.location) > most:
            yield {"id": change.id, "limit": most, "region": new.location}


@rule(
    "network-subnet-quota",
    grade="A",
    source=_LIMITS,
    message="Virtual network {network} would have {count} subnets; at most {limit} are allowed.",
)
def subnet_quota(change: Change, view: ArmView) -> Iterator[Values]:
    """More subnets than a network may have."""
    network = change.key if change.type == NETWORK else change.parent
    count, most = view.count_children(network, SUBNET.lower()), view.limit("subnets_per_virtual_network")
    if count > most and change.requested:
        yield {"network": network, "count": count, "limit": most}


def _follow(network: Resource, view: ArmView) -> list[str]:
    """A deleted network takes its private DNS links along (dns/private-dns-virtual-network-links)."""
    links = [link.key for link in view.referring(network.key, _LINK)]
    return [*links, *abandoned_watcher(network, view)]


def _settle(network: Resource, view: ArmView) -> None:
    if network.created == network.revision and view.world.network_watchers.creation == "automatic":
        make_watcher(network, view)


def _present(network: Resource, view: ArmView) -> dict[str, object]:
    found: dict[str, object] = {}
    flow_logs = view.user_ids(network.key, kind="microsoft.network/networkwatchers/flowlogs", parts=False)
    if flow_logs:
        found["flowLogs"] = [{"id": flow_log} for flow_log in flow_logs]
    communities = shown_communities(network)
    if communities:
        found["bgpCommunities"] = communities
    return found


VIRTUAL_NETWORK = TypeSpec(
    type=NETWORK,
    inline=(Inline("subnets", SUBNET), Inline("virtualNetworkPeerings", PEERING, written=False)),
    references=(
        Reference("properties.ddosProtectionPlan.id", ("Microsoft.Network/ddosProtectionPlans",)),
        Reference("properties.ipAllocations[].id", holds=False),
    ),
    read_only=frozenset({"flowLogs", "defaultPublicNatGateway"}),
    defaults={"enableDdosProtection": False},
    guid=True,
    rules=(
        prefix_format,
        prefix_host_bits,
        forbidden_range,
        prefixes_overlap,
        dns_servers,
        flow_timeout,
        bgp_community,
        ddos_plan,
        subnet_outside_network,
        subnets_overlap,
        subnet_quota,
        network_quota,
    ),
    present=_present,
    settle=_settle,
    follow=_follow,
)
