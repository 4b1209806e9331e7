"""A direct peering of two spokes: they reach each other past the hub."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Dependency, Namer, NamingArgs
from hubspoke.peerings.direct_peering_args import DirectPeeringArgs
from hubspoke.peerings.peering import LocalVnet, make_end, peering_state, remote_provider
from hubspoke.peerings.plan import plan_direct_peering


@dataclass(frozen=True, slots=True)
class DirectPeeringResources:
    """Every resource a direct peering made."""

    first: network.VirtualNetworkPeering
    second: network.VirtualNetworkPeering


class DirectPeering(Component):
    """Both ends of a peering of two spokes, each made with the provider of its network's subscription.

    Peering is not transitive: two spokes of one hub do not reach each other by it unless something in the hub passes
    their packets on. What goes this way is inspected by nothing in the hub.
    """

    TYPE = "hubspoke:index:DirectPeering"

    peering_state: pulumi.Output[str]
    """State of the peering, read once both ends exist: Connected."""

    def __init__(self, name: str, args: DirectPeeringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = DirectPeeringArgs.of(args)
        first, second = args.first, args.second
        namer = Namer(args.label or name, "", args.naming or NamingArgs(), args.names or {})
        plan = plan_direct_peering(namer, first.address_space, second.address_space)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        # Azure refuses overlapping writes on one network: after its peering with the hub, and one pair at a time.
        waits: list[Dependency] = [
            item for ref in (first, second) for item in (*ref.anchor.made, *ref.anchor.before(name))
        ]
        provider = remote_provider(self, "first-provider", first.anchor, None)
        local = LocalVnet(first.vnet_id, first.name, first.group)
        first_end = make_end(
            self, "first-peering", plan.first_end, (first.name, first.group), second.vnet_id, waits, provider
        )
        second_end = make_end(
            self,
            "second-peering",
            plan.second_end,
            (second.name, second.group),
            first.vnet_id,
            [*waits, first_end],
            remote_provider(self, "second-provider", second.anchor, None),
        )
        for ref in (first, second):
            ref.anchor.done(name, (first_end, second_end))
        self.resources = DirectPeeringResources(first_end, second_end)
        self.peering_state = peering_state(self, local, plan.first_end, first_end, second_end, provider=provider)
        self.register_outputs(self.outputs())
