"""From a gateway in each network to one hub: steps too early are refused, the right order loses no pair unlisted."""

import shutil
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.engine.support import edit_stack

from azure_offline.testing import OfflineAzure, Refused
from azure_offline.testing.project import OfflineProject
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.readers.facts_file import read_facts
from hubspoke_network.readers.files import read_document

pytestmark = pytest.mark.engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "gateways-to-hub-and-spoke"
NETWORKS = ("apps", "data", "edge", "tools")
LOST = {("data", "edge"), ("edge", "data")}
"""Pairs that the example gives up: it has no connection between them, and says so."""

PREFIX = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups"
NETWORK = "providers/Microsoft.Network"


def vnet(name: str) -> str:
    return f"{PREFIX}/rg-{name}-prod/{NETWORK}/virtualNetworks/vnet-{name}-prod"


def gateway(name: str) -> str:
    return f"{PREFIX}/rg-{name}-prod/{NETWORK}/virtualNetworkGateways/vgw-{name}-er-prod"


class Move:
    """The example in a folder of its own: both stacks, and the steps of its README."""

    def __init__(self, azure: OfflineAzure, folder: Path) -> None:
        self.azure, self.folder = azure, folder
        self.before, self.after = azure.project(folder, "before"), azure.project(folder, "after")

    def set(self, project: OfflineProject, path: str, value: str) -> None:
        project.must("config", "set", "--path", f"network:{path}", value, "--stack", project.stack)

    def remove(self, project: OfflineProject, path: str) -> None:
        project.must("config", "rm", "--path", f"network:{path}", "--stack", project.stack)

    def take_gateway(self, name: str) -> None:
        self.remove(self.before, f"circuits.amsterdam.hubs.{name}")
        self.remove(self.before, f"hubs.{name}.expressRouteGateway")

    def use_hub(self, name: str) -> None:
        self.set(self.after, f"attachedSpokes.{name}.useHubGateway", "true")

    def refused_by_hand(self, resource: str, body: dict[str, Any] | None = None) -> str:
        """Azure's words to a step that somebody takes past Pulumi."""
        with pytest.raises(Refused) as error:
            self.azure.delete(resource) if body is None else self.azure.put(resource, body)
        return str(error.value)

    def pairs(self, names: tuple[str, ...] = NETWORKS) -> dict[tuple[str, str], str]:
        """Whether each network, and on-premises, reaches each other one, from what Azure holds."""
        reading = read_document([dict(document) for document in self.azure.resources()])
        network = Network(build_model(reading.resources, read_facts(self.folder / "Pulumi.before.yaml")))
        places = {name: f"vnet-{name}-prod/snet-{name}-servers-prod" for name in names} | {"campus": "onpremises"}
        return {
            (source, destination): network.reach(places[source], places[destination], "Tcp").verdict
            for source, destination in permutations(places, 2)
        }


@pytest.fixture
def move(tmp_path: Path, engine_path: Path) -> Iterator[Move]:
    folder = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".azure-offline"))
    with OfflineAzure.at(folder / ".azure-offline") as azure:
        yield Move(azure, folder)


def without_gateway(config: dict[str, Any]) -> None:
    """Take the hub's gateway, and its link to the circuit, out of the settings."""
    del config["network:hubs"]["hub"]["expressRouteGateway"]
    config["network:circuits"]["amsterdam"]["hubs"] = {}


def end(remote: str, **switches: bool) -> dict[str, Any]:
    return {"properties": {"remoteVirtualNetwork": {"id": remote}, "allowVirtualNetworkAccess": True, **switches}}


