"""What the engine shows of a change to object groups, subnets, tiers and rules: it alone, and nothing beside it."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.engine.support import edit_stack, offline_azure

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]
MANY = 50


def rule(**more: Any) -> dict[str, Any]:
    return {"direction": "Inbound", "access": "Allow", "priority": 200} | more


def settings() -> dict[str, Any]:
    """A hub, a spoke with fifty groups that use one object group, and a spoke with three tiers."""
    subnets = {
        f"s{number:02}": {
            "prefix": f"10.1.{number // 16}.{number % 16 * 16}/28",
            "rules": {"domain": rule(sources=["domainControllers"]), "deny": rule(access="Deny", priority=4096)},
        }
        for number in range(MANY)
    }
    tiers = {
        "web": {"inbound": {"internet": ["tcp/443"]}},
        "app": {"inbound": {"web": ["tcp/8443"]}},
        "data": {"inbound": {"app": ["tcp/1433"]}},
    }
    return {
        "azure-native:location": "westeurope",
        "hubspoke:location": "westeurope",
        "hubspoke:objectGroups": {"addresses": {"domainControllers": ["10.0.1.4", "10.0.1.8"]}},
        "hubspoke:hubs": {"weu": {"addressSpace": ["10.0.0.0/22"]}},
        "hubspoke:spokes": {
            "many": {"addressSpace": ["10.1.0.0/20"], "subnets": subnets},
            "edge": {
                "addressSpace": ["10.2.0.0/22"],
                "subnets": {tier: {"prefix": f"10.2.{index}.0/24"} for index, tier in enumerate(tiers)},
                "dmz": {"tiers": tiers, "order": list(tiers)},
            },
        },
    }


def put(mapping: dict[str, Any], at: int, key: str, value: Any) -> None:
    """Insert an entry at a place among the others."""
    items = [*mapping.items()]
    items.insert(at, (key, value))
    mapping.clear()
    mapping.update(items)


Config = dict[str, Any]
Shown = dict[str, tuple[str, set[str]]]


def other_address(config: Config) -> None:
    config["hubspoke:objectGroups"]["addresses"]["domainControllers"][1] = "10.0.1.9"


def one_subnet_more(config: Config) -> None:
    put(config["hubspoke:spokes"]["many"]["subnets"], 7, "between", {"prefix": "10.1.15.0/28"})


def one_subnet_less(config: Config) -> None:
    del config["hubspoke:spokes"]["many"]["subnets"]["s20"]


def another_name(config: Config) -> None:
    subnets = config["hubspoke:spokes"]["many"]["subnets"]
    subnets["renamed"] = subnets.pop("s49")


def one_rule_more(config: Config) -> None:
    rules = config["hubspoke:spokes"]["many"]["subnets"]["s03"]["rules"]
    put(rules, 0, "web", rule(priority=300, ports=["tcp/443"]))


def one_tier_more(config: Config) -> None:
    edge = config["hubspoke:spokes"]["edge"]
    put(edge["subnets"], 1, "cache", {"prefix": "10.2.3.0/24"})
    edge["dmz"]["order"] = ["web", "app", "cache", "data"]
    put(edge["dmz"]["tiers"], 0, "cache", {"inbound": {"app": ["tcp/6379"]}})
    edge["dmz"]["tiers"]["data"]["inbound"] = {"cache": ["tcp/1433"]}


def one_tier_less(config: Config) -> None:
    edge = config["hubspoke:spokes"]["edge"]
    del edge["subnets"]["web"], edge["dmz"]["tiers"]["web"]
    edge["dmz"]["order"].remove("web")
    edge["dmz"]["tiers"]["app"]["inbound"] = {"internet": ["tcp/8443"]}


def one_service_more(config: Config) -> None:
    service = {"group": "domainControllers", "outbound": ["udp/514"], "tiers": ["app"]}
    config["hubspoke:spokes"]["edge"]["dmz"]["infrastructure"] = {"monitoring": service}


def one_prefix_more(config: Config) -> None:
    config["hubspoke:spokes"]["many"]["addressSpace"].append("10.9.0.0/24")


def a_larger_hub(config: Config) -> None:
    config["hubspoke:hubs"]["weu"]["addressSpace"].append("10.8.0.0/24")


def all_of(op: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, op)


CHANGES: dict[Callable[[Config], None], dict[str, str]] = {
    other_address: all_of("update", *(f"many-nsg-s{number:02}" for number in range(MANY))),
    one_subnet_more: all_of("create", "many-nsg-between", "many-subnet-between"),
    one_subnet_less: all_of("delete", "many-nsg-s20", "many-subnet-s20"),
    another_name: all_of("delete", "many-nsg-s49", "many-subnet-s49")
    | all_of("create", "many-nsg-renamed", "many-subnet-renamed"),
    one_rule_more: all_of("update", "many-nsg-s03"),
    # The neighbours' groups name their neighbour; all others stay.
    one_tier_more: all_of("create", "edge-asg-cache", "edge-nsg-cache", "edge-subnet-cache")
    | all_of("update", "edge-nsg-app", "edge-nsg-data"),
    one_tier_less: all_of("delete", "edge-asg-web", "edge-nsg-web", "edge-subnet-web")
    | all_of("update", "edge-nsg-app"),
    one_service_more: all_of("update", "edge-nsg-app"),
    # The end that looks at a network is written again when its addresses change, and the write synchronises it.
    a_larger_hub: all_of("update", "net-hub-weu-vnet", "many-peering", "edge-peering"),
    one_prefix_more: all_of("update", "many-vnet", "many-hub-peering"),
}
"""Changes of the settings, and what each comes to: operation by the resource's own name."""


def test_one_address_of_a_group_is_one_rule_of_each_security_group(offline_project: Make) -> None:
    project = offline_project(None)
    edit_stack(project, lambda config: replaced(config, settings()))
    project.up()

    shown = preview(project, other_address)

    assert shown == {f"many-nsg-s{number:02}": ("update", {"securityRules[0]"}) for number in range(MANY)}


@pytest.mark.prove(cases=len(CHANGES))
def test_a_change_is_that_change_alone(offline_project: Make) -> None:
    project = offline_project(None)
    edit_stack(project, lambda config: replaced(config, settings()))
    project.up()
    for change, expected in CHANGES.items():
        shown = preview(project, change)
        assert {name: op for name, (op, _) in shown.items()} == expected, change.__name__
    project.up()  # of the last of the changes
    with offline_azure(project) as azure:
        networks = [item["properties"] for item in azure.export() if item["type"].endswith("/virtualNetworks")]
    levels = [
        peering["properties"]["peeringSyncLevel"] for vnet in networks for peering in vnet["virtualNetworkPeerings"]
    ]
    assert levels == ["FullyInSync"] * 4


def replaced(config: Config, by: Config) -> None:
    config.clear()
    config.update(by)


def preview(project: OfflineProject, change: Callable[[Config], None]) -> Shown:
    """What a change of the settings comes to: operation and changed rules, by the resource's own name."""
    changed = deepcopy(settings())
    change(changed)
    edit_stack(project, lambda config: replaced(config, changed))
    return {
        step["urn"].rpartition("::")[2].removeprefix("net-spoke-"): (
            step["op"],
            rules_of(step.get("detailedDiff") or {}),
        )
        for step in project.preview_json()["steps"]
        if step["op"] not in {"same", "read"}
    }


def rules_of(diff: dict[str, Any]) -> set[str]:
    return {re.sub(r"^(securityRules\[\d+\]).*", r"\1", path) for path in diff}
