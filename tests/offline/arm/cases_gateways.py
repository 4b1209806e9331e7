"""Rules on virtual network gateways and local network gateways."""

from .bodies import Body, address, circuit, connection, gateway, plain, ref, route, site, subnet, vnet
from .cases import Case, n

HUB = "virtualNetworks/hub"
NET = (HUB, vnet("10.0.0.0/16"))
GSUB = (f"{HUB}/subnets/GatewaySubnet", subnet("10.0.0.0/26"))
GW, VPN = "virtualNetworkGateways/gw", "virtualNetworkGateways/vpn"
ER = (GW, gateway())
PIP, PIP2 = ("publicIPAddresses/p", address()), ("publicIPAddresses/q", address())
BARE = ("publicIPAddresses/bare", address(zones=False))
READY = [NET, GSUB, PIP, PIP2, BARE]
SITE = "localNetworkGateways/site"


def vpn(sku: str | None = "VpnGw1AZ", addresses: tuple[str, ...] = ("publicIPAddresses/p",), **more: object) -> Body:
    return gateway("Vpn", sku, addresses=addresses, **more)


def scale(low: int | None, high: int | None, sku: str = "ErGwScale") -> Body:
    bounds = {name: value for name, value in (("min", low), ("max", high)) if value is not None}
    return gateway(sku=sku, autoScaleConfiguration={"bounds": bounds} if bounds else {})


