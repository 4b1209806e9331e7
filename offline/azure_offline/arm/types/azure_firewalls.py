"""Azure Firewall."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec
from azure_offline.arm.types.network_interfaces import first_free
from azure_offline.store.store import Resource
from hubspoke_network.refusals import SUBNET, items, table, text
from hubspoke_network.refusals.networks import ADDRESS, only_gateways
from hubspoke_network.refusals.services.subnet_services import (
    FIREWALL,
    address_sku,
    default_route,
    dns_with_policy,
    management_address,
    subnet_name,
    subnet_size,
    subnet_taken,
)

POLICY = "Microsoft.Network/firewallPolicies"

_CONFIGURATIONS = "properties.ipConfigurations[].properties"


def _present_firewall(firewall: Resource, view: ArmView) -> Mapping[str, Any]:
    """The private address: the first of the subnet, as nothing else may be in it."""
    shown = []
    for item in items(firewall.document, "properties.ipConfigurations"):
        subnet = view.get(text(item, "properties.subnet.id") or "")
        inner = dict(table(item, "properties"))
        if subnet is not None:
            inner["privateIPAddress"] = first_free(subnet, view) or ""
        part = f"{firewall.id}/azureFirewallIpConfigurations/{item.get('name', '')}"
        shown.append({**item, "id": part, "properties": {"provisioningState": "Succeeded", **inner}})
    return {"ipConfigurations": shown} if shown else {}


AZURE_FIREWALL = TypeSpec(
    type=FIREWALL,
    references=(
        Reference(f"{_CONFIGURATIONS}.subnet.id", (SUBNET,), same_region=True, part="azureFirewallIpConfigurations"),
        Reference(
            f"{_CONFIGURATIONS}.publicIPAddress.id", (ADDRESS,), same_region=True, part="azureFirewallIpConfigurations"
        ),
        Reference("properties.managementIpConfiguration.properties.subnet.id", (SUBNET,), same_region=True),
        Reference("properties.managementIpConfiguration.properties.publicIPAddress.id", (ADDRESS,), same_region=True),
        Reference("properties.firewallPolicy.id", (POLICY,)),
        Reference("properties.virtualHub.id"),
    ),
    read_only=frozenset({"ipGroups"}),
    defaults={"threatIntelMode": "Alert"},
    rules=(
        only_gateways,
        subnet_name,
        subnet_size,
        subnet_taken,
        address_sku,
        management_address,
        default_route,
        dns_with_policy,
    ),
    present=_present_firewall,
)
