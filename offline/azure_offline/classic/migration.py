"""The platform-supported migration: Validate, Prepare, Commit, Abort, one network at a time.

Prepare makes the ARM resources beside the classic ones, by ARM's own rules; the gateway is taken over as it is, since
the rules for new gateways do not bind it. Source: Microsoft's articles on the migration.
"""

from collections.abc import Mapping

from azure_offline.arm.resources import View, parse_target
from azure_offline.arm.service import Arm
from azure_offline.arm.types import SPECS
from azure_offline.arm.writes.pipeline import Pipeline
from azure_offline.classic.configuration import API_VERSION, make_circuit, without_network
from azure_offline.classic.errors import NOT_REGISTERED, AsmError
from azure_offline.classic.state import ClassicState, changing, looking
from hubspoke_network.azure import GATEWAY_SUBNET
from hubspoke_network.core import Finding
from hubspoke_network.readers.classic import ClassicNetwork, Gateway, VirtualNetwork
from hubspoke_network.refusals import Refusal
from hubspoke_network.refusals.classic import Case, classic_rules, network_resource
from hubspoke_network.refusals.classic.judge import judge

PROVIDER = "Microsoft.ClassicInfrastructureMigrate"

_NOT_SEEN_BY_VALIDATE = frozenset({"classic-two-gateways", "classic-circuit-other-subscription"})


def register(arm: Arm, provider: str) -> None:
    """`Register-AzResourceProvider` of the migration service. Raises `AsmError` for another provider."""
    if provider.lower() != PROVIDER.lower():
        raise AsmError(f"The resource provider {provider} is not part of the offline Azure.")
    with changing(arm) as state:
        state.registered = True


def validate(arm: Arm, network: str) -> list[str]:
    """`Move-AzureVirtualNetwork -Validate`: the messages of type error, in Azure's words where they are known."""
    state = _registered(arm)
    found = state.changeable(network)
    return [_message(finding) for finding in _refusals(state, found) if finding.rule not in _NOT_SEEN_BY_VALIDATE]


def prepare(arm: Arm, network: str) -> list[str]:
    """`Move-AzureVirtualNetwork -Prepare`: ids of what now stands in ARM. Raises `AsmError`; nothing is left then."""
    state = _registered(arm)
    found = state.changeable(network)
    refusals = [_message(finding) for finding in _refusals(state, found)]
    circuit = state.circuit_of(found)
    if circuit is not None and circuit.arm_id is None:
        refusals.append("The circuit has not been moved to Azure Resource Manager.")
    if circuit is not None and found.gateway is not None and found.gateway.sites:
        refusals.append("ConnectionsToLocalNetwork is not empty.")
    if refusals:
        raise AsmError(" ".join(refusals))
    made: list[str] = []
    try:
        _make(arm, state, found, made)
    except AsmError:
        _unmake(arm, made)
        raise
    with changing(arm) as after:
        after.prepared[found.name] = made
    return made


def abort(arm: Arm, network: str) -> None:
    """`Move-AzureVirtualNetwork -Abort`: what Prepare made is gone, the network can be changed again."""
    state = looking(arm)
    found = state.network(network)
    if found.name not in state.prepared:
        raise AsmError(f"Virtual network {found.name} is not prepared.")
    _unmake(arm, state.prepared[found.name])
    with changing(arm) as after:
        del after.prepared[found.name]


def commit(arm: Arm, network: str) -> None:
    """`Move-AzureVirtualNetwork -Commit`: the classic resources are gone. Cannot be undone."""
    with changing(arm) as state:
        found = state.network(network)
        if found.name not in state.prepared:
            raise AsmError(f"Virtual network {found.name} is not prepared.")
        del state.prepared[found.name]
        circuit = state.circuit_of(found)
        if circuit is not None:
            circuit.links.remove(found.name)
        state.gateways.pop(found.name, None)
        state.set_configuration(without_network(state.configuration, found.name))
        kept = {
            name: service
            for name, service in state.inventory.cloud_services.items()
            if (service.virtual_network or "").lower() != found.name.lower()
        }
        state.inventory = state.inventory.model_copy(update={"cloud_services": kept})


def move_circuit(arm: Arm, name: str, group: str, place: str, service_key: str) -> str:
    """`Move-AzExpressRouteCircuit`: the circuit is in ARM, its classic links stay. Returns its id."""
    state = looking(arm)
    circuit = state.circuit(service_key)
    if circuit.arm_id is not None:
        raise AsmError("The circuit is in Azure Resource Manager already.")
    known = state.inventory.circuits.get(name)
    tier, mbps = (known.tier, known.bandwidth_in_mbps or 50) if known else ("Standard", 50)
    arm_id = make_circuit(arm, state.subscription, group, name, place, tier, mbps, allow=True)
    with changing(arm) as after:
        after.circuit(service_key).arm_id = arm_id
    return arm_id


def _registered(arm: Arm) -> ClassicState:
    state = looking(arm)
    if not state.registered:
        raise NOT_REGISTERED
    return state


def _refusals(state: ClassicState, network: ClassicNetwork) -> list[Finding]:
    """What the migration service has against the network as things are now."""
    known = next(
        (it for name, it in state.inventory.virtual_networks.items() if name.lower() == network.name.lower()),
        VirtualNetwork(),
    )
    gateways = [Gateway(mode=made.mode, sku=made.sku) for made in state.gateways.get(network.name, [])]
    circuit = next((name for name, it in state.circuits.items() if network.name in it.links), None)
    now = known.model_copy(update={"gateways": gateways, "circuit": circuit})
    networks = {**state.inventory.virtual_networks, network.name: now}
    inventory = state.inventory.model_copy(update={"virtual_networks": networks})
    rules, resource = classic_rules(), network_resource(network)
    effects = ("refused", "unsupported", "holds")
    found = judge(Case(state.configuration, inventory))
    return [finding for finding in found if finding.resource == resource and rules[finding.rule].effect in effects]


