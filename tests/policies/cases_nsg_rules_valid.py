# ruff: noqa: E501 (messages stand whole)
"""Cases of `nsg-rules-valid`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, rule, security_rule
from tests.policies.policy_support import Out
from tests.policies.programs_groups import DENY, placed

CASES = {
    "nsg-rules-valid": [
        Case("no group", [group()], not_applicable=True),
        Case("no rules", [group(), nsg("app", [])], not_applicable=True),
        Case(
            "well formed",
            placed(rule("a", 100, source="Internet", ports=["80", "8000-8080"]), rule("b", 100, "Outbound"), DENY),
        ),
        Case(
            "an ASG",
            placed(
                {**rule("a", 100), "sourceAddressPrefix": None, "sourceApplicationSecurityGroups": [{"id": Out(())}]}
            ),
        ),
        Case(
            "host bits",
            placed(rule("a", 100, source="10.0.0.1/8")),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: '10.0.0.1/8' is refused (SecurityRuleInvalidAddressPrefix): Security rule has invalid Address prefix. Value provided: 10.0.0.1/8; write 10.0.0.0/8",
                ),
            ),
        ),
        Case(
            "a tag in a list",
            placed(rule("a", 100, source=["10.0.0.0/8", "Internet"])),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes[1]: 'Internet' is refused (SecurityRuleParameterContainsUnsupportedValue): Security rule parameter SourceAddressPrefix for rule with Id a cannot specify existing VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: Internet; write a tag or '*' as sourceAddressPrefix, alone",
                ),
            ),
        ),
        Case(
            "ports",
            placed(rule("a", 100, ports="80,443"), rule("b", 110, ports=["90-80"])),
            violations=(
                (
                    "app",
                    "app securityRules[0].destinationPortRange: '80,443' is refused (SecurityRuleInvalidPortRange): Security rule has invalid Port range. Value provided: 80,443. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535; write one port or a range such as 80-90; several go into the plural field, one an entry",
                ),
                (
                    "app",
                    "app securityRules[1].destinationPortRanges[0]: '90-80' is refused (SecurityRuleInvalidPortRange): Security rule has invalid Port range. Value provided: 90-80. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535; write one port or a range such as 80-90; several go into the plural field, one an entry",
                ),
            ),
        ),
        Case(
            "priority",
            placed(rule("a", 99), rule("b", 4097)),
            violations=(
                (
                    "app",
                    "app securityRules[0].priority: '99' is refused (SecurityRuleInvalidPriority): Security rule has invalid Priority. Value provided: 99 Allowed range 100-4096; write a whole number from 100 to 4096",
                ),
                (
                    "app",
                    "app securityRules[1].priority: '4097' is refused (SecurityRuleInvalidPriority): Security rule has invalid Priority. Value provided: 4097 Allowed range 100-4096; write a whole number from 100 to 4096",
                ),
            ),
        ),
        Case(
            "two of one priority",
            placed(rule("a", 100), rule("b", 100)),
            violations=(
                (
                    "app",
                    "app securityRules[1].priority: '100' is refused (SecurityRuleConflict): Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules; give it a priority that no other Inbound rule has",
                ),
            ),
        ),
        Case(
            "two of one priority, one of its own",
            [group(), nsg("app", [rule("a", 100)]), security_rule("app", rule("b", 100))],
            violations=(
                (
                    "b",
                    "b priority: '100' is refused (SecurityRuleConflict): Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules; give it a priority that no other Inbound rule has",
                ),
            ),
        ),
        Case(
            "a source not known",
            placed(rule("a", 100, source=Out(()))),
            undecided=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: may be refused: is not known before deployment; write the rule's fields as plain text",
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
