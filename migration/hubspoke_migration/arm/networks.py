"""A hub or spoke as settings: addresses, names, gateways, peering."""

from collections.abc import Sequence
from typing import Any

from hubspoke_migration.arm.documents import Document
from hubspoke_migration.arm.draft import Draft, Settings
from hubspoke_migration.arm.naming import bare
from hubspoke_migration.arm.subnets import add_subnets
from hubspoke_migration.arm.tunnels import add_sites

GATEWAY_SUBNET = "gatewaysubnet"


def add_hub(draft: Draft, network: Document, gateways: Sequence[Document]) -> Settings:
    """A hub's settings."""
    hub = _network(draft, network)
    subnet = draft.documents.get(f"{network.key}/subnets/{GATEWAY_SUBNET}")
    if subnet is not None:
        hub["gatewaySubnet"] = _prefix(subnet)
    for gateway in gateways:
        expected = gateway.id.resource_group.lower() == network.id.resource_group.lower()
        kind = str(gateway.get("gatewayType") or "")
        name = "expressRouteGateway" if kind == "ExpressRoute" else "vpnGateway"
        if not expected or name in hub:
            reason = (
                "its resource group is not its network's" if not expected else "the hub has one of its kind already"
            )
            draft.leave(gateway, reason)
            continue
        role = "gateway-er" if kind == "ExpressRoute" else "gateway-vpn"
        hub["names"][role] = gateway.name
        hub[name] = _er(gateway) if kind == "ExpressRoute" else _vpn(draft, network, gateway, hub["names"])
    add_subnets(draft, network, hub)
    return _tidy(hub)


def add_spoke(
    draft: Draft,
    network: Document,
    hub: Document,
    hub_end: Document | None,
    own_end: Document | None,
    *,
    several: bool,
) -> Settings:
    """A spoke's settings; `several` says that there is more than one hub."""
    spoke = _network(draft, network)
    if several:
        spoke = {"hub": draft.keys[hub.key], **spoke}
    for role, end in (("hub-peering", hub_end), ("peering", own_end)):
        if end is not None:
            spoke["names"][role] = end.name
    uses = own_end is not None and own_end.get("useRemoteGateways") is True
    key = draft.keys[hub.key]
    has_gateway = any(name in draft.settings["hubs"][key] for name in ("expressRouteGateway", "vpnGateway"))
    if has_gateway and not uses:
        spoke["useHubGateway"] = False
    subnet = draft.documents.get(f"{network.key}/subnets/{GATEWAY_SUBNET}")
    if subnet is not None:
        draft.leave(subnet, "a spoke has no gateways of its own")
    add_subnets(draft, network, spoke)
    return _tidy(spoke)


def _network(draft: Draft, network: Document) -> Settings:
    servers = network.list("dhcpOptions.dnsServers")
    settings: Settings = {
        "location": network.location if network.location != draft.location else None,
        "subscription": draft.subscription_key(network),
        "resourceGroup": network.id.resource_group,
        "addressSpace": network.list("addressSpace.addressPrefixes"),
        "dnsServers": servers or None,
        "tags": draft.own_tags(network),
        "names": {"vnet": network.name},
        "subnets": {},
    }
    return settings


def _er(gateway: Document) -> Settings:
    settings: dict[str, Any] = {"sku": gateway.get("sku.name")}
    bounds = gateway.get("autoScaleConfiguration.bounds")
    if isinstance(bounds, dict):
        settings["scaleUnits"] = {"minimum": bounds.get("min"), "maximum": bounds.get("max")}
    for name in ("allowRemoteVnetTraffic", "allowVirtualWanTraffic"):
        if gateway.get(name) is True:
            settings[name] = True
    return settings


def _vpn(draft: Draft, network: Document, gateway: Document, names: Settings) -> Settings:
    settings: dict[str, Any] = {"sku": gateway.get("sku.name")}
    if gateway.get("activeActive") is True:
        settings["activeActive"] = True
    if gateway.get("enableBgp") is True:
        settings |= {"bgp": True, "asn": gateway.get("bgpSettings.asn")} | _link_local(gateway)
    zones: list[str] | None = None
    for configuration, role in zip(
        gateway.list("ipConfigurations"), ("gateway-ip-vpn", "gateway-ip-vpn-2"), strict=False
    ):
        address = draft.documents.get(Document(gateway.id, configuration).ref("publicIPAddress"))
        if address is not None:
            names[role] = address.name
            found = address.body.get("zones")
            zones = sorted(found) if isinstance(found, list) else []
    if zones is not None and zones != ["1", "2", "3"]:
        settings["zones"] = zones
    add_sites(draft, gateway, bare(network.name, "vnet", draft.environment), settings, names)
    return settings


def _link_local(gateway: Document) -> Settings:
    """The BGP addresses that were given to each instance, by the place of its configuration."""
    instances = [str(item.get("name", "")).lower() for item in gateway.list("ipConfigurations")]
    found: Settings = {}
    for item in gateway.list("bgpSettings.bgpPeeringAddresses"):
        addresses = item.get("customBgpIpAddresses") or []
        instance = str(item.get("ipconfigurationId") or "").rpartition("/")[2].lower()
        if addresses and instance in instances[:2]:
            found["secondLinkLocalAddresses" if instances.index(instance) else "linkLocalAddresses"] = list(addresses)
    return found


def _prefix(subnet: Document) -> str:
    prefixes = subnet.list("addressPrefixes")
    return str(subnet.get("addressPrefix") or (prefixes[0] if prefixes else ""))


def _tidy(settings: Settings) -> Settings:
    return {key: value for key, value in settings.items() if value is not None and value != {}}
