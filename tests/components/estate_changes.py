"""What may come, go or change in a stack, and what each is to change: for tests with and without the engine."""

from collections.abc import Callable, Mapping
from typing import Any

Config = dict[str, Any]
Expected = Mapping[str, str]
"""Operation by a part of the resource's own name; every step must match one, and every one a step."""


def own(urn: str) -> str:
    """A resource's own name: the last part of its URN."""
    return urn.rpartition("::")[2]


def first(entries: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The entries with one more at their head, where a list would move all others."""
    return {key: value, **entries}


def subnet_in(config: Config) -> None:
    spoke = config["hubspoke:spokes"]["apps"]
    spoke["subnets"] = first(spoke["subnets"], "cache", {"prefix": "10.1.2.0/24"})


def subnet_out(config: Config) -> None:
    del config["hubspoke:spokes"]["apps"]["subnets"]["web"]


def subnet_renamed(config: Config) -> None:
    subnets = config["hubspoke:spokes"]["apps"]["subnets"]
    subnets["front"] = subnets.pop("web")


def rule_in(config: Config) -> None:
    rules = config["hubspoke:spokes"]["tools"]["subnets"]["build"]["rules"]
    rule = {"direction": "Inbound", "access": "Allow", "priority": 110, "ports": ["8080"], "sources": ["10.1.0.0/24"]}
    config["hubspoke:spokes"]["tools"]["subnets"]["build"]["rules"] = first(rules, "proxy", rule)


def rule_out(config: Config) -> None:
    del config["hubspoke:spokes"]["tools"]["subnets"]["build"]["rules"]["ssh"]


def tier_in(config: Config) -> None:
    shop = config["hubspoke:spokes"]["shop"]
    shop["subnets"] = first(shop["subnets"], "data", {"prefix": "10.1.18.0/24"})
    shop["dmz"]["tiers"] = first(shop["dmz"]["tiers"], "data", {"inbound": {"app": ["tcp/1433"]}})


def service_in(config: Config) -> None:
    config["hubspoke:spokes"]["shop"]["dmz"]["tiers"]["app"]["inbound"]["web"].append("tcp/9443")


def region_in(config: Config) -> None:
    config["hubspoke:hubs"] = first(
        config["hubspoke:hubs"], "neu", {"location": "northeurope", "addressSpace": ["10.8.0.0/22"]}
    )
    north = {"hub": "neu", "location": "northeurope", "addressSpace": ["10.9.0.0/22"]}
    config["hubspoke:spokes"] = first(config["hubspoke:spokes"], "north", north)


def region_out(config: Config) -> None:
    del config["hubspoke:hubs"]["uks"]
    del config["hubspoke:spokes"]["london"]


def pair_in(config: Config) -> None:
    config["hubspoke:connections"] = {"apps-data": {"spokes": ["apps", "data"]}}


def attached_in(config: Config) -> None:
    group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-old"
    network = f"{group}/providers/Microsoft.Network/virtualNetworks/vnet-old"
    old = {"vnetId": network, "addressSpace": ["10.20.0.0/22"], "hub": "weu"}
    config["hubspoke:attachedSpokes"] = {"old": old}


def spoke_in(config: Config) -> None:
    between = {"hub": "weu", "addressSpace": ["10.1.128.0/22"], "subnets": {"one": {"prefix": "10.1.128.0/24"}}}
    config["hubspoke:spokes"] = first(config["hubspoke:spokes"], "between", between)


def spoke_renamed(config: Config) -> None:
    spokes = config["hubspoke:spokes"]
    spokes["instruments"] = spokes.pop("tools")


def site_in(config: Config) -> None:
    config["hubspoke:onPremises"] = first(config["hubspoke:onPremises"], "branch", ["10.144.0.0/16"])


def locks_in(config: Config) -> None:
    config["hubspoke:locks"] = True


CHANGES: dict[str, tuple[Callable[[Config], None], Expected]] = {
    "a spoke comes": (spoke_in, {"spoke-between": "create", "group-between": "create"}),
    "a spoke is renamed": (
        spoke_renamed,
        {
            "spoke-instruments": "create",
            "group-instruments": "create",
            "spoke-tools": "delete",
            "group-tools": "delete",
        },
    ),
    "a subnet comes": (subnet_in, {"net-spoke-apps-subnet-cache": "create", "net-spoke-apps-nsg-cache": "create"}),
    "a subnet goes": (subnet_out, {"net-spoke-apps-subnet-web": "delete", "net-spoke-apps-nsg-web": "delete"}),
    "a subnet is renamed": (
        subnet_renamed,
        {
            "net-spoke-apps-subnet-web": "delete",
            "net-spoke-apps-nsg-web": "delete",
            "net-spoke-apps-subnet-front": "create",
            "net-spoke-apps-nsg-front": "create",
        },
    ),
    "a rule comes": (rule_in, {"net-spoke-tools-nsg-build": "update"}),
    "a rule goes": (rule_out, {"net-spoke-tools-nsg-build": "update"}),
    "a tier comes": (
        tier_in,
        {
            "net-spoke-shop-subnet-data": "create",
            "net-spoke-shop-nsg-data": "create",
            "net-spoke-shop-asg-data": "create",
            "net-spoke-shop-nsg-app": "update",
        },
    ),
    "a service is opened": (service_in, {"net-spoke-shop-nsg-web": "update", "net-spoke-shop-nsg-app": "update"}),
    "a region comes": (
        region_in,
        {"net-hub-neu": "create", "net-hub-group-neu": "create", "spoke-north": "create", "group-north": "create"},
    ),
    "a region goes": (
        region_out,
        {"net-hub-uks": "delete", "net-hub-group-uks": "delete", "spoke-london": "delete", "group-london": "delete"},
    ),
    "a pair is connected": (pair_in, {"net-connection-apps-data": "create"}),
    "a network is attached": (attached_in, {"net-attached-old": "create"}),
    "a site on-premises comes": (site_in, {"net-hub-": "update"}),
    "what is dear is locked": (locks_in, {"net-lock-": "create"}),
}


def start(config: Config) -> None:
    """The dev stack with own rules, a second region and tiers, so that each of them can change."""
    ssh = {"direction": "Inbound", "access": "Allow", "priority": 100, "ports": ["22"], "sources": ["10.1.12.0/24"]}
    spokes = config["hubspoke:spokes"]
    spokes["tools"]["subnets"]["build"] = {"prefix": "10.1.12.0/24", "rules": {"ssh": ssh}}
    spokes["shop"] = {
        "addressSpace": ["10.1.16.0/22"],
        "subnets": {"web": {"prefix": "10.1.16.0/24"}, "app": {"prefix": "10.1.17.0/24"}},
        "dmz": {"tiers": {"web": {"inbound": {"internet": ["tcp/443"]}}, "app": {"inbound": {"web": ["tcp/8443"]}}}},
    }
    for spoke in spokes.values():
        spoke["hub"] = "weu"
    config["hubspoke:hubs"]["uks"] = {"location": "uksouth", "addressSpace": ["10.5.0.0/22"]}
    spokes["london"] = {"hub": "uks", "location": "uksouth", "addressSpace": ["10.6.0.0/22"]}


def unexpected(steps: Mapping[str, str], expected: Expected) -> tuple[dict[str, str], list[str]]:
    """Steps (operation by URN) that nobody expects, and expectations that no step meets."""
    named = {own(urn): op for urn, op in steps.items()}
    strange = {
        step: op
        for step, op in named.items()
        if not any(part in step and wanted == op for part, wanted in expected.items())
    }
    return strange, [part for part in expected if not any(part in step for step in named)]
