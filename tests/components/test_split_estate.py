"""An estate split over stacks: hubs in one, spokes in another, by a reference that holds no secret."""

from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring import recording
from measuring.recording import Recording, deploy
from tests.components.test_hub_ref import provider_name

from hubspoke import ArgsError, Estate, Hub, HubRef

pytestmark = pytest.mark.slow

REFERENCE = "pulumi:pulumi:StackReference"
EXPORTED = d.exported_hub()
WEU = {"stack": "hub", "addressSpace": ["10.0.0.0/22"], "hasGateway": True, "expressRoute": True}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What the mocks answer; the stack `hub` exports one hub."""
    found = {**recording.ANSWERS, REFERENCE: {"outputs": {"hubRefs": {"weu": EXPORTED}}, "secretOutputNames": []}}
    monkeypatch.setattr(recording, "ANSWERS", found)
    return found


def spokes_of(*keys: str, **more: Any) -> Recording:
    """A stack of spokes of the hub weu, which another stack makes."""
    args = {
        "location": "westeurope",
        "hubs": {},
        "otherHubs": {"weu": WEU},
        "spokes": {key: {"addressSpace": [f"10.{index}.0.0/22"]} for index, key in enumerate(keys, 1)},
    }
    return deploy(lambda: Estate("net", args | more).peering_states)  # type: ignore[arg-type]


@pytest.mark.usefixtures("answers")
def test_spokes_hang_on_a_hub_of_another_stack() -> None:
    made = spokes_of("a", "b")
    assert made.named("net-spoke-a-hub-peering").inputs["virtualNetworkName"] == "vnet-hub"
    assert made.named("net-spoke-a-hub-peering").inputs["resourceGroupName"] == "rg-hub"
    assert made.named("net-spoke-b-peering").inputs["remoteVirtualNetwork"] == {"id": d.VNET_ID}
    assert made.named("net-spoke-b-peering").inputs["useRemoteGateways"] is True
    assert made.named("net-spoke-b-peering").inputs["remoteVirtualNetworkAddressSpace"] == {
        "addressPrefixes": ["10.0.0.0/22"]
    }
    assert made.of_type("VirtualNetworkGateway") == []


@pytest.mark.parametrize(
    ("stack", "name"),
    [
        ("hub", "organization/hubspoke/hub"),
        ("network/hub", "organization/network/hub"),
        ("contoso/network/hub", "contoso/network/hub"),
    ],
)
def test_a_stack_is_named_with_its_project_and_organization(
    answers: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch, stack: str, name: str
) -> None:
    seen: list[str] = []
    original = recording._Mocks.new_resource

    def noted(self: Any, args: Any) -> Any:
        if args.typ == REFERENCE:
            seen.append(args.inputs["name"])
        return original(self, args)

    monkeypatch.setattr(recording._Mocks, "new_resource", noted)
    spokes_of("a", "b", otherHubs={"weu": {**WEU, "stack": stack}})
    assert seen == [name]


@pytest.mark.usefixtures("answers")
def test_a_hub_in_another_subscription_has_one_provider_for_all_spokes() -> None:
    other = {**WEU, "subscription": "connectivity"}
    made = spokes_of("a", "b", otherHubs={"weu": other}, subscriptions={"connectivity": d.SUBSCRIPTION})
    assert {provider_name(made, f"net-spoke-{key}-hub-peering") for key in "ab"} == {"net-provider-connectivity"}
    assert len(made.of_type("azure-native")) == 2, "that of the hub's subscription and the stack's own"


@pytest.mark.parametrize(
    ("here", "path", "value", "instead"),
    [
        ({"addressSpace": ["10.64.0.0/22"]}, "addressSpace", "['10.64.0.0/22']", "write ['10.0.0.0/22']"),
        ({"hasGateway": None}, "hasGateway", "None", "write True"),
        ({"inspected": True}, "inspected", "True", "write None"),
        ({"firewall": True}, "firewallAddress", "", "say the same in firewall, or inspected"),
        ({"expressRoute": None}, "expressRouteGatewayId", "", "say the same in expressRoute"),
        ({"location": "northeurope"}, "location", "northeurope", "write westeurope"),
    ],
)
@pytest.mark.usefixtures("answers")
def test_what_is_written_here_is_checked_against_the_other_stack(
    here: dict[str, Any], path: str, value: str, instead: str
) -> None:
    with pytest.raises(ArgsError) as error:
        spokes_of("a", otherHubs={"weu": {**WEU, **here}})
    (problem,) = [found for found in error.value.problems if found.path == path]
    assert (problem.code, problem.path, problem.value, problem.instead) == ("HS154", path, value, instead)


@pytest.mark.usefixtures("answers")
def test_a_hub_in_a_subscription_that_is_not_the_one_written() -> None:
    other = {**WEU, "subscription": "wrong"}
    with pytest.raises(ArgsError) as error:
        spokes_of("a", otherHubs={"weu": other}, subscriptions={"wrong": d.SUBSCRIPTION.replace("2", "9")})
    assert [(problem.code, problem.path) for problem in error.value.problems] == [("HS154", "subscription")]


@pytest.mark.usefixtures("answers")
def test_a_hub_that_the_other_stack_does_not_have() -> None:
    with pytest.raises(ArgsError, match=r"HS154.*hub: 'None' is not a hub's reference"):
        spokes_of("a", otherHubs={"neu": WEU})
    assert spokes_of("a", otherHubs={"neu": {**WEU, "hub": "weu"}}).named("net-spoke-a-peering")


def test_a_stack_exports_its_hubs_whole_and_without_secrets() -> None:
    made = deploy(lambda: Estate("net", d.estate()).hub_refs)  # type: ignore[arg-type]
    assert made.value["weu"] == {
        "vnetId": "net-hub-weu-vnet_id",
        "vnetName": "vnet-weu-test",
        "resourceGroupName": "rg-weu-test",
        "addressSpace": ["10.0.0.0/22"],
        "location": "westeurope",
        "hasGateway": True,
        "gatewayId": "net-hub-weu-gateway-er_id",
        "expressRouteGatewayId": "net-hub-weu-gateway-er_id",
        "inspected": False,
        "firewallTunnels": False,
        "inspectedTables": {},
    }
    assert sorted(made.value) == ["neu", "weu"]
    assert "1b47061264138c4ac30d75fd1eb44270" not in str((made.named("net").outputs or {})["hubRefs"])


def test_a_hub_exports_what_another_program_takes() -> None:
    made = deploy(lambda: Hub("hub", d.hub()).ref.exported())  # type: ignore[arg-type]
    assert made.value["vnetName"] == "vnet-hub"
    assert made.value["hasGateway"] is True


@pytest.mark.usefixtures("answers")
def test_a_reference_may_be_the_first_thing_that_a_program_makes() -> None:
    class Fresh(HubRef):
        """A class of arguments that nothing has been made of yet."""

    def program() -> pulumi.Output[str]:
        found = pulumi.StackReference("hub").get_output("hubRefs")["weu"]
        plain = {"address_space": ["10.0.0.0/22"], "location": "westeurope", "has_gateway": True}
        return pulumi.Output.from_input(Fresh.from_stack(found, express_route=True, **plain).vnet_id)

    assert deploy(program).value == d.VNET_ID


def circuit_to(hub: str) -> dict[str, Any]:
    return {
        "serviceProvider": {"name": "Equinix", "peeringLocation": "Amsterdam", "bandwidthMbps": 200},
        "stage": "provisioned",
        "privatePeering": d.private_peering(),
        "hubs": {hub: {"routingWeight": 10}},
    }


@pytest.mark.usefixtures("answers")
def test_a_circuit_is_linked_to_a_hub_of_another_stack() -> None:
    made = spokes_of(circuits={"ams": circuit_to("weu")})
    link = made.named("net-circuit-ams-connection-weu").inputs
    assert link["virtualNetworkGateway1"] == {"id": EXPORTED["expressRouteGatewayId"]}
    assert (link["resourceGroupName"], link["location"], link["routingWeight"]) == ("rg-hub", "westeurope", 10)
    assert "authorizationKey" not in link, "the hub lies in the circuit's own subscription"


@pytest.mark.usefixtures("answers")
def test_a_link_to_another_stacks_hub_of_another_subscription_is_authorised_and_made_there() -> None:
    other, ids = {**WEU, "subscription": "connectivity"}, {"connectivity": d.SUBSCRIPTION}
    made = spokes_of(circuits={"ams": circuit_to("weu")}, otherHubs={"weu": other}, subscriptions=ids)
    link = made.named("net-circuit-ams-connection-weu")
    assert link.inputs["authorizationKey"] is not None
    assert provider_name(made, "net-circuit-ams-connection-weu") == "net-provider-connectivity"
    assert provider_name(made, "net-circuit-ams-circuit") == "net-own-provider"


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(
    ("hub", "found"),
    [
        ("weu", ("HS162", "circuits.ams.hubs.weu", "write expressRoute: true under otherHubs.weu if it has one")),
        ("neu", ("HS150", "circuits.ams.hubs", "write one of weu")),
    ],
)
def test_a_circuit_is_not_linked_to_a_hub_that_cannot_take_it(hub: str, found: tuple[str, str, str]) -> None:
    bare = {key: value for key, value in WEU.items() if key != "expressRoute"}
    with pytest.raises(ArgsError) as error:
        spokes_of(circuits={"ams": circuit_to(hub)}, otherHubs={"weu": bare})
    assert [(problem.code, problem.path, problem.instead) for problem in error.value.problems] == [found]
