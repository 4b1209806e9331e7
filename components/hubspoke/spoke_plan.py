"""What a spoke will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass

from hubspoke._vnet_plan import VnetPlan, plan_vnet
from hubspoke.naming import Namer, NamingArgs
from hubspoke.spoke_args import SpokeArgs
from hubspoke.vnet_args import PEERING


@dataclass(frozen=True, slots=True)
class EndPlan:
    """One end of a peering. Its switches follow from the role of the network it lies in."""

    azure_name: str
    remote_address_space: tuple[str, ...]
    allow_forwarded_traffic: bool
    allow_gateway_transit: bool
    use_remote_gateways: bool


@dataclass(frozen=True, slots=True)
class SpokePlan:
    """A spoke: its network, then the hub's end of the peering, then its own."""

    vnet: VnetPlan
    hub_end: EndPlan
    spoke_end: EndPlan


def plan_spoke(name: str, args: SpokeArgs) -> SpokePlan:
    """The plan of the spoke called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    uses_gateway = bool(args.hub.has_gateway) if args.use_hub_gateway is None else args.use_hub_gateway
    return SpokePlan(
        vnet=plan_vnet(args, namer),
        hub_end=EndPlan(
            azure_name=namer.name(PEERING, "hub-peering"),
            remote_address_space=tuple(args.address_space),
            allow_forwarded_traffic=False,
            # Always on: it does nothing without a gateway, and taking a gateway away would else have to switch it off
            # here before the spoke stops using it, which Azure refuses.
            allow_gateway_transit=True,
            use_remote_gateways=False,
        ),
        spoke_end=EndPlan(
            azure_name=namer.name(PEERING, "peering", part="hub"),
            remote_address_space=tuple(args.hub.address_space),
            # What a firewall in the hub passes on comes from outside the hub's own addresses.
            allow_forwarded_traffic=bool(args.hub.inspected),
            allow_gateway_transit=False,
            use_remote_gateways=uses_gateway,
        ),
    )
