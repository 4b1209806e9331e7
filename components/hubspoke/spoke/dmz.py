"""A tiered DMZ: a spoke whose subnets let in their neighbours only."""

import pulumi

from hubspoke.base import Component
from hubspoke.spoke.component import Spoke, SpokeResources
from hubspoke.spoke.dmz_component_args import DmzArgs


class Dmz(Component):
    """A spoke with tiers (web, app, data, or your own), each with a security group made from what it is for.

    Only neighbouring tiers talk, on named services; infrastructure is let in and asked as it needs; everything else is
    denied explicitly, in both directions. A tier, a service or a rule more changes no other rule's priority.
    """

    TYPE = "hubspoke:index:Dmz"

    vnet_id: pulumi.Output[str]
    """Id of the virtual network: flow logs are kept by it."""
    vnet_name: pulumi.Output[str]
    """Name of the virtual network."""
    subnet_ids: pulumi.Output[dict[str, str]]
    """Ids of the subnets, by key: those of the tiers, and further ones."""
    application_security_group_ids: pulumi.Output[dict[str, str]]
    """Ids of the application security groups: one for each tier, by its key, for interfaces to join."""
    peering_state: pulumi.Output[str]
    """State of the peering with the hub, read once both ends exist: Connected."""

    def __init__(self, name: str, args: DmzArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = DmzArgs.of(args)
        planned = args.spoke().model_copy(update={"label": args.label or name})
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self.spoke = Spoke(self.logical("spoke"), planned, self.child("spoke"))
        self.resources: SpokeResources = self.spoke.resources
        self.vnet_id = self.spoke.vnet_id
        self.vnet_name = self.spoke.vnet_name
        self.subnet_ids = self.spoke.subnet_ids
        self.application_security_group_ids = self.spoke.application_security_group_ids
        self.peering_state = self.spoke.peering_state
        self.register_outputs(self.outputs())
