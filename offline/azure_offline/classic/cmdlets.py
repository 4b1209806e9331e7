"""`azure-offline classic <cmdlet> [-Parameter value]...`: the classic cmdlets of the field notes, offline.

Parameters are written as in PowerShell. Verbs in lower case stand for what is done in a portal or by a deployment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from azure_offline.arm.service import Arm
from azure_offline.classic import configuration, gateways, migration
from azure_offline.classic.errors import AsmError
from azure_offline.classic.state import looking
from azure_offline.world.records import DEFAULT_SUBSCRIPTION
from hubspoke_network.core import HubspokeError
from hubspoke_network.readers.classic import (
    Inventory,
    read_bounded,
    read_inventory,
    read_inventory_csv,
    read_network_configuration,
)

Parameters = Mapping[str, str]
FINE, REFUSED, USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Cmdlet:
    """What a cmdlet takes and does. `run` gives the lines it prints; it raises `AsmError` or `HubspokeError`."""

    required: tuple[str, ...]
    run: Callable[[Arm, Parameters], Sequence[str]]
    optional: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()


class UsageError(Exception):
    """The command line is not one of a cmdlet."""


def run_cmdlet(arm: Arm, arguments: Sequence[str]) -> tuple[int, list[str]]:
    """Run one command line: exit code and the lines to print."""
    name = arguments[0] if arguments else ""
    found = next((key for key in CMDLETS if key.lower() == name.lower()), None)
    if found is None:
        return USAGE, [f"there is no cmdlet {name or '(none given)'}; there are: {', '.join(CMDLETS)}"]
    cmdlet = CMDLETS[found]
    try:
        return FINE, list(cmdlet.run(arm, _parameters(found, cmdlet, arguments[1:])))
    except UsageError as error:
        return USAGE, [str(error)]
    except AsmError as error:
        return REFUSED, [error.told(found)]
    except HubspokeError as error:
        return REFUSED, str(error).split("\n")


def _parameters(name: str, cmdlet: Cmdlet, arguments: Sequence[str]) -> dict[str, str]:
    """The parameters by their names as the cmdlet spells them; a switch that is given has the value `true`."""
    known = {key.lower(): key for key in (*cmdlet.required, *cmdlet.optional, *cmdlet.switches)}
    read: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        key = known.get(word.removeprefix("-").lower()) if word.startswith("-") else None
        if key is None:
            raise UsageError(
                f"{name} has no parameter {word}; it has: {', '.join(f'-{key}' for key in known.values())}"
            )
        if key in read:
            raise UsageError(f"{name}: -{key} is given twice")
        if key in cmdlet.switches:
            read[key] = "true"
        elif rest:
            read[key] = rest.pop(0)
        else:
            raise UsageError(f"{name}: -{key} needs a value")
    missing = [key for key in cmdlet.required if key not in read]
    if missing:
        raise UsageError(f"{name} needs {', '.join(f'-{key}' for key in missing)}")
    return read


def _load(arm: Arm, given: Parameters) -> Sequence[str]:
    path = Path(given["NetworkConfiguration"])
    inventory = Inventory()
    if "Inventory" in given:
        file = Path(given["Inventory"])
        read = read_inventory_csv if file.suffix.lower() == ".csv" else read_inventory
        inventory = read(read_bounded(file), str(file))
    found = read_network_configuration(read_bounded(path), str(path))
    subscription = given.get("Subscription") or inventory.subscription or DEFAULT_SUBSCRIPTION
    configuration.load(arm, found, inventory, subscription)
    return [f"{len(found.networks)} classic networks in subscription {subscription}"]


def _export(arm: Arm, given: Parameters) -> Sequence[str]:
    data = configuration.export(arm)
    if "ExportToFile" not in given:
        return data.decode().splitlines()
    try:
        Path(given["ExportToFile"]).write_bytes(data)
    except OSError as error:
        raise UsageError(f"{given['ExportToFile']} cannot be written: {error.strerror}") from None
    return []


def _replace(arm: Arm, given: Parameters) -> Sequence[str]:
    path = Path(given["ConfigurationPath"])
    configuration.replace_configuration(arm, read_bounded(path), str(path))
    return ["Succeeded"]


def _sites(arm: Arm, given: Parameters) -> Sequence[str]:
    state = looking(arm)
    networks = [state.network(given["VNetName"])] if "VNetName" in given else state.configuration.networks
    lines: list[str] = []
    for network in networks:
        prefixes = ", ".join(prefix.text for prefix in network.prefixes)
        lines += [f"Name : {network.name}", "State : Created", f"AddressSpacePrefixes : {prefixes}"]
        lines += [f"GatewayState : {gateways.status_of(arm, network.name)}", ""]
    return lines


def _listed(values: Mapping[str, str]) -> list[str]:
    return [f"{key} : {value}" for key, value in values.items()]


def _new_gateway(arm: Arm, given: Parameters) -> Sequence[str]:
    gateways.new_gateway(arm, given["VNetName"], given["GatewayType"], given.get("GatewaySKU", "Standard"))
    return ["Succeeded"]


def _profile(arm: Arm, given: Parameters) -> Sequence[str]:
    path = Path(given["Body"])
    gateways.put_profile(arm, given["VNetName"], read_bounded(path).decode("utf-8-sig", "replace"))
    return [f"GatewayState : {gateways.status_of(arm, given['VNetName'])}"]


def _move_network(arm: Arm, given: Parameters) -> Sequence[str]:
    verbs = [verb for verb in ("Validate", "Prepare", "Commit", "Abort") if verb in given]
    if len(verbs) != 1:
        raise UsageError("Move-AzureVirtualNetwork needs one of -Validate, -Prepare, -Commit, -Abort")
    network = given["VirtualNetworkName"]
    if verbs == ["Validate"]:
        messages = migration.validate(arm, network)
        return [f"Error : {message}" for message in messages] or ["ValidationMessages : none"]
    if verbs == ["Prepare"]:
        return [*migration.prepare(arm, network), "Succeeded"]
    (migration.commit if verbs == ["Commit"] else migration.abort)(arm, network)
    return ["Succeeded"]


def _done(action: Callable[..., object], *names: str) -> Callable[[Arm, Parameters], Sequence[str]]:
    """A cmdlet that hands its parameters on and says that it worked."""

    def run(arm: Arm, given: Parameters) -> Sequence[str]:
        action(arm, *(given[name] for name in names))
        return ["Succeeded"]

    return run


CMDLETS: dict[str, Cmdlet] = {
    "load": Cmdlet(("NetworkConfiguration",), _load, ("Inventory", "Subscription")),
    "Get-AzureVNetConfig": Cmdlet((), _export, ("ExportToFile",)),
    "Set-AzureVNetConfig": Cmdlet(("ConfigurationPath",), _replace),
    "Get-AzureVNetSite": Cmdlet((), _sites, ("VNetName",)),
    "New-AzureVNetGateway": Cmdlet(("VNetName", "GatewayType"), _new_gateway, ("GatewaySKU",)),
    "Remove-AzureVNetGateway": Cmdlet(("VNetName",), _done(gateways.remove_gateway, "VNetName")),
    "Get-AzureVNetGateway": Cmdlet(
        ("VNetName",), lambda arm, given: _listed(gateways.get_gateway(arm, given["VNetName"]))
    ),
    "New-AzureDedicatedCircuitLink": Cmdlet(
        ("ServiceKey", "VNetName"), _done(gateways.new_link, "ServiceKey", "VNetName")
    ),
    "Remove-AzureDedicatedCircuitLink": Cmdlet(
        ("ServiceKey", "VNetName"), _done(gateways.remove_link, "ServiceKey", "VNetName"), switches=("Force",)
    ),
    "Get-AzureDedicatedCircuitLink": Cmdlet(
        ("ServiceKey",),
        lambda arm, given: [line for link in gateways.links(arm, given["ServiceKey"]) for line in _listed(link)],
    ),
    "Move-AzureVirtualNetwork": Cmdlet(
        ("VirtualNetworkName",), _move_network, switches=("Validate", "Prepare", "Commit", "Abort")
    ),
    "Move-AzExpressRouteCircuit": Cmdlet(
        ("Name", "ResourceGroupName", "Location", "ServiceKey"),
        lambda arm, given: [
            migration.move_circuit(
                arm, given["Name"], given["ResourceGroupName"], given["Location"], given["ServiceKey"]
            )
        ],
        switches=("Force",),
    ),
    "Register-AzResourceProvider": Cmdlet(("ProviderNamespace",), _done(migration.register, "ProviderNamespace")),
    "resource-explorer-put": Cmdlet(("VNetName", "Body"), _profile),
    "portal-new-gateway": Cmdlet(("VNetName",), _done(gateways.portal_gateway, "VNetName")),
    "deploy-roles": Cmdlet(("ServiceName", "VNetName"), _done(configuration.deploy_roles, "ServiceName", "VNetName")),
}
"""Every cmdlet, by its name."""
