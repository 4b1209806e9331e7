# ruff: noqa: E501 (messages stand whole)
"""Cases of `no-any-to-any`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, rule, security_rule
from tests.policies.policy_support import Out

CASES = {
    "no-any-to-any": [
        Case("no rule", [group(), nsg("app", [])], not_applicable=True),
        Case("everything is denied", [group(), nsg("app", [rule("deny", 4096, access="Deny")])], not_applicable=True),
        Case("a range", [group(), nsg("app", [rule("in", 100, source="10.0.0.0/8")])]),
        Case("a port", [group(), nsg("app", [rule("in", 100, ports="443")])]),
        Case("all of UDP", [group(), nsg("app", [rule("in", 100, protocol="Udp")])]),
        Case("the Internet", [group(), nsg("app", [rule("in", 100, source="Internet")])]),
        Case("half of everything", [group(), nsg("app", [rule("in", 100, source=["0.0.0.0/1", "128.0.0.0/2"])])]),
        Case(
            "everything",
            [group(), nsg("app", [rule("ok", 100, source="10.0.0.0/8"), rule("in", 110)])],
            violations=(
                (
                    "app",
                    "app securityRules[1]: '*, any port, any source, any destination' allows everything to everything, Inbound; name the sources, the destinations or the ports that are meant",
                ),
            ),
        ),
        Case(
            "halves",
            [
                group(),
                nsg(
                    "app",
                    [
                        rule(
                            "in",
                            100,
                            source=["128.0.0.0/1", "0.0.0.0/1"],
                            destination="0.0.0.0/0",
                            ports=["0-1023", "1024-65535"],
                        )
                    ],
                ),
            ],
            violations=(
                (
                    "app",
                    "app securityRules[0]: '*, any port, any source, any destination' allows everything to everything, Inbound; name the sources, the destinations or the ports that are meant",
                ),
            ),
        ),
        Case(
            "all of TCP out, in lower case",
            [group(), nsg("app", [rule("out", 100, "outbound", "allow", protocol="tcp")])],
            violations=(
                (
                    "app",
                    "app securityRules[0]: 'Tcp, any port, any source, any destination' allows everything to everything, Outbound; name the sources, the destinations or the ports that are meant",
                ),
            ),
        ),
        Case(
            "a rule of its own",
            [group(), nsg("app"), security_rule("app", rule("in", 100))],
            violations=(
                (
                    "in",
                    "in: '*, any port, any source, any destination' allows everything to everything, Inbound; name the sources, the destinations or the ports that are meant",
                ),
            ),
        ),
        Case(
            "source not known",
            [group(), nsg("app", [rule("in", 100, source=Out(()))])],
            undecided=(
                (
                    "app",
                    "app securityRules[0]: may allow everything to everything: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "access not known",
            [group(), nsg("app", [rule("in", 100, access=Out(()))])],
            undecided=(
                (
                    "app",
                    "app securityRules[0]: may allow everything to everything: is not known before deployment; write the rule's fields as plain text",
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
                    "app securityRules: holds securityRules of which nothing is known: is not known before deployment; write the rule's fields as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
