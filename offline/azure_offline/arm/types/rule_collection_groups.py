"""Rule collection groups of firewall policies."""

from azure_offline.arm.resources import Reference, TypeSpec

COLLECTION_GROUP = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"

IP_GROUP_TYPE = "Microsoft.Network/ipGroups"

FIREWALL_POLICY_RULE_COLLECTION_GROUP = TypeSpec(
    type=COLLECTION_GROUP,
    location="none",
    references=tuple(
        Reference(f"properties.ruleCollections[].rules[].{end}IpGroups[]", (IP_GROUP_TYPE,))
        for end in ("source", "destination")
    ),
    read_only=frozenset({"size"}),
)
