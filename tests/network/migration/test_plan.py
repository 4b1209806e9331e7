"""The plan: nothing is forgotten, nothing placed twice, addresses are free, the stack file is one the program takes."""

import json
import time
from collections import Counter
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from hubspoke.estate.settings.loading import read_settings
from hubspoke_migration.classic.outputs import migration_files
from hubspoke_migration.classic.plan import Plan
from hubspoke_migration.classic.planner import plan_migration
from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicPrefix,
    ClassicSubnet,
    LocalSite,
    NetworkConfiguration,
    SiteReference,
)
from hubspoke_network.readers.classic.inventory import Inventory, read_inventory
from hubspoke_network.readers.classic.netcfg import read_network_configuration
from hubspoke_network.refusals.classic.case import Case

pytestmark = pytest.mark.slow

SEED = Path(__file__).parent / "seed"


def seed_case(**target: Any) -> Case:
    """The four networks of the field notes; `target` changes decisions."""
    raw = json.loads((SEED / "inventory.json").read_text())
    raw["target"] |= target
    return Case(
        read_network_configuration((SEED / "netcfg.xml").read_bytes()), read_inventory(json.dumps(raw).encode())
    )


def settings_of(text: str) -> dict[str, Any]:
    """The program's settings in a stack file."""
    config = yaml.safe_load(text)["config"]
    return {key.removeprefix("hubspoke:"): value for key, value in config.items() if key.startswith("hubspoke:")}


@st.composite
def inventories(draw: st.DrawFn, configuration: NetworkConfiguration) -> Inventory:
    """An inventory of some of the networks, with roles, machines and circuits here and there."""
    names = [network.name for network in configuration.networks]
    some = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    roles, machines = {"web": {"kind": "web"}}, {"vm": {"subnets": ["app"]}}
    services = {
        f"service-{index}": {
            "virtualNetwork": name,
            "roles": draw(st.sampled_from([{}, roles])),
            "virtualMachines": draw(st.sampled_from([{}, machines])),
        }
        for index, name in enumerate(some)
    }
    gateways = st.sampled_from([[], [{"mode": "DedicatedCircuit"}], [{"mode": "IPsec"}]])
    known = {name: {"circuit": draw(st.sampled_from([None, "er"])), "gateways": draw(gateways)} for name in some}
    target: dict[str, Any] = {"pool": draw(st.sampled_from([None, "10.0.0.0/8", "10.224.0.0/16", "10.1.0.0/24"]))}
    return Inventory.model_validate(
        {
            "virtualNetworks": known,
            "cloudServices": services,
            "circuits": draw(st.sampled_from([{}, {"er": {"model": "arm"}}])),
            "target": {key: value for key, value in target.items() if value},
        }
    )


def classic_things(configuration: NetworkConfiguration) -> Counter[tuple[str, str]]:
    """Every prefix, subnet and site of the configuration, as (where, what)."""
    things: Counter[tuple[str, str]] = Counter()
    for network in configuration.networks:
        things.update((network.name, str(prefix.network)) for prefix in network.prefixes)
        things.update((f"{network.name}/{subnet.name}", str(subnet.prefix.network)) for subnet in network.subnets)
    for site in configuration.sites:
        things[("site", site.name)] += 1
    return things


def planned_things(plan: Plan) -> Counter[tuple[str, str]]:
    things: Counter[tuple[str, str]] = Counter()
    for network in plan.networks:
        things.update((network.classic, str(prefix)) for prefix in network.prefixes)
        things.update((f"{network.classic}/{subnet.classic}", str(subnet.prefix)) for subnet in network.subnets)
    for site in plan.sites:
        things[("site", site.classic)] += 1
    return things


@given(data=st.data())
@settings(max_examples=60)
def test_everything_is_in_the_plan_once_or_in_a_finding(
    data: DataObject, any_configuration: SearchStrategy[NetworkConfiguration]
) -> None:
    configuration = data.draw(any_configuration)
    case = Case(configuration, data.draw(inventories(configuration)))
    plan, files = migration_files(case)
    assert planned_things(plan) == classic_things(configuration)
    text = "\n".join(map(str, plan.findings))
    for network in plan.networks:
        if network.action != "migrate":
            assert f"virtualNetworks/{network.classic} " in text
        elif plan.hub is not None:
            spoke = settings_of(files[f"Pulumi.{plan.stack}.yaml"].decode())["spokes"][network.key]
            assert spoke["addressSpace"] == [str(prefix) for prefix in network.prefixes]
    for site in plan.sites:
        assert site.fate != "unused" or f"localNetworkSites/{site.classic} " in text
    pools = [pool for network in configuration.networks if network.gateway for pool in network.gateway.client_pools]
    assert all(pool.text in text for pool in pools)


