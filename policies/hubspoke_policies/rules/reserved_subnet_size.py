"""Subnets with a reserved name are as large as their service asks."""

from hubspoke_network.azure import SUBNET
from hubspoke_network.azure.reserved_subnets import GATEWAY_SUBNET, ReservedSubnet, reserved_subnet, reserved_subnets
from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_policies.base import Context, Document, Example, NoOptions, NotApplicable, Outcome, Rule
from hubspoke_policies.reading import HUB, LARGER, program, subnet_prefixes, too_long


def check(subnet: Resource, context: Context[NoOptions]) -> Outcome:
    """Report a reserved subnet whose prefix is longer than its service takes; GatewaySubnet has a rule of its own."""
    name = subnet.name
    if isinstance(name, Unknown):
        return _unnamed(subnet, name, context)
    record = reserved_subnet(name)
    if record is None or record.name == GATEWAY_SUBNET:
        return NotApplicable("no subnet has a reserved name")
    found = []
    for path, prefix in subnet_prefixes(subnet):
        if isinstance(prefix, Unknown):
            found.append(context.undecided(subnet, path, prefix.reason))
        elif too_long(prefix, record.longest_prefix):
            message = f"is too small for {record.name}, which takes a /{record.longest_prefix} or larger"
            found.append(context.finding(subnet, path, prefix, message, LARGER.format(record.longest_prefix)))
    return found


def _unnamed(subnet: Resource, name: Unknown, context: Context[NoOptions]) -> Outcome:
    for path, prefix in subnet_prefixes(subnet):
        small = [record for record in RESERVED if isinstance(prefix, str) and too_long(prefix, record.longest_prefix)]
        if isinstance(prefix, Unknown) or small:
            reason = f"may be too small for a reserved subnet: its name {name.reason}"
            return [context.undecided(subnet, path, reason, "write the subnet's name as plain text")]
    return []


RESERVED: tuple[ReservedSubnet, ...] = tuple(r for r in reserved_subnets().values() if r.name != GATEWAY_SUBNET)

BASTION = """
network.Subnet(
    "bastion",
    resource_group_name=group.name,
    virtual_network_name=hub.name,
    subnet_name="AzureBastionSubnet",
    address_prefix="10.0.1.0/{length}",
    network_security_group={{"id": network.NetworkSecurityGroup("bastion-rules", resource_group_name=group.name).id}},
    default_outbound_access=False,
)
"""

RULE = Rule(
    id="reserved-subnet-size",
    title="Subnets with a reserved name are large enough for their service",
    severity="high",
    level="mandatory",
    category="topology",
    check=Document((SUBNET,), check),
    options=NoOptions,
    what=(
        "AzureFirewallSubnet, AzureFirewallManagementSubnet, AzureBastionSubnet and RouteServerSubnet have at least "
        "the size that Azure asks for: "
        + ", ".join(f"{record.name} /{record.longest_prefix}" for record in RESERVED)
        + ". GatewaySubnet has a rule of its own."
    ),
    why="The service is refused when it is created, and a subnet that is in use cannot be made larger.",
    remediation="Give the subnet a prefix of the size the service asks for.",
    good=(Example("a /26 for Bastion", program(HUB, BASTION.format(length=26))),),
    bad=(Example("a /27 for Bastion", program(HUB, BASTION.format(length=27)), breaks="bastion"),),
    evidence="Documented by each service; the sizes are in data/reserved_subnets.json with their sources.",
    links=("https://learn.microsoft.com/azure/bastion/configuration-settings#subnet",),
    decidable="write the subnet's prefix as plain text",
)
