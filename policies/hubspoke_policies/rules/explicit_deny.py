"""Security groups end in a rule of their own, not in a default one."""

from typing import Literal

from pydantic import Field

from hubspoke_network.azure import NSG, PLATFORM
from hubspoke_network.core import stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import Direction
from hubspoke_network.sets import AddressSet, FlowSet
from hubspoke_policies.base import Context, Example, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import DENY_REST, SECURITY, WAY, far_end, parts_let_through, program
from hubspoke_policies.reading.groups import SEGMENT, shown, witness_of

ASKED: dict[Direction, FlowSet] = {
    "Inbound": FlowSet.everything(),
    "Outbound": FlowSet.of(destination=AddressSet.everything() - PLATFORM),
}


class DenyOptions(Options):
    """Options of `explicit-deny`."""

    directions: tuple[Literal["Inbound", "Outbound"], ...] = Field(
        default=("Inbound",), description="the directions in which no default rule may let anything through"
    )


def check(group: Resource, model: NetworkModel, context: Context[DenyOptions]) -> Outcome:
    """Report the default rules that let something through."""
    found = []
    for direction in context.options.directions:
        for place, part, rule in parts_let_through(model, group, direction, ASKED[direction]):
            addresses = far_end(part, direction)
            where = f" in the subnet {place}" if place else ""
            instead = DENY_REST.format(direction)
            if part.access == "Unknown":
                reason = f"may leave {shown(addresses)} to the default rules{where}: {stripped(part.reason)}"
                found.append(context.undecided(group, SEGMENT, reason, instead))
            elif rule.default:
                message = f"lets {WAY[direction]} {shown(addresses)}{where}, which no rule of the group's own decides"
                found.append(
                    context.finding(group, SEGMENT, part.rule, message, instead, witness=witness_of(addresses))
                )
    return found


GROUP_TEXT = """
network.NetworkSecurityGroup(
    "app",
    resource_group_name=group.name,
    security_rules=[
        {
            "name": name,
            "direction": "Inbound",
            "access": access,
            "priority": priority,
            "protocol": "*",
            "source_address_prefix": source,
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "*",
        }
        for name, access, priority, source in RULES
    ],
)
"""
ALLOW = '("allow", "Allow", 100, "10.0.0.0/8")'
DENY = '("deny", "Deny", 4096, "*")'

RULE = Rule(
    id="explicit-deny",
    title="Security groups end in a rule of their own",
    severity="medium",
    level="advisory",
    category="security",
    check=Relation((NSG,), check, reads=SECURITY),
    options=DenyOptions,
    what=(
        "No default rule of a security group lets anything through, inbound, and outbound if the option `directions` "
        "says so: the group denies by a rule of its own what it does not allow."
    ),
    why=(
        "The default rules let in everything from VirtualNetwork, which holds peers, on-premises and whatever prefixes "
        "user-defined routes name. A rule of one's own also shows in flow logs under a name."
    ),
    remediation="Add a Deny of * at priority 4096, and allow before it what is meant.",
    good=(Example("a last rule", program(f"RULES = ({ALLOW}, {DENY})\n", GROUP_TEXT)),),
    bad=(Example("none", program(f"RULES = ({ALLOW},)\n", GROUP_TEXT), breaks="app"),),
    evidence="Documented: the default rules (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",),
    decidable="write the rules' fields as plain text",
)
