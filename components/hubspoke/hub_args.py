"""Arguments of a hub: its virtual network and the gateways in it."""

from collections.abc import Iterator

from hubspoke._prefix_checks import parsed
from hubspoke.args import Args
from hubspoke.vnet_args import ADDRESS, PEERING, PlacedVnet, VnetShape
from hubspoke_network.circuits import reserved_asn
from hubspoke_network.errors import Problem
from hubspoke_network.gateway_skus import GatewayKind, GatewaySku, gateway_sku, gateway_sku_names
from hubspoke_network.reserved_subnets import reserved_subnet

GATEWAY = "Microsoft.Network/virtualNetworkGateways"
GATEWAY_SUBNET = "GatewaySubnet"
DEFAULT_ER_SKU = "ErGw1AZ"
DEFAULT_VPN_SKU = "VpnGw1AZ"
DEFAULT_ASN = 65515


def _sku_problems(kind: GatewayKind, name: str) -> Iterator[Problem]:
    sku = gateway_sku(kind, name)
    choices = ", ".join(n for n in gateway_sku_names(kind) if not _refused(kind, n))
    what = "an ExpressRoute gateway" if kind == "ExpressRoute" else "a VPN gateway"
    if sku is None:
        yield Problem("HS120", "sku", name, f"is not a SKU of {what}", f"write one of {choices}")
    elif sku.creation_refused_since:
        message = f"is refused by Azure for new gateways since {sku.creation_refused_since}"
        yield Problem("HS121", "sku", name, message, f"write one of {choices}")
    elif sku.name != name:
        yield Problem("HS120", "sku", name, "is written in another case than Azure has it", f"write {sku.name}")


def _refused(kind: GatewayKind, name: str) -> bool:
    sku = gateway_sku(kind, name)
    return sku is None or sku.creation_refused_since is not None


class ScaleUnitsArgs(Args):
    """Bounds of a gateway that scales itself (ErGwScale)."""

    minimum: int
    """Fewest units, 1 to 40."""
    maximum: int
    """Most units, 1 to 40; the same as the minimum for a fixed size."""

    def own_problems(self) -> Iterator[Problem]:
        """Bounds out of range, or in the wrong order."""
        for path, value in (("minimum", self.minimum), ("maximum", self.maximum)):
            if not 1 <= value <= 40:
                yield Problem("HS123", path, str(value), "is out of range", "write 1 to 40 scale units")
        if self.minimum > self.maximum:
            yield Problem(
                "HS123",
                "minimum",
                str(self.minimum),
                f"is above the maximum {self.maximum}",
                "write the smaller number first",
            )
        elif self.minimum == 1 and self.maximum > 1:
            yield Problem("HS123", "minimum", "1", "does not scale: a range starts at 2", "write 2, or 1 for both")


class ExpressRouteGatewayArgs(Args):
    """An ExpressRoute gateway. Azure gives it an address of its own."""

    sku: str | None = None
    """Standard, HighPerformance, UltraPerformance, ErGw1AZ (the default), ErGw2AZ, ErGw3AZ or ErGwScale."""
    scale_units: ScaleUnitsArgs | None = None
    """Bounds of ErGwScale, and of nothing else."""
    allow_remote_vnet_traffic: bool | None = None
    """Whether networks behind other ExpressRoute gateways of the circuit reach this one. Default: no."""
    allow_virtual_wan_traffic: bool | None = None
    """Whether virtual WANs on the circuit reach this network. Default: no."""

    @property
    def sku_name(self) -> str:
        """The SKU, with its default."""
        return self.sku or DEFAULT_ER_SKU

    def own_problems(self) -> Iterator[Problem]:
        """An unknown or retired SKU, and scale units where they do not belong."""
        yield from _sku_problems("ExpressRoute", self.sku_name)
        sku = gateway_sku("ExpressRoute", self.sku_name)
        if sku is None:
            return
        if sku.scale_units and self.scale_units is None:
            yield Problem(
                "HS123", "scaleUnits", "", f"is missing: {sku.name} needs its bounds", "write minimum and maximum"
            )
        if not sku.scale_units and self.scale_units is not None:
            yield Problem(
                "HS123", "scaleUnits", "", f"has no meaning with {sku.name}", "remove it, or write sku ErGwScale"
            )


