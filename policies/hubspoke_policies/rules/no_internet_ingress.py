"""Nobody on the Internet reaches management ports."""

from pydantic import Field, field_validator

from hubspoke_network.addresses import AddressSet
from hubspoke_network.model import NSG, NetworkModel, Resource
from hubspoke_network.public_space import PUBLIC
from hubspoke_policies.group_findings import let_through
from hubspoke_policies.management import MANAGEMENT_PORTS, flows_from, read_ports
from hubspoke_policies.programs import program
from hubspoke_policies.rule import Context, Example, Options, Outcome, Relation, Rule
from hubspoke_policies.rules.no_any_to_any import GROUP
from hubspoke_policies.types import SECURITY


class IngressOptions(Options):
    """Options of `no-internet-ingress`."""

    ports: tuple[str, ...] = Field(
        default=MANAGEMENT_PORTS, description="ports and ranges that nobody on the Internet may reach"
    )
    allowed_sources: tuple[str, ...] = Field(
        default=(), description="public prefixes that may, for example of your own offices"
    )

    @field_validator("ports")
    @classmethod
    def _ports(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return read_ports(value)

    @field_validator("allowed_sources")
    @classmethod
    def _sources(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        AddressSet.parse(*value)
        return value


def check(group: Resource, model: NetworkModel, context: Context[IngressOptions]) -> Outcome:
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
        of_default="add a Deny of * at priority 4096 for Inbound traffic, so that no default rule decides",
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
    options=IngressOptions,
    what=(
        "No security group lets a flow from a public address in to a management port, by TCP or UDP: "
        + ", ".join(MANAGEMENT_PORTS)
        + " (option `ports`). All rules count by priority: what a rule denies before is not reported."
    ),
    why="Open management ports are found within minutes and tried without end.",
    remediation=INSTEAD,
    good=(Example("from private addresses", program(GROUP.format(sources='"10.0.0.0/8"').replace(*SSH, 1))),),
    bad=(Example("from everywhere", program(GROUP.format(sources='"0.0.0.0/0"').replace(*SSH, 1)), breaks="app"),),
    evidence="How rules match is documented (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/security/fundamentals/network-best-practices",),
    decidable="write the rules' fields as plain text",
)
