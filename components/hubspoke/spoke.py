"""A spoke: a virtual network peered with a hub."""

from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import Provider, network

from hubspoke._options import VNET_TYPE, Component, Dependency, by_key
from hubspoke._providers import default_provider_args
from hubspoke._vnet import MadeVnet, make_vnet
from hubspoke.hub_ref import HubRef
from hubspoke.spoke_args import SpokeArgs
from hubspoke.spoke_plan import EndPlan, SpokePlan, plan_spoke


@dataclass(frozen=True, slots=True)
class SpokeResources:
    """Every resource a spoke made, for what its outputs do not give."""

    vnet: network.VirtualNetwork
    subnets: dict[str, network.Subnet]
    security_groups: dict[str, network.NetworkSecurityGroup]
    route_tables: dict[str, network.RouteTable]
    nat_gateways: dict[str, network.NatGateway]
    hub_peering: network.VirtualNetworkPeering
    peering: network.VirtualNetworkPeering


class Spoke(Component):
    """A spoke virtual network with its subnets, and both ends of its peering with the hub.

    The hub's end is made with the hub's provider, first; the spoke's own end follows. Both wait for the subnets of
    both networks, and for the hub's gateway where the spoke uses it.
    """

    TYPE = "hubspoke:index:Spoke"

    vnet_id: pulumi.Output[str]
    """Id of the virtual network."""
    vnet_name: pulumi.Output[str]
    """Name of the virtual network."""
    subnet_ids: pulumi.Output[dict[str, str]]
    """Ids of the subnets, by key."""
    peering_state: pulumi.Output[str]
    """State of the peering, read once both ends exist: Connected."""

    def __init__(self, name: str, args: SpokeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = SpokeArgs.of(args)
        plan = plan_spoke(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        made = make_vnet(self, plan.vnet, args)
        hub_end, own_end = self._peering(name, plan, made, args)
        self.resources = SpokeResources(
            vnet=made.vnet,
            subnets=made.subnets,
            security_groups=made.groups,
            route_tables=made.tables,
            nat_gateways=made.nats,
            hub_peering=hub_end,
            peering=own_end,
        )
        self.vnet_id = made.vnet.id
        self.vnet_name = pulumi.Output.from_input(plan.vnet.azure_name)
        self.subnet_ids = by_key({key: subnet.id for key, subnet in made.subnets.items()})
        self.peering_state = self._state(plan, args, hub_end, own_end)
        self.register_outputs(
            {
                "vnetId": self.vnet_id,
                "vnetName": self.vnet_name,
                "subnetIds": self.subnet_ids,
                "peeringState": self.peering_state,
            }
        )

    def _peering(
        self, name: str, plan: SpokePlan, made: MadeVnet, args: SpokeArgs
    ) -> tuple[network.VirtualNetworkPeering, network.VirtualNetworkPeering]:
        hub, anchor = args.hub, args.hub.anchor
        waits: list[Dependency] = [*made.everything(), *anchor.made, *anchor.before(name)]
        if plan.spoke_end.use_remote_gateways:
            waits += anchor.gateways
            if not anchor.gateways and isinstance(hub.gateway_id, pulumi.Output):
                waits.append(hub.gateway_id)
        hub_end = network.VirtualNetworkPeering(
            self.logical("hub-peering"),
            virtual_network_name=hub.vnet_name,
            resource_group_name=hub.resource_group_name,
            remote_virtual_network=network.SubResourceArgs(id=made.vnet.id),
            **_switches(plan.hub_end),
            opts=self.child("hub-peering", after=waits, provider=self._hub_provider(hub)),
        )
        own_end = network.VirtualNetworkPeering(
            self.logical("peering"),
            virtual_network_name=plan.vnet.azure_name,
            resource_group_name=args.resource_group_name,
            remote_virtual_network=network.SubResourceArgs(id=hub.checked_vnet_id()),
            **_switches(plan.spoke_end),
            opts=self.child("peering", after=[*waits, hub_end]),
        )
        anchor.done(name, (hub_end, own_end))
        return hub_end, own_end

    def _hub_provider(self, hub: HubRef) -> pulumi.ProviderResource | None:
        """The provider of the hub's subscription; None where it is the spoke's own."""
        if hub.anchor.provider is not None:
            return hub.anchor.provider
        if hub.subscription is not None:
            return self._provider_of({"subscription_id": hub.subscription})
        if hub.anchor.local and self.get_provider(VNET_TYPE) is not None:
            # The hub has the stack's default provider; left alone, its end would inherit this spoke's.
            return self._provider_of(default_provider_args())
        return None

    def _provider_of(self, args: dict[str, Any]) -> pulumi.ProviderResource:
        return Provider(self.logical("hub-provider"), opts=self.child("hub-provider"), **args)

    def _state(self, plan: SpokePlan, args: SpokeArgs, *ends: pulumi.Resource) -> pulumi.Output[str]:
        # A peering's own output keeps what it was when that end was written; both ends exist only now.
        found = network.get_virtual_network_peering_output(
            resource_group_name=args.resource_group_name,
            virtual_network_name=plan.vnet.azure_name,
            virtual_network_peering_name=plan.spoke_end.azure_name,
            opts=pulumi.InvokeOutputOptions(parent=self, depends_on=list(ends)),
        )
        return found.apply(lambda peering: peering.peering_state or "Unknown")


def _switches(end: EndPlan) -> dict[str, Any]:
    return {
        "virtual_network_peering_name": end.azure_name,
        "allow_virtual_network_access": True,
        "allow_forwarded_traffic": end.allow_forwarded_traffic,
        "allow_gateway_transit": end.allow_gateway_transit,
        "use_remote_gateways": end.use_remote_gateways,
        # A change of the other network's addresses becomes a write of this end, and the write synchronises it.
        "remote_virtual_network_address_space": network.AddressSpaceArgs(
            address_prefixes=list(end.remote_address_space)
        ),
        "sync_remote_address_space": "true",
        # What both ends come to. Azure computes it and takes it in a write; a refresh puts it among the inputs once it
        # changed (the end written first is Initiated until the other one exists), and would else show as drift.
        "peering_state": "Connected",
        "peering_sync_level": "FullyInSync",
    }
