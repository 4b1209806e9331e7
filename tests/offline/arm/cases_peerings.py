"""Rules on peerings."""

from .bodies import gateway, peering, subnet, vnet
from .cases import Case, n

A, B, C = "virtualNetworks/aa", "virtualNetworks/bb", "virtualNetworks/cc"
AB, BA = f"{A}/virtualNetworkPeerings/to-b", f"{B}/virtualNetworkPeerings/to-a"
NETS = [(A, vnet("10.0.0.0/16")), (B, vnet("10.1.0.0/16")), (C, vnet("10.2.0.0/16"))]
GATEWAY = [
    (f"{B}/subnets/GatewaySubnet", subnet("10.1.0.0/27")),
    ("virtualNetworkGateways/gw", gateway(vnet_name="bb")),
]
LOCAL_GATEWAY = [
    (f"{A}/subnets/GatewaySubnet", subnet("10.0.0.0/27")),
    ("virtualNetworkGateways/own", gateway(vnet_name="aa")),
]
TRANSIT = (BA, peering(A, allowGatewayTransit=True))

CASES = [
    Case(
        "peering-overlap",
        (AB, peering(B)),
        (AB, peering(C)),
        f"Cannot create or update peering {n(AB)}. Virtual networks {n(A)} and {n(B)} cannot be peered because their "
        "address spaces overlap. Overlapping address prefixes: 10.0.0.0/16, 10.0.8.0/24",
        "VnetAddressSpacesOverlap",
        setup=[(A, vnet("10.0.0.0/16")), (B, vnet("10.1.0.0/16", "10.0.8.0/24")), (C, vnet("10.2.0.0/16"))],
    ),
    Case(
        "peering-overlap-third",
        (f"{C}/virtualNetworkPeerings/to-a", peering(A)),
        (f"{C}/virtualNetworkPeerings/to-d", peering("virtualNetworks/dd")),
        f"Cannot create or update peering {n(C)}/virtualNetworkPeerings/to-a. Virtual networks {n(C)} and {n(A)} "
        "cannot be peered because address space of the first virtual network overlaps with address space of third "
        f"virtual network {n(B)} already peered with the second virtual network.",
        "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
        setup=[
            (A, vnet("10.0.0.0/16")),
            (B, vnet("10.1.0.0/16")),
            (C, vnet("10.1.0.0/24")),
            ("virtualNetworks/dd", vnet("10.9.0.0/16")),
            (AB, peering(B)),
        ],
    ),
    Case(
        "peering-overlap-third-of-local",
        (f"{A}/virtualNetworkPeerings/to-c", peering(C)),
        (f"{A}/virtualNetworkPeerings/to-d", peering("virtualNetworks/dd")),
        f"third virtual network {n(B)}",
        "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
        seen=False,
        setup=[
            (A, vnet("10.0.0.0/16")),
            (B, vnet("10.1.0.0/16")),
            (C, vnet("10.1.0.0/24")),
            ("virtualNetworks/dd", vnet("10.9.0.0/16")),
            (AB, peering(B)),
        ],
    ),
    Case(
        "peering-duplicate",
        (f"{A}/virtualNetworkPeerings/again", peering(B)),
        (f"{A}/virtualNetworkPeerings/again", peering(C)),
        f"Peering {n(AB)} already references remote virtual network {n(B)}. Cannot add another peering "
        f"{n(A)}/virtualNetworkPeerings/again referencing the same remote virtual network.",
        "AnotherPeeringAlreadyReferencesRemoteVnet",
        setup=[*NETS, (AB, peering(B))],
    ),
    Case(
        "peering-remote-changed",
        (AB, peering(C)),
        (AB, peering(B, allowForwardedTraffic=True)),
        "cannot be changed",
        "ChangingRemoteVirtualNetworkNotAllowed",
        seen=False,
        setup=[*NETS, (AB, peering(B))],
    ),
    Case(
        "peering-with-itself",
        (AB, peering(A)),
        (AB, peering(B)),
        "its own virtual network",
        seen=False,
        setup=NETS,
    ),
    Case(
        "peering-no-remote-gateway",
        (AB, peering(B, useRemoteGateways=True)),
        (AB, peering(B, useRemoteGateways=True)),
        f"Peering {n(AB)} cannot have UseRemoteGateway flag set to true because remote virtual network {n(B)} "
        "referenced by the peering does not have any gateways.",
        "RemoteVnetHasNoGateways",
        setup=NETS,
        before_passing=list(GATEWAY),
    ),
    Case(
        "peering-no-transit",
        (AB, peering(B, useRemoteGateways=True)),
        (AB, peering(B, useRemoteGateways=True)),
        f"Peering {n(AB)} cannot have UseRemoteGateways flag set to true, because corresponding remote peering "
        f"{n(BA)} has AllowGatewayTransit flag set to false.",
        setup=[*NETS, *GATEWAY, (BA, peering(A))],
        before_passing=[TRANSIT],
    ),
    Case(
        "peering-second-remote-gateway",
        (f"{A}/virtualNetworkPeerings/to-c", peering(C, useRemoteGateways=True)),
        (f"{A}/virtualNetworkPeerings/to-c", peering(C)),
        f"Peering {n(A)}/virtualNetworkPeerings/to-c cannot have UseRemoteGateways flag set to true, because another "
        f"peering {n(AB)} already has UseRemoteGateways flag set to true.",
        setup=[
            *NETS,
            *GATEWAY,
            (f"{C}/subnets/GatewaySubnet", subnet("10.2.0.0/27")),
            ("virtualNetworkGateways/third", gateway(vnet_name="cc")),
            TRANSIT,
            (AB, peering(B, useRemoteGateways=True)),
        ],
    ),
    Case(
        "peering-local-gateway",
        (AB, peering(B, useRemoteGateways=True)),
        (AB, peering(B)),
        "of its own",
        seen=False,
        setup=[*NETS, *GATEWAY, *LOCAL_GATEWAY, TRANSIT],
    ),
    Case(
        "peering-transit-needed",
        (BA, peering(A)),
        (BA, peering(A, allowGatewayTransit=True, allowForwardedTraffic=True)),
        "uses the gateway",
        seen=False,
        setup=[*NETS, *GATEWAY, TRANSIT, (AB, peering(B, useRemoteGateways=True))],
    ),
    Case(
        "gateway-beside-remote",
        LOCAL_GATEWAY[1],
        LOCAL_GATEWAY[1],
        "uses a remote gateway",
        seen=False,
        setup=[*NETS, *GATEWAY, LOCAL_GATEWAY[0], TRANSIT, (AB, peering(B, useRemoteGateways=True))],
        before_passing=[(AB, peering(B))],
    ),
    Case(
        "gateway-used-by-spokes",
        "virtualNetworkGateways/gw",
        "virtualNetworkGateways/gw",
        "uses it",
        seen=False,
        setup=[*NETS, *GATEWAY, TRANSIT, (AB, peering(B, useRemoteGateways=True))],
        before_passing=[(AB, peering(B))],
    ),
]
