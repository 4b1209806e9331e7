"""Types around the network, declared lightly: their parents, references, names and what keeps them from a delete."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec, guid
from azure_offline.arm.types.watchers import STORAGE, WORKSPACE_TYPE
from azure_offline.store.store import Resource
from hubspoke_network.refusals import SUBNET
from hubspoke_network.refusals.networks import ADDRESS, INTERFACE, USER_RULES
from hubspoke_network.refusals.services.other_services import lock_level, second_plan, storage_name

DDOS_PLAN = "Microsoft.Network/ddosProtectionPlans"
ENDPOINT = "Microsoft.Network/privateEndpoints"
ZONE_GROUP = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"
BALANCER = "Microsoft.Network/loadBalancers"
LOCK = "Microsoft.Authorization/locks"
MACHINE = "Microsoft.Compute/virtualMachines"

_FRONTEND = "properties.frontendIPConfigurations[].properties"


def _present_plan(plan: Resource, view: ArmView) -> Mapping[str, Any]:
    found = {}
    for name, kind in (
        ("virtualNetworks", "microsoft.network/virtualnetworks"),
        ("publicIPAddresses", ADDRESS.lower()),
    ):
        users = list(view.referring(plan.key, kind))
        if users:
            found[name] = [{"id": user.id} for user in users]
    return found


def _endpoints(account: Resource, _view: ArmView) -> Mapping[str, Any]:
    hosts = {"blob": "blob.core", "file": "file.core", "queue": "queue.core", "table": "table.core"}
    urls = {name: f"https://{account.name}.{host}.windows.net/" for name, host in hosts.items()}
    return {"primaryEndpoints": urls, "primaryLocation": account.location, "statusOfPrimary": "available"}


def _storage_keys(account: Resource, _view: ArmView) -> dict[str, Any]:
    return {
        "keys": [
            {"keyName": name, "value": guid("storage", account.key, name), "permissions": "FULL"}
            for name in ("key1", "key2")
        ]
    }


def _workspace_keys(workspace: Resource, _view: ArmView) -> dict[str, Any]:
    return {f"{name}SharedKey": guid("workspace", workspace.key, name) for name in ("primary", "secondary")}


DDOS_PROTECTION_PLAN = TypeSpec(
    type=DDOS_PLAN,
    read_only=frozenset({"virtualNetworks", "publicIPAddresses"}),
    guid=True,
    rules=(second_plan,),
    present=_present_plan,
)
PRIVATE_ENDPOINT = TypeSpec(
    type=ENDPOINT,
    references=(
        Reference("properties.subnet.id", (SUBNET,), same_region=True, required=True),
        Reference("properties.privateLinkServiceConnections[].properties.privateLinkServiceId", holds=False),
        Reference("properties.manualPrivateLinkServiceConnections[].properties.privateLinkServiceId", holds=False),
    ),
    read_only=frozenset({"networkInterfaces"}),
    rules=USER_RULES,
)
PRIVATE_DNS_ZONE_GROUP = TypeSpec(
    type=ZONE_GROUP,
    location="none",
    references=(
        Reference(
            "properties.privateDnsZoneConfigs[].properties.privateDnsZoneId",
            ("Microsoft.Network/privateDnsZones",),
            holds=False,
        ),
    ),
)
LOAD_BALANCER = TypeSpec(
    type=BALANCER,
    references=(
        Reference(f"{_FRONTEND}.subnet.id", (SUBNET,), same_region=True, part="frontendIPConfigurations"),
        Reference(f"{_FRONTEND}.publicIPAddress.id", (ADDRESS,), same_region=True, part="frontendIPConfigurations"),
        Reference(f"{_FRONTEND}.publicIPPrefix.id", ("Microsoft.Network/publicIPPrefixes",), same_region=True),
    ),
    parts=(
        "frontendIPConfigurations",
        "backendAddressPools",
        "loadBalancingRules",
        "probes",
        "inboundNatRules",
        "outboundRules",
    ),
    guid=True,
    rules=USER_RULES,
)
STORAGE_ACCOUNT = TypeSpec(
    type=STORAGE,
    etag=False,
    read_only=frozenset({"primaryEndpoints", "primaryLocation", "statusOfPrimary"}),
    rules=(storage_name,),
    present=_endpoints,
    actions={"listkeys": _storage_keys},
)
WORKSPACE = TypeSpec(
    type=WORKSPACE_TYPE,
    read_only=frozenset({"customerId"}),
    present=lambda workspace, _view: {"customerId": guid("customer", workspace.key)},
    actions={"sharedkeys": _workspace_keys},
)
MANAGEMENT_LOCK = TypeSpec(type=LOCK, location="none", etag=False, provisioning=False, rules=(lock_level,))
VIRTUAL_MACHINE = TypeSpec(
    type=MACHINE,
    references=(Reference("properties.networkProfile.networkInterfaces[].id", (INTERFACE,), same_region=True),),
    write_only=frozenset({"userData"}),
)
