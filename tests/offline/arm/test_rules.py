"""Every rule: the request it refuses, ARM's answer, and the nearest request that passes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from azure_offline.arm import Arm
from azure_offline.arm.registry import RULES, enforced_rules
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile
from azure_offline.world.records import Circuits

from . import (
    cases_circuits,
    cases_gateways,
    cases_general,
    cases_groups,
    cases_networks,
    cases_peerings,
    cases_services,
)
from .bodies import (
    address,
    circuit,
    filter_rule,
    interface,
    microsoft_peering,
    peering,
    plain,
    private_peering,
    ref,
    subnet,
    vnet,
)
from .cases import Case, n
from .conftest import Azure

CASES = [
    *cases_general.CASES,
    *cases_networks.CASES,
    *cases_peerings.CASES,
    *cases_groups.CASES,
    *cases_gateways.CASES,
    *cases_circuits.CASES,
    *cases_services.CASES,
]
GRADES = {rule.name: rule.grade for rule in RULES}

ELSEWHERE = {
    "another-operation-in-progress": "test_conflicts",
    "referenced-resource-not-provisioned": "test_conflicts",
    "office365-unauthorised": "here, with another world",
    "office365-unauthorised-attach": "here, with another world",
    "circuit-peering-not-provisioned": "here, with another world",
    "circuit-delete-provisioned": "here, with another world",
    "network-quota": "here, with a smaller limit",
    "network-subnet-quota": "here, with a smaller limit",
    "peering-quota": "here, with a smaller limit",
    "security-group-quota": "here, with a smaller limit",
    "route-table-quota": "here, with a smaller limit",
    "public-address-quota": "here, with a smaller limit",
    "interface-network-addresses": "here, with a smaller limit",
    "nat-basic-address": "a Basic address can no longer be made",
    "service-address-sku": "a Basic address can no longer be made",
    "peering-remote-disconnected": "test_peerings",
    "bastion-security-group": "the subnet's rule refuses the group before Bastion can be made",
}


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Azure]:
    """An offline Azure that enforces inferred rules too."""
    store = Store(tmp_path / "strict.sqlite")
    arm = Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False, enforce_inferred=True)
    yield Azure(arm, tmp_path)
    store.close()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_refuses_and_the_nearest_request_passes(case: Case, request: pytest.FixtureRequest) -> None:
    case.run(request.getfixturevalue("strict" if GRADES[case.rule] == "D" else "azure"))


def test_every_rule_has_a_case() -> None:
    covered = {case.rule for case in CASES} | ELSEWHERE.keys()
    assert {rule.name for rule in RULES} == covered


def test_a_rule_is_told_once_with_one_meaning() -> None:
    by_name: dict[str, set[object]] = {}
    for entry in enforced_rules():
        by_name.setdefault(entry.rule.name, set()).add((entry.rule.title, entry.rule.grade, entry.rule.code))
    assert [name for name, meanings in by_name.items() if len(meanings) > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_refuses_and_where_that_is_known_from(rule: object) -> None:
    title, source = getattr(rule, "title", ""), getattr(rule, "source", "")
    assert title.endswith("."), title
    assert source


@pytest.mark.parametrize("case", [case for case in CASES if GRADES[case.rule] == "D"], ids=str)
def test_an_inferred_rule_is_off_unless_asked_for(case: Case, azure: Azure) -> None:
    for id_, body in case.setup:
        azure.make(id_, body)
    answer = azure.delete(case.refused) if isinstance(case.refused, str) else azure.put(*case.refused)
    assert answer.ok, f"{answer.code}: {answer.message}"


# --- what depends on the world ---------------------------------------------------------------------------------------

OFFICE = "12076:5010"
UNAUTHORISED = (
    "The subscription with id '00000000-0000-0000-0000-000000000001' is not authorized for creating route filters for "
    "O365 services. Read more about requesting approval."
)


def _authorise(azure: Azure, *, authorised: bool) -> None:
    file = WorldFile(azure.home / "world.yaml")
    file.save(file.current().with_office365("00000000-0000-0000-0000-000000000001", authorised=authorised))


def test_the_two_refusals_of_office365_come_in_their_order(azure: Azure) -> None:
    azure.make("routeFilters/rf", plain())
    azure.make("expressRouteCircuits/er", circuit("Standard"))
    rule = ("routeFilters/rf/routeFilterRules/allow", filter_rule(OFFICE))
    attach = (
        "expressRouteCircuits/er/peerings/MicrosoftPeering",
        microsoft_peering(routeFilter=ref("routeFilters/rf")),
    )
    _authorise(azure, authorised=False)
    first = azure.put(*rule)
    assert (first.status, first.code, first.message) == (400, "NotVerified", UNAUTHORISED)
    assert first.headers["x-azure-offline-rule"] == "office365-unauthorised"
    _authorise(azure, authorised=True)
    azure.make(*rule)
    _authorise(azure, authorised=False)
    again = azure.put(*attach)
    assert (again.message, again.headers["x-azure-offline-rule"]) == (UNAUTHORISED, "office365-unauthorised-attach")
    _authorise(azure, authorised=True)
    second = azure.put(*attach)
    assert second.headers["x-azure-offline-rule"] == "office365-not-premium-attach"
    azure.make("expressRouteCircuits/er", circuit("Premium"))
    assert azure.put(*attach).ok
    assert azure.get("routeFilters/rf")["properties"]["peerings"] == [{"id": n(attach[0])}]


def test_a_filter_without_office365_needs_no_authorisation(azure: Azure) -> None:
    _authorise(azure, authorised=False)
    azure.make("routeFilters/rf", plain(rules=[{"name": "allow", **filter_rule("12076:51002", "12076:5050")}]))
    azure.make("expressRouteCircuits/er", circuit("Standard"))
    azure.make(
        "expressRouteCircuits/er/peerings/MicrosoftPeering", microsoft_peering(routeFilter=ref("routeFilters/rf"))
    )


def _by_hand(azure: Azure) -> None:
    file = WorldFile(azure.home / "world.yaml")
    file.save(replace(file.current(), circuits=Circuits(provisioning="by-hand")))


def test_a_circuit_waits_for_its_provider(azure: Azure) -> None:
    from azure_offline.arm.administration import set_provisioned

    _by_hand(azure)
    made = azure.make("expressRouteCircuits/er", circuit())["properties"]
    assert (made["circuitProvisioningState"], made["serviceProviderProvisioningState"]) == ("Enabled", "NotProvisioned")
    peering = ("expressRouteCircuits/er/peerings/AzurePrivatePeering", private_peering())
    early = azure.put(*peering)
    assert early.headers["x-azure-offline-rule"] == "circuit-peering-not-provisioned"
    set_provisioned(azure.arm, "er", provisioned=True)
    assert azure.get("expressRouteCircuits/er")["properties"]["serviceKey"] == made["serviceKey"]
    assert azure.put(*peering).ok
    late = azure.delete("expressRouteCircuits/er")
    assert late.headers["x-azure-offline-rule"] == "circuit-delete-provisioned"
    set_provisioned(azure.arm, "er", provisioned=False)
    assert azure.delete("expressRouteCircuits/er").status == 200


# --- quotas, with limits small enough to reach -----------------------------------------------------------------------

QUOTAS: list[tuple[str, str, Callable[[int], tuple[str, dict[str, object]]]]] = [
    ("virtual_networks", "network-quota", lambda i: (f"virtualNetworks/n{i}", vnet("10.99.0.0/16"))),
    (
        "subnets_per_virtual_network",
        "network-subnet-quota",
        lambda i: (f"virtualNetworks/hub/subnets/s{i}", {"properties": {"addressPrefix": f"10.0.{i}.0/24"}}),
    ),
    (
        "peerings_per_virtual_network",
        "peering-quota",
        lambda i: (
            f"virtualNetworks/hub/virtualNetworkPeerings/p{i}",
            {"properties": {"remoteVirtualNetwork": ref(f"virtualNetworks/far{i}")}},
        ),
    ),
    ("security_groups", "security-group-quota", lambda i: (f"networkSecurityGroups/g{i}", plain())),
    ("route_tables", "route-table-quota", lambda i: (f"routeTables/t{i}", plain())),
    ("public_addresses", "public-address-quota", lambda i: (f"publicIPAddresses/p{i}", address())),
    (
        "addresses_per_virtual_network",
        "interface-network-addresses",
        lambda i: (f"networkInterfaces/n{i}", interface("hub/subnets/all")),
    ),
    (
        "addresses_per_peered_group",
        "interface-network-addresses",
        lambda i: (f"networkInterfaces/n{i}", interface(f"{'hub' if i % 2 else 'far0'}/subnets/all")),
    ),
]


@pytest.mark.parametrize(("name", "rule", "request_for"), QUOTAS, ids=[quota[0] for quota in QUOTAS])
def test_a_quota_ends_what_can_be_made_and_the_world_may_have_another(
    name: str, rule: str, request_for: Callable[[int], tuple[str, dict[str, object]]], azure: Azure
) -> None:
    azure.make("virtualNetworks/hub", vnet("10.0.0.0/16"))
    for index in range(4):
        azure.make(f"virtualNetworks/far{index}", vnet(f"10.{index + 1}.0.0/16"))
    if name.startswith("addresses"):
        azure.make("virtualNetworks/hub/subnets/all", subnet("10.0.0.0/24"))
        azure.make("virtualNetworks/far0/subnets/all", subnet("10.1.0.0/24"))
        azure.make("virtualNetworks/hub/virtualNetworkPeerings/p", peering("virtualNetworks/far0"))
        azure.make("virtualNetworks/far0/virtualNetworkPeerings/p", peering("virtualNetworks/hub"))
    file = WorldFile(azure.home / "world.yaml")
    there = 5 if name == "virtual_networks" else 0
    file.save(replace(file.current(), limits={name: 3 + there}))
    for index in range(3):
        azure.make(*request_for(index))
    answer = azure.put(*request_for(3))
    assert answer.headers["x-azure-offline-rule"] == rule
    azure.make(*request_for(2))
    file.save(replace(file.current(), limits={name: 4 + there}))
    azure.make(*request_for(3))
