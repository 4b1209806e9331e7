# ruff: noqa: E501 (messages stand whole)
"""Cases of `internal-only-is-rfc1918`."""

from dataclasses import replace

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, hub, nsg, peering, route, rule, security_rule, subnet, table, vnet
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_edges import perhaps_secret
from tests.policies.programs_internal_only import (
    ALLOWED,
    DENIED,
    DENY_REST,
    FIRST,
    INTERNAL,
    PRIVATE,
    PUBLIC,
    UNDER_DEFAULT_ROUTE,
    WITHIN,
    WRITE,
    attached,
    internal,
    lets,
)
from tests.policies.programs_paths import DENY

CASES = {
    "internal-only-is-rfc1918": [
        Case(
            "a name that is not known, matched perhaps",
            perhaps_secret(networkSecurityGroupName=Out(())),
            config={"match": {"names": ["secret*"]}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "a name that is not known, matched by the program's",
            perhaps_secret(networkSecurityGroupName=Out(())),
            config={"match": {"names": ["h", "G"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
            respell=False,
        ),
        Case(
            "an id that is not known, matched perhaps",
            perhaps_secret(resourceGroupName=Out(())),
            config={"match": {"ids": ["*/resourceGroups/secret/*"]}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: its id is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "an id of which enough is known",
            perhaps_secret(networkSecurityGroupName="g"),
            config={"match": {"ids": ["*/networkSecurityGroups/G"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
        ),
        Case(
            "an id that is known, not matched",
            perhaps_secret(resourceGroupName="net", networkSecurityGroupName="g"),
            config={"match": {"ids": ["*/networkSecurityGroups/h"]}},
            not_applicable=True,
        ),
        Case(
            "a tag that is not known, matched perhaps",
            perhaps_secret(tags={"zone": Out(())}),
            config={"match": {"tags": {"Zone": "inner*"}}},
            undecided=(
                (
                    "g",
                    "g tags: may be internal-only, which it does not keep to: is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "another tag, not matched",
            perhaps_secret(tags={"zone": "outer"}),
            config={"match": {"tags": {"Zone": "inner*", "Tier": "*"}}},
            not_applicable=True,
        ),
        Case(
            "matched by the name in Azure alone",
            [
                group(),
                replace(
                    nsg("g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")]),
                    inputs={
                        **nsg(
                            "g", [rule("in", 100, source="8.8.8.0/24"), DENY, rule("out", 4096, "Outbound", "Deny")]
                        ).inputs,
                        "networkSecurityGroupName": "secret-rules",
                    },
                ),
            ],
            config={"match": {"names": ["secret*"]}},
            violations=(
                (
                    "g",
                    "g securityRules[0].sourceAddressPrefix: '8.8.8.0/24' lets in 8.8.8.0/24, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule in (for example 8.8.8.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
                ),
            ),
        ),
        Case("no group", [group()], not_applicable=True),
        Case("no tag", internal(rule("all", 100), tags={"other": "x"}), not_applicable=True),
        Case(
            "meant for the Internet",
            internal(rule("all", 100), tags={"network-intent": "egress/proxy"}),
            not_applicable=True,
        ),
        Case(
            "RFC 1918 and a deny",
            internal(
                rule("ten", 100, source="10.0.0.0/8"),
                rule("seventeen", 110, source="172.16.0.0/12"),
                rule("nineteen", 120, source="192.168.0.0/16"),
                rule("out", 100, "Outbound", destination=["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]),
            ),
        ),
        Case(
            "denied before it is allowed",
            internal(rule("no", 100, access="Deny", source="172.0.0.0/12"), rule("yes", 110, source="172.0.0.0/12")),
        ),
        Case("probes of the load balancer", internal(rule("probes", 100, source="AzureLoadBalancer"))),
        Case("access and direction in upper case", internal({**rule("no", 100, "INBOUND", "DENY"), "protocol": "*"})),
        Case(
            "172.0.0.0/8",
            internal(rule("wide", 100, source="172.0.0.0/8")),
            lets(
                "securityRules[0].sourceAddressPrefix",
                "172.0.0.0/8",
                "172.0.0.0/12, 172.32.0.0/11, 172.64.0.0/10, 172.128.0.0/9",
                "wide",
                "172.0.0.0",
            ),
        ),
        Case(
            "the tag in another case",
            internal(rule("wide", 100, source="192.169.0.0/16"), tags={"Network-Intent": "Internal-Only"}),
            lets("securityRules[0].sourceAddressPrefix", "192.169.0.0/16", "192.169.0.0/16", "wide", "192.169.0.0"),
        ),
        Case(
            "one of a list",
            internal(rule("list", 100, source=["10.0.0.0/8", "192.169.0.0/16"])),
            lets(
                "securityRules[0].sourceAddressPrefixes[1]", "192.169.0.0/16", "192.169.0.0/16", "list", "192.169.0.0"
            ),
        ),
        Case(
            "two halves of everything",
            internal(rule("halves", 100, "Outbound", destination=["0.0.0.0/1", "128.0.0.0/1"])),
            lets(
                "securityRules[0].destinationAddressPrefixes",
                "0.0.0.0/1, 128.0.0.0/1",
                "0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 73 more prefixes",
                "halves",
                "1.0.0.0",
                "out",
            ),
        ),
        Case(
            "an Allow above the Deny",
            internal(rule("deny", 200, access="Deny"), rule("one", 199, source="8.8.8.8", ports=["53", "443"])),
            lets("securityRules[1].sourceAddressPrefix", "8.8.8.8", "8.8.8.8/32", "one", "8.8.8.8"),
        ),
        Case(
            "IPv6",
            internal(rule("six", 100, source="2001:db8::/32")),
            lets("securityRules[0].sourceAddressPrefix", "2001:db8::/32", "2001:db8::/32", "six", "2001:db8::"),
        ),
        Case(
            "a rule of its own",
            [
                group(),
                nsg("internal", None, INTERNAL),
                *(security_rule("internal", r) for r in (*DENIED, rule("wide", 100, source="172.0.0.0/12"))),
            ],
            violations=(
                (
                    "wide",
                    f"wide sourceAddressPrefix: '172.0.0.0/12' lets in 172.0.0.0/12, beyond {PRIVATE}, by the security rule wide (for example 172.0.0.0); {WITHIN}",
                ),
            ),
        ),
        Case(
            "matched by its name",
            internal(rule("wide", 100, source="192.169.0.0/16"), tags={"x": "y"}),
            lets("securityRules[0].sourceAddressPrefix", "192.169.0.0/16", "192.169.0.0/16", "wide", "192.169.0.0"),
            config={"match": {"names": ["INT*"]}},
        ),
        Case(
            "matched by a tag",
            internal(rule("wide", 100, source="192.169.0.0/16"), tags={"Zone": "Trusted"}),
            lets("securityRules[0].sourceAddressPrefix", "192.169.0.0/16", "192.169.0.0/16", "wide", "192.169.0.0"),
            config={"match": {"tags": {"zone": "trust*"}}},
        ),
        Case(
            "a prefix that is not known",
            internal(rule("later", 100, source=Out(()))),
            undecided=(
                (
                    "internal",
                    "internal securityRules[0].sourceAddressPrefix: may let in 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 51 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule later: is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "a prefix that is not known, below a deny",
            internal(rule("no", 100, access="Deny"), rule("later", 200, source=Out(()))),
        ),
        Case(
            "rules that are not known",
            [group(), nsg("internal", Out(()), INTERNAL)],
            undecided=(
                (
                    "internal",
                    "internal securityRules: may let in 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 51 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule (rules not known yet): is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
                (
                    "internal",
                    "internal securityRules: may let out 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 74 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the security rule (rules not known yet): is not known before deployment; write prefixes as plain text, and deny * at priority 4096 in both directions",
                ),
            ),
            respell=False,
        ),
        Case(
            "a tag that is not known",
            internal(rule("wide", 100, source="192.169.0.0/16"), tags={"network-intent": Out(())}),
            undecided=(
                (
                    "internal",
                    f"internal tags: may be internal-only, which it does not keep to: is not known before deployment; {WRITE}",
                ),
            ),
            respell=False,
        ),
        Case("default rules in a network of private addresses", attached(route("192.168.0.0/16"))),
        Case(
            "default rules under a 0/0 route",
            attached(route("0.0.0.0/0")),
            violations=UNDER_DEFAULT_ROUTE,
        ),
        Case(
            "default rules under the two halves of a 0/0 route",
            attached(route("0.0.0.0/1", name="low"), route("128.0.0.0/1", name="high"), rules=[*ALLOWED, DENIED[1]]),
            violations=(
                (
                    "internal",
                    f"internal securityRules: 'AllowVnetInBound' lets in {FIRST} and 50 more prefixes, beyond {PRIVATE}, by the default rule AllowVnetInBound in the subnet app (for example 1.0.0.0); {DENY_REST.format('Inbound')}",
                ),
            ),
        ),
        Case(
            "no Deny of the Internet",
            attached(rules=[]),
            violations=(
                (
                    "internal",
                    f"internal securityRules: 'AllowInternetOutBound' lets out {PUBLIC}, beyond {PRIVATE}, by the default rule AllowInternetOutBound in the subnet app (for example 1.0.0.0); {DENY_REST.format('Outbound')}",
                ),
            ),
        ),
        Case("an explicit deny under a 0/0 route", attached(route("0.0.0.0/0"), rules=[*ALLOWED, *DENIED])),
        Case(
            "default rules beside a peering that may lead anywhere",
            [*attached(), *hub()[1:], peering("to-hub", "spoke", Out(()))],
            undecided=(
                (
                    "internal",
                    "internal securityRules: may let in 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 51 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the default rule AllowVnetInBound in the subnet app: what VirtualNetwork holds: spoke5a6df92a/to-hub remoteVirtualNetwork.id: is not known before deployment; spoke5a6df92a/to-hub remoteVirtualNetwork.id: is not known before deployment; add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
                (
                    "internal",
                    "internal securityRules: may let out 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 74 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the default rule AllowVnetOutBound in the subnet app: what VirtualNetwork holds: spoke5a6df92a/to-hub remoteVirtualNetwork.id: is not known before deployment; spoke5a6df92a/to-hub remoteVirtualNetwork.id: is not known before deployment; add a Deny of * at priority 4096 for Outbound traffic, so that no default rule decides",
                ),
            ),
            respell=False,
        ),
        Case(
            "default rules, attached to nothing",
            internal(*ALLOWED, deny=False),
            undecided=(
                (
                    "internal",
                    "internal securityRules: may let in 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 51 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the default rule AllowVnetInBound: what VirtualNetwork holds: internal is attached to nothing in this program; add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
                ),
                (
                    "internal",
                    "internal securityRules: may let out 0.0.0.0/5, 8.0.0.0/7, 11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/3 and 74 more prefixes, beyond 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, by the default rule AllowVnetOutBound: what VirtualNetwork holds: internal is attached to nothing in this program; add a Deny of * at priority 4096 for Outbound traffic, so that no default rule decides",
                ),
            ),
        ),
        Case(
            "default rules on an interface under a 0/0 route",
            [
                *internal(*ALLOWED, deny=False),
                vnet("spoke", "10.1.0.0/16"),
                table("table", [route("0.0.0.0/0")]),
                subnet("app", "spoke", "10.1.1.0/24", table=out("table")),
                R(
                    "network:NetworkInterface",
                    "nic",
                    {
                        "resourceGroupName": out("rg"),
                        "networkSecurityGroup": {"id": out("internal")},
                        "ipConfigurations": [{"name": "a", "subnet": {"id": out("app")}}],
                    },
                ),
            ],
            violations=UNDER_DEFAULT_ROUTE,
        ),
    ],
}
