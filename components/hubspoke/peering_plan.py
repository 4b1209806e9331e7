"""What a peering will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass

from hubspoke.hub_ref import HubRef
from hubspoke.naming import Namer
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
class HubPeeringPlan:
    """Both ends of a peering with a hub."""

    hub_end: EndPlan
    spoke_end: EndPlan


@dataclass(frozen=True, slots=True)
class DirectPeeringPlan:
    """Both ends of a peering of two spokes, neither of which is the other's way out."""

    first_end: EndPlan
    second_end: EndPlan


def plan_hub_peering(
    namer: Namer, hub: HubRef, address_space: list[str], use_hub_gateway: bool | None
) -> HubPeeringPlan:
    """The peering of a network that has `address_space` with `hub`. Raises `ArgsError` where a name cannot be made."""
    uses_gateway = bool(hub.has_gateway) if use_hub_gateway is None else use_hub_gateway
    return HubPeeringPlan(
        hub_end=EndPlan(
            azure_name=namer.name(PEERING, "hub-peering"),
            remote_address_space=tuple(address_space),
            allow_forwarded_traffic=False,
            # Always on: it does nothing without a gateway, and taking a gateway away would else have to switch it off
            # here before the spoke stops using it, which Azure refuses.
            allow_gateway_transit=True,
            use_remote_gateways=False,
        ),
        spoke_end=EndPlan(
            azure_name=namer.name(PEERING, "peering", part="hub"),
            remote_address_space=tuple(hub.address_space),
            # What a firewall in the hub passes on comes from outside the hub's own addresses.
            allow_forwarded_traffic=bool(hub.inspected) or hub.firewall_address is not None,
            allow_gateway_transit=False,
            use_remote_gateways=uses_gateway,
        ),
    )


def plan_direct_peering(namer: Namer, first: list[str], second: list[str]) -> DirectPeeringPlan:
    """The peering of two networks with these address spaces. Raises `ArgsError` where a name cannot be made."""
    ends = [
        EndPlan(namer.name(PEERING, role, part="direct"), tuple(remote), False, False, False)
        for role, remote in (("first-peering", second), ("second-peering", first))
    ]
    return DirectPeeringPlan(*ends)
