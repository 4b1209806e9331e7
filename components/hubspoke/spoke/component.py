"""A spoke: a virtual network peered with a hub."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke.base import VNET_TYPE, Anchor, Component, VnetRef, by_key
from hubspoke.peerings import LocalVnet, peer_with_hub, peering_state
from hubspoke.spoke.args import SpokeArgs
from hubspoke.spoke.attached_spoke import AttachedSpoke
from hubspoke.spoke.attached_spoke_args import AttachedSpokeArgs
from hubspoke.spoke.plan import plan_spoke
from hubspoke.vnet import make_vnet


@dataclass(frozen=True, slots=True)
class SpokeResources:
    """Every resource a spoke made, for what its outputs do not give."""

    vnet: network.VirtualNetwork
    subnets: dict[str, network.Subnet]
    security_groups: dict[str, network.NetworkSecurityGroup]
    route_tables: dict[str, network.RouteTable]
    nat_gateways: dict[str, network.NatGateway]
    application_security_groups: dict[str, network.ApplicationSecurityGroup]
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
    application_security_group_ids: pulumi.Output[dict[str, str]]
    """Ids of the application security groups, by name: for interfaces to join."""
    peering_state: pulumi.Output[str]
    """State of the peering, read once both ends exist: Connected."""

    def __init__(self, name: str, args: SpokeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = SpokeArgs.of(args)
        plan = plan_spoke(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        made = make_vnet(self, plan.vnet, args)
        local = LocalVnet(made.vnet.id, plan.vnet.azure_name, args.resource_group_name, made.everything())
        hub_end, own_end = peer_with_hub(self, name, local, plan.peering, args.hub)
        self.resources = SpokeResources(
            vnet=made.vnet,
            subnets=made.subnets,
            security_groups=made.groups,
            route_tables=made.tables,
            nat_gateways=made.nats,
            application_security_groups=made.members,
            hub_peering=hub_end,
            peering=own_end,
        )
        self._args = args
        self._anchor = Anchor(provider=self.get_provider(VNET_TYPE), local=True, made=(hub_end, own_end))
        self.vnet_id = made.vnet.id
        self.vnet_name = pulumi.Output.from_input(plan.vnet.azure_name)
        self.subnet_ids = by_key({key: subnet.id for key, subnet in made.subnets.items()})
        self.application_security_group_ids = by_key({key: item.id for key, item in made.members.items()})
        self.peering_state = peering_state(self, local, plan.spoke_end, hub_end, own_end)
        self.register_outputs(self.outputs())

    @staticmethod
    def attach(name: str, args: AttachedSpokeArgs, opts: pulumi.ResourceOptions | None = None) -> AttachedSpoke:
        """A virtual network that somebody else made, as a spoke: both ends of its peering, and nothing else."""
        return AttachedSpoke(name, args, opts)

    @property
    def ref(self) -> VnetRef:
        """What a direct peering with another spoke needs to know of this one."""
        ref = VnetRef(
            vnet_id=self.vnet_id,
            vnet_name=self.vnet_name,
            resource_group_name=self._args.resource_group_name,
            address_space=self._args.address_space,
        )
        return ref.at(self._anchor)
