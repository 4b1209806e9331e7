# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules about what security groups let through, and whether they are sound and attached."""

from typing import Any

from policy_cases import Case
from policy_resources import group, nsg, route, rule, security_rule, subnet, table, vnet
from policy_support import SUBSCRIPTION, Out, R, out


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


CASES = {
    "no-internet-ingress": [
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
    "nsg-attached": [
        Case(
            "beside an interface without",
            [group(), nsg("a", []), R("network:NetworkInterface", "nic", {"resourceGroupName": out("rg")})],
            violations=(
                (
                    "a",
                    "a: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "beside an interface with one of two others",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                nsg("c", []),
                R(
                    "network:NetworkInterface",
                    "nic",
                    {"resourceGroupName": out("rg"), "networkSecurityGroup": {"id": Out(("a", "b"))}},
                ),
            ],
            violations=(
                (
                    "c",
                    "c: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group nic has: nic0e1733ef networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group nic has: nic0e1733ef networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no group", [group()], not_applicable=True),
        Case("on a subnet", placed()),
        Case(
            "on a subnet inside the network's document",
            [
                group(),
                nsg("app", []),
                vnet(
                    "net",
                    "10.1.0.0/16",
                    subnets=[{"name": "s", "addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": out("app")}}],
                ),
            ],
        ),
        Case(
            "on an interface",
            [
                group(),
                nsg("app", []),
                R(
                    "network:NetworkInterface",
                    "nic",
                    {"resourceGroupName": out("rg"), "networkSecurityGroup": {"id": out("app")}},
                ),
            ],
        ),
        Case(
            "on a subnet by its id",
            [named("g"), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.1.0/24", nsg=NAMED.format("G")), group()],
        ),
        Case(
            "another on a subnet by its id",
            [named("g"), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.1.0/24", nsg=NAMED.format("h")), group()],
            violations=(
                (
                    "g",
                    "g: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "beside a subnet without",
            [*placed(), vnet("net2", "10.2.0.0/16"), subnet("bare", "net2", "10.2.1.0/24"), nsg("spare", [])],
            violations=(
                (
                    "spare",
                    "spare: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "another is perhaps on a subnet",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                nsg("c", []),
                vnet("net", "10.1.0.0/16"),
                subnet("s", "net", "10.1.0.0/24", nsg=Out(("a", "b"))),
            ],
            violations=(
                (
                    "c",
                    "c: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "on nothing",
            [*placed(), nsg("spare", [])],
            violations=(
                (
                    "spare",
                    "spare: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "perhaps on a subnet",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                vnet("net", "10.1.0.0/16"),
                subnet("s", "net", "10.1.0.0/24", nsg=Out(("a", "b"))),
            ],
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "some group on a subnet",
            [group(), nsg("a", []), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.0.0/24", nsg=Out(()))],
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id: is not known before deployment; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
