"""Rules on ExpressRoute circuits, their peerings and connections, and on route filters."""

from typing import Any

from azure_offline.arm.resources.identifiers import guid

from .bodies import (
    Body,
    circuit,
    connection,
    filter_rule,
    gateway,
    microsoft_peering,
    plain,
    private_peering,
    ref,
    site,
    subnet,
    vnet,
)
from .cases import Case, n
from .conftest import TWO, network

ER = "expressRouteCircuits/er"
PRIVATE, MICROSOFT = f"{ER}/peerings/AzurePrivatePeering", f"{ER}/peerings/MicrosoftPeering"
FILTER = "routeFilters/rf"
RULE = f"{FILTER}/routeFilterRules/allow"
CIRCUIT = (ER, circuit())
CON = "connections/c"
OFFICE, REGIONAL = "12076:5010", "12076:51002"
GATEWAY = [
    ("virtualNetworks/hub", vnet("10.0.0.0/16")),
    ("virtualNetworks/hub/subnets/GatewaySubnet", subnet("10.0.0.0/26")),
    ("virtualNetworkGateways/gw", gateway(sku="ErGw1AZ")),
]
LINKED = [CIRCUIT, (PRIVATE, private_peering()), *GATEWAY]
KEY = guid("service-key", n(ER).lower())
NOT_PREMIUM = (
    "Failed to modify route filter rule 'allow'. Error: The remote server returned an unexpected response: (400) "
    f"{KEY} is not compatible with the route filter. The route filter includes Office 365 communities. The circuit "
    "does not have access to Office365.."
)
FAR = network("virtualNetworks/far", TWO)
FAR_GATEWAY = network("virtualNetworkGateways/gw", TWO)
FAR_CONNECTION = network("connections/c", TWO)
AUTHORIZATION = f"{ER}/authorizations/a"
AUTHORIZATION_KEY = guid("authorization", n(AUTHORIZATION).lower())


def _many_gateways(count: int) -> list[tuple[str, Body]]:
    made: list[tuple[str, Body]] = []
    for index in range(count):
        name = f"net{index}"
        made += [
            (f"virtualNetworks/{name}", vnet(f"10.{index}.0.0/16")),
            (f"virtualNetworks/{name}/subnets/GatewaySubnet", subnet(f"10.{index}.0.0/26")),
            (f"virtualNetworkGateways/{name}", gateway(vnet_name=name)),
        ]
    return made


def _circuits(count: int, **at: Any) -> list[tuple[str, Body]]:
    return [(f"expressRouteCircuits/er{index}", circuit(**{"place": f"Place{index}", **at})) for index in range(count)]


def _with(body: Body, **peerings: Body) -> Body:
    """A circuit's PUT lists the peerings that stay."""
    listed = [{"name": name, **peering} for name, peering in peerings.items()]
    return {**body, "properties": {**body["properties"], "peerings": listed}}


OTHER_PRIVATE = "expressRouteCircuits/far/peerings/AzurePrivatePeering"
KEPT = {"AzurePrivatePeering": private_peering()}


def _links(count: int, gateways: bool = False) -> list[tuple[str, Body]]:
    if gateways:
        return [(f"connections/c{index}", connection(gateway_name=f"net{index}")) for index in range(count)]
    return [(f"connections/c{index}", connection(f"er{index}")) for index in range(count)]


