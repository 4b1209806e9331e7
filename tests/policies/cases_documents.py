# ruff: noqa: E501 (messages stand whole)
"""Cases of the rules that one document decides."""

from policy_cases import Case
from policy_resources import filter_rule, group, hub, nsg, route_filter, rule, security_rule, subnet, vnet
from policy_support import Out, R, out

REST = {"sourcePortRange": "*", "destinationPortRange": "*", "protocol": "*"}


def network(**more: object) -> R:
    return vnet("net", "10.1.0.0/16", **more)


CASES = {
    "private-address-space": [
        Case("no network", [group()], not_applicable=True),
        Case(
            "each private range", [group(), vnet("net", "10.0.0.0/8", "172.31.0.0/16", "192.168.255.0/24", "fd00::/48")]
        ),
        Case(
            "shared space that is listed",
            [group(), vnet("net", "100.64.0.0/16")],
            config={"additional": ["100.64.0.0/10"]},
        ),
        Case(
            "shared space",
            [group(), vnet("net", "100.64.0.0/16")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: '100.64.0.0/16' holds 100.64.0.0/16, which is not private (for example 100.64.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "just beyond",
            [group(), vnet("net", "10.0.0.0/16", "172.32.0.0/16", "192.168.0.0/15")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[1]: '172.32.0.0/16' holds 172.32.0.0/16, which is not private (for example 172.32.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
                (
                    "net",
                    "net addressSpace.addressPrefixes[2]: '192.168.0.0/15' holds 192.169.0.0/16, which is not private (for example 192.169.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "public IPv6",
            [group(), vnet("net", "2001:db8::/48")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: '2001:db8::/48' holds 2001:db8::/48, which is not private (for example 2001:db8::); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), vnet("net", Out(()))],
            undecided=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: is not known before deployment; write the address space as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "no prefix",
            [group(), vnet("net", "10.0.0.0/99")],
            undecided=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: is no prefix: '10.0.0.0/99' is not in CIDR notation, for example 10.0.0.0/24; write the address space as plain text",
                ),
            ),
        ),
    ],
    "reserved-subnet-size": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("ordinary subnet", [group(), network(), subnet("app", "net", "10.1.0.0/29")], not_applicable=True),
        Case(
            "a small gateway subnet",
            [group(), network(), subnet("gs", "net", "10.1.0.0/29", called="GatewaySubnet")],
            not_applicable=True,
        ),
        Case("large enough", [group(), network(), subnet("fw", "net", "10.1.0.0/26", called="AzureFirewallSubnet")]),
        Case(
            "no prefix",
            [group(), network(), subnet("fw", "net", "10.1.0.0/99", called="AzureFirewallSubnet")],
            undecided=(
                (
                    "fw",
                    "fw addressPrefix: is no prefix: '10.1.0.0/99' is not in CIDR notation, for example 10.0.0.0/24; write the subnet's prefix as plain text",
                ),
            ),
        ),
        Case(
            "large enough for any name",
            [group(), network(), subnet("fw", "net", "10.1.0.0/24", called=Out(()))],
            respell=False,
        ),
        Case(
            "too small",
            [group(), network(), subnet("fw", "net", "10.1.0.0/27", called="AzureFirewallSubnet")],
            violations=(
                (
                    "fw",
                    "fw addressPrefix: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "in another case",
            [group(), network(), subnet("b", "net", "10.1.0.0/28", called="azurebastionsubnet")],
            violations=(
                (
                    "b",
                    "b addressPrefix: '10.1.0.0/28' is too small for AzureBastionSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "named after its resource",
            [group(), network(), subnet("RouteServerSubnet", "net", "10.1.0.0/28")],
            violations=(
                (
                    "RouteServerSubnet",
                    "RouteServerSubnet addressPrefix: '10.1.0.0/28' is too small for RouteServerSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "in the plural field",
            [group(), network(), subnet("fw", "net", called="AzureFirewallSubnet", addressPrefixes=["10.1.0.0/27"])],
            violations=(
                (
                    "fw",
                    "fw addressPrefixes[0]: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [
                group(),
                network(
                    subnets=[
                        {"name": "app", "addressPrefix": "10.1.1.0/24"},
                        {"name": "AzureFirewallSubnet", "addressPrefix": "10.1.0.0/27"},
                    ]
                ),
            ],
            violations=(
                (
                    "net",
                    "net subnets[1].addressPrefix: '10.1.0.0/27' is too small for AzureFirewallSubnet, which takes a /26 or larger; write a prefix of /26 or shorter",
                ),
            ),
        ),
        Case(
            "prefix not known",
            [group(), network(), subnet("fw", "net", Out(()), called="AzureFirewallSubnet")],
            undecided=(
                ("fw", "fw addressPrefix: is not known before deployment; write the subnet's prefix as plain text"),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            [group(), network(), subnet("fw", "net", "10.1.0.0/27", called=Out(()))],
            undecided=(
                (
                    "fw",
                    "fw addressPrefix: may be too small for a reserved subnet: its name is not known before deployment; write the subnet's name as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "subnets not known",
            [group(), network(subnets=Out(()))],
            undecided=(
                (
                    "net",
                    "net subnets: holds subnets of which nothing is known: is not known before deployment; write the subnet's prefix as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "office365-known-communities": [
        Case("no rule", [group(), route_filter()], not_applicable=True),
        Case(
            "services and regions", [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", "12076:51002"])]
        ),
        Case(
            "newer than the record",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:51077"])],
            config={"additional": ["12076:51077"]},
        ),
        Case(
            "unknown number",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", "12076:5011"])],
            violations=(
                (
                    "r",
                    "r communities[1]: '12076:5011' is not among the communities on record; write a community from the list, or add it to the option additional if it is newer than the list",
                ),
            ),
        ),
        Case(
            "no community",
            [group(), route_filter(), filter_rule("r", "filter", ["65000:1", 5010])],
            violations=(
                (
                    "r",
                    "r communities[0]: '65000:1' is no community of Microsoft's; write 12076: and the number of a service or a region, for example 12076:5010",
                ),
                (
                    "r",
                    "r communities[1]: '5010' is no community of Microsoft's; write 12076: and the number of a service or a region, for example 12076:5010",
                ),
            ),
        ),
        Case(
            "inside the filter",
            [group(), route_filter(rules=[{"name": "r", "access": "Allow", "communities": ["12076:5999"]}])],
            violations=(
                (
                    "filter",
                    "filter rules[0].communities[0]: '12076:5999' is not among the communities on record; write a community from the list, or add it to the option additional if it is newer than the list",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), route_filter(), filter_rule("r", "filter", Out(()))],
            undecided=(("r", "r communities: is not known before deployment; write the communities as plain text"),),
            respell=False,
        ),
        Case(
            "one not known",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", Out(())])],
            undecided=(("r", "r communities[1]: is not known before deployment; write the communities as plain text"),),
            respell=False,
        ),
    ],
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
    "subnet-has-nsg": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("a gateway subnet", hub(), not_applicable=True),
        Case(
            "with a group",
            [group(), network(), nsg("rules", []), subnet("app", "net", "10.1.0.0/24", nsg=out("rules"))],
        ),
        Case("with some group", [group(), network(), subnet("app", "net", "10.1.0.0/24", nsg=Out(()))]),
        Case(
            "exempt by option",
            [group(), network(), subnet("lab-1", "net", "10.1.0.0/24")],
            config={"exempt": ["LAB-*"]},
            not_applicable=True,
        ),
        Case(
            "without",
            [group(), network(), subnet("app", "net", "10.1.0.0/24")],
            violations=(
                (
                    "app",
                    "app networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "Bastion without",
            [group(), network(), subnet("b", "net", "10.1.0.0/26", called="AzureBastionSubnet")],
            violations=(
                (
                    "b",
                    "b networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [group(), network(subnets=[{"name": "app", "addressPrefix": "10.1.0.0/24"}])],
            violations=(
                (
                    "net",
                    "net subnets[0].networkSecurityGroup: is not given; give the subnet a security group, or list its name in the option exempt",
                ),
            ),
        ),
        Case(
            "name not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", called=Out(()))],
            undecided=(
                (
                    "app",
                    "app networkSecurityGroup: may be missing: is not known before deployment; write the subnet's name as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "subnets not known",
            [group(), network(subnets=Out(()))],
            undecided=(
                (
                    "net",
                    "net subnets: holds subnets of which nothing is known: is not known before deployment; write the subnet's name as plain text",
                ),
            ),
            respell=False,
        ),
    ],
    "no-default-outbound": [
        Case("no subnet", [group(), network()], not_applicable=True),
        Case("a gateway subnet", hub(), not_applicable=True),
        Case("switched off", [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=False)]),
        Case("a NAT gateway", [group(), network(), subnet("app", "net", "10.1.0.0/24", natGateway={"id": Out(())})]),
        Case(
            "switched on",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=True)],
            violations=(
                (
                    "app",
                    "app defaultOutboundAccess: 'true' lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "not given",
            [group(), network(), subnet("app", "net", "10.1.0.0/24")],
            violations=(
                (
                    "app",
                    "app defaultOutboundAccess: is not given and on by default, which lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "inside the network's document",
            [group(), network(subnets=[{"name": "app", "addressPrefix": "10.1.0.0/24"}])],
            violations=(
                (
                    "net",
                    "net subnets[0].defaultOutboundAccess: is not given and on by default, which lets machines reach the Internet from an address that Azure picks; write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", defaultOutboundAccess=Out(()))],
            undecided=(
                (
                    "app",
                    "app defaultOutboundAccess: may be on: is not known before deployment; write defaultOutboundAccess as plain false",
                ),
            ),
            respell=False,
        ),
        Case(
            "name not known",
            [group(), network(), subnet("app", "net", "10.1.0.0/24", called=Out(()))],
            undecided=(
                (
                    "app",
                    "app defaultOutboundAccess: may be on: is not known before deployment; write defaultOutboundAccess as plain false",
                ),
            ),
            respell=False,
        ),
    ],
}
