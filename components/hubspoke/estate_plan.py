"""What an estate will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass
from typing import Any

from hubspoke.estate_args import EstateArgs, EstateVnet
from hubspoke.hub_args import HubArgs
from hubspoke.naming import Namer, NamingArgs
from hubspoke.subnet_args import SubnetArgs

GROUP = "Microsoft.Resources/resourceGroups"


@dataclass(frozen=True, slots=True)
class VnetPlace:
    """Where a hub or spoke goes. `made` tells whether the estate makes its resource group."""

    key: str
    group: str
    made: bool
    location: str
    subscription: str | None


@dataclass(frozen=True, slots=True)
class PlannedHub:
    """A hub: where it goes and what it is made from."""

    place: VnetPlace
    args: HubArgs


@dataclass(frozen=True, slots=True)
class PlannedSpoke:
    """A spoke: where it goes, its hub, and its arguments but for the hub's reference."""

    place: VnetPlace
    hub: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EstatePlan:
    """An estate: subscriptions that need a provider of their own, hubs, spokes."""

    subscriptions: tuple[str, ...]
    hubs: tuple[PlannedHub, ...]
    spokes: tuple[PlannedSpoke, ...]


def plan_estate(args: EstateArgs) -> EstatePlan:
    """The plan. Raises `ArgsError` where a name cannot be made."""
    hubs = []
    for key, hub in args.hubs.items():
        place = _place(key, hub, args, "hub")
        fields = {name: getattr(hub, name) for name in _OF_HUB} | _common(place, hub, args)
        fields["protect"] = args.protect if hub.protect is None else hub.protect
        hubs.append(PlannedHub(place, HubArgs(**fields)))
    spokes = []
    for key, spoke in (args.spokes or {}).items():
        place = _place(key, spoke, args, "spoke")
        fields = _common(place, spoke, args) | {"use_hub_gateway": spoke.use_hub_gateway}
        spokes.append(PlannedSpoke(place, args.hub_of(spoke), fields))
    used = dict.fromkeys(place.subscription for place in (*(h.place for h in hubs), *(s.place for s in spokes)))
    return EstatePlan(tuple(key for key in used if key is not None), tuple(hubs), tuple(spokes))


_OF_HUB = ("gateway_subnet", "express_route_gateway", "vpn_gateway", "peering_lanes")
_OF_VNET = ("dns_servers", "nat_gateways", "propagate_gateway_routes", "names")


def _place(key: str, vnet: EstateVnet, args: EstateArgs, kind: str) -> VnetPlace:
    location = vnet.location or args.location or ""
    naming = args.naming or NamingArgs()
    group = vnet.resource_group or Namer(vnet.label or key, location, naming).name(GROUP, f"{kind}-group")
    return VnetPlace(key, group, vnet.resource_group is None, location, vnet.subscription)


def _common(place: VnetPlace, vnet: EstateVnet, args: EstateArgs) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(vnet, name) for name in _OF_VNET}
    subnets: dict[str, SubnetArgs] | None = vnet.subnets
    return fields | {
        "resource_group_name": place.group,
        "location": place.location,
        "address_space": vnet.address_space,
        "subnets": subnets,
        "label": vnet.label or place.key,
        "tags": {**(args.tags or {}), **(vnet.tags or {})} or None,
        "naming": args.naming,
        "keep_version_aliases": args.keep_version_aliases,
    }
