"""Meshed hubs: both ends of every pair or none, and what the network model says of two regions with firewalls."""

from copy import deepcopy
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from tests.components.networks import findings, model_of

from hubspoke import ArgsError, Estate, EstateArgs, HubMesh, HubMeshArgs, plan_estate, plan_hub_mesh
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.prefixes import parse_prefix

pytestmark = pytest.mark.slow

OPEN = {
    f"all-{direction.lower()}": {"direction": direction, "access": "Allow", "priority": 100}
    for direction in ("Inbound", "Outbound")
}
EVERYTHING = Appliance(FlowSet.everything(), translates=True)


def region(index: int, location: str) -> dict[str, Any]:
    base = 64 * index
    return {
        "location": location,
        "addressSpace": [f"10.{base}.0.0/22"],
        "gatewaySubnet": f"10.{base}.0.0/26",
        "firewallSubnet": f"10.{base}.0.64/26",
        "firewall": {},
        "vpnGateway": {"sites": {"site": d.site(prefixes=[f"172.{16 + index}.0.0/16"])}},
        "subnets": {"shared": {"prefix": f"10.{base}.1.0/24", "rules": OPEN}},
    }


REGIONS = {"neu": (1, "northeurope"), "suk": (2, "uksouth"), "weu": (0, "westeurope")}


def estate(*regions: str, spokes: int = 2, **more: Any) -> dict[str, Any]:
    """Regions with a firewall each, and spokes that leave in different ways, open otherwise."""
    kinds = ("firewall", "none", "nat")
    found: dict[str, Any] = {}
    for key in regions:
        for number in range(1, spokes + 1):
            prefix, egress = f"10.{64 * REGIONS[key][0] + number}.0", kinds[(number - 1) % 3]
            found[f"{key}-{number}"] = {
                "hub": key,
                "location": REGIONS[key][1],
                "addressSpace": [f"{prefix}.0/22"],
                "egress": egress,
                "subnets": {"app": {"prefix": f"{prefix}.0/24", "rules": OPEN}},
                **({"natGateways": {"out": {}}} if egress == "nat" else {}),
            }
    hubs = {key: region(*REGIONS[key]) for key in regions}
    return {"location": "westeurope", "mesh": True, "hubs": hubs, "spokes": found} | more


@cache
def recorded(*regions: str, spokes: int = 2) -> Recording:
    return deploy(lambda: Estate("net", estate(*regions, spokes=spokes)))  # type: ignore[arg-type]


@cache
def network() -> Network:
    sites = tuple(parse_prefix(f"172.{16 + index}.0.0/16") for index in (0, 1))
    firewalls = {f"afw-{key}": EVERYTHING for key in ("weu", "neu")}
    return Network(model_of(recorded("neu", "weu", spokes=3), Facts(on_premises=sites, appliances=firewalls)))


def ways(answer: Answer) -> set[tuple[str, ...]]:
    """The firewalls on the ways of an answer of which all is allowed."""
    assert answer.verdict == "allowed", [(part.verdict, part.reason) for part in answer.parts]
    return {part.appliances for part in answer.parts}


SPOKES = [f"vnet-{key}-{number}/snet-{key}-{number}-app" for key in ("neu", "weu") for number in (1, 2, 3)]
SHARED = [f"vnet-{key}/snet-{key}-shared" for key in ("neu", "weu")]


def firewall_of(place: str) -> str:
    return f"afw-{place.split('-')[1].partition('/')[0]}"


@pytest.mark.parametrize(("source", "destination"), list(permutations([*SPOKES, *SHARED], 2)))
def test_regions_reach_each_other_by_both_firewalls_and_a_region_by_its_own(source: str, destination: str) -> None:
    wanted = tuple(dict.fromkeys((firewall_of(source), firewall_of(destination))))
    assert ways(network().reach(source, destination)) == {wanted}


@pytest.mark.parametrize("place", [*SPOKES, *SHARED])
def test_sites_are_reached_by_the_firewall_and_reach_by_it(place: str) -> None:
    for source, destination in ((place, "onpremises"), ("onpremises", place)):
        answer = network().reach(source, destination)
        by = {part.appliances for part in answer.parts if part.verdict == "allowed"}
        assert by == {(firewall_of(place),)}, (source, destination)


@pytest.mark.parametrize("place", [*SPOKES, *SHARED])
def test_the_internet_is_reached_as_declared_and_not_otherwise(place: str) -> None:
    number = place.rpartition("-app")[0][-1:]
    wanted = {"2": set(), "3": {()}}.get(number, {(firewall_of(place),)})
    answer = network().reach(place, "internet")
    assert {part.appliances for part in answer.parts if part.verdict == "allowed"} == wanted
    assert answer.verdict == ("denied" if number == "2" else answer.verdict)


def test_policies_have_nothing_to_say() -> None:
    for rule in ("egress-as-declared", "gateway-subnet-clean", "peering-has-both-ends", "peering-flags-agree"):
        assert findings(network().model, rule) == [], rule


