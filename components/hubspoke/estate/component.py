"""An estate: a whole hub-and-spoke network from one description."""

import warnings
from typing import Any, Self

import pulumi
from pulumi_azure_native import Provider, resources

from hubspoke.base import VNET_TYPE, ArgsError, Component, HubRef, by_key, default_provider_args, tenant_args
from hubspoke.circuit import (
    CircuitConnectionArgs,
    ExpressRouteCircuit,
    ExpressRouteCircuitArgs,
    MicrosoftPeeringArgs,
    Office365RouteFilter,
)
from hubspoke.estate.args import EstateArgs
from hubspoke.estate.flow_logs_args import flow_logs_args
from hubspoke.estate.flow_logs_plan import plan_estate_flow_logs
from hubspoke.estate.locks import make_locks, providers_of
from hubspoke.estate.other_stacks import OtherStacks
from hubspoke.estate.others import SpokePairArgs, pair_problems
from hubspoke.estate.plan import (
    EstatePlan,
    MemberPlace,
    PlannedAttached,
    PlannedCircuit,
    PlannedSpoke,
    ResourceGroupPlan,
    plan_estate,
)
from hubspoke.flow_logs import FlowLogs
from hubspoke.hub import Hub
from hubspoke.peerings import DirectPeering, DirectPeeringArgs, HubMesh, HubMeshArgs, MeshedHubArgs
from hubspoke.spoke import AttachedSpoke, AttachedSpokeArgs, Spoke, SpokeArgs
from hubspoke_network.core import Problem


