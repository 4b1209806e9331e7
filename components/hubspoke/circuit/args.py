"""Arguments of an ExpressRoute circuit: the order, its peerings, who may link to it, and what it is linked to."""

from collections.abc import Iterator
from enum import Enum

import pulumi

from hubspoke.base import Args, HubRef, NamingArgs, override_problems, secret_field
from hubspoke.circuit.peering_args import MicrosoftPeeringArgs, MicrosoftPeeringShape, PeeringOwner, PrivatePeeringArgs
from hubspoke.vnet import key_problems, tag_problems
from hubspoke_network.azure import circuit_bandwidths, circuit_tier, circuit_tiers, load
from hubspoke_network.core import Problem

CIRCUIT = "Microsoft.Network/expressRouteCircuits"
AUTHORIZATION = "Microsoft.Network/expressRouteCircuits/authorizations"
CONNECTION = "Microsoft.Network/connections"
DEFAULT_TIER = "Standard"
DEFAULT_FAMILY = "MeteredData"


class Stage(Enum):
    """How far the order of a circuit has come."""

    ORDERED = "ordered"
    """The circuit exists; its service key goes to the connectivity provider."""
    PROVISIONED = "provisioned"
    """The provider has provisioned it: peerings and connections are made."""


class ServiceProviderArgs(Args):
    """The connectivity provider's part of an order."""

    name: str
    """Name of the provider, as Azure lists it (Equinix)."""
    peering_location: str
    """Where the circuit meets Microsoft (Amsterdam)."""
    bandwidth_mbps: int
    """50, 100, 200, 500, 1000, 2000, 5000 or 10000. It can be raised later, but not lowered."""

    def own_problems(self) -> Iterator[Problem]:
        """A bandwidth that is not sold."""
        sold = circuit_bandwidths()
        if self.bandwidth_mbps not in sold:
            choices = ", ".join(str(mbps) for mbps in sold)
            value = str(self.bandwidth_mbps)
            yield Problem("HS161", "bandwidthMbps", value, "is not a bandwidth that is sold", f"write one of {choices}")


class ExistingCircuitArgs(Args):
    """A circuit that somebody else ordered."""

    circuit_id: pulumi.Input[str]
    """Id of the circuit."""
    circuit_name: pulumi.Input[str]
    """Name of the circuit."""
    resource_group_name: pulumi.Input[str]
    """Resource group of the circuit."""
    authorization_key: pulumi.Input[str] | None = secret_field(
        "Key of an authorization that its owner gave, where it lies in another subscription."
    )


class ConnectionShape(Args):
    """How a circuit is linked to a gateway."""

    routing_weight: int | None = None
    """0 (the default) to 32000; of several circuits with the same prefixes the highest weight wins."""
    fast_path: bool | None = None
    """Whether traffic passes the gateway by. Needs ErGw3AZ, UltraPerformance, or ErGwScale from 10 units.
    Default: no."""

    def own_problems(self) -> Iterator[Problem]:
        """A weight out of range."""
        low, high = load("circuits")["routing_weight"]
        if self.routing_weight is not None and not low <= self.routing_weight <= high:
            yield Problem(
                "HS128", "routingWeight", str(self.routing_weight), "is out of range", f"write {low} to {high}"
            )


class CircuitConnectionArgs(ConnectionShape):
    """A link from a circuit to a hub's ExpressRoute gateway."""

    hub: HubRef
    """The hub. Its `expressRouteGatewayId` is linked to."""
    authorize: bool | None = None
    """Whether the link needs an authorization, as from another subscription. Default: where `hub.subscription` is
    given."""

    def own_problems(self) -> Iterator[Problem]:
        """A hub without the gateway."""
        yield from super().own_problems()
        if self.hub.express_route_gateway_id is None:
            instead = "give the hub an ExpressRoute gateway"
            yield Problem("HS162", "hub.expressRouteGatewayId", "", "is missing: the hub has no such gateway", instead)


