# ruff: noqa: E501 (messages stand whole)
"""Cases of `dmz-adjacent-tiers-only`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, rule, security_rule, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_paths import DENY, tiers, two

CASES = {
    "dmz-adjacent-tiers-only": [
        Case(
            "one tier by option",
            [
                group(),
                vnet("net", "10.1.0.0/16"),
                nsg("g", [DENY], {"network-intent": "dmz/web"}),
                subnet("web", "net", "10.1.1.0/24", nsg=out("g")),
            ],
            config={"tiers": ["web"]},
        ),
        Case(
            "neighbours, and two subnets whose groups are not known",
            [
                *tiers(),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
                subnet("more", "net", "10.1.5.0/24", nsg=Out(())),
            ],
            undecided=(
                (
                    "g-app",
                    "g-app: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-web",
                    "g-web: may be attached where a far tier gets in: which group more has: neta08a0fcb/more networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "past one tier, and a subnet whose group is not known",
            [
                *tiers(data=[rule("all", 100, source="10.1.0.0/16"), DENY]),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
            ],
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'all' lets web (tier web) into data by the rule all, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:1); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
            undecided=(
                (
                    "g-app",
                    "g-app: may be attached where a far tier gets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-web",
                    "g-web: may be attached where a far tier gets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "let in, and what is let out not known",
            tiers(
                web=[rule("perhaps", 100, "Outbound", Out(())), rule("in", 100, source="Internet"), DENY],
                data=[rule("web", 100, source="10.1.1.0/24", ports="443"), DENY],
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: what the other group lets out is not known; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "by the first of two rules, a part of it",
            tiers(
                web=[
                    rule("some", 100, "Outbound", ports=["5000", "6200"], protocol="Tcp"),
                    rule("none", 110, "Outbound", "Deny"),
                    DENY,
                ],
                data=[
                    rule("high", 100, source="10.1.1.0/24", ports="6000-6500", protocol="Tcp"),
                    rule("low", 110, source="10.1.1.0/24", ports="5000", protocol="Tcp"),
                    DENY,
                ],
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'high' lets web (tier web) into data by the rule high, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:6200); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "by the second of two rules that are not known",
            [
                *tiers(
                    web=[
                        rule("some", 100, "Outbound", ports="2000", protocol="Tcp"),
                        rule("none", 110, "Outbound", "Deny"),
                        DENY,
                    ],
                    app=[DENY],
                    data=[DENY],
                ),
                security_rule("g-data", rule("one", 100, source=Out(()), ports="1000", protocol="Tcp")),
                security_rule("g-data", rule("two", 110, source=Out(("rg",)), ports="2000", protocol="Tcp")),
            ],
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before rg is deployed; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "what the web tier lets out not known",
            tiers(
                web=[rule("perhaps", 100, "Outbound", Out(())), rule("in", 100, source="Internet"), DENY],
                data=[rule("web", 100, source="10.1.1.0/24", ports="443"), rule("some", 110, source=Out(())), DENY],
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "from the Internet to app",
            tiers(app=[rule("world", 100, source="Internet", ports="443"), DENY]),
            violations=(
                (
                    "g-app",
                    "g-app securityRules: 'world' lets the Internet into app by the rule world, past the tiers between (for example tcp 1.0.0.0:* -> 10.1.2.0:443); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "by the second of two rules",
            tiers(
                web=[
                    rule("one", 100, "Outbound", destination="10.1.3.0/24", ports="5000", protocol="Tcp"),
                    rule("none", 110, "Outbound", "Deny"),
                    DENY,
                ],
                data=[
                    rule("other", 100, source="10.1.1.0/24", ports="4000", protocol="Tcp"),
                    rule("same", 110, source="10.1.1.0/24", ports="5000", protocol="Tcp"),
                    DENY,
                ],
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'same' lets web (tier web) into data by the rule same, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:5000); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "a rule not known after a denying one",
            tiers(
                data=[
                    rule("no", 100, access="Deny", source="*", ports="22", protocol="Tcp"),
                    rule("some", 110, source=Out(())),
                    DENY,
                ]
            ),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no tier", two(DENY), not_applicable=True),
        Case("neighbours", tiers()),
        Case(
            "the web tier lets nothing out",
            tiers(
                web=[rule("in", 100, source="Internet"), rule("none", 100, "Outbound", "Deny"), DENY],
                data=[rule("all", 100, source="10.0.0.0/8"), DENY],
            ),
        ),
        Case(
            "from web to data",
            tiers(data=[rule("all", 100, source="10.0.0.0/8", ports="1433", protocol="Tcp"), DENY]),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'all' lets web (tier web) into data by the rule all, past the tiers between (for example tcp 10.1.1.0:* -> 10.1.3.0:1433); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "from the Internet to data",
            tiers(
                data=[rule("app", 100, source="10.1.2.0/24"), rule("world", 110, source="Internet", ports="22"), DENY]
            ),
            violations=(
                (
                    "g-data",
                    "g-data securityRules: 'world' lets the Internet into data by the rule world, past the tiers between (for example tcp 1.0.0.0:* -> 10.1.3.0:22); allow the neighbouring tier only, and deny * at priority 4096",
                ),
            ),
        ),
        Case(
            "a tier nobody knows",
            tiers(data_name="dmz/cellar"),
            violations=(
                (
                    "g-data",
                    "g-data tags.network-intent: 'cellar' names a tier that is not one of web, app, data; write one of them, or list it in the option tiers",
                ),
            ),
        ),
        Case("other tiers", tiers(data_name="dmz/app"), config={"tiers": ["web", "app"]}),
        Case(
            "a rule not known",
            tiers(data=[rule("some", 100, source=Out(())), DENY]),
            undecided=(
                (
                    "g-data",
                    "g-data securityRules: may let the Internet into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
                (
                    "g-data",
                    "g-data securityRules: may let web (tier web) into data: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a tier not known",
            tiers(data_name=Out(())),
            undecided=(
                (
                    "g-data",
                    "g-data tags: may name a tier: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