CASES = [
    Case("circuit-sku", (ER, circuit("Gold")), CIRCUIT, "tier 'Gold'", seen=False),
    Case(
        "circuit-local-metered",
        (ER, circuit("Local")),
        (ER, circuit("Local", "UnlimitedData")),
        "UnlimitedData",
        seen=False,
    ),
    Case(
        "circuit-unlimited-to-metered",
        (ER, circuit()),
        (ER, circuit("Premium", "UnlimitedData")),
        "cannot change from UnlimitedData",
        seen=False,
        setup=[(ER, circuit("Standard", "UnlimitedData"))],
    ),
    Case(
        "circuit-tier-lowered",
        (ER, _with(circuit("Standard"), **KEPT)),
        (ER, _with(circuit("Standard"), **KEPT)),
        "11 virtual network links",
        seen=False,
        setup=[CIRCUIT, (PRIVATE, private_peering()), *_many_gateways(11), *_links(11, gateways=True)],
        before_passing=["connections/c3"],
    ),
    Case(
        "circuit-tier-lowered-geography",
        (ER, _with(circuit("Standard", place="Dallas"), **KEPT)),
        (ER, _with(circuit("Premium", mbps=2000, place="Dallas"), **KEPT)),
        "another geopolitical region",
        seen=False,
        setup=[(ER, circuit(place="Dallas")), (PRIVATE, private_peering()), *GATEWAY, (CON, connection())],
    ),
    Case(
        "global-reach-local",
        (f"{PRIVATE}/connections/g", {"properties": {"peerExpressRouteCircuitPeering": ref(OTHER_PRIVATE)}}),
        (f"{PRIVATE}/connections/g", {"properties": {"peerExpressRouteCircuitPeering": ref(OTHER_PRIVATE)}}),
        "of tier Local",
        seen=False,
        setup=[
            CIRCUIT,
            (PRIVATE, private_peering()),
            ("expressRouteCircuits/far", circuit("Local", "UnlimitedData")),
            (OTHER_PRIVATE, private_peering()),
        ],
        before_passing=[("expressRouteCircuits/far", _with(circuit("Standard", "UnlimitedData"), **KEPT))],
    ),
    Case(
        "circuit-delete-with-children",
        ER,
        ER,
        "Global Reach connection g",
        seen=False,
        setup=[CIRCUIT, (PRIVATE, private_peering()), (f"{PRIVATE}/connections/g", {})],
        before_passing=[f"{PRIVATE}/connections/g"],
    ),
    Case(
        "circuit-peering-in-use",
        PRIVATE,
        PRIVATE,
        "connections/g is linked",
        seen=False,
        setup=[CIRCUIT, (PRIVATE, private_peering()), (f"{PRIVATE}/connections/g", {})],
        before_passing=[f"{PRIVATE}/connections/g"],
    ),
    Case(
        "circuit-office365-tier-lowered",
        (ER, _with(circuit("Standard"), MicrosoftPeering=microsoft_peering(routeFilter=ref(FILTER)))),
        (ER, _with(circuit("Standard"), MicrosoftPeering=microsoft_peering())),
        "Office 365",
        seen=False,
        setup=[
            CIRCUIT,
            (FILTER, plain()),
            (RULE, filter_rule(OFFICE)),
            (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER))),
        ],
    ),
    Case("circuit-bandwidth", (ER, circuit(mbps=300)), (ER, circuit(mbps=500)), "300", seen=False),
    Case(
        "circuit-bandwidth-lowered",
        (ER, circuit(mbps=500)),
        (ER, circuit(mbps=2000)),
        "cannot be lowered from 1000 to 500",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-provider-and-port",
        (ER, {**circuit(), "properties": {**circuit()["properties"], "bandwidthInGbps": 5}}),
        CIRCUIT,
        "give one of them",
        seen=False,
    ),
    Case(
        "circuit-provider-changed",
        (ER, circuit(place="London")),
        (ER, circuit(mbps=2000)),
        "peeringLocation",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-quota",
        ("expressRouteCircuits/er10", circuit()),
        ("expressRouteCircuits/er10", circuit()),
        "10 circuits in region westeurope",
        seen=False,
        setup=_circuits(10),
        before_passing=["expressRouteCircuits/er3"],
    ),
    Case(
        "circuit-delete-with-children",
        ER,
        ER,
        "authorization a",
        seen=False,
        setup=[CIRCUIT, (AUTHORIZATION, {})],
        before_passing=[AUTHORIZATION],
    ),
    Case(
        "circuit-delete-with-children",
        ER,
        ER,
        "a route filter on MicrosoftPeering",
        seen=False,
        setup=[CIRCUIT, (FILTER, plain()), (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER)))],
        before_passing=[MICROSOFT],
    ),
    Case(
        "circuit-in-use", ER, ER, "linked to it", seen=False, setup=[*LINKED, (CON, connection())], before_passing=[CON]
    ),
    Case(
        "circuit-peering-type",
        (f"{ER}/peerings/private", private_peering()),
        (PRIVATE, private_peering()),
        "the name must be the type",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-type",
        (f"{ER}/peerings/AzurePublicPeering", {"properties": {"peeringType": "AzurePublicPeering"}}),
        (PRIVATE, private_peering()),
        "closed to new circuits",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-asn",
        (PRIVATE, private_peering(peerASN=65517)),
        (PRIVATE, private_peering(peerASN=4200000000)),
        "reserved by Azure",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-links",
        (PRIVATE, private_peering(primaryPeerAddressPrefix="172.31.0.0/29")),
        (PRIVATE, private_peering()),
        "must be a /30",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-links",
        (PRIVATE, private_peering(secondaryPeerAddressPrefix="172.31.0.0/30")),
        (PRIVATE, private_peering()),
        "is the same as",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-microsoft-public",
        (MICROSOFT, microsoft_peering(primaryPeerAddressPrefix="10.0.0.0/30")),
        (MICROSOFT, microsoft_peering()),
        "10.0.0.0/30",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-microsoft-prefixes",
        (MICROSOFT, microsoft_peering(microsoftPeeringConfig=None)),
        (MICROSOFT, microsoft_peering()),
        "advertisedPublicPrefixes",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-shared-key",
        (PRIVATE, private_peering(sharedKey="k" * 26)),
        (PRIVATE, private_peering(sharedKey="k" * 25)),
        "25 characters",
        seen=False,
        setup=[CIRCUIT],
    ),
    Case(
        "circuit-peering-vlan",
        (MICROSOFT, microsoft_peering(vlanId=100)),
        (MICROSOFT, microsoft_peering(vlanId=101)),
        "is that of AzurePrivatePeering",
        seen=False,
        setup=[CIRCUIT, (PRIVATE, private_peering())],
    ),
    Case(
        "circuit-peering-network-overlap",
        (PRIVATE, private_peering(primaryPeerAddressPrefix="10.0.9.0/30")),
        (PRIVATE, private_peering(primaryPeerAddressPrefix="10.9.9.0/30")),
        "10.0.9.0/30",
        seen=False,
        setup=[*LINKED, (CON, connection())],
    ),
    Case(
        "circuit-peering-filter-type",
        (PRIVATE, private_peering(routeFilter=ref(FILTER))),
        (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER))),
        "only Microsoft peering",
        seen=False,
        setup=[CIRCUIT, (FILTER, plain())],
    ),
    Case(
        "circuit-peering-in-use",
        PRIVATE,
        PRIVATE,
        "cannot be removed",
        seen=False,
        setup=[*LINKED, (CON, connection())],
        before_passing=[CON],
    ),
    Case(
        "office365-not-premium-attach",
        (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER))),
        (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER))),
        NOT_PREMIUM,
        setup=[(ER, circuit("Standard")), (FILTER, plain()), (RULE, filter_rule(OFFICE))],
        before_passing=[CIRCUIT],
    ),
    Case(
        "office365-not-premium",
        (RULE, filter_rule(OFFICE)),
        (RULE, filter_rule(REGIONAL)),
        NOT_PREMIUM,
        setup=[
            (ER, circuit("Standard")),
            (FILTER, plain()),
            (RULE, filter_rule(REGIONAL)),
            (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER))),
        ],
    ),
    Case(
        "route-filter-rule-access",
        (RULE, filter_rule(REGIONAL, access="Deny")),
        (RULE, filter_rule(REGIONAL)),
        "must be Allow",
        seen=False,
        setup=[(FILTER, plain())],
    ),
    Case(
        "route-filter-rule-communities",
        (RULE, filter_rule()),
        (RULE, filter_rule(REGIONAL)),
        "at least one community",
        seen=False,
        setup=[(FILTER, plain())],
    ),
    Case(
        "route-filter-rule-communities",
        (RULE, filter_rule("8075:5010")),
        (RULE, filter_rule(REGIONAL)),
        "8075:5010",
        seen=False,
        setup=[(FILTER, plain())],
    ),
    Case(
        "route-filter-one-rule",
        (f"{FILTER}/routeFilterRules/more", filter_rule(REGIONAL)),
        (RULE, filter_rule(REGIONAL, "12076:51003")),
        "at most one",
        seen=False,
        setup=[(FILTER, plain()), (RULE, filter_rule(REGIONAL))],
    ),
    Case(
        "route-filter-in-use",
        FILTER,
        FILTER,
        "in use by",
        seen=False,
        setup=[CIRCUIT, (FILTER, plain()), (MICROSOFT, microsoft_peering(routeFilter=ref(FILTER)))],
        before_passing=[(MICROSOFT, microsoft_peering())],
    ),
    Case(
        "connection-type",
        (CON, plain(connectionType="ExpressRoute", virtualNetworkGateway1=ref("virtualNetworkGateways/gw"))),
        (CON, connection()),
        "needs peer",
        seen=False,
        setup=LINKED,
    ),
    Case(
        "connection-gateway-type",
        (
            CON,
            plain(
                connectionType="IPsec",
                virtualNetworkGateway1=ref("virtualNetworkGateways/gw"),
                localNetworkGateway2=ref("localNetworkGateways/site"),
            ),
        ),
        (CON, connection()),
        "needs gateways of type Vpn",
        seen=False,
        setup=[*LINKED, ("localNetworkGateways/site", site())],
    ),
    Case(
        "connection-type-changed",
        (
            CON,
            plain(
                connectionType="VPNClient",
                virtualNetworkGateway1=ref("virtualNetworkGateways/gw"),
            ),
        ),
        (CON, connection(routingWeight=20)),
        "connectionType",
        seen=False,
        setup=[*LINKED, (CON, connection())],
    ),
    Case(
        "connection-routing-weight",
        (CON, connection(routingWeight=32001)),
        (CON, connection(routingWeight=32000)),
        "32001",
        seen=False,
        setup=LINKED,
    ),
    Case(
        "connection-circuit-not-provisioned",
        (CON, connection()),
        (CON, connection()),
        "no private peering",
        seen=False,
        setup=[CIRCUIT, *GATEWAY],
        before_passing=[(PRIVATE, private_peering())],
    ),
    Case(
        "connection-authorization",
        (
            FAR_CONNECTION,
            plain(connectionType="ExpressRoute", virtualNetworkGateway1={"id": FAR_GATEWAY}, peer=ref(ER)),
        ),
        (
            FAR_CONNECTION,
            plain(
                connectionType="ExpressRoute",
                virtualNetworkGateway1={"id": FAR_GATEWAY},
                peer=ref(ER),
                authorizationKey=AUTHORIZATION_KEY,
            ),
        ),
        "needs an authorizationKey",
        seen=False,
        setup=[
            CIRCUIT,
            (PRIVATE, private_peering()),
            (AUTHORIZATION, {}),
            (FAR, vnet("10.7.0.0/16", subnets=[{"name": "GatewaySubnet", **subnet("10.7.0.0/26")}])),
            (
                FAR_GATEWAY,
                plain(
                    gatewayType="ExpressRoute",
                    ipConfigurations=[{"name": "c", "properties": {"subnet": {"id": f"{FAR}/subnets/GatewaySubnet"}}}],
                ),
            ),
        ],
    ),
    Case(
        "connection-authorization",
        (CON, connection(authorizationKey="guess")),
        (CON, connection()),
        "did not give out",
        seen=False,
        setup=LINKED,
    ),
    Case(
        "connection-circuit-links",
        ("connections/c10", connection(gateway_name="net10")),
        ("connections/c10", connection(gateway_name="net10")),
        "10 virtual network links",
        seen=False,
        setup=[
            (ER, circuit("Standard")),
            (PRIVATE, private_peering()),
            *_many_gateways(11),
            *_links(10, gateways=True),
        ],
        before_passing=[(ER, _with(circuit(), **KEPT))],
    ),
    Case(
        "connection-geography",
        (CON, connection()),
        (CON, connection()),
        "out of reach",
        seen=False,
        setup=[(ER, circuit("Standard", place="Dallas2")), (PRIVATE, private_peering()), *GATEWAY],
        before_passing=[(ER, circuit("Premium", place="Dallas2"))],
    ),
    Case(
        "connection-geography",
        (CON, connection()),
        (CON, connection()),
        "of tier Local at Frankfurt",
        seen=False,
        setup=[(ER, circuit("Local", "UnlimitedData", place="Frankfurt")), (PRIVATE, private_peering()), *GATEWAY],
        before_passing=[(ER, circuit("Standard", "UnlimitedData", place="Frankfurt"))],
    ),
    Case(
        "connection-gateway-circuits",
        ("connections/c4", connection("er4")),
        ("connections/c4", connection("er4")),
        "at most 4 circuits",
        seen=False,
        setup=[*GATEWAY, *_circuits(5), *_links(4)],
        before_passing=["connections/c2"],
    ),
    Case(
        "connection-same-location",
        ("connections/c4", connection("er4")),
        ("connections/c4", connection("er4")),
        "peering location London",
        seen=False,
        setup=[
            *GATEWAY[:2],
            ("virtualNetworkGateways/gw", gateway(sku="ErGw3AZ")),
            *_circuits(5, place="London"),
            *_links(4),
        ],
        before_passing=["connections/c2"],
    ),
    Case(
        "connection-advertised-routes",
        (CON, connection()),
        (CON, connection()),
        "advertises 201 IPv4 prefixes",
        seen=False,
        setup=[
            CIRCUIT,
            (PRIVATE, private_peering()),
            ("virtualNetworks/hub", vnet("10.0.0.0/16", *(f"10.1.{index}.0/24" for index in range(200)))),
            *GATEWAY[1:],
        ],
        before_passing=[
            (
                "virtualNetworks/hub",
                vnet(
                    "10.0.0.0/16",
                    *(f"10.1.{index}.0/24" for index in range(199)),
                    subnets=[{"name": "GatewaySubnet", **subnet("10.0.0.0/26")}],
                ),
            )
        ],
    ),
    Case(
        "connection-fastpath",
        (CON, connection(expressRouteGatewayBypass=True)),
        (CON, connection(expressRouteGatewayBypass=True)),
        "FastPath is not available",
        seen=False,
        setup=LINKED,
        before_passing=[("virtualNetworkGateways/gw", gateway(sku="ErGw3AZ"))],
    ),
    Case(
        "connection-peering-overlap",
        (CON, connection()),
        (CON, connection()),
        "10.0.9.0/30",
        seen=False,
        setup=[CIRCUIT, (PRIVATE, private_peering(primaryPeerAddressPrefix="10.0.9.0/30")), *GATEWAY],
        before_passing=[(PRIVATE, private_peering())],
    ),
]
