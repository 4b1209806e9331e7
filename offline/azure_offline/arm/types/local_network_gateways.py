"""Local network gateways: the sites that VPN connections lead to."""

from azure_offline.arm.resources import TypeSpec, stated
from hubspoke_network.refusals import DELETE
from hubspoke_network.refusals.gateways.gateway_skus import bgp_settings
from hubspoke_network.refusals.gateways.local_gateways import nothing_behind, site_address, site_prefix

LOCAL_GATEWAY = "Microsoft.Network/localNetworkGateways"

_SITE_IN_USE = stated(
    "local-gateway-in-use",
    "A local network gateway that a connection uses is deleted.",
    grade="A",
    source="vpn-gateway/vpn-gateway-delete-vnet-gateway-powershell",
    message="Local network gateway {id} cannot be deleted because it is in use by {users}.",
    on=DELETE,
    needs="who refers to it by declared references",
)

LOCAL_NETWORK_GATEWAY = TypeSpec(
    type=LOCAL_GATEWAY, guid=True, rules=(site_prefix, site_address, nothing_behind, bgp_settings), in_use=_SITE_IN_USE
)
