"""The tunnels of a hub's VPN gateway as settings: sites, and what the connections to them use."""

from typing import Any

from hubspoke_migration.arm.documents import Document
from hubspoke_migration.arm.draft import Draft, Settings
from hubspoke_migration.arm.naming import bare, key_of
from hubspoke_network.azure import CONNECTION, LOCAL_GATEWAY

_PLAIN = {
    "connectionProtocol": "IKEv2",
    "usePolicyBasedTrafficSelectors": False,
    "useLocalAzureIpAddress": False,
    "trafficSelectorPolicies": [],
    "ingressNatRules": [],
    "egressNatRules": [],
    "gatewayCustomBgpIpAddresses": [],
}
"""What settings say nothing of, as it is without: a tunnel that has it otherwise would lose it."""

_IPSEC = {
    "ikeEncryption": "ikeEncryption",
    "ikeIntegrity": "ikeIntegrity",
    "dhGroup": "dhGroup",
    "ipsecEncryption": "ipsecEncryption",
    "ipsecIntegrity": "ipsecIntegrity",
    "pfsGroup": "pfsGroup",
    "lifetimeSeconds": "saLifeTimeSeconds",
    "lifetimeKilobytes": "saDataSizeKilobytes",
}
"""Settings of a policy, and how Azure calls them."""


def tunnels_of(draft: Draft, gateway: Document) -> list[Document]:
    """The connections of a gateway to sites."""
    return [
        connection
        for connection in draft.documents.of_type(CONNECTION)
        if connection.get("connectionType") == "IPsec" and connection.ref("virtualNetworkGateway1") == gateway.key
    ]


def add_sites(draft: Draft, gateway: Document, label: str, settings: Settings, names: Settings) -> None:
    """Put the sites that a VPN gateway has tunnels to into its settings; their names into the hub's."""
    taken: set[str] = set()
    used: dict[str, str] = {}
    for connection in tunnels_of(draft, gateway):
        site = draft.documents.get(connection.ref("localNetworkGateway2"))
        reason = _reason(connection, site, gateway, used)
        if reason or site is None:
            draft.leave(connection, reason)
            if site is not None and site.key not in used:
                draft.leave(site, "its connection is left out")
            continue
        key = used[site.key] = key_of(bare(site.name, "lgw", draft.environment, label), taken)
        draft.left.pop(site.key, None)
        names |= {f"site-{key}": site.name, f"connection-{key}": connection.name}
        settings.setdefault("sites", {})[key] = _site(site, connection)
    default = used.get(gateway.ref("gatewayDefaultSite"))
    if default is not None:
        settings["defaultSite"] = default


def _reason(connection: Document, site: Document | None, gateway: Document, used: dict[str, str]) -> str:
    """Why settings cannot say a tunnel; empty where they can."""
    if site is None or not site.is_a(LOCAL_GATEWAY):
        return "its local network gateway is not in the export"
    if any(item.id.resource_group.lower() != gateway.id.resource_group.lower() for item in (connection, site)):
        return "it or its local network gateway is in another resource group than the gateway"
    if site.key in used:
        return "its local network gateway has a tunnel already"
    unsaid = [name for name, plain in _PLAIN.items() if connection.get(name) not in (None, plain)]
    if unsaid:
        return f"settings do not say its {', '.join(unsaid)}"
    if len(connection.list("ipsecPolicies")) > 1:
        return "it has several IPsec policies; a tunnel of the stack has one"
    return ""


def _site(site: Document, connection: Document) -> Settings:
    """A site, and the tunnel to it. Azure shows its key to nobody, and it is kept."""
    policies = connection.list("ipsecPolicies")
    speaks = connection.get("enableBgp") is True
    mode, timeout = connection.get("connectionMode"), connection.get("dpdTimeoutSeconds")
    entry: dict[str, Any] = {
        "address": site.get("gatewayIpAddress") or None,
        "fqdn": site.get("fqdn") or None,
        "prefixes": site.list("localNetworkAddressSpace.addressPrefixes") or None,
        "adopted": True,
        "bgp": {"asn": site.get("bgpSettings.asn"), "peerAddress": site.get("bgpSettings.bgpPeeringAddress")}
        if speaks
        else None,
        "ipsec": {name: policies[0].get(azure) for name, azure in _IPSEC.items()} if policies else None,
        "mode": mode if mode not in (None, "Default") else None,
        "dpdTimeoutSeconds": timeout or None,
        "routingWeight": connection.get("routingWeight") or None,
    }
    return {key: value for key, value in entry.items() if value is not None}
