"""Arguments of a hub's gateways: ExpressRoute and VPN."""

from collections.abc import Iterator
from ipaddress import IPv4Address

from hubspoke.base import Args
from hubspoke.hub.vpn import VpnSiteArgs, is_address
from hubspoke.vnet import key_problems
from hubspoke_network.azure import GatewayKind, GatewaySku, gateway_sku, gateway_sku_names, reserved_asn
from hubspoke_network.core import Problem

GATEWAY = "Microsoft.Network/virtualNetworkGateways"
DEFAULT_ER_SKU = "ErGw1AZ"
DEFAULT_VPN_SKU = "VpnGw1AZ"
DEFAULT_ASN = 65515
# Link-local addresses that Azure's end of a BGP session may have (azure-docs vpn-gateway/vpn-gateway-bgp-overview).
LINK_LOCAL = (IPv4Address("169.254.21.0"), IPv4Address("169.254.22.255"))


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
    link_local_addresses: list[str] | None = None
    """Link-local BGP addresses of the first instance (169.254.21.0 to 169.254.22.255), beside the one in the gateways'
    subnet."""
    second_link_local_addresses: list[str] | None = None
    """Link-local BGP addresses of the second instance, with activeActive."""
    sites: dict[str, VpnSiteArgs] | None = None
    """Sites on-premises by key, each with its tunnel."""
    default_site: str | None = None
    """Key of the site that everything without a route goes to: forced tunnelling. Default: none."""

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
        yield from zone_problems(self.zones)
        yield from self._bgp_problems()
        yield from key_problems("sites", self.sites)
        sites = self.sites or {}
        if self.default_site is not None and self.default_site not in sites:
            instead = f"write one of {', '.join(sites)}" if sites else f"add sites.{self.default_site}"
            yield Problem("HS150", "defaultSite", self.default_site, "is not among sites", instead)

    def _bgp_problems(self) -> Iterator[Problem]:
        """What needs BGP, or a second instance, and link-local addresses that are none of Azure's."""
        for path, addresses, there in (
            ("linkLocalAddresses", self.link_local_addresses, True),
            ("secondLinkLocalAddresses", self.second_link_local_addresses, bool(self.active_active)),
        ):
            if addresses and not self.bgp:
                yield Problem("HS148", path, ", ".join(addresses), "goes with BGP", "write bgp: true, or remove it")
            if addresses and not there:
                message = "is for a second instance, which there is not"
                yield Problem("HS148", path, ", ".join(addresses), message, "write activeActive: true, or remove it")
            for index, address in enumerate(addresses or []):
                if not is_address(address) or not _link_local(address):
                    message = "is not a link-local address that Azure's end may have"
                    instead = f"write one from {LINK_LOCAL[0]} to {LINK_LOCAL[1]}"
                    yield Problem("HS148", f"{path}[{index}]", address, message, instead)
        for key, site in (self.sites or {}).items():
            if site.bgp is not None and not self.bgp:
                message = "needs BGP on the gateway, where it is off"
                yield Problem("HS146", f"sites.{key}.bgp", "", message, "write bgp: true on the gateway")

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


def zone_problems(zones: list[str] | None) -> Iterator[Problem]:
    """What is no availability zone."""
    for index, zone in enumerate(zones or []):
        if zone not in {"1", "2", "3"}:
            yield Problem("HS127", f"zones[{index}]", zone, "is not an availability zone", 'write "1", "2" or "3"')


def zones_of(asked: list[str] | None, *, usual: bool = True) -> tuple[str, ...]:
    """The zones asked for; every zone where none are and that is `usual`."""
    return (("1", "2", "3") if usual else ()) if asked is None else tuple(asked)


def _link_local(address: str) -> bool:
    return ":" not in address and LINK_LOCAL[0] <= IPv4Address(address) <= LINK_LOCAL[1]
