"""Rules on virtual networks and subnets."""

from typing import Any

from .bodies import inline, interface, plain, ref, route, rule, subnet, vnet
from .cases import Case, n

V = "virtualNetworks/vn"

NET = (V, vnet("10.0.0.0/16"))
SUB = (f"{V}/subnets/s", subnet("10.0.0.0/24"))
NIC = ("networkInterfaces/nic", interface("vn/subnets/s"))
NIC_USER = n("networkInterfaces/nic/ipConfigurations/c")


def _bastion_rules() -> list[dict[str, Any]]:
    rows: list[tuple[str, str, str, list[str]]] = [
        ("Inbound", "Internet", "*", ["443"]),
        ("Inbound", "GatewayManager", "*", ["443"]),
        ("Inbound", "AzureLoadBalancer", "*", ["443"]),
        ("Inbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]),
        ("Outbound", "*", "VirtualNetwork", ["22", "3389"]),
        ("Outbound", "*", "AzureCloud", ["443"]),
        ("Outbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]),
        ("Outbound", "*", "Internet", ["80"]),
    ]
    return [
        {
            "name": f"r{index}",
            **rule(
                100 + index,
                direction,
                sourceAddressPrefix=source,
                destinationAddressPrefix=destination,
                destinationPortRange=None,
                destinationPortRanges=ports,
            ),
        }
        for index, (direction, source, destination, ports) in enumerate(rows)
    ]


CASES = [
    Case(
        "prefix-format",
        (V, vnet("10.0.0.0/160")),
        (V, vnet("10.0.0.0/16")),
        f"Address prefix 10.0.0.0/160 of resource {n(V)} is not formatted correctly. It should follow CIDR notation, "
        "for example 10.0.0.0/24.",
        "InvalidAddressPrefixFormat",
    ),
    Case(
        "prefix-format",
        (f"{V}/subnets/s", subnet("10.0.0.0")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        f"Address prefix 10.0.0.0 of resource {n(V)}/subnets/s is not formatted correctly. It should follow CIDR "
        "notation, for example 10.0.0.0/24.",
        "InvalidAddressPrefixFormat",
        setup=[NET],
    ),
    Case(
        "prefix-host-bits",
        (V, vnet("10.10.10.0/16")),
        (V, vnet("10.10.0.0/16")),
        "the address prefix should be 10.10.0.0/16.",
        "InvalidCIDRNotation",
        seen=False,
    ),
    Case(
        "network-forbidden-range",
        (V, vnet("10.0.0.0/16", "169.254.8.0/24")),
        (V, vnet("10.0.0.0/16", "169.253.8.0/24")),
        "169.254.8.0/24",
        seen=False,
    ),
    Case(
        "network-dns-servers",
        (V, vnet("10.0.0.0/16", dhcpOptions={"dnsServers": [f"10.0.0.{i}" for i in range(21)]})),
        (V, vnet("10.0.0.0/16", dhcpOptions={"dnsServers": [f"10.0.0.{i}" for i in range(20)]})),
        "21 DNS servers",
        seen=False,
    ),
    Case(
        "network-bgp-community",
        (V, vnet("10.0.0.0/16", bgpCommunities={"virtualNetworkCommunity": "65000:20000"})),
        (V, vnet("10.0.0.0/16", bgpCommunities={"virtualNetworkCommunity": "12076:20000"})),
        "12076:20000",
        seen=False,
    ),
    Case(
        "network-ddos-plan",
        (V, vnet("10.0.0.0/16", enableDdosProtection=True)),
        (V, vnet("10.0.0.0/16", enableDdosProtection=True, ddosProtectionPlan=ref("ddosProtectionPlans/d"))),
        "names no ddosProtectionPlan",
        seen=False,
        setup=[("ddosProtectionPlans/d", plain())],
    ),
    Case(
        "network-prefixes-overlap",
        (V, vnet("10.0.0.0/16", "10.0.8.0/24")),
        (V, vnet("10.0.0.0/16", "10.1.8.0/24")),
        "overlap",
        seen=False,
    ),
    Case(
        "network-flow-timeout",
        (V, vnet("10.0.0.0/16", flowTimeoutInMinutes=31)),
        (V, vnet("10.0.0.0/16", flowTimeoutInMinutes=30)),
        "4 to 30",
        seen=False,
    ),
    Case(
        "subnet-outside-network",
        (f"{V}/subnets/s", subnet("10.1.0.0/24")),
        (f"{V}/subnets/s", subnet("10.0.255.0/24")),
        "Subnet 's' is not valid because its IP address range is outside the IP address range of virtual network 'vn'.",
        "NetcfgSubnetRangeOutsideVnet",
        setup=[NET],
    ),
    Case(
        "subnet-outside-network",
        (V, vnet("10.1.0.0/16", subnets=[inline("s", subnet("10.0.0.0/24"))])),
        (V, vnet("10.1.0.0/16", subnets=[inline("s", subnet("10.1.0.0/24"))])),
        "Subnet 's' is not valid because its IP address range is outside the IP address range of virtual network 'vn'.",
        "NetcfgSubnetRangeOutsideVnet",
        setup=[NET, SUB],
    ),
    Case(
        "subnets-overlap",
        (f"{V}/subnets/t", subnet("10.0.0.128/25")),
        (f"{V}/subnets/t", subnet("10.0.1.0/25")),
        "Subnet 't' is not valid because its IP address range overlaps with that of an existing subnet in virtual "
        "network 'vn'.",
        "NetcfgSubnetRangesOverlap",
        seen=False,
        setup=[NET, SUB],
    ),
    Case(
        "subnets-overlap",
        (V, vnet("10.0.0.0/16", subnets=[inline("a", subnet("10.0.0.0/23")), inline("b", subnet("10.0.1.0/24"))])),
        (V, vnet("10.0.0.0/16", subnets=[inline("a", subnet("10.0.0.0/24")), inline("b", subnet("10.0.1.0/24"))])),
        "Subnet 'b'",
        "NetcfgSubnetRangesOverlap",
        seen=False,
    ),
    Case(
        "subnet-size",
        (f"{V}/subnets/s", subnet("10.0.0.0/30")),
        (f"{V}/subnets/s", subnet("10.0.0.0/29")),
        "Subnet 's' is not valid in virtual network 'vn'.",
        setup=[NET],
    ),
    Case(
        "subnet-size-ipv6",
        (f"{V}/subnets/s", subnet(None, addressPrefixes=["10.0.0.0/24", "fd00::/65"])),
        (f"{V}/subnets/s", subnet(None, addressPrefixes=["10.0.0.0/24", "fd00::/64"])),
        "/64",
        seen=False,
        setup=[(V, vnet("10.0.0.0/16", "fd00::/48"))],
    ),
    Case(
        "subnet-without-prefix",
        (f"{V}/subnets/s", subnet(None)),
        (f"{V}/subnets/s", subnet("10.0.0.0/24")),
        "neither addressPrefix",
        seen=False,
        setup=[NET],
    ),
    Case(
        "subnet-prefix-in-use",
        (f"{V}/subnets/s", subnet("10.0.0.0/23")),
        (f"{V}/subnets/s", subnet("10.0.0.0/23")),
        "IpPrefix 10.0.0.0/24 on Subnet s has active allocations and cannot be deleted.",
        "InUsePrefixCannotBeDeleted",
        setup=[NET, SUB, NIC],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "subnet-delegation-in-use",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", delegations=[{"name": "d", "properties": {"serviceName": "X/y"}}])),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", delegations=[{"name": "d", "properties": {"serviceName": "X/y"}}])),
        "Subnet s is in use and cannot be updated.",
        "InUseSubnetCannotBeUpdated",
        seen=False,
        setup=[NET, SUB, NIC],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "subnet-outbound-in-use",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", defaultOutboundAccess=False)),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", defaultOutboundAccess=False)),
        "defaultOutboundAccess",
        seen=False,
        setup=[NET, SUB, NIC],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "subnet-shared-and-outbound",
        (f"{V}/subnets/s", subnet("10.0.0.0/24", defaultOutboundAccess=True, sharingScope="Tenant")),
        (f"{V}/subnets/s", subnet("10.0.0.0/24", defaultOutboundAccess=False, sharingScope="Tenant")),
        "sharingScope",
        seen=False,
        setup=[NET],
    ),
    Case(
        "subnet-in-use",
        f"{V}/subnets/s",
        f"{V}/subnets/s",
        f"Subnet s is in use by {NIC_USER} and cannot be deleted. In order to delete the subnet, delete all the "
        "resources within the subnet. See aka.ms/deletesubnet.",
        "InUseSubnetCannotBeDeleted",
        setup=[NET, SUB, NIC],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "subnet-in-use",
        V,
        V,
        f"Subnet s is in use by {NIC_USER} and cannot be deleted. In order to delete the subnet, delete all the "
        "resources within the subnet. See aka.ms/deletesubnet.",
        "InUseSubnetCannotBeDeleted",
        setup=[NET, SUB, NIC],
        before_passing=["networkInterfaces/nic"],
    ),
    Case(
        "subnet-in-use",
        (V, vnet("10.0.0.0/16", subnets=[])),
        (V, vnet("10.0.0.0/16", subnets=[inline("s", subnet("10.0.0.0/24"))])),
        f"Subnet s is in use by {NIC_USER} and cannot be deleted. In order to delete the subnet, delete all the "
        "resources within the subnet. See aka.ms/deletesubnet.",
        "InUseSubnetCannotBeDeleted",
        setup=[NET, SUB, NIC],
    ),
    Case(
        "gateway-subnet-security-group",
        (f"{V}/subnets/GatewaySubnet", subnet("10.0.0.0/27", networkSecurityGroup="networkSecurityGroups/g")),
        (f"{V}/subnets/GatewaySubnet", subnet("10.0.0.0/27")),
        "The operation failed because the network security group g can not be associated to the GatewaySubnet. Please "
        "remove the network security group associated to the GatewaySubnet. No changes have occurred on the gateway at "
        "this time. See here for additional details: https://aka.ms/GatewaySubnet.",
        "NetworkSecurityGroupCannotBeAttachedToGatewaySubnet",
        setup=[NET, ("networkSecurityGroups/g", plain())],
    ),
    Case(
        "gateway-subnet-nat",
        (f"{V}/subnets/GatewaySubnet", subnet("10.0.0.0/27", natGateway="natGateways/g")),
        (f"{V}/subnets/web", subnet("10.0.0.0/27", natGateway="natGateways/g")),
        "GatewaySubnet takes none",
        seen=False,
        setup=[NET, ("natGateways/g", plain(sku="Standard"))],
    ),
    Case(
        "gateway-subnet-delegation",
        (
            f"{V}/subnets/GatewaySubnet",
            subnet("10.0.0.0/27", delegations=[{"name": "d", "properties": {"serviceName": "X/y"}}]),
        ),
        (f"{V}/subnets/web", subnet("10.0.0.0/27", delegations=[{"name": "d", "properties": {"serviceName": "X/y"}}])),
        "X/y",
        seen=False,
        setup=[NET],
    ),
    Case(
        "gateway-subnet-only-gateways",
        ("networkInterfaces/nic", interface("vn/subnets/GatewaySubnet")),
        NIC,
        "Subnet with name 'GatewaySubnet' can be used only for the Gateway resource.",
        "GatewaySubnet",
        setup=[NET, SUB, (f"{V}/subnets/GatewaySubnet", subnet("10.0.1.0/27"))],
    ),
    Case(
        "reserved-subnet-users",
        ("networkInterfaces/nic", interface("vn/subnets/AzureBastionSubnet")),
        NIC,
        "for Microsoft.Network/bastionHosts only",
        seen=False,
        setup=[NET, SUB, (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.1.0/26"))],
    ),
    Case(
        "firewall-management-subnet-routes",
        (f"{V}/subnets/AzureFirewallManagementSubnet", subnet("10.0.1.0/26", routeTable="routeTables/t")),
        (f"{V}/subnets/AzureFirewallManagementSubnet", subnet("10.0.1.0/26", routeTable="routeTables/u")),
        "to Internet only",
        seen=False,
        setup=[
            NET,
            ("routeTables/t", plain()),
            ("routeTables/u", plain(disableBgpRoutePropagation=True)),
            ("routeTables/u/routes/all", route("0.0.0.0/0", "Internet")),
        ],
    ),
    Case(
        "subnet-nat-network",
        ("virtualNetworks/other/subnets/s", subnet("10.1.0.0/24", natGateway="natGateways/nat")),
        (f"{V}/subnets/t", subnet("10.0.1.0/24", natGateway="natGateways/nat")),
        "in another",
        seen=False,
        setup=[
            NET,
            ("virtualNetworks/other", vnet("10.1.0.0/16")),
            ("natGateways/nat", plain(sku="Standard")),
            (f"{V}/subnets/s", subnet("10.0.0.0/24", natGateway="natGateways/nat")),
        ],
    ),
    Case(
        "subnet-delegated",
        NIC,
        ("networkInterfaces/nic", interface("vn/subnets/free")),
        "delegated to Microsoft.Web/serverFarms",
        "ResourceNotPermittedOnDelegatedSubnet",
        seen=False,
        setup=[
            NET,
            (f"{V}/subnets/free", subnet("10.0.1.0/24")),
            (
                f"{V}/subnets/s",
                subnet(
                    "10.0.0.0/24",
                    delegations=[{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
                ),
            ),
        ],
    ),
    Case(
        "bastion-subnet-route-table",
        (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.0.0/26", routeTable="routeTables/t")),
        (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.0.0/26")),
        "AzureBastionSubnet takes none",
        "RouteTableCannotBeAttachedForAzureBastionSubnet",
        seen=False,
        setup=[NET, ("routeTables/t", plain())],
    ),
    Case(
        "bastion-subnet-security-group",
        (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.0.0/26", networkSecurityGroup="networkSecurityGroups/g")),
        (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.0.0/26", networkSecurityGroup="networkSecurityGroups/h")),
        "Network security group g does not have necessary rules for Azure Bastion Subnet AzureBastionSubnet.",
        "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
        setup=[
            NET,
            ("networkSecurityGroups/g", plain(securityRules=_bastion_rules()[:-1])),
            ("networkSecurityGroups/h", plain(securityRules=_bastion_rules())),
        ],
    ),
    Case(
        "route-server-subnet-attachment",
        (f"{V}/subnets/RouteServerSubnet", subnet("10.0.0.0/26", routeTable="routeTables/t")),
        (f"{V}/subnets/RouteServerSubnet", subnet("10.0.0.0/26")),
        "RouteServerSubnet takes neither",
        seen=False,
        setup=[NET, ("routeTables/t", plain())],
    ),
]
