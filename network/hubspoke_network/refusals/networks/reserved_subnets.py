"""Rules on subnets whose name gives them to a service: GatewaySubnet, AzureBastionSubnet, RouteServerSubnet."""

from collections.abc import Iterator, Mapping

from hubspoke_network.azure import RequiredRule, bastion_rules, reserved_subnet
from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.documents import flag, items, text, texts
from hubspoke_network.refusals.network_questions import GATEWAY_SUBNET, SUBNET
from hubspoke_network.refusals.rule import CREATE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import PortSet

_BASTION = "azurebastionsubnet"
_MANAGEMENT = "azurefirewallmanagementsubnet"
_ROUTE_SERVER = "routeserversubnet"
_GROUP = "properties.networkSecurityGroup.id"
_TABLE = "properties.routeTable.id"


@rule(
    "gateway-subnet-security-group",
    grade="B",
    source="Azure-Terraform/terraform-azurerm-virtual-network#18, MicrosoftDocs/azure-docs#71802",
    code="NetworkSecurityGroupCannotBeAttachedToGatewaySubnet",
    message="The operation failed because the network security group {group} can not be associated to the "
    "GatewaySubnet. Please remove the network security group associated to the GatewaySubnet. No changes have occurred "
    "on the gateway at this time. See here for additional details: https://aka.ms/GatewaySubnet.",
    seen=True,
)
def gateway_subnet_group(change: Change, _view: View) -> Iterator[Values]:
    """A security group is put on GatewaySubnet."""
    group = text(change.document, _GROUP)
    if change.name.lower() == GATEWAY_SUBNET and group:
        yield {"group": group.rpartition("/")[2]}


@rule(
    "gateway-subnet-nat",
    grade="A",
    source="nat-gateway/nat-gateway-resource",
    message="NAT gateway {nat} cannot be associated to subnet {id}: GatewaySubnet takes none.",
)
def gateway_subnet_nat(change: Change, _view: View) -> Iterator[Values]:
    """A NAT gateway is put on GatewaySubnet."""
    nat = text(change.document, "properties.natGateway.id")
    if change.name.lower() == GATEWAY_SUBNET and nat:
        yield {"nat": nat, "id": change.id}


@rule(
    "gateway-subnet-delegation",
    grade="A",
    source="vpn-gateway/vpn-gateway-about-vpn-gateway-settings",
    message="Subnet {id} is for gateways only and cannot be delegated to {service}.",
)
def reserved_subnet_delegation(change: Change, _view: View) -> Iterator[Values]:
    """GatewaySubnet is delegated to a service."""
    for item in items(change.document, "properties.delegations"):
        if change.name.lower() == GATEWAY_SUBNET:
            yield {"id": change.id, "service": text(item, "properties.serviceName") or ""}


@rule(
    "firewall-management-subnet-routes",
    grade="A",
    source="firewall/management-nic",
    message="Route table {table} cannot be associated to subnet {id}: AzureFirewallManagementSubnet takes a default "
    "route to Internet only, and no propagated routes.",
)
def management_subnet_table(change: Change, view: View) -> Iterator[Values]:
    """The management subnet of a firewall has other routes than a default route to the Internet."""
    table_id = text(change.document, _TABLE)
    table = view.get(table_id) if table_id and change.name.lower() == _MANAGEMENT else None
    if table is None:
        return
    wanted = ("0.0.0.0/0", "internet")
    found = [_route(route) for route in view.children(table.key, f"{table.type}/routes")]
    if any(route != wanted for route in found) or not flag(table.document, "properties.disableBgpRoutePropagation"):
        yield {"table": table.id, "id": change.id}


def _route(route: Resource) -> tuple[str, str]:
    hop = text(route.document, "properties.nextHopType") or ""
    return text(route.document, "properties.addressPrefix") or "", hop.lower()


@rule(
    "bastion-subnet-route-table",
    grade="B",
    source="published codes; bastion/bastion-faq",
    code="RouteTableCannotBeAttachedForAzureBastionSubnet",
    message="Route table {table} cannot be associated to subnet {id}: AzureBastionSubnet takes none.",
)
def bastion_subnet_table(change: Change, _view: View) -> Iterator[Values]:
    """A route table is put on AzureBastionSubnet."""
    table = text(change.document, _TABLE)
    if change.name.lower() == _BASTION and table:
        yield {"table": table, "id": change.id}


@rule(
    "bastion-subnet-security-group",
    grade="B",
    source="published responses; bastion/bastion-nsg",
    code="NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
    message="Network security group {group} does not have necessary rules for Azure Bastion Subnet AzureBastionSubnet.",
    seen=True,
)
def bastion_subnet_group(change: Change, view: View) -> Iterator[Values]:
    """The security group on AzureBastionSubnet lacks a rule that Bastion needs."""
    group_id = text(change.document, _GROUP)
    group = view.get(group_id) if group_id and change.name.lower() == _BASTION else None
    if group is not None and not has_bastion_rules(group, view):
        yield {"group": group.name}


