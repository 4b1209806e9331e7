"""No subnet reaches the Internet by Azure's default outbound access."""

from hubspoke_network.azure import SUBNET, reserved_subnet
from hubspoke_network.core import Unknown, flag
from hubspoke_network.model import Resource
from hubspoke_policies.base import Context, Document, Example, NoOptions, NotApplicable, Outcome, Rule
from hubspoke_policies.reading import APP_SUBNET, HUB, WITH_GROUP, names_one, program


def check(subnet: Resource, context: Context[NoOptions]) -> Outcome:
    """Report a subnet that has neither switched default outbound access off nor a NAT gateway."""
    nat = names_one(subnet, "properties.natGateway")
    if nat is True:
        return []
    access = flag(subnet.document, "properties.defaultOutboundAccess", default=True)
    if access is False:
        return []
    if isinstance(subnet.name, str) and reserved_subnet(subnet.name) is not None:
        return NotApplicable("every subnet belongs to a service of Azure's")
    unknown = next((value for value in (access, nat, subnet.name) if isinstance(value, Unknown)), None)
    if unknown is not None:
        return [context.undecided(subnet, "defaultOutboundAccess", f"may be on: {unknown.reason}")]
    given = subnet.at("properties.defaultOutboundAccess")
    message = "lets machines reach the Internet from an address that Azure picks"
    if given is None:
        message = f"is not given and on by default, which {message}"
    return [context.finding(subnet, "defaultOutboundAccess", given, message, INSTEAD)]


INSTEAD = "write false, and give the subnet a NAT gateway or a route to a firewall if it is to reach the Internet"

RULE = Rule(
    id="no-default-outbound",
    title="No subnet uses default outbound access",
    severity="medium",
    level="mandatory",
    category="security",
    check=Document((SUBNET,), check),
    options=NoOptions,
    what=(
        "Every subnet sets defaultOutboundAccess to false or has a NAT gateway. Subnets of Azure's services, by their "
        "reserved names, are not asked. A default route to an appliance is no excuse: once it is gone, the implicit "
        "way is open."
    ),
    why=(
        "Without it, machines leave by an address that nobody owns, that changes, and that no firewall sees. Azure "
        "retires it for new networks; azure-native's api-version still has it on where nothing is written."
    ),
    remediation=INSTEAD,
    good=(Example("switched off", program(HUB, APP_SUBNET.format(group=WITH_GROUP))),),
    bad=(
        Example(
            "not given",
            program(HUB, APP_SUBNET.format(group=WITH_GROUP).replace("    default_outbound_access=False,\n", "")),
            breaks="app",
        ),
    ),
    evidence="Documented (default-outbound-access); api-version 2024-05-01 keeps the old default.",
    links=("https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",),
    decidable="write defaultOutboundAccess as plain false",
)
