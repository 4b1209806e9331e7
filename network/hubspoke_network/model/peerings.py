"""Peerings, each as seen from its own end: what it leads to, and whether it carries traffic.

Sources: azure-docs virtual-network-peering-overview, virtual-network-manage-peering; the peering REST reference.
"""

from dataclasses import dataclass
from functools import cached_property

from hubspoke_network.azure import PEERING, VNET
from hubspoke_network.core import Unknown, flag, listed, text
from hubspoke_network.model.network_spaces import address_set, prefixes_of, space_of
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.sets import AddressSet


@dataclass(frozen=True, slots=True)
class Link:
    """Whether the two ends of a peering are connected: True, False or Unknown, and why it is not True."""

    up: bool | Unknown
    reason: str = ""


class Peering:
    """One end of a peering. Traffic flows only where both ends exist and are connected; it is never transitive."""

    def __init__(self, peerings: "Peerings", resource: Resource) -> None:
        self._peerings, self._model, self.resource = peerings, peerings.model, resource

    @property
    def label(self) -> str:
        """`vnet-hub/to-spoke`."""
        return self.resource.label

    @cached_property
    def vnet(self) -> Resource | None:
        """The network this end lies in."""
        return self._model.parent(self.resource)

    @cached_property
    def remote(self) -> Resource | Unknown:
        """The network at the other end."""
        found = self._model.resolve(self.resource, "properties.remoteVirtualNetwork.id", VNET)
        return Unknown(f"{self.label} names no remote network") if isinstance(found, Missing) else found

    @cached_property
    def counterpart(self) -> "Peering | Unknown | None":
        """The other end; None where the remote network has no peering back."""
        if isinstance(self.remote, Unknown):
            return self.remote
        vnet, maybe = self.vnet, self._model.unknown_children(self.remote, "virtualNetworkPeerings")
        for other in self._peerings.of(self.remote):
            if other.remote is vnet:
                return other
            if isinstance(other.remote, Unknown) and (vnet is None or may_be(other.remote, vnet)):
                maybe = other.remote
        for orphan, why in self._model.orphans(PEERING):
            other = self._peerings.end(orphan)
            there = other.remote
            points_here = there is vnet or (isinstance(there, Unknown) and (vnet is None or may_be(there, vnet)))
            if may_be(why, self.remote) and points_here:
                maybe = why
        return maybe

    @cached_property
    def link(self) -> Link:
        """Whether it is connected. Azure's own word counts, unless it may be older than the other end."""
        state = text(self.resource.document, "properties.peeringState")
        if isinstance(state, str) and state.lower() == "disconnected":
            return Link(False, f"peering {self.label} is Disconnected: its other end was deleted")
        if isinstance(state, str) and state.lower() == "connected":
            return Link(True)
        other = self.counterpart
        if isinstance(other, Peering):
            return Link(True)
        if isinstance(other, Unknown):
            return Link(other, f"whether peering {self.label} is connected: {other.reason}")
        return Link(False, f"peering {self.label} is not connected: there is no peering back")

    @cached_property
    def access(self) -> bool | Unknown:
        """Whether this network's hosts may reach the remote ones. Azure documents no default, so absent is unknown."""
        given = flag(self.resource.document, "properties.allowVirtualNetworkAccess", default=False)
        if self.resource.at("properties.allowVirtualNetworkAccess") is None:
            return Unknown(
                f"peering {self.label} does not give allowVirtualNetworkAccess, which has no default on record"
            )
        return given

    @cached_property
    def forwarded(self) -> bool | Unknown:
        """Whether packets enter here whose source lies outside the remote network."""
        return flag(self.resource.document, "properties.allowForwardedTraffic", default=False)

    @cached_property
    def transit(self) -> bool | Unknown:
        """Whether the remote network may use this network's gateways."""
        return flag(self.resource.document, "properties.allowGatewayTransit", default=False)

    @cached_property
    def uses_remote_gateways(self) -> bool | Unknown:
        """Whether this network uses the remote network's gateways."""
        return flag(self.resource.document, "properties.useRemoteGateways", default=False)

    @cached_property
    def remote_prefixes(self) -> AddressSet | Unknown:
        """The addresses this end has routes for: the remote space as of the last sync, or as it is made."""
        if flag(self.resource.document, "properties.peerCompleteVnets", default=True) is False:
            return self._listed_subnets()
        for key in ("remoteAddressSpace", "remoteVirtualNetworkAddressSpace"):
            synced = listed(self.resource.document, f"properties.{key}.addressPrefixes")
            if isinstance(synced, tuple) and synced:
                return address_set(synced, f"{self.label} {key}")
        return self.remote if isinstance(self.remote, Unknown) else space_of(self.remote)

    def _listed_subnets(self) -> AddressSet | Unknown:
        names = listed(self.resource.document, "properties.remoteSubnetNames")
        if isinstance(self.remote, Unknown):
            return self.remote
        if isinstance(names, Unknown):
            return names
        wanted = {str(name).lower() for name in names}
        total = AddressSet.empty()
        for subnet in self._model.children(self.remote, "subnets"):
            if isinstance(subnet.name, str) and subnet.name.lower() in wanted:
                prefixes = prefixes_of(subnet)
                if isinstance(prefixes, Unknown):
                    return prefixes
                total |= prefixes
        return total

    def gateway_transit(self) -> bool | Unknown:
        """Whether this network uses the remote network's gateways, with the other end's consent."""
        wanted = self.uses_remote_gateways
        if wanted is False:
            return False
        other = self.counterpart
        offered: bool | Unknown
        if isinstance(other, Peering):
            offered = other.transit
        else:
            # Azure takes useRemoteGateways only while the other end offers its gateways.
            offered = True if self.link.up is True else (other if isinstance(other, Unknown) else False)
        if offered is False:
            return False
        return next((value for value in (wanted, offered, self.link.up) if isinstance(value, Unknown)), self.link.up)


class Peerings:
    """Every peering of a model."""

    def __init__(self, model: ResourceIndex) -> None:
        self.model = model
        self._ends: dict[str, Peering] = {}

    def end(self, resource: Resource) -> Peering:
        """The end that a resource is."""
        if resource.key not in self._ends:
            self._ends[resource.key] = Peering(self, resource)
        return self._ends[resource.key]

    def of(self, vnet: Resource) -> list[Peering]:
        """A network's own ends of its peerings."""
        return self._by_vnet.get(vnet.key, [])

    @cached_property
    def _by_vnet(self) -> dict[str, list[Peering]]:
        found: dict[str, list[Peering]] = {}
        for resource in self.model.of_type(PEERING):
            peering = self.end(resource)
            found.setdefault(peering.vnet.key if peering.vnet else "", []).append(peering)
        return found
