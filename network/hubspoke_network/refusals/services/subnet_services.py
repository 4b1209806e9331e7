"""Rules on services with a subnet of their own: Azure Firewall and Bastion."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import items, table, text
from hubspoke_network.refusals.networks import default_routes, has_bastion_rules, wrong_size
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View

FIREWALL = "Microsoft.Network/azureFirewalls"

BASTION = "Microsoft.Network/bastionHosts"

_NAMES = {FIREWALL: "AzureFirewallSubnet", BASTION: "AzureBastionSubnet"}


def _subnets(change: Change) -> Iterator[tuple[str, str]]:
    """The subnets a service names, with the name each must have."""
    for item in items(change.document, "properties.ipConfigurations"):
        subnet = text(item, "properties.subnet.id")
        if subnet:
            yield subnet, _NAMES[change.type]
    management = text(change.document, "properties.managementIpConfiguration.properties.subnet.id")
    if management:
        yield management, "AzureFirewallManagementSubnet"


@rule(
    "service-subnet-name",
    grade="A",
    source="firewall/firewall-faq; bastion/configuration-settings",
    message="{id} must be in a subnet called {wanted}; {subnet} is another.",
)
def subnet_name(change: Change, _view: View) -> Iterator[Values]:
    """A firewall or Bastion is in a subnet that is not called as it must be."""
    for subnet, wanted in _subnets(change):
        if subnet.rpartition("/")[2].lower() != wanted.lower():
            yield {"id": change.id, "wanted": wanted, "subnet": subnet}


@rule(
    "service-subnet-size",
    grade="A",
    source="firewall/firewall-faq; bastion/configuration-settings",
    message="Subnet {subnet} is too small for {id}: a /{longest} or larger is needed.",
    on=CREATE,
)
def subnet_size(change: Change, view: View) -> Iterator[Values]:
    """The subnet of a firewall or Bastion is too small."""
    for named, _ in _subnets(change):
        subnet = view.get(named)
        longest = wrong_size(subnet) if subnet else 0
        if longest:
            yield {"subnet": named, "id": change.id, "longest": longest}


@rule(
    "service-subnet-taken",
    grade="A",
    source="firewall/firewall-faq",
    message="Subnet {subnet} already holds {other}; it takes one {type}.",
    on=CREATE,
)
def subnet_taken(change: Change, view: View) -> Iterator[Values]:
    """A second firewall or Bastion is put into one subnet."""
    for subnet, _ in _subnets(change):
        for other in view.referring(subnet.lower(), change.kind):
            if other.key != change.key:
                yield {"subnet": subnet, "other": other.id, "type": change.type}


@rule(
    "service-address-sku",
    grade="A",
    source="firewall/firewall-faq; bastion/configuration-settings",
    message="Public IP address {address} of {id} must be Standard and static.",
)
def address_sku(change: Change, view: View) -> Iterator[Values]:
    """The public address of a firewall or Bastion is Basic."""
    for item in items(change.document, "properties.ipConfigurations"):
        address = view.get(text(item, "properties.publicIPAddress.id") or "")
        if address is not None and (text(address.document, "sku.name") or "").lower() == "basic":
            yield {"address": address.id, "id": change.id}


@rule(
    "firewall-management",
    grade="A",
    source="firewall/management-nic",
    message="Azure Firewall {id} of tier Basic needs a managementIpConfiguration.",
)
def management_address(change: Change, _view: View) -> Iterator[Values]:
    """A Basic firewall has no management address."""
    hub = (text(change.document, "properties.sku.name") or "").lower() == "azfw_hub"
    tier = (text(change.document, "properties.sku.tier") or "").lower()
    if tier == "basic" and not hub and not table(change.document, "properties.managementIpConfiguration"):
        yield {"id": change.id}


@rule(
    "firewall-default-route",
    grade="A",
    source="firewall/forced-tunneling; firewall/management-nic",
    message="Azure Firewall {id} without a management address needs a default route to Internet; route {route} leads "
    "elsewhere.",
)
def default_route(change: Change, view: View) -> Iterator[Values]:
    """A firewall without management address is in a subnet whose default route does not lead to the Internet."""
    if table(change.document, "properties.managementIpConfiguration"):
        return
    for named, _ in _subnets(change):
        subnet = view.get(named)
        routes = view.get(text(subnet.document, "properties.routeTable.id") or "") if subnet else None
        for route in default_routes(routes, view) if routes else ():
            if (text(route.document, "properties.nextHopType") or "").lower() != "internet":
                yield {"id": change.id, "route": route.id}


@rule(
    "firewall-dns-with-policy",
    grade="B",
    source="published codes",
    code="AzureFirewallDNSConfigNotAllowedForVhubOrVnetWithPolicy",
    message="Azure Firewall {id} has a policy; DNS settings belong into the policy.",
)
def dns_with_policy(change: Change, _view: View) -> Iterator[Values]:
    """A firewall with a policy has DNS settings of its own."""
    names = table(change.document, "properties.additionalProperties")
    if text(change.document, "properties.firewallPolicy.id") and any(n.startswith("Network.DNS.") for n in names):
        yield {"id": change.id}


@rule(
    "bastion-security-group",
    grade="B",
    source="published responses; bastion/bastion-nsg",
    code="NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
    message="Network security group {group} does not have necessary rules for Azure Bastion Subnet AzureBastionSubnet.",
    seen=True,
)
def bastion_group(change: Change, view: View) -> Iterator[Values]:
    """Bastion is made in a subnet whose security group lacks a rule it needs."""
    for named, _ in _subnets(change):
        subnet = view.get(named)
        group = view.get(text(subnet.document, "properties.networkSecurityGroup.id") or "") if subnet else None
        if group is not None and not has_bastion_rules(group, view):
            yield {"group": group.name}
