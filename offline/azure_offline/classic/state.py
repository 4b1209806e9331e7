"""The classic resources of one subscription, kept in the store: configuration, gateways, links, what runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from azure_offline.arm.service import Arm
from azure_offline.classic.errors import AsmError, being_migrated, no_such_network
from azure_offline.store.store import Resource, Transaction
from hubspoke_network.core import normal_location
from hubspoke_network.readers.classic import (
    ClassicNetwork,
    GatewayMode,
    Inventory,
    NetworkConfiguration,
    read_network_configuration,
    write_network_configuration,
)

GROUP = "Default-Networking"
"""Where ARM shows classic networks that were not made in the portal."""

KIND = "Microsoft.ClassicNetwork/virtualNetworks"
_SETTING = "classic"

GatewayStatus = Literal["NoGatewayInConfig", "ConfiguredNotCreated", "Provisioning", "Provisioned"]


class ClassicGateway(BaseModel):
    """A gateway that was made. `polls` counts how often its state was asked: it is ready at the second time."""

    model_config = ConfigDict(extra="forbid")

    mode: GatewayMode
    sku: str = "Standard"
    routing: str = "DynamicRouting"
    polls: int = 0
    ready: bool = False


class ClassicCircuit(BaseModel):
    """A circuit as ASM knows it. `arm_id` is its id once it is in ARM; classic operations are then ARM's switch."""

    model_config = ConfigDict(extra="forbid")

    service_key: str
    arm_id: str | None = None
    links: list[str] = []


class ClassicState(BaseModel):
    """Everything classic in a subscription. Written back as a whole by `changing`."""

    model_config = ConfigDict(extra="forbid")

    subscription: str
    netcfg: str = ""
    inventory: Inventory = Inventory()
    gateways: dict[str, list[ClassicGateway]] = {}
    circuits: dict[str, ClassicCircuit] = {}
    prepared: dict[str, list[str]] = {}
    """Networks between Prepare and Commit, with the ids of what stands in ARM for them."""
    registered: bool = False

    @property
    def configuration(self) -> NetworkConfiguration:
        """The network configuration that is in force."""
        return read_network_configuration(self.netcfg.encode()) if self.netcfg else NetworkConfiguration()

    def set_configuration(self, configuration: NetworkConfiguration) -> None:
        """Put another configuration in force."""
        self.netcfg = write_network_configuration(configuration).decode()

    def network(self, name: str) -> ClassicNetwork:
        """The network of that name, case aside. Raises `AsmError`."""
        for network in self.configuration.networks:
            if network.name.lower() == name.lower():
                return network
        raise no_such_network(name)

    def changeable(self, name: str) -> ClassicNetwork:
        """The network, unless it is between Prepare and Commit. Raises `AsmError`."""
        network = self.network(name)
        if network.name in self.prepared:
            raise being_migrated(network.name)
        return network

    def replace_network(self, network: ClassicNetwork) -> None:
        """Put another version of a network into the configuration."""
        configuration = self.configuration
        networks = tuple(network if old.name == network.name else old for old in configuration.networks)
        self.set_configuration(replace(configuration, networks=networks))

    def gateway(self, network: ClassicNetwork) -> ClassicGateway | None:
        """The gateway circuits are linked to, else the one there is."""
        made = self.gateways.get(network.name, [])
        return next((gateway for gateway in made if gateway.mode == "DedicatedCircuit"), made[0] if made else None)

    def status(self, network: ClassicNetwork) -> GatewayStatus:
        """Where the network's gateway is on its way to Provisioned."""
        gateway = self.gateway(network)
        if gateway is not None:
            return "Provisioned" if gateway.ready else "Provisioning"
        has_site = network.gateway is not None and bool(network.gateway.sites)
        return "ConfiguredNotCreated" if has_site else "NoGatewayInConfig"

    def circuit(self, service_key: str) -> ClassicCircuit:
        """The circuit of that service key. Raises `AsmError`."""
        for circuit in self.circuits.values():
            if circuit.service_key.lower() == service_key.lower():
                return circuit
        raise AsmError(f"There is no circuit with the service key {service_key}.")

    def circuit_of(self, network: ClassicNetwork) -> ClassicCircuit | None:
        """The circuit the network is linked to."""
        return next((circuit for circuit in self.circuits.values() if network.name in circuit.links), None)


@contextmanager
def changing(arm: Arm) -> Iterator[ClassicState]:
    """The state, to be changed: written back at the end, left as it was where an exception ends the block."""
    with arm.store.write() as transaction:
        state = read_state(transaction)
        yield state
        write_state(transaction, state)


def looking(arm: Arm) -> ClassicState:
    """The state, to be read. Raises `AsmError` where nothing classic was ever loaded."""
    with arm.store.read() as transaction:
        return read_state(transaction)


def read_state(transaction: Transaction) -> ClassicState:
    """The state in the store. Raises `AsmError` where nothing classic was ever loaded."""
    text = transaction.setting(_SETTING)
    state = ClassicState.model_validate_json(text, strict=False) if text else None
    if state is None or transaction.get(f"/subscriptions/{state.subscription}/resourceGroups/{GROUP}".lower()) is None:
        raise AsmError("This offline Azure holds nothing classic; start with: classic load -NetworkConfiguration FILE.")
    return state


def write_state(transaction: Transaction, state: ClassicState) -> None:
    """Keep the state, and show its networks as resources."""
    transaction.set_setting(_SETTING, state.model_dump_json(by_alias=True))
    prefix = f"/subscriptions/{state.subscription}/resourceGroups/{GROUP}/providers/{KIND}/"
    wanted = {f"{prefix}{network.name}".lower(): network for network in state.configuration.networks}
    for resource in transaction.of_kind(KIND.lower()):
        if resource.key not in wanted:
            transaction.delete(resource.key)
    for key, network in wanted.items():
        old = transaction.get(key)
        document = _document(network)
        if old is None or old.document != document:
            revision = transaction.next_revision()
            created = old.created if old else revision
            place = normal_location(network.location or "")
            parent = key.rpartition("/providers/")[0]
            resource = Resource(key, f"{prefix}{network.name}", KIND, parent, place, 0, document, {}, revision, created)
            transaction.put(resource, ())


def _document(network: ClassicNetwork) -> dict[str, object]:
    return {
        "location": normal_location(network.location or ""),
        "properties": {
            "addressSpace": {"addressPrefixes": [prefix.text for prefix in network.prefixes]},
            "subnets": [{"name": subnet.name, "addressPrefix": subnet.prefix.text} for subnet in network.subnets],
        },
    }
