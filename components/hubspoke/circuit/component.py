"""An ExpressRoute circuit: ordered in one run, used from the next."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import Provider, network

from hubspoke.base import Component, HubRef, by_key
from hubspoke.circuit.args import CircuitConnectionArgs, ExpressRouteCircuitArgs
from hubspoke.circuit.peering_args import MicrosoftPeeringArgs, PeeringShape
from hubspoke.circuit.plan import MICROSOFT, PRIVATE, AuthorizationPlan, CircuitPlan, ConnectionPlan, plan_circuit

# All that a provider may have set on a peering of its own.
_PROVIDERS_OWN = [
    "azureASN",
    "gatewayManagerEtag",
    "ipv6PeeringConfig",
    "microsoftPeeringConfig",
    "name",
    "peerASN",
    "peeringType",
    "primaryAzurePort",
    "primaryPeerAddressPrefix",
    "secondaryAzurePort",
    "secondaryPeerAddressPrefix",
    "sharedKey",
    "state",
    "stats",
    "vlanId",
]


@dataclass(frozen=True, slots=True)
class CircuitResources:
    """Every resource a circuit made, for what its outputs do not give."""

    circuit: network.ExpressRouteCircuit | None
    peerings: dict[str, network.ExpressRouteCircuitPeering]
    authorizations: dict[str, network.ExpressRouteCircuitAuthorization]
    connections: dict[str, network.VirtualNetworkGatewayConnection]


class ExpressRouteCircuit(Component):
    """An ExpressRoute circuit with its peerings, authorizations and links to hubs' gateways.

    With `stage` ordered, the circuit is made and its service key given out; hand the key to the connectivity provider.
    Once the provider has provisioned it, `stage` provisioned adds peerings and connections. Billing starts with the
    order.
    """

    TYPE = "hubspoke:index:ExpressRouteCircuit"

    circuit_id: pulumi.Output[str]
    """Id of the circuit."""
    circuit_name: pulumi.Output[str]
    """Name of the circuit."""
    service_key: pulumi.Output[str | None]
    """Key that the connectivity provider needs; empty for a circuit that somebody else ordered."""
    authorization_keys: pulumi.Output[dict[str, str]]
    """Keys of the named authorizations, secret, by name."""
    connection_ids: pulumi.Output[dict[str, str]]
    """Ids of the links to gateways, by key."""

    def __init__(self, name: str, args: ExpressRouteCircuitArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = ExpressRouteCircuitArgs.of(args)
        plan = plan_circuit(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._args = args
        circuit = self._circuit(plan)
        existing = args.existing
        none: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        self._circuit_name: pulumi.Input[str] = existing.circuit_name if existing else plan.azure_name or ""
        self._circuit_group = existing.resource_group_name if existing else args.resource_group_name
        self.circuit_name = pulumi.Output.from_input(self._circuit_name)
        self.circuit_id = circuit.id if circuit else pulumi.Output.from_input(existing.circuit_id if existing else "")
        self.service_key = circuit.service_key if circuit else none
        self._last: list[pulumi.Resource] = [circuit] if circuit is not None else []
        peerings = {kind: self._peering(kind) for kind in plan.peerings}
        authorizations = {item.key: self._authorization(item) for item in plan.authorizations}
        self._parts = tuple(self._last)
        connections = {item.key: self._connection(item, authorizations) for item in plan.connections}
        self.resources = CircuitResources(circuit, peerings, authorizations, connections)
        named = {key: authorizations[key] for key in args.authorizations or []}
        keys = {key: made.authorization_key.apply(lambda text: text or "") for key, made in named.items()}
        self.authorization_keys = pulumi.Output.secret(by_key(keys))
        self.connection_ids = by_key({key: made.id for key, made in connections.items()})
        self.register_outputs(self.outputs())

    def _circuit(self, plan: CircuitPlan) -> network.ExpressRouteCircuit | None:
        args, order = self._args, self._args.service_provider
        if plan.azure_name is None or order is None:
            return None
        return network.ExpressRouteCircuit(
            self.logical("circuit"),
            circuit_name=plan.azure_name,
            resource_group_name=args.resource_group_name,
            location=args.location,
            sku=network.ExpressRouteCircuitSkuArgs(name=plan.sku, tier=args.tier_name, family=args.family_name),
            service_provider_properties=network.ExpressRouteCircuitServiceProviderPropertiesArgs(
                service_provider_name=order.name,
                peering_location=order.peering_location,
                bandwidth_in_mbps=order.bandwidth_mbps,
            ),
            tags=args.tags,
            # Azure would refuse to move an order to another place or provider.
            opts=self.child(
                "circuit",
                protect=args.protect,
                replace_on=(
                    "location",
                    "serviceProviderProperties.peeringLocation",
                    "serviceProviderProperties.serviceProviderName",
                ),
            ),
        )

    def _peering(self, kind: str) -> network.ExpressRouteCircuitPeering:
        """One peering, after whatever was written last: Azure configures a circuit one step at a time."""
        args = self._args
        microsoft = args.microsoft_peering if kind == MICROSOFT else None
        peering: PeeringShape | None = args.private_peering if kind == PRIVATE else microsoft
        role = "private-peering" if kind == PRIVATE else "microsoft-peering"
        opts = self.child(role, after=self._last)
        if microsoft is not None and microsoft.of_provider:
            opts.import_ = microsoft.peering_id
            opts.retain_on_delete = True
            # The engine imports only what it finds as the program has it: the filter has to wait for the next run.
            opts.ignore_changes = [*_PROVIDERS_OWN, *(() if microsoft.adopted else ("routeFilter",))]
        key = peering.shared_key if peering is not None else None
        made = network.ExpressRouteCircuitPeering(
            self.logical(role),
            peering_name=kind,
            circuit_name=self._circuit_name,
            resource_group_name=self._circuit_group,
            peering_type=kind,
            peer_asn=peering.peer_asn if peering is not None else None,
            primary_peer_address_prefix=peering.primary_prefix if peering is not None else None,
            secondary_peer_address_prefix=peering.secondary_prefix if peering is not None else None,
            vlan_id=peering.vlan_id if peering is not None else None,
            shared_key=pulumi.Output.secret(key) if key is not None else None,
            microsoft_peering_config=_microsoft_config(microsoft),
            route_filter=_route_filter(microsoft),
            opts=opts,
        )
        self._last = [made]
        return made

    def _authorization(self, plan: AuthorizationPlan) -> network.ExpressRouteCircuitAuthorization:
        made = network.ExpressRouteCircuitAuthorization(
            self.logical("authorization", plan.key),
            authorization_name=plan.azure_name,
            circuit_name=self._circuit_name,
            resource_group_name=self._circuit_group,
            opts=self.child("authorization", plan.key, after=self._last, secret_outputs=("authorization_key",)),
        )
        self._last = [made]
        return made

    def _connection(
        self, plan: ConnectionPlan, authorizations: dict[str, network.ExpressRouteCircuitAuthorization]
    ) -> network.VirtualNetworkGatewayConnection:
        link = (self._args.connections or {})[plan.key]
        hub = link.hub
        key: pulumi.Input[str | None] = None
        if plan.authorization is not None:
            key = pulumi.Output.secret(authorizations[plan.authorization].authorization_key)
        elif self._args.existing is not None and self._args.existing.authorization_key is not None:
            key = pulumi.Output.secret(self._args.existing.authorization_key)
        return network.VirtualNetworkGatewayConnection(
            self.logical("connection", plan.key),
            virtual_network_gateway_connection_name=plan.azure_name,
            resource_group_name=hub.resource_group_name,
            location=hub.location,
            connection_type="ExpressRoute",
            virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=hub.express_route_gateway_id),
            peer=network.SubResourceArgs(id=self.circuit_id),
            authorization_key=key,
            routing_weight=link.routing_weight or 0,
            express_route_gateway_bypass=bool(link.fast_path),
            tags=self._args.tags,
            opts=self.child(
                "connection",
                plan.key,
                after=[*self._parts, *hub.anchor.gateways],
                provider=self._hub_provider(plan.key, link, hub),
                replace_on=("location", "peer", "virtualNetworkGateway1"),
            ),
        )

    def _hub_provider(self, key: str, link: CircuitConnectionArgs, hub: HubRef) -> pulumi.ProviderResource | None:
        """The provider of the gateway's subscription; None where it is the circuit's own."""
        if hub.anchor.provider is not None or hub.subscription is None or link.authorize is False:
            return hub.anchor.provider
        return Provider(
            self.logical("hub-provider", key),
            subscription_id=hub.subscription,
            opts=self.child("hub-provider", key),
        )


def _microsoft_config(peering: MicrosoftPeeringArgs | None) -> network.ExpressRouteCircuitPeeringConfigArgs | None:
    if peering is None or peering.of_provider:
        return None
    return network.ExpressRouteCircuitPeeringConfigArgs(
        advertised_public_prefixes=list(peering.advertised_prefixes or []),
        customer_asn=peering.customer_asn or 0,
        routing_registry_name=peering.routing_registry or "NONE",
    )


def _route_filter(peering: MicrosoftPeeringArgs | None) -> network.SubResourceArgs | None:
    if peering is None or peering.route_filter_id is None or (peering.of_provider and not peering.adopted):
        return None
    return network.SubResourceArgs(id=peering.route_filter_id)
