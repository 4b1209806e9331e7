"""Rules of network security groups."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals.networks import RULE, asg_networks, rule_conflict, rule_form

ASG = "Microsoft.Network/applicationSecurityGroups"

SECURITY_RULE = TypeSpec(
    type=RULE,
    location="none",
    references=tuple(
        Reference(f"properties.{end}ApplicationSecurityGroups[].id", (ASG,), same_region=True)
        for end in ("source", "destination")
    ),
    rules=(rule_form, rule_conflict, asg_networks),
)
