"""Programs of the cases: programs at the edge of a rule, told apart from their neighbours by one comparison."""

from dataclasses import replace
from typing import Any

from tests.policies.policy_resources import group, hub, nsg, peering, rule, subnet, vnet
from tests.policies.policy_support import SUBSCRIPTION, R, out
from tests.policies.programs_groups import placed
from tests.policies.programs_paths import DENY
from tests.policies.programs_peerings import SPOKE_GATEWAY

FAR_FILTER = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.Network/routeFilters/far"


def placed_at(*subnets: Any) -> dict[str, Any]:
    """ip configurations, one a subnet; None for one without."""
    entries = [{"name": f"c{n}", **({} if of is None else {"subnet": {"id": of}})} for n, of in enumerate(subnets)]
    return {"ipConfigurations": entries}


def between(own: Any, other: Any, *more: R) -> list[R]:
    """A spoke with a gateway, its end of the peering (target and flags), the hub's end, and what else there is."""
    return [
        *hub(),
        vnet("spoke", "10.1.0.0/16"),
        *SPOKE_GATEWAY,
        *([] if own is None else [peering("up", "spoke", own[0], **own[1])]),
        *([] if other is None else [peering("down", "hub", other[0], **other[1])]),
        *more,
    ]


def reached_by(prefixes: Any, ports: Any = "22") -> list[R]:
    return placed(rule("in", 100, source=prefixes, ports=ports), DENY)


def odd(count: int) -> list[str]:
    """So many public addresses, no two of them neighbours."""
    return [f"8.0.{n // 128}.{n % 128 * 2 + 1}/32" for n in range(count)]


def perhaps_secret(**more: Any) -> list[R]:
    """A group that lets in what an internal-only one does not."""
    made = nsg("g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")])
    return [group(), replace(made, inputs={**made.inputs, **more})]


def others() -> list[R]:
    """Two networks more, each with a subnet for gateways."""
    return [
        vnet("a", "10.3.0.0/16"),
        subnet("gs3", "a", "10.3.0.0/26", called="GatewaySubnet"),
        vnet("b", "10.4.0.0/16"),
        subnet("gs4", "b", "10.4.0.0/26", called="GatewaySubnet"),
    ]


def fixed_hub() -> list[R]:
    """A hub whose id is known beforehand."""
    fixed = {"resourceGroupName": "net", "virtualNetworkName": "hub"}
    subnet_ = {**fixed, "subnetName": "GatewaySubnet", "addressPrefix": "10.0.0.0/26"}
    return [group(), R("network:VirtualNetwork", "net", fixed), R("network:Subnet", "gs", subnet_)]


ADDRESS = R("network:PublicIPAddress", "address", {"resourceGroupName": out("rg"), "sku": {"name": "Standard"}})


def machine(address: Any) -> R:
    """A network interface with a public address, at 10.1.1.4 of the subnet `app`."""
    entry = {
        "name": "a",
        "subnet": {"id": out("app")},
        "privateIPAddress": "10.1.1.4",
        "privateIPAllocationMethod": "Static",
    }
    if address is not None:
        entry["publicIPAddress"] = {"id": address}
    return R("network:NetworkInterface", "nic", {"resourceGroupName": out("rg"), "ipConfigurations": [entry]})
