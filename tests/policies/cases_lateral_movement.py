# ruff: noqa: E501 (messages stand whole)
"""Cases of `lateral-movement`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, rule, subnet, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_paths import DENY, two

CASES = {
    "lateral-movement": [
        Case(
            "denied, and a subnet whose group is not known",
            [*two(DENY), subnet("some", "net", "10.1.4.0/24", nsg=Out(()))],
            undecided=(
                (
                    "g",
                    "g: may be attached where it lets other subnets in: which group some has: neta08a0fcb/some networkSecurityGroup.id: is not known before deployment; write the rules' fields and the subnets' prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "let in, and a subnet whose group is not known",
            [
                *two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY),
                subnet("some", "net", "10.1.4.0/24", nsg=Out(())),
            ],
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.2.0/24' lets in 10.1.2.0/24 of other subnets to the ports 22, by the security rule ssh (for example 10.1.2.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
        Case(
            "one group on both subnets",
            [
                *two(rule("ssh", 100, source="10.1.1.0/24", ports="22"), DENY)[:-1],
                subnet("web", "net", "10.1.2.0/24", nsg=out("g")),
            ],
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.1.0/24' lets in 10.1.1.0/24 of other subnets to the ports 22, by the security rule ssh (for example 10.1.1.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
        ),
        Case("denied, and the other subnet not known", two(DENY, prefix=Out(()))),
        Case(
            "allowed, and subnets of another network not known",
            [
                *two(rule("ssh", 100, source="10.9.0.0/16", ports="22"), DENY),
                vnet("other", "10.9.0.0/16", subnets=Out(())),
            ],
            undecided=(
                (
                    "g",
                    "g securityRules: may let other subnets in to management ports: the subnets of other: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
        Case("no group", [group()], not_applicable=True),
        Case("attached to nothing", [group(), nsg("g", [])], not_applicable=True),
        Case("denied", two(DENY)),
        Case("HTTPS", two(rule("web", 100, source="10.0.0.0/8", ports="443"), DENY)),
        Case("SSH in its own subnet", two(rule("own", 100, source="10.1.1.0/24", ports="22"), DENY)),
        Case("from Bastion", two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY, name="AzureBastionSubnet")),
        Case(
            "from administrators",
            two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY),
            config={"allowedSources": ["10.1.2.0/25", "10.1.2.128/25"]},
        ),
        Case(
            "by the default rule",
            two(),
            violations=(
                (
                    "g",
                    "g securityRules: 'AllowVnetInBound' lets in 10.1.2.0/24 of other subnets to the ports 22-23,135,139,445,3389,5985-5986, by the default rule AllowVnetInBound in the subnet app (for example 10.1.2.0); add a Deny of these ports, or of *, before the default rules",
                ),
            ),
        ),
        Case(
            "SSH from the other subnet",
            two(rule("ssh", 100, source="10.1.2.128/25", ports=["20-30"]), DENY),
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.2.128/25' lets in 10.1.2.128/25 of other subnets to the ports 22-23, by the security rule ssh (for example 10.1.2.128); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
        ),
        Case(
            "a port that is asked for",
            two(rule("db", 100, source="10.1.0.0/16", ports="5432"), DENY),
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '10.1.0.0/16' lets in 10.1.2.0/24 of other subnets to the ports 5432, by the security rule db (for example 10.1.2.0); allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            config={"ports": ["5432"]},
        ),
        Case(
            "source not known",
            two(rule("ssh", 100, source=Out(()), ports="22"), DENY),
            undecided=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: may let in 10.1.2.0/24 of other subnets to the ports 22, by the security rule ssh in the subnet app: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
        Case(
            "the other subnet not known",
            two(rule("ssh", 100, source="10.1.2.0/24", ports="22"), DENY, prefix=Out(())),
            undecided=(
                (
                    "g",
                    "g securityRules: may let other subnets in to management ports: the prefix of web: is not known before deployment; allow these ports from Bastion's subnet or an administrators' prefix only",
                ),
            ),
            respell=False,
        ),
    ],
}
