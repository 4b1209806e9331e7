"""The target as the settings of a stack: a hub, and a spoke for every network that migrates."""

from collections.abc import Iterable
from ipaddress import IPv4Network

from hubspoke_migration.classic.plan import HubPlan, NetworkPlan, Plan, SubnetPlan
from hubspoke_migration.yaml_text import Plain, to_yaml
from hubspoke_network.azure import GATEWAY_SUBNET
from hubspoke_network.core import parse_id
from hubspoke_network.refusals.classic import slug
from hubspoke_network.sets import AddressSet

PROJECT = "hubspoke"


def stack_settings(plan: Plan, hub: HubPlan) -> dict[str, Plain]:
    """The settings under the project's name."""
    spokes = {network.key: _spoke(plan, hub, network) for network in plan.with_action("migrate")}
    settings: dict[str, Plain] = {
        "location": hub.location,
        "naming": {"environment": plan.stack},
        "onPremises": _on_premises(plan, hub),
        "circuits": _circuits(plan, hub),
        "hubs": {hub.key: _hub(hub)},
        "spokes": spokes,
    }
    return {key: value for key, value in settings.items() if value != {}}


def stack_file(plan: Plan) -> str:
    """The text of `Pulumi.<stack>.yaml`; empty where there is no hub to write."""
    if plan.hub is None:
        return ""
    config: dict[str, Plain] = {"azure-native:location": plan.hub.location}
    if plan.subscription is not None:
        config["azure-native:subscriptionId"] = plan.subscription
    config |= {f"{PROJECT}:{key}": value for key, value in stack_settings(plan, plan.hub).items()}
    return "# yaml-language-server: $schema=schema.json\n" + to_yaml({"config": config})


def _circuits(plan: Plan, hub: HubPlan) -> dict[str, Plain]:
    """The circuit as one that exists, linked to the hub."""
    circuit = parse_id(plan.circuit_id) if plan.circuit_id is not None else None
    if circuit is None or not circuit.resource_group:
        return {}
    existing = {"circuitId": str(circuit), "circuitName": circuit.name, "resourceGroupName": circuit.resource_group}
    linked: dict[str, Plain] = {
        "resourceGroup": circuit.resource_group,
        "existing": existing,
        "stage": "provisioned",
        "hubs": {hub.key: {}},
    }
    return {slug(circuit.name, set()): linked}


def _hub(hub: HubPlan) -> dict[str, Plain]:
    settings: dict[str, Plain] = {
        "addressSpace": [str(hub.prefix)],
        "gatewaySubnet": str(hub.gateway_subnet),
        # Networks that are still classic are reached through the circuit's edge.
        "expressRouteGateway": {"sku": hub.sku, "allowRemoteVnetTraffic": True},
    }
    return settings | ({"vpnGateway": {}} if hub.vpn else {})


def _spoke(plan: Plan, hub: HubPlan, network: NetworkPlan) -> dict[str, Plain]:
    subnets = adopted_subnets(network)
    settings: dict[str, Plain] = {
        "location": network.location if network.location != hub.location else None,
        "resourceGroup": network.group,
        "addressSpace": [str(prefix) for prefix in network.prefixes],
        "dnsServers": list(network.dns_servers) or None,
        "names": {"vnet": network.name} | {f"subnet-{subnet.key}": subnet.name for subnet in subnets},
        "subnets": {subnet.key: _subnet(plan, network, subnet) for subnet in subnets} or None,
    }
    return {key: value for key, value in settings.items() if value is not None}


def adopted_subnets(network: NetworkPlan) -> tuple[SubnetPlan, ...]:
    """The subnets that become the stack's: all but the gateways' own, which goes away with its gateway."""
    return tuple(subnet for subnet in network.subnets if subnet.name.lower() != GATEWAY_SUBNET.lower())


def _subnet(plan: Plan, network: NetworkPlan, subnet: SubnetPlan) -> dict[str, Plain]:
    if subnet.security_group is None:
        return {"prefix": str(subnet.prefix), "security": "none"}
    group = f"{group_id(plan, network)}/providers/Microsoft.Network/networkSecurityGroups/{subnet.security_group}"
    return {"prefix": str(subnet.prefix), "networkSecurityGroupId": group}


def group_id(plan: Plan, network: NetworkPlan) -> str:
    """Id of the resource group the migration service puts the network into."""
    return f"/subscriptions/{plan.subscription or '<subscription id>'}/resourceGroups/{network.group}"


def _on_premises(plan: Plan, hub: HubPlan) -> dict[str, Plain]:
    """On-premises prefixes that nothing in Azure overlaps; a range around a network would be taken for a mistake."""
    networks = plan.with_action("migrate")
    used = AddressSet.of([hub.prefix, *(prefix for network in networks for prefix in network.prefixes)])
    found: dict[str, Plain] = {}
    for site in plan.sites:
        if site.fate in ("circuit", "vpn"):
            prefixes = list(_free(site.prefixes, used))
            used |= AddressSet.of(prefixes)
            if prefixes:
                found[site.key] = [str(prefix) for prefix in prefixes]
    return found


def _free(prefixes: Iterable[IPv4Network], used: AddressSet) -> Iterable[IPv4Network]:
    for prefix in prefixes:
        if used.isdisjoint(AddressSet.of([prefix])):
            used |= AddressSet.of([prefix])
            yield prefix
