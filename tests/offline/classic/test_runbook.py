"""The runbook of the field notes' case, rehearsed: its order goes through, any other gives the error of the notes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azure_offline.classic.state import looking
from hubspoke_migration.classic.outputs import migration_files
from hubspoke_migration.classic.plan import Chapter, Plan, Step
from hubspoke_network.readers.classic.inventory import read_inventory
from hubspoke_network.readers.classic.netcfg import read_network_configuration
from hubspoke_network.refusals.classic.case import Case

from .conftest import KEY, Classic
from .rehearsal import Rehearsal

pytestmark = pytest.mark.slow

HUB = "rg-hub-prod/providers/Microsoft.Network"


def program(rehearsal: Rehearsal, chapter: Chapter, step: Step) -> None:
    """What the stack's program does at the runbook's three Pulumi steps, by hand."""
    plan, vnet = rehearsal.plan, f"{HUB}/virtualNetworks/vnet-hub-prod"
    assert plan.hub is not None
    if step.title == "Make the hub":
        rehearsal.request(
            "PUT", "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hub-prod", PLACE
        )
        space = {"addressSpace": {"addressPrefixes": [str(plan.hub.prefix)]}}
        rehearsal.request("PUT", vnet, PLACE | {"properties": space})
        subnet = {"properties": {"addressPrefix": str(plan.hub.gateway_subnet)}}
        rehearsal.request("PUT", f"{vnet}/subnets/GatewaySubnet", subnet)
        subnet_id = rehearsal.azure.get(f"{vnet}/subnets/GatewaySubnet")["id"]
        gateway = {
            "gatewayType": "ExpressRoute",
            "sku": {"name": plan.hub.sku},
            "ipConfigurations": [{"name": "c", "properties": {"subnet": {"id": subnet_id}}}],
        }
        rehearsal.request("PUT", f"{HUB}/virtualNetworkGateways/er", PLACE | {"properties": gateway})
        assert plan.circuit_id is not None
        rehearsal.variables["gateway"] = rehearsal.azure.get(f"{HUB}/virtualNetworkGateways/er")["id"]
        rehearsal.variables["circuit"] = plan.circuit_id.partition("/resourceGroups/")[2]
        rehearsal.connect("con-hub-prod", "rg-hub-prod", "westeurope")
        return
    network = next(item for item in plan.networks if item.key == chapter.key)
    imports = json.loads((rehearsal.files / "imports" / f"{network.key}.json").read_text())["resources"]
    ids = [entry["id"] for entry in imports if "id" in entry]
    for arm_id in ids:
        rehearsal.azure.get(arm_id)
    take = step.title == "Take the hub's gateway" or not network.gateways
    hub_end = {"remoteVirtualNetwork": {"id": ids[0]}, "allowGatewayTransit": True}
    rehearsal.request("PUT", f"{vnet}/virtualNetworkPeerings/{network.key}", {"properties": hub_end})
    hub_id = rehearsal.azure.get(vnet)["id"]
    spoke_end = {"remoteVirtualNetwork": {"id": hub_id}, "useRemoteGateways": take}
    rehearsal.request("PUT", f"{ids[0]}/virtualNetworkPeerings/hub", {"properties": spoke_end})


PLACE: dict[str, Any] = {"location": "westeurope"}


def planned(azure: Classic, **target: Any) -> Plan:
    """The plan of what was loaded, its files written into the Azure's folder."""
    raw = json.loads((azure.folder / "inventory.json").read_text())
    raw["target"] |= target
    netcfg = read_network_configuration((azure.folder / "netcfg.xml").read_bytes())
    plan, files = migration_files(Case(netcfg, read_inventory(json.dumps(raw).encode())))
    for name, data in files.items():
        path = azure.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return plan


def rehearse(azure: Classic, plan: Plan, until: Callable[[Chapter, Step], bool] = lambda *_: False) -> Rehearsal:
    """Run the runbook from its beginning; stops before the step that `until` names."""
    rehearsal = Rehearsal(azure, plan, program)
    for chapter in plan.chapters:
        for step in chapter.steps:
            if until(chapter, step):
                return rehearsal
            rehearsal.run(chapter, step)
    return rehearsal


@pytest.mark.parametrize("reach", ["gateway", "peering"])
def test_the_runbook_goes_through(seed: Classic, reach: str) -> None:
    plan = planned(seed, holdingReach=reach)
    rehearse(seed, plan)
    state = looking(seed.arm)
    roles = [f"{name}-roles" for name in ("batch", "intranet", "portal", "shop")]
    assert [network.name for network in state.configuration.networks] == roles
    assert (state.gateways, state.prepared) == ({}, {})
    assert {circuit: known.links for circuit, known in state.circuits.items()} == {"er-amsterdam": []}
    gateways = [it["id"].rpartition("/")[2] for it in seed.arm.export() if it["type"].endswith("NetworkGateways")]
    assert gateways == ["er"]
    for name in ("batch", "intranet", "portal", "shop"):
        peering = f"{name}-Migrated/providers/Microsoft.Network/virtualNetworks/{name}/virtualNetworkPeerings"
        shown = seed.get(f"{peering}/hub")["properties"]
        assert (shown["peeringState"], shown["useRemoteGateways"]) == ("Connected", True)
        assert seed.get(f"{peering}/peer-{name}-roles")["properties"]["peeringState"] == "Connected"
        hub_end = seed.get(f"{HUB}/virtualNetworks/vnet-hub-prod/virtualNetworkPeerings/peer-{name}-roles")
        assert hub_end["properties"]["allowGatewayTransit"] is True