@pytest.mark.prove
def test_the_whole_way_with_every_step_too_early(move: Move) -> None:
    move.before.up()
    could = move.pairs()
    assert set(could.values()) == {"allowed"}

    # A gateway goes before its link, and the gateways' subnet before the gateway.
    told = move.refused_by_hand(gateway("apps"))
    assert "VirtualNetworkGatewayCannotBeDeleted" in told
    told = move.refused_by_hand(f"{vnet('apps')}/subnets/GatewaySubnet")
    assert "InUseSubnetCannotBeDeleted: Subnet GatewaySubnet is in use by " in told

    # The hub's gateway is asked for before there is one: by the settings, and by hand.
    move.use_hub("apps")
    file = move.folder / "Pulumi.after.yaml"
    right = file.read_text()
    edit_stack(move.after, without_gateway, file.name)
    refused = move.after.up(check=False)
    told = "[HS152] attachedSpokes.apps.useHubGateway: 'true' asks for a gateway that hub hub does not have"
    assert told in refused.output
    move.set(move.after, "attachedSpokes.apps.useHubGateway", "false")
    move.after.up()
    by_hand = f"{vnet('tools')}/virtualNetworkPeerings/peer-tools-hub-prod"
    told = move.refused_by_hand(by_hand, end(vnet("hub"), useRemoteGateways=True))
    assert (
        f"RemoteVnetHasNoGateways: Peering {by_hand} cannot have UseRemoteGateway flag set to true because remote "
        f"virtual network {vnet('hub')} referenced by the peering does not have any gateways."
    ) in told

    # The hub's gateway is used before the network's own is gone.
    file.write_text(right)
    refused = move.after.up(check=False)
    assert refused.code != 0
    told = f"cannot use remote gateways: its virtual network has gateway {gateway('apps')} of its own."
    assert told in refused.output
    assert {pair for pair, verdict in move.pairs().items() if verdict != "allowed"} == set()

    # The right order, network by network; what is not at hand keeps talking throughout.
    for name in NETWORKS:
        move.take_gateway(name)
        move.before.up()
        cut = {pair for pair, verdict in move.pairs().items() if verdict != "allowed"}
        assert cut <= {(name, "campus"), ("campus", name)} | LOST
        move.use_hub(name)
        move.after.up()
        left = {pair for pair, verdict in move.pairs().items() if verdict != "allowed"}
        assert left <= LOST
    now = move.pairs()
    assert {pair for pair in could if now[pair] != could[pair]} == LOST
    assert move.azure.names("virtualNetworkGateways") == ["vgw-hub-er-prod"]

    # And back: a gateway of its own while the hub's is used.
    move.set(move.before, "hubs.apps.expressRouteGateway.sku", "ErGw1AZ")
    refused = move.before.up(check=False)
    assert refused.code != 0
    assert f"cannot be created: peering {vnet('apps')}/virtualNetworkPeerings/peer-apps-hub-prod" in refused.output
    move.remove(move.before, "hubs.apps.expressRouteGateway")
    move.before.up()

    assert move.before.steps() == {}
    assert move.after.steps() == {}
    move.after.destroy()
    move.before.destroy()
    assert [name for name in move.azure.names() if not name.startswith("NetworkWatcher")] == []


def only_apps(config: dict[str, Any]) -> None:
    """Leave one of the networks, which is to use the hub's gateway, and no pairs."""
    for path in ("network:hubs", "network:attachedSpokes"):
        config[path] = {key: value for key, value in config.get(path, {}).items() if key in {"apps", "hub"}}
    for spoke in config["network:attachedSpokes"].values():
        spoke["useHubGateway"] = True
    circuit = config["network:circuits"]["amsterdam"]
    circuit["hubs"] = {key: {} for key in circuit["hubs"] if key in {"apps", "hub"}}
    config.pop("network:connections", None)


def without_own_gateway(config: dict[str, Any]) -> None:
    del config["network:hubs"]["apps"]["expressRouteGateway"]
    config["network:circuits"]["amsterdam"]["hubs"] = {}


def test_one_network_moves(move: Move) -> None:
    """The same with one network: too early, then in the right order."""
    edit_stack(move.before, only_apps, "Pulumi.before.yaml")
    edit_stack(move.after, only_apps, "Pulumi.after.yaml")
    move.before.up()
    refused = move.after.up(check=False)
    assert f"cannot use remote gateways: its virtual network has gateway {gateway('apps')} of its own." in (
        refused.output
    )
    assert set(move.pairs(("apps",)).values()) == {"allowed"}
    edit_stack(move.before, without_own_gateway, "Pulumi.before.yaml")
    move.before.up()
    assert set(move.pairs(("apps",)).values()) == {"denied"}
    move.after.up()
    assert move.pairs(("apps",)) == {("apps", "campus"): "allowed", ("campus", "apps"): "allowed"}
    assert move.azure.names("virtualNetworkGateways") == ["vgw-hub-er-prod"]