class CircuitShape(Args):
    """What a circuit has beside its place and what it is linked to."""

    tier: str | None = None
    """Standard (the default), Premium or Local. Office 365 needs Premium."""
    family: str | None = None
    """MeteredData (the default) or UnlimitedData. Unlimited cannot become metered."""
    service_provider: ServiceProviderArgs | None = None
    """The provider that the circuit is ordered from."""
    existing: ExistingCircuitArgs | None = None
    """A circuit that exists, in place of an order."""
    stage: Stage | None = None
    """ordered (the default) or provisioned."""
    private_peering: PrivatePeeringArgs | None = None
    """Peering with virtual networks."""
    microsoft_peering: MicrosoftPeeringShape | None = None
    """Peering with Microsoft's public services."""
    authorizations: list[str] | None = None
    """Names of authorizations for gateways of other subscriptions; one link each. Their keys are outputs."""
    protect: bool | None = None
    """Whether the circuit is protected from deletion. Default: no."""
    tags: dict[str, pulumi.Input[str]] | None = None
    """Tags of every resource."""
    label: str | None = None
    """The circuit's own part of Azure names. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (circuit, connection-weu)."""

    @property
    def tier_name(self) -> str:
        """The tier, with its default."""
        return self.tier or DEFAULT_TIER

    @property
    def family_name(self) -> str:
        """The family, with its default."""
        return self.family or DEFAULT_FAMILY

    @property
    def provisioned(self) -> bool:
        """Whether peerings and connections are made."""
        return self.stage is Stage.PROVISIONED

    def connection_keys(self) -> list[str]:
        """Keys of the links to gateways."""
        return []

    def own_problems(self) -> Iterator[Problem]:
        """An order that cannot be placed, and peerings that exclude each other."""
        yield from key_problems("authorizations", dict.fromkeys(self.authorizations or []))
        yield from tag_problems(self.tags)
        yield from override_problems(self.names or {}, self.slots())
        yield from self._order_problems()
        private, microsoft = self.private_peering, self.microsoft_peering
        if private and microsoft and private.vlan_id == microsoft.vlan_id:
            message = "is the private peering's VLAN too"
            yield Problem("HS163", "microsoftPeering.vlanId", str(microsoft.vlan_id), message, "write another VLAN")

    def _order_problems(self) -> Iterator[Problem]:
        if (self.service_provider is None) == (self.existing is None):
            given = "are both given" if self.existing else "are both missing"
            instead = "keep the order, or the circuit that exists" if self.existing else "write one of them"
            yield Problem("HS106", "serviceProvider", "", f"and existing {given}", instead)
        if self.existing is not None and (self.tier is not None or self.family is not None):
            path = "tier" if self.tier is not None else "family"
            yield Problem(
                "HS106",
                path,
                str(self.tier or self.family),
                "belongs to the order of a circuit that exists",
                "remove it",
            )
        tiers = [tier.name for tier in circuit_tiers().values() if not tier.legacy]
        tier = circuit_tier(self.tier_name)
        if tier is None or tier.legacy or tier.name != self.tier_name:
            yield Problem("HS164", "tier", self.tier_name, "is not a tier", f"write one of {', '.join(tiers)}")
        elif self.family_name not in tier.families:
            choices = ", ".join(tier.families)
            message = f"is not a family that {tier.name} circuits are sold with"
            yield Problem("HS164", "family", self.family_name, message, f"write one of {choices}")

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        found = {"circuit": CIRCUIT} if self.existing is None else {}
        found |= {f"authorization-{key}": AUTHORIZATION for key in self.authorizations or []}
        return found | {f"connection-{key}": CONNECTION for key in self.connection_keys()}


class ExpressRouteCircuitArgs(CircuitShape):
    """Arguments of an ExpressRoute circuit."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the circuit. As plain text it is known at preview."""
    location: str
    """Azure region of the circuit's record."""
    microsoft_peering: MicrosoftPeeringArgs | None = None
    """Peering with Microsoft's public services."""
    connections: dict[str, CircuitConnectionArgs] | None = None
    """Links to hubs' gateways, by key."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def connection_keys(self) -> list[str]:
        """Keys of the links to gateways."""
        return list(self.connections or {})

    def own_problems(self) -> Iterator[Problem]:
        """Keys, and more links than the circuit may have."""
        yield from super().own_problems()
        yield from key_problems("connections", self.connections)
        yield from link_problems(self, len(self.connections or {}))


def link_problems(circuit: CircuitShape, links: int) -> Iterator[Problem]:
    """More links to virtual networks than a circuit of that tier and bandwidth takes."""
    tier = circuit_tier(circuit.tier_name)
    if tier is None or tier.legacy or circuit.service_provider is None:
        return
    most = tier.max_links(circuit.service_provider.bandwidth_mbps)
    if links > most:
        message = f"are more links than a {tier.name} circuit of that bandwidth takes"
        yield Problem("HS165", "connections", str(links), message, f"keep {most}, or order Premium or more bandwidth")


__all__ = ["PeeringOwner"]
