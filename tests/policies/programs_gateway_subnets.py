"""Programs of the cases: subnets for gateways."""

from typing import Any

from tests.policies.policy_resources import group, subnet, vnet
from tests.policies.policy_support import R, out

VPN = "VpnGw1AZ"


def gateway_subnet(prefix: Any = "10.0.0.0/26", name: Any = "GatewaySubnet", **more: Any) -> list[R]:
    return [group(), vnet("hub", "10.0.0.0/16"), subnet("gs", "hub", prefix, called=name, **more)]


def separate_route(of: str, prefix: Any, name: str) -> R:
    inputs = {"resourceGroupName": out("rg"), "routeTableName": out(of), "nextHopType": "Internet"}
    return R("network:Route", name, {**inputs, "addressPrefix": prefix})
