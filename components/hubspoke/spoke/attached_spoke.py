"""A spoke whose virtual network somebody else made: both ends of its peering with a hub, and nothing else."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke.base import VNET_TYPE, Anchor, Component, Namer, NamingArgs, VnetRef
from hubspoke.peerings import LocalVnet, peer_with_hub, peering_state, plan_hub_peering
from hubspoke.spoke.attached_spoke_args import AttachedSpokeArgs


@dataclass(frozen=True, slots=True)
class AttachedSpokeResources:
    """Every resource an attached spoke made."""

    hub_peering: network.VirtualNetworkPeering
    peering: network.VirtualNetworkPeering


class AttachedSpoke(Component):
    """Both ends of the peering of a virtual network that somebody else made with a hub.

    The network, its subnets, their security groups and routes stay its owner's. The component's provider is that of the
    network's subscription; the hub's end is made with the hub's.
    """

    TYPE = "hubspoke:index:AttachedSpoke"

    vnet_id: pulumi.Output[str]
    """Id of the virtual network."""
    vnet_name: pulumi.Output[str]
    """Name of the virtual network."""
    peering_state: pulumi.Output[str]
    """State of the peering, read once both ends exist: Connected."""

    def __init__(self, name: str, args: AttachedSpokeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = AttachedSpokeArgs.of(args)
        namer = Namer(args.label or name, args.hub.location, args.naming or NamingArgs(), args.names or {})
        plan = plan_hub_peering(namer, args.hub, args.address_space, args.use_hub_gateway)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        local = LocalVnet(args.vnet_id, args.name, args.group)
        ends = peer_with_hub(self, name, local, plan, args.hub)
        self.resources = AttachedSpokeResources(*ends)
        self._args = args
        self._anchor = Anchor(provider=self.get_provider(VNET_TYPE), local=True, made=ends)
        self.vnet_id = pulumi.Output.from_input(args.vnet_id)
        self.vnet_name = pulumi.Output.from_input(args.name)
        self.peering_state = peering_state(self, local, plan.spoke_end, *ends)
        self.register_outputs(self.outputs())

    @property
    def ref(self) -> VnetRef:
        """What a direct peering with another spoke needs to know of the network."""
        args = self._args
        ref = VnetRef(
            vnet_id=args.vnet_id,
            vnet_name=args.name,
            resource_group_name=args.group,
            address_space=args.address_space,
        )
        return ref.at(self._anchor)