def test_a_classic_circuit_and_its_switch(seed: Classic) -> None:
    raw = json.loads((seed.folder / "inventory.json").read_text())
    raw["circuits"]["er-amsterdam"] |= {"model": "classic", "allowClassicOperations": False}
    (seed.folder / "inventory.json").write_text(json.dumps(raw))
    files = {"NetworkConfiguration": "netcfg.xml", "Inventory": "inventory.json"}
    seed.do("load", **{key: str(seed.folder / name) for key, name in files.items()})
    plan = planned(seed)
    assert [chapter.key for chapter in plan.chapters[:3]] == ["before", "circuit", "hub"]
    done = rehearse(seed, plan).done
    assert done[5:7] == ["circuit: Move the circuit to ARM", "circuit: Let classic networks use the circuit"]


def titled(title: str, chapter: str = "batch") -> Callable[[Chapter, Step], bool]:
    return lambda it, step: it.key == chapter and step.title == title


def skipping(azure: Classic, plan: Plan, left_out: str) -> str:
    """Leave one step of the first network out; gives what the next refusal says."""
    rehearsal = rehearse(azure, plan, titled(left_out))
    chapter = next(chapter for chapter in plan.chapters if chapter.key == "batch")
    rest = list(chapter.steps)[[step.title for step in chapter.steps].index(left_out) + 1 :]
    with pytest.raises(AssertionError) as caught:  # noqa: PT012 - which of the steps fails is the question
        for step in rest:
            rehearsal.run(chapter, step)
    told = str(caught.value)
    rehearsal.run(chapter, next(step for step in chapter.steps if step.title == left_out))
    for step in rest:
        if f"{chapter.key}: {step.title}" not in rehearsal.done:
            rehearsal.run(chapter, step)
    return told


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        (
            "Put the gateway profile into the network",
            "New-AzureVNetGateway : BadRequest: A gateway is not specified in the network configuration file for the"
            " specified virtual network",
        ),
        (
            "Make its gateway",
            "New-AzureDedicatedCircuitLink : BadRequest: The current provisioning status of the gateway prevents this"
            " operation.",
        ),
        (
            "Move the roles of batch-site",
            "Migration isn't supported for Deployment Production in HostedService batch-site because it's a PaaS",
        ),
        ("Empty ConnectionsToLocalNetwork", "ConnectionsToLocalNetwork is not empty."),
        ("Prepare", "Virtual network batch is not prepared."),
    ],
)
def test_a_step_left_out_is_refused_and_cured_by_that_step(seed: Classic, left_out: str, told: str) -> None:
    assert told in skipping(seed, planned(seed), left_out)


def test_a_gateway_from_the_portal_is_the_third_error(seed: Classic) -> None:
    plan = planned(seed)
    rehearsal = rehearse(seed, plan, titled("Make its gateway"))
    seed.do("portal-new-gateway -VNetName batch-roles")
    told = seed.refused(f"New-AzureDedicatedCircuitLink -ServiceKey {KEY} -VNetName batch-roles")
    assert told == (
        "New-AzureDedicatedCircuitLink : BadRequest: This operation is enabled only for the following gateway mode(s):"
        " DedicatedCircuit."
    )
    seed.do("Remove-AzureVNetGateway -VNetName batch-roles")
    chapter = next(chapter for chapter in plan.chapters if chapter.key == "batch")
    for title in ("Make its gateway", "Link it to the circuit"):
        rehearsal.run(chapter, next(step for step in chapter.steps if step.title == title))


def test_each_gateway_finding_names_the_step_that_cures_it(seed: Classic) -> None:
    plan = planned(seed)
    steps = [step for chapter in plan.chapters for step in chapter.steps]
    for rule in ("gateway-no-site", "gateway-mode", "gateway-not-provisioned"):
        assert any(f"classic-{rule}" in step.cures for step in steps)


def test_the_plan_s_files_are_where_the_runbook_says(seed: Classic, tmp_path: Path) -> None:
    plan = planned(seed)
    text = (tmp_path / "runbook.md").read_text().replace("\\", "/").replace("//", "/")
    for folder, keys in (
        ("holding", [holding.key for holding in plan.holdings]),
        ("imports", [network.key for network in plan.networks]),
    ):
        for key in keys:
            (path,) = list((tmp_path / folder).glob(f"{key}.*"))
            assert f"{folder}/{path.name}" in text
