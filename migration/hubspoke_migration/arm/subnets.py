"""Subnets as settings: their security, their routes, their way out."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from hubspoke_migration.arm.documents import Document
from hubspoke_migration.arm.draft import Draft, Settings
from hubspoke_migration.arm.naming import bare, key_of
from hubspoke_network.azure import NAT_GATEWAY, NSG, SUBNET, TABLE, reserved_subnet

_RULE_FIELDS = {
    "sources": ("sourceAddressPrefix", "sourceAddressPrefixes"),
    "sourcePorts": ("sourcePortRange", "sourcePortRanges"),
    "destinations": ("destinationAddressPrefix", "destinationAddressPrefixes"),
    "ports": ("destinationPortRange", "destinationPortRanges"),
}
_SAYABLE = frozenset({"direction", "access", "priority", "protocol", "description", "provisioningState"}) | {
    name for pair in _RULE_FIELDS.values() for name in pair
}


def add_subnets(draft: Draft, network: Document, entry: Settings) -> None:
    """Put the network's subnets into its settings, with its security groups, route tables and NAT gateways."""
    subnets = [subnet for subnet in draft.documents.below(network, SUBNET) if subnet.name.lower() != "gatewaysubnet"]
    label = bare(network.name, "vnet", draft.environment)
    groups = Counter(subnet.ref("networkSecurityGroup") for subnet in subnets)
    taken: set[str] = set()
    nats: dict[str, str] = {}
    for subnet in subnets:
        reserved = reserved_subnet(subnet.name)
        name = reserved.name if reserved else bare(subnet.name, "snet", draft.environment, label)
        key = key_of(name, taken)
        if reserved is None:
            entry["names"][f"subnet-{key}"] = subnet.name
        prefixes = subnet.list("addressPrefixes")
        prefix = str(subnet.get("addressPrefix") or (prefixes[0] if prefixes else ""))
        settings: Settings = {"prefix": prefix}
        settings |= _security(draft, network, subnet, key, groups, entry)
        settings |= _routes(draft, network, subnet, key, entry)
        settings |= _way_out(draft, network, subnet, nats, label, entry)
        settings |= _services(subnet)
        entry["subnets"][key] = settings


def _security(
    draft: Draft, network: Document, subnet: Document, key: str, groups: Counter[str], entry: Settings
) -> Settings:
    wanted = subnet.ref("networkSecurityGroup")
    reserved = reserved_subnet(subnet.name)
    if not wanted:
        return {} if reserved is not None else {"security": "none"}
    group = draft.documents.get(wanted)
    if group is None or not group.is_a(NSG):
        return {"networkSecurityGroupId": subnet.get("networkSecurityGroup.id")}
    rules = _rules(group)
    reason = ""
    if group.id.resource_group.lower() != network.id.resource_group.lower():
        reason = "its resource group is not its network's; the subnet refers to it"
    elif groups[wanted] > 1:
        reason = "several subnets share it; they refer to it"
    elif rules is None:
        reason = "a rule of it uses what settings do not say; the subnet refers to it"
    if reason or rules is None:
        draft.leave(group, reason)
        return {"networkSecurityGroupId": str(group.id)}
    entry["names"][f"nsg-{key}"] = group.name
    return _ready_made(group) or {"rules": rules}


def _ready_made(group: Document) -> Settings:
    """The ready-made security whose rules and tag these are; nothing for rules of one's own."""
    from hubspoke.vnet import INTENT_TAG, intent, internal_rules

    own = {rule["name"]: _compared(rule.get("properties", {})) for rule in group.list("securityRules")}
    for internet in (False, True):
        for probes in (False, True):
            made = {rule.name: _compared(rule.properties) for rule in internal_rules(internet=internet, probes=probes)}
            if own == made and group.tags.get(INTENT_TAG) == intent(internet=internet):
                security = "internalAndInternet" if internet else "internalOnly"
                return {"security": security} | ({"loadBalancerProbes": True} if probes else {})
    return {}


def _compared(properties: Any) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value not in ([], None, "") and key in _SAYABLE} | {
        "provisioningState": ""
    }