@given(data=st.data())
@settings(max_examples=60)
def test_new_addresses_are_free_and_apart(
    data: DataObject, any_configuration: SearchStrategy[NetworkConfiguration]
) -> None:
    configuration = data.draw(any_configuration)
    case = Case(configuration, data.draw(inventories(configuration)))
    plan = plan_migration(case)
    new = [holding.prefix for holding in plan.holdings] + ([plan.hub.prefix] if plan.hub else [])
    for index, prefix in enumerate(new):
        assert plan.pool is not None
        assert prefix.subnet_of(plan.pool)
        assert not any(prefix.overlaps(other) for other in new[:index])
        assert not any(prefix.overlaps(used) for network in plan.networks for used in network.prefixes)
        assert not any(prefix.overlaps(used) for site in plan.sites for used in site.prefixes)
    for holding in plan.holdings:
        parts = [subnet.prefix for subnet in holding.subnets]
        assert all(part.subnet_of(holding.prefix) for part in parts)
        assert not any(a.overlaps(b) for i, a in enumerate(parts) for b in parts[:i])


@given(data=st.data())
@settings(max_examples=60)
def test_the_program_takes_the_stack_file(
    data: DataObject, any_configuration: SearchStrategy[NetworkConfiguration]
) -> None:
    configuration = data.draw(any_configuration)
    plan, files = migration_files(Case(configuration, data.draw(inventories(configuration))))
    if plan.hub is not None:
        estate = read_settings(settings_of(files[f"Pulumi.{plan.stack}.yaml"].decode()), "the plan's stack file")
        assert sorted(estate.spokes or {}) == sorted(network.key for network in plan.with_action("migrate"))


@given(data=st.data())
@settings(max_examples=60)
def test_equal_inputs_give_equal_bytes(
    data: DataObject, any_configuration: SearchStrategy[NetworkConfiguration]
) -> None:
    configuration = data.draw(any_configuration)
    inventory = data.draw(inventories(configuration))
    plan, first = migration_files(Case(configuration, inventory))
    assert migration_files(Case(configuration, inventory.model_copy(deep=True)))[1] == first
    if any("overlap" in finding.rule or "collide" in finding.rule for finding in plan.findings):
        return  # Of two that collide, the one that comes first in the file stands.
    turned = NetworkConfiguration(
        configuration.dns_servers[::-1], configuration.sites[::-1], configuration.networks[::-1]
    )
    assert migration_files(Case(turned, inventory))[1] == first


def test_the_seed_gets_one_hub_and_one_gateway_instead_of_four() -> None:
    plan = plan_migration(seed_case())
    assert plan.hub is not None
    assert (str(plan.hub.prefix), plan.hub.location, plan.circuit) == ("10.224.0.0/22", "westeurope", "er-amsterdam")
    assert [(network.classic, network.action, network.holding) for network in plan.networks] == [
        (name, "migrate", f"{name}-roles") for name in ("batch", "intranet", "portal", "shop")
    ]
    assert [(h.name, str(h.prefix), h.reach, h.services) for h in plan.holdings] == [
        ("batch-roles", "10.224.4.0/23", "gateway", ("batch-site",)),
        ("intranet-roles", "10.224.6.0/23", "gateway", ("intranet-site",)),
        ("portal-roles", "10.224.8.0/23", "gateway", ("portal-site",)),
        ("shop-roles", "10.224.10.0/23", "gateway", ("shop-site",)),
    ]
    assert (plan.gateways.before, plan.gateways.most, plan.gateways.after) == (4, 6, 1)
    assert [profile.network for profile in plan.profiles] == sorted(
        [*(n.classic for n in plan.networks), *(h.name for h in plan.holdings)]
    )
    assert {finding.rule for finding in plan.findings} == {
        "classic-roles-beside-machines",
        "classic-gateway-subnet-small",
        "classic-dedicated-connection",
    }


