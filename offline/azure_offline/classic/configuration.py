"""The network configuration and what runs in the networks: load, export, replace, redeploy."""

from collections.abc import Mapping
from dataclasses import replace

from azure_offline.arm.service import Arm
from azure_offline.classic.errors import AsmError, being_migrated
from azure_offline.classic.state import (
    GROUP,
    ClassicCircuit,
    ClassicGateway,
    ClassicState,
    changing,
    looking,
    write_state,
)
from hubspoke_network.readers.classic import (
    ClassicNetwork,
    CloudService,
    Inventory,
    NetworkConfiguration,
    read_network_configuration,
)

API_VERSION = "2024-05-01"


def load(arm: Arm, configuration: NetworkConfiguration, inventory: Inventory, subscription: str) -> None:
    """Start: networks, gateways, circuits and links as the two files have them; circuits in ARM are made there.

    Raises `AsmError` where the offline Azure does not take a circuit or a name.
    """
    state = ClassicState(subscription=subscription, inventory=inventory)
    for network in configuration.networks:
        if "/" in network.name:
            raise AsmError(f"The offline Azure takes no network name with a slash: {network.name}")
    state.set_configuration(configuration)
    _ensure_group(arm, subscription, GROUP, _place(configuration))
    for name, circuit in sorted(inventory.circuits.items()):
        key = circuit.service_key or name
        state.circuits[name] = ClassicCircuit(service_key=key)
        if circuit.model == "arm":
            group = circuit.resource_group or "rg-circuits"
            place = circuit.location or _place(configuration)
            tier, mbps = circuit.tier, circuit.bandwidth_in_mbps or 50
            arm_id = make_circuit(
                arm, subscription, group, name, place, tier, mbps, allow=circuit.allow_classic_operations
            )
            state.circuits[name].arm_id = arm_id
    for network in configuration.networks:
        _load_gateways(state, network)
    with arm.store.write() as transaction:
        write_state(transaction, state)


def _load_gateways(state: ClassicState, network: ClassicNetwork) -> None:
    known = next(
        (it for name, it in state.inventory.virtual_networks.items() if name.lower() == network.name.lower()), None
    )
    if known is None or not known.gateways:
        return
    state.gateways[network.name] = [
        ClassicGateway(mode=gateway.mode, sku=gateway.sku, ready=gateway.state == "Provisioned")
        for gateway in known.gateways
    ]
    linked = any(gateway.mode == "DedicatedCircuit" and gateway.ready for gateway in state.gateways[network.name])
    if linked and known.circuit in state.circuits:
        state.circuits[known.circuit].links.append(network.name)


def make_circuit(
    arm: Arm, subscription: str, group: str, name: str, place: str, tier: str, mbps: int, *, allow: bool
) -> str:
    """A circuit in ARM with private peering, as it is after a move. Returns its id. Raises `AsmError`."""
    _ensure_group(arm, subscription, group, place)
    circuit = (
        f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/expressRouteCircuits/{name}"
    )
    family = "UnlimitedData" if tier == "Local" else "MeteredData"
    provider = {"serviceProviderName": "Offline", "peeringLocation": "Amsterdam", "bandwidthInMbps": mbps}
    body = {
        "location": place,
        "sku": {"name": f"{tier}_{family}", "tier": tier, "family": family},
        "properties": {"allowClassicOperations": allow, "serviceProviderProperties": provider},
    }
    peering = {
        "peeringType": "AzurePrivatePeering",
        "peerASN": 65001,
        "primaryPeerAddressPrefix": "198.18.0.0/30",
        "secondaryPeerAddressPrefix": "198.18.0.4/30",
        "vlanId": 100,
    }
    _put(arm, circuit, body)
    _put(arm, f"{circuit}/peerings/AzurePrivatePeering", {"properties": peering})
    return circuit


def export(arm: Arm) -> bytes:
    """`Get-AzureVNetConfig -ExportToFile`: the file's bytes."""
    return looking(arm).netcfg.encode()


def replace_configuration(arm: Arm, data: bytes, subject: str) -> None:
    """`Set-AzureVNetConfig`: the whole file replaces what is in force.

    Raises `ReadError` or `SpecError` for a file that is none, `AsmError` for one that ASM refuses.
    """
    new = read_network_configuration(data, subject)
    _check_references(new)
    with changing(arm) as state:
        after = {network.name: network for network in new.networks}
        for network in state.configuration.networks:
            if network.name in state.prepared and after.get(network.name) != network:
                raise being_migrated(network.name)
            if network.name not in after and _in_use(state, network):
                raise AsmError(f"Virtual network {network.name} is in use and cannot be deleted.")
        state.set_configuration(new)


def _check_references(configuration: NetworkConfiguration) -> None:
    sites = {site.name for site in configuration.sites}
    servers = {server.name for server in configuration.dns_servers}
    for network in configuration.networks:
        for reference in network.gateway.sites if network.gateway else ():
            if reference.site not in sites:
                raise AsmError(
                    f"{network.name} refers to the local network site {reference.site}, which is not defined."
                )
        for name in network.dns:
            if name not in servers:
                raise AsmError(f"{network.name} refers to the DNS server {name}, which is not defined.")


def _in_use(state: ClassicState, network: ClassicNetwork) -> bool:
    services = state.inventory.cloud_services.values()
    used = any(
        service.virtual_network == network.name and (service.roles or service.virtual_machines) for service in services
    )
    return used or bool(state.gateways.get(network.name))


def deploy_roles(arm: Arm, service: str, network: str) -> None:
    """Deploy a cloud service's roles into another network: stands for a new deployment and the end of the old one."""
    with changing(arm) as state:
        found = state.changeable(network)
        known = state.inventory.cloud_services.get(service)
        if known is None:
            raise AsmError(f"There is no cloud service {service}.")
        if known.virtual_machines:
            raise AsmError(f"Cloud service {service} holds machines as well; they stay where they are.")
        subnets = {subnet.name for subnet in found.subnets}
        for name, role in known.roles.items():
            if role.subnet is not None and role.subnet not in subnets:
                raise AsmError(f"Role {name} names the subnet {role.subnet}, which {found.name} does not have.")
        moved = known.model_copy(update={"virtual_network": found.name})
        state.inventory = with_service(state.inventory, service, moved)


def with_service(inventory: Inventory, name: str, service: CloudService) -> Inventory:
    """The inventory with another version of a cloud service."""
    services = {**inventory.cloud_services, name: service}
    return inventory.model_copy(update={"cloud_services": services})


def without_network(configuration: NetworkConfiguration, name: str) -> NetworkConfiguration:
    """The configuration without a network."""
    return replace(configuration, networks=tuple(item for item in configuration.networks if item.name != name))


def _place(configuration: NetworkConfiguration) -> str:
    places = [network.location for network in configuration.networks if network.location]
    return places[0] if places else "westeurope"


def _ensure_group(arm: Arm, subscription: str, group: str, place: str) -> None:
    group_id = f"/subscriptions/{subscription}/resourceGroups/{group}"
    if not arm.request("GET", group_id, api_version=API_VERSION).ok:
        _put(arm, group_id, {"location": place})


def _put(arm: Arm, resource_id: str, body: Mapping[str, object]) -> None:
    answer = arm.request("PUT", resource_id, body, api_version=API_VERSION)
    if not answer.ok:
        raise AsmError(f"{answer.code}: {answer.message}", verified=True)
