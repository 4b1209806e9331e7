"""What a hub will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass

from hubspoke._vnet_plan import AddressPlanned, SubnetPlan, VnetPlan, address, plan_vnet
from hubspoke.hub_args import DEFAULT_ASN, GATEWAY, GATEWAY_SUBNET, HubArgs
from hubspoke.naming import Namer, NamingArgs


@dataclass(frozen=True, slots=True)
class GatewayPlan:
    """A gateway. `addresses` are its own public ones; an ExpressRoute gateway has none, Azure gives it one."""

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


@dataclass(frozen=True, slots=True)
class HubPlan:
    """A hub: its network, then the gateways in it."""

    vnet: VnetPlan
    gateways: tuple[GatewayPlan, ...]


def plan_hub(name: str, args: HubArgs) -> HubPlan:
    """The plan of the hub called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    prefix = args.gateway_subnet
    first = (SubnetPlan("", GATEWAY_SUBNET, prefix, role="gateway-subnet"),) if prefix is not None else ()
    return HubPlan(plan_vnet(args, namer, first), tuple(_gateways(args, namer)))


def _gateways(args: HubArgs, namer: Namer) -> list[GatewayPlan]:
    found = []
    er, vpn = args.express_route_gateway, args.vpn_gateway
    if er is not None:
        units = er.scale_units
        found.append(
            GatewayPlan(
                key="er",
                azure_name=namer.name(GATEWAY, "gateway", "er"),
                type="ExpressRoute",
                sku=er.sku_name,
                scale_units=(units.minimum, units.maximum) if units else None,
                allow_remote_vnet_traffic=bool(er.allow_remote_vnet_traffic),
                allow_virtual_wan_traffic=bool(er.allow_virtual_wan_traffic),
            )
        )
    if vpn is not None:
        zones = tuple(("1", "2", "3") if vpn.zones is None and vpn.sku_name.endswith("AZ") else vpn.zones or ())
        keys = ("vpn", "vpn-2") if vpn.active_active else ("vpn",)
        found.append(
            GatewayPlan(
                key="vpn",
                azure_name=namer.name(GATEWAY, "gateway", "vpn"),
                type="Vpn",
                sku=vpn.sku_name,
                addresses=tuple(address(key, zones, args.location, namer, "gateway-ip") for key in keys),
                active_active=bool(vpn.active_active),
                bgp=bool(vpn.bgp),
                asn=vpn.asn or DEFAULT_ASN,
            )
        )
    return found