class Estate(Component):
    """Hubs, spokes, circuits and route filters, their resource groups, and a provider for each subscription.

    What a stack's YAML describes. Everything is keyed by the user's names, so that adding or removing an entry touches
    nothing else.
    """

    TYPE = "hubspoke:index:Estate"

    hub_ids: pulumi.Output[dict[str, str]]
    """Ids of the hubs' virtual networks, by key."""
    spoke_ids: pulumi.Output[dict[str, str]]
    """Ids of the spokes' virtual networks, by key; attached ones among them."""
    peering_states: pulumi.Output[dict[str, str]]
    """State of each spoke's peering, read once both ends exist, by the spoke's key."""
    connection_states: pulumi.Output[dict[str, str]]
    """State of the peering of each pair of spokes, by the pair's key."""
    hub_refs: pulumi.Output[dict[str, HubRef]]
    """What spokes of other stacks need to know of the hubs made here, by key. Nothing in it is secret."""
    circuit_ids: pulumi.Output[dict[str, str]]
    """Ids of the circuits, by key."""
    service_keys: pulumi.Output[dict[str, str]]
    """Keys that connectivity providers need, by the circuit's key."""

    def __init__(self, name: str, args: EstateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = EstateArgs.of(args)
        plan = plan_estate(args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._args = args
        self._provider_of = self._providers_for(plan, args)
        self._group_of: dict[ResourceGroupPlan, resources.ResourceGroup] = {}
        self.hubs = {
            hub.place.key: Hub(self.logical("hub", hub.place.key), hub.args, self._into(hub.place, "hub"))
            for hub in plan.hubs
        }
        self._refs = {key: hub.ref for key, hub in self.hubs.items()}
        exported: dict[str, pulumi.Output[Any]] = {key: ref.exported() for key, ref in self._refs.items()}
        stacks = OtherStacks(self)
        self._refs |= {hub.key: self._placed(stacks.hub_ref(hub), hub.subscription) for hub in plan.other_hubs}
        self.mesh = self._mesh(plan)
        self.spokes = {spoke.place.key: self._spoke(spoke) for spoke in plan.spokes}
        self.attached_spokes = {attached.key: self._attached(attached) for attached in plan.attached}
        self.connections: dict[str, DirectPeering] = {}
        for pair in plan.pairs:
            self.connect(pair.first, pair.second, pair.key)
            if pair.warning:
                pulumi.log.warn(f"connections.{pair.key}: {pair.warning}", resource=self)
        self.route_filters = {
            item.place.key: Office365RouteFilter(
                self.logical("route-filter", item.place.key), item.args, self._into(item.place, "route-filter")
            )
            for item in plan.filters
        }
        self.circuits = {circuit.place.key: self._circuit(circuit) for circuit in plan.circuits}
        self.flow_logs = self._flow_logs(plan, args)
        if args.locks:
            places = [(path, member.subscription) for path, member in args.members()]
            make_locks(self, self.hubs, self.circuits, providers_of(places, self._provider_of))
        self._set_outputs(exported)

    @classmethod
    async def gradually(cls, name: str, args: EstateArgs, opts: pulumi.ResourceOptions | None = None) -> Self:
        """`Estate(name, args, opts)`, for programs written when this took turns with Pulumi. Deprecated."""
        warnings.warn("Estate.gradually is Estate: write Estate(name, args)", DeprecationWarning, stacklevel=2)
        return cls(name, args, opts)

    def _set_outputs(self, exported: dict[str, pulumi.Output[Any]]) -> None:
        self.hub_ids = by_key({key: hub.vnet_id for key, hub in self.hubs.items()})
        spokes: dict[str, Spoke | AttachedSpoke] = {**self.spokes, **self.attached_spokes}
        self.spoke_ids = by_key({key: spoke.vnet_id for key, spoke in spokes.items()})
        self.peering_states = by_key({key: spoke.peering_state for key, spoke in spokes.items()})
        self.connection_states = by_key({key: pair.peering_state for key, pair in self.connections.items()})
        self.hub_refs = by_key(exported)
        self.circuit_ids = by_key({key: circuit.circuit_id for key, circuit in self.circuits.items()})
        ordered = {key: made for key, made in self.circuits.items() if made.resources.circuit is not None}
        keys = {key: made.service_key.apply(lambda text: text or "") for key, made in ordered.items()}
        self.service_keys = by_key(keys)
        self.register_outputs(self.outputs())

    def _mesh(self, plan: EstatePlan) -> HubMesh | None:
        if not plan.mesh:
            return None
        hubs = {key: MeshedHubArgs(hub=self._refs[key], prefixes=list(prefixes)) for key, prefixes in plan.mesh}
        common = {"naming": self._args.naming, "keep_version_aliases": self._args.keep_version_aliases}
        args = HubMeshArgs(hubs=hubs, label="mesh", **common)
        return HubMesh(self.logical("mesh"), args, self.child("mesh"))

    def _spoke(self, plan: PlannedSpoke) -> Spoke:
        args = SpokeArgs(hub=self._refs[plan.hub], **plan.args)
        return Spoke(self.logical("spoke", plan.place.key), args, self._into(plan.place, "spoke"))

    def _attached(self, plan: PlannedAttached) -> AttachedSpoke:
        args = AttachedSpokeArgs(hub=self._refs[plan.hub], **plan.args)
        options = self.child("attached", plan.key)
        provider = self._provider_of.get(plan.subscription)
        if provider is not None:
            options.providers = [provider]
        return AttachedSpoke(self.logical("attached", plan.key), args, options)

    def connect(self, first: str, second: str, key: str = "") -> DirectPeering:
        """Peer two spokes of the estate, attached ones among them, with each other, so that they need no hub.

        `key` names the pair, by default `<first>-<second>`. Raises `ArgsError` where there is no such spoke.
        """
        key = key or f"{first}-{second}"
        problems = list(pair_problems({key: SpokePairArgs(spokes=[first, second])}, list(self._args.every_spoke())))
        if key in self.connections:
            problems.append(Problem("HS106", "connections", key, "is a connection already", "write another key"))
        if problems:
            raise ArgsError(problems, "connections")
        spokes: dict[str, Spoke | AttachedSpoke] = {**self.spokes, **self.attached_spokes}
        args = DirectPeeringArgs(
            first=spokes[first].ref,
            second=spokes[second].ref,
            label=key,
            naming=self._args.naming,
            keep_version_aliases=self._args.keep_version_aliases,
        )
        made = DirectPeering(self.logical("connection", key), args, self.child("connection", key))
        self.connections[key] = made
        return made

    def _placed(self, ref: HubRef, subscription: str | None) -> HubRef:
        """The reference with the one provider that makes all its peerings' ends."""
        provider = self._provider_of.get(subscription)
        return ref.with_provider(provider) if provider is not None else ref

    def _circuit(self, plan: PlannedCircuit) -> ExpressRouteCircuit:
        fields: dict[str, Any] = dict(plan.args)
        if plan.microsoft_peering is not None:
            attached = self.route_filters[plan.route_filter].route_filter_id if plan.route_filter else None
            fields["microsoft_peering"] = MicrosoftPeeringArgs(**plan.microsoft_peering, route_filter_id=attached)
        fields["connections"] = {
            link.hub: CircuitConnectionArgs(hub=self._refs[link.hub], authorize=link.authorize, **link.args)
            for link in plan.links
        }
        if plan.warning:
            pulumi.log.warn(f"circuits.{plan.place.key}: {plan.warning}", resource=self)
        args = ExpressRouteCircuitArgs(**fields)
        return ExpressRouteCircuit(self.logical("circuit", plan.place.key), args, self._into(plan.place, "circuit"))

    def _flow_logs(self, plan: EstatePlan, args: EstateArgs) -> dict[str, FlowLogs]:
        """Flow logs by the key of their subscription; the first has the workspace that the others write to."""
        plans = plan_estate_flow_logs(plan, args)
        if not plans:
            return {}
        made: dict[str, FlowLogs] = {}
        for logs in plans:
            key = logs.place.key
            workspace_id = made[""].workspace_id if "" in made else None
            fields = flow_logs_args(logs, args, self.hubs, self.spokes, self.circuits, workspace_id)
            made[key] = FlowLogs(self.logical("flow-logs", key), fields, self._into(logs.place, "flow-logs"))
        return made

    def _providers_for(self, plan: EstatePlan, args: EstateArgs) -> dict[str | None, pulumi.ProviderResource]:
        """A provider for each subscription; none where everything lies in the stack's own."""
        if not plan.subscriptions:
            return {}
        ids, tenants = args.subscriptions or {}, args.tenants or {}
        settings = default_provider_args()
        found: dict[str | None, pulumi.ProviderResource] = {
            key: Provider(
                self.logical("provider", key),
                opts=self.child("provider", key),
                **{**settings, "subscription_id": ids[key], **tenant_args(tenants, settings, key)},
            )
            for key in plan.subscriptions
        }
        if self.get_provider(VNET_TYPE) is None:
            own = {**settings, **tenant_args(tenants, settings, None)}
            found[None] = Provider(self.logical("own-provider"), opts=self.child("own-provider"), **own)
        return found

    def _into(self, place: MemberPlace, role: str) -> pulumi.ResourceOptions:
        """Options of a member, with the resource group it waits for."""
        first = [self._group(place.group_made)] if place.group_made is not None else []
        options = self._renamed(self.child(role, place.key, after=first), role, place.formerly)
        provider = self._provider_of.get(place.subscription)
        if provider is not None:
            options.providers = [provider]
        return options

    def _group(self, plan: ResourceGroupPlan) -> resources.ResourceGroup:
        """The group, made when the first member needs it."""
        if plan not in self._group_of:
            self._group_of[plan] = resources.ResourceGroup(
                self.logical(plan.role, plan.key),
                resource_group_name=plan.azure_name,
                location=plan.location,
                opts=self._renamed(
                    self.child(plan.role, plan.key, provider=self._provider_of.get(plan.subscription)),
                    plan.role,
                    plan.formerly,
                ),
            )
        return self._group_of[plan]

    def _renamed(self, options: pulumi.ResourceOptions, role: str, formerly: str) -> pulumi.ResourceOptions:
        """The options, with the name that the child had under its former key. Its own children follow by themselves."""
        if formerly:
            options.aliases = [*(options.aliases or []), pulumi.Alias(name=self.logical(role, formerly))]
        return options
