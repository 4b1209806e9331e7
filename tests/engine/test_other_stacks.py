"""An estate in two stacks: spokes and a circuit of one, on the hub of the other, whose firewall inspects."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.engine.support import edit_stack, made_twice

from azure_offline.testing import OfflineAzure
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.readers.facts_file import read_facts
from hubspoke_network.readers.files import read_document
from hubspoke_network.sets.ports import PortSet

pytestmark = pytest.mark.engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "spokes-by-stack-reference"
BETWEEN = {"sources": ["10.0.0.0/8"], "destinations": ["10.0.0.0/8"], "ports": ["443"], "protocols": ["TCP"]}
FIREWALL = {
    "ruleGroups": {
        "inside": {"priority": 200, "collections": {"spokes": {"priority": 100, "networkRules": {"web": BETWEEN}}}}
    }
}
CIRCUIT = {
    "serviceProvider": {"name": "Equinix", "peeringLocation": "Amsterdam", "bandwidthMbps": 200},
    "stage": "provisioned",
    "privatePeering": {
        "peerAsn": 65010,
        "primaryPrefix": "192.168.255.0/30",
        "secondaryPrefix": "192.168.255.4/30",
        "vlanId": 100,
    },
    "hubs": {"weu": {}},
}
WEB, SHOP = "vnet-web-prod/snet-web-front-prod", "vnet-shop-prod/snet-shop-front-prod"


def of_the_hub(config: dict[str, Any]) -> None:
    config["network:hubs"]["weu"] |= {"firewallSubnet": "10.0.0.64/26", "firewall": FIREWALL}


def of_the_spokes(config: dict[str, Any]) -> None:
    tables = {"gateway": "rt-weu-GatewaySubnet-prod"}
    config["network:otherHubs"]["weu"] |= {"inspected": True, "inspectedTables": tables}
    for key in ("web", "shop"):
        config["network:spokes"][key]["egress"] = "firewall"
    config["network:circuits"] = {"ams": CIRCUIT}


def test_what_hangs_on_a_hub_of_another_stack_is_inspected_there(tmp_path: Path, engine_path: Path) -> None:
    folder = tmp_path / "network"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".azure-offline"))
    with OfflineAzure.at(folder / ".azure-offline") as azure:
        hub, apps = (azure.project(folder, stack) for stack in ("hub", "apps"))
        edit_stack(hub, of_the_hub, "Pulumi.hub.yaml")
        edit_stack(apps, of_the_spokes, "Pulumi.apps.yaml")
        hub.up()
        apps.up()
        assert hub.steps() == {}
        assert set(apps.steps().values()) == {"read"}  # of the hub's outputs
        assert made_twice(apps) == []
        inspected(azure, folder / "Pulumi.apps.yaml")
        link = next(found for found in azure.resources() if found["name"] == "con-ams-weu-prod")
        assert link["id"].split("/")[4] == "rg-weu-prod", "a link lies with its gateway"
        assert link["properties"]["virtualNetworkGateway1"]["id"].endswith("/vgw-weu-er-prod")
        apps.run("state", "unprotect", "--all", "--yes", "--stack", "apps")
        apps.destroy()
        assert hub.steps() == {}
        left = [name for name in azure.names() if "shop" in name or "web" in name or "ams" in name]
        assert left == []


def inspected(azure: OfflineAzure, facts: Path) -> None:
    """Spokes reach each other by the firewall alone, on-premises comes in by it, and only what it lets through."""
    network = Network(build_model(read_document(azure.arm.export()).resources, read_facts(facts)))
    for source, destination in ((WEB, SHOP), (SHOP, WEB), ("onpremises", WEB)):
        answer = network.reach(source, destination, "Tcp", PortSet.parse("443"))
        assert {part.appliances for part in answer.parts} == {("afw-weu-prod",)}, (source, destination)
        wanted = "denied" if source == "onpremises" else "allowed"
        assert answer.verdict == wanted, (source, destination)
    assert network.reach(WEB, SHOP, "Tcp", PortSet.parse("22")).verdict == "denied"
