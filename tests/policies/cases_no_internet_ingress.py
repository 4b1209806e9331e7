# ruff: noqa: E501 (messages stand whole)
"""Cases of `no-internet-ingress`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, route, rule, security_rule
from tests.policies.policy_support import Out
from tests.policies.programs_edges import odd, reached_by
from tests.policies.programs_groups import DENY, placed

CASES = {
    "no-internet-ingress": [
        Case(
            "two prefixes of three",
            reached_by(["10.0.0.0/8", "8.8.8.0/24", "9.9.9.0/24"]),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.8.8.0/24, 9.9.9.0/24' lets in 8.8.8.0/24, 9.9.9.0/24 from the Internet to the ports 22, by the security rule in (for example 8.8.8.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "a tag in a list",
            reached_by(["Internet", "10.0.0.0/8"]),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: 'Internet, 10.0.0.0/8' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule in in the subnet sub (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "six prefixes",
            reached_by(odd(6)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "seven prefixes",
            reached_by(odd(7)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 1 more prefix' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 1 more prefix from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "eight prefixes",
            reached_by(odd(8)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 2 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 2 more prefixes from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "as many prefixes as are counted",
            reached_by(odd(100)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 94 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 94 more prefixes from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "more prefixes than are counted",
            reached_by(odd(101)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes: '8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and 95 more prefixes' lets in 8.0.0.1/32, 8.0.0.3/32, 8.0.0.5/32, 8.0.0.7/32, 8.0.0.9/32, 8.0.0.11/32 and more, 101 ranges in all from the Internet to the ports 22, by the security rule in (for example 8.0.0.1); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case("no group", [group()], not_applicable=True),
        Case("default rules", placed()),
        Case("HTTPS", placed(rule("web", 100, source="Internet", ports=["80", "443"], protocol="Tcp"))),
        Case("SSH from private addresses", placed(rule("ssh", 100, source="10.0.0.0/8", ports="22"))),
        Case(
            "denied before",
            placed(
                rule("no", 100, access="Deny", source="Internet", ports=["20-30", "3389"], protocol="Tcp"),
                rule("tcp", 110, protocol="Tcp", ports=["22", "3389"]),
            ),
        ),
        Case("ICMP from everywhere", placed(rule("ping", 100, protocol="Icmp"))),
        Case(
            "an office that may",
            placed(rule("ssh", 100, source="203.0.113.0/24", ports="22")),
            config={"allowedSources": ["203.0.113.0/24"]},
        ),
        Case(
            "a port that is asked for",
            placed(rule("db", 100, source="Internet", ports="1433")),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: 'Internet' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 1433, by the security rule db in the subnet sub (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
            config={"ports": ["1433"]},
        ),
        Case(
            "SSH from the Internet",
            placed(rule("ssh", 100, source="Internet", ports="22", protocol="tcp")),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: 'Internet' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule ssh in the subnet sub (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "everything from everywhere",
            placed(rule("all", 100)),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: '*' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22-23,135,139,445,3389,5985-5986, by the security rule all (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "a range of ports from half of everything",
            placed(rule("low", 100, source=["0.0.0.0/1", "10.0.0.0/8"], ports=["20-25"], protocol="Udp")),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefixes[0]: '0.0.0.0/1' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 13 more prefixes from the Internet to the ports 22-23, by the security rule low in the subnet sub (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "one office",
            placed(rule("rdp", 100, source="198.51.100.7", ports="3389")),
            violations=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: '198.51.100.7' lets in 198.51.100.7/32 from the Internet to the ports 3389, by the security rule rdp in the subnet sub (for example 198.51.100.7); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "a rule of its own",
            [
                group(),
                nsg("app"),
                security_rule("app", DENY),
                security_rule("app", rule("ssh", 100, source="*", ports="22")),
            ],
            violations=(
                (
                    "ssh",
                    "ssh sourceAddressPrefix: '*' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule ssh (for example 1.0.0.0); write the sources that need it, and reach machines through Bastion or from on-premises",
                ),
            ),
        ),
        Case(
            "the default rule under a 0/0 route",
            placed(routes=[route("0.0.0.0/0")]),
            violations=(
                (
                    "app",
                    "app securityRules: 'AllowVnetInBound' lets in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 68 more prefixes from the Internet to the ports 22-23,135,139,445,3389,5985-5986, by the default rule AllowVnetInBound in the subnet sub (for example 1.0.0.0); add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
            ),
        ),
        Case(
            "a source not known",
            placed(rule("ssh", 100, source=Out(()), ports="22")),
            undecided=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: may let in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule ssh in the subnet sub: is not known before deployment; write the rules' fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "ports not known",
            placed(rule("ssh", 100, source="Internet", ports=Out(()))),
            undecided=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: may let in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22-23,135,139,445,3389,5985-5986, by the security rule ssh in the subnet sub: is not known before deployment; write the rules' fields as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "a service whose ranges are not given",
            placed(rule("ssh", 100, source="AzureCloud", ports="22")),
            undecided=(
                (
                    "app",
                    "app securityRules[0].sourceAddressPrefix: may let in 1.0.0.0/8, 2.0.0.0/7, 4.0.0.0/6, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6 and 69 more prefixes from the Internet to the ports 22, by the security rule ssh in the subnet sub: the address ranges of the tag AzureCloud are not given; write the rules' fields as plain text",
                ),
            ),
        ),
    ],
}
