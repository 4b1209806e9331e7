"""The repository's own stacks, deployed by the real engine into the offline Azure."""

from collections.abc import Callable

import pytest
from tests.engine.support import edit_stack, left_over, made_twice

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]


def own(urn: str) -> str:
    """A resource's own name: the last part of its URN."""
    return urn.rpartition("::")[2]


@pytest.mark.parametrize("conflicts", ["0", "1"], ids=["one after the other", "overlapping writes refused"])
def test_the_dev_stack_comes_up_stays_and_goes(offline_project: Make, conflicts: str) -> None:
    project = offline_project(None, variables={"AZURE_OFFLINE_CONFLICTS": conflicts})

    project.up()

    outputs = project.outputs()
    assert set(outputs["peeringStates"].values()) == {"Connected"}
    assert sorted(outputs["peeringStates"]) == sorted(outputs["spokeIds"])
    assert {key: id_.rpartition("/")[2] for key, id_ in outputs["hubIds"].items()} == {"weu": "vnet-weu-dev"}
    assert len({id_.split("/")[2] for id_ in outputs["spokeIds"].values()}) == 2
    again = project.up("--expect-no-changes")
    assert "unchanged" in again.output
    project.refresh("--expect-no-changes")
    project.preview("--expect-no-changes")
    assert made_twice(project) == []
    project.destroy()
    assert left_over(project) == []


def test_a_spoke_more_or_less_touches_no_other(offline_project: Make) -> None:
    project = offline_project(None)
    project.up()

    def insert(config: dict[str, object]) -> None:
        spokes = list(config["hubspoke:spokes"].items())  # type: ignore[attr-defined]
        fifth = {"addressSpace": ["10.1.128.0/22"], "subnets": {"one": {"prefix": "10.1.128.0/24"}}}
        config["hubspoke:spokes"] = dict([*spokes[:2], ("between", fifth), *spokes[2:]])

    def remove(config: dict[str, object]) -> None:
        del config["hubspoke:spokes"]["edge"]  # type: ignore[attr-defined]

    edit_stack(project, insert)
    added = project.steps()
    assert set(added.values()) == {"create"}
    assert all(own(urn).startswith("net-spoke") and "between" in own(urn) for urn in added)
    project.up()
    edit_stack(project, remove)
    removed = project.steps()
    assert set(removed.values()) == {"delete"}
    assert all("edge" in own(urn) for urn in removed)
    project.up()
    assert project.steps() == {}

    def rename(config: dict[str, object]) -> None:
        spokes = config["hubspoke:spokes"]
        tools = spokes.pop("tools")  # type: ignore[attr-defined]
        spokes["instruments"] = {**tools, "formerly": "tools", "label": "tools"}  # type: ignore[index]

    assert sorted(project.outputs()["peeringStates"]) == ["apps", "between", "data", "tools"]
    edit_stack(project, rename)
    assert project.steps() == {}


def test_five_mistakes_are_told_at_once(offline_project: Make) -> None:
    project = offline_project(None)

    def spoil(config: dict[str, object]) -> None:
        hub = config["hubspoke:hubs"]["weu"]  # type: ignore[index]
        spokes = config["hubspoke:spokes"]
        spokes["apps"]["subnets"]["web"]["prefix"] = "10.1.0.7/24"  # type: ignore[index]
        spokes["tools"]["addressSpace"] = ["10.1.8.0/21"]  # type: ignore[index]
        spokes["data"]["colour"] = "blue"  # type: ignore[index]
        hub["expressRouteGateway"]["sku"] = "ErGw9AZ"
        hub["gatewaySubnet"] = "10.0.0.0/28"

    edit_stack(project, spoil)

    run = project.preview(check=False)

    assert run.code == 1
    assert "Traceback" not in run.output
    for words in (
        "[HS110] spokes.apps.subnets.web.prefix: '10.1.0.7/24' has host bits set; write 10.1.0.0/24",
        "[HS112] spokes.tools.addressSpace[0]: '10.1.8.0/21' overlaps spokes.edge.addressSpace[0] 10.1.8.0/22",
        "[HS102] spokes.data.colour: 'blue' is not known here; remove it; known here are ",
        "[HS120] hubs.weu.expressRouteGateway.sku: 'ErGw9AZ' is not a SKU of an ExpressRoute gateway; write one of ",
        "[HS116] hubs.weu.gatewaySubnet: '10.0.0.0/28' is too small for gateways, which need a /27; write 10.0.0.0/27",
    ):
        assert words in run.output


@pytest.mark.slow
def test_the_prod_stack_comes_up_and_goes(offline_project: Make) -> None:
    project = offline_project(None, stack="prod")

    project.up()

    outputs = project.outputs()
    assert len(outputs["hubIds"]) == 2
    assert set(outputs["peeringStates"].values()) == {"Connected"}
    assert project.steps() == {}
    project.run("state", "unprotect", "--all", "--yes", "--stack", "prod")
    project.destroy()
    assert left_over(project) == []
