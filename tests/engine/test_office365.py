"""Office 365 over ExpressRoute, as the field notes met it: two refusals in their order, and the gate before them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.engine.support import azure_offline, creations, edit_stack, left_over, made_twice

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]
PACK = ("--policy-pack", str(Path(__file__).parents[2] / "policies"))
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
NOT_AUTHORISED = (
    f"The subscription with id '{SUBSCRIPTION}' is not authorized for creating route filters for O365 services. "
    "Read more about requesting approval."
)
NOT_PREMIUM = (
    "is not compatible with the route filter. The route filter includes Office 365 communities. The circuit does not "
    "have access to Office365.."
)


def tier(name: str) -> Callable[[dict[str, Any]], None]:
    """A change of the stack: the circuit's tier."""

    def change(config: dict[str, Any]) -> None:
        config["hubspoke:circuits"]["amsterdam"]["tier"] = name

    return change


def test_a_standard_circuit_is_stopped_at_preview_and_refused_by_azure(offline_project: Make) -> None:
    project = offline_project(None)
    edit_stack(project, tier("Standard"))

    gate = project.preview(*PACK, check=False)

    assert gate.code != 0
    assert "office365-needs-premium" in gate.output
    assert "[mandatory]" in gate.output
    assert "Standard" in gate.output
    assert "Premium" in gate.output
    assert "can't run policy" not in gate.output
    assert left_over(project) == []

    refused = project.up(check=False)

    assert refused.code != 0
    assert NOT_PREMIUM in refused.output
    kept = {resource["urn"].rpartition("::")[2] for resource in project.resources()}
    assert any("circuit" in name for name in kept)

    edit_stack(project, tier("Premium"))
    project.up(*PACK)
    assert project.steps() == {}
    assert made_twice(project) == []


def test_an_unapproved_subscription_is_refused_first(offline_project: Make) -> None:
    project = offline_project(None)
    project.run("stack", "init", "dev")
    azure_offline(project, "office365", "revoke", SUBSCRIPTION)
    edit_stack(project, tier("Standard"))

    refused = project.up(check=False)

    assert refused.code != 0
    assert NOT_AUTHORISED in refused.output
    assert NOT_PREMIUM not in refused.output

    azure_offline(project, "office365", "authorise", SUBSCRIPTION)
    second = project.up(check=False)
    assert second.code != 0
    assert NOT_PREMIUM in second.output
    assert NOT_AUTHORISED not in second.output

    edit_stack(project, tier("Premium"))
    project.up()
    assert project.steps() == {}
    assert made_twice(project) == []


def test_a_circuit_is_ordered_then_used(offline_project: Make) -> None:
    project = offline_project(None)
    project.run("stack", "init", "dev")
    world = project.directory / ".azure-offline" / "azure" / "world.yaml"
    azure_offline(project, "world")
    world.write_text(world.read_text().replace("at-once", "by-hand"))

    def stage(name: str) -> Callable[[dict[str, Any]], None]:
        def change(config: dict[str, Any]) -> None:
            config["hubspoke:circuits"]["amsterdam"]["stage"] = name

        return change

    edit_stack(project, stage("ordered"))
    project.up(*PACK)
    assert len(project.outputs()["serviceKeys"]["amsterdam"]) == 36
    assert not any("/peerings/" in made for made in creations(project))

    edit_stack(project, stage("provisioned"))
    refused = project.up(check=False)
    assert refused.code != 0
    assert "erc-amsterdam-dev" in refused.output

    azure_offline(project, "circuit", "provision", "erc-amsterdam-dev")
    project.up(*PACK)
    assert project.steps() == {}
    assert made_twice(project) == []
