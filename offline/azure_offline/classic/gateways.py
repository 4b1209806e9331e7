"""Classic gateways and their links to circuits: the state machine of the field notes.

NoGatewayInConfig -> ConfiguredNotCreated -> Provisioning -> Provisioned(mode); a link needs Provisioned and mode
DedicatedCircuit.
"""

import json
from dataclasses import replace
from typing import Any

from azure_offline.arm.service import Arm
from azure_offline.classic.errors import NO_GATEWAY_IN_CONFIG, WRONG_MODE, WRONG_STATUS, AsmError
from azure_offline.classic.state import ClassicCircuit, ClassicGateway, ClassicState, changing, looking
from hubspoke_network.azure import gateway_sku
from hubspoke_network.readers.classic import ClassicGateway as GatewayElement
from hubspoke_network.readers.classic import ClassicPrefix, LocalSite, SiteReference, classic_prefix

API_VERSION = "2024-05-01"
_POLLS = 2


def new_gateway(arm: Arm, network: str, routing: str, sku: str) -> None:
    """`New-AzureVNetGateway`. Raises `AsmError`."""
    with changing(arm) as state:
        found = state.changeable(network)
        if found.gateway is None or not found.gateway.sites:
            raise NO_GATEWAY_IN_CONFIG
        if found.gateway_subnet is None:
            raise AsmError(f"Virtual network {found.name} has no GatewaySubnet.")
        if state.gateways.get(found.name):
            raise AsmError(f"Virtual network {found.name} has a gateway already.")
        dedicated = bool(found.connects("Dedicated"))
        if dedicated and (routing != "DynamicRouting" or gateway_sku("ExpressRoute", sku) is None):
            raise AsmError(
                "A gateway for a circuit is DynamicRouting and Standard, HighPerformance or UltraPerformance."
            )
        made = ClassicGateway(mode="DedicatedCircuit" if dedicated else "IPsec", sku=sku, routing=routing)
        state.gateways[found.name] = [made]


def portal_gateway(arm: Arm, network: str) -> None:
    """What the portal makes: a VPN gateway, ready at once for this purpose, whatever the configuration says."""
    with changing(arm) as state:
        found = state.changeable(network)
        if state.gateways.get(found.name):
            raise AsmError(f"Virtual network {found.name} has a gateway already.")
        state.gateways[found.name] = [ClassicGateway(mode="IPsec", ready=True)]


def remove_gateway(arm: Arm, network: str) -> None:
    """`Remove-AzureVNetGateway`; its link goes with it."""
    with changing(arm) as state:
        found = state.changeable(network)
        if not state.gateways.pop(found.name, None):
            raise AsmError(f"Virtual network {found.name} has no gateway.")
        circuit = state.circuit_of(found)
        if circuit is not None:
            circuit.links.remove(found.name)


def get_gateway(arm: Arm, network: str) -> dict[str, str]:
    """`Get-AzureVNetGateway`. A gateway that is being made is ready the second time one asks."""
    with changing(arm) as state:
        found = state.network(network)
        gateway = state.gateway(found)
        if gateway is None:
            return {"State": "NotProvisioned"}
        if not gateway.ready:
            gateway.polls += 1
            gateway.ready = gateway.polls >= _POLLS
        return {
            "State": "Provisioned" if gateway.ready else "Provisioning",
            "GatewayType": gateway.routing,
            "GatewaySKU": gateway.sku,
            "GatewayMode": gateway.mode,
        }


def put_profile(arm: Arm, network: str, text: str) -> None:
    """Resource Explorer's PUT of a `gatewayProfile`: its sites become the network's. Raises `AsmError`."""
    size, sites, types = _profile(text)
    with changing(arm) as state:
        found = state.changeable(network)
        configuration = state.configuration
        kept = tuple(site for site in configuration.sites if site.name not in {new.name for new in sites})
        references = tuple(SiteReference(site.name, types[site.name]) for site in sites)
        pools = found.gateway.client_pools if found.gateway else ()
        state.set_configuration(replace(configuration, sites=(*kept, *sites)))
        state.replace_network(replace(found, gateway=GatewayElement(size, pools, references)))


def new_link(arm: Arm, service_key: str, network: str) -> None:
    """`New-AzureDedicatedCircuitLink`. Raises `AsmError`."""
    with changing(arm) as state:
        found = state.changeable(network)
        gateway = state.gateway(found)
        if gateway is None or not gateway.ready:
            raise WRONG_STATUS
        if gateway.mode != "DedicatedCircuit":
            raise WRONG_MODE
        circuit = state.circuit(service_key)
        if found.name in circuit.links:
            raise AsmError(f"Virtual network {found.name} is linked to the circuit already.")
    _check_classic_operations(arm, circuit)
    with changing(arm) as state:
        state.circuit(service_key).links.append(found.name)


def remove_link(arm: Arm, service_key: str, network: str) -> None:
    """`Remove-AzureDedicatedCircuitLink`. Raises `AsmError`."""
    with changing(arm) as state:
        found = state.changeable(network)
        circuit = state.circuit(service_key)
        if found.name not in circuit.links:
            raise AsmError(f"Virtual network {found.name} is not linked to the circuit.")
        circuit.links.remove(found.name)


def links(arm: Arm, service_key: str) -> list[dict[str, str]]:
    """`Get-AzureDedicatedCircuitLink`."""
    return [{"State": "Provisioned", "VnetName": name} for name in looking(arm).circuit(service_key).links]


def _check_classic_operations(arm: Arm, circuit: ClassicCircuit) -> None:
    """A circuit in ARM takes classic links only while it is told to."""
    if circuit.arm_id is None:
        return
    answer = arm.request("GET", circuit.arm_id, api_version=API_VERSION)
    properties: Any = (answer.body or {}).get("properties", {})
    if not answer.ok or not properties.get("allowClassicOperations"):
        raise AsmError("The circuit does not allow classic operations.")


def _profile(text: str) -> tuple[str, tuple[LocalSite, ...], dict[str, tuple[Any, ...]]]:
    """Size, sites and connection types by site of a `gatewayProfile` document. Raises `AsmError`."""
    try:
        profile = json.loads(text)["gatewayProfile"]
        sites, types = [], {}
        for item in profile["localNetworkSites"]:
            name = str(item["localNetworkSiteName"])
            sites.append(LocalSite(name, tuple(_prefix(prefix) for prefix in item["addressSpace"]["addressPrefixes"])))
            types[name] = tuple(kind for kind in item["connectionTypes"] if kind in ("IPsec", "Dedicated"))
        return str(profile["size"]), tuple(sites), types
    except (KeyError, TypeError, ValueError) as error:
        raise AsmError(f"The gatewayProfile cannot be read: {error}.") from None


def _prefix(text: object) -> ClassicPrefix:
    read = classic_prefix(str(text))
    if read is None:
        raise ValueError(f"{text!r} is not an address prefix")
    return read


def status_of(arm: Arm, network: str) -> str:
    """The state of a network's gateway, with its mode once it is provisioned."""
    state: ClassicState = looking(arm)
    found = state.network(network)
    gateway = state.gateway(found)
    status = state.status(found)
    return f"{status}({gateway.mode})" if gateway is not None and gateway.ready else status
