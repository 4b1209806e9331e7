# ruff: noqa: E501 (messages stand whole)
"""Cases of `explicit-deny`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, rule
from tests.policies.policy_support import Out
from tests.policies.programs_groups import DENY, DENY_OUT, placed

CASES = {
    "explicit-deny": [
        Case("no group", [group()], not_applicable=True),
        Case("a last rule", placed(rule("ok", 100, source="10.0.0.0/8"), DENY)),
        Case("everything is allowed", placed(rule("all", 100))),
        Case("two last rules", placed(DENY, DENY_OUT), config={"directions": ["Inbound", "Outbound"]}),
        Case(
            "none",
            placed(rule("ok", 100, source="10.0.0.0/8")),
            violations=(
                (
                    "app",
                    "app securityRules: 'AllowAzureLoadBalancerInBound' lets in 168.63.129.16/32 in the subnet sub, which no rule of the group's own decides (for example 168.63.129.16); add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
                (
                    "app",
                    "app securityRules: 'AllowVnetInBound' lets in 168.63.129.16/32 in the subnet sub, which no rule of the group's own decides (for example 168.63.129.16); add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
            ),
        ),
        Case(
            "of TCP only",
            placed(rule("tcp", 4096, access="Deny", protocol="Tcp")),
            violations=(
                (
                    "app",
                    "app securityRules: 'AllowAzureLoadBalancerInBound' lets in 168.63.129.16/32 in the subnet sub, which no rule of the group's own decides (for example 168.63.129.16); add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
                (
                    "app",
                    "app securityRules: 'AllowVnetInBound' lets in 10.1.0.0/16, 168.63.129.16/32 in the subnet sub, which no rule of the group's own decides (for example 10.1.0.0); add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
            ),
        ),
        Case(
            "outbound",
            placed(DENY),
            violations=(
                (
                    "app",
                    "app securityRules: 'AllowInternetOutBound' lets out 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes in the subnet sub, which no rule of the group's own decides (for example 1.0.0.0); add a Deny of * at priority 4096 for Outbound traffic, so that no default rule decides",
                ),
                (
                    "app",
                    "app securityRules: 'AllowVnetOutBound' lets out 10.1.0.0/16 in the subnet sub, which no rule of the group's own decides (for example 10.1.0.0); add a Deny of * at priority 4096 for Outbound traffic, so that no default rule decides",
                ),
            ),
            config={"directions": ["Outbound"]},
        ),
        Case(
            "a last rule not known",
            placed(rule("deny", 4096, access=Out(()))),
            undecided=(
                (
                    "app",
                    "app securityRules: may leave 0.0.0.0/0, ::/0 to the default rules in the subnet sub: is not known before deployment; add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
            ),
            respell=False,
        ),
        Case(
            "rules not known",
            [group(), nsg("app", Out(()))],
            undecided=(
                (
                    "app",
                    "app securityRules: may leave 0.0.0.0/0, ::/0 to the default rules: is not known before deployment; add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
            ),
            respell=False,
        ),
    ],
}
