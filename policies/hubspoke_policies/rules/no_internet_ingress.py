"""Nobody on the Internet reaches management ports."""

from hubspoke_network.azure import NSG, PUBLIC
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.sets import AddressSet
from hubspoke_policies.base import Context, Example, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    DENY_REST,
    MANAGEMENT_PORTS,
    OPEN_GROUP,
    SECURITY,
    ManagementOptions,
    flows_from,
    let_through,
    program,
)


def check(group: Resource, model: NetworkModel, context: Context[ManagementOptions]) -> Outcome:
    """Report every security rule by which public addresses reach the ports."""
    options = context.options
    within = flows_from(PUBLIC - AddressSet.parse(*options.allowed_sources), options.ports)
    return let_through(
        model,
        group,
        "Inbound",
        within,
        context,
        beyond=lambda part: f" from the Internet to the ports {part.flows.destination_ports()}",
        instead=INSTEAD,
        of_default=DENY_REST.format("Inbound"),
    )


INSTEAD = "write the sources that need it, and reach machines through Bastion or from on-premises"
SSH = '"destination_port_range": "*"', '"destination_port_ranges": ["22", "443"]'

RULE = Rule(
    id="no-internet-ingress",
    title="Nobody on the Internet reaches management ports",
    severity="critical",
    level="mandatory",
    category="security",
    check=Relation((NSG,), check, reads=SECURITY),
    options=ManagementOptions,
    what=(
        "No security group lets a flow from a public address in to a management port, by TCP or UDP: "
        + ", ".join(MANAGEMENT_PORTS)
        + " (option `ports`). All rules count by priority: what a rule denies before is not reported."
    ),
    why="Open management ports are found within minutes and tried without end.",
    remediation=INSTEAD,
    good=(Example("from private addresses", program(OPEN_GROUP.format(sources='"10.0.0.0/8"').replace(*SSH, 1))),),
    bad=(Example("from everywhere", program(OPEN_GROUP.format(sources='"0.0.0.0/0"').replace(*SSH, 1)), breaks="app"),),
    evidence="How rules match is documented (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/security/fundamentals/network-best-practices",),
    decidable="write the rules' fields as plain text",
)
