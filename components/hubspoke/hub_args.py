"""Arguments of a hub: its virtual network and what stands in it."""

from collections.abc import Iterator

from hubspoke._prefix_checks import Placed, overlaps, parsed
from hubspoke.gateway_args import (
    DEFAULT_VPN_SKU,
    GATEWAY,
    ExpressRouteGatewayArgs,
    ScaleUnitsArgs,
    VpnGatewayArgs,
)
from hubspoke.site_args import CONNECTION, SITE
from hubspoke.vnet_args import ADDRESS, PEERING, PlacedVnet, VnetShape
from hubspoke_network.errors import Problem
from hubspoke_network.gateway_skus import gateway_sku
from hubspoke_network.reserved_subnets import reserved_subnet

GATEWAY_SUBNET = "GatewaySubnet"


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

    def placed_problems(self, space: list[str]) -> Iterator[Problem]:
        """What is wrong with the hub's addresses, once it has them: the gateways' subnet, and sites that overlap it."""
        yield from self._gateway_subnet_problems()
        own = [Placed("addressSpace", network) for text in space if (network := parsed(text)) is not None]
        sites = (self.vpn_gateway.sites or {}) if self.vpn_gateway else {}
        for key, site in sites.items():
            for index, text in enumerate(site.prefixes or []):
                network, path = parsed(text), f"vpnGateway.sites.{key}.prefixes[{index}]"
                theirs = [Placed(path, network)] if network is not None and network.prefixlen else []
                for first, second in overlaps([*own, *theirs]):
                    if second.path == path:
                        message = f"overlaps the hub's {first.network}"
                        yield Problem("HS112", path, text, message, "write a range that nothing else has")

    def _gateway_subnet_problems(self) -> Iterator[Problem]:
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
            for key in self.vpn_gateway.sites or {}:
                found |= {f"site-{key}": SITE, f"connection-{key}": CONNECTION}
        return found


class HubArgs(PlacedVnet, HubShape):
    """Arguments of a hub."""

    def own_problems(self) -> Iterator[Problem]:
        """The size of the gateways' subnet, on top of the rest."""
        yield from super().own_problems()
        yield from self.placed_problems(self.address_space)

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, the gateways' first."""
        found = {"gatewaySubnet": self.gateway_subnet} if self.gateway_subnet is not None else {}
        return found | super().prefixes()

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name; the size of the gateways' subnet is judged with the gateways."""
        return super().prefix_names() | {"gatewaySubnet": "gateways"}


__all__ = ["PEERING", "ExpressRouteGatewayArgs", "HubArgs", "HubShape", "ScaleUnitsArgs", "VpnGatewayArgs"]