class VpnGatewayArgs(Args):
    """A VPN gateway, route-based."""

    sku: str | None = None
    """VpnGw1AZ (the default) to VpnGw5AZ, or Basic."""
    active_active: bool | None = None
    """Whether both instances carry tunnels, each with an address of its own. Default: no."""
    asn: int | None = None
    """AS number for BGP. Default: 65515."""
    bgp: bool | None = None
    """Whether BGP is on. Default: no."""
    zones: list[str] | None = None
    """Availability zones of its addresses. Default: 1, 2 and 3; an empty list in a region without zones."""

    @property
    def sku_name(self) -> str:
        """The SKU, with its default."""
        return self.sku or DEFAULT_VPN_SKU

    def own_problems(self) -> Iterator[Problem]:
        """An unknown or retired SKU, and what it cannot do."""
        yield from _sku_problems("Vpn", self.sku_name)
        sku = gateway_sku("Vpn", self.sku_name)
        if sku is not None:
            yield from self._ability_problems(sku)
        if self.asn is not None and (
            not 1 <= self.asn <= 4294967295 or (reserved_asn(self.asn) and self.asn != DEFAULT_ASN)
        ):
            yield Problem(
                "HS126",
                "asn",
                str(self.asn),
                "is an AS number that Azure keeps for itself",
                "write 65515 or one of your own",
            )
        for index, zone in enumerate(self.zones or []):
            if zone not in {"1", "2", "3"}:
                yield Problem("HS127", f"zones[{index}]", zone, "is not an availability zone", 'write "1", "2" or "3"')

    def _ability_problems(self, sku: GatewaySku) -> Iterator[Problem]:
        if self.active_active and not sku.active_active:
            yield Problem(
                "HS125",
                "activeActive",
                "true",
                f"is not possible with {sku.name}",
                "write another sku, or leave it out",
            )
        if self.bgp and not sku.bgp:
            yield Problem(
                "HS125", "bgp", "true", f"is not possible with {sku.name}", "write another sku, or leave it out"
            )


class HubShape(VnetShape):
    """What a hub has beside its place and its addresses."""

    gateway_subnet: str | None = None
    """Prefix of the gateways' subnet: /27 or larger."""
    express_route_gateway: ExpressRouteGatewayArgs | None = None
    """An ExpressRoute gateway. Costs by the hour while it exists; takes up to 45 minutes to make."""
    vpn_gateway: VpnGatewayArgs | None = None
    """A VPN gateway. Costs by the hour while it exists; takes up to 45 minutes to make."""
    peering_lanes: int | None = None
    """How many spokes are peered at a time. Azure refuses overlapping writes on the hub's network. Default: 1."""
    protect: bool | None = None
    """Whether the gateways are protected from deletion. Default: no."""

    def own_problems(self) -> Iterator[Problem]:
        """Gateways without a subnet, or in one too small; a pair that cannot live together."""
        yield from super().own_problems()
        if self.peering_lanes is not None and not 1 <= self.peering_lanes <= 32:
            yield Problem("HS128", "peeringLanes", str(self.peering_lanes), "is out of range", "write 1 to 32")
        if self.has_gateway and self.gateway_subnet is None:
            yield Problem(
                "HS122", "gatewaySubnet", "", "is missing: a gateway needs it", "write its prefix, a /27 or larger"
            )
        vpn = gateway_sku("Vpn", self.vpn_gateway.sku_name) if self.vpn_gateway else None
        if vpn and not vpn.coexistence and self.express_route_gateway:
            message = f"cannot stand beside an ExpressRoute gateway ({vpn.name})"
            yield Problem("HS124", "vpnGateway.sku", vpn.name, message, f"write {DEFAULT_VPN_SKU} or larger")

    def gateway_subnet_problems(self) -> Iterator[Problem]:
        """A gateways' subnet that is too small for what stands in it."""
        prefix = self.gateway_subnet or ""
        network, reserved = parsed(prefix), reserved_subnet(GATEWAY_SUBNET)
        if network is None or reserved is None or network.version == 6:
            return
        basic = (
            self.vpn_gateway is not None and self.vpn_gateway.sku_name == "Basic" and self.express_route_gateway is None
        )
        longest = reserved.longest_prefix_basic_vpn if basic else reserved.longest_prefix
        if longest < network.prefixlen:
            message = f"is too small for gateways, which need a /{longest}"
            larger = network.supernet(new_prefix=longest)
            yield Problem("HS116", "gatewaySubnet", prefix, message, f"write {larger} or larger, free of other subnets")

    @property
    def has_gateway(self) -> bool:
        """Whether there is a gateway that spokes can use."""
        return self.express_route_gateway is not None or self.vpn_gateway is not None

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        found = super().slots()
        if self.express_route_gateway is not None:
            found["gateway-er"] = GATEWAY
        if self.vpn_gateway is not None:
            found |= {"gateway-vpn": GATEWAY, "gateway-ip-vpn": ADDRESS}
            if self.vpn_gateway.active_active:
                found["gateway-ip-vpn-2"] = ADDRESS
        return found


class HubArgs(PlacedVnet, HubShape):
    """Arguments of a hub."""

    def own_problems(self) -> Iterator[Problem]:
        """The size of the gateways' subnet, on top of the rest."""
        yield from super().own_problems()
        yield from self.gateway_subnet_problems()

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, the gateways' first."""
        found = {"gatewaySubnet": self.gateway_subnet} if self.gateway_subnet is not None else {}
        return found | super().prefixes()

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name; the size of the gateways' subnet is judged with the gateways."""
        return super().prefix_names() | {"gatewaySubnet": "gateways"}


__all__ = ["PEERING", "ExpressRouteGatewayArgs", "HubArgs", "HubShape", "ScaleUnitsArgs", "VpnGatewayArgs"]