def _message(finding: Finding) -> str:
    """Azure's own sentence where the finding quotes one, else ours, marked."""
    _, mark, said = finding.message.partition('(Azure says: "')
    return said.removesuffix('")') if mark else AsmError(f"{finding.path}: {finding.message}.").message


def _make(arm: Arm, state: ClassicState, network: ClassicNetwork, made: list[str]) -> None:
    """Make in ARM what the network becomes; `made` grows as it goes."""
    group = f"/subscriptions/{state.subscription}/resourceGroups/{network.name}-Migrated"
    place = network.location or "westeurope"
    provider = f"{group}/providers/Microsoft.Network"
    _put(arm, made, group, {"location": place})
    groups = {subnet.security_group for subnet in network.subnets if subnet.security_group}
    for name in sorted(groups):
        _put(arm, made, f"{provider}/networkSecurityGroups/{name}", {"location": place, "properties": {}})
    servers = {server.name: server.address for server in state.configuration.dns_servers}
    vnet = f"{provider}/virtualNetworks/{network.name}"
    subnets = [
        {
            "name": subnet.name,
            "properties": {"addressPrefix": subnet.prefix.text} | _security(provider, subnet.security_group),
        }
        for subnet in network.subnets
    ]
    properties: dict[str, object] = {
        "addressSpace": {"addressPrefixes": [prefix.text for prefix in network.prefixes]},
        "subnets": subnets,
    }
    if network.dns:
        properties["dhcpOptions"] = {"dnsServers": [servers[name] for name in network.dns if name in servers]}
    _put(arm, made, vnet, {"location": place, "properties": properties})
    _make_interfaces(arm, state, network, vnet, made)
    _make_gateway(arm, state, network, provider, vnet, made)


def _security(provider: str, group: str | None) -> dict[str, object]:
    return {"networkSecurityGroup": {"id": f"{provider}/networkSecurityGroups/{group}"}} if group else {}


def _make_interfaces(arm: Arm, state: ClassicState, network: ClassicNetwork, vnet: str, made: list[str]) -> None:
    """The network interface of every machine, in the group of its cloud service."""
    for service_name, service in sorted(state.inventory.cloud_services.items()):
        if (service.virtual_network or "").lower() != network.name.lower() or not service.virtual_machines:
            continue
        group = f"/subscriptions/{state.subscription}/resourceGroups/{service_name}-Migrated"
        _put(arm, made, group, {"location": network.location or "westeurope"})
        for name, machine in sorted(service.virtual_machines.items()):
            subnet = {"id": f"{vnet}/subnets/{machine.subnets[0]}"}
            configuration = {"name": "default", "properties": {"subnet": subnet}}
            body = {"location": network.location, "properties": {"ipConfigurations": [configuration]}}
            _put(arm, made, f"{group}/providers/Microsoft.Network/networkInterfaces/{name}-PrimaryNic", body)


def _make_gateway(
    arm: Arm, state: ClassicState, network: ClassicNetwork, provider: str, vnet: str, made: list[str]
) -> None:
    gateway, circuit = state.gateway(network), state.circuit_of(network)
    if gateway is None or gateway.mode != "DedicatedCircuit" or circuit is None or circuit.arm_id is None:
        return
    place = network.location or "westeurope"
    gateway_id = f"{provider}/virtualNetworkGateways/{network.name}-Default-Gateway"
    subnet = {"id": f"{vnet}/subnets/{GATEWAY_SUBNET}"}
    body: dict[str, object] = {
        "location": place,
        "properties": {
            "gatewayType": "ExpressRoute",
            "sku": {"name": gateway.sku, "tier": gateway.sku},
            "ipConfigurations": [{"name": "default", "properties": {"subnet": subnet}}],
        },
    }
    _take_over(arm, made, gateway_id, body)
    connection: dict[str, object] = {
        "connectionType": "ExpressRoute",
        "virtualNetworkGateway1": {"id": gateway_id},
        "peer": {"id": circuit.arm_id},
    }
    connection_id = f"{provider}/connections/{network.name}-Default-Connection"
    _take_over(arm, made, connection_id, {"location": place, "properties": connection})


def _put(arm: Arm, made: list[str], resource_id: str, body: Mapping[str, object]) -> None:
    if arm.request("GET", resource_id, api_version=API_VERSION).ok:
        return
    answer = arm.request("PUT", resource_id, body, api_version=API_VERSION)
    if not answer.ok:
        raise AsmError(f"{answer.code}: {answer.message}", verified=True)
    made.append(resource_id)


def _take_over(arm: Arm, made: list[str], resource_id: str, body: Mapping[str, object]) -> None:
    """Store a resource without asking the rules for new ones."""
    target = parse_target(resource_id)
    spec = SPECS.get(target.kind) if target is not None else None
    if target is None or spec is None:
        raise AsmError(f"{resource_id} is nothing the offline Azure can take over.")
    try:
        with arm.store.write() as transaction:
            Pipeline(View(transaction, arm.world, SPECS)).put(target, spec, body)
    except Refusal as refusal:
        raise AsmError(f"{refusal.code}: {refusal.message}", verified=True) from None
    made.append(resource_id)


def _unmake(arm: Arm, made: list[str]) -> None:
    for resource_id in reversed(made):
        arm.request("DELETE", resource_id, api_version=API_VERSION)
