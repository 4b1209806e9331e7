"""Programs of the cases: security groups and what they let in."""

from typing import Any

from tests.policies.policy_resources import group, nsg, rule, subnet, table, vnet
from tests.policies.policy_support import SUBSCRIPTION, R, out


def placed(*rules: dict[str, Any], routes: Any = None) -> list[R]:
    """A group on a subnet of a network of its own."""
    return [
        group(),
        nsg("app", list(rules)),
        vnet("net", "10.1.0.0/16"),
        table("t", routes or []),
        subnet("sub", "net", "10.1.1.0/24", nsg=out("app"), table=out("t")),
    ]


DENY = rule("deny", 4096, access="Deny")
DENY_OUT = rule("deny-out", 4096, "Outbound", "Deny")

NAMED = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/networkSecurityGroups/{{}}"


def named(name: str) -> R:
    """A group whose id is known beforehand."""
    return R("network:NetworkSecurityGroup", name, {"resourceGroupName": "net", "networkSecurityGroupName": name})
