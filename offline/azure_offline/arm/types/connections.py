"""Connections of gateways: to circuits, to sites, to other gateways."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Reference, TypeSpec, provisioned
from azure_offline.arm.state_rules.circuits import authorization, circuit_not_ready
from azure_offline.arm.types.local_network_gateways import LOCAL_GATEWAY
from azure_offline.store.store import Resource
from hubspoke_network.refusals import CIRCUIT, CONNECTION, GATEWAY, peering_of, text
from hubspoke_network.refusals.gateways.connections import (
    advertised_routes,
    circuit_links,
    connection_type,
    fastpath,
    gateway_circuits,
    gateway_of_type,
    geography,
    peering_overlap,
    routing_weight,
    same_location,
    type_changed,
)


def _prepare(draft: Draft, _view: ArmView) -> None:
    kind = (text(draft.document, "properties.connectionType") or "").lower()
    if kind != "expressroute":
        draft.properties.setdefault("connectionProtocol", "IKEv2")
    # An omitted key keeps the one that was set: Azure has a separate operation to change it.
    for name in ("sharedKey", "authorizationKey"):
        if draft.old is not None and name in draft.old.properties:
            draft.properties.setdefault(name, draft.old.properties[name])


def _status(connection: Resource, view: ArmView) -> str:
    kind = (text(connection.document, "properties.connectionType") or "").lower()
    if kind == "expressroute":
        circuit = view.get(text(connection.document, "properties.peer.id") or "")
        ready = circuit and provisioned(circuit) and peering_of(circuit, "AzurePrivatePeering", view)
        return "Connected" if ready else "NotConnected"
    if kind == "vnet2vnet":
        return "Connected" if _answered(connection, view) else "NotConnected"
    return "Unknown"


def _answered(connection: Resource, view: ArmView) -> bool:
    """Whether the other gateway has the connection back."""
    here = (text(connection.document, "properties.virtualNetworkGateway1.id") or "").lower()
    there = (text(connection.document, "properties.virtualNetworkGateway2.id") or "").lower()
    return any(
        (text(other.document, "properties.virtualNetworkGateway1.id") or "").lower() == there
        and (text(other.document, "properties.virtualNetworkGateway2.id") or "").lower() == here
        for other in view.referring(here, CONNECTION.lower())
    )


def _present(connection: Resource, view: ArmView) -> Mapping[str, Any]:
    return {
        "connectionStatus": _status(connection, view),
        "egressBytesTransferred": 0,
        "ingressBytesTransferred": 0,
    }


VIRTUAL_NETWORK_GATEWAY_CONNECTION = TypeSpec(
    type=CONNECTION,
    references=(
        Reference("properties.virtualNetworkGateway1.id", (GATEWAY,), same_region=True, required=True),
        Reference("properties.virtualNetworkGateway2.id", (GATEWAY,)),
        Reference("properties.localNetworkGateway2.id", (LOCAL_GATEWAY,)),
        Reference("properties.peer.id", (CIRCUIT,)),
    ),
    read_only=frozenset(
        {"connectionStatus", "egressBytesTransferred", "ingressBytesTransferred", "tunnelConnectionStatus"}
    ),
    write_only=frozenset({"sharedKey", "authorizationKey"}),
    defaults={
        "enableBgp": False,
        "routingWeight": 0,
        "usePolicyBasedTrafficSelectors": False,
        "ipsecPolicies": [],
        "trafficSelectorPolicies": [],
        "expressRouteGatewayBypass": False,
        "useLocalAzureIpAddress": False,
    },
    guid=True,
    rules=(
        connection_type,
        gateway_of_type,
        type_changed,
        routing_weight,
        circuit_not_ready,
        authorization,
        circuit_links,
        geography,
        gateway_circuits,
        same_location,
        advertised_routes,
        fastpath,
        peering_overlap,
    ),
    prepare=_prepare,
    present=_present,
)
