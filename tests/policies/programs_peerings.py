"""Programs of the cases: peerings with flags and gateways."""

from typing import Any

from tests.policies.policy_resources import gateway, hub, peering, subnet, vnet
from tests.policies.policy_support import SUBSCRIPTION, R, out

ELSEWHERE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/far"
OFFERS = {"allowGatewayTransit": True}
USES = {"useRemoteGateways": True}


def pair(hub_flags: Any = None, spoke_flags: Any = None, *more: R) -> list[R]:
    return [
        *hub(),
        vnet("spoke", "10.1.0.0/16"),
        peering("down", "hub", out("spoke"), **(hub_flags or {})),
        peering("up", "spoke", out("hub"), **(spoke_flags or {})),
        *more,
    ]


def with_gateway(hub_flags: Any = None, spoke_flags: Any = None, *more: R) -> list[R]:
    return pair(hub_flags, spoke_flags, gateway("er", out("gs")), *more)


SPOKE_GATEWAY = [subnet("gs2", "spoke", "10.1.0.0/26", called="GatewaySubnet"), gateway("er2", out("gs2"))]
