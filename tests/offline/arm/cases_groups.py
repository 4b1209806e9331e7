"""Rules on security groups, route tables, public addresses, NAT gateways and network interfaces."""

from .bodies import address, inline, interface, plain, ref, route, rule, subnet, vnet
from .cases import Case, n
from .conftest import TWO

V = "virtualNetworks/vn"
G = "networkSecurityGroups/g"
T = "routeTables/t"
P = "publicIPAddresses/p"
N = "natGateways/nat"
GROUP, TABLE = (G, plain()), (T, plain())
NET = (V, vnet("10.0.0.0/16"))
SUB = (f"{V}/subnets/s", subnet("10.0.0.0/28"))
WITH_GROUP = (f"{V}/subnets/s", subnet("10.0.0.0/28", networkSecurityGroup=G))
FREE = (f"{V}/subnets/s", subnet("10.0.0.0/28"))


def _nic(wanted: str) -> tuple[str, dict[str, object]]:
    body = interface("vn/subnets/s", privateIPAddress=wanted, privateIPAllocationMethod="Static")
    return ("networkInterfaces/nic", body)


CASES = [
    Case(
        "security-rule-form",
        (f"{G}/securityRules/r", rule(destinationPortRange="80,443")),
        (f"{G}/securityRules/r", rule(destinationPortRange=None, destinationPortRanges=["80", "443"])),
        "Security rule has invalid Port range. Value provided: 80,443. Value should be an integer OR integer range "
        "with '-' delimiter. Valid range 0-65535.",
        "SecurityRuleInvalidPortRange",
        setup=[GROUP],
    ),
    Case(
        "security-rule-form",
        (f"{G}/securityRules/r", rule(sourceAddressPrefix="20.20.20.20/16")),
        (f"{G}/securityRules/r", rule(sourceAddressPrefix="20.20.0.0/16")),
        "Security rule has invalid Address prefix. Value provided: 20.20.20.20/16",
        "SecurityRuleInvalidAddressPrefix",
        setup=[GROUP],
    ),
    Case(
        "security-rule-form",
        (f"{G}/securityRules/r", rule(99)),
        (f"{G}/securityRules/r", rule(100)),
        "Value provided: 99",
        "SecurityRuleInvalidPriority",
        seen=False,
        setup=[GROUP],
    ),
    Case(
        "security-rule-form",
        (G, plain(securityRules=[inline("r", rule(5000))])),
        (G, plain(securityRules=[inline("r", rule(4096))])),
        "Value provided: 5000",
        "SecurityRuleInvalidPriority",
        seen=False,
    ),
    Case(
        "security-rule-conflict",
        (f"{G}/securityRules/b", rule(100)),
        (f"{G}/securityRules/b", rule(101)),
        "Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see "
        "aka.ms/nsgrules.",
        "SecurityRuleConflict",
        setup=[GROUP, (f"{G}/securityRules/a", rule(100))],
    ),
    Case(
        "security-rule-conflict",
        (G, plain(securityRules=[inline("a", rule(100)), inline("b", rule(100))])),
        (G, plain(securityRules=[inline("a", rule(100)), inline("b", rule(100, "Outbound"))])),
        "Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see "
        "aka.ms/nsgrules.",
        "SecurityRuleConflict",
    ),
    Case(
        "security-rule-conflict",
        (G, plain(securityRules=[inline(f"r{i}", rule(100 + i)) for i in range(1001)])),
        (G, plain(securityRules=[inline(f"r{i}", rule(100 + i)) for i in range(1000)])),
        "1000",
        seen=False,
    ),
    Case(
        "security-rule-asg-networks",
        (
            f"{G}/securityRules/r",
            rule(
                sourceAddressPrefix=None,
                destinationAddressPrefix=None,
                sourceApplicationSecurityGroups=[ref("applicationSecurityGroups/a")],
                destinationApplicationSecurityGroups=[ref("applicationSecurityGroups/b")],
            ),
        ),
        (
            f"{G}/securityRules/r",
            rule(
                sourceAddressPrefix=None,
                destinationAddressPrefix=None,
                sourceApplicationSecurityGroups=[ref("applicationSecurityGroups/a")],
                destinationApplicationSecurityGroups=[ref("applicationSecurityGroups/a")],
            ),
        ),
        "different virtual networks",
        seen=False,
        setup=[
            GROUP,
            NET,
            SUB,
            ("virtualNetworks/other", vnet("10.5.0.0/16", subnets=[inline("s", subnet("10.5.0.0/24"))])),
            ("applicationSecurityGroups/a", plain()),
            ("applicationSecurityGroups/b", plain()),
            (
                "networkInterfaces/na",
                interface("vn/subnets/s", applicationSecurityGroups=[ref("applicationSecurityGroups/a")]),
            ),
            (
                "networkInterfaces/nb",
                interface("other/subnets/s", applicationSecurityGroups=[ref("applicationSecurityGroups/b")]),
            ),
        ],
    ),
    Case(
        "interface-asg-network",
        (
            "networkInterfaces/nb",
            interface("other/subnets/s", applicationSecurityGroups=[ref("applicationSecurityGroups/a")]),
        ),
        (
            "networkInterfaces/nb",
            interface("vn/subnets/s", applicationSecurityGroups=[ref("applicationSecurityGroups/a")]),
        ),
        "its members are in virtual network",
        seen=False,
        setup=[
            NET,
            SUB,
            ("virtualNetworks/other", vnet("10.5.0.0/16", subnets=[inline("s", subnet("10.5.0.0/24"))])),
            ("applicationSecurityGroups/a", plain()),
            (
                "networkInterfaces/na",
                interface("vn/subnets/s", applicationSecurityGroups=[ref("applicationSecurityGroups/a")]),
            ),
        ],
    ),
    Case(
        "security-group-in-use",
        G,
        G,
        f"Network security group {n(G)} cannot be deleted because it is in use by the following resources: "
        f"{n(V)}/subnets/s. In order to delete the Network security group, remove the association with the "
        "resource(s). To learn how to do this, see aka.ms/deletensg.",
        "InUseNetworkSecurityGroupCannotBeDeleted",
        setup=[GROUP, NET, WITH_GROUP],
        before_passing=[FREE],
    ),
    Case(
        "route-next-hop-type",
        (f"{T}/routes/r", route("10.0.0.0/8", "VnetPeering")),
        (f"{T}/routes/r", route("10.0.0.0/8", "VnetLocal")),
        "'VnetPeering'",
        seen=False,
        setup=[TABLE],
    ),
    Case(
        "route-next-hop-address",
        (f"{T}/routes/r", route("10.0.0.0/8", "VirtualAppliance")),
        (f"{T}/routes/r", route("10.0.0.0/8", "VirtualAppliance", "10.0.0.4")),
        "needs a nextHopIpAddress",
        seen=False,
        setup=[TABLE],
    ),
    Case(
        "route-next-hop-address",
        (f"{T}/routes/r", route("10.0.0.0/8", "Internet", "10.0.0.4")),
        (f"{T}/routes/r", route("10.0.0.0/8", "Internet")),
        "cannot have a nextHopIpAddress",
        seen=False,
        setup=[TABLE],
    ),
    Case(
        "route-prefix",
        (f"{T}/routes/r", route("10.0.0.1/8")),
        (f"{T}/routes/r", route("AzureCloud.westeurope")),
        "10.0.0.1/8",
        seen=False,
        setup=[TABLE],
    ),
    Case(
        "route-duplicate-prefix",
        (f"{T}/routes/b", route("10.0.0.0/8")),
        (f"{T}/routes/b", route("10.0.0.0/9")),
        "same addressPrefix",
        seen=False,
        setup=[TABLE, (f"{T}/routes/a", route("10.0.0.0/8"))],
    ),
    Case(
        "route-quota",
        (T, plain(routes=[inline(f"r{i}", route(f"10.{i // 256}.{i % 256}.0/24")) for i in range(401)])),
        (T, plain(routes=[inline(f"r{i}", route(f"10.{i // 256}.{i % 256}.0/24")) for i in range(400)])),
        "401 routes",
        seen=False,
    ),
    Case(
        "route-quota",
        (T, plain(routes=[inline(f"r{i}", route(f"Tag{i}")) for i in range(26)])),
        (T, plain(routes=[inline(f"r{i}", route(f"Tag{i}")) for i in range(25)])),
        "26 service tag routes",
        seen=False,
    ),
    Case(
        "route-table-in-use",
        T,
        T,
        "Route table t is in use and cannot be deleted.",
        "InUseRouteTableCannotBeDeleted",
        setup=[TABLE, NET, (f"{V}/subnets/s", subnet("10.0.0.0/28", routeTable=T))],
        before_passing=[FREE],
    ),
    Case(
        "public-address-basic",
        (P, address("Basic")),
        (P, address("Standard")),
        "Basic SKU",
        "IPv4BasicSkuPublicIpCountLimitReached",
        seen=False,
    ),
    Case(
        "public-address-static",
        (P, address(method="Dynamic")),
        (P, address(method="Static")),
        "must be Static",
        seen=False,
    ),
    Case(
        "public-address-sku-changed",
        (P, address(publicIPAddressVersion="IPv6")),
        (P, address(idleTimeoutInMinutes=10)),
        "publicIPAddressVersion",
        seen=False,
        setup=[(P, address())],
    ),
    Case(
        "public-address-label-in-use",
        (P, address(dnsSettings={"domainNameLabel": "Shop"})),
        (P, address(dnsSettings={"domainNameLabel": "shop2"})),
        "DNS record shop.westeurope.cloudapp.azure.com is already used by another public IP.",
        "DnsRecordInUse",
        setup=[(f"{TWO}/providers/Microsoft.Network/{P}", address(dnsSettings={"domainNameLabel": "shop"}))],
    ),
    Case(
        "public-prefix-length",
        ("publicIPPrefixes/x", plain(sku="Standard", prefixLength=27)),
        ("publicIPPrefixes/x", plain(sku="Standard", prefixLength=28)),
        "28 to 31",
        seen=False,
    ),
    Case(
        "public-address-in-use",
        P,
        P,
        f"Public IP address {n(P)} can not be deleted since it is still allocated to resource "
        f"{n('networkInterfaces/nic')}/ipConfigurations/c. In order to delete the public IP, disassociate/detach the "
        "Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.",
        "PublicIPAddressCannotBeDeleted",
        setup=[NET, SUB, (P, address()), ("networkInterfaces/nic", interface("vn/subnets/s", publicIPAddress=ref(P)))],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "nat-addresses",
        (N, plain(sku="Standard", publicIpPrefixes=[ref("publicIPPrefixes/x")], publicIpAddresses=[ref(P)])),
        (N, plain(sku="Standard", publicIpPrefixes=[ref("publicIPPrefixes/x")])),
        "17 public addresses",
        seen=False,
        setup=[("publicIPPrefixes/x", plain(sku="Standard", prefixLength=28)), (P, address())],
    ),
    Case(
        "nat-zone-changed",
        (N, {**plain(sku="Standard"), "zones": ["2"]}),
        (N, {**plain(sku="Standard", idleTimeoutInMinutes=9), "zones": ["1"]}),
        "zone of NAT gateway",
        seen=False,
        setup=[(N, {**plain(sku="Standard"), "zones": ["1"]})],
    ),
    Case(
        "nat-in-use",
        N,
        N,
        "is in use by",
        "InUseNatGatewayCannotBeDeleted",
        seen=False,
        setup=[(N, plain(sku="Standard")), NET, (f"{V}/subnets/s", subnet("10.0.0.0/28", natGateway=N))],
        before_passing=[FREE],
    ),
    Case(
        "interface-address",
        _nic("10.0.1.4"),
        _nic("10.0.0.4"),
        "is not in subnet",
        "PrivateIPAddressNotInSubnet",
        seen=False,
        setup=[NET, SUB],
    ),
    Case(
        "interface-address",
        _nic("10.0.0.3"),
        _nic("10.0.0.14"),
        "reserved by Azure",
        "PrivateIPAddressInReservedRange",
        seen=False,
        setup=[NET, SUB],
    ),
    Case(
        "interface-address",
        _nic("10.0.0.4"),
        _nic("10.0.0.5"),
        "already allocated",
        "PrivateIPAddressIsAllocated",
        seen=False,
        setup=[NET, SUB, ("networkInterfaces/first", interface("vn/subnets/s"))],
    ),
    Case(
        "interface-subnet-full",
        ("networkInterfaces/n12", interface("vn/subnets/s")),
        ("networkInterfaces/n12", interface("vn/subnets/s")),
        "no free address",
        "SubnetIsFull",
        seen=False,
        setup=[NET, SUB, *((f"networkInterfaces/n{index}", interface("vn/subnets/s")) for index in range(11))],
        before_passing=["networkInterfaces/n3"],
    ),
    Case(
        "interface-in-use",
        "networkInterfaces/nic",
        "networkInterfaces/nic",
        "is used by existing resource",
        "NicInUse",
        seen=False,
        setup=[
            NET,
            SUB,
            ("networkInterfaces/nic", interface("vn/subnets/s")),
            (
                n("x").replace("Microsoft.Network/x", "Microsoft.Compute/virtualMachines/vm"),
                plain(networkProfile={"networkInterfaces": [ref("networkInterfaces/nic")]}),
            ),
        ],
        before_passing=[n("x").replace("Microsoft.Network/x", "Microsoft.Compute/virtualMachines/vm")],
    ),
]
