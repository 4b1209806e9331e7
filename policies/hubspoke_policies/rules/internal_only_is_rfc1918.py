"""A security group meant for internal traffic lets nothing in or out beyond RFC 1918."""

from pydantic import Field

from hubspoke_network.azure import NSG, PLATFORM, WIRE_SERVER
from hubspoke_network.core import Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import Direction
from hubspoke_network.sets import FlowSet
from hubspoke_network.sets.addresses import RFC1918, AddressSet
from hubspoke_policies.base import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import DENY_REST, INTERNAL_ONLY, SECURITY, TAG, Match, is_meant, let_through, program

BEYOND: dict[Direction, FlowSet] = {
    "Inbound": FlowSet.of(source=AddressSet.everything() - RFC1918 - WIRE_SERVER),
    "Outbound": FlowSet.of(destination=AddressSet.everything() - RFC1918 - PLATFORM),
}
"""Flows from or to addresses beyond RFC 1918; not those of the host a machine runs on, which is never outside."""


class InternalOnlyOptions(Options):
    """Options of `internal-only-is-rfc1918`."""

    match: Match = Field(default=Match(), description="groups that are internal-only beside those tagged so")


def check(group: Resource, model: NetworkModel, context: Context[InternalOnlyOptions]) -> Outcome:
    """Report every security rule by which addresses beyond RFC 1918 get in or out."""
    meant = is_meant(group, INTERNAL_ONLY, context.options.match)
    if meant is False:
        return NotApplicable(f"no security group has the tag {TAG}: {INTERNAL_ONLY} or is matched by an option")
    found = [
        finding
        for direction, beyond in BEYOND.items()
        for finding in let_through(
            model,
            group,
            direction,
            beyond,
            context,
            beyond=lambda _: f", beyond {RFC1918}",
            instead=INSTEAD,
            of_default=DENY_REST.format(direction),
        )
    ]
    if isinstance(meant, Unknown) and found:
        reason = f"may be {INTERNAL_ONLY}, which it does not keep to: {meant.reason}"
        return [context.undecided(group, "tags", reason)]
    return found


INSTEAD = f"write prefixes within {RFC1918}"

GROUP_TEXT = """
network.NetworkSecurityGroup(
    "internal",
    resource_group_name=group.name,
    tags={"network-intent": "internal-only"},
    security_rules=[
        {
            "name": f"{access}-{direction}-{priority}",
            "direction": direction,
            "access": access,
            "priority": priority,
            "protocol": "*",
            "source_address_prefix": prefix if direction == "Inbound" else "*",
            "source_port_range": "*",
            "destination_address_prefix": prefix if direction == "Outbound" else "*",
            "destination_port_range": "*",
        }
        for direction in ("Inbound", "Outbound")
        for access, priority, prefix in RULES
    ],
)
"""

RULE = Rule(
    id="internal-only-is-rfc1918",
    title="An internal-only security group lets nothing in or out beyond RFC 1918",
    severity="critical",
    level="mandatory",
    category="security",
    check=Relation((NSG,), check, reads=SECURITY),
    options=InternalOnlyOptions,
    what=(
        f"A security group with the tag `{TAG}: {INTERNAL_ONLY}`, or one that the option `match` names, allows inbound "
        "flows from, and outbound flows to, RFC 1918 addresses only. All rules count by priority, the default ones "
        "included, and what the tag VirtualNetwork holds where the group is attached. The host's own addresses "
        "(168.63.129.16, outbound also 169.254.169.254) are not counted."
    ),
    why=(
        "172.0.0.0/8 looks private and is not. And a group that only adds allowing rules for private ranges leaves the "
        "default rules in force: with a user-defined 0.0.0.0/0 route, VirtualNetwork holds every address, and they "
        "let everything through."
    ),
    remediation=(
        "Allow 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (or parts of them), and deny `*` at priority 4096 in both "
        "directions; or take the tag off a group that is meant to let more through."
    ),
    good=(
        Example(
            "explicit ranges and an explicit deny",
            program(
                """
                RULES = (
                    ("Allow", 100, "10.0.0.0/8"),
                    ("Allow", 110, "172.16.0.0/12"),
                    ("Allow", 120, "192.168.0.0/16"),
                    ("Deny", 4096, "*"),
                )
                """,
                GROUP_TEXT,
            ),
        ),
    ),
    bad=(
        Example(
            "172.0.0.0/8 for 172.16.0.0/12",
            program(
                """
                RULES = (("Allow", 100, "10.0.0.0/8"), ("Allow", 110, "172.0.0.0/8"), ("Deny", 4096, "*"))
                """,
                GROUP_TEXT,
            ),
            breaks="internal",
        ),
    ),
    evidence=(
        "Documented: rule order and default rules (network-security-groups-overview), what VirtualNetwork holds "
        "(service-tags-overview)."
    ),
    links=("https://learn.microsoft.com/azure/virtual-network/service-tags-overview",),
    decidable="write prefixes as plain text, and deny * at priority 4096 in both directions",
)
