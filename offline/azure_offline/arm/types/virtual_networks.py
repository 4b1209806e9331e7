"""Virtual networks."""

from azure_offline.arm.hooks.automatic_watchers import abandoned_watcher, make_watcher
from azure_offline.arm.resources import ArmView, Inline, Reference, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.refusals.network_questions import (
    NETWORK,
    PEERING,
    SUBNET,
    shown_communities,
)
from hubspoke_network.refusals.networks import (
    bgp_community,
    ddos_plan,
    dns_servers,
    flow_timeout,
    forbidden_range,
    network_quota,
    prefix_format,
    prefix_host_bits,
    prefixes_overlap,
    subnet_outside_network,
    subnet_quota,
    subnets_overlap,
)

_LINK = "microsoft.network/privatednszones/virtualnetworklinks"


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