@pytest.mark.parametrize("order", [("neu", "suk", "weu"), ("weu", "neu", "suk"), ("suk", "weu", "neu")])
def test_a_region_more_is_creates_alone(order: tuple[str, ...]) -> None:
    before, after = recorded("neu", "weu").tree(), recorded(*order).tree()
    assert {urn: after.get(urn) for urn in before} == before
    assert {urn.rpartition("::")[2] for urn in after if "-mesh-peering-" in urn} == {
        f"net-mesh-peering-{first}-to-{second}" for first, second in permutations(REGIONS, 2)
    }


def test_a_spoke_more_is_creates_alone() -> None:
    before, after = recorded("neu", "weu", spokes=2).tree(), recorded("neu", "weu", spokes=3).tree()
    assert {urn: after.get(urn) for urn in before} == before
    added = {urn.rpartition("::")[2] for urn in after if urn not in before and "-mesh-" in urn}
    assert added == {"net-mesh-route-neu-to-weu-10-3-0-0-22", "net-mesh-route-weu-to-neu-10-67-0-0-22"}


def test_a_hub_that_stays_out_gets_no_end_anywhere() -> None:
    apart = deepcopy(estate("neu", "suk", "weu"))
    apart["hubs"]["suk"]["meshed"] = False
    made = deploy(lambda: Estate("net", apart))  # type: ignore[arg-type]
    ends = {item.name for item in made if "-mesh-peering-" in item.name}
    assert ends == {"net-mesh-peering-neu-to-weu", "net-mesh-peering-weu-to-neu"}


@pytest.mark.parametrize("hubs", [("weu",), ("neu", "weu")])
def test_no_mesh_unless_there_are_two_and_it_is_asked_for(hubs: tuple[str, ...]) -> None:
    data = estate(*hubs, mesh=len(hubs) == 1)
    assert [item.name for item in deploy(lambda: Estate("net", data)) if "mesh" in item.name] == []  # type: ignore[arg-type]


def test_the_switches_of_both_ends_follow_from_the_roles() -> None:
    plan = plan_hub_mesh("mesh", HubMeshArgs.of(d.mesh()))
    assert [
        (end.key, end.end.allow_forwarded_traffic, end.end.allow_gateway_transit, end.end.use_remote_gateways)
        for end in plan.ends
    ] == [("neu-to-weu", True, False, False), ("weu-to-neu", True, False, False)]


def test_routes_lead_both_ways_through_both_inspections() -> None:
    made = deploy(lambda: HubMesh("mesh", d.mesh()))  # type: ignore[arg-type]
    told = {
        (r.inputs["routeTableName"], r.inputs["addressPrefix"], r.inputs["nextHopIpAddress"])
        for r in made.of_type("Route")
    }
    assert told == {
        ("rt-weu-firewall", "10.64.0.0/22", "10.64.0.4"),
        ("rt-weu-firewall", "10.65.0.0/16", "10.64.0.4"),
        ("rt-weu-gateway", "10.64.0.0/22", "10.0.0.4"),
        ("rt-weu-shared", "10.64.0.0/22", "10.0.0.4"),
        ("rt-neu-firewall", "10.0.0.0/22", "10.0.0.4"),
        ("rt-neu-firewall", "10.1.0.0/16", "10.0.0.4"),
        ("rt-neu-gateway", "10.0.0.0/22", "10.64.0.4"),
        ("rt-neu-shared", "10.0.0.0/22", "10.64.0.4"),
    }


def test_hubs_of_which_one_is_not_inspected_are_peered_without_routes() -> None:
    data = d.mesh()
    data["hubs"]["neu"]["hub"] = d.meshed_hub(64, "neu") | {"inspected": False, "inspectedTables": None}
    made = deploy(lambda: HubMesh("mesh", data))  # type: ignore[arg-type]
    assert (len(made.of_type("VirtualNetworkPeering")), len(made.of_type("Route"))) == (2, 0)


def test_ends_come_after_routes_and_one_after_the_other() -> None:
    made = recorded("neu", "weu")
    second = made.after(made.named("net-mesh-peering-weu-to-neu"))
    assert {"net-mesh-peering-neu-to-weu", "net-mesh-route-weu-to-neu-10-64-0-0-22", "net-hub-neu-firewall"} <= second
    spoke = made.after(made.named("net-spoke-weu-1-hub-peering"))
    assert "net-mesh-peering-weu-to-neu" in spoke


def test_regions_that_share_addresses_are_refused() -> None:
    data = d.mesh()
    data["hubs"]["neu"]["prefixes"] = ["10.0.0.0/9"]
    with pytest.raises(ArgsError, match=r"HS112\] hubs.neu.prefixes: '10.0.0.0/9' overlaps 10.0.0.0/22 of hubs.weu"):
        HubMeshArgs.of(data)


