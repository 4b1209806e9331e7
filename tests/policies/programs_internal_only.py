# ruff: noqa: E501 (messages stand whole)
"""Programs of the cases: groups that are internal only."""

from typing import Any

from tests.policies.policy_resources import group, nsg, rule, subnet, table, vnet
from tests.policies.policy_support import R, out

INTERNAL = {"network-intent": "internal-only"}
PRIVATE = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16"
WITHIN = f"write prefixes within {PRIVATE}"
DENY_REST = "add a Deny of * at priority 4096 for {} traffic, so that no default rule decides"
WRITE = "write prefixes as plain text, and deny * at priority 4096 in both directions"
FIRST = "0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3"
DENIED = [rule("deny-in", 4096, "Inbound", "Deny"), rule("deny-out", 4096, "Outbound", "Deny")]


def internal(*rules: dict[str, Any], tags: Any = None, deny: bool = True) -> list[R]:
    return [group(), nsg("internal", [*rules, *(DENIED if deny else [])], tags or INTERNAL)]


def lets(path: str, value: str, beyond: str, by: str, witness: str, way: str = "in") -> tuple[tuple[str, str], ...]:
    text = f"internal {path}: '{value}' lets {way} {beyond}, beyond {PRIVATE}, by the security rule {by} (for example {witness}); {WITHIN}"
    return (("internal", text),)


ALLOWED = [
    *(
        rule(f"in-{p}", 100 + n, source=prefix)
        for n, (p, prefix) in enumerate((("10", "10.0.0.0/8"), ("192", "192.168.0.0/16")))
    ),
    rule("no-internet", 130, "Outbound", "Deny", destination="Internet"),
]


def attached(*routes: Any, rules: Any = None, **subnet_more: Any) -> list[R]:
    """The group relies on the default rules, and is on a subnet with these routes."""
    return [
        *internal(*(ALLOWED if rules is None else rules), deny=False),
        vnet("spoke", "10.1.0.0/16"),
        table("table", list(routes)),
        subnet("app", "spoke", "10.1.1.0/24", nsg=out("internal"), table=out("table"), **subnet_more),
    ]


PUBLIC = "1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes"
UNDER_DEFAULT_ROUTE = (
    (
        "internal",
        f"internal securityRules: 'AllowVnetInBound' lets in {FIRST} and 50 more prefixes, beyond {PRIVATE}, by the default rule AllowVnetInBound in the subnet app (for example 1.0.0.0); {DENY_REST.format('Inbound')}",
    ),
    (
        "internal",
        f"internal securityRules: 'AllowVnetOutBound' lets out {FIRST} and 73 more prefixes, beyond {PRIVATE}, by the default rule AllowVnetOutBound in the subnet app (for example 1.0.0.0); {DENY_REST.format('Outbound')}",
    ),
)
