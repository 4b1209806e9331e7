"""What comes before what: the edges that keep Azure from refusing overlapping or premature writes."""

import itertools

import pulumi
import pytest
from measuring.descriptions import VNET_ID
from measuring.recording import Recording, deploy
from pulumi.runtime.resource_cycle_breaker import _with_transitive_deps

from hubspoke import Hub, HubRef, Spoke

pytestmark = pytest.mark.slow

HUB = {
    "resourceGroupName": "rg",
    "location": "westeurope",
    "addressSpace": ["10.0.0.0/22"],
    "gatewaySubnet": "10.0.0.0/26",
    "expressRouteGateway": {},
    "subnets": {"shared": {"prefix": "10.0.1.0/24"}, "tools": {"prefix": "10.0.2.0/24"}},
}


def spoke(index: int) -> dict[str, object]:
    return {
        "resourceGroupName": "rg",
        "location": "westeurope",
        "addressSpace": [f"172.{16 + index // 64}.{index % 64 * 4}.0/22"],
        "subnets": {
            "a": {"prefix": f"172.{16 + index // 64}.{index % 64 * 4}.0/24"},
            "b": {"prefix": f"172.{16 + index // 64}.{index % 64 * 4 + 1}.0/24"},
        },
    }


def network(spokes: int = 2, **hub: object) -> Recording:
    def program() -> pulumi.Output[str]:
        made = Hub("hub", {**HUB, **hub})
        last = [Spoke(f"s{i}", {**spoke(i), "hub": made.ref}) for i in range(1, spokes + 1)]
        return last[-1].peering_state

    return deploy(program)


def test_subnets_of_one_network_are_written_one_after_the_other() -> None:
    made = network()
    order = ["hub-vnet", "hub-gateway-subnet", "hub-subnet-shared", "hub-subnet-tools"]
    for before, after in itertools.pairwise(order):
        assert before in {made.resources[urn].name for urn in made.named(after).dependencies}
    assert "s1-subnet-a" in made.after(made.named("s1-subnet-b"))


def test_a_peering_waits_for_every_subnet_of_both_ends_and_for_the_gateway_it_uses() -> None:
    made = network()
    wanted = {
        "hub-vnet",
        "hub-gateway-subnet",
        "hub-subnet-shared",
        "hub-subnet-tools",
        "hub-gateway-er",
        "s1-vnet",
        "s1-subnet-a",
        "s1-subnet-b",
    }
    assert wanted <= made.after(made.named("s1-hub-peering"))
    assert wanted | {"s1-hub-peering"} <= made.after(made.named("s1-peering"))


def test_a_spoke_that_does_without_the_gateway_does_not_wait_for_it() -> None:
    def program() -> None:
        made = Hub("hub", HUB)
        Spoke("s", {**spoke(1), "hub": made.ref, "useHubGateway": False})

    made = deploy(program)
    assert made.named("s-peering").inputs["useRemoteGateways"] is False
    assert "hub-gateway-er" not in made.after(made.named("s-peering"))


def test_one_lane_peers_one_spoke_at_a_time() -> None:
    made = network(4)
    for index in (2, 3, 4):
        assert f"s{index - 1}-peering" in made.after(made.named(f"s{index}-hub-peering"))


def test_a_lane_does_not_wait_for_another() -> None:
    made = network(8, peeringLanes=4)
    chained = [
        item for item in made if item.name.endswith("hub-peering") and len(_peerings_before(made, item.name)) == 0
    ]
    assert 2 <= len(chained) <= 4


def _peerings_before(made: Recording, name: str) -> set[str]:
    return {other for other in made.after(made.named(name)) if other.endswith("-peering")}


def test_lanes_do_not_move_when_a_spoke_comes() -> None:
    def lanes(names: list[str]) -> dict[str, int]:
        found = {}

        def program() -> None:
            made = Hub("hub", {**HUB, "peeringLanes": 3})
            for index, name in enumerate(names):
                ref = made.ref
                Spoke(name, {**spoke(index + 1), "hub": ref})
                found[name] = ref.anchor.lane(name)

        deploy(program)
        return found

    before = lanes(["a", "b", "d", "e"])
    after = lanes(["a", "b", "c", "d", "e"])
    assert {name: after[name] for name in before} == before


def test_a_gateway_known_only_by_an_output_is_waited_for() -> None:
    """A hub of another program: what `gateway_id` came from must exist first."""

    def program() -> None:
        elsewhere = Hub("elsewhere", HUB)
        ref = HubRef(
            vnet_id=VNET_ID,
            vnet_name="vnet-hub",
            resource_group_name="rg-hub",
            address_space=["10.0.0.0/22"],
            location="westeurope",
            has_gateway=True,
            gateway_id=elsewhere.express_route_gateway_id.apply(str),
        )
        Spoke("s", {**spoke(1), "hub": ref})

    made = deploy(program)
    assert "elsewhere-gateway-er" in made.after(made.named("s-peering"))


def test_the_state_is_read_when_both_ends_exist() -> None:
    made = network(1)
    assert made.value == "Connected"
    assert made.calls == [
        (
            "azure-native:network:getVirtualNetworkPeering",
            {"resourceGroupName": "rg", "virtualNetworkName": "vnet-s1", "virtualNetworkPeeringName": "peer-s1-hub"},
        )
    ]


def test_a_long_chain_costs_the_sdk_nothing() -> None:
    """The SDK follows dependencies to their end, recursively, at each one added: a chain must not be seen by it."""
    seen: list[int] = []

    def program() -> pulumi.Output[None]:
        made = Hub("hub", HUB)
        spokes = [Spoke(f"s{i}", {**spoke(i), "hub": made.ref}) for i in range(1, 9)]
        ends = [item.resources.peering for item in spokes]

        def count(_: object) -> None:
            seen.extend(len(list(_with_transitive_deps(end, set()))) for end in ends)

        return pulumi.Output.all(*(end.id for end in ends)).apply(count)

    deploy(program)
    assert len(seen) == 8
    assert seen[1] == seen[-1]


def test_what_a_component_waits_for_its_children_wait_for() -> None:
    def program() -> None:
        group = pulumi.CustomResource("azure-native:resources:ResourceGroup", "group", {})
        Hub("hub", HUB, pulumi.ResourceOptions(depends_on=[group]))

    made = deploy(program)
    group = made.named("group").urn
    assert [item.name for item in made.children() if group not in item.dependencies] == []
