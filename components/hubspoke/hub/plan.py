"""What a hub will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hubspoke.base import Namer, NamingArgs
from hubspoke.hub.args import HubArgs
from hubspoke.hub.firewall_plan import BastionPlan, FirewallPlan, bastion_group, plan_bastion, plan_firewall
from hubspoke.hub.gateway_args import DEFAULT_ASN, GATEWAY, ExpressRouteGatewayArgs, VpnGatewayArgs, zones_of
from hubspoke.hub.subnets import BASTIONS
from hubspoke.hub.tables import HubTables, plan_tables
from hubspoke.hub.vpn import CONNECTION, SITE
from hubspoke.vnet import PublicAddressPlan, SubnetPlan, VnetPlan, address, plan_vnet


@dataclass(frozen=True, slots=True)
class GatewayPlan:
    """A gateway. `addresses` are its own public ones; an ExpressRoute gateway has none, Azure gives it one.

    `link_local_addresses` are those of each instance; `default_site` the key of the site that gets what has no route.
    """

    key: str
    azure_name: str
    type: str
    sku: str
    addresses: tuple[PublicAddressPlan, ...] = ()
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
    """A hub: its network with the tables that inspection needs, then what stands in it."""

    tables: HubTables
    gateways: tuple[GatewayPlan, ...]
    sites: tuple[SitePlan, ...]
    firewall: FirewallPlan | None
    bastion: BastionPlan | None

    @property
    def vnet(self) -> VnetPlan:
        """The network."""
        return self.tables.vnet


def plan_hub(name: str, args: HubArgs) -> HubPlan:
    """The plan of the hub called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    tables = plan_tables(_network(args, namer), args, namer)
    return HubPlan(
        tables=tables,
        gateways=tuple(_gateways(args, namer)),
        sites=tuple(_sites(args, namer)),
        firewall=plan_firewall(args, namer),
        bastion=plan_bastion(args, namer),
    )


def _network(args: HubArgs, namer: Namer) -> VnetPlan:
    """The network with the subnets of services before the user's; Bastion's has a security group."""
    given = args.service_subnets().items()
    first = tuple(SubnetPlan("", item.azure_name, prefix, role=item.role) for item, prefix in given)
    plan = plan_vnet(args, namer, first)
    if args.bastion_subnet is None:
        return plan
    group = bastion_group(namer)
    subnets = tuple(replace(item, group=group.id) if item.id == BASTIONS.id else item for item in plan.subnets)
    return replace(plan, groups=(*plan.groups, group), subnets=subnets)


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