def has_bastion_rules(group: Resource, view: View) -> bool:
    """Whether a security group holds every rule Bastion needs, as Allow rules that cover it."""
    rules = [rule.properties for rule in view.children(group.key, f"{group.type}/securityRules")]
    return all(any(_covers(properties, wanted) for properties in rules) for wanted in bastion_rules())


def _covers(properties: Mapping[str, object], wanted: RequiredRule) -> bool:
    def word(name: str) -> str:
        return str(properties.get(name, "")).lower()

    if word("access") != "allow" or word("direction") != wanted.direction.lower():
        return False
    if word("protocol") not in {"*", wanted.protocol.lower()}:
        return False
    for name, end in (("sourceAddressPrefix", wanted.source), ("destinationAddressPrefix", wanted.destination)):
        if word(name) not in {"*", end.lower()}:
            return False
    ports = [text(properties, "destinationPortRange") or "", *texts(properties, "destinationPortRanges")]
    try:
        return PortSet.parse(*wanted.ports) <= PortSet.parse(*(port for port in ports if port))
    except ValueError:
        return False


@rule(
    "route-server-subnet-attachment",
    grade="A",
    source="route-server/route-server-faq",
    message="{attached} cannot be associated to subnet {id}: RouteServerSubnet takes neither security group nor route "
    "table.",
)
def route_server_subnet(change: Change, _view: View) -> Iterator[Values]:
    """A security group or route table is put on RouteServerSubnet."""
    if change.name.lower() == _ROUTE_SERVER:
        for path in (_GROUP, _TABLE):
            attached = text(change.document, path)
            if attached:
                yield {"attached": attached, "id": change.id}


@rule(
    "gateway-subnet-only-gateways",
    grade="B",
    source="Azure/azure-rest-api-specs#11861",
    code="GatewaySubnet",
    message="Subnet with name 'GatewaySubnet' can be used only for the Gateway resource.",
    seen=True,
)
def only_gateways(change: Change, view: View) -> Iterator[Values]:
    """Something else than a gateway is put into GatewaySubnet."""
    for subnet in view.named(change.key, SUBNET):
        if subnet.endswith(f"/subnets/{GATEWAY_SUBNET}"):
            yield {}


@rule(
    "reserved-subnet-users",
    grade="A",
    source="firewall/firewall-faq; bastion/configuration-settings; route-server/route-server-faq",
    message="Resource {id} cannot be in subnet {subnet}, which is for {users} only.",
)
def reserved_users(change: Change, view: View) -> Iterator[Values]:
    """Something else than its service is put into a subnet with a reserved name."""
    for target in view.named(change.key, SUBNET):
        record = reserved_subnet(target.rpartition("/")[2])
        if record and record.name.lower() != GATEWAY_SUBNET and change.type not in record.users:
            yield {"id": change.id, "subnet": target, "users": ", ".join(record.users)}


@rule(
    "subnet-delegated",
    grade="C",
    source="published codes",
    code="ResourceNotPermittedOnDelegatedSubnet",
    message="Resource {id} cannot be in subnet {subnet}, which is delegated to {service}.",
    on=CREATE,
)
def delegated_subnet(change: Change, view: View) -> Iterator[Values]:
    """A resource is put into a subnet that is delegated to another service."""
    for target in view.named(change.key, SUBNET):
        subnet = view.get(target)
        for item in items(subnet.document, "properties.delegations") if subnet else ():
            yield {"id": change.id, "subnet": target, "service": text(item, "properties.serviceName") or ""}


def wrong_size(subnet: Resource) -> int:
    """The longest prefix length a reserved subnet may have where this one is smaller; 0 where it is fine."""
    record = reserved_subnet(subnet.name)
    prefix = text(subnet.document, "properties.addressPrefix") or ""
    prefixes = [prefix] if prefix else texts(subnet.document, "properties.addressPrefixes")
    lengths = [int(found.rpartition("/")[2]) for found in prefixes if "." in found]
    return record.longest_prefix if record and any(length > record.longest_prefix for length in lengths) else 0


RESERVED_SUBNET_RULES = (
    gateway_subnet_group,
    gateway_subnet_nat,
    reserved_subnet_delegation,
    management_subnet_table,
    bastion_subnet_table,
    bastion_subnet_group,
    route_server_subnet,
)
"""For subnets."""

USER_RULES = (only_gateways, reserved_users, delegated_subnet)
"""For what is put into a subnet."""