CASES = [
    Case(
        "gateway-subnet-name",
        (GW, gateway(subnet_name="other")),
        ER,
        f"Resource {n(HUB)}/subnets/GatewaySubnet referenced by resource {n(GW)} was not found. Please make sure that "
        "the referenced resource exists, and that both resources are in the same region.",
        "InvalidResourceReference",
        setup=[NET, GSUB, (f"{HUB}/subnets/other", subnet("10.0.1.0/26"))],
    ),
    Case("gateway-type", (GW, gateway("Mpls")), ER, "'Mpls'", seen=False, setup=READY),
    Case(
        "gateway-second-of-type",
        ("virtualNetworkGateways/two", gateway(sku="ErGw2AZ")),
        (VPN, vpn()),
        "one of each type",
        seen=False,
        setup=[*READY, ER],
    ),
    Case(
        "gateway-sku",
        (GW, gateway(sku="VpnGw1AZ")),
        ER,
        "VpnGw1AZ",
        "InvalidGatewaySkuSpecifiedForGatewayDeploymentType",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-sku-without-zones",
        (VPN, vpn("VpnGw2")),
        (VPN, vpn("VpnGw2AZ")),
        "VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going "
        "forward.",
        "NonAzSkusNotAllowedForVPNGateway",
        setup=READY,
    ),
    Case(
        "gateway-sku-without-zones",
        (VPN, vpn("VpnGw1")),
        (VPN, vpn("VpnGw2AZ")),
        "VpnGw1-5 non-AZ SKUs are no longer supported for VPN gateways. Only VpnGw1-5AZ SKUs can be created going "
        "forward.",
        "NonAzSkusNotAllowedForVPNGateway",
        setup=[*READY, (VPN, vpn("VpnGw1AZ"))],
    ),
    Case(
        "gateway-address-zones",
        (VPN, vpn(addresses=("publicIPAddresses/bare",))),
        (VPN, vpn()),
        "Standard Public IPs associated with VPN Gateways with AZ VPN skus must have zones configured.",
        "VmssVpnGatewayPublicIpsMustHaveZonesConfigured",
        setup=READY,
    ),
    Case(
        "gateway-subnet-size",
        ER,
        (VPN, vpn("Basic", ("publicIPAddresses/p",))),
        "/27 or larger",
        seen=False,
        setup=[NET, PIP, (f"{HUB}/subnets/GatewaySubnet", subnet("10.0.0.0/28"))],
    ),
    Case(
        "gateway-default-route",
        ER,
        ER,
        "0.0.0.0/0",
        seen=False,
        setup=[
            NET,
            ("routeTables/t", plain()),
            ("routeTables/t/routes/all", route("0.0.0.0/0", "Internet")),
            (f"{HUB}/subnets/GatewaySubnet", subnet("10.0.0.0/26", routeTable="routeTables/t")),
        ],
        before_passing=["routeTables/t/routes/all"],
    ),
    Case(
        "gateway-sku-changed",
        (GW, gateway(sku="HighPerformance")),
        (GW, gateway(sku="ErGw2AZ")),
        "delete and create it again",
        "ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
        seen=False,
        setup=[*READY, ER],
    ),
    Case(
        "gateway-sku-changed",
        (GW, gateway(sku="ErGw1AZ")),
        (GW, gateway(sku="ErGw3AZ")),
        "from ErGw2AZ to ErGw1AZ",
        "ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
        seen=False,
        setup=[*READY, (GW, gateway(sku="ErGw2AZ"))],
    ),
    Case(
        "gateway-scale-bounds",
        (GW, scale(2, None)),
        (GW, scale(2, 10)),
        "must be both set",
        "ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-scale-bounds",
        (GW, scale(2, 41)),
        (GW, scale(1, 1)),
        "1 to 40",
        "ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-scale-bounds",
        (GW, scale(2, 4, "ErGw1AZ")),
        ER,
        "cannot be set",
        "ExpressRouteVirtualNetworkGatewayAutoscaleBoundsNotValid",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-policy-based",
        (VPN, vpn(vpnType="PolicyBased")),
        (VPN, vpn("Basic", vpnType="PolicyBased")),
        "must have SKU Basic",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-coexistence",
        (VPN, vpn("Basic")),
        (VPN, vpn("VpnGw1AZ")),
        "cannot coexist",
        seen=False,
        setup=[*READY, ER],
    ),
    Case(
        "gateway-active-active",
        (VPN, vpn(activeActive=True)),
        (VPN, vpn(activeActive=True, addresses=("publicIPAddresses/p", "publicIPAddresses/q"))),
        "needs 2 IP configurations",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-basic-bgp",
        (VPN, vpn("Basic", enableBgp=True)),
        (VPN, vpn("VpnGw1AZ", enableBgp=True)),
        "cannot have BGP",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-bgp-settings",
        (VPN, vpn(bgpSettings={"asn": 65518})),
        (VPN, vpn(bgpSettings={"asn": 65515})),
        "reserved by Azure",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-bgp-settings",
        (SITE, plain(gatewayIpAddress="20.0.0.1", bgpSettings={"asn": 65515, "bgpPeeringAddress": "10.9.0.1"})),
        (SITE, plain(gatewayIpAddress="20.0.0.1", bgpSettings={"asn": 65010, "bgpPeeringAddress": "10.9.0.1"})),
        "reserved by Azure",
        seen=False,
    ),
    Case(
        "gateway-bgp-settings",
        (VPN, vpn(bgpSettings={"bgpPeeringAddresses": [{"customBgpIpAddresses": ["169.254.20.1"]}]})),
        (VPN, vpn(bgpSettings={"bgpPeeringAddresses": [{"customBgpIpAddresses": ["169.254.21.1"]}]})),
        "169.254.20.1",
        seen=False,
        setup=READY,
    ),
    Case(
        "gateway-fixed",
        (VPN, vpn(vpnType="PolicyBased", sku="Basic")),
        (VPN, vpn(sku="Basic", tags={})),
        "vpnType",
        seen=False,
        setup=[*READY, (VPN, vpn("Basic"))],
    ),
    Case(
        "gateway-in-use",
        GW,
        GW,
        "is in use by",
        "VirtualNetworkGatewayCannotBeDeleted",
        seen=False,
        setup=[*READY, ER, ("expressRouteCircuits/er", circuit()), ("connections/c", connection())],
        before_passing=["connections/c"],
    ),
    Case(
        "local-gateway-prefix",
        (SITE, site("20.0.0.1", "10.9.0.0/33")),
        (SITE, site()),
        f"Address prefix 10.9.0.0/33 of resource {n(SITE)} is not formatted correctly. It should follow CIDR "
        "notation, for example 10.0.0.0/24.",
        "InvalidAddressPrefixFormat",
    ),
    Case(
        "local-gateway-nothing-behind",
        (SITE, plain(gatewayIpAddress="20.0.0.1", localNetworkAddressSpace={"addressPrefixes": []})),
        (SITE, site()),
        f"The local network gateway {n(SITE)} cannot have both empty address prefix and empty BGP Settings.",
        "LocalNetworkGatewayCannotHaveEmptyAddressPrefixAndBgpSettings",
    ),
    Case(
        "local-gateway-address",
        (SITE, plain(localNetworkAddressSpace={"addressPrefixes": ["10.9.0.0/24"]})),
        (SITE, site(fqdn="site.example")),
        "needs gatewayIpAddress or fqdn.",
        seen=False,
    ),
    Case(
        "local-gateway-in-use",
        SITE,
        SITE,
        "in use by",
        seen=False,
        setup=[
            *READY,
            (VPN, vpn()),
            (SITE, site()),
            (
                "connections/c",
                plain(
                    connectionType="IPsec",
                    virtualNetworkGateway1=ref(VPN),
                    localNetworkGateway2=ref(SITE),
                    sharedKey="k",
                ),
            ),
        ],
        before_passing=["connections/c"],
    ),
]
