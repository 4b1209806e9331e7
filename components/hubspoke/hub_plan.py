"""What a hub will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterator
from dataclasses import dataclass

from hubspoke._vnet_plan import AddressPlanned, SubnetPlan, VnetPlan, address, plan_vnet
from hubspoke.gateway_args import DEFAULT_ASN, GATEWAY, ExpressRouteGatewayArgs, VpnGatewayArgs, zones_of
from hubspoke.hub_args import GATEWAY_SUBNET, HubArgs
from hubspoke.naming import Namer, NamingArgs
from hubspoke.site_args import CONNECTION, SITE


@dataclass(frozen=True, slots=True)
class GatewayPlan:
    """A gateway. `addresses` are its own public ones; an ExpressRoute gateway has none, Azure gives it one.

    `link_local_addresses` are those of each instance; `default_site` the key of the site that gets what has no route.
    """

    key: str
    azure_name: str
    type: str
    sku: str
    addresses: tuple[AddressPlanned, ...] = ()
    scale_units: tuple[int, int] | None = None
    active_active: bool = False
    bgp: bool = False
    asn: int = DEFAULT_ASN
    allow_remote_vnet_traffic: bool = False
    allow_virtual_wan_traffic: bool = False
    link_local_addresses: tuple[tuple[str, ...], ...] = ()
    default_site: str | None = None


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site that the VPN gateway is connected to: the local network gateway, and the connection."""

    key: str
    azure_name: str
    connection_name: str


@dataclass(frozen=True, slots=True)
class HubPlan:
    """A hub: its network, then the gateways in it."""

    vnet: VnetPlan
    gateways: tuple[GatewayPlan, ...]
    sites: tuple[SitePlan, ...] = ()


def plan_hub(name: str, args: HubArgs) -> HubPlan:
    """The plan of the hub called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    prefix = args.gateway_subnet
    first = (SubnetPlan("", GATEWAY_SUBNET, prefix, role="gateway-subnet"),) if prefix is not None else ()
    return HubPlan(plan_vnet(args, namer, first), tuple(_gateways(args, namer)), tuple(_sites(args, namer)))


def _gateways(args: HubArgs, namer: Namer) -> Iterator[GatewayPlan]:
    if args.express_route_gateway is not None:
        yield _express_route(args.express_route_gateway, namer)
    if args.vpn_gateway is not None:
        yield _vpn(args.vpn_gateway, args, namer)


def _express_route(er: ExpressRouteGatewayArgs, namer: Namer) -> GatewayPlan:
    units = er.scale_units
    return GatewayPlan(
        key="er",
        azure_name=namer.name(GATEWAY, "gateway", "er"),
        type="ExpressRoute",
        sku=er.sku_name,
        scale_units=(units.minimum, units.maximum) if units else None,
        allow_remote_vnet_traffic=bool(er.allow_remote_vnet_traffic),
        allow_virtual_wan_traffic=bool(er.allow_virtual_wan_traffic),
    )


def _vpn(vpn: VpnGatewayArgs, args: HubArgs, namer: Namer) -> GatewayPlan:
    zones = zones_of(vpn.zones, usual=vpn.sku_name.endswith("AZ"))
    keys = ("vpn", "vpn-2") if vpn.active_active else ("vpn",)
    link_local = (tuple(vpn.link_local_addresses or ()), tuple(vpn.second_link_local_addresses or ()))
    return GatewayPlan(
        key="vpn",
        azure_name=namer.name(GATEWAY, "gateway", "vpn"),
        type="Vpn",
        sku=vpn.sku_name,
        addresses=tuple(address(key, zones, args.location, namer, "gateway-ip") for key in keys),
        active_active=bool(vpn.active_active),
        bgp=bool(vpn.bgp),
        asn=vpn.asn or DEFAULT_ASN,
        link_local_addresses=link_local[: len(keys)] if any(link_local) else (),
        default_site=vpn.default_site,
    )


def _sites(args: HubArgs, namer: Namer) -> Iterator[SitePlan]:
    for key in (args.vpn_gateway.sites or {}) if args.vpn_gateway else {}:
        yield SitePlan(key, namer.name(SITE, "site", key), namer.name(CONNECTION, "connection", key))
