"""Which networks are hubs and which are spokes, and the settings that say so."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hubspoke_migration.arm.connectivity import add_circuits, add_filters
from hubspoke_migration.arm.documents import Document, Documents
from hubspoke_migration.arm.draft import Draft
from hubspoke_migration.arm.naming import bare, environment_of, key_of
from hubspoke_migration.arm.networks import add_hub, add_spoke
from hubspoke_network.azure import CIRCUIT, CONNECTION, FILTER, GATEWAY, PEERING, SUBNET, VNET


@dataclass(frozen=True, slots=True)
class Roles:
    """The networks by role: hubs, and each spoke's hub with the peerings of both ends (None for a missing one)."""

    hubs: tuple[Document, ...]
    spokes: Mapping[str, tuple[Document, Document | None, Document | None]]
    gateways: Mapping[str, tuple[Document, ...]]


def roles_of(documents: Documents) -> Roles:
    """Which networks are hubs and which are spokes of theirs.

    A hub has a gateway, or is what others use the gateway of. Without any, the network with most peerings is the hub.
    """
    networks = {network.key: network for network in documents.of_type(VNET)}
    gateways: dict[str, list[Document]] = {}
    for gateway in documents.of_type(GATEWAY):
        for configuration in gateway.list("ipConfigurations"):
            subnet = Document(gateway.id, configuration).ref("subnet")
            found = gateways.setdefault(subnet.partition("/subnets/")[0], [])
            if gateway not in found:
                found.append(gateway)
    peerings = [(networks.get(_above(peering)), peering) for peering in documents.of_type(PEERING)]
    hubs = {key for key in gateways if key in networks}
    hubs |= {peering.ref("remoteVirtualNetwork") for _, peering in peerings if peering.get("useRemoteGateways") is True}
    hubs &= networks.keys()
    if not hubs and peerings:
        counted = Counter(network.key for network, _ in peerings if network is not None)
        hubs = {min(counted, key=lambda key: (-counted[key], key))}
    return Roles(
        tuple(networks[key] for key in sorted(hubs)),
        _spokes(networks, hubs, peerings),
        {key: tuple(found) for key, found in gateways.items()},
    )


def _spokes(
    networks: Mapping[str, Document], hubs: set[str], peerings: list[tuple[Document | None, Document]]
) -> dict[str, tuple[Document, Document | None, Document | None]]:
    ends = {(network.key, peering.ref("remoteVirtualNetwork")): peering for network, peering in peerings if network}
    spokes: dict[str, tuple[Document, Document | None, Document | None]] = {}
    for key in sorted(networks.keys() - hubs):
        found = [
            (networks[hub], ends.get((hub, key)), ends.get((key, hub)))
            for hub in sorted(hubs)
            if (hub, key) in ends or (key, hub) in ends
        ]
        using = [entry for entry in found if entry[2] is not None and entry[2].get("useRemoteGateways") is True]
        if found:
            spokes[key] = (using or found)[0]
    return spokes


def draft_of(documents: Documents, subscription: str) -> Draft:
    """The settings that describe the documents, as far as settings can."""
    roles = roles_of(documents)
    networks = documents.of_type(VNET)
    members = [network for network in networks if network in roles.hubs or network.key in roles.spokes]
    draft = Draft(documents, subscription, environment=environment_of(members))
    places = Counter(network.location for network in members)
    draft.location = min(places, key=lambda place: (-places[place], place), default="")
    draft.tags = _shared([network.tags for network in members])
    taken: set[str] = set()
    for network in members:
        draft.keys[network.key] = key_of(bare(network.name, "vnet", draft.environment), taken)
    draft.settings |= {"location": draft.location, "hubs": {}, "spokes": {}}
    if draft.environment:
        draft.settings["naming"] = {"environment": draft.environment}
    if draft.tags:
        draft.settings["tags"] = dict(draft.tags)
    for hub in roles.hubs:
        draft.settings["hubs"][draft.keys[hub.key]] = add_hub(draft, hub, roles.gateways.get(hub.key, ()))
    for network in networks:
        if network.key in roles.spokes:
            entry = add_spoke(draft, network, *roles.spokes[network.key], several=len(roles.hubs) > 1)
            draft.settings["spokes"][draft.keys[network.key]] = entry
        elif network not in roles.hubs:
            draft.leave(network, "it is peered with no hub")
    add_filters(draft, documents.of_type(FILTER))
    add_circuits(draft, documents.of_type(CIRCUIT), documents.of_type(CONNECTION), roles.gateways)
    draft.settings = {key: value for key, value in draft.settings.items() if value not in ({}, "")}
    _leave_subnets(draft)
    return draft


def _leave_subnets(draft: Draft) -> None:
    """Subnets of networks that are left out share their fate."""
    for subnet in draft.documents.of_type(SUBNET):
        if _above(subnet) in draft.left:
            draft.leave(subnet, "its network is left out")


def _above(child: Document) -> str:
    return child.key.rpartition("/")[0].rpartition("/")[0]


def _shared(tags: list[dict[str, str]]) -> dict[str, str]:
    """What all have."""
    first = tags[0] if tags else {}
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in tags)}