def _rules(group: Document) -> Settings | None:
    """The group's rules by name; None where one of them cannot be said in settings."""
    rules: Settings = {}
    for item in group.list("securityRules"):
        properties = item.get("properties", {})
        if any(value not in ([], None, "") for key, value in properties.items() if key not in _SAYABLE):
            return None
        rule = {key: properties[key] for key in ("direction", "access", "priority") if key in properties}
        if properties.get("protocol") not in (None, "*"):
            rule["protocol"] = properties["protocol"]
        for field, (single, plural) in _RULE_FIELDS.items():
            values = properties.get(plural) or ([properties[single]] if properties.get(single) else [])
            if values != ["*"]:
                rule[field] = list(values)
        if properties.get("description"):
            rule["description"] = properties["description"]
        rules[str(item.get("name"))] = rule
    return rules


def _routes(draft: Draft, network: Document, subnet: Document, key: str, entry: Settings) -> Settings:
    wanted = subnet.ref("routeTable")
    table = draft.documents.get(wanted) if wanted else None
    if table is None or not table.is_a(TABLE):
        return {}
    if table.id.resource_group.lower() != network.id.resource_group.lower():
        draft.leave(table, "its resource group is not its network's; the network would get one of its own")
        return {}
    if table.get("disableBgpRoutePropagation") is True:
        entry["propagateGatewayRoutes"] = False
    routes = {str(route["name"]): _route(route.get("properties", {})) for route in table.list("routes")}
    if not routes:
        entry["names"]["routes"] = table.name
        return {}
    entry["names"][f"routes-{key}"] = table.name
    return {"routes": routes}


def _route(properties: Any) -> Settings:
    route = {"prefix": properties.get("addressPrefix"), "nextHop": properties.get("nextHopType")}
    if properties.get("nextHopIpAddress"):
        route["nextHopAddress"] = properties["nextHopIpAddress"]
    return route


def _way_out(
    draft: Draft, network: Document, subnet: Document, nats: dict[str, str], label: str, entry: Settings
) -> Settings:
    wanted = subnet.ref("natGateway")
    nat = draft.documents.get(wanted) if wanted else None
    if nat is None or not nat.is_a(NAT_GATEWAY):
        return {}
    if nat.id.resource_group.lower() != network.id.resource_group.lower():
        draft.leave(nat, "its resource group is not its network's; the subnet would lose it")
        return {}
    if wanted not in nats:
        key = key_of(bare(nat.name, "ng", draft.environment, label), {item.lower() for item in nats.values()})
        nats[wanted] = key
        entry.setdefault("natGateways", {})[key] = _nat(draft, nat, key, entry["names"])
    return {"natGateway": nats[wanted]}


def _nat(draft: Draft, nat: Document, key: str, names: Settings) -> Settings:
    names[f"nat-{key}"] = nat.name
    addresses = [item for item in nat.list("publicIpAddresses") if isinstance(item, dict)]
    for index, item in enumerate(addresses):
        address = draft.documents.get(str(item.get("id") or ""))
        if address is not None:
            names[f"nat-ip-{key}" + (f"-{index + 1}" if index else "")] = address.name
    settings: Settings = {"addresses": len(addresses)} if len(addresses) > 1 else {}
    idle = nat.get("idleTimeoutInMinutes")
    if isinstance(idle, int) and idle != 4:
        settings["idleTimeoutMinutes"] = idle
    zones = nat.body.get("zones")
    if isinstance(zones, list) and zones:
        settings["zone"] = str(zones[0])
    return settings


def _services(subnet: Document) -> Settings:
    endpoints = _named(subnet.list("serviceEndpoints"), "service")
    delegations = [item.get("properties", {}) for item in subnet.list("delegations") if isinstance(item, dict)]
    settings: Settings = {"serviceEndpoints": endpoints} if endpoints else {}
    names = _named(delegations, "serviceName")
    return settings | ({"delegation": names[0]} if names else {})


def _named(items: Iterable[Any], key: str) -> list[str]:
    return [str(item[key]) for item in items if isinstance(item, dict) and item.get(key)]
