"""Circuits, their peerings and links, and route filters as settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from hubspoke_migration.arm.documents import Document
from hubspoke_migration.arm.draft import Draft, Settings
from hubspoke_migration.arm.naming import bare, key_of
from hubspoke_network.azure import AUTHORIZATION, CIRCUIT_PEERING, FILTER_RULE, community


def add_filters(draft: Draft, filters: Sequence[Document]) -> None:
    """Put route filters into the settings."""
    taken: set[str] = set()
    for item in filters:
        rules = draft.documents.below(item, FILTER_RULE)
        if len(rules) != 1:
            draft.leave(item, f"it has {len(rules)} rules; a filter of the stack has one")
            continue
        values = [str(value) for value in rules[0].list("communities")]
        known = {value: community(value) for value in values}
        services = [found.service for value in values if (found := known[value]) is not None and not found.region]
        others = [value for value in values if (found := known[value]) is None or found.region]
        entry: Settings = {
            "resourceGroup": item.id.resource_group,
            "location": item.location if item.location != draft.location else None,
            "subscription": draft.subscription_key(item),
            "tags": draft.own_tags(item),
            "services": services or None,
            "communities": others or None,
            "authorised": True,
            "names": {"filter": item.name, "rule": rules[0].name},
        }
        key = key_of(bare(item.name, "rf", draft.environment), taken)
        draft.keys[item.key] = key
        draft.settings.setdefault("routeFilters", {})[key] = _tidy(entry)


def add_circuits(
    draft: Draft,
    circuits: Sequence[Document],
    connections: Sequence[Document],
    gateways: Mapping[str, Sequence[Document]],
) -> None:
    """Put circuits with their links to the hubs into the settings. `gateways` are by their network's key."""
    hub_of_gateway = {gateway.key: hub for hub, found in gateways.items() for gateway in found}
    taken: set[str] = set()
    by_circuit = _links(draft, connections, hub_of_gateway)
    for circuit in circuits:
        links = by_circuit.pop(circuit.key, [])
        provider = circuit.get("serviceProviderProperties")
        if not isinstance(provider, dict):
            draft.leave(circuit, "it is on a port of its own (ExpressRoute Direct)")
            for link in links:
                draft.leave(link, "its circuit is left out")
            continue
        key = key_of(bare(circuit.name, "erc", draft.environment), taken)
        entry = _circuit(draft, circuit, provider, links, hub_of_gateway, bare(circuit.name, "erc", draft.environment))
        draft.settings.setdefault("circuits", {})[key] = entry
    for links in by_circuit.values():
        for link in links:
            draft.leave(link, "its circuit is not in the export")


def _links(draft: Draft, connections: Sequence[Document], hub_of_gateway: dict[str, str]) -> dict[str, list[Document]]:
    """The links to hubs by the circuit they go to; other connections are left out, but for tunnels that have a site."""
    found: dict[str, list[Document]] = {}
    for connection in connections:
        gateway = connection.ref("virtualNetworkGateway1")
        kind, hub = connection.get("connectionType"), hub_of_gateway.get(gateway, "")
        if kind not in ("ExpressRoute", "IPsec"):
            draft.leave(connection, "tunnels between networks are not part of the settings")
        elif hub not in draft.keys:
            draft.leave(connection, "its gateway is in no hub")
        elif kind == "ExpressRoute":
            found.setdefault(connection.ref("peer"), []).append(connection)
        else:
            names = draft.settings["hubs"][draft.keys[hub]].get("names", {})
            if names.get("gateway-vpn", "").lower() != gateway.rpartition("/")[2]:
                draft.leave(connection, "its gateway is left out, or has no tunnels")
    return found


def _circuit(
    draft: Draft,
    circuit: Document,
    provider: dict[str, Any],
    links: Sequence[Document],
    hub_of_gateway: dict[str, str],
    label: str,
) -> Settings:
    sku = circuit.body.get("sku") or {}
    names: Settings = {"circuit": circuit.name}
    entry: Settings = {
        "resourceGroup": circuit.id.resource_group,
        "location": circuit.location if circuit.location != draft.location else None,
        "subscription": draft.subscription_key(circuit),
        "tier": sku.get("tier"),
        "family": sku.get("family"),
        "serviceProvider": {
            "name": provider.get("serviceProviderName"),
            "peeringLocation": provider.get("peeringLocation"),
            "bandwidthMbps": provider.get("bandwidthInMbps"),
        },
        "tags": draft.own_tags(circuit),
    }
    peerings = draft.documents.below(circuit, CIRCUIT_PEERING)
    for peering in peerings:
        if peering.name == "AzurePrivatePeering":
            entry["privatePeering"] = _peering(peering)
        elif peering.name == "MicrosoftPeering":
            entry["microsoftPeering"] = _microsoft(draft, peering)
        else:
            draft.leave(peering, "public peering is not part of the settings")
    if peerings or links:
        entry["stage"] = "provisioned"
    authorizations = draft.documents.below(circuit, AUTHORIZATION)
    for authorization in authorizations:
        key = bare(authorization.name, "erauth", draft.environment, label)
        if not key.startswith("link-"):
            entry.setdefault("authorizations", []).append(key)
        names[f"authorization-{key}"] = authorization.name
    for link in links:
        hub = draft.keys[hub_of_gateway[link.ref("virtualNetworkGateway1")]]
        if hub in entry.get("hubs", {}):
            draft.leave(link, "the hub is linked to the circuit already")
            continue
        weight = link.get("routingWeight")
        settings: Settings = {"routingWeight": weight} if weight else {}
        if link.get("expressRouteGatewayBypass") is True:
            settings["fastPath"] = True
        entry.setdefault("hubs", {})[hub] = settings
        names[f"connection-{hub}"] = link.name
    return _tidy(entry | {"names": names})


def _peering(peering: Document) -> Settings:
    return {
        "peerAsn": peering.get("peerASN"),
        "primaryPrefix": peering.get("primaryPeerAddressPrefix"),
        "secondaryPrefix": peering.get("secondaryPeerAddressPrefix"),
        "vlanId": peering.get("vlanId"),
    }


def _microsoft(draft: Draft, peering: Document) -> Settings:
    config = peering.get("microsoftPeeringConfig") or {}
    settings = _peering(peering) | {"advertisedPrefixes": config.get("advertisedPublicPrefixes") or []}
    if config.get("customerASN"):
        settings["customerAsn"] = config["customerASN"]
    if config.get("routingRegistryName") not in (None, "", "NONE"):
        settings["routingRegistry"] = config["routingRegistryName"]
    route_filter = draft.keys.get(peering.ref("routeFilter"))
    return settings | ({"routeFilter": route_filter} if route_filter else {})


def _tidy(settings: Settings) -> Settings:
    return {key: value for key, value in settings.items() if value is not None and value != {}}
