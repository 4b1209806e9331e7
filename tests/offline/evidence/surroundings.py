"""What has to be there before an example can be carried out. None of this is evidence: the examples leave it open."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.offline.evidence.examples import Example, full

from azure_offline.arm.resources.targets import parse_target
from azure_offline.arm.types import SPECS
from azure_offline.arm.writes.references import references_in

Body = dict[str, Any]


def location(example: Example) -> str:
    """The region an example is about."""
    shown = example.responses.get(200, {})
    asked = (example.request or {}).get("location")
    return str(asked or shown.get("location") or shown.get("value[0].location") or "eastus")


def surrounding(resource_id: str, region: str, example: Example) -> Body:
    """A body that makes a resource the example names, or lies in."""
    target = parse_target(resource_id)
    assert target is not None, resource_id
    name = target.name.lower()
    special = _SPECIAL.get((example.name, name), _SPECIAL.get(("", name)))
    body = special or _BODIES.get(target.type.removeprefix("Microsoft.Network/"), {"properties": {}})
    return (
        {"location": region, **full(body)} if "/" not in target.type.removeprefix("Microsoft.Network/") else full(body)
    )


def needed(resource_id: str, document: Mapping[str, Any] | None) -> Iterator[str]:
    """The ids of what a document names by references that are declared."""
    target = parse_target(resource_id)
    spec = SPECS.get(target.kind) if target else None
    if spec is None or not document:
        return
    for _, _, named in references_in(spec, document):
        yield _whole(named)
    for inline in spec.inline if "properties" in document else ():
        for item in document["properties"].get(inline.property) or ():
            yield from needed(f"{resource_id}/{inline.type.rpartition('/')[2]}/x", item)


def _whole(resource_id: str) -> str:
    """The resource that an id names or names a part of."""
    target = parse_target(resource_id)
    if target is not None and target.kind not in SPECS and resource_id.count("/") > 8:
        return _whole(resource_id.rpartition("/")[0].rpartition("/")[0])
    return resource_id


def users_of(example: Example) -> Iterator[tuple[str, Body]]:
    """What uses the resource that an example reads, where its answer shows users."""
    yield from _USERS.get(example.name, ())


def _network(*prefixes: str, **properties: Any) -> Body:
    return {"properties": {"addressSpace": {"addressPrefixes": list(prefixes)}, **properties}}


def _subnets(**prefixes: str) -> list[Body]:
    return [
        {
            "name": name,
            "properties": {"addressPrefixes": prefix.split()} if " " in prefix else {"addressPrefix": prefix},
        }
        for name, prefix in prefixes.items()
    ]


_STANDARD = {
    "sku": {"name": "Standard"},
    "zones": ["1", "2", "3"],
    "properties": {"publicIPAllocationMethod": "Static"},
}
_COMMUNITY = {"bgpCommunities": {"virtualNetworkCommunity": "12076:20002"}}
_SITE = {"localNetworkAddressSpace": {"addressPrefixes": ["10.1.0.0/16"]}, "gatewayIpAddress": "11.12.13.14"}
_CIRCUIT = {
    "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
    "properties": {
        "serviceProviderProperties": {
            "serviceProviderName": "Equinix",
            "peeringLocation": "Silicon Valley",
            "bandwidthInMbps": 200,
        }
    },
}


def _nat_rule(name: str, mode: str, inner: str, outer: str) -> Body:
    mappings = {"internalMappings": [{"addressSpace": inner}], "externalMappings": [{"addressSpace": outer}]}
    return {"name": name, "properties": {"type": "Static", "mode": mode, **mappings}}


def _gateway(*configurations: str, network: str = "vnet1") -> Body:
    return {
        "properties": {
            "gatewayType": "Vpn",
            "vpnType": "RouteBased",
            "activeActive": len(configurations) > 1,
            "sku": {"name": "VpnGw1AZ", "tier": "VpnGw1AZ"},
            "ipConfigurations": [
                {
                    "name": name,
                    "properties": {
                        "subnet": {"id": f"@rg1/virtualNetworks/{network}/subnets/GatewaySubnet"},
                        "publicIPAddress": {"id": f"@rg1/publicIPAddresses/{network}-{name}"},
                    },
                }
                for name in configurations
            ],
            # The connection lists the rule of outgoing traffic as an incoming one; these fit what it names.
            "natRules": [
                _nat_rule("natRule1", "IngressSnat", "10.10.0.0/24", "50.0.0.0/24"),
                _nat_rule("natRule2", "EgressSnat", "20.10.0.0/24", "30.0.0.0/24"),
            ],
        }
    }


_BODIES: dict[str, Body] = {
    "virtualNetworks": _network("10.0.0.0/16"),
    "virtualNetworks/subnets": {"properties": {"addressPrefix": "10.0.0.0/16"}},
    "virtualNetworks/virtualNetworkPeerings": {
        "properties": {"remoteVirtualNetwork": {"id": "@peerTest/virtualNetworks/vnet2"}}
    },
    "networkSecurityGroups/securityRules": {
        "properties": {
            "protocol": "*",
            "sourcePortRange": "*",
            "destinationPortRange": "80",
            "sourceAddressPrefix": "*",
            "destinationAddressPrefix": "*",
            "access": "Allow",
            "priority": 130,
            "direction": "Inbound",
        }
    },
    "routeTables/routes": {"properties": {"addressPrefix": "10.0.3.0/24", "nextHopType": "Internet"}},
    "publicIPAddresses": _STANDARD,
    "publicIPPrefixes": {"sku": {"name": "Standard"}, "properties": {"prefixLength": 31}},
    "natGateways": {"sku": {"name": "Standard"}},
    "localNetworkGateways": {"properties": _SITE},
    "virtualNetworkGateways": _gateway("default", "ActiveActive"),
    "connections": {
        "properties": {
            "connectionType": "IPsec",
            "virtualNetworkGateway1": {"id": "@rg1/virtualNetworkGateways/vpngw"},
            "localNetworkGateway2": {"id": "@rg1/localNetworkGateways/localgw"},
        }
    },
    "expressRouteCircuits": _CIRCUIT,
    "expressRouteCircuits/peerings": {
        "properties": {
            "peeringType": "AzurePrivatePeering",
            "peerASN": 200,
            "primaryPeerAddressPrefix": "192.168.16.252/30",
            "secondaryPeerAddressPrefix": "192.168.18.252/30",
            "vlanId": 200,
        }
    },
    "routeFilters/routeFilterRules": {
        "properties": {"access": "Allow", "routeFilterRuleType": "Community", "communities": ["12076:5040"]}
    },
}

_SPECIAL: dict[tuple[str, str], Body] = {
    ("", "gatewaysubnet"): {"properties": {"addressPrefix": "10.0.1.0/27"}},
    ("", "vpngw2"): _gateway("default", "ActiveActive", network="other"),
    ("VirtualNetworkGatewayUpdateTags", "vnet2"): _network("10.0.0.0/16"),
    ("SubnetList", "vnetname"): _network("10.0.0.0/15"),
    ("", "vnet2"): _network("12.0.0.0/8", **_COMMUNITY),
    ("", "vnet3"): _network("13.0.0.0/8", bgpCommunities={"virtualNetworkCommunity": "12076:20003"}),
    ("VirtualNetworkPeeringCreateWithRemoteVirtualNetworkEncryption", "vnet2"): _network(
        "12.0.0.0/8", **_COMMUNITY, encryption={"enabled": True, "enforcement": "AllowUnencrypted"}
    ),
    ("VirtualNetworkPeeringGetWithRemoteVirtualNetworkEncryption", "vnet2"): _network(
        "12.0.0.0/8", **_COMMUNITY, encryption={"enabled": True, "enforcement": "AllowUnencrypted"}
    ),
    ("VirtualNetworkSubnetPeeringCreate", "vnet1"): _network(
        "212.0.0.0/16",
        "13.0.0.0/8",
        "2002:2002::/64",
        subnets=_subnets(Subnet1="212.0.0.0/16 2002:2002::/64", Subnet4="13.0.0.0/8"),
    ),
    ("VirtualNetworkSubnetPeeringCreate", "vnet2"): _network(
        "12.0.0.0/8", "2001:2001::/64", subnets=_subnets(Subnet2="12.0.0.0/8 2001:2001::/64"), **_COMMUNITY
    ),
    ("VirtualNetworkSubnetPeeringSync", "vnet1"): _network(
        "212.0.0.0/16", "2002:2002::/64", subnets=_subnets(Subnet1="212.0.0.0/16 2002:2002::/64")
    ),
    ("VirtualNetworkSubnetPeeringSync", "vnet2"): _network(
        "12.0.0.0/8", "2001:2001::/64", subnets=_subnets(Subnet2="12.0.0.0/8 2001:2001::/64"), **_COMMUNITY
    ),
    ("VirtualNetworkV6SubnetPeeringCreate", "vnet1"): _network(
        "10.0.0.0/16",
        "2002::/64",
        "2003::/64",
        subnets=_subnets(Subnet1="10.0.1.0/24 2002::/64", Subnet4="10.0.4.0/24 2003::/64"),
    ),
    ("VirtualNetworkV6SubnetPeeringCreate", "vnet2"): _network(
        "12.0.0.0/16", "2001::/64", subnets=_subnets(Subnet2="12.0.0.0/24 2001::/64"), **_COMMUNITY
    ),
}

_SUBNET_WITH_NAT = {
    "properties": {"addressPrefix": "10.0.1.0/24", "natGateway": {"id": "@rg1/natGateways/test-natGateway"}}
}
_NAT_USER = (("@rg1/virtualNetworks/test-vnet/subnets/subnet1", _SUBNET_WITH_NAT),)


def _interface(address: str) -> tuple[tuple[str, Body], ...]:
    at = {"subnet": {"id": "@rg1/virtualNetworks/vnet1/subnets/default"}, "publicIPAddress": {"id": address}}
    configurations = {"ipConfigurations": [{"name": "ipconfig1", "properties": at}]}
    return (("@rg1/networkInterfaces/testDNS649", {"location": "westus", "properties": configurations}),)


def _balancer(*addresses: str) -> tuple[tuple[str, Body], ...]:
    front_ends = [
        {"name": name, "properties": {"publicIPAddress": {"id": f"@rg1/publicIPAddresses/{address}"}}}
        for name, address in zip(("LoadBalancerFrontEnd", "second"), addresses, strict=True)
    ]
    properties = {"frontendIPConfigurations": front_ends}
    return (
        ("@rg1/loadBalancers/testLb", {"location": "westus", "sku": {"name": "Standard"}, "properties": properties}),
    )


_FRONT_END = (
    (
        "@rg1/loadBalancers/lb",
        {
            "location": "westus",
            "sku": {"name": "Standard"},
            "properties": {
                "frontendIPConfigurations": [
                    {"name": "fe", "properties": {"subnet": {"id": "@rg1/virtualNetworks/test-vnet/subnets/subnet1"}}}
                ]
            },
        },
    ),
)
_USERS: dict[str, tuple[tuple[str, Body], ...]] = {
    "NatGatewayGet": _NAT_USER,
    "NatGatewayUpdateTags": _NAT_USER,
    "PublicIpAddressGet": _interface("@rg1/publicIPAddresses/testDNS-ip"),
    "PublicIpAddressList": (*_interface("@rg1/publicIPAddresses/testDNS-ip"), *_balancer("ip03", "ip04")),
    "PublicIpAddressUpdateTags": _interface("@rg1/publicIPAddresses/test-ip"),
    "VirtualNetworkGet": _FRONT_END,
}
