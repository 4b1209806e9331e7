"""Short ways to write the resources of test programs, as azure-native takes them."""

from collections.abc import Sequence
from typing import Any

from tests.policies.policy_support import Out, R, out

Reference = str | Out | None


def ref(target: Reference) -> dict[str, Any] | None:
    """A reference by id: `out("hub")`, or an id as text."""
    return None if target is None else {"id": target}


def given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def group(name: str = "rg") -> R:
    return R("resources:ResourceGroup", name, {"location": "westeurope"})


def vnet(name: str, *prefixes: str, **more: Any) -> R:
    return R(
        "network:VirtualNetwork",
        name,
        given(resourceGroupName=out("rg"), addressSpace={"addressPrefixes": list(prefixes)}, **more),
    )


def subnet(
    name: str,
    of: str,
    prefix: str | None = None,
    *,
    called: str | None = None,
    nsg: Reference = None,
    table: Reference = None,
    **more: Any,
) -> R:
    return R(
        "network:Subnet",
        name,
        given(
            resourceGroupName=out("rg"),
            virtualNetworkName=out(of),
            subnetName=called,
            addressPrefix=prefix,
            **{"networkSecurityGroup": ref(nsg), "routeTable": ref(table), **more},
        ),
    )


def gateway(name: str, subnet_id: Reference, kind: Any = "ExpressRoute", sku: str = "ErGw1AZ", **more: Any) -> R:
    return R(
        "network:VirtualNetworkGateway",
        name,
        given(
            resourceGroupName=out("rg"),
            gatewayType=kind,
            sku={"name": sku, "tier": sku},
            **{"ipConfigurations": [{"name": "default", "subnet": ref(subnet_id)}], **more},
        ),
    )


def circuit(name: str = "circuit", tier: Any = "Premium", **more: Any) -> R:
    sku = given(tier=tier, name=f"{tier}_MeteredData" if isinstance(tier, str) else None, family="MeteredData")
    return R("network:ExpressRouteCircuit", name, given(resourceGroupName=out("rg"), **{"sku": sku, **more}))


def circuit_peering(
    name: str, of: str, kind: str = "MicrosoftPeering", route_filter: Reference = None, **more: Any
) -> R:
    return R(
        "network:ExpressRouteCircuitPeering",
        name,
        given(
            resourceGroupName=out("rg"),
            circuitName=out(of),
            peeringName=kind,
            **{"peeringType": kind, "routeFilter": ref(route_filter), **more},
        ),
    )


def route_filter(name: str = "filter", rules: Any = None) -> R:
    return R("network:RouteFilter", name, given(resourceGroupName=out("rg"), rules=rules))


def filter_rule(name: str, of: str, communities: Any) -> R:
    return R(
        "network:RouteFilterRule",
        name,
        given(
            resourceGroupName=out("rg"),
            routeFilterName=out(of),
            access="Allow",
            routeFilterRuleType="Community",
            communities=communities,
        ),
    )


def nsg(name: str, rules: Any = None, tags: Any = None) -> R:
    return R("network:NetworkSecurityGroup", name, given(resourceGroupName=out("rg"), securityRules=rules, tags=tags))


def rule(
    name: str,
    priority: Any,
    direction: str = "Inbound",
    access: str = "Allow",
    source: Any = "*",
    destination: Any = "*",
    ports: Any = "*",
    protocol: str = "*",
) -> dict[str, Any]:
    """A security rule; a list of prefixes or ports goes into the plural field."""
    return {
        "name": name,
        "priority": priority,
        "direction": direction,
        "access": access,
        "protocol": protocol,
        "sourcePortRange": "*",
        **_one_or_many("sourceAddressPrefix", source),
        **_one_or_many("destinationAddressPrefix", destination),
        **_one_or_many("destinationPortRange", ports),
    }


def security_rule(of: str, written: dict[str, Any]) -> R:
    """A rule as a resource of its own."""
    name = str(written["name"])
    inputs = {key: value for key, value in written.items() if key != "name"}
    return R(
        "network:SecurityRule",
        name,
        {"resourceGroupName": out("rg"), "networkSecurityGroupName": out(of), "securityRuleName": name, **inputs},
    )


def _one_or_many(field: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        plural = f"{field}es" if field.endswith("Prefix") else f"{field}s"
        return {plural: value}
    return {field: value}


def peering(name: str, of: str, to: Reference, **flags: Any) -> R:
    return R(
        "network:VirtualNetworkPeering",
        name,
        given(
            resourceGroupName=out("rg"),
            virtualNetworkName=out(of),
            remoteVirtualNetwork=ref(to),
            **{"allowVirtualNetworkAccess": True, **flags},
        ),
    )


def table(name: str, routes: Sequence[Any] | Out | None = None, **more: Any) -> R:
    return R("network:RouteTable", name, given(resourceGroupName=out("rg"), routes=routes, **more))


def route(
    prefix: Any, hop: str = "VirtualAppliance", address: Any = "10.0.1.4", name: str = "default"
) -> dict[str, Any]:
    return given(
        name=name,
        addressPrefix=prefix,
        nextHopType=hop,
        nextHopIpAddress=address if hop == "VirtualAppliance" else None,
    )


def hub() -> list[R]:
    """A hub with a gateway subnet."""
    return [group(), vnet("hub", "10.0.0.0/16"), subnet("gs", "hub", "10.0.0.0/26", called="GatewaySubnet")]