def test_a_prefix_that_holds_the_hubs_own_takes_its_place() -> None:
    data = d.mesh()
    data["hubs"]["neu"]["prefixes"] = ["10.64.0.0/10"]
    assert HubMeshArgs.of(data).hubs["neu"].region == ["10.64.0.0/10"]


def test_an_estate_says_what_is_behind_each_hub() -> None:
    args = EstateArgs.of(estate("neu", "weu"))
    assert dict(plan_estate(args).mesh) == {
        "neu": ("10.65.0.0/22", "10.66.0.0/22"),
        "weu": ("10.1.0.0/22", "10.2.0.0/22"),
    }


ELSEWHERE = {
    "vnetId": d.VNET_ID,
    "addressSpace": ["10.64.0.0/22"],
    "location": "northeurope",
    "inspected": True,
    "firewallAddress": "10.64.0.68",
    "firewallTableName": "rt-neu-firewall",
    "inspectedTables": {"gateway": "rt-neu-gateway"},
    "region": ["10.64.0.0/12"],
}


def test_a_hub_of_another_stack_is_meshed_where_it_says_so() -> None:
    data = estate("weu", otherHubs={"neu": ELSEWHERE | {"meshed": True}})
    data["spokes"]["late"] = {"hub": "neu", "location": "northeurope", "addressSpace": ["10.70.0.0/22"]}
    data["spokes"]["far"] = {"hub": "neu", "location": "northeurope", "addressSpace": ["10.200.0.0/22"]}
    args = EstateArgs.of(data)
    assert dict(plan_estate(args).mesh) == {
        "weu": ("10.1.0.0/22", "10.2.0.0/22"),
        "neu": ("10.64.0.0/12", "10.200.0.0/22"),
    }
    made = deploy(lambda: Estate("net", data))  # type: ignore[arg-type]
    ends = {item.name for item in made if "-mesh-peering-" in item.name}
    assert ends == {"net-mesh-peering-neu-to-weu", "net-mesh-peering-weu-to-neu"}
    there = made.named("net-mesh-route-neu-to-weu-10-1-0-0-22").inputs
    assert (there["routeTableName"], there["resourceGroupName"]) == ("rt-neu-firewall", "rg-hub")
    here = made.named("net-mesh-route-weu-to-neu-10-64-0-0-12").inputs
    assert (here["addressPrefix"], here["nextHopIpAddress"]) == ("10.64.0.0/12", "10.64.0.68")


def test_a_hub_of_another_stack_is_left_alone_otherwise() -> None:
    bare = {key: value for key, value in ELSEWHERE.items() if key != "region"}
    made = deploy(lambda: Estate("net", estate("weu", otherHubs={"neu": bare})))  # type: ignore[arg-type]
    assert [item.name for item in made if "mesh" in item.name] == []


def test_a_region_of_a_hub_that_is_not_meshed_means_nothing() -> None:
    with pytest.raises(ArgsError) as error:
        EstateArgs.of(estate("weu", otherHubs={"neu": ELSEWHERE}))
    assert [(problem.code, problem.path) for problem in error.value.problems] == [("HS106", "otherHubs.neu.region")]


def test_regions_of_hubs_that_are_meshed_share_no_addresses() -> None:
    data = estate("weu", otherHubs={"neu": ELSEWHERE | {"meshed": True, "region": ["10.0.0.0/13"]}})
    data["spokes"]["late"] = {"hub": "neu", "location": "northeurope", "addressSpace": ["10.5.0.0/22"]}
    data["attachedSpokes"] = {"apps": {"vnetId": d.vnet_id("v"), "addressSpace": ["10.4.0.0/22"], "hub": "weu"}}
    more = {"meshed": True, "addressSpace": ["10.128.0.0/22"], "region": ["10.6.0.0/16"]}
    data["otherHubs"]["uks"] = ELSEWHERE | more
    with pytest.raises(ArgsError) as error:
        EstateArgs.of(data)
    path = "otherHubs.neu.region[0]"
    assert [(found.code, found.path, found.message.partition(",")[0]) for found in error.value.problems] == [
        ("HS112", path, "overlaps attachedSpokes.apps.addressSpace[0] 10.4.0.0/22"),
        ("HS112", path, "overlaps hubs.weu.addressSpace[0] 10.0.0.0/22"),
        ("HS112", path, "overlaps spokes.weu-1.addressSpace[0] 10.1.0.0/22"),
        ("HS112", path, "overlaps spokes.weu-2.addressSpace[0] 10.2.0.0/22"),
        ("HS112", "otherHubs.uks.region[0]", f"overlaps {path} 10.0.0.0/13"),
    ]


def test_a_region_may_hold_what_the_mesh_does_not_reach() -> None:
    data = estate("weu", otherHubs={"neu": ELSEWHERE | {"meshed": True, "region": ["10.0.0.0/13"]}})
    data["hubs"]["weu"]["meshed"] = False
    assert list(EstateArgs.of(data).problems()) == []
    data["mesh"] = False
    del data["hubs"]["weu"]["meshed"]
    assert list(EstateArgs.of(data).problems()) == []
