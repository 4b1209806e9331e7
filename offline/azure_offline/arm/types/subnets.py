"""Subnets."""

from azure_offline.arm.resources import ArmView, Reference, TypeSpec, stated
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, SUBNET, items
from hubspoke_network.refusals.networks import (
    RESERVED_SUBNET_RULES,
    SUBNET_RULES,
    prefix_format,
    prefix_host_bits,
    subnet_outside_network,
    subnet_quota,
    subnets_overlap,
)

_ENDPOINT = "microsoft.network/privateendpoints"

IN_USE = stated(
    "subnet-in-use",
    "A subnet with addresses in use, or its network, is deleted.",
    grade="B",
    source="hashicorp/terraform-provider-azurerm#400, Azure/azure-cli#10014",
    code="InUseSubnetCannotBeDeleted",
    message="Subnet {name} is in use by {users} and cannot be deleted. In order to delete the subnet, delete all the "
    "resources within the subnet. See aka.ms/deletesubnet.",
    seen=True,
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(subnet: Resource, view: ArmView) -> dict[str, object]:
    users = view.users(subnet.key, holding=True, parts=False)
    endpoints = dict.fromkeys(view.user_id(use) for use in users if use.kind == _ENDPOINT)
    configurations = dict.fromkeys(view.user_id(use) for use in users if use.kind != _ENDPOINT)
    found: dict[str, object] = {}
    if configurations:
        found["ipConfigurations"] = [{"id": user} for user in configurations]
    if endpoints:
        found["privateEndpoints"] = [{"id": user} for user in endpoints]
    services = items(subnet.document, "properties.serviceEndpoints")
    if services:
        found["serviceEndpoints"] = [{**service, "provisioningState": "Succeeded"} for service in services]
    return found


SUBNET_SPEC = TypeSpec(
    type=SUBNET,
    location="none",
    parent_code="ResourceNotFound",
    references=(
        Reference(
            "properties.networkSecurityGroup.id",
            ("Microsoft.Network/networkSecurityGroups",),
            same_region=True,
            same_subscription=True,
        ),
        Reference(
            "properties.routeTable.id", ("Microsoft.Network/routeTables",), same_region=True, same_subscription=True
        ),
        Reference(
            "properties.natGateway.id", ("Microsoft.Network/natGateways",), same_region=True, same_subscription=True
        ),
        Reference("properties.serviceEndpointPolicies[].id", ("Microsoft.Network/serviceEndpointPolicies",)),
    ),
    read_only=frozenset(
        {
            "ipConfigurations",
            "ipConfigurationProfiles",
            "privateEndpoints",
            "purpose",
            "resourceNavigationLinks",
            "serviceAssociationLinks",
        }
    ),
    defaults={
        "delegations": [],
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
    },
    parts=("delegations",),
    rules=(
        prefix_format,
        prefix_host_bits,
        subnet_outside_network,
        subnets_overlap,
        *SUBNET_RULES,
        *RESERVED_SUBNET_RULES,
        subnet_quota,
    ),
    in_use=IN_USE,
    present=_present,
)