def test_the_seed_with_peering_needs_no_further_gateway() -> None:
    plan = plan_migration(seed_case(holdingReach="peering"))
    assert {holding.reach for holding in plan.holdings} == {"peering"}
    assert (plan.gateways.before, plan.gateways.most, plan.gateways.after) == (4, 5, 1)
    assert not [step for chapter in plan.chapters for step in chapter.steps if "New-AzureVNetGateway" in str(step)]
    far = plan_migration(seed_case(holdingReach="peering", location="northeurope"))
    assert {holding.reach for holding in far.holdings} == {"gateway"}


def test_the_steps_of_a_network_are_in_the_order_that_works() -> None:
    plan = plan_migration(seed_case())
    assert [chapter.title for chapter in plan.chapters] == [
        "Before anything moves",
        "The hub",
        "Move batch",
        "Move intranet",
        "Move portal",
        "Move shop",
        "Afterwards",
    ]
    batch = next(chapter for chapter in plan.chapters if chapter.network == "batch")
    assert [(step.title, step.shell) for step in batch.steps] == [
        ("Make the holding network", "classic"),
        ("Put the gateway profile into the network", "hand"),
        ("Make its gateway", "classic"),
        ("Link it to the circuit", "classic"),
        ("Move the roles of batch-site", "hand"),
        ("Empty ConnectionsToLocalNetwork", "classic"),
        ("Validate", "classic"),
        ("Prepare", "classic"),
        ("Look at what is prepared", "azure"),
        ("Commit", "classic"),
        ("Adopt it into the stack", "pulumi"),
        ("Change over to the hub's gateway", "azure"),
        ("Take the hub's gateway", "pulumi"),
        ("Unlink the circuit and delete the gateway", "classic"),
        ("Peer it with where its roles came from", "azure"),
        ("Peer batch-roles with the hub", "azure"),
    ]


def test_networks_that_cannot_move_say_why_and_keep_their_way_out() -> None:
    raw = json.loads((SEED / "inventory.json").read_text())
    raw["virtualNetworks"]["shop"] = {"services": ["HDInsight"], "circuit": "er-amsterdam", "gateways": []}
    case = Case(seed_case().configuration, read_inventory(json.dumps(raw).encode()))
    plan = plan_migration(case)
    shop = next(network for network in plan.networks if network.classic == "shop")
    assert (shop.action, shop.reasons, shop.holding) == ("stays", ("classic-hdinsight",), None)
    chapter = next(chapter for chapter in plan.chapters if chapter.network == "shop")
    assert [step.title for step in chapter.steps] == [
        "HDInsight in the network: services HDInsight",
        "Put the gateway profile into the network",
        "Make its gateway",
        "Link it to the circuit",
    ]
    assert plan.gateways.after == 1


@pytest.mark.parametrize("roles", [False, True])
def test_five_hundred_networks_take_less_than_ten_seconds(roles: bool) -> None:
    def prefix(text: str) -> ClassicPrefix:
        return ClassicPrefix(text, IPv4Network(text))

    site = LocalSite("onprem", (prefix("172.16.0.0/12"),))
    reference = ClassicGateway("Small", (), (SiteReference("onprem", ("Dedicated",)),))
    networks = tuple(
        ClassicNetwork(
            f"network-{index:03}",
            "West Europe",
            None,
            (prefix(f"10.{index // 8}.{index % 8 * 32}.0/19"),),
            tuple(
                ClassicSubnet(f"subnet-{number}", prefix(f"10.{index // 8}.{index % 8 * 32 + number}.0/24"))
                for number in range(20)
            ),
            (),
            reference,
        )
        for index in range(500)
    )
    services = {
        f"service-{index:03}": {
            "virtualNetwork": network.name,
            "roles": {"web": {"kind": "web", "subnet": "subnet-0"}},
            "virtualMachines": {f"vm-{n}": {"subnets": ["subnet-1"]} for n in range(5)},
        }
        for index, network in enumerate(networks)
    }
    inventory = Inventory.model_validate(
        {"cloudServices": services if roles else {}, "circuits": {"er": {"model": "arm", "serviceKey": "k"}}}
    )
    started = time.perf_counter()
    plan, files = migration_files(Case(NetworkConfiguration((), (site,), networks), inventory))
    assert time.perf_counter() - started < 10
    assert len(plan.networks) == 500
    assert len(plan.holdings) == (500 if roles else 0)
    assert len(files) == 3 + 500 + 500 + (1000 if roles else 0)
