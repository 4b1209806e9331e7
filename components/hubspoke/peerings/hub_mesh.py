"""Meshed hubs: every hub peered with every other one, by way of both firewalls."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Dependency, by_key
from hubspoke.hub import make_routes
from hubspoke.peerings.hub_mesh_args import HubMeshArgs
from hubspoke.peerings.hub_mesh_plan import FIREWALL_TABLE, MeshEndPlan, plan_hub_mesh
from hubspoke.peerings.peering import LocalVnet, make_end, peering_state, remote_provider


@dataclass(frozen=True, slots=True)
class HubMeshResources:
    """Every resource a mesh made: ends by `HERE-to-THERE`, routes by logical name."""

    peerings: dict[str, network.VirtualNetworkPeering]
    routes: dict[str, network.Route]


class HubMesh(Component):
    """Both ends of a peering for each pair of hubs, and the routes between their regions.

    A hub that is not among them gets no end anywhere. Where both hubs of a pair have a firewall, Azure's or somebody
    else's, what their regions send each other goes by both, there and back.
    """

    TYPE = "hubspoke:index:HubMesh"

    peering_states: pulumi.Output[dict[str, str]]
    """State of each end, read once both exist, by `HERE-to-THERE`: Connected."""

    def __init__(self, name: str, args: HubMeshArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = HubMeshArgs.of(args)
        plan = plan_hub_mesh(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._args = args
        self._provider_at: dict[str, pulumi.ProviderResource | None] = {
            key: remote_provider(self, f"provider-{key}", meshed.hub.anchor, meshed.hub.subscription)
            for key, meshed in args.hubs.items()
            if len(args.hubs) > 1
        }
        self.resources = HubMeshResources({}, {})
        for first, second in zip(plan.ends[::2], plan.ends[1::2], strict=True):
            self._pair(name, first, second)
        states = {end.key: self._state(end) for end in plan.ends}
        self.peering_states = by_key(states)
        self.register_outputs(self.outputs())

    def _pair(self, name: str, first: MeshEndPlan, second: MeshEndPlan) -> None:
        """Routes, then both ends. Azure refuses overlapping writes on one network: after what else is written there."""
        anchors = [self._args.hubs[end.here].hub.anchor for end in (first, second)]
        lane = f"{name}-{first.key}"
        waits: list[Dependency] = [item for anchor in anchors for item in (*anchor.made, *anchor.before(lane))]
        for end in (first, second):
            waits = [*waits, *self._routes(end, waits)]
        made: list[pulumi.Resource] = []
        for end in (first, second):
            made.append(self._end(end, [*waits, *made]))
        for anchor in anchors:
            anchor.done(lane, made)

    def _routes(self, plan: MeshEndPlan, after: list[Dependency]) -> list[pulumi.Resource]:
        """The routes in the tables of one hub; the last one is returned."""
        here, there = self._args.hubs[plan.here].hub, self._args.hubs[plan.there].hub
        provider = self._provider_at[plan.here]
        names: dict[str, pulumi.Input[str]] = dict(here.inspected_tables or {})
        own = make_routes(
            self, plan.to_own, here.resource_group_name, names, here.firewall_address, after=after, provider=provider
        )
        waits = [*after, *list(own.values())[-1:]]
        table: dict[str, pulumi.Input[str]] = {FIREWALL_TABLE: here.firewall_table_name or ""}
        other = make_routes(
            self, plan.to_other, here.resource_group_name, table, there.firewall_address, after=waits, provider=provider
        )
        self.resources.routes.update(own | other)
        return [*list((own | other).values())[-1:]]

    def _end(self, plan: MeshEndPlan, after: list[Dependency]) -> pulumi.Resource:
        here, there = self._args.hubs[plan.here].hub, self._args.hubs[plan.there].hub
        made = make_end(
            self,
            "peering",
            plan.end,
            (here.vnet_name, here.resource_group_name),
            there.checked_vnet_id(),
            after,
            self._provider_at[plan.here],
            key=plan.key,
        )
        self.resources.peerings[plan.key] = made
        return made

    def _state(self, plan: MeshEndPlan) -> pulumi.Output[str]:
        here = self._args.hubs[plan.here].hub
        local = LocalVnet(here.vnet_id, here.vnet_name, here.resource_group_name)
        ends = [self.resources.peerings[key] for key in (plan.key, f"{plan.there}-to-{plan.here}")]
        return peering_state(self, local, plan.end, *ends, provider=self._provider_at[plan.here])
